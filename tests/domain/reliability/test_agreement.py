"""What holds of every coefficient of agreement, and what is refused rather than answered wrongly."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.reliability.agreement_tables import ANXIETY, CANONICAL, DIAGNOSES, tables
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.domain.reliability.alpha import krippendorffs_alpha
from fidelity_rater.domain.reliability.bootstrap import Resampling
from fidelity_rater.domain.reliability.counting import FloatArray, levels_of, of_disagreement, weight_matrix
from fidelity_rater.domain.reliability.gwet import gwet_ac
from fidelity_rater.domain.reliability.kappa import cohens_kappa, fleiss_kappa, lights_kappa
from fidelity_rater.domain.reliability.models import Coefficient, IntervalBy, NotEnoughRatings
from fidelity_rater.domain.reliability.simple import exact_agreement, within_agreement

_ = np.nan
QUICK = Resampling(resamples=0)
Asked = Callable[[FloatArray], Coefficient]

CORRECTED: dict[str, Asked] = {
    "alpha nominal": lambda table: krippendorffs_alpha(table, metric="nominal", resampling=QUICK),
    "alpha ordinal": lambda table: krippendorffs_alpha(table, metric="ordinal", resampling=QUICK),
    "alpha interval": lambda table: krippendorffs_alpha(table, metric="interval", resampling=QUICK),
    "alpha ratio": lambda table: krippendorffs_alpha(table, metric="ratio", resampling=QUICK),
    "fleiss": fleiss_kappa,
    "fleiss linear": lambda table: fleiss_kappa(table, weights="linear"),
    "light quadratic": lambda table: lights_kappa(table, weights="quadratic", resampling=QUICK),
    "ac1": gwet_ac,
    "ac2": lambda table: gwet_ac(table, weights="quadratic"),
}
SIMPLE: dict[str, Asked] = {
    "exact": exact_agreement,
    "exact, all": lambda table: exact_agreement(table, everyone=True),
    "within one": within_agreement,
}
EVERY = CORRECTED | SIMPLE


def each(asked: dict[str, Asked]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("ask", asked.values(), ids=asked.keys())


@each(EVERY)
@settings(max_examples=20, deadline=None)
@given(table=tables(), randomly=st.randoms(use_true_random=False))
def test_neither_the_order_of_targets_nor_that_of_raters_matters(ask: Asked, table: FloatArray, randomly) -> None:
    rows, columns = list(range(len(table))), list(range(table.shape[1]))
    randomly.shuffle(rows)
    randomly.shuffle(columns)
    before, after = ask(table), ask(table[rows][:, columns])
    assert after.value == pytest.approx(before.value, abs=1e-9)
    assert (after.targets, after.raters, after.ratings) == (before.targets, before.raters, before.ratings)


@each(EVERY)
def test_perfect_agreement_is_one(ask: Asked) -> None:
    assert ask(np.array([[1, 1, 1], [2, 2, 2], [5, _, 5], [3, 3, 3]])).value == pytest.approx(1.0)


@each(EVERY)
def test_one_rater_is_refused(ask: Asked) -> None:
    with pytest.raises(NotEnoughRatings, match="Only one rater") as refusal:
        ask(np.array([[1.0], [2.0], [3.0]]))
    assert refusal.value.remedy
    with pytest.raises(NotEnoughRatings, match="Only one rater"):
        ask(np.array([[1, _], [2, _], [3, _]]))


@each(EVERY)
def test_raters_who_share_no_target_are_refused(ask: Asked) -> None:
    with pytest.raises(NotEnoughRatings, match="Too few targets"):
        ask(np.array([[1, _], [_, 2], [3, _]]))


@each(CORRECTED)
def test_one_shared_target_is_too_few(ask: Asked) -> None:
    with pytest.raises(NotEnoughRatings, match="Too few targets"):
        ask(np.array([[1, 2], [_, 2], [3, _]]))


@each(CORRECTED)
def test_scores_all_alike_are_refused(ask: Asked) -> None:
    with pytest.raises(NotEnoughRatings, match="All scores are the same|Only one level"):
        ask(np.full((6, 3), 3.3))


@each(EVERY)
def test_nothing_rated_is_refused(ask: Asked) -> None:
    with pytest.raises(NotEnoughRatings):
        ask(np.full((4, 3), _))


@each(EVERY)
def test_targets_that_nobody_rated_change_nothing(ask: Asked) -> None:
    padded = np.concatenate([CANONICAL, np.full((3, 4), _)])
    assert ask(padded) == ask(CANONICAL)


@each(EVERY)
def test_a_shape_that_is_no_table_is_a_mistake_of_the_caller(ask: Asked) -> None:
    with pytest.raises(ValueError, match="targets by raters"):
        ask(np.zeros(4))
    with pytest.raises(ValueError, match="infinite"):
        ask(np.array([[1, np.inf], [2, 2]]))


def test_what_was_used_is_counted() -> None:
    alpha = krippendorffs_alpha(CANONICAL, resampling=QUICK)
    assert (alpha.targets, alpha.raters, alpha.ratings) == (11, 4, 40)
    ac = gwet_ac(CANONICAL)
    assert (ac.targets, ac.raters, ac.ratings) == (12, 4, 41)


@settings(max_examples=20, deadline=None)
@given(table=tables(raters=2))
def test_lights_kappa_of_two_raters_is_cohens(table: FloatArray) -> None:
    for weights in ("none", "linear", "quadratic"):
        light, cohen = lights_kappa(table, weights=weights, resampling=QUICK), cohens_kappa(table, weights=weights)
        assert light.value == pytest.approx(cohen.value, abs=1e-12)


@settings(max_examples=20, deadline=None)
@given(table=tables())
def test_a_matrix_of_ones_on_the_diagonal_is_no_weights(table: FloatArray) -> None:
    plain = np.eye(5)
    levels = range(5)
    assert fleiss_kappa(table, weights=plain, categories=levels).value == pytest.approx(fleiss_kappa(table).value)
    assert gwet_ac(table, weights=plain, categories=levels).value == pytest.approx(
        gwet_ac(table, categories=levels).value
    )


@settings(max_examples=20, deadline=None)
@given(table=tables())
def test_interval_alpha_does_not_mind_where_a_scale_begins_nor_its_unit(table: FloatArray) -> None:
    alpha = krippendorffs_alpha(table, metric="interval", resampling=QUICK).value
    moved = krippendorffs_alpha(table * 2.5 + 1000.25, metric="interval", resampling=QUICK).value
    assert moved == pytest.approx(alpha, abs=1e-9)


def test_ordinal_alpha_minds_only_the_order_of_levels() -> None:
    stretched = np.where(CANONICAL == 5, 50.0, CANONICAL)
    assert krippendorffs_alpha(stretched, resampling=QUICK).value == pytest.approx(
        krippendorffs_alpha(CANONICAL, resampling=QUICK).value
    )


def test_quadratic_alpha_and_fleiss_kappa_meet_in_large_samples() -> None:
    many = np.tile(ANXIETY, (200, 1))
    alpha = krippendorffs_alpha(many, metric="interval", resampling=QUICK).value
    assert fleiss_kappa(many, weights="quadratic").value == pytest.approx(alpha, abs=1e-4)


def test_levels_that_nobody_used_count_for_gwets_chance_only() -> None:
    wider = range(1, 8)
    assert fleiss_kappa(ANXIETY, categories=wider).value == pytest.approx(fleiss_kappa(ANXIETY).value)
    assert gwet_ac(ANXIETY, categories=wider).value > gwet_ac(ANXIETY).value


def test_gwets_ac_of_scores_all_alike_is_one_where_the_scale_is_known() -> None:
    ac = gwet_ac(np.full((6, 3), 3.0), categories=range(5))
    assert ac.value == 1
    assert (ac.low, ac.high, ac.interval_by) == (None, None, IntervalBy.NONE)
    assert ac.notes


def test_ac1_stays_up_where_kappa_collapses() -> None:
    rare = np.array([[1, 1]] * 118 + [[1, 2]] * 5 + [[2, 1]] * 2)
    assert cohens_kappa(rare).value == pytest.approx(-0.0234, abs=1e-4)
    assert gwet_ac(rare).value == pytest.approx(0.9407, abs=1e-4)


def test_a_rater_who_always_gives_the_same_has_a_kappa_of_zero() -> None:
    assert cohens_kappa(np.array([[1, 3], [2, 3], [3, 3], [4, 3]])).value == pytest.approx(0)


def test_perfect_agreement_has_no_interval_by_standard_error_and_says_why() -> None:
    kappa = cohens_kappa(np.array([[1, 1], [2, 2], [3, 3]]))
    assert (kappa.value, kappa.low, kappa.interval_by) == (1, None, IntervalBy.NONE)
    assert "standard error is 0" in kappa.notes[0]


def test_cohens_kappa_is_of_two_raters() -> None:
    with pytest.raises(ValueError, match="two raters"):
        cohens_kappa(ANXIETY)
    with pytest.raises(NotEnoughRatings):
        cohens_kappa(np.array([[1, 2], [_, 1], [2, _]]))


def test_pairs_without_a_kappa_are_left_out_and_counted() -> None:
    # The third rater shares nothing with the first, and one level throughout with the second.
    table = np.array([[1, 1, _], [2, 3, _], [3, 3, _], [1, 2, _], [_, 2, 2], [_, 2, 2]])
    light = lights_kappa(table, resampling=QUICK)
    assert light.value == pytest.approx(cohens_kappa(table[:, :2]).value)
    assert light.notes[0].startswith("2 pairs of raters have no kappa")
    with pytest.raises(NotEnoughRatings, match="No two raters"):
        lights_kappa(np.array([[1, 2, _], [_, 2, 1], [1, _, 2]]))


def test_a_score_off_the_scale_is_said() -> None:
    with pytest.raises(UserFacingError, match="outside the levels"):
        fleiss_kappa(ANXIETY, categories=range(1, 6))


def test_ratio_alpha_wants_scores_from_zero_up() -> None:
    with pytest.raises(UserFacingError, match="not below 0"):
        krippendorffs_alpha(ANXIETY - 3, metric="ratio")
    assert krippendorffs_alpha(ANXIETY - 1, metric="ratio", resampling=QUICK).value < 1


def test_two_raters_have_wilsons_interval_of_agreement() -> None:
    share = exact_agreement(np.array([[1, 1]] * 8 + [[1, 2]] * 2))
    assert (share.value, share.low, share.high) == (
        pytest.approx(0.8),
        pytest.approx(0.4902, abs=1e-4),
        pytest.approx(0.9433, abs=1e-4),
    )
    always = exact_agreement(np.array([[1, 1]] * 10))
    assert (always.low, always.high) == (pytest.approx(0.7225, abs=1e-4), pytest.approx(1))


def test_within_one_counts_neighbours_and_no_more() -> None:
    table = np.array([[1, 2], [1, 3], [2, 2], [3, _]])
    assert within_agreement(table).value == pytest.approx(2 / 3)
    assert within_agreement(table, step=2).value == 1
    thirds = np.array([[0.1 + 0.2, 1.3], [0, 0]])
    assert within_agreement(thirds).value == 1


def test_weights_by_name() -> None:
    levels = levels_of(np.array([[1.0, 2.0, 4.0]]))
    assert weight_matrix("linear", levels)[0].tolist() == pytest.approx([1, 2 / 3, 0])
    assert weight_matrix("quadratic", levels)[0].tolist() == pytest.approx([1, 8 / 9, 0])
    assert weight_matrix("ordinal", levels)[0].tolist() == pytest.approx([1, 2 / 3, 0])
    assert of_disagreement([[0, 2], [4, 0]]).tolist() == [[1, 0.5], [0, 1]]
    with pytest.raises(ValueError, match="3 by 3"):
        weight_matrix(np.eye(2), levels)


def test_names_tell_the_weights() -> None:
    assert fleiss_kappa(DIAGNOSES).name == "Fleiss' kappa"
    assert fleiss_kappa(DIAGNOSES, weights="linear").name == "Fleiss' kappa, linear weights"
    assert gwet_ac(DIAGNOSES).name == "AC1"
    assert gwet_ac(DIAGNOSES, weights=np.eye(5)).name == "AC2, own weights"
