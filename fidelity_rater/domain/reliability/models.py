"""What a study of reliability answers with: coefficients with their interval, form and ground. No arrays here."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from fidelity_rater.domain.errors import UserFacingError

LEVEL: Final = 0.95
"""Of every interval, unless told."""


class NotEnoughRatings(UserFacingError):
    """Too little was rated for this number: said instead of a wrong one."""


class IntervalBy(StrEnum):
    """How an interval came about."""

    NONE = "none"
    F = "f"
    """From the F distribution, as the form's authors give it."""
    ASYMPTOTIC = "asymptotic"
    """From the estimated standard error of a large sample."""
    BOOTSTRAP = "bootstrap"
    """From resampled targets."""


@dataclass(frozen=True, slots=True)
class Coefficient:
    """One number with its doubt.

    ``name`` as the literature writes it (``ICC(2,1)``), ``also`` its other names. ``value`` may fall out of 0..1 where
    the formula does. ``low`` and ``high`` are None where there is no interval, with the reason among ``notes``
    (translated sentences). ``ratings`` counts the cells that were used.
    """

    name: str
    value: float
    low: float | None = None
    high: float | None = None
    level: float = LEVEL
    interval_by: IntervalBy = IntervalBy.NONE
    targets: int = 0
    raters: int = 0
    ratings: int = 0
    also: str = ""
    notes: tuple[str, ...] = ()
