"""The click path: one event, the score rows that follow from it, and the head. Nothing else is read or written.

Beside it, the way in for a whole record at once, which may have been written elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from fidelity_rater.app.ports.library import ScoreRow
from fidelity_rater.domain.ratings.chain import event_hash
from fidelity_rater.domain.ratings.events import RatingEvent, Stamp
from fidelity_rater.storage.mapping import stamp_values
from fidelity_rater.storage.prepared import Prepared
from fidelity_rater.storage.stores import refusals
from fidelity_rater.storage.stores.aliases import AliasRows
from fidelity_rater.storage.stores.rows import local_id
from fidelity_rater.storage.tables import person, rating, rating_event, recording, score

_END: Final = Prepared(
    select(
        rating.c.id,
        rating.c.head_seq,
        rating.c.head_hash,
        rating.c.signed_us,
        select(person.c.id).where(person.c.uid == bindparam("actor")).scalar_subquery().label("actor_id"),
        select(recording.c.id).where(recording.c.uid == bindparam("source")).scalar_subquery().label("recording_id"),
    ).where(rating.c.uid == bindparam("uid"))
)

_ADD_EVENT: Final = Prepared(insert(rating_event), [column.name for column in rating_event.c])

_insert_score = upsert(score)
_ADD_SCORE: Final = Prepared(
    _insert_score.on_conflict_do_update(
        index_elements=[column.name for column in score.primary_key],
        set_={column.name: _insert_score.excluded[column.name] for column in score.c if not column.primary_key},
    ),
    [column.name for column in score.c],
)

_DROP_SCORE: Final = Prepared(
    delete(score).where(
        score.c.rating_id == bindparam("rating_id"),
        score.c.item == bindparam("item"),
        score.c.dimension == bindparam("dimension"),
    )
)

_move = update(rating).where(rating.c.id == bindparam("rating_id"))
_answered = select(func.count(score.c.item.distinct())).where(score.c.rating_id == bindparam("rating_id"))
_MOVE_HEAD: Final = Prepared(_move.values(head_seq=bindparam("seq"), head_hash=bindparam("hash")))
_MOVE_HEAD_AND_COUNT: Final = Prepared(
    _move.values(head_seq=bindparam("seq"), head_hash=bindparam("hash"), n_scored=_answered.scalar_subquery())
)


def append(connection: Connection, event: RatingEvent, scores: Sequence[ScoreRow]) -> int:
    """Append the event with its projection rows and move the head; return the rating's local key."""
    stamp = event.stamp
    where = {"uid": event.rating_uid, "actor": event.actor, "source": stamp.recording_uid}
    end = _END.run(connection, where).one_or_none()
    _refuse_unless_next(event, end)
    assert end is not None
    added = _row(end.id, event, actor_id=end.actor_id, source=(end.recording_id, None))
    _ADD_EVENT.run(connection, added)
    if scores:
        known = {stamp.recording_uid: end.recording_id}
        _put_scores(connection, end.id, scores, now=stamp, local=lambda uid: known.get(uid) or _here(connection, uid))
    move = _MOVE_HEAD_AND_COUNT if scores else _MOVE_HEAD
    move.run(connection, added)
    return int(end.id)


def append_all(connection: Connection, events: Sequence[RatingEvent], scores: Sequence[ScoreRow]) -> int:
    """Append a rating's events in one go, with the score rows that stand at their end; return its local key."""
    first, last = events[0], events[-1]
    end = _END.run(connection, {"uid": first.rating_uid, "actor": first.actor, "source": None}).one_or_none()
    if end is None:
        raise KeyError(first.rating_uid)
    if end.signed_us is not None:
        raise refusals.signed()
    refuse_unless_chained(events, end.head_seq, end.head_hash)
    actors = {uid: local_id(connection, person, uid) for uid in {event.actor for event in events}}
    sources = _Sources(connection)
    rows = [
        _row(end.id, event, actor_id=actors[event.actor], source=sources[event.stamp.recording_uid]) for event in events
    ]
    _ADD_EVENT.run_many(connection, rows)
    _put_scores(connection, end.id, scores, now=last.stamp, local=lambda uid: sources[uid][0])
    _MOVE_HEAD_AND_COUNT.run(connection, rows[-1])
    return int(end.id)


def refuse_unless_chained(events: Sequence[RatingEvent], seq: int, last_hash: bytes) -> None:
    """Take events only where they follow on what is here, each on the one before it."""
    uid = events[0].rating_uid
    for event in events:
        seq += 1
        if event.rating_uid != uid or event.seq != seq or event.hash != event_hash(event, last_hash):
            raise refusals.moved_on()
        last_hash = event.hash


class _Sources(dict[str | None, tuple[int | None, str | None]]):
    """Recordings as events name them: the local key, and the name where that is not the uid used here."""

    def __init__(self, connection: Connection) -> None:
        super().__init__({None: (None, None)})
        self._connection = connection

    def __missing__(self, uid: str) -> tuple[int | None, str | None]:
        local_uid = AliasRows(self._connection).local(uid)
        key = self._connection.execute(select(recording.c.id).where(recording.c.uid == local_uid)).scalar_one_or_none()
        found = self[uid] = (key, None if key is not None and local_uid == uid else uid)
        return found


def _here(connection: Connection, uid: str | None) -> int | None:
    return None if uid is None else local_id(connection, recording, uid)


def _row(rating_id: int, event: RatingEvent, *, actor_id: int, source: tuple[int | None, str | None]) -> dict[str, Any]:
    return {
        "rating_id": rating_id,
        "seq": event.seq,
        "kind": event.kind,
        "body": event.body,
        "recording_id": source[0],
        "recording_named": source[1],
        "actor_id": actor_id,
        "hash": event.hash,
        **stamp_values(event.stamp),
    }


def _put_scores(
    connection: Connection,
    rating_id: int,
    scores: Sequence[ScoreRow],
    *,
    now: Stamp,
    local: Callable[[str | None], int | None],
) -> None:
    """Write the score rows, and take away those without a score; ``local`` gives a recording's local key."""
    gone = [row for row in scores if row.score is None]
    _DROP_SCORE.run_many(
        connection, [{"rating_id": rating_id, "item": row.item, "dimension": row.dimension} for row in gone]
    )
    _ADD_SCORE.run_many(
        connection,
        [
            {
                "rating_id": rating_id,
                "item": row.item,
                "dimension": row.dimension,
                "value": row.score.value,
                "state": row.score.state,
                "reason": row.score.reason,
                "recording_id": local((row.stamp or now).recording_uid),
                **stamp_values(row.stamp or now),
            }
            for row in scores
            if row.score is not None
        ],
    )


def _refuse_unless_next(event: RatingEvent, end: Any) -> None:
    """Two windows must never fork a rating: an event is taken only at the end that it was made for."""
    if end is None:
        raise KeyError(event.rating_uid)
    if end.signed_us is not None:
        raise refusals.signed()
    if event.seq != end.head_seq + 1 or event.hash != event_hash(event, end.head_hash):
        raise refusals.moved_on()
    if end.actor_id is None:
        raise KeyError(event.actor)
    if event.stamp.recording_uid is not None and end.recording_id is None:
        raise KeyError(event.stamp.recording_uid)
