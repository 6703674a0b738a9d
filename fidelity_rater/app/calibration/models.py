"""What the calibration screens show: frozen values that the use case fills and the screen draws."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fidelity_rater.app.consensus.models import EvidenceLine
from fidelity_rater.app.self_rating import Answered
from fidelity_rater.domain.calibration import Apart, Drift


class Passing(StrEnum):
    """How a rater stands at the gate."""

    PASSED = "passed"
    NOT_PASSED = "not_passed"
    NOT_YET = "not_yet"
    OLD = "old"
    """Passed, and too long ago."""


@dataclass(frozen=True, slots=True)
class ReferenceCard:
    """One reference to calibrate by, for this person.

    ``refusal`` says why it cannot be begun; ``rating_uid`` is this person's attempt, begun or ``signed``.
    """

    uid: str
    session_uid: str
    title: str
    told: str
    purpose: str
    kind: str
    author: str
    made_on: date
    retired: bool = False
    refusal: str = ""
    rating_uid: str = ""
    signed: bool = False
    attempts: int = 0
    """How many people have signed an attempt."""
    own: bool = False
    """Made here by this person, who may send it to others while it is in use."""
    came: bool = False
    """Taken in from somebody else: own signed attempts go back to them."""
    sent_to: str = ""
    """Initials of those whom it was sent to."""
    returned_on: date | None = None
    """When one's own attempt at it was sent back."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A signed consensus that can be made a reference; ``refusal`` says why not yet."""

    consensus_uid: str
    label: str
    told: str
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class DimensionApart:
    """How far one attempt, or several, lie from the consensus on one dimension."""

    dimension: str
    name: str
    hue: str
    apart: Apart


@dataclass(frozen=True, slots=True)
class Attempt:
    """One signed attempt in sum, one entry of ``dimensions`` each."""

    rating_uid: str
    reference_uid: str
    reference: str
    person_uid: str
    initials: str
    signed_on: date
    dimensions: tuple[DimensionApart, ...]
    scale_name: str = ""
    measure: str = ""
    """What it measures on: attempts on different scales are never put together."""
    differences: tuple[tuple[str, int], ...] = ()
    """Dimension and own less consensus, item by item."""


@dataclass(frozen=True, slots=True)
class ItemBeside:
    """One item on one dimension: own and agreed in words, and how far apart; None where not both gave a number."""

    item: str
    label: str
    group: str
    dimension_name: str
    hue: str
    own: Answered
    agreed: Answered
    difference: int | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class AttemptResult:
    """One signed attempt beside the consensus, item by item."""

    attempt: Attempt
    label: str
    notice: str
    rows: tuple[ItemBeside, ...]
    only_own: int
    only_agreed: int
    words: str = ""
    blind: str = ""


@dataclass(frozen=True, slots=True)
class Evidence:
    """The moments of an item: those of the consensus, and one's own."""

    agreed: tuple[EvidenceLine, ...]
    own: tuple[EvidenceLine, ...]


@dataclass(frozen=True, slots=True)
class DriftLine:
    """One dimension over time: (day, bias, spread, rating uid, sentence) of each attempt that has one."""

    dimension: str
    name: str
    hue: str
    points: tuple[tuple[date, float, float, str, str], ...]
    drift: Drift | None
    drift_words: str


@dataclass(frozen=True, slots=True)
class RaterStanding:
    """One rater over all attempts. ``why`` are sentences: what is met, and what is not."""

    person_uid: str
    initials: str
    name: str
    attempts: tuple[Attempt, ...]
    dimensions: tuple[DimensionApart, ...]
    lines: tuple[DriftLine, ...]
    last_on: date | None
    passing: Passing
    why: tuple[str, ...]
    old: bool = False


@dataclass(frozen=True, slots=True)
class CalibrationOverview:
    """Everything that the calibration page lists, read at once."""

    references: tuple[ReferenceCard, ...]
    candidates: tuple[Candidate, ...]
    raters: tuple[RaterStanding, ...]
    gate: str
    """What is asked, in words, with its source."""
    gate_fault: str = ""
    most_bias: float | None = None
    """How far a bias may lie from nought, for the picture."""
    own_uid: str = ""

    @property
    def own(self) -> RaterStanding | None:
        return next((rater for rater in self.raters if rater.person_uid == self.own_uid), None)
