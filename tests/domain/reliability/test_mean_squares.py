"""Mean squares, held against least squares worked out by the definition."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from numpy.typing import NDArray

from domain.reliability.tables import SHROUT_FLEISS, gappy_tables
from fidelity_rater.domain.reliability.mean_squares import (
    features,
    one_way,
    rated_part,
    two_way,
    two_way_mean_squares,
    usual_ratings,
)

Floats = NDArray[np.float64]


def left_over(y: Floats, *designs: Floats) -> tuple[float, int]:
    """Return the residual sum of squares and the rank of a least squares fit."""
    design = np.column_stack(designs)
    fitted, _, rank, _ = np.linalg.lstsq(design, y, rcond=None)
    return float(((y - design @ fitted) ** 2).sum()), int(rank)


@settings(max_examples=30)
@given(gappy_tables())
def test_sums_of_squares_are_those_of_nested_fits(table: Floats) -> None:
    table = rated_part(table)
    targets, raters = np.nonzero(~np.isnan(table))
    y = table[~np.isnan(table)]
    by_target, by_rater = np.eye(table.shape[0])[targets], np.eye(table.shape[1])[raters]
    both, rank = left_over(y, by_target, by_rater)
    targets_alone, n = left_over(y, by_target)
    raters_alone, k = left_over(y, by_rater)

    ours = two_way(features(table).sum(axis=0), raters=table.shape[1])

    assert (float(ours.df_targets), float(ours.df_raters)) == (rank - k, rank - n)
    assert float(ours.df_error) == y.size - rank
    assert float(ours.ms_targets) * (rank - k) == pytest.approx(raters_alone - both, abs=1e-8)
    assert float(ours.ms_raters) * (rank - n) == pytest.approx(targets_alone - both, abs=1e-8)
    if y.size > rank:
        assert float(ours.ms_error) * (y.size - rank) == pytest.approx(both, abs=1e-8)
    within = one_way(features(table).sum(axis=0))
    if y.size > n:
        assert float(within.ms_within) * (y.size - n) == pytest.approx(targets_alone, abs=1e-8)


def test_a_complete_table_has_the_mean_squares_of_the_paper() -> None:
    textbook = [float(ms) for ms in two_way_mean_squares(SHROUT_FLEISS)]
    assert [round(ms, 2) for ms in textbook] == [11.24, 32.49, 1.02]
    summed = two_way(features(SHROUT_FLEISS).sum(axis=0), raters=4)
    assert [float(ms) for ms in (summed.ms_targets, summed.ms_raters, summed.ms_error)] == pytest.approx(textbook)
    assert (float(summed.per_target), float(summed.per_rater)) == (4, 6)
    assert round(float(one_way(features(SHROUT_FLEISS).sum(axis=0)).ms_within), 2) == 6.26


def test_weighted_features_are_a_resample() -> None:
    table = SHROUT_FLEISS.copy()
    table[1, 2] = table[4, 0] = np.nan
    drawn = np.array([0, 0, 1, 3, 3, 4])
    weights = np.bincount(drawn, minlength=6).astype(np.float64)
    weighted, drawn_out = two_way(weights @ features(table), raters=4), two_way(features(table[drawn]).sum(0), raters=4)
    for name in ("ms_targets", "ms_raters", "ms_error", "per_target", "per_rater", "df_error"):
        assert float(getattr(weighted, name)) == pytest.approx(float(getattr(drawn_out, name)))


def test_many_tables_at_once_are_each_as_alone() -> None:
    rng = np.random.default_rng(5)
    tables = rng.integers(0, 7, (7, 9, 3)).astype(np.float64)
    tables[rng.random(tables.shape) < 0.3] = np.nan
    at_once = two_way(features(tables).sum(axis=-2), raters=3)
    alone = [float(two_way(features(table).sum(axis=0), raters=3).ms_targets) for table in tables]
    assert at_once.ms_targets == pytest.approx(np.array(alone))


def test_variances_are_unbiased_whatever_cells_are_missing() -> None:
    rng = np.random.default_rng(11)
    size, n, k = 3000, 12, 4
    tables = rng.normal(0, 1.0, (size, n, 1)) + rng.normal(0, 0.7, (size, 1, k)) + rng.normal(0, 0.8, (size, n, k)) + 20
    missing = rng.random((n, k)) < 0.35
    missing[:2] = False
    tables[:, missing] = np.nan
    two = two_way(features(tables).sum(axis=-2), raters=k)
    assert float(((two.ms_targets - two.ms_error) / two.per_target).mean()) == pytest.approx(1.0, abs=0.03)
    assert float(((two.ms_raters - two.ms_error) / two.per_rater).mean()) == pytest.approx(0.49, abs=0.03)
    assert float(two.ms_error.mean()) == pytest.approx(0.64, abs=0.01)


def test_ratings_per_target_are_their_harmonic_mean() -> None:
    table = np.array([[1, 2, 3, 4], [2, 3, np.nan, np.nan], [5, np.nan, np.nan, np.nan]], dtype=np.float64)
    assert float(usual_ratings(features(table).sum(axis=0))) == pytest.approx(3 / (1 / 4 + 1 / 2 + 1))


def test_what_nobody_rated_is_no_part_of_a_table() -> None:
    nothing = np.nan
    table = np.array([[1, nothing, 2], [nothing, nothing, nothing], [3, nothing, 4]])
    assert rated_part(table).tolist() == [[1, 2], [3, 4]]
    with pytest.raises(ValueError, match="targets by raters"):
        rated_part(np.zeros(3))


def test_raters_who_all_share_targets_are_solved_for_and_others_taken_apart_to_the_same_end() -> None:
    """Of a stack in which some resamples leave two raters without a shared target, each is as it is alone."""
    draw = np.random.default_rng(5)
    scores = np.where(draw.random((12, 4)) < 0.4, np.nan, draw.normal(size=(12, 4)))
    weights = draw.multinomial(12, np.full(12, 1 / 12), size=200).astype(float)
    totals = weights @ features(scores)
    pairs = totals[:, -16:].reshape(-1, 4, 4)
    each_two = (pairs > 0).all(axis=(1, 2))
    assert 10 < each_two.sum() < 190
    found = two_way(totals, raters=4)
    for place in range(200):
        counts = totals[place, 7:11]
        sums = totals[place, 11:15] - totals[place, 15:19]
        expected = sums @ np.linalg.pinv(np.diag(counts) - pairs[place], rcond=1e-9, hermitian=True) @ sums
        drawn = np.repeat(scores, weights[place].astype(int), axis=0)
        alone = two_way(features(drawn).sum(axis=0), raters=4)
        assert found.df_raters[place] == alone.df_raters
        if alone.df_raters > 0:
            assert found.ms_raters[place] * found.df_raters[place] == pytest.approx(expected, abs=1e-9)
