"""Feedback beside a signed rating: the scores propose, nothing is said for the supervisor, everything is saved."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.feedback.feedbacks import GOOD, MIDDLING, NONE, WEAK, answer, compose, kept, rated, send
from app.worlds import HeldJobs, World, refused
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import NotAllowed, UserFacingError
from fidelity_rater.app.feedback.composer import may_compose
from fidelity_rater.app.feedback.models import Part
from fidelity_rater.app.saved import SavedState
from fidelity_rater.domain.feedback import Contest, Feedback, Level, Reflection
from fidelity_rater.domain.people import Role
from fidelity_rater.domain.ratings.events import CoverField


def test_looking_at_it_writes_nothing(world: World) -> None:
    desk = rated(world)
    shown = compose(world, desk).shown()
    assert (shown.strengths, shown.suggestions, shown.context, shown.closing) == ((), (), "", "")
    assert kept(world, desk) == ()


def test_the_scores_propose_with_their_why_and_say_nothing_themselves(world: World) -> None:
    shown = compose(world, rated(world)).shown()
    assert [(c.item, c.why) for c in shown.strength_candidates] == [
        (GOOD, "Quality 4 (Good), 1 moment for it, 1 against it"),
        (MIDDLING, "Quality 3 (Competent), no moment"),
    ]
    assert [(c.item, c.why) for c in shown.suggestion_candidates] == [
        (WEAK, "Quality 2 (Limited), no moment"),
        (NONE, "Expected in this phase, not heard"),
    ]


def test_something_proscribed_that_was_heard_comes_first(world: World) -> None:
    desk = rated(world, sign=False)
    proscribed = next(i.id for i in desk.shown().asked if i.rule_in(desk.sheet.phase).value == "proscribed")
    desk.give(proscribed, "extent", 2)
    first = compose(world, desk).shown().suggestion_candidates[0]
    assert (first.item, first.why, first.aim) == (proscribed, "Not IPT: Extent 2 (Some)", None)


def test_a_suggestion_begins_with_the_next_anchor_up_quoted_from_the_scale(world: World) -> None:
    desk = rated(world)
    composer = compose(world, desk)
    composer.add_suggestion(WEAK)
    (suggestion,) = composer.shown().suggestions
    levels = desk.scale.anchors_of(desk.scale.item(WEAK), desk.scale.dimension("quality"))
    anchor = next(level.anchor for level in levels if level.value == 3)
    assert suggestion.text == f"Quality 3 (Competent) in the scale's words: “{anchor}”"
    assert composer.feedback.suggestions[0].towards == Level(WEAK, "quality", 3)
    assert "scale's words only" in composer.shown().gaps[-1].sentence
    composer.write(suggestion.uid, "Stay with this month.")
    assert composer.shown().suggestions[0].aim is not None, "the anchor stays in sight"


@pytest.mark.parametrize(
    ("given", "towards"),
    [
        ((3, 1), ("quality", 3)),  # nobody is asked to become limited
        ((3, 3), ("quality", 4)),
        ((4, 5), None),
        ((0, None), ("adherence", 3)),
        ((2, None), ("adherence", 3)),
    ],
)
def test_what_a_suggestion_leads_towards(
    world: World, given: tuple[int, int | None], towards: tuple[str, int] | None
) -> None:
    desk = world.desk()
    desk.give(GOOD, "adherence", given[0])
    if given[1] is not None:
        desk.give(GOOD, "quality", given[1])
    composer = compose(world, desk)
    composer.add_suggestion(GOOD)
    aim = composer.feedback.suggestions[0].towards
    assert (aim and (aim.dimension, aim.value)) == towards


def test_a_strength_begins_without_words_and_offers_the_moments_for_it_first(world: World) -> None:
    desk = rated(world)
    composer = compose(world, desk)
    uid = composer.add_strength(GOOD)
    shown = composer.shown().strengths[0]
    assert shown.text == ""
    assert [(one.moment.bearing, one.tied) for one in shown.moments] == [("for", False), ("against", False)]
    composer.tie_moment(uid, shown.moments[0].moment.uid, tied=True)
    assert composer.feedback.strengths[0].moments == (shown.moments[0].moment.uid,)
    assert composer.add_strength(GOOD) == uid, "pressing twice makes no second one"
    assert GOOD not in {c.item for c in composer.shown().strength_candidates}
    composer.untie_item(uid, GOOD)
    assert (composer.feedback.strengths[0].items, composer.feedback.strengths[0].moments) == ((), ())


def test_more_than_three_things_are_not_worked_on(world: World) -> None:
    composer = compose(world, rated(world))
    for item in (WEAK, NONE, MIDDLING):
        composer.add_suggestion(item)
    assert not composer.shown().room
    with pytest.raises(NotAllowed, match="3 things"):
        composer.add_suggestion(GOOD)


def test_a_remark_is_moved_taken_away_and_put_back_where_it_stood(world: World) -> None:
    composer = compose(world, rated(world))
    first, second = composer.add_strength(GOOD), composer.add_strength(MIDDLING)
    composer.move(second, -1)
    composer.move(second, -1)
    assert [r.uid for r in composer.feedback.strengths] == [second, first]
    removed = composer.remove(second)
    assert removed is not None
    assert [r.uid for r in composer.feedback.strengths] == [first]
    composer.put_back(removed)
    composer.put_back(removed)
    assert [r.uid for r in composer.feedback.strengths] == [second, first]


def test_what_is_missing_is_said_and_only_emptiness_blocks(world: World) -> None:
    composer = compose(world, rated(world))
    (nothing,) = composer.shown().gaps
    assert nothing.blocking
    uid = composer.add_suggestion()
    assert [gap.blocking for gap in composer.shown().gaps] == [True, False, False]
    composer.write(uid, "Ask what happened in between.")
    gaps = composer.shown().gaps
    assert [gap.sentence for gap in gaps] == [
        "No strength is named yet.",
        "Suggestion 1 is tied to no item and no moment.",
    ]
    assert [(gap.part, gap.remark, gap.blocking) for gap in gaps] == [
        (Part.STRENGTHS, "", False),
        (Part.SUGGESTIONS, uid, False),
    ]
    composer.tie_item(uid, WEAK)
    composer.write(composer.add_strength(GOOD), "The link was hers.")
    assert composer.shown().gaps == ()


def test_the_cover_sheet_is_the_start_of_the_context(world: World) -> None:
    desk = rated(world, sign=False)
    desk.set_cover(CoverField.DIFFICULTY, "high")
    desk.set_cover(CoverField.DIFFICULTY_REASON, "Hardly spoke.")
    desk.set_cover(CoverField.AUDIO_QUALITY, "fair")
    composer = compose(world, world.signed(desk))
    assert composer.shown().proposed_context == (
        "Session 6 of 16, Middle phase, Role transition. How difficult the work was: high (Hardly spoke). Sound: fair."
    )
    composer.write_context("A hard hour.")
    assert composer.shown().proposed_context == ""


def test_saved_is_said_only_once_it_is_on_disk(world: World) -> None:
    jobs, told = HeldJobs(), list[SavedState]()
    desk = rated(world)
    composer = compose(world, desk, jobs=jobs, on_saved=told.append)
    composer.write_context("One")
    composer.write_context("Two")
    assert (told[-1].pending, told[-1].saved_at, kept(world, desk)) == (1, None, ())
    world.news.clear()
    jobs.run_next()
    assert told[-1].all_saved
    assert told[-1].saved_at is not None
    assert kept(world, desk)[0].context == "Two"
    assert world.news == [Changed.FEEDBACK]
    assert jobs.held == 0, "what was written meanwhile went along"


def test_a_late_job_does_not_put_back_what_was_written_before(world: World) -> None:
    jobs = HeldJobs()
    desk = rated(world)
    composer = compose(world, desk, jobs=jobs)
    composer.write_context("One")
    composer.write_context("Two")
    composer.flush()
    jobs.run_all()
    assert kept(world, desk)[0].context == "Two"
    assert composer.saved.all_saved


def test_what_cannot_be_saved_is_said_and_saved_later(world: World) -> None:
    told = list[SavedState]()
    desk = rated(world)
    composer = compose(world, desk, on_saved=told.append)
    world.refusing(refused())
    composer.write_context("One")
    assert "refused" in told[-1].fault
    with pytest.raises(UserFacingError):
        composer.flush()
    world.refusing(None)
    composer.retry_saving()
    assert (told[-1].fault, kept(world, desk)[0].context) == ("", "One")


def test_a_draft_is_gone_on_with(world: World) -> None:
    desk = rated(world)
    composer = compose(world, desk)
    composer.write(composer.add_strength(GOOD), "The link was hers.")
    assert compose(world, desk).feedback == composer.feedback


def test_what_was_sent_stays_and_a_new_draft_begins_with_its_words(world: World) -> None:
    desk = rated(world)
    composer = compose(world, desk)
    composer.write(composer.add_strength(GOOD), "The link was hers.")
    send(world, composer.feedback)
    sent = compose(world, desk)
    shown = sent.shown()
    assert sent.final
    assert shown.sent.startswith("Sent 2026-")
    assert (shown.gaps, shown.strength_candidates, shown.proposed_context) == ((), (), "")
    with pytest.raises(NotAllowed):
        sent.write_context("Once more")
    sent.begin_anew()
    assert not sent.final
    sent.write_context("Once more")
    first, second = kept(world, desk)
    assert (first.context, second.context) == ("", "Once more")
    assert first.uid != second.uid
    assert compose(world, desk).feedback == second


def test_what_comes_back_stands_beside_what_was_said(world: World) -> None:
    desk = rated(world)
    composer = compose(world, desk)
    uid = composer.add_suggestion(WEAK)
    send(world, composer.feedback)
    part = desk.rating.recordings[0].uid
    answer(
        world,
        composer.feedback,
        reflections=(Reflection(uid, "I noticed it, too.", "Ask for last week."),),
        contests=(Contest(GOOD, "quality", "She had said so before.", part, 1_000, 4_000), Contest("GONE", "", "No.")),
        words="Thank you.",
    )
    shown = compose(world, desk).shown()
    assert shown.suggestions[0].reflections[0].step == "Ask for last week."
    (reply,) = shown.replies
    assert (reply.words, reply.read[:9]) == ("Thank you.", "Read 2026")
    assert [(c.when, c.playable) for c in reply.contests] == [("00:01.0–00:04.0", True), ("", False)]
    assert reply.contests[0].score.endswith(", Quality")


def test_a_draft_is_taken_over_to_the_correction(world: World) -> None:
    desk = rated(world)
    composer = compose(world, desk)
    uid = composer.add_suggestion(WEAK)
    for moment in composer.shown().suggestions[0].moments:
        composer.tie_moment(uid, moment.moment.uid, tied=True)
    composer.write(uid, "Stay with this month.")
    correction = world.desk(world.opening.correct(desk.rating.head.uid, "Heard again"))
    correction.give(WEAK, "quality", 3)
    world.signed(correction)
    assert "corrected" in compose(world, desk).shown().notice
    taken = compose(world, correction)
    assert taken.shown().before
    taken.carry_over()
    (suggestion,) = taken.feedback.suggestions
    assert (suggestion.uid, suggestion.text) == (uid, "Stay with this month.")
    assert suggestion.towards == Level(WEAK, "quality", 4), "the score has moved, and so has the next level up"
    assert not taken.shown().before
    assert kept(world, desk)[0].suggestions, "nothing is lost where it was written"
    assert kept(world, correction)[0].rating_uid == correction.rating.head.uid


def test_what_says_nothing_is_not_sent(world: World) -> None:
    composer = compose(world, rated(world))
    composer.add_strength()
    composer.add_strength(GOOD)
    composer.tidy()
    assert [remark.items for remark in composer.feedback.strengths] == [(GOOD,)]


def test_who_may_compose(world: World) -> None:
    desk = rated(world, sign=False)
    assert not may_compose(desk, world.person)
    world.signed(desk)
    assert may_compose(desk, world.person)
    assert not may_compose(desk, world.introduce("Bea Other", "BO"))
    own = world.signed(world.desk(world.begin(role=Role.TRAINEE, session_uid=another_session(world))))
    assert not may_compose(own, world.person)


def another_session(world: World) -> str:
    return world.caseload.add_session(world.case.uid, 7).uid


def test_a_scale_without_a_competent_level_proposes_its_upper_half(world: World) -> None:
    desk = world.desk(world.begin(scale_name="example-single-dimension.toml"))
    item = next(item for item in desk.shown().asked)
    dimension = desk.scale.dimensions_of(item, desk.sheet.phase)[0]
    desk.give(item.id, dimension.id, dimension.levels[-1].value)
    assert [c.item for c in compose(world, desk).shown().strength_candidates] == [item.id]


ACTS = st.lists(
    st.tuples(st.sampled_from(["strength", "suggest", "remove", "move", "write", "tie"]), st.integers(0, 5))
)


@settings(max_examples=25, deadline=None)
@given(acts=ACTS)
def test_whatever_is_done_the_library_holds_what_is_shown(
    worlds_rated: tuple[World, object], acts: list[object]
) -> None:
    world, desk = worlds_rated
    composer = compose(world, desk)  # type: ignore[arg-type]
    items = (GOOD, WEAK, NONE, MIDDLING, "", "")
    for act, n in acts:  # type: ignore[misc]
        remarks = (*composer.feedback.strengths, *composer.feedback.suggestions)
        uid = remarks[n % len(remarks)].uid if remarks else ""
        match act:
            case "strength":
                composer.add_strength(items[n])
            case "suggest" if composer.shown().room:
                composer.add_suggestion(items[n])
            case "remove":
                composer.remove(uid)
            case "move":
                composer.move(uid, 1 if n % 2 else -1)
            case "write":
                composer.write(uid, f"words {n}")
            case "tie":
                composer.tie_item(uid, items[n])
    shown = composer.shown()
    assert len(shown.suggestions) <= 3
    assert [r.number for r in shown.strengths] == list(range(1, len(shown.strengths) + 1))
    if composer.begun:
        stored = next(f for f in kept(world, desk) if f.uid == composer.feedback.uid)  # type: ignore[arg-type]
        assert stored == composer.feedback
        assert Feedback.from_json(stored.as_json()) == stored


@pytest.fixture(scope="module")
def worlds_rated(tmp_path_factory: pytest.TempPathFactory, scales) -> tuple[World, object]:  # type: ignore[no-untyped-def]
    world = World(tmp_path_factory.mktemp("rated"), scales)
    return world, rated(world)


def test_what_the_panel_is_shown_never_changes_under_it(world: World) -> None:
    shown = compose(world, rated(world)).shown()
    with pytest.raises(dataclasses.FrozenInstanceError):
        shown.context = "x"  # type: ignore[misc]
