"""The report of feedback that was received, from the document that it is kept in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.ports.library import UnitOfWork
from fidelity_rater.app.reporting.places import SessionPlace, place_of
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.domain.feedback import Feedback
from fidelity_rater.domain.people import Person
from fidelity_rater.domain.ratings.snapshot import Snapshot
from fidelity_rater.i18n import tr


@dataclass(frozen=True, slots=True)
class Letter:
    """What the report of received feedback is made of."""

    snapshot: Snapshot
    feedback: Feedback
    place: SessionPlace
    fingerprint: str


def letter_in(uow: UnitOfWork, uid: str, *, fingerprint: Callable[[Person], str]) -> Letter:
    """Read received feedback. Raises ``UserFacingError`` where it is not here."""
    document = uow.documents.get(uid)
    if document is None or document.kind is not DocumentKind.FEEDBACK_RECEIVED:
        raise UserFacingError(tr("This feedback is not in the library any more."))
    snapshot = Snapshot.from_json(document.body["snapshot"])
    contact = uow.contacts.get(snapshot.person_uid)
    return Letter(
        snapshot,
        Feedback.from_json(document.body["feedback"]),
        _place(uow, document.about, document.body.get("place")),
        fingerprint(contact.person) if contact else "",
    )


def _place(uow: UnitOfWork, session_uid: str, told: Mapping[str, Any] | None) -> SessionPlace:
    """The session by this library's codes, else as its sender calls it."""
    try:
        return place_of(uow, uow.sessions.get(session_uid))
    except LookupError:
        pass
    if told is None:
        return SessionPlace(tr("therapist not told"), tr("case not told"), 0, 0)
    return SessionPlace(
        therapist=str(told["therapist"]),
        case=str(told["case"]),
        scheduled=int(told["scheduled"]),
        planned=int(told["planned"]),
        attended=told["attended"],
        held_on=date.fromisoformat(told["held_on"]) if told["held_on"] else None,
    )
