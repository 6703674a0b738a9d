"""Therapists, cases, sessions and recordings: what is rated, known by codes. Names live apart, in storage."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class FocalArea(StrEnum):
    """The four focal areas of IPT."""

    GRIEF = "grief"
    ROLE_DISPUTE = "role_dispute"
    ROLE_TRANSITION = "role_transition"
    INTERPERSONAL_SENSITIVITIES = "interpersonal_sensitivities"


class Phase(StrEnum):
    """The phases of a course."""

    INITIAL = "initial"
    MIDDLE = "middle"
    TERMINATION = "termination"
    MAINTENANCE = "maintenance"


class Attendance(StrEnum):
    """What became of a scheduled session."""

    ATTENDED = "attended"
    MISSED = "missed"
    CANCELLED = "cancelled"


class ConsentPurpose(StrEnum):
    """What a client has allowed a recording to be used for."""

    SUPERVISION = "supervision"
    ASSESSMENT = "assessment"
    TRAINING = "rater_training"
    RESEARCH = "research"


@dataclass(frozen=True, slots=True)
class TherapistProfile:
    """A therapist's training and supervision, after the fields of a worker registration form. Empty text: not told."""

    occupation: str = ""
    year_qualified: int | None = None
    route_to_skill: str = ""
    supervision_kind: str = ""
    supervision_frequency: str = ""


@dataclass(frozen=True, slots=True)
class Therapist:
    """A therapist, known by a code that is unique in the library."""

    uid: str
    code: str
    profile: TherapistProfile = TherapistProfile()
    archived: bool = False


@dataclass(frozen=True, slots=True)
class FocusEntry:
    """From this date on, what the work is about. No areas: not agreed yet. ``areas`` holds the primary one first."""

    since: date
    areas: tuple[FocalArea, ...]
    reason: str = ""

    def __post_init__(self) -> None:
        if len(self.areas) > 2 or len(set(self.areas)) != len(self.areas):
            raise ValueError("one focal area, at most two different ones")


@dataclass(frozen=True, slots=True)
class Case:
    """One client's course of therapy with one therapist, known by its code within the therapist.

    ``suitability`` maps the questions of the suitability sheet to their answers; empty: not filled in.
    """

    uid: str
    therapist_uid: str
    code: str
    planned_sessions: int = 16
    adaptation: str = "standard"
    presenting_problem: str = ""
    focus_history: tuple[FocusEntry, ...] = ()
    suitability: dict[str, str] = field(default_factory=dict)
    archived: bool = False

    def focus_on(self, day: date) -> tuple[FocalArea, ...]:
        """The declared focal areas on a day, primary first; none before one is agreed."""
        standing: tuple[FocalArea, ...] = ()
        for entry in sorted(self.focus_history, key=lambda e: e.since):
            if entry.since <= day:
                standing = entry.areas
        return standing


@dataclass(frozen=True, slots=True)
class Session:
    """One scheduled meeting of a case. ``attended`` counts attended meetings, None where it was missed or cancelled."""

    uid: str
    case_uid: str
    scheduled: int
    attended: int | None
    held_on: date | None
    attendance: Attendance = Attendance.ATTENDED
    phase: Phase | None = None
    """The phase that a person has confirmed; None: as proposed from the number and the plan."""
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Consent:
    """What the client has allowed. Not recorded: ``given_on`` is None.

    ``hearers`` are the roles that may hear it; empty: whoever the purposes cover.
    """

    purposes: frozenset[ConsentPurpose] = frozenset()
    hearers: frozenset[str] = frozenset()
    given_on: date | None = None
    withdrawn_on: date | None = None
    review_on: date | None = None

    @property
    def recorded(self) -> bool:
        return self.given_on is not None


@dataclass(frozen=True, slots=True)
class Recording:
    """A session's sound, or one part of it. ``deleted_at`` set: key, sound and peaks are gone, scores stay."""

    uid: str
    session_uid: str
    part: int
    duration_ms: int
    container: str
    codec: str
    sample_rate: int
    channels: int
    sha256: str
    """Of the original file."""
    size: int
    added_at: datetime
    consent: Consent = Consent()
    timing_approximate: bool = False
    deleted_at: datetime | None = None
