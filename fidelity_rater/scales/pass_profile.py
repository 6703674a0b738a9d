"""A site's own line on a scale, as frozen values. Never a body's mark: bodies mark on their own forms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PassProfile:
    """Which mean, over which ratings, and where the line is.

    ``scale`` and ``summary`` are ids: the mean is what that summary of the scale gives for each rating, averaged.
    ``ratings`` and ``pairs`` are the fewest that anything is said of: ratings of the therapist, and sessions of this
    site that two people have rated blind of each other, from which the doubt is known.
    """

    id: str
    name: str
    scale: str
    summary: str
    purpose: str
    roles: tuple[str, ...]
    line: float
    ratings: int
    pairs: int
    as_of: date
    decided_by: str
    note: str = ""
