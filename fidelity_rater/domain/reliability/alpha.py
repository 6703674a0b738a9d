"""Krippendorff's alpha: any number of raters, missing cells, four metrics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.domain.reliability.answering import answer, resampled_interval, value_of
from fidelity_rater.domain.reliability.bootstrap import Resampling, Summed, Weighed
from fidelity_rater.domain.reliability.counting import (
    FloatArray,
    IntArray,
    checked,
    coded,
    constant,
    counts,
    demand,
    levels_of,
    pairable,
)
from fidelity_rater.domain.reliability.models import LEVEL, Coefficient, IntervalBy
from fidelity_rater.i18n import tr

Metric: TypeAlias = Literal["nominal", "ordinal", "interval", "ratio"]
_FEW_LEVELS: Final = 24
_NOTHING: Final = 1e-12


def krippendorffs_alpha(
    scores: npt.ArrayLike,
    *,
    metric: Metric = "ordinal",
    categories: Sequence[float] | None = None,
    level: float = LEVEL,
    resampling: Resampling | None = None,
) -> Coefficient:
    """Krippendorff's alpha by one of four metrics, with missing cells.

    alpha = 1 - D_o / D_e = 1 - (N - 1) * sum over targets of d_u / (sum over levels of n_c n_k delta_ck), where d_u
    is the sum of delta over the ordered pairs of a target's ratings divided by its ratings less one, n_c how often
    level c was given and N the number of ratings, all over targets rated twice or more (pairable ones). delta_ck is

    * nominal: 0 where c = k, else 1
    * ordinal: (sum of n_g from c to k, less half of n_c and n_k)^2
    * interval: (c - k)^2
    * ratio: ((c - k) / (c + k))^2, and 0 where both are 0

    Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability; Hayes & Krippendorff 2007, Communication
    Methods and Measures 1, 77. Interval: percentiles of resampled targets (1,000 unless told), taken with all they
    bring, rather than Krippendorff's resampled pairs, which takes ratings of one target for independent.

    Edge cases. All pairable scores alike: D_e is 0, NotEnoughRatings. One rater, or fewer than two targets rated twice:
    NotEnoughRatings. Ratio with a negative score: refused. Alpha may be negative (less agreement than by chance).
    ``categories`` is only checked against: levels that nobody used do not change alpha.
    """
    table = checked(scores)
    demand(table)
    levels_of(table, categories)
    used = pairable(table)
    values = alpha_parts(used, metric)
    value = value_of(values, len(table))
    if np.isnan(value):
        raise constant()
    interval = resampled_interval(values, len(table), resampling, level)
    by = IntervalBy.BOOTSTRAP
    return answer(f"Krippendorff's alpha, {metric}", value, used, interval, by=by, level=level)


def alpha_parts(used: FloatArray, metric: Metric) -> Weighed:
    """Alpha of pairable scores (see :func:`pairable`) as a function of how often each target counts."""
    levels = levels_of(used)
    if metric == "interval":
        return Summed(_squares(used, levels), _of_squares)
    codes = coded(used, levels)
    given = counts(codes, levels.size)
    if metric == "ordinal":
        return _ordinal(codes, given)
    apart = 1 - np.eye(levels.size) if metric == "nominal" else _ratios(levels)
    own = ((given @ apart) * given).sum(axis=1) / _others(given.sum(axis=1))

    def of_sums(sums: FloatArray) -> FloatArray:
        n = sums[..., 1:]
        return _alpha(sums[..., 0], np.einsum("...k,...k->...", n @ apart, n), n.sum(axis=-1))

    return Summed(np.concatenate([own[:, None], given], axis=1), of_sums)


def _alpha(observed: FloatArray, expected: FloatArray, ratings: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(expected > 0, 1 - (ratings - 1) * observed / expected, np.nan)[..., None]


def _squares(used: FloatArray, levels: FloatArray) -> FloatArray:
    """Disagreement, ratings, sum and sum of squares of each target, from the middle of the levels for exactness."""
    middle = (levels[0] + levels[-1]) / 2 if levels.size else 0.0
    given = ~np.isnan(used)
    ratings = given.sum(axis=1).astype(np.float64)
    near = np.where(given, used - middle, 0.0)
    total, squares = near.sum(axis=1), (near**2).sum(axis=1)
    return np.stack([2 * (ratings * squares - total**2) / _others(ratings), ratings, total, squares], axis=1)


def _of_squares(sums: FloatArray) -> FloatArray:
    own, ratings, total, squares = (sums[..., index] for index in range(4))
    whole = ratings * squares
    expected = 2 * (whole - total**2)
    return _alpha(own, np.where(expected > _NOTHING * whole, expected, 0.0), ratings)


def _ratios(levels: FloatArray) -> FloatArray:
    if levels.size and levels[0] < 0:
        raise UserFacingError(
            tr("The ratio metric needs scores that are not below 0."),
            tr("Choose the interval metric for these scores."),
        )
    together = levels[:, None] + levels[None, :]
    return ((levels[:, None] - levels[None, :]) / np.where(together > 0, together, 1.0)) ** 2


def _ordinal(codes: IntArray, given: FloatArray) -> Weighed:
    """The ordinal metric is the interval metric on mid-ranks, which depend on how often each level was drawn."""
    size = given.shape[1]
    if size > _FEW_LEVELS:
        return lambda weights: _ordinal_by_ranks(weights, codes, given)
    one, other = np.triu_indices(size, 1)
    together = 2 * given[:, one] * given[:, other] / _others(given.sum(axis=1))[:, None]

    def of_sums(sums: FloatArray) -> FloatArray:
        n = sums[..., :size]
        ranks = np.cumsum(n, axis=-1) - n / 2
        apart = (ranks[..., one] - ranks[..., other]) ** 2
        expected = 2 * np.einsum("...k,...k,...k->...", n[..., one], n[..., other], apart)
        return _alpha(np.einsum("...k,...k->...", sums[..., size:], apart), expected, n.sum(axis=-1))

    return Summed(np.concatenate([given, together], axis=1), of_sums)


def _ordinal_by_ranks(weights: FloatArray, codes: IntArray, given: FloatArray) -> FloatArray:
    """The same with many levels (totals), where pairs of levels would be too many: target by target on their ranks."""
    n = weights @ given
    ratings = n.sum(axis=-1)
    ranks = np.cumsum(n, axis=-1) - n / 2 - ratings[:, None] / 2
    there = codes >= 0
    near = np.where(there, ranks[:, np.maximum(codes, 0)], 0.0)
    count = there.sum(axis=1).astype(np.float64)
    own = 2 * (count * (near**2).sum(axis=-1) - near.sum(axis=-1) ** 2) / _others(count)
    expected = 2 * (ratings * (n * ranks**2).sum(axis=-1) - (n * ranks).sum(axis=-1) ** 2)
    squares = ratings * (n * ranks**2).sum(axis=-1)
    return _alpha((weights * own).sum(axis=-1), np.where(expected > _NOTHING * squares, expected, 0.0), ratings)


def _others(ratings: FloatArray) -> FloatArray:
    """Ratings less one, and 1 for targets that add nothing."""
    return np.maximum(ratings - 1, 1.0)
