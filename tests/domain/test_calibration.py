"""Bias, spread and drift of a rater, by hand and by invariants; references and attempts read back as they were."""

from __future__ import annotations

import statistics
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fidelity_rater.domain.calibration import (
    DAYS_IN_MONTH,
    FEWEST_FOR_DRIFT,
    FEWEST_ITEMS,
    Calibration,
    Gate,
    Reference,
    apart,
    drift,
    is_old,
)

DIFFERENCES = st.lists(st.integers(-4, 4), min_size=FEWEST_ITEMS, max_size=40)
NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def test_bias_and_spread_of_a_known_list() -> None:
    found = apart([1, 0, 1, 2, -1])
    assert (found.n, found.bias, found.exact, found.within_one) == (5, 0.6, 1, 4)
    assert found.spread == pytest.approx(1.140175)
    assert (found.share_exact, found.share_within_one) == (0.2, 0.8)


def test_too_few_items_tell_no_bias_but_are_counted() -> None:
    found = apart([1, 1, 1, 1])
    assert (found.bias, found.spread, found.within_one) == (None, None, 4)
    assert apart([]).share_within_one is None


@given(DIFFERENCES)
@settings(max_examples=40)
def test_bias_and_spread_are_the_mean_and_the_standard_deviation(differences: list[int]) -> None:
    found = apart(differences)
    assert found.bias == pytest.approx(statistics.mean(differences))
    assert found.spread == pytest.approx(statistics.stdev(differences), abs=1e-9)


@given(DIFFERENCES, st.integers(-3, 3))
@settings(max_examples=40)
def test_who_is_more_lenient_by_so_much_has_so_much_more_bias_and_the_same_spread(
    differences: list[int], more: int
) -> None:
    before, after = apart(differences), apart([one + more for one in differences])
    assert before.bias is not None
    assert after.bias == pytest.approx(before.bias + more)
    assert after.spread == pytest.approx(before.spread, abs=1e-9)


def at(*months: float) -> list[date]:
    return [date(2026, 1, 1) + timedelta(days=round(month * DAYS_IN_MONTH)) for month in months]


def test_a_straight_line_is_found_again() -> None:
    days = at(0, 2, 5, 9)
    points = [(day, 0.1 + 0.05 * ((day - days[0]).days / DAYS_IN_MONTH)) for day in days]
    found = drift(reversed(points))
    assert found is not None
    assert found.per_month == pytest.approx(0.05)
    assert (found.attempts, found.days) == (4, 274)


def test_a_drift_needs_enough_attempts_over_enough_time() -> None:
    few = [(day, 0.0) for day in at(0, 3, 6)]
    assert len(few) < FEWEST_FOR_DRIFT
    assert drift(few) is None
    assert drift([(day, 0.0) for day in at(0, 0.5, 1, 1.5)]) is None
    assert drift([(date(2026, 1, 1), 0.0)] * 9) is None


def test_a_calibration_is_old_after_its_period_and_not_on_its_last_day() -> None:
    gate = Gate("Ours", references=1, valid_days=365)
    assert not is_old(gate, date(2025, 3, 2), date(2026, 3, 2))
    assert is_old(gate, date(2025, 3, 2), date(2026, 3, 3))
    assert not is_old(Gate("Ours", references=1), date(1990, 1, 1), date(2026, 1, 1))


def test_references_and_attempts_read_back_as_they_were() -> None:
    reference = Reference("r", "c", "s", "A", "p", NOW, "for new raters", retired=True)
    assert Reference.from_json(reference.as_json()) == reference
    calibration = Calibration("k", "rating", "r", "c", "p", NOW)
    assert Calibration.from_json(calibration.as_json()) == calibration
