"""Received feedback as the library keeps it: the words, the rating that they are about, its clips, and its session.

The body is written where a package is taken in (``app.sharing.taking``).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fidelity_rater.app import labels
from fidelity_rater.app.door.models import SessionPlace
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.library import UnitOfWork
from fidelity_rater.domain.feedback import Feedback, FollowUp
from fidelity_rater.domain.ratings.snapshot import Snapshot
from fidelity_rater.i18n import tr


@dataclass(frozen=True, slots=True)
class Received:
    """A document of received feedback. ``follow_ups`` by suggestion: what its sender had ticked off by then.

    ``clips`` are uids, ``clip_of`` says by moment which of them it is heard in. ``told_place`` is its session as its
    sender calls it, for when that is not here.
    """

    document: Document
    feedback: Feedback
    snapshot: Snapshot
    follow_ups: Mapping[str, FollowUp]
    clips: tuple[str, ...]
    clip_of: Mapping[str, str]
    told_place: SessionPlace

    @property
    def uid(self) -> str:
        return self.document.uid

    @property
    def session_uid(self) -> str:
        return self.document.about


def received_in(uow: UnitOfWork, uid: str) -> Received:
    """Raises ``UserFacingError`` where this feedback is not here."""
    document = uow.documents.get(uid)
    if document is None or document.kind is not DocumentKind.FEEDBACK_RECEIVED:
        raise UserFacingError(tr("This feedback is not in the library any more."))
    return _read(document)


def all_received(uow: UnitOfWork) -> list[Received]:
    """Newest first."""
    found = [_read(document) for document in uow.documents.of_kind(DocumentKind.FEEDBACK_RECEIVED)]
    return sorted(found, key=lambda each: (each.document.created_at, each.uid), reverse=True)


def _read(document: Document) -> Received:
    body: Mapping[str, Any] = document.body
    ticked = [FollowUp.from_json(each) for each in body.get("follow_ups", ())]
    return Received(
        document,
        Feedback.from_json(body["feedback"]),
        Snapshot.from_json(body["snapshot"]),
        {each.suggestion_uid: each for each in ticked},
        tuple(body.get("clips", ())),
        dict(body.get("clip_of", {})),
        _told_place(document.about, body.get("place")),
    )


def _told_place(session_uid: str, told: Mapping[str, Any] | None) -> SessionPlace:
    if told is None:
        return SessionPlace(session_uid, words=tr("A session that is not in this library"), known=False)
    words = labels.session(int(told["scheduled"]), told["attended"], planned=int(told["planned"]))
    held_on = date.fromisoformat(told["held_on"]) if told["held_on"] else None
    return SessionPlace(session_uid, str(told["therapist"]), str(told["case"]), words, held_on, known=False)
