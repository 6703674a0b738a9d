"""Scores as counts of categories: what every coefficient of agreement on few levels is reckoned from.

``scores`` is targets by raters, NaN where nobody rated. ``categories`` are the levels of the scale; where they are not
given, the levels that somebody used. Weights are weights of *agreement*: 1 for the same level, 0 for the worst pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.domain.reliability.models import NotEnoughRatings
from fidelity_rater.i18n import tr

FloatArray: TypeAlias = npt.NDArray[np.float64]
IntArray: TypeAlias = npt.NDArray[np.int64]
WeightsName: TypeAlias = Literal["none", "linear", "quadratic", "ordinal"]
Weights: TypeAlias = WeightsName | FloatArray


def checked(scores: npt.ArrayLike) -> FloatArray:
    """Targets by raters as floats; refuses another shape and infinite scores, which are mistakes of the caller."""
    table = np.asarray(scores, dtype=np.float64)
    if table.ndim != 2:
        raise ValueError("scores are a table of targets by raters")
    if np.isinf(table).any():
        raise ValueError("a score is infinite")
    return table


def demand(scores: FloatArray, *, targets: int = 2) -> None:
    """Refuse a table in which fewer targets than these were rated by two or more raters."""
    given = ~np.isnan(scores)
    if int(given.any(axis=0).sum()) < 2:
        raise NotEnoughRatings(
            tr("Only one rater gave scores here, so there is no agreement to measure."),
            tr("Have a second rater rate some of the same recordings."),
        )
    if int((given.sum(axis=1) >= 2).sum()) < targets:
        raise NotEnoughRatings(
            tr("Too few targets were rated by two or more raters."),
            tr("At least {count} targets must have been rated twice.", count=targets),
        )


def constant() -> NotEnoughRatings:
    """The refusal where every score is the same: agreement beyond chance is 0/0."""
    return NotEnoughRatings(
        tr("All scores are the same, so agreement beyond chance cannot be told from chance."),
        tr("Rate recordings that differ on this item, or look at the share of exact agreement."),
    )


def levels_of(scores: FloatArray, categories: Sequence[float] | None = None) -> FloatArray:
    """The levels, ascending: those given (which must hold every score), else those used."""
    used = np.unique(scores[~np.isnan(scores)])
    if categories is None:
        return used
    levels = np.unique(np.asarray(categories, dtype=np.float64))
    if not np.isin(used, levels).all():
        raise UserFacingError(
            tr("A score lies outside the levels of the scale."), tr("Check the scores, or name all the levels.")
        )
    return levels


def coded(scores: FloatArray, levels: FloatArray) -> IntArray:
    """Each score's place among the levels, -1 where nobody rated."""
    places = np.searchsorted(levels, np.nan_to_num(scores, nan=levels[0] if levels.size else 0.0))
    return np.where(np.isnan(scores), -1, places).astype(np.int64)


def counts(codes: IntArray, size: int) -> FloatArray:
    """How many raters gave each target each level: targets by levels."""
    return np.stack([(codes == level).sum(axis=1) for level in range(size)], axis=1).astype(np.float64)


def weight_matrix(weights: Weights, levels: FloatArray) -> FloatArray:
    """The weights of agreement between levels x and y, of which the furthest pair lies D apart.

    * none: 1 where x = y, else 0.
    * linear: 1 - |x - y| / D (Cicchetti & Allison 1971).
    * quadratic: 1 - (x - y)^2 / D^2 (Fleiss & Cohen 1973).
    * ordinal: 1 - m(m + 1) / (q(q - 1)) with m the number of steps between the two and q levels (Gwet 2014). This is
      not Krippendorff's ordinal metric, which depends on how often each level was used.
    * an array: as it is, levels by levels; see :func:`of_disagreement`.

    Distances are those of the levels' values, so a level that nobody used does not draw its neighbours together. With
    one level the only weight is 1.
    """
    size = levels.size
    if not isinstance(weights, str):
        if np.shape(weights) != (size, size):
            raise ValueError(f"weights are {size} by {size}, one row and column per level")
        return np.asarray(weights, dtype=np.float64)
    if size < 2 or weights == "none":
        return np.eye(size)
    apart = np.abs(levels[:, None] - levels[None, :]) / (levels[-1] - levels[0])
    if weights == "linear":
        return np.asarray(1 - apart)
    if weights == "quadratic":
        return np.asarray(1 - apart**2)
    steps = np.abs(np.arange(size)[:, None] - np.arange(size)[None, :])
    return np.asarray(1 - steps * (steps + 1) / (size * (size - 1)))


def of_disagreement(weights: npt.ArrayLike) -> FloatArray:
    """Weights of agreement from weights of disagreement (0 on the diagonal, as in Cohen 1968): 1 - v / max(v)."""
    table = np.asarray(weights, dtype=np.float64)
    return np.asarray(1 - table / table.max())


def named(weights: Weights) -> str:
    """What the weights are called in the name of a coefficient."""
    return weights if isinstance(weights, str) else "own"


def pairable(scores: FloatArray) -> FloatArray:
    """The scores of targets rated twice or more; the others are NaN."""
    twice = (~np.isnan(scores)).sum(axis=1) >= 2
    return np.where(twice[:, None], scores, np.nan)
