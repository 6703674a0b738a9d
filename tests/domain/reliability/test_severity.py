"""Severity: each rater beside the others on the targets they share."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from fidelity_rater.domain.reliability.rows import array_of
from fidelity_rater.domain.reliability.severity import severities


def test_two_raters_are_each_others_mirror() -> None:
    one, other = severities([[3, 2], [4, 2], [2, 2], [4, 3]])
    assert (one.difference, other.difference) == (1.0, -1.0)
    assert (one.low, one.high) == (pytest.approx(-(other.high or 0)), pytest.approx(-(other.low or 0)))
    assert one.apart == other.apart == pytest.approx(np.std([1, 2, 0, 1], ddof=1))


def test_the_interval_is_that_of_a_paired_t_test() -> None:
    rng = np.random.default_rng(5)
    scores = rng.normal(size=(12, 2))
    expected = stats.ttest_rel(scores[:, 0], scores[:, 1]).confidence_interval(0.95)
    found = severities(scores)[0]
    assert (found.low, found.high) == (pytest.approx(expected.low), pytest.approx(expected.high))


def test_a_rater_is_compared_on_shared_targets_only() -> None:
    """The third rater has the two weakest recordings, one of them alone, and is not severe for it."""
    found = severities(array_of([[4, 4, None], [3, 3, None], [1, None, 1], [None, None, 0]]))
    assert [(one.rater, one.targets, one.difference) for one in found] == [(0, 3, 0.0), (1, 2, 0.0), (2, 1, 0.0)]
    assert found[2].low is None
    assert found[2].spread is None


def test_whoever_shares_nothing_is_left_out() -> None:
    assert [one.rater for one in severities(array_of([[1, 2, None], [2, 2, None], [None, None, 3]]))] == [0, 1]
    assert severities(array_of([[1.0, None], [None, 2.0]])) == ()


def test_severity_is_seen_against_all_others_together() -> None:
    found = severities([[4, 2, 2], [5, 3, 3], [3, 1, 1]])
    assert [one.difference for one in found] == [2.0, -1.0, -1.0]
    assert found[0].others_spread == pytest.approx(1.0)
