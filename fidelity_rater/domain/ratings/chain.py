"""The hash chain of a rating: each event's hash covers the one before it, so that no edit goes unseen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from fidelity_rater.domain.ratings.events import Draft, RatingEvent, Stamp, canonical

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_PREFIX = b"fid-event-v1\0"


def microseconds(at: datetime) -> int:
    """Whole microseconds since 1970, UTC. Raises ``ValueError`` for a time without a zone."""
    if at.tzinfo is None:
        raise ValueError("a time needs a zone")
    return (at - _EPOCH) // timedelta(microseconds=1)


def event_hash(event: RatingEvent, previous: bytes) -> bytes:
    """SHA-256 over every field, each preceded by its length, after the hash before (empty for the first)."""
    stamp = event.stamp
    fields = (
        event.rating_uid,
        str(event.seq),
        event.actor,
        str(microseconds(stamp.at)),
        "" if stamp.media_ms is None else str(stamp.media_ms),
        stamp.clock,
        stamp.recording_uid or "",
        event.kind,
        event.body,
    )
    digest = hashlib.sha256(_PREFIX + len(previous).to_bytes(4) + previous)
    for text in fields:
        data = text.encode()
        digest.update(len(data).to_bytes(4) + data)
    return digest.digest()


def next_event(
    *, rating_uid: str, head_seq: int, head_hash: bytes, draft: Draft, stamp: Stamp, actor: str
) -> RatingEvent:
    """Give a draft its place at the end of the chain."""
    event = RatingEvent(rating_uid, head_seq + 1, draft.kind, canonical(draft.data), stamp, actor)
    return replace(event, hash=event_hash(event, head_hash))


def first_break(events: Iterable[RatingEvent]) -> int | None:
    """The sequence number of the first event that does not fit its chain, or None where all fit."""
    previous, expected = b"", 1
    for event in sorted(events, key=lambda e: e.seq):
        if event.seq != expected or event.hash != event_hash(event, previous):
            return event.seq
        previous, expected = event.hash, expected + 1
    return None
