"""Coefficients of agreement against independent libraries, on random tables with cells missing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from domain.reliability.agreement_tables import tables
from fidelity_rater.domain.reliability.alpha import Metric, krippendorffs_alpha
from fidelity_rater.domain.reliability.bootstrap import Resampling
from fidelity_rater.domain.reliability.counting import FloatArray, WeightsName
from fidelity_rater.domain.reliability.gwet import gwet_ac
from fidelity_rater.domain.reliability.kappa import cohens_kappa, fleiss_kappa
from fidelity_rater.domain.reliability.models import Coefficient

LEVELS = [0.0, 1.0, 2.0, 3.0, 4.0]
QUICK = Resampling(resamples=0)
WEIGHTS = st.sampled_from(["none", "linear", "quadratic", "ordinal"])


@pytest.fixture(scope="module")
def their_alpha() -> Any:
    return pytest.importorskip("krippendorff").alpha


@pytest.fixture(scope="module")
def their_raw() -> Any:
    return pytest.importorskip("irrCAC.raw").CAC


@pytest.fixture(scope="module")
def their_kappa() -> Any:
    return pytest.importorskip("statsmodels.stats.inter_rater").cohens_kappa


@settings(max_examples=40, deadline=None)
@given(table=tables(), metric=st.sampled_from(["nominal", "ordinal", "interval", "ratio"]))
def test_alpha(their_alpha: Any, table: FloatArray, metric: Metric) -> None:
    theirs = their_alpha(reliability_data=table.T, level_of_measurement=metric)
    assert krippendorffs_alpha(table, metric=metric, resampling=QUICK).value == pytest.approx(theirs, abs=1e-9)


@settings(max_examples=15, deadline=None)
@given(table=tables(levels=40), metric=st.sampled_from(["ordinal", "ratio"]))
def test_alpha_of_many_levels(their_alpha: Any, table: FloatArray, metric: Metric) -> None:
    assume(np.unique(table[~np.isnan(table)]).size > 1)
    theirs = their_alpha(reliability_data=table.T, level_of_measurement=metric)
    assert krippendorffs_alpha(table, metric=metric, resampling=QUICK).value == pytest.approx(theirs, abs=1e-9)


@settings(max_examples=25, deadline=None)
@given(table=tables(), weights=WEIGHTS)
def test_gwets_ac_with_its_interval(their_raw: Any, table: FloatArray, weights: WeightsName) -> None:
    assert_theirs(gwet_ac(table, weights=weights, categories=LEVELS), their_answer(their_raw, table, weights).gwet())


@settings(max_examples=25, deadline=None)
@given(table=tables(), weights=WEIGHTS)
def test_fleiss_kappa_with_its_interval(their_raw: Any, table: FloatArray, weights: WeightsName) -> None:
    ours = fleiss_kappa(table, weights=weights, categories=LEVELS)
    assert_theirs(ours, their_answer(their_raw, table, weights).fleiss())


@settings(max_examples=25, deadline=None)
@given(table=tables(raters=2, missing=False), weights=st.sampled_from(["none", "linear", "quadratic"]))
def test_cohens_kappa_with_its_interval(their_kappa: Any, table: FloatArray, weights: WeightsName) -> None:
    joint = np.zeros((5, 5))
    np.add.at(joint, tuple(table.astype(int).T), 1)
    with np.errstate(all="ignore"):  # their square root of a variance that rounding put below 0
        theirs = their_kappa(joint, wt=None if weights == "none" else weights)
    ours = cohens_kappa(table, weights=weights, categories=LEVELS)
    assert ours.value == pytest.approx(theirs.kappa, abs=1e-9)
    if ours.low is not None and ours.high is not None:
        assert ours.low == pytest.approx(max(-1.0, theirs.kappa_low), abs=1e-6)
        assert ours.high == pytest.approx(min(1.0, theirs.kappa_upp), abs=1e-6)


def their_answer(their_raw: Any, table: FloatArray, weights: WeightsName) -> Any:
    pandas = pytest.importorskip("pandas")
    name = "identity" if weights == "none" else weights
    return their_raw(pandas.DataFrame(table), weights=name, categories=LEVELS, digits=12)


def assert_theirs(ours: Coefficient, theirs: Any) -> None:
    answer = theirs["est"]
    assert ours.value == pytest.approx(answer["coefficient_value"], abs=1e-9)
    if ours.low is not None:
        low, high = answer["confidence_interval"]
        assert (ours.low, ours.high) == (pytest.approx(max(-1.0, low), abs=1e-6), pytest.approx(high, abs=1e-6))
