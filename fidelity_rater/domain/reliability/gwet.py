"""Gwet's AC1 and AC2: agreement beyond chance that does not collapse where one level is nearly always given."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from fidelity_rater.domain.reliability.answering import answer, by_error, resampled_interval
from fidelity_rater.domain.reliability.bootstrap import Resampling, Summed
from fidelity_rater.domain.reliability.counting import (
    FloatArray,
    Weights,
    checked,
    demand,
    levels_of,
    named,
    weight_matrix,
)
from fidelity_rater.domain.reliability.models import LEVEL, Coefficient, IntervalBy, NotEnoughRatings
from fidelity_rater.domain.reliability.observed import linearised_error, observed
from fidelity_rater.i18n import tr

ALSO: Final = "Gwet's gamma"


def gwet_ac(
    scores: npt.ArrayLike,
    *,
    weights: Weights = "none",
    categories: Sequence[float] | None = None,
    level: float = LEVEL,
    resampling: Resampling | None = None,
) -> Coefficient:
    """AC1 (weights none) or AC2 of any number of raters, with missing cells.

    AC = (p_a - p_e) / (1 - p_e), p_e = T / (q (q - 1)) * sum over levels of pi_k (1 - pi_k), with T the sum of all q
    x q weights; p_a and pi as in :mod:`observed`. For AC1, T = q.

    Source: Gwet 2008, British J. Math. Stat. Psychology 61, 29-48 (AC1, its variance); Gwet 2014, Handbook of
    Inter-Rater Reliability, 4th ed. (AC2, missing cells). Interval: linearised standard error with
    Student's t of n - 1 degrees of freedom, kept within -1 and 1; by resampling where ``resampling`` is given, as it
    must be where targets are nested.

    Edge cases. ``categories`` matters: q counts levels of the scale, used or not, and so changes the value; without it
    q is the number of levels used. All scores alike: p_e is 0 and AC is 1 when ``categories`` names two levels or more,
    else there is no q to reckon with (NotEnoughRatings). One rater, or fewer than two targets rated twice:
    NotEnoughRatings. Targets rated once count in pi, not in p_a.
    """
    table = checked(scores)
    demand(table)
    levels = levels_of(table, categories)
    demand_levels(levels)
    matrix = weight_matrix(weights, levels)
    seen = observed(table, levels, (matrix,))
    values = Summed(seen.parts, lambda sums: seen.corrected(sums, gwet_chance))
    value = float(values(np.ones((1, len(table))))[0, 0])
    if resampling is not None:
        by, interval = IntervalBy.BOOTSTRAP, resampled_interval(values, len(table), resampling, level)
    else:
        used = seen.frequencies(seen.parts.sum(axis=0))
        own = matrix.sum() / (levels.size * (levels.size - 1)) * (seen.parts[:, 2 : 2 + levels.size] @ (1 - used))
        error = linearised_error(seen, value, float(gwet_chance(used, matrix)), own)
        n = int(seen.parts[:, 0].sum())
        by, interval = IntervalBy.ASYMPTOTIC, by_error(value, error, level, df=n - 1)
    name = "AC1" if named(weights) == "none" else f"AC2, {named(weights)} weights"
    return answer(name, value, table, interval, by=by, level=level, also=ALSO)


def demand_levels(levels: FloatArray) -> None:
    """Refuse a scale of one level."""
    if levels.size < 2:
        raise NotEnoughRatings(
            tr("Only one level was used, so chance agreement cannot be told."), tr("Name all the levels of the scale.")
        )


def gwet_chance(used: FloatArray, matrix: FloatArray) -> FloatArray:
    """Chance agreement after Gwet."""
    size = len(matrix)
    return np.asarray(matrix.sum() / (size * (size - 1)) * (used * (1 - used)).sum(axis=-1))
