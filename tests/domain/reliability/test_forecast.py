"""How many more ratings: Spearman-Brown and what variance components say."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.reliability.tables import SHROUT_FLEISS
from fidelity_rater.domain.reliability.forecast import (
    conditions_needed,
    forecast,
    ratings_needed,
    recordings_needed,
    stepped_up,
)
from fidelity_rater.domain.reliability.generalizability import Component, Facet, GStudy, decide
from fidelity_rater.domain.reliability.gstudy import one_facet_study
from fidelity_rater.domain.reliability.icc import IccForm, icc
from fidelity_rater.domain.reliability.models import Coefficient, NotEnoughRatings

P, R, S = Facet.PERSON, Facet.RATER, Facet.RECORDING


def therapists(*, person: float, recording: float, rater: float, rest: float) -> GStudy:
    values = {(P,): person, (P, S): recording, (R,): rater, (P, R): 0.0, (P, S, R): rest}
    components = tuple(Component(source, value, value, value) for source, value in values.items())
    return GStudy("(recording : person) x rater", components, ((S, 3.0), (R, 2.0)), persons=20, ratings=120)


def test_nineteen_recordings_are_as_in_the_literature() -> None:
    """Keen & Freeston 2008: about 19 recordings, so one is worth .17, and 3, 12 and 16 fall short of .80."""
    single = stepped_up(0.80, 1 / 19)
    assert round(single, 2) == 0.17
    assert [round(stepped_up(single, times), 2) for times in (3, 12, 16, 19)] == [0.39, 0.72, 0.77, 0.80]
    assert forecast(single).needed == 19


def test_a_mean_is_worth_what_its_form_says() -> None:
    single, mean = icc(SHROUT_FLEISS, IccForm.AGREEMENT), icc(SHROUT_FLEISS, IccForm.AGREEMENT_MEAN)
    assert stepped_up(single.value, 4) == pytest.approx(mean.value)
    found = forecast(single)
    assert (found.needed, found.aim) == (10, 0.80)
    assert dict(found.curve)[10] >= 0.80 > dict(found.curve)[9]
    assert found.fewest is not None
    assert found.most is not None
    assert found.fewest < found.needed < found.most


@given(st.floats(0.01, 0.99), st.floats(0.05, 0.95))
def test_the_number_needed_is_the_first_that_suffices(single: float, aim: float) -> None:
    needed = forecast(single, aim=aim).needed
    assert stepped_up(single, needed) >= aim - 1e-9
    assert needed == 1 or stepped_up(single, needed - 1) < aim
    assert stepped_up(single, ratings_needed(single, aim=aim)) == pytest.approx(aim)


def test_an_interval_that_reaches_zero_leaves_the_most_open() -> None:
    found = forecast(Coefficient(name="ICC(2,1)", value=0.3, low=-0.05, high=0.6))
    assert (found.fewest, found.needed, found.most) == (3, 10, None)


def test_a_perfect_reliability_needs_one() -> None:
    assert forecast(1.0).needed == 1


def test_a_long_road_is_drawn_with_few_points() -> None:
    found = forecast(0.001)
    assert found.needed == 3996
    assert len(found.curve) < 70
    assert found.curve[-1][0] >= found.needed


@pytest.mark.parametrize("reliability", [0.0, -0.2])
def test_no_reliability_is_no_ground_for_a_forecast(reliability: float) -> None:
    with pytest.raises(NotEnoughRatings):
        forecast(reliability)
    with pytest.raises(NotEnoughRatings):
        stepped_up(-0.6, 3)


def test_an_aim_is_a_share() -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        forecast(0.5, aim=1.0)
    with pytest.raises(ValueError, match="some length"):
        stepped_up(0.5, 0)


def test_raters_needed_from_components_are_those_of_spearman_brown() -> None:
    study = one_facet_study(SHROUT_FLEISS)
    assert conditions_needed(study, R).needed == forecast(icc(SHROUT_FLEISS, IccForm.AGREEMENT)).needed
    consistent = conditions_needed(study, R, absolute=False)
    assert consistent.needed == forecast(icc(SHROUT_FLEISS, IccForm.CONSISTENCY)).needed == 2
    assert consistent.ceiling == pytest.approx(1)


def test_more_raters_ask_for_fewer_recordings() -> None:
    study = therapists(person=1.0, recording=1.0, rater=0.1, rest=1.0)
    designs = recordings_needed(study, raters=(1, 2, 4))
    needed = [design.needed for design in designs]
    # Phi = 1 / (1 + 1/s + .1/r + 1/(s r)) >= .8: by hand
    assert needed == [int(np.ceil((1 + 1 / r) / (0.25 - 0.1 / r))) for r in (1, 2, 4)] == [14, 8, 6]
    for design in designs:
        assert design.needed is not None
        before = decide(study, {S: design.needed - 1, R: design.raters})
        assert design.decision is not None
        assert before.phi < 0.80 <= design.decision.phi


def test_severity_may_put_the_aim_out_of_reach_of_any_number_of_recordings() -> None:
    study = therapists(person=1.0, recording=1.0, rater=0.5, rest=1.0)
    alone = conditions_needed(study, S, raters=1)
    assert (alone.needed, alone.decision) == (None, None)
    assert alone.ceiling == pytest.approx(1 / 1.5)
    assert conditions_needed(study, S, raters=1, absolute=False).needed == 8


def test_only_random_facets_of_the_study_can_be_asked_for() -> None:
    study = therapists(person=1.0, recording=1.0, rater=0.5, rest=1.0)
    with pytest.raises(ValueError, match="no such random facet"):
        conditions_needed(study, Facet.ITEM)
    with pytest.raises(NotEnoughRatings):
        conditions_needed(therapists(person=0.0, recording=1.0, rater=0.5, rest=1.0), S)
