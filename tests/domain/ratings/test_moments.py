"""Moments among the other events: whatever is marked, changed, deleted and undone, the fold says what stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from domain.ratings.stories import REDO, UNDO, append, stamp, story
from fidelity_rater.domain.heard import HeardSoFar
from fidelity_rater.domain.ratings.chain import event_hash, first_break
from fidelity_rater.domain.ratings.events import (
    Draft,
    RatingEvent,
    Score,
    moment_changed,
    moment_deleted,
    moment_marked,
    none_heard,
    score_given,
    with_heard,
)
from fidelity_rater.domain.ratings.fold import BrokenSequence, fold
from fidelity_rater.domain.ratings.moments import SHORTEST_MS, Bearing, Moment, Weight

ITEMS = ("E1", "E2", "")
M1 = Moment("m1", "rec", 1000, 6000, "E1", Bearing.FOR, "misses the team")

shapes = st.builds(
    lambda start, length, item, bearing, part: (f"rec{part}", start, start + length, item, bearing),
    st.integers(0, 50),
    st.integers(SHORTEST_MS, SHORTEST_MS + 50),
    st.sampled_from(ITEMS),
    st.sampled_from(Bearing),
    st.integers(0, 1),
)


class Marker(RuleBasedStateMachine):
    """Marks, changes, deletes, scores, undoes and redoes; a list of plain dictionaries remembers."""

    def __init__(self) -> None:
        super().__init__()
        self.events = story([])
        self.state = fold(self.events)
        self.past: list[dict[str, Any]] = [{}]
        self.future: list[dict[str, Any]] = []
        self.marked = 0

    def act(self, draft: Draft, **after: Any) -> None:
        self.state.apply(append(self.events, draft))
        now = {**self.past[-1], **after}
        self.past.append({name: value for name, value in now.items() if value is not None})
        self.future.clear()

    def moments(self) -> dict[str, Moment]:
        return {name: value for name, value in self.past[-1].items() if isinstance(value, Moment)}

    @rule(shape=shapes, note=st.sampled_from(["", "a"]))
    def mark(self, shape: tuple[str, int, int, str, Bearing], note: str) -> None:
        self.marked += 1
        moment = Moment(f"m{self.marked}", *shape, note)
        self.act(moment_marked(moment), **{moment.uid: moment})

    @precondition(lambda self: self.moments())
    @rule(data=st.data(), shape=shapes)
    def change(self, data: st.DataObject, shape: tuple[str, int, int, str, Bearing]) -> None:
        uid = data.draw(st.sampled_from(sorted(self.moments())))
        moment = Moment(uid, *shape)
        self.act(moment_changed(moment), **{uid: moment})

    @precondition(lambda self: self.moments())
    @rule(data=st.data())
    def delete(self, data: st.DataObject) -> None:
        uid = data.draw(st.sampled_from(sorted(self.moments())))
        self.act(moment_deleted(uid), **{uid: None})

    @rule(item=st.sampled_from(["E1", "E2"]), value=st.integers(0, 4))
    def rate(self, item: str, value: int) -> None:
        self.act(score_given(item, "adherence", Score(value=value)), **{item: value})

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
        moments = self.moments()
        assert dict(self.state.moments()) == moments
        for item in ITEMS:
            own = [moment for moment in moments.values() if moment.item == item]
            assert sorted(own, key=lambda m: (m.recording_uid, m.start_ms, m.uid)) == list(self.state.moments_of(item))
            opposing = sum(moment.bearing is Bearing.AGAINST for moment in own)
            assert self.state.weight_of(item) == Weight(len(own) - opposing, opposing)
        for uid in moments:
            assert self.state.moment(uid) == self.state.last_known(uid) == moments[uid]
        scores = {item: standing.score.value for (item, _), standing in self.state.scores().items()}
        assert scores == {name: value for name, value in self.past[-1].items() if isinstance(value, int)}

    @invariant()
    def standing_answers_are_the_same(self) -> None:
        standing = {slot[1]: value for slot, value, _ in self.state.standing()}
        expected = {k: Score(value=v) if isinstance(v, int) else v for k, v in self.past[-1].items()}
        assert standing == expected
        seqs = [stamp.at for _, _, stamp in self.state.standing()]
        assert seqs == sorted(seqs)


TestMarker = Marker.TestCase
TestMarker.settings = settings(max_examples=40, stateful_step_count=30, deadline=None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"uid": ""},
        {"recording_uid": ""},
        {"start_ms": -1},
        {"end_ms": 1000 + SHORTEST_MS - 1},
        {"end_ms": 900},
    ],
)
def test_a_moment_is_a_stretch_of_a_recording_that_can_be_heard(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="moment"):
        replace(M1, **wrong)


def test_a_moment_comes_back_from_its_event_as_it_was() -> None:
    for moment in (M1, replace(M1, item="", bearing=Bearing.AGAINST, note="")):
        (_, event) = story([moment_marked(moment)])
        assert Moment.from_json(event.data) == moment
        assert moment.placed is bool(moment.item)


@pytest.mark.parametrize("draft", [moment_changed(M1), moment_deleted("m1")], ids=["changed", "deleted"])
def test_what_concerns_an_unknown_moment_is_refused(draft: Draft) -> None:
    for before in ([], [moment_marked(M1), UNDO], [moment_marked(M1), moment_deleted("m1")]):
        events = story(before)
        state = fold(events)
        with pytest.raises(BrokenSequence):
            state.apply(append(events, draft))
        assert state.head_seq == len(before) + 1
        assert state.moments() == {}


def test_a_moment_is_marked_once() -> None:
    with pytest.raises(BrokenSequence):
        fold(story([moment_marked(M1), moment_marked(M1)]))
    with pytest.raises(BrokenSequence):
        fold(story([moment_marked(M1), moment_deleted("m1"), moment_marked(M1)]))


def test_a_deleted_moment_is_still_known_by_what_it_was() -> None:
    state = fold(story([moment_marked(M1), moment_deleted("m1")]))
    assert state.moment("m1") is None
    assert state.last_known("m1") == M1
    assert state.last_known("m2") is None


@pytest.mark.parametrize(
    ("old", "new"),
    [('"start_ms":1000', '"start_ms":9000'), ('"bearing":"for"', '"bearing":"against"'), ("the team", "my team")],
)
def test_an_altered_moment_breaks_the_chain(old: str, new: str) -> None:
    events = story([moment_marked(M1), score_given("E1", "adherence", Score(value=3))])
    assert first_break(events) is None
    assert old in events[1].body
    forged = replace(events[1], body=events[1].body.replace(old, new))
    assert first_break([events[0], forged, events[2]]) == 2
    rehashed: RatingEvent = replace(forged, hash=event_hash(forged, events[0].hash))
    assert first_break([events[0], rehashed, events[2]]) == 3


def test_a_moment_taken_out_of_the_story_breaks_the_chain() -> None:
    events = story([moment_marked(M1), moment_deleted("m1")])
    assert first_break([events[0], events[2]]) == 3


def test_a_score_tells_how_far_the_session_had_been_heard() -> None:
    heard = HeardSoFar(61_000, 1_800_000)
    given = with_heard(score_given("E1", "adherence", Score(value=0)), heard)
    state = fold(story([given, with_heard(none_heard(("P1",), "extent"), heard), UNDO, REDO]))
    for key in (("E1", "adherence"), ("P1", "extent")):
        standing = state.score(*key)
        assert standing is not None
        assert standing.heard == state.scores()[key].heard == heard
    assert standing.stamp == stamp(3)


def test_a_score_given_before_anybody_counted_stays_valid() -> None:
    draft = score_given("E1", "adherence", Score(value=0))
    assert with_heard(draft, None) == draft
    standing = fold(story([draft])).score("E1", "adherence")
    assert standing is not None
    assert standing.heard is None
