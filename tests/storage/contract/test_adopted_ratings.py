"""Whole records: carried over or taken in from elsewhere, with their own hashes and their own words for things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from fidelity_rater.app.errors import LibraryInUse, NotAllowed
from fidelity_rater.app.ports.library import RatingHead, ScoreRow
from fidelity_rater.domain.ratings.chain import first_break, next_event
from fidelity_rater.domain.ratings.events import Draft, EventKind, RatingEvent, Score, Stamp, cover_set, score_given
from fidelity_rater.domain.timecode import ClockQuality
from storage import stories
from storage.stories import START, Story, uid

Record = tuple[RatingHead, list[RatingEvent]]


def record(story: Story, *, recording_uid: str | None, drafts: Sequence[Draft] = ()) -> Record:
    """A rating as another person made it in their own library, where the session has another uid."""
    head = story.head(person_uid=stories.person("XY").uid, session_named=uid())
    opening = Draft(EventKind.OPENED, {"phase": "middle", "focal_areas": ["grief"], "form": "short"})
    scores = [score_given("A", "adherence", Score(2)), score_given("B", "adherence", Score(4))]
    events: list[RatingEvent] = []
    for draft in (opening, *scores, *drafts):
        last = events[-1].hash if events else b""
        stamp = Stamp(START + timedelta(seconds=len(events)), 70, ClockQuality.OK, recording_uid)
        events.append(
            next_event(
                rating_uid=head.uid,
                head_seq=len(events),
                head_hash=last,
                draft=draft,
                stamp=stamp,
                actor=head.person_uid,
            )
        )
    return head, events


def rows(events: Sequence[RatingEvent]) -> tuple[ScoreRow, ...]:
    given = [event for event in events if event.kind is EventKind.SCORE_GIVEN]
    return tuple(
        ScoreRow(event.data["item"], event.data["dimension"], Score(event.data["value"]), event.stamp)
        for event in given
    )


def adopt(story: Story, made: Record, *, sign: bool = False) -> None:
    head, events = made
    with story.library.work() as work:
        work.people.keep(replace(stories.person("XY"), uid=head.person_uid))
        work.ratings.open(head)
        work.ratings.append_all(events, rows(events))
        if sign:
            work.ratings.sign(head.uid, signed_at=START, signature=b"s" * 64, packed=b"\x01\x00")
        work.commit()


@pytest.mark.parametrize("known_as", ["its own uid", "another uid", "nothing"])
def test_a_record_from_elsewhere_comes_back_byte_for_byte(story: Story, known_as: str) -> None:
    named = story.recording.uid if known_as == "its own uid" else uid()
    if known_as == "another uid":
        with story.library.work() as work:
            work.aliases.set(named, story.recording.uid)
            work.commit()
    made = record(story, recording_uid=named, drafts=[cover_set("phase", "ending"), Draft(EventKind.SIGNED, {})])
    head, events = made
    with story.library.read() as work:
        assert not work.ratings.has(head.uid)
    adopt(story, made, sign=True)
    with story.library.read() as work:
        assert work.ratings.has(head.uid)
        assert list(work.ratings.events(head.uid)) == events
        assert first_break(work.ratings.events(head.uid)) is None
        found = work.ratings.get(head.uid)
        assert (found.session_named, found.head_seq, found.head_hash) == (head.session_named, 5, events[-1].hash)
        assert found.signed_at == START
        assert work.ratings.of_session(story.session.uid) == (found,)
    with story.library.queries() as queries:
        (sheet,) = queries.case_sheets(story.case.uid)
        exported = list(queries.export_rows())
    assert sheet.scores == {("A", "adherence"): Score(2), ("B", "adherence"): Score(4)}
    assert (sheet.phase, sheet.rating.scored) == ("ending", 2)
    assert {row.recording_uid for row in exported} == {None if known_as == "nothing" else story.recording.uid}


def test_a_record_goes_on_where_it_ended(story: Story) -> None:
    again = score_given("A", "adherence", Score(5))
    head, events = record(story, recording_uid=None, drafts=[again, Draft(EventKind.SIGNED, {})])
    adopt(story, (head, events[:2]))
    with story.library.work() as work:
        for wrong in (events, events[3:], [events[2], replace(events[3], body="{}")]):
            with pytest.raises(LibraryInUse):
                work.ratings.append_all(wrong)
        work.ratings.append_all(())
        work.ratings.append_all(events[2:], (*rows(events[2:3]), ScoreRow("A", "adherence", None)))
        work.commit()
    with story.library.work() as work:
        assert list(work.ratings.events(head.uid)) == events
        work.ratings.sign(head.uid, signed_at=START, signature=b"s" * 64, packed=b"")
        with pytest.raises(NotAllowed):
            work.ratings.append_all([replace(events[-1], seq=6)])
        work.commit()
    with story.library.queries() as queries:
        (sheet,) = queries.case_sheets(story.case.uid)
    assert sheet.scores == {("B", "adherence"): Score(4)}


def test_a_record_of_nobody_known_is_refused_whole(story: Story) -> None:
    head, events = record(story, recording_uid=None)
    with story.library.work() as work:
        with pytest.raises(KeyError):
            work.ratings.append_all(events)
        work.people.keep(replace(stories.person("XY"), uid=head.person_uid))
        work.ratings.open(head)
        stranger = next_event(
            rating_uid=head.uid,
            head_seq=0,
            head_hash=b"",
            draft=Draft(EventKind.OPENED, {}),
            stamp=Stamp(START),
            actor=uid(),
        )
        with pytest.raises(KeyError):
            work.ratings.append_all([stranger])
        assert work.ratings.events(head.uid) == ()
