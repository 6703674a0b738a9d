"""The chain: no event of a rating can be changed, left out, put in or moved without being seen."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ratings.stories import story
from fidelity_rater.domain.ratings.chain import first_break, microseconds
from fidelity_rater.domain.ratings.events import EventKind, RatingEvent, Score, Stamp, note_written, score_given
from fidelity_rater.domain.timecode import ClockQuality

EVENTS = tuple(
    story([score_given("E1", "adherence", Score(value=3)), note_written("E1", "a"), note_written(None, "b")])
)


def restamped(event: RatingEvent, **changes: object) -> RatingEvent:
    return replace(event, stamp=replace(event.stamp, **changes))  # type: ignore[arg-type]


EDITS = {
    "body": lambda e: replace(e, body=e.body + " "),
    "kind": lambda e: replace(e, kind=EventKind.SCORE_WITHDRAWN),
    "actor": lambda e: replace(e, actor="somebody"),
    "rating": lambda e: replace(e, rating_uid="another"),
    "hash": lambda e: replace(e, hash=bytes(32)),
    "wall clock": lambda e: restamped(e, at=e.stamp.at + timedelta(microseconds=1)),
    "media time": lambda e: restamped(e, media_ms=(e.stamp.media_ms or 0) + 1),
    "no media time": lambda e: restamped(e, media_ms=None),
    "clock quality": lambda e: restamped(e, clock=ClockQuality.APPROXIMATE),
    "recording": lambda e: restamped(e, recording_uid="other"),
}


def test_an_untouched_chain_holds_in_any_order() -> None:
    assert first_break(EVENTS) is None
    assert first_break(reversed(EVENTS)) is None
    assert first_break(()) is None


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("place", range(len(EVENTS)))
def test_any_edit_is_seen_where_it_was_made(edit: str, place: int) -> None:
    events = list(EVENTS)
    events[place] = EDITS[edit](events[place])
    assert first_break(events) == place + 1


@given(st.permutations(range(1, 5)))
def test_renumbered_events_are_seen(order: list[int]) -> None:
    renumbered = [replace(event, seq=seq) for event, seq in zip(EVENTS, order, strict=True)]
    assert (first_break(renumbered) is None) == (order == [1, 2, 3, 4])


def test_an_event_left_out_or_repeated_is_seen() -> None:
    for place in range(len(EVENTS) - 1):
        assert first_break(EVENTS[:place] + EVENTS[place + 1 :]) == place + 2
        assert first_break([*EVENTS, EVENTS[place]]) is not None


def test_text_cannot_move_between_fields() -> None:
    event = EVENTS[1]
    kind, moving = event.kind[:-1], event.kind[-1]
    moved = replace(event, kind=kind, body=moving + event.body)  # type: ignore[arg-type]
    assert first_break([EVENTS[0], moved]) == 2


@given(st.integers(-(10**15), 10**16))
def test_microseconds_are_exact_whatever_the_zone(since_1970: int) -> None:
    at = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=since_1970)
    elsewhere = at.astimezone(timezone(timedelta(hours=5, minutes=45)))
    assert microseconds(at) == microseconds(elsewhere) == since_1970


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="zone"):
        microseconds(datetime(2026, 3, 2, tzinfo=UTC).replace(tzinfo=None))


def test_a_score_is_a_number_or_a_state() -> None:
    for wrong in ({}, {"value": 1, "state": "open"}):
        with pytest.raises(ValueError, match="number or a state"):
            Score(**wrong)  # type: ignore[arg-type]
    assert Stamp(datetime(2026, 3, 2, tzinfo=UTC)).clock is ClockQuality.NONE
