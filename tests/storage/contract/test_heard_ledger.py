"""The listening ledger: whatever is heard, in whatever pieces, is kept as merged spans and locked by the signature."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fidelity_rater.app.errors import NotAllowed
from fidelity_rater.app.ports.library import HeardSpan
from fidelity_rater.storage.database import Database, create_database
from fidelity_rater.storage.memory import MemoryLibrary
from storage import stories
from storage.conftest import KEY
from storage.stories import Story, uid

RATES = (0.5, 0.9, 1.0, 1.1, 2.0)
_SPANS = st.builds(
    lambda start, length, rate: HeardSpan(start, start + length, rate),
    st.integers(0, 40), st.integers(0, 12), st.sampled_from(RATES),
)  # fmt: skip
_APPENDED = st.lists(st.tuples(st.integers(0, 2), st.lists(_SPANS, max_size=5)), max_size=15)
"""Which of three recordings, and what was heard of it since the last time."""


@pytest.fixture(scope="module", params=["sqlite", "memory"])
def shared(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    if request.param == "memory":
        yield MemoryLibrary()
        return
    path: Path = tmp_path_factory.mktemp("heard") / "library.db"
    create_database(path, KEY, uid=uid(), name="Heard")
    database = Database.open(path, KEY)
    yield database
    database.close()


@pytest.fixture(scope="module")
def life(shared: Any) -> Story:
    return Story(shared)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(appended=_APPENDED)
def test_the_ledger_holds_every_heard_millisecond_once_in_as_few_spans_as_can_be(
    life: Story, appended: Sequence[tuple[int, list[HeardSpan]]]
) -> None:
    held = stories.session(life.case, 7)
    parts = [stories.recording(held, n) for n in (1, 2, 3)]
    head = life.head(session_uid=held.uid)
    with life.library.work() as work:
        work.sessions.add(held)
        for part, sealed in parts:
            work.recordings.add(part, sealed)
        work.ratings.open(head)
        work.commit()
    expected: dict[str, set[tuple[float, int]]] = {}
    for which, spans in appended:
        recording = parts[which][0].uid
        with life.library.work() as work:
            work.ratings.add_heard(head.uid, recording, spans)
            work.commit()
        for span in spans:
            heard = expected.setdefault(recording, set())
            heard |= {(span.rate, ms) for ms in range(span.start_ms, span.end_ms)}
    with life.library.read() as work:
        ledger = work.ratings.heard(head.uid)
    assert {
        recording: {(span.rate, ms) for span in spans for ms in range(span.start_ms, span.end_ms)}
        for recording, spans in ledger.items()
    } == {recording: heard for recording, heard in expected.items() if heard}
    for spans in ledger.values():
        assert list(spans) == sorted(spans, key=lambda span: (span.start_ms, span.end_ms, span.rate))
        for rate in RATES:
            own = [span for span in spans if span.rate == rate]
            assert all(one.end_ms < other.start_ms for one, other in pairwise(own))


def test_a_signed_ratings_ledger_is_locked_and_anothers_goes_on(life: Story) -> None:
    signed, draft = life.begin(), life.begin(purpose="summative")
    span = HeardSpan(0, 1000, 1.0)
    for desk in (signed, draft):
        with life.library.work() as work:
            work.ratings.add_heard(desk.uid, life.recording.uid, [span])
            work.commit()
    signed.sign()
    with life.library.work() as work:
        with pytest.raises(NotAllowed, match="signed"):
            work.ratings.add_heard(signed.uid, life.recording.uid, [HeardSpan(1000, 2000, 1.0)])
        work.ratings.add_heard(draft.uid, life.recording.uid, [HeardSpan(1000, 2000, 1.0)])
        work.commit()
    with life.library.read() as work:
        assert work.ratings.heard(signed.uid) == {life.recording.uid: (span,)}
        assert work.ratings.heard(draft.uid) == {life.recording.uid: (HeardSpan(0, 2000, 1.0),)}
