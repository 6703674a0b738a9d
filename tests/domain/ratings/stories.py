"""Ratings made act by act, for tests that need real events."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from fidelity_rater.domain.ratings.chain import next_event
from fidelity_rater.domain.ratings.events import Draft, EventKind, RatingEvent, Stamp, opened
from fidelity_rater.domain.timecode import ClockQuality

BEGINNING = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
COVER = {"purpose": "formative", "phase": "middle", "focal_areas": []}
UNDO = Draft(EventKind.UNDONE, {})
REDO = Draft(EventKind.REDONE, {})
SIGN = Draft(EventKind.SIGNED, {})


def stamp(seq: int) -> Stamp:
    return Stamp(BEGINNING + timedelta(seconds=seq), seq * 1000, ClockQuality.OK, "recording")


def append(events: list[RatingEvent], draft: Draft) -> RatingEvent:
    """Give the draft its place after these events."""
    seq, head = (events[-1].seq, events[-1].hash) if events else (0, b"")
    event = next_event(
        rating_uid="rating", head_seq=seq, head_hash=head, draft=draft, stamp=stamp(seq + 1), actor="person"
    )
    events.append(event)
    return event


def story(drafts: Iterable[Draft], **cover: object) -> list[RatingEvent]:
    """A rating's events, opened first."""
    events: list[RatingEvent] = []
    append(events, opened({**COVER, **cover}))
    for draft in drafts:
        append(events, draft)
    return events
