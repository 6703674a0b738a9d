"""How often raters agree outright: readable by anyone, but not corrected for chance."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri

from fidelity_rater.domain.reliability.answering import answer, by_error, resampled_interval
from fidelity_rater.domain.reliability.bootstrap import Interval, Resampling, Summed
from fidelity_rater.domain.reliability.counting import FloatArray, checked, demand, pairable
from fidelity_rater.domain.reliability.models import LEVEL, Coefficient, IntervalBy

_ROUNDING = 1e-9


def exact_agreement(
    scores: npt.ArrayLike, *, everyone: bool = False, level: float = LEVEL, resampling: Resampling | None = None
) -> Coefficient:
    """The share of exact agreement: :func:`within_agreement` with a step of 0."""
    return within_agreement(scores, step=0.0, everyone=everyone, level=level, resampling=resampling)


def within_agreement(
    scores: npt.ArrayLike,
    *,
    step: float = 1.0,
    everyone: bool = False,
    level: float = LEVEL,
    resampling: Resampling | None = None,
) -> Coefficient:
    """The share of agreement within ``step`` (1: within one level), over targets rated twice or more.

    Of each target, the share of its pairs of ratings that lie no further apart; then the mean over targets (with two
    raters: the share of targets). With ``everyone``, a target counts 1 where all its ratings lie within the step of
    one another, else 0. With a step of 0 the former is the observed agreement p_a of Fleiss 1971 and Gwet 2014.
    Missing cells: a target counts by the pairs it has.

    Interval: where every target counts 0 or 1, Wilson's score interval (Wilson 1927, JASA 22, 209), which keeps
    within 0 and 1 and does not vanish at either; else Student's t with the standard error of a mean of targets'
    shares (with complete cells that of Gwet 2014; targets rated once are left out here, not taken for disagreement).
    By resampling where ``resampling`` is given, as it must be where targets are nested.

    Edge cases. One rater, or no target rated twice: NotEnoughRatings. Scores all alike: 1, as they are. One target:
    no interval from its pairs.
    """
    table = checked(scores)
    demand(table, targets=1)
    table = pairable(table)
    values = agreement_parts(table, step, everyone=everyone)
    shares = values.parts[values.parts[:, 0] > 0, 1]
    value = float(shares.mean())
    if resampling is not None:
        by, interval = IntervalBy.BOOTSTRAP, resampled_interval(values, len(table), resampling, level)
    else:
        by, interval = IntervalBy.ASYMPTOTIC, _interval(shares, level)
    name = "exact agreement" if step == 0 else f"agreement within {step:g}"
    if everyone:
        name += ", all raters"
    return answer(name, value, table, interval, by=by, level=level)


def agreement_parts(table: FloatArray, step: float, *, everyone: bool = False) -> Summed:
    """What each target adds: whether it was rated twice, and its share of agreement."""
    given = ~np.isnan(table)
    ratings = given.sum(axis=1)
    twice = ratings >= 2
    if everyone:
        high, low = np.where(given, table, -np.inf).max(axis=1), np.where(given, table, np.inf).min(axis=1)
        share = np.where(twice, high - low <= step + _ROUNDING, False).astype(np.float64)
    else:
        share = _close_pairs(table, step) / np.where(twice, ratings * (ratings - 1) / 2, 1.0)
    return Summed(np.stack([twice.astype(np.float64), share], axis=1), _of_sums)


def _close_pairs(table: FloatArray, step: float) -> FloatArray:
    close = np.zeros(len(table))
    for rater in range(1, table.shape[1]):
        # A comparison with NaN is false: a missing cell is close to nothing.
        close += (np.abs(table[:, :rater] - table[:, rater : rater + 1]) <= step + _ROUNDING).sum(axis=1)
    return close


def _of_sums(sums: FloatArray) -> FloatArray:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(sums[..., 1:2] / sums[..., 0:1])


def _interval(shares: FloatArray, level: float) -> Interval:
    n, value = shares.size, float(shares.mean())
    if np.isin(shares, (0.0, 1.0)).all():
        z = float(ndtri((1 + level) / 2))
        middle = (value + z**2 / (2 * n)) / (1 + z**2 / n)
        half = z / (1 + z**2 / n) * float(np.sqrt(value * (1 - value) / n + z**2 / (4 * n**2)))
        return Interval(max(0.0, middle - half), min(1.0, middle + half))
    error = float(shares.std(ddof=1) / np.sqrt(n)) if n > 1 else np.nan
    bounds = by_error(value, error, level, df=n - 1)
    return bounds if bounds.low is None else Interval(max(0.0, bounds.low), bounds.high)
