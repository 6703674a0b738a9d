"""The desk's acts: each is one stamped event, what is not permitted changes nothing, undo speaks the rater's words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from app.worlds import World
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import NotAllowed
from fidelity_rater.app.rating import pictures
from fidelity_rater.app.rating.desk import RatingDesk, nothing_heard
from fidelity_rater.domain.people import Purpose
from fidelity_rater.domain.ratings.events import CoverField, EventKind, RatingEvent, Score
from fidelity_rater.domain.timecode import ClockQuality


@pytest.fixture
def desk(world: World) -> RatingDesk:
    return world.desk()


def events(world: World, desk: RatingDesk) -> tuple[RatingEvent, ...]:
    with world.library.read() as uow:
        found: tuple[RatingEvent, ...] = uow.ratings.events(desk.rating.head.uid)
    return found


ACTS: dict[str, tuple[Callable[[RatingDesk], Any], EventKind, str]] = {
    "score": (lambda d: d.give("CORE-02", "adherence", 3), EventKind.SCORE_GIVEN, "adherence 3"),
    "state": (lambda d: d.put_state("CORE-02", "could_not_be_rated", "inaudible"), EventKind.SCORE_GIVEN, "Could not"),
    "withdraw": (lambda d: d.withdraw("CORE-01", "adherence"), EventKind.SCORE_WITHDRAWN, "withdraw the score of"),
    "none heard": (lambda d: d.none_heard(), EventKind.NONE_HEARD, "none heard"),
    "note": (lambda d: d.note("CORE-02", " well timed "), EventKind.NOTE_WRITTEN, "note on “"),
    "note on all": (lambda d: d.note(None, "a calm hour"), EventKind.NOTE_WRITTEN, "note on the session"),
    "cover": (lambda d: d.set_cover(CoverField.DIFFICULTY, "high"), EventKind.COVER_SET, "cover sheet"),
    "harm": (
        lambda d: d.tell_harm_action("CORE-11", done="called", told="the lead", when="today"),
        EventKind.HARM_ACTION_TOLD,
        "action on “",
    ),
    "flag": (lambda d: d.give("CORE-11", "harm", 1), EventKind.SCORE_GIVEN, "flag on “"),
}


@pytest.mark.parametrize("act", ACTS)
def test_each_act_is_one_event_that_undo_takes_back_by_name(world: World, desk: RatingDesk, act: str) -> None:
    desk.give("CORE-01", "adherence", 2)
    before = desk.sheet, desk.state.notes(), desk.state.harm_actions(), desk.state.cover(CoverField.DIFFICULTY)
    count = len(events(world, desk))
    do, kind, words = ACTS[act]
    do(desk)
    assert [e.kind for e in events(world, desk)[count:]] == [kind]
    label = desk.undo_label
    assert label is not None
    assert words in label
    assert desk.undo() == label
    after = desk.sheet, desk.state.notes(), desk.state.harm_actions(), desk.state.cover(CoverField.DIFFICULTY)
    assert after == before
    assert desk.redo() == label
    assert len(events(world, desk)) == count + 3
    do(desk)
    assert len(events(world, desk)) == count + 3, "the same answer once more is no event"


def test_an_event_is_stamped_with_what_is_heard_and_when(world: World, desk: RatingDesk) -> None:
    recording = world.recording()
    desk.heard = lambda: (12_345, ClockQuality.OK, recording.uid)
    desk.give("CORE-01", "adherence", 2)
    stamp = events(world, desk)[-1].stamp
    assert (stamp.media_ms, stamp.clock, stamp.recording_uid) == (12_345, ClockQuality.OK, recording.uid)
    assert world.clock.at >= stamp.at
    assert stamp.at > desk.rating.head.created_at
    desk.heard = nothing_heard
    desk.give("CORE-01", "adherence", 3)
    assert events(world, desk)[-1].stamp.media_ms is None
    assert {e.actor for e in events(world, desk)} == {world.person.uid}


FORBIDDEN: dict[str, Callable[[RatingDesk], Any]] = {
    "a level there is not": lambda d: d.give("CORE-01", "adherence", 5),
    "quality of what was not done": lambda d: d.give("CORE-03", "quality", 3),
    "an item of another phase": lambda d: d.give("INI-01", "adherence", 2),
    "an item there is not": lambda d: d.give("NOPE-1", "adherence", 2),
    "a dimension it has not": lambda d: d.give("CORE-01", "extent", 1),
    "a state its rule has not": lambda d: d.put_state("CORE-01", "no_occasion", "declined"),
    "a state without its reason": lambda d: d.put_state("CORE-01", "could_not_be_rated"),
}


@pytest.mark.parametrize("act", FORBIDDEN)
def test_what_is_not_permitted_changes_nothing(world: World, desk: RatingDesk, act: str) -> None:
    desk.give("CORE-03", "adherence", 0)
    sheet, kept = desk.sheet, events(world, desk)
    with pytest.raises((NotAllowed, KeyError)) as told:
        FORBIDDEN[act](desk)
    assert str(told.value)
    assert desk.sheet == sheet
    assert events(world, desk) == kept


def test_none_of_it_takes_the_quality_away(desk: RatingDesk) -> None:
    desk.give("CORE-01", "adherence", 3)
    desk.give("CORE-01", "quality", 4)
    desk.give("CORE-01", "adherence", 0)
    assert desk.sheet.value("CORE-01", "quality") is None
    desk.undo()
    assert desk.sheet.value("CORE-01", "quality") == 4


def test_none_heard_answers_the_open_block_once(desk: RatingDesk) -> None:
    proscribed = [i.id for i in desk.shown().asked if i.rule == "proscribed"]
    desk.give(proscribed[0], "extent", 2)
    assert desk.none_heard()
    assert desk.sheet.value(proscribed[0], "extent") == 2
    assert {desk.sheet.value(item, "extent") for item in proscribed[1:]} == {0}
    assert not desk.none_heard()


def test_a_signed_rating_and_somebody_elses_are_locked(world: World) -> None:
    signed = world.signed()
    other = world.desk(world.begin(purpose=Purpose.SUMMATIVE), person=world.introduce("Ben Other", "BO"))
    acts: list[Callable[[RatingDesk], Any]] = [
        lambda d: d.give("CORE-02", "adherence", 1),
        lambda d: d.note(None, "x"),
        lambda d: d.none_heard(),
        lambda d: d.set_cover(CoverField.PHASE, "initial"),
    ]
    for desk, words in ((signed, "signed"), (other, "Only the person who began")):
        assert desk.locked
        assert desk.undo_label is None
        assert desk.undo() is None
        before = events(world, desk)
        for act in acts:
            with pytest.raises(NotAllowed, match=words):
                act(desk)
        assert events(world, desk) == before


def test_another_phase_keeps_every_score_and_tells_what_is_outside(desk: RatingDesk) -> None:
    desk.give("MID-01", "adherence", 3)
    desk.give("TRN-01", "adherence", 2)
    desk.give("CORE-01", "adherence", 2)
    before = dict(desk.sheet.scores)
    desk.set_cover(CoverField.PHASE, "termination")
    assert dict(desk.sheet.scores) == before
    assert [item.id for item in desk.shown().outside] == ["MID-01", "TRN-01"]
    desk.set_cover(CoverField.PHASE, "middle")
    desk.set_cover(CoverField.FOCAL_AREAS, ("grief",))
    assert [item.id for item in desk.shown().outside] == ["TRN-01"]
    shown = pictures.groups(desk)[-1]
    assert (shown.outside, [row.id for row in shown.items]) == (True, ["TRN-01"])
    assert shown.items[0].dimensions[0].locked
    desk.set_cover(CoverField.FOCAL_AREAS, ("grief",))
    assert desk.undo_label == "cover sheet"
    desk.undo()
    assert desk.shown().outside == ()


def test_the_form_may_change_and_everything_follows_the_cover_sheet(world: World) -> None:
    desk = world.desk(world.begin(form="full"))
    full = desk.progress().asked
    desk.give("TEC-01", "adherence", 2)
    desk.set_cover(CoverField.FORM, "short")
    assert desk.form == "short"
    assert desk.progress().asked < full
    assert pictures.header(desk, therapist_code="T01").form == desk.scale.form("short").name
    assert world.head(desk.rating.head.uid).form == "short"
    again = world.desk(desk.rating.head.uid)
    assert again.progress() == desk.progress()
    desk.undo()
    assert (desk.form, desk.progress().asked) == ("full", full)


def test_news_of_scores_comes_once_they_are_on_disk(world: World, desk: RatingDesk) -> None:
    world.news.clear()
    desk.give("CORE-01", "adherence", 1)
    assert world.news == [Changed.SCORES]


def test_a_state_answers_the_item_as_a_whole(desk: RatingDesk) -> None:
    desk.give("CORE-01", "adherence", 3)
    desk.give("CORE-01", "quality", 3)
    desk.put_state("CORE-01", "could_not_be_rated", "inaudible")
    assert dict(desk.sheet.scores) == {("CORE-01", "adherence"): Score(None, "could_not_be_rated", "inaudible")}
