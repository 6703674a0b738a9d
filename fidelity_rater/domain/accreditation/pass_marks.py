"""A mean beside a line, with its doubt: above, below, or too near to tell, and then what would tell it.

The doubt is that of who rated: had other raters heard the same sessions, the mean would have come out elsewhere. What
other sessions would have shown is not in it. Plain numbers only.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

NORMAL: Final = 1.96
"""How many standard errors to either side hold 95 of 100."""
MOST: Final = 50
"""More further ratings than anybody would ask for."""


class Told(StrEnum):
    """What can be said. No verdict is given where the band crosses the line, or where its width is not known."""

    ABOVE = "above"
    BELOW = "below"
    CROSSES = "crosses"
    TOO_FEW_RATINGS = "too_few_ratings"
    DOUBT_NOT_KNOWN = "doubt_not_known"


@dataclass(frozen=True, slots=True)
class RaterDoubt:
    """How far a single rating lies off for want of agreement, in points of the scale, as this site's pairs show it.

    ``sem`` is that of absolute agreement, sqrt(raters' severity + error), as ICC(2,1) has its noise; ``error`` is the
    part that is the same for every rater, as ICC(3,1) has it. ``pairs`` counts the sessions behind both.
    """

    icc: float
    sem: float
    error: float
    pairs: int

    def of_mean(self, by_rater: Mapping[str, int]) -> float:
        """The standard error of a mean of ratings; several of one rater share that rater's severity.

        var = severity * sum (n_r / n)^2 + error / n, the variance of a mean in the crossed random model (Brennan 2001,
        Generalizability Theory, section 4.1).
        """
        n = sum(by_rater.values())
        severity, error = max(self.sem**2 - self.error**2, 0.0), min(self.error, self.sem) ** 2
        return math.sqrt(severity * sum((each / n) ** 2 for each in by_rater.values()) + error / n)


@dataclass(frozen=True, slots=True)
class PassReading:
    """``further``: how many more blind ratings by other people would tell, if the mean stays where it is.

    None where none is proposed, or where not even :data:`MOST` would do.
    """

    told: Told
    line: float
    ratings: int
    raters: int
    mean: float | None = None
    low: float | None = None
    high: float | None = None
    doubt: RaterDoubt | None = None
    further: int | None = None


def read_mark(
    values: Sequence[tuple[str, float]], line: float, *, fewest: int, doubt: RaterDoubt | None, fewest_pairs: int
) -> PassReading:
    """Hold a mean against a line. ``values`` are rater and mark of each rating."""
    by_rater = Counter(rater for rater, _ in values)
    n = len(values)
    mean = sum(mark for _, mark in values) / n if n else None
    known = doubt is not None and doubt.pairs >= fewest_pairs
    if mean is None or n < fewest:
        return PassReading(Told.TOO_FEW_RATINGS, line, n, len(by_rater), mean, doubt=doubt)
    if doubt is None or not known:
        return PassReading(Told.DOUBT_NOT_KNOWN, line, n, len(by_rater), mean, doubt=doubt)
    half = NORMAL * doubt.of_mean(by_rater)
    low, high = mean - half, mean + half
    told = Told.ABOVE if low >= line else Told.BELOW if high < line else Told.CROSSES
    further = _further(by_rater, abs(mean - line), doubt) if told is Told.CROSSES else None
    return PassReading(told, line, n, len(by_rater), mean, low, high, doubt, further)


def _further(by_rater: Mapping[str, int], away: float, doubt: RaterDoubt) -> int | None:
    """The fewest further ratings, each by somebody new, after which the band would end short of the line."""
    for more in range(1, MOST + 1):
        asked = {**by_rater, **{f"\x00{number}": 1 for number in range(more)}}
        if NORMAL * doubt.of_mean(asked) <= away:
            return more
    return None
