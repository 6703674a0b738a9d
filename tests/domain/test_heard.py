"""What was heard of a recording."""

from __future__ import annotations

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity_rater.domain.heard import HeardSoFar, Ledger, Span, heard_ms, joined
from fidelity_rater.domain.ratings.events import canonical

spans = st.lists(
    st.tuples(st.integers(0, 60), st.integers(0, 60), st.sampled_from([1.0, 1.5])).map(
        lambda s: (min(s[:2]), max(s[:2]), s[2])
    )
)


def milliseconds(stretches: object, rate: float | None = None) -> set[int]:
    return {ms for start, end, at in stretches if rate in {None, at} for ms in range(start, end)}  # type: ignore[attr-defined]


@given(spans)
def test_joining_keeps_what_was_heard_at_each_speed_and_leaves_no_touching_stretches(
    stretches: list[tuple[int, int, float]],
) -> None:
    result = joined(stretches)
    for rate in (1.0, 1.5):
        assert milliseconds(result, rate) == milliseconds(stretches, rate)
        at_rate = [span for span in result if span[2] == rate]
        assert all(before[1] < after[0] for before, after in pairwise(at_rate))
    assert joined(result) == result


@given(spans)
def test_time_heard_twice_counts_once(stretches: list[tuple[int, int, float]]) -> None:
    assert heard_ms([(start, end) for start, end, _ in stretches]) == len(milliseconds(stretches))


PARTS = (("a", 50), ("b", 40))
ledgers = st.builds(
    lambda a, b: Ledger(PARTS, {"a": tuple(a), "b": tuple(b), "gone": ((0, 9, 1.0),)}),
    spans,
    spans,
)


def axis(ledger: Ledger, rate: float | None = None) -> set[int]:
    """Every millisecond of the session that was heard, told one by one."""
    found, begins = set(), 0
    for uid, duration in ledger.parts:
        own = milliseconds(ledger.spans[uid], rate)
        found |= {begins + ms for ms in own if ms < duration}
        begins += duration
    return found


@given(ledgers)
def test_a_ledger_joins_the_recordings_end_to_end(ledger: Ledger) -> None:
    heard = axis(ledger)
    assert ledger.duration_ms == 90
    assert ledger.so_far == HeardSoFar(len(heard), max(heard, default=-1) + 1)
    assert ledger.heard_ms == len(heard)


@given(ledgers)
def test_what_was_not_heard_is_all_the_rest_longest_first(ledger: Ledger) -> None:
    gaps = ledger.unheard()
    assert {ms for start, end in gaps for ms in range(start, end)} == set(range(90)) - axis(ledger)
    lengths = [end - start for start, end in gaps]
    assert lengths == sorted(lengths, reverse=True)
    assert all(lengths)


@given(ledgers)
def test_every_millisecond_counts_at_the_slowest_speed_it_was_heard_at(ledger: Ledger) -> None:
    slow, fast = axis(ledger, 1.0), axis(ledger, 1.5)
    expected = {1.0: len(slow), 1.5: len(fast - slow)}
    assert ledger.by_speed() == {rate: ms for rate, ms in expected.items() if ms}


@given(ledgers)
def test_a_ledger_comes_back_from_the_signing_event_as_what_was_heard(ledger: Ledger) -> None:
    back = Ledger.from_json(json.loads(canonical(ledger.as_json())))
    assert (back.parts, axis_of_known(back)) == (ledger.parts, axis_of_known(ledger))
    assert back.as_json() == ledger.as_json()


def axis_of_known(ledger: Ledger) -> list[set[int]]:
    spans: dict[str, tuple[Span, ...]] = {uid: ledger.spans.get(uid, ()) for uid, _ in ledger.parts}
    return [axis(Ledger(ledger.parts, spans), rate) for rate in (1.0, 1.5)]


def test_a_place_of_the_session_lies_in_one_recording() -> None:
    ledger = Ledger(PARTS, {})
    assert [ledger.place(ms) for ms in (0, 49, 50, 89, 90)] == [("a", 0), ("a", 49), ("b", 0), ("b", 39), ("b", 40)]
    with pytest.raises(ValueError, match="no places"):
        Ledger((), {}).place(0)
