"""Where a rated session stands, by codes, and who rated it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from fidelity_rater.app.ports.library import UnitOfWork
from fidelity_rater.domain.caseload import Session
from fidelity_rater.domain.ratings.blindness import Blindness
from fidelity_rater.i18n import tr


@dataclass(frozen=True, slots=True)
class SessionPlace:
    """A session by its codes and numbers. ``parts``: the number of each recording's part, by its uid."""

    therapist: str
    case: str
    scheduled: int
    planned: int
    attended: int | None = None
    held_on: date | None = None
    adaptation: str = "standard"
    parts: dict[str, int] = field(default_factory=dict)

    @property
    def told(self) -> str:
        return tr("{therapist} · {case} · session {n}", therapist=self.therapist, case=self.case, n=self.scheduled)


@dataclass(frozen=True, slots=True)
class Standing:
    """What became of a rating: the correction that replaced it, what it corrects itself, and whether it was blind."""

    superseded_at: datetime | None = None
    correction_reason: str = ""
    blindness: Blindness | None = None
    calibrated: str = ""
    """When its rater was last calibrated by then; empty where nobody calibrates here."""


def place_of(uow: UnitOfWork, session: Session) -> SessionPlace:
    """A session's place in this library."""
    case = uow.cases.get(session.case_uid)
    return SessionPlace(
        therapist=uow.therapists.get(case.therapist_uid).code,
        case=case.code,
        scheduled=session.scheduled,
        planned=case.planned_sessions,
        attended=session.attended,
        held_on=session.held_on,
        adaptation=case.adaptation,
        parts={recording.uid: recording.part for recording in uow.recordings.of_session(session.uid)},
    )
