"""Coefficients of agreement against what was printed, digit for digit."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from domain.reliability.agreement_tables import (
    ANXIETY,
    CANONICAL,
    COHEN_ASYMMETRIC,
    COHEN_DISAGREEMENT,
    COHEN_JOINT,
    DIAGNOSES,
    pairs_of,
)
from fidelity_rater.domain.reliability.alpha import Metric, krippendorffs_alpha
from fidelity_rater.domain.reliability.bootstrap import Resampling
from fidelity_rater.domain.reliability.counting import FloatArray, Weights, WeightsName, of_disagreement
from fidelity_rater.domain.reliability.gwet import gwet_ac
from fidelity_rater.domain.reliability.kappa import cohens_kappa, fleiss_kappa, lights_kappa
from fidelity_rater.domain.reliability.simple import exact_agreement, within_agreement

COHEN = pairs_of(COHEN_JOINT)
QUICK = Resampling(resamples=0)


@pytest.mark.parametrize(
    ("weights", "printed"),
    [
        ("none", "0.492"),
        (of_disagreement(COHEN_DISAGREEMENT), "0.348"),
        (of_disagreement(COHEN_ASYMMETRIC), "0.353"),
    ],
)
def test_cohens_kappas_as_cohen_printed_them(weights: Weights, printed: str) -> None:
    assert f"{cohens_kappa(COHEN, weights=weights).value:.3f}" == printed


def test_the_interval_of_cohens_kappa_is_that_of_fleiss_cohen_and_everitt() -> None:
    kappa = cohens_kappa(COHEN)
    assert (kappa.low, kappa.high) == (pytest.approx(0.39156370205), pytest.approx(0.5914871454))


@pytest.mark.parametrize(("metric", "printed"), [("nominal", "0.743"), ("ordinal", "0.815"), ("interval", "0.849")])
def test_alpha_as_krippendorff_printed_it(metric: Metric, printed: str) -> None:
    assert f"{krippendorffs_alpha(CANONICAL, metric=metric, resampling=QUICK).value:.3f}" == printed


def test_alpha_of_the_ratio_metric_as_krippendorff_printed_it() -> None:
    assert f"{krippendorffs_alpha(CANONICAL, metric='ratio', resampling=QUICK).value:.3f}" == "0.797"


@pytest.mark.parametrize(
    ("metric", "value"),
    [("nominal", -0.0237252125), ("ordinal", 0.2283869453), ("interval", 0.1700986079), ("ratio", 0.1418013406)],
)
def test_alpha_of_complete_data_of_three_raters(metric: Metric, value: float) -> None:
    """R's irr has another number here, and is wrong on complete data of more than two raters."""
    assert krippendorffs_alpha(ANXIETY, metric=metric, resampling=QUICK).value == pytest.approx(value, abs=1e-9)


def test_the_kappas_of_fleiss_diagnoses() -> None:
    assert f"{fleiss_kappa(DIAGNOSES).value:.3f}" == "0.430"
    assert fleiss_kappa(DIAGNOSES[:, :4]).value == pytest.approx(0.48933193424)
    assert lights_kappa(DIAGNOSES, resampling=QUICK).value == pytest.approx(0.45941214443)
    assert cohens_kappa(DIAGNOSES[:, 1:3]).value == pytest.approx(0.63114754098)
    assert f"{100 * exact_agreement(DIAGNOSES, everyone=True).value:.4f}" == "16.6667"


@pytest.mark.parametrize(
    ("raters", "weights", "value"),
    [
        ((0, 1), "none", 0.11949685535),
        ((1, 2), "none", -0.0062893081761),
        ((0, 1), "linear", 0.18918918919),
        ((0, 1), "quadratic", 0.29676511955),
    ],
)
def test_the_kappas_of_two_raters_of_anxiety(raters: tuple[int, int], weights: WeightsName, value: float) -> None:
    assert cohens_kappa(ANXIETY[:, list(raters)], weights=weights).value == pytest.approx(value)


def test_a_level_that_neither_used_keeps_its_room_between_its_neighbours() -> None:
    """R's irr numbers the levels that were used, and so puts 4 as near to 6 as to 3 where nobody gave a 5."""
    pair = ANXIETY[:, 1:]
    assert not (pair == 5).any()
    closed_up = np.where(pair == 6, 5, pair)
    assert cohens_kappa(closed_up, weights="quadratic").value == pytest.approx(0.25203252033)
    assert cohens_kappa(pair, weights="quadratic").value == pytest.approx(0.229798, abs=1e-6)
    named = cohens_kappa(pair, weights="quadratic", categories=range(1, 7)).value
    assert named == pytest.approx(cohens_kappa(pair, weights="quadratic").value)


def test_the_simple_agreement_of_anxiety() -> None:
    assert exact_agreement(ANXIETY, everyone=True).value == 0
    assert within_agreement(ANXIETY, everyone=True).value == pytest.approx(0.35)
    pairs = exact_agreement(ANXIETY)
    printed = (f"{pairs.value:.6f}", f"{pairs.low:.3f}", f"{pairs.high:.3f}")
    assert printed == ("0.183333", "0.104", "0.263")


# Value and interval as R's irrCAC prints them.
GWET = [
    (CANONICAL, "none", "0.77544", "0.461", "1.000"),
    (CANONICAL, "linear", "0.85874", "0.600", "1.000"),
    (CANONICAL, "quadratic", "0.91400", "0.685", "1.000"),
    (CANONICAL, "ordinal", "0.89894", "0.664", "1.000"),
    (DIAGNOSES, "none", "0.44788", "0.334", "0.562"),
    (ANXIETY, "none", "0.03137", "-0.066", "0.129"),
    (ANXIETY, "linear", "0.32508", "0.123", "0.527"),
    (ANXIETY, "quadratic", "0.53529", "0.282", "0.789"),
    (ANXIETY, "ordinal", "0.48613", "0.244", "0.728"),
]
FLEISS = [
    (CANONICAL, "none", "0.76117", "0.424", "1.000"),
    (CANONICAL, "linear", "0.81794", "0.491", "1.000"),
    (CANONICAL, "quadratic", "0.86494", "0.544", "1.000"),
    (DIAGNOSES, "none", "0.43024", "0.319", "0.541"),
    (ANXIETY, "none", "-0.04108", "-0.140", "0.058"),
    (ANXIETY, "linear", "0.05425", "-0.117", "0.226"),
    (ANXIETY, "quadratic", "0.15603", "-0.115", "0.427"),
    (ANXIETY, "ordinal", "0.12718", "-0.114", "0.368"),
]


@pytest.mark.parametrize(("table", "weights", "value", "low", "high"), GWET)
def test_gwets_coefficients_with_their_intervals(
    table: FloatArray, weights: WeightsName, value: str, low: str, high: str
) -> None:
    ac = gwet_ac(table, weights=weights)
    assert (f"{ac.value:.5f}", f"{ac.low:.3f}", f"{ac.high:.3f}") == (value, low, high)


@pytest.mark.parametrize(("table", "weights", "value", "low", "high"), FLEISS)
def test_fleiss_kappas_with_their_intervals(
    table: FloatArray, weights: WeightsName, value: str, low: str, high: str
) -> None:
    kappa = fleiss_kappa(table, weights=weights)
    assert (f"{kappa.value:.5f}", f"{kappa.low:.3f}", f"{kappa.high:.3f}") == (value, low, high)


def test_the_tables_here_are_those_that_were_handed_down(test_data: Path) -> None:
    folder = test_data / "reliability"
    if not folder.is_dir():
        pytest.skip("the folder of test recordings holds no tables of reliability")
    for name, table in (
        ("krippendorff_canonical_4x12", CANONICAL),
        ("irr_anxiety", ANXIETY),
        ("irr_diagnoses_fleiss1971", DIAGNOSES),
    ):
        with (folder / name / "ratings.csv").open(encoding="utf-8") as file:
            rows = list(csv.reader(file))[1:]
        cells = [[float(cell.split(".")[0]) if cell else np.nan for cell in row[1:]] for row in rows]
        assert np.array_equal(np.array(cells), table, equal_nan=True)
    published = json.loads((folder / "cohen_1960_1968" / "expected.json").read_text(encoding="utf-8"))["published"]
    ours = [cohens_kappa(COHEN), cohens_kappa(COHEN, weights=of_disagreement(COHEN_DISAGREEMENT))]
    assert [round(kappa.value, 3) for kappa in ours] == list(published.values())[:2]
