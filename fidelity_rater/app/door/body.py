"""Received feedback as the library keeps it: the words, and the snapshot of the rating that they are about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.library import UnitOfWork
from fidelity_rater.domain.feedback import Feedback, FollowUp
from fidelity_rater.domain.ratings.snapshot import Snapshot
from fidelity_rater.i18n import tr


@dataclass(frozen=True, slots=True)
class Received:
    """A document of received feedback with its rating. ``follow_ups`` by suggestion: what was ticked off by then."""

    document: Document
    feedback: Feedback
    snapshot: Snapshot
    follow_ups: Mapping[str, FollowUp]

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
    found = _read(uow, document)
    if found is None:
        raise UserFacingError(
            tr("The rating that this feedback is about did not come along."), tr("Ask its sender to send it again.")
        )
    return found


def all_received(uow: UnitOfWork) -> list[Received]:
    """Newest first; what came without its rating is no letter."""
    documents = uow.documents.of_kind(DocumentKind.FEEDBACK_RECEIVED)
    found = [received for document in documents if (received := _read(uow, document)) is not None]
    return sorted(found, key=lambda each: (each.document.created_at, each.uid), reverse=True)


def _read(uow: UnitOfWork, document: Document) -> Received | None:
    """The snapshot and the ticks lie in the document itself, or beside it as documents of their own."""
    body: Mapping[str, Any] = document.body
    told = body.get("feedback")
    feedback = Feedback.from_json(told if isinstance(told, Mapping) else body)
    snapshot = body.get("snapshot") or _snapshot_of(uow, feedback.rating_uid, document.about)
    if snapshot is None:
        return None
    ticked = body.get("follow_ups") or [each.body for each in uow.documents.of_kind(DocumentKind.FOLLOW_UP)]
    return Received(document, feedback, Snapshot.from_json(snapshot), _by_suggestion(ticked))


def _snapshot_of(uow: UnitOfWork, rating_uid: str, session_uid: str) -> Mapping[str, Any] | None:
    found = [d.body for d in uow.documents.about(session_uid, DocumentKind.SNAPSHOT) if d.body["rating"] == rating_uid]
    return found[-1] if found else None


def _by_suggestion(ticked: Iterable[Mapping[str, Any]]) -> dict[str, FollowUp]:
    follow_ups = [FollowUp.from_json(each) for each in ticked]
    return {each.suggestion_uid: each for each in follow_ups}
