"""How severe each rater is beside the others: mean differences on the targets they share."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.special import stdtrit

from fidelity_rater.domain.reliability.counting import checked
from fidelity_rater.domain.reliability.models import LEVEL

_FEWEST: Final = 2


@dataclass(frozen=True, slots=True)
class RaterSeverity:
    """One rater: the mean of (own score less the mean of the others') over ``targets`` shared targets.

    Above 0 is more lenient than the others. ``apart`` is the standard deviation of these differences; ``spread`` and
    ``others_spread`` are those of the rater's own scores and of the others' means. None where there are too few.
    """

    rater: int
    targets: int
    difference: float
    low: float | None
    high: float | None
    apart: float | None
    spread: float | None
    others_spread: float | None


def severities(scores: npt.ArrayLike, *, level: float = LEVEL) -> tuple[RaterSeverity, ...]:
    """Return each rater (column) that shares a target with another, in their order.

    Formula: d_i = x_ir - mean of x_is over the other raters s of target i; the mean of d over the targets that r
    shares, with Student's t of n - 1 degrees of freedom. With two raters this is half of Bland & Altman's picture, seen
    from either side (Bland & Altman 1986, Lancet 327, 307): the same bias with the other sign.

    It tells severity only where targets came to raters at random: a rater who was given the weaker recordings is
    compared on those same recordings, so that weakness does not count, but only with whoever rated them too. With
    few targets the interval is wide; one target has none. A rater without a shared target is left out.
    """
    table = checked(scores)
    given = ~np.isnan(table)
    filled = np.where(given, table, 0.0)
    others = given.sum(axis=1)[:, None] - given
    with np.errstate(divide="ignore", invalid="ignore"):
        means = (filled.sum(axis=1)[:, None] - filled) / others
    shared = given & (others > 0)
    return tuple(
        _of_rater(rater, table[shared[:, rater], rater], means[shared[:, rater], rater], level)
        for rater in range(table.shape[1])
        if shared[:, rater].any()
    )


def _of_rater(rater: int, own: npt.NDArray[np.float64], others: npt.NDArray[np.float64], level: float) -> RaterSeverity:
    apart, n = own - others, own.size
    mean = float(apart.mean())
    if n < _FEWEST:
        return RaterSeverity(rater, n, mean, None, None, None, None, None)
    deviation = float(apart.std(ddof=1))
    half = float(stdtrit(n - 1, (1 + level) / 2)) * deviation / sqrt(n)
    spreads = float(own.std(ddof=1)), float(others.std(ddof=1))
    return RaterSeverity(rater, n, mean, mean - half, mean + half, deviation, *spreads)
