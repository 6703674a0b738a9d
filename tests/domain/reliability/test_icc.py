"""Intraclass correlations: the published answers, an independent library, and what must not change them."""

from __future__ import annotations

import warnings
from types import ModuleType
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from domain.reliability.tables import SHROUT_FLEISS, complete_tables, gappy_tables, published
from fidelity_rater.domain.reliability.icc import (
    IccForm,
    all_iccs,
    icc,
    icc_from_mean_squares,
    icc_of_totals,
    icc_values,
)
from fidelity_rater.domain.reliability.mean_squares import features, two_way_mean_squares
from fidelity_rater.domain.reliability.models import Coefficient, IntervalBy, NotEnoughRatings

if TYPE_CHECKING:
    from pathlib import Path

Floats = NDArray[np.float64]
nan = np.nan

# Value, as Shrout & Fleiss print it; limits as R's psych prints them for the same table.
PRINTED = {
    "ICC(1,1)": ("0.17", "-0.133", "0.72"),
    "ICC(2,1)": ("0.29", "0.019", "0.76"),
    "ICC(3,1)": ("0.71", "0.342", "0.95"),
    "ICC(1,k)": ("0.44", "-0.884", "0.91"),
    "ICC(2,k)": ("0.62", "0.071", "0.93"),
    "ICC(3,k)": ("0.91", "0.676", "0.99"),
}


def printed(value: float | None, like: str) -> str:
    """Write a number with as many decimals as another was printed with."""
    assert value is not None
    return f"{value:.{len(like.partition('.')[2])}f}"


def either(table: Floats, form: IccForm) -> Coefficient | None:
    try:
        return icc(table, form)
    except NotEnoughRatings:
        return None


@pytest.mark.parametrize("form", IccForm)
def test_the_six_forms_are_as_printed(form: IccForm) -> None:
    found = icc(SHROUT_FLEISS, form)
    numbers = (found.value, found.low, found.high)
    assert tuple(printed(n, like) for n, like in zip(numbers, PRINTED[form], strict=True)) == PRINTED[form]
    assert (found.name, found.targets, found.raters, found.ratings) == (form.value, 6, 4, 24)
    assert (found.interval_by, found.notes) == (IntervalBy.F, ())


def test_each_form_has_its_other_name() -> None:
    assert [c.also for c in all_iccs(SHROUT_FLEISS)] == [
        *("ICC(1)", "ICC(A,1), case 2", "ICC(C,1), case 3"),
        *("ICC(k)", "ICC(A,k), case 2", "ICC(C,k), case 3"),
    ]


@pytest.mark.parametrize("name", ["shrout_fleiss_1979", "irr_anxiety"])
def test_all_digits_agree_with_reference_outputs(name: str, test_data: Path) -> None:
    """Of the references psych is right throughout; irr's and irrNA's intervals of ICC(A,k) are not."""
    scores, expected = published(test_data, name)
    outputs = expected["reference_outputs_R_4.2.2"]
    for found in all_iccs(scores):
        theirs = outputs["psych_ICC"][found.name]
        assert [found.value, found.low, found.high] == pytest.approx(
            [theirs["value"], theirs["lo"], theirs["hi"]], abs=2e-11
        )
        other = found.also.partition(",")[0] if "," not in found.also else found.also.partition("), ")[0] + ")"
        mcgraw_wong = other.replace("k", str(scores.shape[1]))
        assert found.value == pytest.approx(outputs["irrNA_icc_corr"][mcgraw_wong]["value"], abs=2e-11)


def test_the_anxiety_example_is_as_published(test_data: Path) -> None:
    scores, expected = published(test_data, "irr_anxiety")
    assert round(icc(scores, IccForm.AGREEMENT).value, 3) == expected["published"]["ICC(A,1)"]


@pytest.fixture(scope="module")
def pingouin() -> ModuleType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        module: ModuleType = pytest.importorskip("pingouin")
    return module


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(table=complete_tables())
def test_random_tables_agree_with_pingouin(table: Floats, pingouin: ModuleType) -> None:
    import pandas as pd

    forms = [either(table, form) for form in IccForm]
    assume(all(found is not None and found.low is not None for found in forms))
    targets, raters = np.indices(table.shape)
    frame = pd.DataFrame({"target": targets.ravel(), "rater": raters.ravel(), "score": table.ravel()})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = pingouin.intraclass_corr(frame, targets="target", raters="rater", ratings="score")
    for found, (_, row) in zip(forms, theirs.iterrows(), strict=True):
        assert found is not None
        assert found.value == pytest.approx(row["ICC"], rel=1e-9, abs=1e-9)
        low, high = row["CI95"]
        lowest = -np.inf if found.name.endswith("k)") else -1 / (table.shape[1] - 1)
        assert [found.low, found.high] == pytest.approx([max(low, lowest), high], abs=0.00501)


@settings(max_examples=30)
@given(gappy_tables())
def test_with_cells_missing_a_form_is_its_ratio_of_variances(table: Floats) -> None:
    """Worked out with least squares, from the expected sums of squares of an unbalanced table."""
    table = table[~np.isnan(table).all(axis=1)]
    rated = ~np.isnan(table)
    y, (rows, columns) = table[rated], np.nonzero(rated)
    n, k, size = table.shape[0], table.shape[1], y.size
    by_target, by_rater = np.eye(n)[rows], np.eye(k)[columns]

    def left_over(design: Floats) -> float:
        return float(((y - design @ np.linalg.lstsq(design, y, rcond=None)[0]) ** 2).sum())

    both, targets_alone, raters_alone = map(left_over, (np.column_stack([by_target, by_rater]), by_target, by_rater))
    # Two targets rated by all tie the raters together, so one comparison is lost.
    error = both / (size - n - k + 1)
    of_targets = (raters_alone - both - (n - 1) * error) / (size - k)
    of_raters = (targets_alone - both - (k - 1) * error) / (size - n)
    assume(error > 1e-9 and of_targets + of_raters + error > 1e-6)
    mean_of = n / (1 / rated.sum(axis=1)).sum()
    for form, noise, ratings in (
        (IccForm.AGREEMENT, of_raters + error, 1.0),
        (IccForm.CONSISTENCY, error, 1.0),
        (IccForm.AGREEMENT_MEAN, of_raters + error, mean_of),
        (IccForm.CONSISTENCY_MEAN, error, mean_of),
    ):
        whole = ratings * of_targets + noise
        assume(abs(whole) > 1e-6)
        found = either(table, form)
        assert (found is None) == (whole <= 0)
        if found is not None:
            assert found.value == pytest.approx(ratings * of_targets / whole, rel=1e-6, abs=1e-9)


def test_the_one_way_form_with_cells_missing_is_the_unbalanced_analysis_of_variance() -> None:
    table = np.array([[1, 2, nan], [4, 4, 5], [7, nan, nan], [2, 3, 2]])
    sizes, means = np.array([2, 3, 1, 3]), np.array([1.5, 13 / 3, 7, 7 / 3])
    grand = np.nansum(table) / 9
    between = float((sizes * (means - grand) ** 2).sum() / 3)
    within = float(np.nansum((table - means[:, None]) ** 2) / 5)
    n0 = (9 - (sizes**2).sum() / 9) / 3
    found = icc(table, IccForm.ONE_WAY)
    assert found.value == pytest.approx((between - within) / (between + (n0 - 1) * within))
    assert (found.targets, found.raters, found.ratings) == (4, 3, 9)
    assert found.notes[0].startswith("3 of 12 cells are missing")


tables_of_any_kind = st.one_of(complete_tables(), gappy_tables())


@settings(max_examples=30)
@given(
    tables_of_any_kind, st.randoms(use_true_random=False), st.sampled_from([0.5, 3.0]), st.sampled_from([-7.0, 40.0])
)
def test_neither_order_nor_unit_nor_zero_point_matters(table: Floats, random: object, unit: float, zero: float) -> None:
    rows, columns = list(range(table.shape[0])), list(range(table.shape[1]))
    random.shuffle(rows)  # type: ignore[attr-defined]
    random.shuffle(columns)  # type: ignore[attr-defined]
    other = table[rows][:, columns] * unit + zero
    for form in IccForm:
        before, after = either(table, form), either(other, form)
        assert (before is None) == (after is None)
        if before is not None and after is not None:
            assert after.value == pytest.approx(before.value, rel=1e-7, abs=1e-7)
            assert (before.low is None) == (after.low is None)
            if before.low is not None and after.low is not None:
                assert after.low == pytest.approx(before.low, rel=1e-6, abs=1e-6)


@settings(max_examples=30)
@given(tables_of_any_kind, st.lists(st.integers(-3, 3), min_size=4, max_size=4))
def test_severity_leaves_consistency_alone(table: Floats, severity: list[int]) -> None:
    shifted = table + np.array(severity[: table.shape[1]], dtype=np.float64)
    assume(np.nanmax(table) > np.nanmin(table) and np.nanmax(shifted) > np.nanmin(shifted))
    for form in (IccForm.CONSISTENCY, IccForm.CONSISTENCY_MEAN):
        before, after = either(table, form), either(shifted, form)
        assert (before is None) == (after is None)
        if before is not None and after is not None:
            assert after.value == pytest.approx(before.value, rel=1e-7, abs=1e-7)


@settings(max_examples=30)
@given(tables_of_any_kind)
def test_an_interval_holds_its_value(table: Floats) -> None:
    for form in IccForm:
        found = either(table, form)
        if found is not None and found.low is not None and found.high is not None:
            assert found.low <= found.value + 1e-9 <= found.high + 2e-9
            assert found.high <= 1
            if not form.of_mean:
                most = np.isfinite(table).sum(axis=1).max()
                assert found.low >= -1 / (most - 1) - 1e-9, "no ratings correlate less than that"


def test_values_of_many_tables_are_those_of_each() -> None:
    rng = np.random.default_rng(2)
    tables = rng.integers(0, 7, (5, 8, 3)).astype(np.float64)
    gappy = np.where(rng.random(tables.shape) < 0.2, nan, tables)
    mean_squares = two_way_mean_squares(tables)
    for form in IccForm:
        alone = np.array([icc(table, form).value for table in tables])
        assert icc_values(tables, form) == pytest.approx(alone)
        textbook = icc_from_mean_squares(
            form, mean_squares[0], ms_raters=mean_squares[1], ms_error=mean_squares[2], targets=8, raters=3
        )
        assert textbook == pytest.approx(alone)
        assert icc_values(gappy, form) == pytest.approx(np.array([icc(table, form).value for table in gappy]))


def test_a_resample_without_variance_is_no_number() -> None:
    weights = np.array([[0, 0, 0, 0, 0, 6], [1, 1, 1, 1, 1, 1]], dtype=np.float64)
    values = icc_of_totals(weights @ features(SHROUT_FLEISS), IccForm.CONSISTENCY, raters=4)
    assert np.isnan(values[0])
    assert round(float(values[1]), 2) == 0.71


def test_a_value_below_zero_is_given_as_it_is() -> None:
    found = icc(np.array([[1, 5], [5, 2], [2, 4], [4, 1]], dtype=np.float64), IccForm.CONSISTENCY)
    assert found.value < -0.5
    assert any("Below zero" in note for note in found.notes)


def test_an_interval_ends_where_no_correlation_can_be() -> None:
    table = np.array([[3, 2], [2, 3], [3, 2], [2, 2], [nan, 3], [3, nan], [2, 3], [3, 3]])
    found = icc(table, IccForm.AGREEMENT)
    assert found.low == -1
    assert found.high is not None
    assert -1 < found.value < found.high < 1
    assert any("ends at -1.00" in note for note in found.notes)
    assert not any("ends at" in note for note in icc(SHROUT_FLEISS, IccForm.AGREEMENT).notes)


def test_no_interval_is_taken_from_less_than_one_degree_of_freedom() -> None:
    found = icc(np.array([[0, 3], [2, 1], [0, 4]], dtype=np.float64), IccForm.AGREEMENT)
    assert (found.low, found.high) == (None, None)
    assert found.value == pytest.approx(-0.625)


def test_exact_agreement_is_one_without_an_interval() -> None:
    found = icc(np.array([[1, 1], [2, 2], [4, 4]], dtype=np.float64), IccForm.AGREEMENT)
    assert (found.value, found.low, found.high, found.interval_by) == (1, None, None, IntervalBy.NONE)
    assert any("No interval" in note for note in found.notes)


def test_raters_apart_by_a_constant_are_consistent_but_do_not_agree() -> None:
    table = np.array([[1, 3], [2, 4], [4, 6]], dtype=np.float64)
    assert icc(table, IccForm.CONSISTENCY).value == 1
    found = icc(table, IccForm.AGREEMENT)
    assert found.value == pytest.approx((7 / 3) / (7 / 3 + 2))
    assert found.low is not None


def test_groups_of_raters_that_share_no_target_are_told() -> None:
    table = np.array([[1, 2, nan, nan], [4, 4, nan, nan], [nan, nan, 3, 3], [nan, nan, 6, 5]])
    assert any("2 groups" in note for note in icc(table, IccForm.AGREEMENT).notes)
    assert not any("groups" in note for note in icc(table, IccForm.ONE_WAY).notes)


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ([[1.0, 2.0, 3.0]], "at least two rated targets"),
        ([[nan, nan], [1.0, 2.0]], "at least two rated targets"),
        ([[1.0], [2.0]], "at least two raters"),
        ([[1.0, nan], [2.0, nan]], "at least two raters"),
        ([[1.0, nan], [nan, 2.0], [3.0, nan]], "No target was rated by two"),
        ([[3.0, 3.0], [3.0, 3.0]], "All scores are the same"),
        ([[0.0, 1.0], [1.0, 0.0]], "undefined"),
    ],
)
def test_too_little_is_said(table: list[list[float]], said: str) -> None:
    with pytest.raises(NotEnoughRatings, match=said) as refused:
        icc(np.array(table), IccForm.AGREEMENT)
    assert refused.value.remedy


def test_a_table_too_thin_for_an_error_term_is_refused() -> None:
    """Each target but one rated once: severity and error cannot be told apart."""
    table = np.array([[1, 2, nan], [nan, 3, nan], [nan, nan, 5]])
    with pytest.raises(NotEnoughRatings):
        icc(table, IccForm.AGREEMENT)
