"""Mean squares of targets, raters and error, with and without missing cells, for one table or thousands of resamples.

Complete tables: the analysis of variance of the textbooks. With missing cells: Henderson's method 3 (fitting constants;
Henderson 1953, Biometrics 9, 226; Searle, Casella & McCulloch 1992, Variance Components, chapter 5) for the additive
model score = mean + target + rater + error. Each sum of squares is taken after the other effect, so that a target
rated only by severe raters is not held to be poor:

    E(SS targets | raters) = (N - k) var(targets) + (n - c) var(error)
    E(SS raters | targets) = (N - n) var(raters) + (k - c) var(error)
    E(SS error)            = (N - n - k + c) var(error)

with N cells, n targets, k raters and c groups of raters that share no target with one another (1 where all are
connected). The multipliers ``per_target`` = (N - k) / (n - c) and ``per_rater`` = (N - n) / (k - c) take the place of
k and n; with complete cells they are k and n, and all is as without missing cells. The estimates are unbiased when
cells are missing at random, whatever the pattern. They are not least in variance (REML's are, in large samples), but
need no iteration, equal the textbook where nothing is missing, and may be negative as there.

Every quantity is a sum over targets. :func:`features` gives each target's share, so that a bootstrap over targets is
one product of matrices: ``two_way(weights @ features(scores), raters=k)``, weights counting how often each was drawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Iterator

Floats = NDArray[np.float64]

_SINGLE: Final = 7  # targets, cells, their squares, their inverses, sum, squares, squares of targets; then per rater
_TIED: Final = 1e-9  # smallest eigenvalue, in shares of the largest count, that is not rounding
_NOTHING: Final = 1e-12  # smallest sum of squares, in shares of all squares, that is not rounding


@dataclass(frozen=True, slots=True)
class TwoWay:
    """Mean squares of a table of targets by raters; each field has one number per table."""

    ms_targets: Floats
    ms_raters: Floats
    ms_error: Floats
    df_targets: Floats
    df_raters: Floats
    df_error: Floats
    per_target: Floats
    """How many ratings a target counts for: k where no cell is missing."""
    per_rater: Floats
    """How many targets a rater counts for: n where no cell is missing."""


@dataclass(frozen=True, slots=True)
class OneWay:
    """Mean squares between and within targets; each field has one number per table."""

    ms_between: Floats
    ms_within: Floats
    df_between: Floats
    df_within: Floats
    per_target: Floats
    """n0 of the unbalanced analysis of variance: k where no cell is missing."""


def two_way_mean_squares(scores: Floats) -> tuple[Floats, Floats, Floats]:
    """Return mean squares of rows, columns and error of complete tables, one per leading index of ``[..., n, k]``."""
    n, k = scores.shape[-2:]
    centred = scores - scores.mean(axis=(-2, -1), keepdims=True)
    rows, columns = centred.mean(axis=-1, keepdims=True), centred.mean(axis=-2, keepdims=True)
    error = ((centred - rows - columns) ** 2).sum(axis=(-2, -1))
    with np.errstate(divide="ignore", invalid="ignore"):
        return (
            np.asarray(k * (rows**2).sum(axis=(-2, -1)) / np.float64(n - 1)),
            np.asarray(n * (columns**2).sum(axis=(-2, -1)) / np.float64(k - 1)),
            np.asarray(error / np.float64((n - 1) * (k - 1))),
        )


def features(scores: Floats) -> Floats:
    """Return what each target adds to the sums that :func:`two_way` and :func:`one_way` need: ``[..., n, p]``.

    Scores are taken from the mean of their table first: nothing here depends on it, and squares stay exact.
    """
    rated = ~np.isnan(scores)
    cells = rated.sum(axis=(-2, -1), keepdims=True)
    filled = np.where(rated, scores, 0.0)
    filled = np.where(rated, filled - filled.sum(axis=(-2, -1), keepdims=True) / np.maximum(cells, 1), 0.0)
    z = rated.astype(np.float64)
    m, s = z.sum(axis=-1), filled.sum(axis=-1)
    share = z / np.maximum(m, 1.0)[..., None]
    raters = scores.shape[-1]
    pairs = (z[..., :, None] * share[..., None, :]).reshape(*scores.shape[:-1], raters * raters)
    some, inverse = (m > 0).astype(np.float64), 1.0 / np.maximum(m, 1.0)
    single = [some, m, m * m, some * inverse, s, (filled**2).sum(axis=-1), s * s * inverse]
    return np.concatenate([np.stack(single, axis=-1), z, filled, share * s[..., None], pairs], axis=-1)


def one_way(totals: Floats) -> OneWay:
    """Return the mean squares between and within targets from summed :func:`features` (``[..., p]``).

    Source: unbalanced one-way analysis of variance; n0 = (N - sum(m^2) / N) / (n - 1), Snedecor & Cochran, Statistical
    Methods, and Donner 1986, International Statistical Review 54, 67.
    """
    n, cells, squared_cells, _, total, squares, own = (totals[..., index] for index in range(_SINGLE))
    with np.errstate(divide="ignore", invalid="ignore"):
        df_between, df_within = n - 1, cells - n
        return OneWay(
            ms_between=_not_below_zero(own - total**2 / cells, squares) / df_between,
            ms_within=_not_below_zero(squares - own, squares) / df_within,
            df_between=df_between,
            df_within=df_within,
            per_target=(cells - squared_cells / cells) / df_between,
        )


def two_way(totals: Floats, *, raters: int) -> TwoWay:
    """Return the mean squares of targets, raters and error from summed :func:`features` (``[..., p]``)."""
    n, cells, squares, own = (totals[..., index] for index in (0, 1, 5, 6))
    counts, sums, shares, pairs = _blocks(totals, raters)
    between_raters, rank = _raters_after_targets(n, counts, sums - shares, pairs)
    heard = (counts > 0).sum(axis=-1)
    unadjusted = np.where(counts > 0, sums**2 / np.maximum(counts, 1.0), 0.0).sum(axis=-1)
    groups = heard - rank
    with np.errstate(divide="ignore", invalid="ignore"):
        df_targets, df_raters = n - groups, np.asarray(rank, dtype=np.float64)
        df_error = cells - n - rank
        return TwoWay(
            ms_targets=_not_below_zero(own + between_raters - unadjusted, squares) / df_targets,
            ms_raters=_not_below_zero(between_raters, squares) / df_raters,
            ms_error=_not_below_zero(squares - own - between_raters, squares) / df_error,
            df_targets=df_targets,
            df_raters=df_raters,
            df_error=df_error,
            per_target=(cells - heard) / df_targets,
            per_rater=(cells - n) / df_raters,
        )


def usual_ratings(totals: Floats) -> Floats:
    """Return how many ratings a target has: their harmonic mean, which is k where no cell is missing."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(totals[..., 0] / totals[..., 3])


def rated_part(scores: Floats) -> Floats:
    """Return the table without the targets that nobody rated and the raters who rated nothing."""
    if scores.ndim != 2:
        raise ValueError("scores are a table of targets by raters")
    rated = ~np.isnan(scores)
    return scores[rated.any(axis=1)][:, rated.any(axis=0)]


def _blocks(totals: Floats, raters: int) -> Iterator[Floats]:
    start = _SINGLE
    for block in range(3):
        yield totals[..., start + block * raters : start + (block + 1) * raters]
    yield totals[..., start + 3 * raters :].reshape(*totals.shape[:-1], raters, raters)


def _raters_after_targets(n: Floats, counts: Floats, sums: Floats, pairs: Floats) -> tuple[Floats, NDArray[np.int64]]:
    """Return the sum of squares of raters after targets, and how many comparisons of raters the cells allow."""
    raters = counts.shape[-1]
    if np.array_equal(counts, np.broadcast_to(n[..., None], counts.shape)):
        rank = np.full(n.shape, raters - 1, dtype=np.int64)
        return np.where(n > 0, (sums**2).sum(axis=-1) / np.maximum(n, 1.0), 0.0), rank
    # The matrix of a graph of raters tied by shared targets: its zero eigenvalues count the groups that share none.
    ties = np.eye(raters) * counts[..., None, :] - pairs
    each_two = (pairs > 0).all(axis=(-2, -1))
    between, rank = np.zeros(n.shape), np.full(n.shape, raters - 1, dtype=np.int64)
    between[each_two] = _tied(ties[each_two], sums[each_two])
    some = ~each_two
    values, vectors = np.linalg.eigh(ties[some])
    told = values > _TIED * np.maximum(counts[some].max(axis=-1), 1.0)[..., None]
    along = np.einsum("...ji,...j->...i", vectors, sums[some])
    between[some] = np.where(told, along**2 / np.where(told, values, 1.0), 0.0).sum(axis=-1)
    rank[some] = told.sum(axis=-1)
    return between, rank


def _tied(ties: Floats, sums: Floats) -> Floats:
    """Return that sum of squares where every two raters share a target; solving is much faster than eigenvalues.

    The one direction in which the matrix is nothing, all raters alike, is that in which the sums are nothing, so that
    whatever is put in its place there leaves the answer as it is.
    """
    alike = np.trace(ties, axis1=-2, axis2=-1)[..., None, None] / ties.shape[-1] ** 2
    return np.asarray((np.linalg.solve(ties + alike, sums[..., None])[..., 0] * sums).sum(axis=-1))


def _not_below_zero(squares: Floats, out_of: Floats) -> Floats:
    """Return a sum of squares with what only rounding left of it taken for nothing."""
    return np.where(squares > _NOTHING * out_of, squares, 0.0)
