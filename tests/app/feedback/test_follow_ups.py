"""What stands open since last time: beside a formative rating, never beside one that decides; no rating tells of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.feedback.feedbacks import GOOD, NONE, WEAK, answer, compose, rated, send
from app.worlds import World
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.feedback.follow_ups import FollowUps
from fidelity_rater.app.feedback.models import SinceLastTime
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.domain.feedback import Feedback, ListenHere, Reflection
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.ratings.events import canonical


@pytest.fixture
def sent(world: World) -> Feedback:
    """Feedback on session 6, sent, with two things to work on."""
    composer = compose(world, rated(world))
    for item in (WEAK, NONE):
        composer.write(composer.add_suggestion(item), f"On {item}")
    send(world, composer.feedback)
    return composer.feedback


def follow_ups(world: World) -> FollowUps:
    return FollowUps(world.library, person=world.person, scales=world.scales, clock=world.clock, bus=world.bus)


def next_rating(world: World, scheduled: int = 7, **choice: Any) -> RatingDesk:
    session = world.caseload.add_session(world.case.uid, scheduled)
    return world.desk(world.begin(session_uid=session.uid, **choice))


def since(world: World, desk: RatingDesk) -> SinceLastTime:
    found = follow_ups(world).since_last_time(desk.rating)
    assert found is not None
    return found


def test_the_next_formative_rating_shows_what_is_open_with_what_was_answered(world: World, sent: Feedback) -> None:
    answer(world, sent, reflections=(Reflection(sent.suggestions[0].uid, "Yes.", "Ask."),), words="Thanks.")
    shown = since(world, next_rating(world))
    assert [(s.text, s.state) for s in shown.suggestions] == [(f"On {WEAK}", "open"), (f"On {NONE}", "open")]
    assert shown.suggestions[0].said.startswith("C1, Session 6 of 16, sent 2026-")
    assert shown.suggestions[0].aim is not None
    assert shown.suggestions[0].reflections[0].thought == "Yes."
    assert shown.replies[0].words == "Thanks."
    assert shown.open == 2


def test_it_is_another_case_of_the_same_therapist_too(world: World, sent: Feedback) -> None:
    case = world.caseload.add_case(world.therapist.uid, "C9")
    session = world.caseload.add_session(case.uid, 1)
    assert since(world, world.desk(world.begin(session_uid=session.uid))).open == 2


@pytest.mark.parametrize(
    "choice",
    [{"purpose": Purpose.SUMMATIVE}, {"role": Role.TRAINEE}, {"purpose": Purpose.SUMMATIVE, "role": Role.PANEL}],
)
def test_nothing_of_it_is_told_where_it_would_colour_the_judgement(
    world: World, sent: Feedback, choice: dict[str, Any]
) -> None:
    assert follow_ups(world).since_last_time(next_rating(world, **choice).rating) is None


def test_whoever_rates_for_somebody_else_rates_this_session_alone(world: World, sent: Feedback) -> None:
    rating = next_rating(world).rating
    (opened, *_) = rating.events
    assigned = replace(opened, body=canonical({**opened.data, "assignment": "a"}))
    assert follow_ups(world).since_last_time(replace(rating, events=(assigned,))) is None


def test_another_person_s_rating_shows_nothing(world: World, sent: Feedback) -> None:
    other = FollowUps(
        world.library,
        person=world.introduce("Bea Other", "BO"),
        scales=world.scales,
        clock=world.clock,
        bus=world.bus,
    )
    assert other.since_last_time(next_rating(world).rating) is None


def test_neither_drafts_nor_the_session_s_own_feedback_count(world: World, sent: Feedback) -> None:
    desk = next_rating(world)
    draft = compose(world, world.signed(desk))
    draft.write(draft.add_suggestion(GOOD), "Later")
    assert since(world, next_rating(world, 8)).open == 2
    send(world, draft.feedback)
    assert since(world, next_rating(world, 9)).suggestions[0].text == "Later"
    assert since(world, desk).open == 2


def test_what_was_ticked_off_is_told_apart_next_time_and_can_be_opened_again_there(
    world: World, sent: Feedback
) -> None:
    desk = next_rating(world)
    uids = [suggestion.uid for suggestion in sent.suggestions]
    follow_ups(world).tick(since(world, desk), uids[0], "worked_on")
    follow_ups(world).tick(since(world, desk), uids[1], "dropped")
    now = since(world, desk)
    assert [(s.state, bool(s.since)) for s in now.suggestions] == [("worked_on", True), ("dropped", True)]
    assert now.open == 0
    later = next_rating(world, 8)
    shown = since(world, later)
    assert (shown.suggestions, [s.uid for s in shown.done], shown.empty) == ((), uids, False)
    follow_ups(world).tick(shown, uids[1], "open")
    shown = since(world, later)
    assert [[s.uid for s in some] for some in (shown.suggestions, shown.done)] == [[uids[1]], [uids[0]]]
    assert shown.open == 1


def test_the_rating_s_record_stays_silent(world: World, sent: Feedback) -> None:
    desk = next_rating(world)
    follow_ups(world).tick(since(world, desk), sent.suggestions[0].uid, "worked_on")
    with world.library.read() as uow:
        assert len(uow.ratings.events(desk.rating.head.uid)) == 1


def test_of_a_correction_only_its_own_feedback_counts(world: World) -> None:
    desk = rated(world)
    first = compose(world, desk)
    first.write(first.add_suggestion(WEAK), "First")
    send(world, first.feedback)
    for _ in range(2):
        desk = world.signed(world.desk(world.opening.correct(desk.rating.head.uid, "Heard again")))
    last = compose(world, desk)
    last.write(last.add_suggestion(WEAK), "Third")
    send(world, last.feedback)
    assert [s.text for s in since(world, next_rating(world)).suggestions] == ["Third"]


def test_where_the_self_rating_lies_apart_is_said(world: World, sent: Feedback) -> None:
    mine = world.desk(world.begin(role=Role.TRAINEE, purpose=Purpose.SUMMATIVE))
    mine.give(WEAK, "adherence", 3)
    mine.give(WEAK, "quality", 5)
    mine.give(GOOD, "adherence", 4)
    mine.give(GOOD, "quality", 3)
    assert since(world, next_rating(world)).differences == ()
    world.signed(mine)
    label = mine.scale.item(WEAK).label
    first, second = since(world, next_rating(world, 8)).differences
    assert first == f"{label}: Quality 5 (Excellent) by their own rating, Quality 2 (Limited) by yours"
    assert mine.scale.item(GOOD).label in second


def test_please_listen_here_is_shown_in_formative_ratings_only(world: World) -> None:
    recording = world.recording()
    place = ListenHere("here", recording.uid, 5_000, 9_000, "Was I too fast?")
    gone = ListenHere("gone", "elsewhere", 0, 1_000)
    now = world.clock.now()
    with world.library.work() as uow:
        body = {"places": [place.as_json(), gone.as_json()], "words": "I was tired."}
        uow.documents.keep(
            Document(new_uid(), DocumentKind.LISTEN_HERE, world.session.uid, new_uid(), body, now, now, final=True)
        )
        uow.commit()
    shown = since(world, world.desk())
    assert [(p.when, p.words, p.playable) for p in shown.places] == [
        ("00:05.0–00:09.0", "Was I too fast?", True),
        ("00:00.0–00:01.0", "", False),
    ]
    assert shown.words == "I was tired."
    summative = world.desk(world.begin(purpose=Purpose.SUMMATIVE))
    assert follow_ups(world).since_last_time(summative.rating) is None
