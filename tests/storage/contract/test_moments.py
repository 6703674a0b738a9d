"""Moments are events like all else: kept word for word, chained, undone, and no part of the scores or the cover."""

from __future__ import annotations

from dataclasses import replace

from fidelity_rater.domain.heard import HeardSoFar, Ledger
from fidelity_rater.domain.ratings.chain import first_break
from fidelity_rater.domain.ratings.events import (
    EventKind,
    Score,
    cover_set,
    moment_changed,
    moment_deleted,
    moment_marked,
    score_given,
    signed,
    with_heard,
)
from fidelity_rater.domain.ratings.fold import fold
from fidelity_rater.domain.ratings.moments import Bearing, Moment
from storage.stories import Story

MOMENT = Moment("m1", "part", 1000, 9000, "A", Bearing.AGAINST, "“misses” the team\n– ü")


def test_every_kind_of_moment_event_is_kept_as_it_was(story: Story) -> None:
    desk = story.begin()
    desk.score("A", 3)
    made = [
        desk.do(moment_marked(MOMENT), media_ms=9000),
        desk.do(moment_changed(replace(MOMENT, end_ms=9500)), media_ms=9600),
        desk.do(moment_deleted("m1"), media_ms=9700),
        desk.step(EventKind.UNDONE),
        desk.step(EventKind.UNDONE),
        desk.step(EventKind.REDONE),
    ]
    with story.library.read() as work:
        events = work.ratings.events(desk.uid)
        assert work.ratings.get(desk.uid).head_seq == len(events)
    assert events[2:] == tuple(made)
    assert first_break(events) is None
    assert dict(fold(events).moments()) == dict(desk.state.moments()) == {"m1": replace(MOMENT, end_ms=9500)}
    with story.library.queries() as queries:
        (sheet,) = queries.case_sheets(story.case.uid)
    assert sheet.scores == {("A", "adherence"): Score(3)}


def test_the_cover_follows_undo_across_moments(story: Story) -> None:
    desk = story.begin()

    def phase() -> str:
        with story.library.queries() as queries:
            (sheet,) = queries.case_sheets(story.case.uid)
        return str(sheet.phase)

    desk.do(cover_set("phase", "termination"))
    desk.do(moment_marked(MOMENT))
    desk.step(EventKind.UNDONE)
    assert phase() == "termination"
    desk.step(EventKind.UNDONE)
    assert phase() == "middle"
    desk.step(EventKind.REDONE)
    assert phase() == "termination"
    desk.step(EventKind.REDONE)
    desk.step(EventKind.UNDONE)
    assert phase() == "termination"


def test_what_was_heard_is_kept_with_scores_and_signature(story: Story) -> None:
    desk = story.begin()
    desk.do(with_heard(score_given("A", "adherence", Score(0)), HeardSoFar(5000, 7000)))
    ledger = Ledger((("part", 60_000),), {"part": ((0, 5000, 1.0), (6000, 7000, 1.25))})
    desk.do(signed(b"k" * 32, ledger))
    with story.library.read() as work:
        events = work.ratings.events(desk.uid)
    standing = fold(events).score("A", "adherence")
    assert standing is not None
    assert standing.heard == HeardSoFar(5000, 7000)
    assert Ledger.from_json(events[-1].data["heard"]) == ledger
