"""Which act an undo or redo has moved is found by looking back, and agrees with the fold's own stacks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from domain.ratings.stories import REDO, UNDO, append, story
from fidelity_rater.domain.ratings.events import Draft, EventKind, cover_set, harm_action_told, note_written
from fidelity_rater.domain.ratings.fold import fold
from fidelity_rater.storage.stores.covers import stepped

acts = st.sampled_from(
    [note_written(None, "a"), cover_set("phase", "initial"), harm_action_told("E1", done="d", told="t", when="w")]
)


@given(st.lists(st.one_of(acts, st.just(UNDO), st.just(UNDO), st.just(REDO)), max_size=30))
def test_looking_back_finds_what_the_fold_would_step(drafts: list[Draft]) -> None:
    events = story([])
    state = fold(events)
    for draft in drafts:
        moved = state.next_undo if draft is UNDO else state.next_redo
        if draft in (UNDO, REDO) and moved is None:
            continue
        state.apply(append(events, draft))
        if draft in (UNDO, REDO):
            assert moved is not None
            assert stepped(event.kind for event in reversed(events)) is moved.kind


def test_a_step_looks_no_further_back_than_it_must() -> None:
    def kinds() -> object:
        yield EventKind.UNDONE
        yield EventKind.MOMENT_MARKED
        raise AssertionError("the act was found already")

    assert stepped(kinds()) is EventKind.MOMENT_MARKED  # type: ignore[arg-type]
