"""What a coefficient says in words: as much as its interval allows, and no more."""

from __future__ import annotations

from typing import Final

from fidelity_rater.app.agreement.models import Answer, Coefficient, Refused
from fidelity_rater.domain.reliability.models import IntervalBy
from fidelity_rater.i18n import tr

_BANDS: Final = (0.5, 0.75, 0.9)
"""Between poor, moderate, good and excellent (Koo & Li 2016, Journal of Chiropractic Medicine 15, 155)."""


def interval_words(answer: Answer) -> str:
    """The bands that an interval touches; for intraclass correlations only, of which the bands were proposed."""
    if isinstance(answer, Refused) or not answer.name.startswith("ICC") or answer.low is None or answer.high is None:
        return ""
    low, high = _band(answer.low), _band(answer.high)
    if low == high:
        return tr("By its interval: {band}.", band=low)
    return tr("By its interval: anything from {low} to {high}.", low=low, high=high)


def _band(value: float) -> str:
    names = (tr("poor"), tr("moderate"), tr("good"), tr("excellent"))
    return names[sum(value >= border for border in _BANDS)]


def number(value: float | None, *, digits: int = 2) -> str:
    """``0.82``, with a real minus sign; a dash for nothing. What is not quite 1 is never rounded up to it."""
    if value is None:
        return "–"
    text = f"{value:.{digits}f}"
    if abs(value) < 1 and text.lstrip("-") == f"{1:.{digits}f}":
        text = text.replace(f"{1:.{digits}f}", "0." + "9" * digits)
    if float(text) == 0:
        text = f"{0:.{digits}f}"
    return text.replace("-", "\u2212")


def with_interval(found: Coefficient, *, digits: int = 2) -> str:
    """``0.71 (0.55 to 0.83)``."""
    if found.low is None or found.high is None:
        return number(found.value, digits=digits)
    return tr(
        "{value} ({low} to {high})",
        value=number(found.value, digits=digits),
        low=number(found.low, digits=digits),
        high=number(found.high, digits=digits),
    )


def percent(share: float | None) -> str:
    return "–" if share is None else tr("{percent} %", percent=round(share * 100))


def way_of(found: Coefficient) -> str:
    """How an interval came about."""
    return {
        IntervalBy.NONE: tr("no interval"),
        IntervalBy.F: tr("F distribution"),
        IntervalBy.ASYMPTOTIC: tr("standard error"),
        IntervalBy.BOOTSTRAP: tr("resampling"),
    }[found.interval_by]
