"""Whatever a rater does, the database, the library in memory and the fold say the same."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fidelity_rater.domain.ratings.events import (
    Draft,
    EventKind,
    Score,
    cover_set,
    harm_action_told,
    none_heard,
    note_written,
    score_given,
    score_withdrawn,
)
from fidelity_rater.domain.ratings.fold import fold
from fidelity_rater.storage.database import Database, create_database
from fidelity_rater.storage.memory import MemoryLibrary
from storage.conftest import KEY
from storage.stories import Desk, Quiet, Story, uid

_ITEMS = st.sampled_from(["A", "B", "C"])
_DIMENSIONS = st.sampled_from(["adherence", "quality"])
_SCORES = st.one_of(st.builds(Score, st.integers(0, 4)), st.just(Score(state="not_applicable", reason="why")))
_DRAFTS = st.one_of(
    st.builds(score_given, _ITEMS, _DIMENSIONS, _SCORES),
    st.builds(score_withdrawn, _ITEMS, _DIMENSIONS),
    st.builds(none_heard, st.just(("A", "C")), _DIMENSIONS),
    st.builds(note_written, st.one_of(st.none(), _ITEMS), st.text(max_size=5)),
    st.builds(cover_set, st.just("phase"), st.sampled_from(["initial", "termination", None])),
    st.builds(cover_set, st.just("focal_areas"), st.sampled_from([["grief"], [], None])),
    st.builds(harm_action_told, _ITEMS, done=st.sampled_from(["x", "y"]), told=st.just("z"), when=st.just("now")),
    st.just(Draft(EventKind.UNDONE, {})),
    st.just(Draft(EventKind.REDONE, {})),
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path: Path = tmp_path_factory.mktemp("random") / "library.db"
    create_database(path, KEY, uid=uid(), name="Random")
    database = Database.open(path, KEY)
    yield database
    database.close()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drafts=st.lists(_DRAFTS, max_size=25))
def test_every_adapter_says_what_the_fold_says(shared: Database, drafts: list[Draft]) -> None:
    memory = MemoryLibrary()
    story = Story(memory)
    renamed = replace(story.therapist, code=uid())
    with memory.work() as work:
        work.therapists.save(renamed)
        work.commit()
    with shared.work() as work:
        work.therapists.add(renamed)
        work.cases.add(story.case)
        work.sessions.add(story.session)
        work.recordings.add(story.recording, story.sealed)
        work.people.keep(story.rater)
        work.scales.keep(story.head().scale_sha256, b"a scale")
        work.commit()
    desk = story.begin()
    for draft in drafts:
        can = {EventKind.UNDONE: desk.state.can_undo, EventKind.REDONE: desk.state.can_redo}
        if can.get(draft.kind, True):
            desk.do(draft, media_ms=desk.state.head_seq)
    _replay(shared, desk)
    with shared.queries() as one, memory.queries() as other:
        assert one.trajectory(story.therapist.uid) == other.trajectory(story.therapist.uid)
        (sheet,) = one.case_sheets(story.case.uid)
        assert [row for row in one.export_rows() if row.rating_uid == desk.uid] == list(other.export_rows())
    with shared.read() as work:
        state = fold(work.ratings.events(desk.uid))
    assert sheet.scores == {key: standing.score for key, standing in state.scores().items()}
    assert (sheet.phase, sheet.focal_areas) == (state.phase, state.focal_areas)
    assert shared.check(Quiet()) == ()


def _replay(library: Any, desk: Desk) -> None:
    """Give another library the same events."""
    with desk.story.library.read() as work:
        events = work.ratings.events(desk.uid)
    again = Desk(desk.story, desk.head)
    with library.work() as work:
        work.ratings.open(desk.head)
        for event in events:
            work.ratings.append(event, again.rows(event))
        work.commit()
