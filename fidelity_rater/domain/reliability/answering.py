"""From a value and its parts to the coefficient that is handed out: what all coefficients of agreement share."""

from __future__ import annotations

import numpy as np
from scipy.special import ndtri, stdtrit

from fidelity_rater.domain.reliability.bootstrap import Interval, Resampling, Weighed, interval_of
from fidelity_rater.domain.reliability.counting import FloatArray
from fidelity_rater.domain.reliability.models import Coefficient, IntervalBy
from fidelity_rater.i18n import tr


def value_of(values: Weighed, targets: int) -> float:
    """The first coefficient with every target counted once; NaN where it is not defined."""
    return float(values(np.ones((1, targets)))[0, 0])


def by_error(value: float, error: float, level: float, *, df: float | None = None) -> Interval:
    """Value plus and minus so many standard errors (of Student's t with ``df``, else normal), kept within -1 and 1."""
    if not np.isfinite(error) or error <= 1e-12:
        return Interval(None, None, (tr("The estimated standard error is 0, so there is no interval."),))
    tail = (1 + level) / 2
    times = float(ndtri(tail)) if df is None else float(stdtrit(df, tail))
    return Interval(max(-1.0, value - times * error), min(1.0, value + times * error))


def answer(
    name: str,
    value: float,
    used: FloatArray,
    interval: Interval,
    *,
    by: IntervalBy,
    level: float,
    also: str = "",
    notes: tuple[str, ...] = (),
) -> Coefficient:
    """The coefficient, with what was used of the table counted: ``used`` is NaN where a cell did not count."""
    given = ~np.isnan(used)
    return Coefficient(
        name=name,
        value=value,
        low=interval.low,
        high=interval.high,
        level=level,
        interval_by=by if interval.low is not None else IntervalBy.NONE,
        targets=int(given.any(axis=1).sum()),
        raters=int(given.any(axis=0).sum()),
        ratings=int(given.sum()),
        also=also,
        notes=notes + interval.notes,
    )


def resampled_interval(values: Weighed, targets: int, resampling: Resampling | None, level: float) -> Interval:
    """By resampling, as asked or by default."""
    return interval_of(values, targets, resampling or Resampling(), level)
