"""References that raters calibrate by, attempts at them, and what the attempts of one rater amount to.

A reference is a signed consensus. An attempt is a whole rating of the same session, made before its rater sees the
consensus. Differences are always own less consensus: a positive bias is a lenient rater.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import sqrt
from typing import Any, Final

FEWEST_ITEMS: Final = 5
"""Fewer items that both have given a number say too little for a bias."""
FEWEST_FOR_DRIFT: Final = 4
"""Fewer attempts than these lie on any line."""
SHORTEST_DRIFT_DAYS: Final = 60
"""A slope per month over less than two of them is mostly chance."""
DAYS_IN_MONTH: Final = 365.25 / 12


@dataclass(frozen=True, slots=True)
class Reference:
    """A consensus that raters calibrate by. ``purpose`` says in words what it is for; retired ones are not begun."""

    uid: str
    consensus_uid: str
    session_uid: str
    title: str
    author_uid: str
    made_at: datetime
    purpose: str = ""
    retired: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "uid": self.uid,
            "consensus": self.consensus_uid,
            "session": self.session_uid,
            "title": self.title,
            "author": self.author_uid,
            "made_at": self.made_at.isoformat(),
            "purpose": self.purpose,
            "retired": self.retired,
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Reference:
        return cls(
            uid=str(data["uid"]),
            consensus_uid=str(data["consensus"]),
            session_uid=str(data["session"]),
            title=str(data["title"]),
            author_uid=str(data["author"]),
            made_at=datetime.fromisoformat(data["made_at"]),
            purpose=str(data["purpose"]),
            retired=bool(data["retired"]),
        )


@dataclass(frozen=True, slots=True)
class Calibration:
    """That a rating was begun to calibrate, by which reference. It is made with the rating, so before any look."""

    uid: str
    rating_uid: str
    reference_uid: str
    consensus_uid: str
    person_uid: str
    begun_at: datetime

    def as_json(self) -> dict[str, Any]:
        return {
            "uid": self.uid,
            "rating": self.rating_uid,
            "reference": self.reference_uid,
            "consensus": self.consensus_uid,
            "person": self.person_uid,
            "begun_at": self.begun_at.isoformat(),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Calibration:
        return cls(
            uid=str(data["uid"]),
            rating_uid=str(data["rating"]),
            reference_uid=str(data["reference"]),
            consensus_uid=str(data["consensus"]),
            person_uid=str(data["person"]),
            begun_at=datetime.fromisoformat(data["begun_at"]),
        )


@dataclass(frozen=True, slots=True)
class Apart:
    """How far own numbers lie from the consensus, over ``n`` items that both have given one.

    ``bias`` is the mean difference, ``spread`` its standard deviation (n - 1 in the denominator); None with fewer
    than :data:`FEWEST_ITEMS`. ``exact`` and ``within_one`` count.
    """

    n: int
    bias: float | None
    spread: float | None
    exact: int
    within_one: int

    @property
    def share_within_one(self) -> float | None:
        return self.within_one / self.n if self.n else None

    @property
    def share_exact(self) -> float | None:
        return self.exact / self.n if self.n else None


def apart(differences: Sequence[int]) -> Apart:
    """Bias and spread of own less consensus: the mean and standard deviation that Bland and Altman draw.

    Bland JM, Altman DG. Lancet 1986; i: 307-310. Items of one session are not independent of each other, so neither
    an interval nor a test is made of them.
    """
    n = len(differences)
    bias = spread = None
    if n >= FEWEST_ITEMS:
        bias = sum(differences) / n
        spread = sqrt(sum((one - bias) ** 2 for one in differences) / (n - 1))
    return Apart(n, bias, spread, sum(one == 0 for one in differences), sum(abs(one) <= 1 for one in differences))


@dataclass(frozen=True, slots=True)
class Drift:
    """A straight line through one rater's biases: how much they move in a month, over so many attempts and days."""

    per_month: float
    attempts: int
    days: int


def drift(points: Iterable[tuple[date, float]]) -> Drift | None:
    """The slope of the least-squares line; None where there are too few attempts, or they lie too close in time."""
    known = sorted(points)
    if len(known) < FEWEST_FOR_DRIFT:
        return None
    days = [(day - known[0][0]).days for day, _ in known]
    if days[-1] < SHORTEST_DRIFT_DAYS:
        return None
    biases = [bias for _, bias in known]
    centre, middle = sum(days) / len(days), sum(biases) / len(biases)
    along = sum((day - centre) ** 2 for day in days)
    slope = sum((day - centre) * (bias - middle) for day, bias in zip(days, biases, strict=True)) / along
    return Drift(slope * DAYS_IN_MONTH, len(known), days[-1])


@dataclass(frozen=True, slots=True)
class Gate:
    """What a site asks of its raters. None: not asked.

    ``valid_days``: how long a calibration counts; ``references``: so many of the latest ones are looked at, and must
    be there; ``least_within_one`` and ``least_exact``: shares of their items; ``most_bias``: in either direction, on
    every dimension.
    """

    name: str
    references: int
    valid_days: int | None = None
    least_within_one: float | None = None
    least_exact: float | None = None
    most_bias: float | None = None
    source: str = ""
    as_of: date | None = None
    check: str = ""


def is_old(gate: Gate, calibrated_on: date, today: date) -> bool:
    """Whether a calibration counts no more."""
    return gate.valid_days is not None and (today - calibrated_on).days > gate.valid_days
