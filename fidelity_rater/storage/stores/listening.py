"""What a rater has really heard, and where they stopped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from operator import attrgetter

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from fidelity_rater.app.ports.library import HeardSpan
from fidelity_rater.storage.tables import heard, place, recording


def merged(spans: Iterable[HeardSpan]) -> tuple[HeardSpan, ...]:
    """Join spans of one speed that overlap or touch; in order of time."""
    joined: list[HeardSpan] = []
    for span in sorted(spans, key=attrgetter("rate", "start_ms")):
        if span.end_ms <= span.start_ms:
            continue
        last = joined[-1] if joined else None
        if last and last.rate == span.rate and span.start_ms <= last.end_ms:
            joined[-1] = HeardSpan(last.start_ms, max(last.end_ms, span.end_ms), span.rate)
        else:
            joined.append(span)
    return tuple(sorted(joined, key=attrgetter("start_ms", "end_ms", "rate")))


class Listening:
    """Heard spans and places of one unit of work, by local keys. Spans are merged as they are written."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, rating_id: int, recording_id: int, spans: Iterable[HeardSpan]) -> None:
        for span in merged(spans):
            self._add_one(rating_id, recording_id, span)

    def heard(self, rating_id: int) -> Mapping[str, tuple[HeardSpan, ...]]:
        query = (
            select(recording.c.uid, heard.c.start_ms, heard.c.end_ms, heard.c.rate)
            .join_from(heard, recording)
            .where(heard.c.rating_id == rating_id)
            .order_by(heard.c.recording_id)
        )
        found: dict[str, list[HeardSpan]] = {}
        for uid, start_ms, end_ms, rate in self._connection.execute(query):
            found.setdefault(uid, []).append(HeardSpan(start_ms, end_ms, rate))
        return {uid: merged(spans) for uid, spans in found.items()}

    def set_place(self, rating_id: int, recording_id: int, media_ms: int) -> None:
        values = {"recording_id": recording_id, "media_ms": media_ms}
        stopped = upsert(place).values(rating_id=rating_id, **values)
        self._connection.execute(stopped.on_conflict_do_update(index_elements=["rating_id"], set_=values))

    def place(self, rating_id: int) -> tuple[str, int] | None:
        query = select(recording.c.uid, place.c.media_ms).join_from(place, recording)
        row = self._connection.execute(query.where(place.c.rating_id == rating_id)).one_or_none()
        return None if row is None else (row[0], row[1])

    def _add_one(self, rating_id: int, recording_id: int, span: HeardSpan) -> None:
        touching = (
            (heard.c.rating_id == rating_id)
            & (heard.c.recording_id == recording_id)
            & (heard.c.rate == span.rate)
            & (heard.c.start_ms <= span.end_ms)
            & (heard.c.end_ms >= span.start_ms)
        )
        rows = self._connection.execute(select(heard.c.start_ms, heard.c.end_ms).where(touching)).all()
        start = min((span.start_ms, *(row.start_ms for row in rows)))
        end = max((span.end_ms, *(row.end_ms for row in rows)))
        if rows:
            self._connection.execute(delete(heard).where(touching))
        values = {"rating_id": rating_id, "recording_id": recording_id, "rate": span.rate}
        self._connection.execute(insert(heard).values(**values, start_ms=start, end_ms=end))
