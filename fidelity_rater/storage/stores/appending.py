"""The click path: one event, the score rows that follow from it, and the head. Nothing else is read or written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert

from fidelity_rater.app.ports.library import ScoreRow
from fidelity_rater.domain.ratings.chain import event_hash
from fidelity_rater.domain.ratings.events import RatingEvent, Stamp
from fidelity_rater.storage.mapping import stamp_values
from fidelity_rater.storage.prepared import Prepared
from fidelity_rater.storage.stores import refusals
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
    added = {
        "rating_id": end.id,
        "seq": event.seq,
        "kind": event.kind,
        "body": event.body,
        "recording_id": end.recording_id,
        "actor_id": end.actor_id,
        "hash": event.hash,
    }
    _ADD_EVENT.run(connection, {**added, **stamp_values(stamp)})
    if scores:
        gone = [row for row in scores if row.score is None]
        _DROP_SCORE.run_many(
            connection, [{"rating_id": end.id, "item": row.item, "dimension": row.dimension} for row in gone]
        )
        known = {stamp.recording_uid: end.recording_id}
        _ADD_SCORE.run_many(connection, list(_given(connection, end.id, scores, now=stamp, known=known)))
    move = _MOVE_HEAD_AND_COUNT if scores else _MOVE_HEAD
    move.run(connection, added)
    return int(end.id)


def _given(
    connection: Connection, key: int, scores: Sequence[ScoreRow], *, now: Stamp, known: dict[str | None, int | None]
) -> Iterator[dict[str, Any]]:
    """The rows to write; ``known`` maps recordings to local keys as far as they are known."""
    for row in scores:
        if row.score is None:
            continue
        stamp = row.stamp or now
        source = stamp.recording_uid
        if source is not None and source not in known:
            known[source] = local_id(connection, recording, source)
        yield {
            "rating_id": key,
            "item": row.item,
            "dimension": row.dimension,
            "value": row.score.value,
            "state": row.score.state,
            "reason": row.score.reason,
            "recording_id": None if source is None else known[source],
            **stamp_values(stamp),
        }


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
