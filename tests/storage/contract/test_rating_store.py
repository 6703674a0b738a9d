"""Ratings: append-only, never forked, locked once signed, corrected by another rating."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fidelity_rater.app.errors import LibraryInUse, NotAllowed, UserFacingError
from fidelity_rater.app.ports.library import HeardSpan
from fidelity_rater.domain.people import Purpose
from fidelity_rater.domain.ratings.chain import event_hash, first_break
from fidelity_rater.domain.ratings.events import EventKind, Score, none_heard, note_written, score_given
from storage import stories
from storage.stories import START, Desk, Story


def signed(story: Story) -> Desk:
    desk = story.begin()
    desk.score("A", 3)
    desk.sign()
    return desk


def test_events_come_back_as_they_were_and_the_head_moves(story: Story) -> None:
    desk = story.begin()
    events = [desk.score("A", 3), desk.do(note_written("A", "grüß 'dich'")), desk.score("B", 0)]
    with story.library.read() as work:
        found = work.ratings.events(desk.uid)
        head = work.ratings.get(desk.uid)
    assert list(found[1:]) == events
    assert first_break(found) is None
    assert (head.head_seq, head.head_hash) == (4, events[-1].hash)
    assert head == replace(desk.head, head_seq=4, head_hash=events[-1].hash)


def test_two_windows_cannot_fork_a_rating(story: Story) -> None:
    desk = story.begin()
    stale = desk.event(score_given("A", "adherence", Score(1)))
    desk.score("A", 2)
    gap = replace(stale, seq=5)
    altered = replace(desk.event(score_given("B", "adherence", Score(1))), body='{"item":"C"}')
    forked = desk.event(score_given("B", "adherence", Score(1)))
    forked = replace(forked, hash=event_hash(forked, b"\0" * 32))
    for event in (stale, gap, altered, forked):
        with pytest.raises(LibraryInUse), story.library.work() as work:
            work.ratings.append(event)
    with story.library.read() as work:
        assert len(work.ratings.events(desk.uid)) == 2


def test_an_event_names_people_and_recordings_that_are_here(story: Story) -> None:
    desk = story.begin()
    event = desk.event(score_given("A", "adherence", Score(1)), media_ms=5)
    for stranger in (
        replace(event, actor=stories.uid()),
        replace(event, stamp=replace(event.stamp, recording_uid=stories.uid())),
    ):
        chained = replace(stranger, hash=event_hash(stranger, desk.state.head_hash))
        with pytest.raises(KeyError), story.library.work() as work:
            work.ratings.append(chained)


def test_the_same_person_rates_the_same_thing_once(story: Story) -> None:
    story.begin()
    with story.library.work() as work:
        with pytest.raises(UserFacingError, match="already"):
            work.ratings.open(story.head())
        work.ratings.open(story.head(purpose=Purpose.SUMMATIVE))
        other = stories.person("CD")
        work.people.keep(other)
        work.ratings.open(story.head(person_uid=other.uid))
        assert len(work.ratings.of_session(story.session.uid)) == 3


def test_a_signed_rating_is_locked(story: Story) -> None:
    desk = signed(story)
    late = desk.event(score_given("A", "adherence", Score(1)))
    with story.library.work() as work:
        head = work.ratings.get(desk.uid)
        assert (head.signed_at, head.signature) == (work.ratings.events(desk.uid)[-1].stamp.at, b"s" * 64)
        for refused in (
            lambda: work.ratings.append(late),
            lambda: work.ratings.sign(desk.uid, signed_at=START, signature=b"t" * 64, packed=b""),
            lambda: work.ratings.add_heard(desk.uid, story.recording.uid, [HeardSpan(0, 9, 1.0)]),
            lambda: work.ratings.discard(desk.uid),
        ):
            with pytest.raises(NotAllowed):
                refused()
        work.ratings.set_place(desk.uid, story.recording.uid, 7)


def test_signing_needs_its_event(story: Story) -> None:
    desk = story.begin()
    with story.library.work() as work, pytest.raises(ValueError, match="event"):
        work.ratings.sign(desk.uid, signed_at=START, signature=b"s" * 64, packed=b"")


def test_a_correction_supersedes_once_and_with_a_reason(story: Story) -> None:
    draft = story.begin(purpose=Purpose.SUMMATIVE)
    first = signed(story)
    correction = story.head(supersedes_uid=first.uid, correction_reason="wrong phase")
    with story.library.work() as work:
        for refused in (
            replace(correction, correction_reason=""),
            story.head(supersedes_uid=draft.uid, correction_reason="why", purpose=Purpose.SUMMATIVE),
            story.head(),
        ):
            with pytest.raises(UserFacingError):
                work.ratings.open(refused)
        with pytest.raises(ValueError, match="same"):
            work.ratings.open(replace(correction, purpose=Purpose.SUMMATIVE))
        work.ratings.open(correction)
        assert work.ratings.get(correction.uid) == correction
        with pytest.raises(UserFacingError, match="already"):
            work.ratings.open(replace(correction, uid=stories.uid()))


def test_only_an_empty_draft_is_discarded(story: Story) -> None:
    empty = story.begin()
    with story.library.work() as work:
        work.ratings.add_heard(empty.uid, story.recording.uid, [HeardSpan(0, 9, 1.0)])
        work.ratings.set_place(empty.uid, story.recording.uid, 5)
        work.commit()
    with story.library.work() as work:
        work.ratings.discard(empty.uid)
        work.commit()
    used = story.begin()
    used.score("A", 1)
    used.step(EventKind.UNDONE)
    with story.library.work() as work:
        with pytest.raises(NotAllowed):
            work.ratings.discard(used.uid)
        with pytest.raises(KeyError):
            work.ratings.get(empty.uid)


def test_heard_spans_of_one_speed_are_joined(story: Story) -> None:
    desk = story.begin()
    part, sealed = stories.recording(story.session, 2)
    with story.library.work() as work:
        work.recordings.add(part, sealed)
        work.ratings.add_heard(desk.uid, part.uid, [HeardSpan(0, 5, 1.0)])
        work.ratings.add_heard(desk.uid, story.recording.uid, [HeardSpan(100, 200, 1.0), HeardSpan(300, 400, 1.0)])
        work.ratings.add_heard(desk.uid, story.recording.uid, [HeardSpan(150, 310, 1.25), HeardSpan(7, 7, 1.0)])
        work.ratings.add_heard(desk.uid, story.recording.uid, [HeardSpan(200, 299, 1.0), HeardSpan(290, 305, 1.0)])
        work.commit()
    with story.library.read() as work:
        assert work.ratings.heard(desk.uid) == {
            story.recording.uid: (HeardSpan(100, 400, 1.0), HeardSpan(150, 310, 1.25)),
            part.uid: (HeardSpan(0, 5, 1.0),),
        }


def test_the_place_is_the_latest(story: Story) -> None:
    desk = story.begin()
    with story.library.work() as work:
        assert work.ratings.place(desk.uid) is None
        work.ratings.set_place(desk.uid, story.recording.uid, 10)
        work.ratings.set_place(desk.uid, story.recording.uid, 20)
        assert work.ratings.place(desk.uid) == (story.recording.uid, 20)


def test_one_key_may_answer_many_items(story: Story) -> None:
    desk = story.begin()
    desk.score("X1", 2, "extent")
    desk.do(none_heard(("X1", "X2", "X3"), "extent"))
    desk.step(EventKind.UNDONE)
    with story.library.queries() as queries:
        (sheet,) = queries.case_sheets(story.case.uid)
    assert sheet.scores == {("X1", "extent"): Score(2)}
    assert sheet.rating.scored == 1


def test_an_opening_is_the_first_event(story: Story) -> None:
    desk = story.begin()
    with story.library.read() as work:
        assert [event.kind for event in work.ratings.events(desk.uid)] == [EventKind.OPENED]
