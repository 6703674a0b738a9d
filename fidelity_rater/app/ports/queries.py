"""Port for read models: what screens, charts and exports read, without going through the domain objects."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol

from fidelity_rater.app.ports.accreditation import FactsAsked
from fidelity_rater.app.ports.cohort import CohortCounts, CohortRequest, CohortStock
from fidelity_rater.domain.accreditation.facts import TherapistFacts
from fidelity_rater.domain.caseload import Attendance, Case, Phase, Recording, Session, Therapist
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.ratings.events import Score
from fidelity_rater.domain.timecode import ClockQuality


@dataclass(frozen=True, slots=True)
class TherapistRow:
    """One line of the caseload."""

    therapist: Therapist
    name: str
    cases: int
    sessions: int
    recordings: int
    ratings: int
    drafts: int
    last_session_on: date | None


@dataclass(frozen=True, slots=True)
class RatingRow:
    """One rating as a list shows it. ``scored`` counts items with a standing answer."""

    uid: str
    session_uid: str
    person_uid: str
    rater_initials: str
    role: Role
    purpose: Purpose
    scale_sha256: str
    form: str
    scored: int
    created_at: datetime
    signed_at: datetime | None
    supersedes_uid: str | None
    superseded: bool


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session with what belongs to it."""

    session: Session
    recordings: tuple[Recording, ...]
    ratings: tuple[RatingRow, ...]


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case with its sessions, in scheduled order."""

    case: Case
    name: str
    sessions: tuple[SessionRow, ...]


@dataclass(frozen=True, slots=True)
class TherapistPage:
    """Everything that the caseload screen shows of one therapist."""

    therapist: Therapist
    name: str
    cases: tuple[CaseRow, ...]


@dataclass(frozen=True, slots=True)
class RatedSheet:
    """One rating's standing scores, with what a trajectory needs of its session.

    ``phase`` and ``focal_areas`` are the rating's own (confirmed on its cover sheet), as is ``form``.
    """

    rating: RatingRow
    case_uid: str
    case_code: str
    case_order: int
    session: Session
    adaptation: str
    phase: str
    focal_areas: tuple[str, ...]
    scores: dict[tuple[str, str], Score]
    harm_actions: dict[str, str]


@dataclass(frozen=True, slots=True)
class PackedSheet:
    """A signed rating as a :class:`RatedSheet` without scores; these are ``packed`` (``domain.scoring.packed``)."""

    sheet: RatedSheet
    packed: bytes


@dataclass(frozen=True, slots=True)
class TrajectoryRows:
    """All current ratings of one therapist, by case and session, and which sessions were held. No calibrations."""

    therapist: Therapist
    cases: tuple[Case, ...]
    sheets: tuple[RatedSheet, ...]
    held: tuple[Session, ...]


@dataclass(frozen=True, slots=True)
class ExportRow:
    """One score as exported: codes only."""

    therapist_code: str
    case_code: str
    session_scheduled: int
    session_attended: int | None
    attendance: Attendance
    held_on: date | None
    phase: Phase | str
    focal_areas: tuple[str, ...]
    rating_uid: str
    rater_initials: str
    role: Role
    purpose: Purpose
    form: str
    scale_sha256: str
    signed_at: datetime | None
    superseded: bool
    item: str
    dimension: str
    score: Score
    media_ms: int | None
    clock: ClockQuality
    recording_uid: str | None
    scored_at: datetime


@dataclass(frozen=True, slots=True)
class Opening:
    """What a rating's first event says."""

    rating_uid: str
    session_uid: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class SharedRow:
    """One of several people's signed ratings of a session, with what a list says of that session."""

    rating: RatingRow
    therapist_code: str
    case_code: str
    scheduled: int
    attended: int | None
    planned: int
    held_on: date | None


class Queries(Protocol):
    """Reads one consistent view of the library."""

    def caseload(self) -> tuple[TherapistRow, ...]:
        """All therapists by code, archived ones last."""
        ...

    def therapist_page(self, therapist_uid: str) -> TherapistPage: ...
    def session_row(self, session_uid: str) -> SessionRow: ...
    def trajectory(self, therapist_uid: str) -> TrajectoryRows: ...
    def packed_sheets(self, therapist_uid: str) -> tuple[PackedSheet, ...]:
        """The signed ratings of the therapist's trajectory in its order, for whoever reads everybody's."""
        ...

    def openings(self, therapist_uid: str) -> tuple[Opening, ...]:
        """Of all ratings of the therapist's sessions, in no order; nothing of a rating without events."""
        ...

    def closings(self, therapist_uid: str) -> Mapping[str, Mapping[str, Any]]:
        """What the signature of each signed rating of the therapist's sessions says, by the rating's uid."""
        ...

    def case_sheets(self, case_uid: str) -> tuple[RatedSheet, ...]: ...
    def unfinished(self, person_uid: str) -> tuple[RatingRow, ...]:
        """This person's drafts, latest first."""
        ...

    def shared(self, *, sessions: Collection[str] | None = None) -> tuple[SharedRow, ...]:
        """Signed current ratings of sessions in use that two people or more have rated, by code, session and age.

        Self-ratings and calibrations are not among them, and do not make a second. ``sessions``: of these only.
        """
        ...

    def rated_alike(self, *, most: int, but_for: Collection[str] = ()) -> tuple[str, ...]:
        """The first sessions by code that two people or more have rated on one scale and form, for one purpose.

        Only of those that :meth:`shared` tells of; ``but_for``: sessions that are not asked for.
        """
        ...

    def sharing(self, purpose: Purpose) -> frozenset[str]:
        """The therapists of whom :meth:`shared` has sessions that two people or more have rated for this purpose."""
        ...

    def export_rows(self) -> Iterator[ExportRow]:
        """Every standing score, in a stable order; none of a rating made to calibrate."""
        ...

    def cohort_stock(self) -> tuple[CohortStock, ...]:
        """What there is to compare, in no order."""
        ...

    def cohort(self, request: CohortRequest) -> CohortCounts: ...
    def accreditation_facts(self, asked: FactsAsked) -> tuple[TherapistFacts, ...]:
        """By therapist's code; sessions that are set aside left out. Raises ``KeyError`` for an unknown therapist."""
        ...
