"""Errors of measurement: published limits of agreement, and the arithmetic of the standard error."""

from __future__ import annotations

import math

import numpy as np
import pytest

from domain.reliability.tables import SHROUT_FLEISS
from fidelity_rater.domain.reliability.icc import IccForm, icc
from fidelity_rater.domain.reliability.mean_squares import two_way_mean_squares
from fidelity_rater.domain.reliability.measurement import (
    bland_altman,
    smallest_reliable_change,
    standard_error,
    standard_error_of,
)
from fidelity_rater.domain.reliability.models import NotEnoughRatings

# Bland & Altman 1986, table 1: first readings of the large and the mini flow meter, 17 people.
LARGE = (494, 395, 516, 434, 476, 557, 413, 442, 650, 433, 417, 656, 267, 478, 178, 423, 427)
MINI = (512, 430, 520, 428, 500, 600, 364, 380, 658, 445, 432, 626, 260, 477, 259, 350, 451)


def test_limits_of_agreement_are_as_published() -> None:
    (found,) = bland_altman(np.column_stack([LARGE, MINI]).astype(np.float64))
    assert (round(found.bias, 1), round(found.sd, 1)) == (-2.1, 38.8)
    assert (round(found.bias_low, 1), round(found.bias_high, 1)) == (-22.0, 17.8)
    # The paper takes two SDs: -79.7 and 75.5 from its rounded figures; here 1.96.
    assert found.lower == pytest.approx(-2.118 - 1.96 * 38.765, abs=0.01)
    assert found.upper - found.bias == pytest.approx(found.bias - found.lower)
    # Its standard error of a limit is the large-sample one, 16.3.
    assert (found.upper_high - found.upper) / 2.1199 == pytest.approx(16.3, abs=0.15)
    assert found.lower_low < found.lower < found.lower_high
    assert found.upper - found.upper_low == pytest.approx(found.lower_high - found.lower)
    assert (found.first, found.second, found.targets) == (0, 1, 17)


def test_each_pair_is_compared_on_what_both_rated() -> None:
    nan = np.nan
    table = np.array([[1, 2, nan], [2, 4, 3], [3, 3, nan], [5, nan, nan]])
    (found,) = bland_altman(table)
    assert (found.first, found.second, found.targets) == (0, 1, 3)
    assert found.bias == pytest.approx(-1)
    assert len(bland_altman(SHROUT_FLEISS)) == 6


def test_raters_without_two_shared_targets_cannot_be_compared() -> None:
    nan = np.nan
    with pytest.raises(NotEnoughRatings):
        bland_altman(np.array([[1, 2], [nan, 3], [4, nan]]))
    with pytest.raises(NotEnoughRatings):
        bland_altman(np.array([[1.0], [2.0]]))


def test_differences_that_are_the_same_leave_limits_on_the_bias() -> None:
    (found,) = bland_altman(np.array([[1, 3], [2, 4], [5, 7]], dtype=np.float64))
    assert (found.bias, found.lower, found.upper, found.upper_high) == (-2, -2, -2, -2)


def test_the_standard_error_is_the_root_of_the_noise() -> None:
    _, raters, error = (float(ms) for ms in two_way_mean_squares(SHROUT_FLEISS))
    agreement = standard_error(SHROUT_FLEISS)
    assert agreement.value == pytest.approx(math.sqrt((raters - error) / 6 + error))
    assert standard_error(SHROUT_FLEISS, IccForm.CONSISTENCY).value == pytest.approx(math.sqrt(error))
    assert standard_error(SHROUT_FLEISS, IccForm.AGREEMENT_MEAN).value == pytest.approx(agreement.value / 2)
    assert (agreement.name, agreement.targets, agreement.ratings) == ("SEM", 6, 24)


@pytest.mark.parametrize("form", IccForm)
def test_it_is_sd_times_the_root_of_what_the_icc_leaves(form: IccForm) -> None:
    found, of = standard_error(SHROUT_FLEISS, form), icc(SHROUT_FLEISS, form)
    sd = found.value / math.sqrt(1 - of.value)
    assert of.low is not None
    assert of.high is not None
    assert found.low == pytest.approx(standard_error_of(sd, of.high))
    assert found.high == pytest.approx(standard_error_of(sd, of.low))


def test_the_smallest_reliable_change_spans_two_scores() -> None:
    error = standard_error(SHROUT_FLEISS)
    change = smallest_reliable_change(error)
    assert change.value == pytest.approx(2.7719 * error.value, rel=1e-4)
    assert error.high is not None
    assert change.high == pytest.approx(2.7719 * error.high, rel=1e-4)
    assert change.name == "SRC"


def test_without_an_interval_of_the_icc_there_is_none_of_the_error() -> None:
    table = np.array([[1, 1], [2, 2], [4, 4]], dtype=np.float64)
    found = standard_error(table)
    assert (found.value, found.low, found.high) == (0, None, None)
    assert smallest_reliable_change(found).high is None


def test_published_figures_make_a_standard_error() -> None:
    assert standard_error_of(10, 0.91) == pytest.approx(3)
    with pytest.raises(ValueError, match="SD"):
        standard_error_of(-1, 0.5)
    with pytest.raises(ValueError, match="above one"):
        standard_error_of(1, 1.2)
