"""The kappas: Cohen's of two raters, Light's mean of it over pairs, Fleiss' of any number of raters."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Final

import numpy as np
import numpy.typing as npt

from fidelity_rater.domain.reliability.answering import answer, by_error, resampled_interval, value_of
from fidelity_rater.domain.reliability.bootstrap import Resampling, Summed
from fidelity_rater.domain.reliability.counting import (
    FloatArray,
    IntArray,
    Weights,
    checked,
    coded,
    constant,
    demand,
    levels_of,
    named,
    pairable,
    weight_matrix,
)
from fidelity_rater.domain.reliability.models import LEVEL, Coefficient, IntervalBy, NotEnoughRatings
from fidelity_rater.domain.reliability.observed import beyond, linearised_error, observed
from fidelity_rater.i18n import tr, tr_n

ALSO_FLEISS: Final = "generalised Scott's pi"
_SHARED: Final = 2  # targets that two raters must share to be a pair


def cohens_kappa(
    scores: npt.ArrayLike,
    *,
    weights: Weights = "none",
    categories: Sequence[float] | None = None,
    level: float = LEVEL,
    resampling: Resampling | None = None,
) -> Coefficient:
    """Cohen's kappa of two raters (two columns), plain or weighted.

    kappa = (p_o - p_e) / (1 - p_e), p_o = sum of w_ij p_ij, p_e = sum of w_ij p_i. p_.j over the targets both have
    rated. Weights of disagreement v (Cohen 1968) enter as w = 1 - v / max(v) (``counting.of_disagreement``), which
    gives the same kappa = 1 - sum(v p_ij) / sum(v p_i. p_.j).

    Source: Cohen 1960, Educ. Psych. Measurement 20, 37; Cohen 1968, Psych. Bulletin 70, 213. Interval: standard error
    of Fleiss, Cohen & Everitt 1969, Psych. Bulletin 72, 323, times the normal quantile, kept within -1
    and 1 (large samples; by resampling where ``resampling`` is given, as it must be where targets are nested). With
    quadratic weights kappa is close to ICC(2,1) (Fleiss & Cohen 1973).

    Edge cases. Both raters gave one and the same level throughout: 0/0, NotEnoughRatings. One of them constant, the
    other not: kappa is 0 by its formula. Targets that one of them has not rated are left out. Fewer than two shared
    targets: NotEnoughRatings. Perfect agreement: the standard error is 0, so there is no interval and a note says so.
    Levels that nobody used do not change kappa with named weights; a matrix of weights needs all its levels in
    ``categories``.
    """
    table = _both(checked(scores))
    demand(table)
    levels = levels_of(table, categories)
    matrix = weight_matrix(weights, levels)
    values = lights_parts(table, levels, (matrix,))
    value = value_of(values, len(table))
    if np.isnan(value):
        raise constant()
    if resampling is not None:
        by, interval = IntervalBy.BOOTSTRAP, resampled_interval(values, len(table), resampling, level)
    else:
        error = fleiss_cohen_everitt_error(table, levels, matrix)
        by, interval = IntervalBy.ASYMPTOTIC, by_error(value, error, level)
    return answer(_named("Cohen's kappa", weights), value, table, interval, by=by, level=level)


def lights_kappa(
    scores: npt.ArrayLike,
    *,
    weights: Weights = "none",
    categories: Sequence[float] | None = None,
    level: float = LEVEL,
    resampling: Resampling | None = None,
) -> Coefficient:
    """The mean of Cohen's kappas of all pairs of raters; of two raters, Cohen's kappa itself.

    Source: Light 1971, Psych. Bulletin 76, 365; Conger 1980, Psych. Bulletin 88, 322. Interval: resampled targets
    (1,000 unless told).

    Edge cases. Pairs who share fewer than two targets, or of whom both gave one level throughout, have no kappa: they
    are left out and a note counts them (in a resample likewise). No pair has one: NotEnoughRatings.
    """
    table = checked(scores)
    demand(table)
    levels = levels_of(table, categories)
    matrix = weight_matrix(weights, levels)
    values = lights_parts(table, levels, (matrix,))
    value = value_of(values, len(table))
    if np.isnan(value):
        raise constant()
    interval = resampled_interval(values, len(table), resampling, level)
    notes = left_out_pairs(table, levels, matrix)
    by = IntervalBy.BOOTSTRAP
    name, used = _named("Light's kappa", weights), pairable(table)
    return answer(name, value, used, interval, by=by, level=level, notes=notes)


def fleiss_kappa(
    scores: npt.ArrayLike,
    *,
    weights: Weights = "none",
    categories: Sequence[float] | None = None,
    level: float = LEVEL,
    resampling: Resampling | None = None,
) -> Coefficient:
    """Fleiss' kappa of any number of raters, who need not be the same for every target.

    kappa = (p_a - p_e) / (1 - p_e), p_e = sum of w_kl pi_k pi_l; p_a and pi as in :mod:`observed`. With complete
    cells and no weights this is Fleiss 1971, Psych. Bulletin 76, 378; weights and missing cells after Gwet 2014,
    Handbook of Inter-Rater Reliability, 4th ed. Fleiss' own standard error holds only where
    there is no agreement (Fleiss, Nee & Landis 1979), so the interval is by Gwet's (2008) linearised one with
    Student's t of n - 1 degrees of freedom, or by resampling where ``resampling`` is given, as it must be where
    targets are nested.

    Edge cases. All scores alike: 0/0, NotEnoughRatings. One rater, or fewer than two targets rated twice:
    NotEnoughRatings. Targets rated once count in pi, not in p_a.
    """
    table = checked(scores)
    demand(table)
    levels = levels_of(table, categories)
    matrix = weight_matrix(weights, levels)
    seen = observed(table, levels, (matrix,))
    values = Summed(seen.parts, lambda sums: seen.corrected(sums, fleiss_chance))
    value = value_of(values, len(table))
    if np.isnan(value):
        raise constant()
    if resampling is not None:
        by, interval = IntervalBy.BOOTSTRAP, resampled_interval(values, len(table), resampling, level)
    else:
        used = seen.frequencies(seen.parts.sum(axis=0))
        own = seen.parts[:, 2 : 2 + levels.size] @ ((matrix + matrix.T) @ used / 2)
        error = linearised_error(seen, value, float(fleiss_chance(used, matrix)), own)
        n = int(seen.parts[:, 0].sum())
        by, interval = IntervalBy.ASYMPTOTIC, by_error(value, error, level, df=n - 1)
    return answer(_named("Fleiss' kappa", weights), value, table, interval, by=by, level=level, also=ALSO_FLEISS)


def fleiss_chance(used: FloatArray, matrix: FloatArray) -> FloatArray:
    """Chance agreement after Fleiss."""
    return np.asarray(np.einsum("...k,...k->...", used @ matrix, used))


def lights_parts(table: FloatArray, levels: FloatArray, matrices: tuple[FloatArray, ...]) -> Summed:
    """Means over pairs of raters of Cohen's kappas, one per matrix of weights; of two raters, Cohen's kappas."""
    pairs = shared_pairs(table)
    if not pairs:
        raise _nothing_shared()

    def of_sums(sums: FloatArray) -> FloatArray:
        kappas = _kappas(sums.reshape(*sums.shape[:-1], len(pairs), -1), matrices)
        told = ~np.isnan(kappas)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray(np.where(told, kappas, 0.0).sum(axis=-2) / told.sum(axis=-2))

    return Summed(_pair_parts(coded(table, levels), pairs, matrices), of_sums)


def _pair_parts(codes: IntArray, pairs: list[list[int]], matrices: tuple[FloatArray, ...]) -> FloatArray:
    """What each target adds to each pair: agreement by each matrix, then the level that either rater gave."""
    stacked, size = np.stack(matrices, axis=-1), len(matrices[0])
    many = len(matrices)
    parts = np.zeros((len(codes), len(pairs), many + 2 * size))
    for index, pair in enumerate(pairs):
        rows = np.flatnonzero((codes[:, pair] >= 0).all(axis=1))
        first, second = codes[rows][:, pair].T
        parts[rows, index, :many] = stacked[first, second]
        parts[rows, index, many + first] = 1.0
        parts[rows, index, many + size + second] = 1.0
    return parts.reshape(len(codes), -1)


def _kappas(sums: FloatArray, matrices: tuple[FloatArray, ...]) -> FloatArray:
    many, size = len(matrices), len(matrices[0])
    first, second = sums[..., many : many + size], sums[..., many + size :]
    shared = first.sum(axis=-1)[..., None]
    # One flat product: numpy multiplies stacks of small matrices one by one.
    weighed = (first.reshape(-1, size) @ np.concatenate(matrices, axis=1)).reshape(*first.shape[:-1], many, size)
    with np.errstate(divide="ignore", invalid="ignore"):
        chance = np.einsum("...mk,...k->...m", weighed, second) / shared**2
        return beyond(sums[..., :many] / shared, chance)


def shared_pairs(table: FloatArray) -> list[list[int]]:
    """The pairs of raters who share two targets or more."""
    given = (~np.isnan(table)).astype(np.float64)
    shared = given.T @ given
    return [[i, j] for i, j in combinations(range(table.shape[1]), 2) if shared[i, j] >= _SHARED]


def fleiss_cohen_everitt_error(table: FloatArray, levels: FloatArray, matrix: FloatArray) -> float:
    """Standard error of weighted kappa where it is not 0 (Fleiss, Cohen & Everitt 1969).

    var = (sum of p_ij (w_ij (1 - p_e) - (w_i. + w_.j)(1 - p_o))^2 - (p_o p_e - 2 p_e + p_o)^2) / (n (1 - p_e)^4),
    w_i. = sum over j of p_.j w_ij, w_.j = sum over i of p_i. w_ij.
    """
    codes = coded(table, levels)
    shared = codes[np.asarray((codes >= 0).all(axis=1))]
    joint = np.zeros_like(matrix)
    np.add.at(joint, (shared[:, 0], shared[:, 1]), 1.0)
    n = joint.sum()
    shares = joint / n
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    by_row, by_column = matrix @ columns, rows @ matrix
    agreed, chance = float((matrix * shares).sum()), float(rows @ matrix @ columns)
    turned = matrix * (1 - chance) - (by_row[:, None] + by_column[None, :]) * (1 - agreed)
    spread = (shares * turned**2).sum() - (agreed * chance - 2 * chance + agreed) ** 2
    return float(np.sqrt(max(0.0, spread) / n) / (1 - chance) ** 2)


def _both(table: FloatArray) -> FloatArray:
    if table.shape[1] == 1:
        demand(table)
    if table.shape[1] != 2:
        raise ValueError("Cohen's kappa is of two raters; of more, use Light's or Fleiss'")
    whole = np.asarray(~np.isnan(table).any(axis=1))
    if whole.sum() < _SHARED:
        raise _nothing_shared()
    return np.where(whole[:, None], table, np.nan)


def _nothing_shared() -> NotEnoughRatings:
    return NotEnoughRatings(
        tr("No two raters have enough targets in common."),
        tr("At least {count} targets must have been rated by the same two raters.", count=_SHARED),
    )


def left_out_pairs(table: FloatArray, levels: FloatArray, matrix: FloatArray) -> tuple[str, ...]:
    """The note that counts the pairs of raters who have no kappa, if there are any."""
    raters = int((~np.isnan(table)).any(axis=0).sum())
    pairs = shared_pairs(table)
    sums = _pair_parts(coded(table, levels), pairs, (matrix,)).sum(axis=0)
    told = ~np.isnan(_kappas(sums.reshape(len(pairs), -1), (matrix,)))
    left = raters * (raters - 1) // 2 - int(told.sum())
    if not left:
        return ()
    return (
        tr_n(
            "{n} pair of raters has no kappa and was left out.",
            "{n} pairs of raters have no kappa and were left out.",
            left,
        ),
    )


def _named(name: str, weights: Weights) -> str:
    return name if named(weights) == "none" else f"{name}, {named(weights)} weights"
