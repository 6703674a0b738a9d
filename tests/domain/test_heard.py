"""What was heard of a recording."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from fidelity_rater.domain.heard import heard_ms, joined

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
