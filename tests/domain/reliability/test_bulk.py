"""Many items at once: the same numbers as one by one, told as it goes, stopped when asked."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.reliability.agreement_tables import ANXIETY, CANONICAL, DIAGNOSES, tables
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.domain.reliability import bulk
from fidelity_rater.domain.reliability.alpha import krippendorffs_alpha
from fidelity_rater.domain.reliability.bootstrap import Method, Resampling
from fidelity_rater.domain.reliability.bulk import Dimension, ItemAgreement, agreement_of_items, with_totals
from fidelity_rater.domain.reliability.counting import FloatArray
from fidelity_rater.domain.reliability.families import Measure
from fidelity_rater.domain.reliability.gwet import gwet_ac
from fidelity_rater.domain.reliability.icc import IccForm, icc
from fidelity_rater.domain.reliability.kappa import fleiss_kappa, lights_kappa
from fidelity_rater.domain.reliability.models import Coefficient, IntervalBy, NotEnoughRatings
from fidelity_rater.domain.reliability.simple import exact_agreement, within_agreement

LEVELS = (0.0, 1.0, 2.0, 3.0, 4.0)
DRAWING = Resampling(resamples=60, seed=4)
ICC = {Measure("icc_" + form.value[4:-1].replace(",", "_").lower()): form for form in IccForm}


def of(scores: FloatArray, dimension: Dimension, drawing: Resampling = DRAWING) -> ItemAgreement:
    return agreement_of_items(scores[:, :, None], [dimension], resampling=drawing)[0]


def one_by_one(scores: FloatArray, measure: Measure, drawing: Resampling) -> Coefficient:
    """The same coefficient from the function that gives it alone."""
    if measure in ICC:
        return icc(scores, ICC[measure])
    name, _cut, kind = measure.value.partition("_")
    weights = kind or "none"
    match name:
        case "exact":
            return exact_agreement(scores, resampling=drawing)
        case "within":
            return within_agreement(scores, resampling=drawing)
        case "alpha":
            return krippendorffs_alpha(scores, metric=kind, resampling=drawing)
        case "kappa":
            return lights_kappa(scores, weights=weights, categories=LEVELS, resampling=drawing)
        case "fleiss":
            return fleiss_kappa(scores, weights=weights, categories=LEVELS, resampling=drawing)
    return gwet_ac(scores, weights=weights, categories=LEVELS, resampling=drawing)


@settings(max_examples=15, deadline=None)
@given(table=tables(), method=st.sampled_from(Method), clusters=st.booleans())
def test_bulk_gives_what_the_single_functions_give(table: FloatArray, method: Method, clusters: bool) -> None:
    nested = [str(row // 2) for row in range(len(table))] if clusters else None
    drawing = Resampling(resamples=30, seed=9, clusters=nested, method=method)
    told = of(table, Dimension("ratio", LEVELS), drawing)
    assert set(told.found) | set(told.refused) == set(Measure)
    for measure, ours in told.found.items():
        alone = one_by_one(table, measure, drawing)
        assert ours.value == pytest.approx(alone.value, abs=1e-9)
        if measure in ICC:  # its interval there is by F
            assert (ours.name, ours.also) == (alone.name, alone.also)
            continue
        assert (ours.targets, ours.raters, ours.ratings) == (alone.targets, alone.raters, alone.ratings)
        assert ours.interval_by is alone.interval_by
        assert ours.low == pytest.approx(alone.low, abs=1e-9)
        assert ours.high == pytest.approx(alone.high, abs=1e-9)
    for measure in told.refused:
        with pytest.raises(NotEnoughRatings):
            one_by_one(table, measure, drawing)


def test_which_coefficients_apply_depends_on_the_metric() -> None:
    nominal = of(DIAGNOSES, Dimension("nominal", (1, 2, 3, 4, 5))).found
    assert set(nominal) == {Measure.EXACT, Measure.KAPPA, Measure.FLEISS, Measure.AC1, Measure.ALPHA_NOMINAL}
    total = of(ANXIETY, Dimension("interval")).found
    assert set(total) == {Measure.WITHIN_ONE, Measure.ALPHA_INTERVAL, *ICC}
    assert set(of(ANXIETY, Dimension("ordinal")).found) == set(Measure) - {Measure.ALPHA_RATIO}


def test_two_raters_kappa_goes_by_cohens_name() -> None:
    assert of(ANXIETY[:, :2], Dimension()).found[Measure.KAPPA_LINEAR].name == "Cohen's kappa, linear weights"
    # The third is in the study, but rated nothing of this item.
    absent = ANXIETY.copy()
    absent[:, 2] = np.nan
    assert of(absent, Dimension()).found[Measure.KAPPA].name == "Cohen's kappa"


def test_every_item_has_the_same_resamples() -> None:
    cube = np.stack([ANXIETY, ANXIETY], axis=2)
    first, second = agreement_of_items(cube, [Dimension(), Dimension()], resampling=DRAWING)
    assert first == second
    assert first.found[Measure.ICC_2_1].interval_by is IntervalBy.BOOTSTRAP


def test_ordinal_totals_of_many_levels_have_their_alpha_too() -> None:
    fine = ANXIETY + np.arange(60).reshape(20, 3) / 100
    told = of(fine, Dimension("ordinal")).found[Measure.ALPHA_ORDINAL]
    alone = krippendorffs_alpha(fine, metric="ordinal", resampling=DRAWING)
    assert (told.value, told.low) == (pytest.approx(alone.value), pytest.approx(alone.low))


def test_a_refusal_stays_with_its_item() -> None:
    cube = np.stack([ANXIETY, np.full_like(ANXIETY, 3.0), np.full_like(ANXIETY, np.nan)], axis=2)
    good, constant, empty = agreement_of_items(cube, [Dimension("ordinal", (*LEVELS[1:], 5.0, 6.0))] * 3)
    assert not good.refused
    assert set(constant.found) == {
        *(Measure.EXACT, Measure.WITHIN_ONE, Measure.AC1, Measure.AC2_LINEAR, Measure.AC2_QUADRATIC)
    }
    assert "same" in constant.refused[Measure.ALPHA_ORDINAL].message
    assert not empty.found
    assert all(isinstance(why, NotEnoughRatings) for why in empty.refused.values())


def test_a_score_off_the_scale_stops_everything() -> None:
    with pytest.raises(UserFacingError, match="outside the levels"):
        of(ANXIETY, Dimension("ordinal", LEVELS))


def test_groups_of_items_do_not_change_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    cube = np.stack([CANONICAL, CANONICAL + 1, CANONICAL], axis=2)
    dimensions = [Dimension(), Dimension("interval"), Dimension("nominal")]
    whole = agreement_of_items(cube, dimensions, resampling=DRAWING)
    monkeypatch.setattr(bulk, "_GROUP_CELLS", 1)
    assert agreement_of_items(cube, dimensions, resampling=DRAWING) == whole


def test_it_tells_how_far_it_is() -> None:
    told: list[float] = []
    cube = np.repeat(ANXIETY[:, :, None], 6, axis=2)
    agreement_of_items(cube, [Dimension()] * 6, resampling=DRAWING, progress=told.append)
    assert told == sorted(told)
    assert (told[0], told[-1]) == (0, 1)
    assert len(set(told)) > 6


def test_whoever_hears_of_it_can_stop_it() -> None:
    class Stopped(Exception):
        pass

    def stop(share: float) -> None:
        if share > 0.4:
            raise Stopped

    with pytest.raises(Stopped):
        agreement_of_items(np.repeat(ANXIETY[:, :, None], 4, axis=2), [Dimension()] * 4, progress=stop)


def test_without_resamples_there_are_values_and_no_intervals() -> None:
    alpha = of(ANXIETY, Dimension(), Resampling(resamples=0)).found[Measure.ALPHA_ORDINAL]
    assert (alpha.low, alpha.interval_by) == (None, IntervalBy.NONE)
    assert alpha.value == pytest.approx(0.2283869453)


def test_a_total_is_the_mean_of_what_applied() -> None:
    nan = np.nan
    # Two targets by two raters by three items; the third item did not apply to the second target.
    cube = np.array([[[1, 2, 3], [2, 2, nan]], [[4, 2, nan], [1, 1, nan]]])
    totals = with_totals(cube, [[0, 1, 2], [0]])
    assert totals.shape == (2, 2, 5)
    assert np.array_equal(totals[:, :, 3], [[2, nan], [3, 1]], equal_nan=True)
    assert np.array_equal(totals[:, :, 4], cube[:, :, 0])
    lenient = with_totals(cube, [[0, 1, 2]], share=0.6)
    assert lenient[0, 1, 3] == 2


def test_a_cube_and_its_dimensions_must_fit() -> None:
    with pytest.raises(ValueError, match="one dimension for each item"):
        agreement_of_items(np.zeros((3, 2, 2)), [Dimension()])


def test_of_what_is_asked_nothing_differs_from_the_whole() -> None:
    whole = of(ANXIETY, Dimension()).found
    for asked in ({Measure.AC2_LINEAR}, {"icc_3_1", "icc_1_k"}, {Measure.KAPPA_QUADRATIC, Measure.EXACT}, set()):
        told = of(ANXIETY, Dimension(measures=frozenset(asked)))
        assert not told.refused
        assert set(told.found) == asked
        for measure, found in told.found.items():
            assert found.low == pytest.approx(whole[measure].low, abs=1e-12)
            assert replace(found, value=0.0, low=None, high=None) == replace(
                whole[measure], value=0.0, low=None, high=None
            )
            assert (found.value, found.high) == (
                pytest.approx(whole[measure].value, abs=1e-12),
                pytest.approx(whole[measure].high, abs=1e-12),
            )


def test_what_rounding_left_of_nothing_is_nothing_here_too() -> None:
    """Every target's mean is the same: what raters share of the means' variance is 0/0, to rounding."""
    told = of(np.array([[2.0, 4, 1], [2, 4, 1], [4, 1, 2]]), Dimension("interval"))
    assert set(told.refused) >= {Measure.ICC_1_K, Measure.ICC_2_K, Measure.ICC_3_K}
    assert told.found[Measure.ICC_2_1].value == pytest.approx(-0.5)


def test_a_resampled_interval_ends_where_no_correlation_can_be() -> None:
    scores = np.array([[3, 2], [2, 3], [3, 2], [2, 2], [np.nan, 3], [3, np.nan], [2, 3], [3, 3]])
    found = of(scores, Dimension("interval"), Resampling(resamples=200, seed=1)).found[Measure.ICC_2_1]
    assert found.low == -1
    assert any("ends at -1.00" in note for note in found.notes)
