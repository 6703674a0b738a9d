"""Ratings: their heads, their events, their locks and corrections."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, Select, bindparam, delete, func, insert, select, update

from fidelity_rater.app.ports.library import HeardSpan, RatingHead, ScoreRow
from fidelity_rater.domain.ratings.events import EventKind, RatingEvent
from fidelity_rater.storage.mapping import to_event, to_head
from fidelity_rater.storage.stores import refusals
from fidelity_rater.storage.stores.appending import append, append_all
from fidelity_rater.storage.stores.covers import cover_values, may_move_cover, moves_cover
from fidelity_rater.storage.stores.listening import Listening
from fidelity_rater.storage.stores.rows import local_id, the_row
from fidelity_rater.storage.tables import (
    heard,
    person,
    place,
    rating,
    rating_event,
    recording,
    scale,
    session,
)

_old = rating.alias("old")

HEADS: Final[Select[Any]] = (
    select(
        rating,
        session.c.uid.label("session_uid"),
        person.c.uid.label("person_uid"),
        scale.c.sha256.label("scale_sha256"),
        _old.c.uid.label("supersedes_uid"),
    )
    .join_from(rating, session)
    .join(person, person.c.id == rating.c.person_id)
    .join(scale)
    .outerjoin(_old, _old.c.id == rating.c.supersedes_id)
)

_source = func.coalesce(rating_event.c.recording_named, recording.c.uid)
_EVENTS = (
    select(rating_event, _source.label("recording_uid"), person.c.uid.label("actor"))
    .join_from(rating_event, person, person.c.id == rating_event.c.actor_id)
    .outerjoin(recording, recording.c.id == rating_event.c.recording_id)
    .where(rating_event.c.rating_id == bindparam("rating_key"))
    .order_by(rating_event.c.seq)
)

_KINDS_BACKWARDS = (
    select(rating_event.c.kind)
    .where(rating_event.c.rating_id == bindparam("rating_key"))
    .order_by(rating_event.c.seq.desc())
)


class RatingRows:
    """The ratings of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._listening = Listening(connection)

    def open(self, head: RatingHead) -> None:
        values = {
            "session_id": local_id(self._connection, session, head.session_uid),
            "person_id": local_id(self._connection, person, head.person_uid),
            "scale_id": self._scale_id(head.scale_sha256),
            "purpose": head.purpose,
        }
        if head.supersedes_uid is None:
            self._refuse_second(values)
        else:
            values["supersedes_id"] = self._corrected(head.supersedes_uid, head.correction_reason, values)
            values["correction_reason"] = head.correction_reason
        opened = {"uid": head.uid, "role": head.role, "created_us": head.created_at, "form": head.form}
        self._connection.execute(insert(rating).values(**values, **opened, session_named=head.session_named))

    def append(self, event: RatingEvent, scores: Sequence[ScoreRow] = ()) -> None:
        key = append(self._connection, event, scores)
        if moves_cover(event, scores, backwards=lambda: self._kinds_backwards(key)):
            self._tell_cover(key, event.rating_uid)

    def append_all(self, events: Sequence[RatingEvent], scores: Sequence[ScoreRow] = ()) -> None:
        if events:
            key = append_all(self._connection, events, scores)
            if may_move_cover(events):
                self._tell_cover(key, events[0].rating_uid)

    def sign(self, uid: str, *, signed_at: datetime, signature: bytes, packed: bytes) -> None:
        head = self._row(uid)
        if head.signed_us is not None:
            raise refusals.signed()
        if self._kind_at(head.id, head.head_seq) != EventKind.SIGNED:
            raise ValueError("the signature comes after its event")
        signed = update(rating).where(rating.c.id == head.id)
        self._connection.execute(signed.values(signed_us=signed_at, signature=signature, packed=packed))

    def discard(self, uid: str) -> None:
        head = self._row(uid)
        bare = head.head_seq == 0 or (head.head_seq == 1 and self._kind_at(head.id, 1) == EventKind.OPENED)
        if head.signed_us is not None or not bare:
            raise refusals.holds_work()
        for table in (heard, place, rating_event):
            self._connection.execute(delete(table).where(table.c.rating_id == head.id))
        self._connection.execute(delete(rating).where(rating.c.id == head.id))

    def get(self, uid: str) -> RatingHead:
        return to_head(the_row(self._connection, HEADS.where(rating.c.uid == uid), uid))

    def events(self, uid: str) -> tuple[RatingEvent, ...]:
        return self._events(local_id(self._connection, rating, uid), uid)

    def of_session(self, session_uid: str) -> tuple[RatingHead, ...]:
        """In the order in which they were begun."""
        key = local_id(self._connection, session, session_uid)
        query = HEADS.where(rating.c.session_id == key).order_by(rating.c.created_us, rating.c.id)
        return tuple(to_head(row) for row in self._connection.execute(query))

    def has(self, uid: str) -> bool:
        return self._connection.execute(select(rating.c.id).where(rating.c.uid == uid)).first() is not None

    def add_heard(self, rating_uid: str, recording_uid: str, spans: Iterable[HeardSpan]) -> None:
        head = self._row(rating_uid)
        if head.signed_us is not None:
            raise refusals.signed()
        self._listening.add(head.id, local_id(self._connection, recording, recording_uid), spans)

    def heard(self, rating_uid: str) -> Mapping[str, tuple[HeardSpan, ...]]:
        return self._listening.heard(local_id(self._connection, rating, rating_uid))

    def set_place(self, rating_uid: str, recording_uid: str, media_ms: int) -> None:
        key = local_id(self._connection, rating, rating_uid)
        self._listening.set_place(key, local_id(self._connection, recording, recording_uid), media_ms)

    def place(self, rating_uid: str) -> tuple[str, int] | None:
        return self._listening.place(local_id(self._connection, rating, rating_uid))

    def _tell_cover(self, key: int, uid: str) -> None:
        told = cover_values(self._events(key, uid))
        self._connection.execute(update(rating).where(rating.c.id == key).values(told))

    def _events(self, key: int, uid: str) -> tuple[RatingEvent, ...]:
        return tuple(to_event(uid, row) for row in self._connection.execute(_EVENTS, {"rating_key": key}))

    def _row(self, uid: str) -> Row[Any]:
        query = select(rating.c.id, rating.c.head_seq, rating.c.signed_us).where(rating.c.uid == uid)
        return the_row(self._connection, query, uid)

    def _kinds_backwards(self, key: int) -> Iterator[EventKind]:
        with self._connection.execute(_KINDS_BACKWARDS, {"rating_key": key}) as found:
            for kind in found.scalars():
                yield EventKind(kind)

    def _kind_at(self, key: int, seq: int) -> str | None:
        query = select(rating_event.c.kind).where(rating_event.c.rating_id == key, rating_event.c.seq == seq)
        return self._connection.execute(query).scalar_one_or_none()

    def _scale_id(self, sha256: str) -> int:
        return int(the_row(self._connection, select(scale.c.id).where(scale.c.sha256 == sha256), sha256).id)

    def _refuse_second(self, values: Mapping[str, Any]) -> None:
        same = [rating.c[name] == value for name, value in values.items()]
        if self._connection.execute(select(rating.c.id).where(*same)).first() is not None:
            raise refusals.already_rated()

    def _corrected(self, uid: str, reason: str, values: Mapping[str, Any]) -> int:
        old = the_row(self._connection, select(rating).where(rating.c.uid == uid), uid)
        if any(getattr(old, name) != value for name, value in values.items()):
            raise ValueError("a correction is of the same session, person, scale and purpose")
        if old.signed_us is None:
            raise refusals.not_signed()
        if not reason:
            raise refusals.no_reason()
        if self._connection.execute(select(rating.c.id).where(rating.c.supersedes_id == old.id)).first() is not None:
            raise refusals.already_corrected()
        return int(old.id)
