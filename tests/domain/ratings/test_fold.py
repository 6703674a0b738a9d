"""The fold: what a rating says is decided by the order in which things happened, and by nothing else."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from domain.ratings.stories import REDO, SIGN, UNDO, append, stamp, story
from fidelity_rater.domain.ratings.events import (
    Draft,
    RatingEvent,
    Score,
    cover_set,
    harm_action_told,
    none_heard,
    note_written,
    opened,
    score_given,
    score_withdrawn,
)
from fidelity_rater.domain.ratings.fold import BrokenSequence, RatingState, fold

ITEMS = ("E1", "E2", "P1")
DIMENSIONS = ("adherence", "quality")

items = st.sampled_from(ITEMS)
dimensions = st.sampled_from(DIMENSIONS)
scores = st.one_of(
    st.integers(0, 5).map(lambda value: Score(value=value)),
    st.sampled_from(["", "inaudible"]).map(lambda reason: Score(state="could_not_be_rated", reason=reason)),
)
acts = st.one_of(
    st.builds(score_given, items, dimensions, scores),
    st.builds(lambda item, score: score_given(item, "adherence", score, withdraws=("quality",)), items, scores),
    st.builds(score_withdrawn, items, dimensions),
    st.just(none_heard(("E1", "P1"), "adherence")),
    st.builds(note_written, st.one_of(st.none(), items), st.sampled_from(["", "a", "b"])),
    st.builds(cover_set, st.sampled_from(["phase", "difficulty"]), st.sampled_from([None, "initial", "low"])),
    st.builds(lambda item, done: harm_action_told(item, done=done, told="t", when="w"), items, st.sampled_from("ab")),
)


def said(state: RatingState) -> dict[str, Any]:
    """Everything that a rating says, apart from where it is in its history."""
    return {
        "scores": state.scores(),
        "notes": state.notes(),
        "cover": {name: state.cover(name) for name in ("phase", "difficulty", "purpose")},
        "harm": {item: state.harm_action(item) for item in ITEMS},
    }


def carried_out(drafts: list[Draft]) -> list[RatingEvent]:
    """A story with those undos and redos left out that had nothing to act on."""
    events = story([])
    state = fold(events)
    for draft in drafts:
        if (draft is UNDO and not state.can_undo) or (draft is REDO and not state.can_redo):
            continue
        state.apply(append(events, draft))
    return events


histories = st.lists(st.one_of(acts, acts, st.just(UNDO), st.just(REDO)), max_size=30).map(carried_out)


@given(histories, st.randoms(use_true_random=False))
def test_the_order_of_arrival_never_changes_the_fold(events: list[RatingEvent], chance: random.Random) -> None:
    arrived = list(events)
    chance.shuffle(arrived)
    assert said(fold(arrived)) == said(fold(events))


@given(histories, acts)
def test_undo_then_redo_is_the_identity(events: list[RatingEvent], act: Draft) -> None:
    before = fold(events)
    append(events, act)
    after = fold(events)
    append(events, UNDO)
    assert said(fold(events)) == said(before)
    append(events, REDO)
    assert said(fold(events)) == said(after)


@given(histories)
def test_undoing_everything_leaves_the_opening(events: list[RatingEvent]) -> None:
    state = fold(events)
    while state.can_undo:
        state.apply(append(events, UNDO))
    assert said(state) == said(fold(events[:1]))


@given(histories)
def test_an_event_tells_every_slot_that_it_changed(events: list[RatingEvent]) -> None:
    state = RatingState()
    for event in events:
        before = state.scores()
        slots = state.apply(event)
        after = state.scores()
        changed = {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}
        assert {("score", *key) for key in changed} <= set(slots)


class Rater(RuleBasedStateMachine):
    """Rates, thinks again, withdraws, undoes and redoes; a list of plain dictionaries remembers."""

    def __init__(self) -> None:
        super().__init__()
        self.events = story([])
        self.state = fold(self.events)
        self.past: list[dict[tuple[str, str], Score]] = [{}]
        self.future: list[dict[tuple[str, str], Score]] = []

    def act(self, draft: Draft, **changes: Score | None) -> None:
        self.state.apply(append(self.events, draft))
        now = dict(self.past[-1])
        for name, score in changes.items():
            item, dimension = name.split("_")
            now.pop((item, dimension), None)
            if score is not None:
                now[item, dimension] = score
        self.past.append(now)
        self.future.clear()

    @rule(item=items, dimension=dimensions, score=scores)
    def rate(self, item: str, dimension: str, score: Score) -> None:
        self.act(score_given(item, dimension, score), **{f"{item}_{dimension}": score})

    @rule(item=items)
    def rate_none(self, item: str) -> None:
        none = Score(value=0)
        draft = score_given(item, "adherence", none, withdraws=("quality",))
        self.act(draft, **{f"{item}_adherence": none, f"{item}_quality": None})

    @rule(item=items, dimension=dimensions)
    def withdraw(self, item: str, dimension: str) -> None:
        self.act(score_withdrawn(item, dimension), **{f"{item}_{dimension}": None})

    @rule()
    def hear_none(self) -> None:
        none = Score(value=0)
        self.act(none_heard(("E1", "P1"), "adherence"), E1_adherence=none, P1_adherence=none)

    @precondition(lambda self: len(self.past) > 1)
    @rule()
    def undo(self) -> None:
        self.state.apply(append(self.events, UNDO))
        self.future.append(self.past.pop())

    @precondition(lambda self: self.future)
    @rule()
    def redo(self) -> None:
        self.state.apply(append(self.events, REDO))
        self.past.append(self.future.pop())

    @rule()
    def restart(self) -> None:
        self.state = fold(self.events)

    @invariant()
    def says_what_the_model_says(self) -> None:
        assert {key: standing.score for key, standing in self.state.scores().items()} == self.past[-1]
        assert (self.state.can_undo, self.state.can_redo) == (len(self.past) > 1, bool(self.future))


TestRater = Rater.TestCase
TestRater.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)


def test_a_redone_score_keeps_the_time_it_was_given() -> None:
    events = story([score_given("E1", "adherence", Score(value=3)), UNDO, REDO])
    standing = fold(events).score("E1", "adherence")
    assert standing is not None
    assert (standing.seq, standing.stamp) == (2, stamp(2))


def test_a_new_act_ends_redo() -> None:
    state = fold(story([score_given("E1", "adherence", Score(value=3)), UNDO, note_written(None, "other")]))
    assert not state.can_redo
    with pytest.raises(BrokenSequence):
        state.apply(
            append(story([score_given("E1", "adherence", Score(value=3)), UNDO, note_written(None, "x")]), REDO)
        )


def test_undo_and_redo_name_what_they_would_act_on() -> None:
    events = story([note_written("E1", "a"), note_written("E1", "b"), UNDO])
    state = fold(events)
    assert state.next_undo == events[1]
    assert state.next_redo == events[2]


@pytest.mark.parametrize(
    "drafts",
    [[UNDO], [REDO], [SIGN, note_written(None, "late")], [SIGN, UNDO], [opened({"phase": "initial"})]],
    ids=["undo", "redo", "after-signing", "undo-after-signing", "second-opening"],
)
def test_what_cannot_follow_is_refused(drafts: list[Draft]) -> None:
    with pytest.raises(BrokenSequence):
        fold(story(drafts))


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_gap_or_a_repeat_is_refused(missing: int) -> None:
    events = story([note_written(None, "a"), note_written(None, "b"), note_written(None, "c")])
    with pytest.raises(BrokenSequence):
        fold(events[:missing] + events[missing + 1 :])
    with pytest.raises(BrokenSequence):
        fold([*events, events[missing]])


def test_a_refused_event_leaves_the_state_as_it_was() -> None:
    events = story([note_written(None, "a")])
    state = fold(events)
    with pytest.raises(BrokenSequence):
        state.apply(append([], note_written(None, "b")))
    assert (state.head_seq, state.note(None)) == (2, "a")


def test_a_cover_field_taken_back_is_unanswered_and_undo_brings_the_opening_back() -> None:
    state = fold(story([cover_set("phase", None)]))
    assert (state.cover("phase"), state.phase) == (None, "")
    assert fold(story([cover_set("phase", None), UNDO])).phase == "middle"
    assert fold(story([])).cover("never asked") is None


@pytest.mark.parametrize("field", ["purpose", "role", "scale", "session_uid"])
def test_what_the_opening_settles_cannot_be_set_again(field: str) -> None:
    with pytest.raises(ValueError, match="fixed"):
        cover_set(field, "another")


def test_a_signed_rating_offers_neither_undo_nor_redo() -> None:
    state = fold(story([note_written(None, "a"), note_written(None, "b"), UNDO, SIGN]))
    assert state.signed
    assert not state.can_undo
    assert not state.can_redo
    assert state.next_undo is state.next_redo is None
