"""A mean beside a line: a verdict only where the doubt of who rated allows one."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity_rater.domain.accreditation.pass_marks import MOST, NORMAL, RaterDoubt, Told, read_mark

DOUBT = RaterDoubt(icc=0.6, sem=0.5, error=0.4, pairs=20)


def read(*marks: float, raters: str = "ABCDEFGH", line: float = 3.0, doubt: RaterDoubt | None = DOUBT, fewest: int = 2):  # type: ignore[no-untyped-def]
    values = [(rater, mark) for rater, mark in zip(raters * 9, marks, strict=False)]
    return read_mark(values, line, fewest=fewest, doubt=doubt, fewest_pairs=10)


def test_the_band_is_that_of_the_mean() -> None:
    found = read(3.4, 3.6, 3.8, 3.2)
    half = NORMAL * 0.5 / math.sqrt(4)
    assert (found.mean, found.low, found.high) == pytest.approx((3.5, 3.5 - half, 3.5 + half))
    assert (found.told, found.further) == (Told.ABOVE, None)
    assert read(2.4, 2.6, 2.2, 2.0).told is Told.BELOW


def test_where_the_band_crosses_the_line_there_is_no_verdict_but_a_proposal() -> None:
    found = read(3.4, 3.2)
    assert (found.told, found.further) == (Told.CROSSES, 9)
    assert NORMAL * 0.5 / math.sqrt(2 + 9) <= 0.3 < NORMAL * 0.5 / math.sqrt(2 + 8)
    assert read(3.0, 3.0).further is None


def test_several_ratings_by_one_rater_share_that_raters_severity() -> None:
    alone, two = read(3.4, 3.6, 3.8, 3.2, raters="A"), read(3.4, 3.6, 3.8, 3.2)
    assert alone.high - alone.low > two.high - two.low
    assert DOUBT.of_mean({"A": 10_000}) == pytest.approx(math.sqrt(0.5**2 - 0.4**2), rel=1e-3)
    assert DOUBT.of_mean({"A": 1}) == pytest.approx(0.5)


def test_too_little_is_said_to_be_too_little() -> None:
    assert read(5.0).told is Told.TOO_FEW_RATINGS
    assert read().mean is None
    assert read(4.0, 4.0, doubt=None).told is Told.DOUBT_NOT_KNOWN
    few = read(4.0, 4.0, doubt=RaterDoubt(0.9, 0.1, 0.1, pairs=9))
    assert (few.told, few.low) == (Told.DOUBT_NOT_KNOWN, None)


def test_raters_who_differ_by_nothing_leave_no_doubt() -> None:
    sure = RaterDoubt(1.0, 0.0, 0.0, pairs=10)
    assert read(3.0, 3.0, doubt=sure).told is Told.ABOVE
    assert read(2.9, 3.0, doubt=sure).told is Told.BELOW


@given(
    marks=st.lists(st.floats(1, 5), min_size=2, max_size=12),
    sem=st.floats(0.01, 1.5),
    share=st.floats(0, 1),
    raters=st.sampled_from(("A", "AB", "ABCDEFGH")),
)
def test_a_verdict_never_stands_on_a_band_across_the_line(
    marks: list[float], sem: float, share: float, raters: str
) -> None:
    found = read(*marks, raters=raters, doubt=RaterDoubt(0.5, sem, sem * share, pairs=12))
    assert found.low is not None
    assert (found.told is Told.CROSSES) == (found.low < 3.0 <= found.high)
    assert found.further is None or 1 <= found.further <= MOST
