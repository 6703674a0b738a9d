"""Bring a rating's record together with what is here: by uid and hash, never over anything, in whatever order it comes.

The hash of an event covers all before it, so two records are the same up to where their hashes are.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from enum import StrEnum
from typing import Final

from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.library import HeardSpan, RatingHead, UnitOfWork
from fidelity_rater.app.rating.calibrating import keep_calibration, reference_in
from fidelity_rater.app.sharing.histories import History
from fidelity_rater.app.sharing.lines import event_line, rating_line, read_event
from fidelity_rater.app.sharing.reading import Fields
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.domain.heard import Ledger
from fidelity_rater.domain.ratings.events import RatingEvent
from fidelity_rater.i18n import tr

_FORKS: Final = uuid.UUID("6c0d3f0e-5d0b-4f5c-9a40-0d6f3f8f7d11")


class Outcome(StrEnum):
    """What became of one rating of a package."""

    NEW = "new"
    SAME = "same"
    """All of it was here already; there may be more here."""
    FORWARDED = "forwarded"
    FORK = "fork"


def compare(here: Sequence[RatingEvent], there: Sequence[RatingEvent]) -> Outcome:
    """What a record is to the one that is here, both whole chains in order."""
    if not here:
        return Outcome.NEW
    shared = min(len(here), len(there))
    if shared and here[shared - 1].hash != there[shared - 1].hash:
        return Outcome.FORK
    return Outcome.FORWARDED if len(there) > len(here) else Outcome.SAME


def merge(uow: UnitOfWork, history: History, *, package_uid: str, at: datetime) -> Outcome:
    """Take one checked record in. Its session, people and scale are here by now, and what it supersedes was merged.

    A second record of the same rating is kept aside as a document, and so is a second rating where the library has
    room for one only. Raises ``UserFacingError`` where the uid is that of somebody else's rating.
    """
    head = history.head
    if uow.ratings.has(head.uid):
        here = uow.ratings.get(head.uid)
        if here.person_uid != head.person_uid:
            raise UserFacingError(
                tr("This package holds a rating that is here as somebody else's."), tr("Nothing was taken in.")
            )
        return _join(uow, history, here, package_uid=package_uid, at=at)
    if (stands := _in_its_place(uow, head)) is not None:
        return _keep_aside(uow, history, about=stands, package_uid=package_uid, at=at)
    uow.ratings.open(replace(head, head_seq=0, head_hash=b"", signed_at=None, signature=b""))
    _append(uow, history, history.events)
    if reference := reference_in(history.events[0].data):
        keep_calibration(uow, head, reference)
    return Outcome.NEW


def _join(uow: UnitOfWork, history: History, here: RatingHead, *, package_uid: str, at: datetime) -> Outcome:
    events = uow.ratings.events(here.uid)
    outcome = compare(events, history.events)
    if outcome is Outcome.FORK:
        return _keep_aside(uow, history, about=here.uid, package_uid=package_uid, at=at)
    if outcome in (Outcome.FORWARDED, Outcome.NEW):
        _append(uow, history, history.events[len(events) :])
    return outcome


def _append(uow: UnitOfWork, history: History, events: tuple[RatingEvent, ...]) -> None:
    uid = history.head.uid
    uow.ratings.append_all(events, history.scores)
    _keep_heard(uow, history)
    if history.head.signed_at is not None:
        uow.ratings.sign(uid, signed_at=history.head.signed_at, signature=history.head.signature, packed=history.packed)


def _keep_heard(uow: UnitOfWork, history: History) -> None:
    """What its author had heard, as the signature tells it: a correction of it begun here goes on from that."""
    told = history.events[-1].data.get("heard")
    if not history.signed or not told:
        return
    here = {recording.uid for recording in uow.recordings.of_session(history.head.session_uid)}
    for recording_uid, spans in Ledger.from_json(told).spans.items():
        local = uow.aliases.local(recording_uid)
        if local in here:
            uow.ratings.add_heard(history.head.uid, local, [HeardSpan(*span) for span in spans])


def _in_its_place(uow: UnitOfWork, head: RatingHead) -> str | None:
    """The uid of the rating that stands where this one would, or without which it cannot stand; None: there is room."""
    if head.supersedes_uid is None:
        return next(
            (
                other.uid
                for other in uow.ratings.of_session(head.session_uid)
                if other.supersedes_uid is None and _same(other, head)
            ),
            None,
        )
    if not uow.ratings.has(head.supersedes_uid):
        return head.supersedes_uid
    before = uow.ratings.get(head.supersedes_uid)
    if before.signed_at is None or not _same(before, head) or before.session_uid != head.session_uid:
        return before.uid
    rivals = (other for other in uow.ratings.of_session(head.session_uid) if other.supersedes_uid == before.uid)
    return next((other.uid for other in rivals), None)


def _same(one: RatingHead, other: RatingHead) -> bool:
    return (one.person_uid, one.scale_sha256, one.purpose) == (other.person_uid, other.scale_sha256, other.purpose)


# Forks


def _keep_aside(uow: UnitOfWork, history: History, *, about: str, package_uid: str, at: datetime) -> Outcome:
    """Keep a record beside what is here, once; the longer one of two that agree."""
    for document in uow.documents.of_kind(DocumentKind.FORK):
        if document.body["head"]["uid"] != history.head.uid:
            continue
        kept = tuple(read_event(Fields(line, DocumentKind.FORK)) for line in document.body["events"])
        outcome = compare(kept, history.events)
        if outcome is Outcome.SAME:
            return outcome
        if outcome is Outcome.FORWARDED:
            uow.documents.remove(document.uid)
    uow.documents.keep(
        Document(
            uid=str(uuid.uuid5(_FORKS, history.events[-1].hash.hex())),
            kind=DocumentKind.FORK,
            about=about,
            author_uid=history.head.person_uid,
            body={"head": rating_line(history.head), "events": [event_line(event) for event in history.events]},
            created_at=at,
            changed_at=at,
            final=True,
            package_uid=package_uid,
        )
    )
    return Outcome.FORK
