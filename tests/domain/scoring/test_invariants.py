"""What holds of scoring whatever was answered."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.scales import RECORDING, flat_scale, sheet_of, small_scale
from fidelity_rater.domain.ratings.sheet import Sheet
from fidelity_rater.domain.scoring.scoring import score_sheet
from fidelity_rater.scales.model import Statistic

SMALL = small_scale()
MEAN = flat_scale(Statistic.MEAN, minimum_fraction=0.1)
SUM = flat_scale(Statistic.SUM, minimum_fraction=0.1)

flat_answers = st.dictionaries(
    st.sampled_from([item.id for item in SUM.items]),
    st.tuples(st.one_of(st.integers(0, 6), st.just(RECORDING))),
)
adherence = st.one_of(st.integers(0, 4), st.none(), st.just(RECORDING))
small_sheets = st.builds(
    sheet_of,
    st.dictionaries(
        st.sampled_from([item.id for item in SMALL.items if item.id[0] in "EIMFRG" or item.id == "T1"]),
        st.tuples(adherence, st.one_of(st.none(), st.integers(1, 5))),
    ),
    phase=st.sampled_from(["initial", "middle", "termination", ""]),
    focal_areas=st.sampled_from([(), ("grief",), ("grief", "role_dispute")]),
)


@given(flat_answers)
def test_a_prorated_mean_stays_within_its_items(answers: dict[str, tuple[int | str]]) -> None:
    numbers = [a for (a,) in answers.values() if isinstance(a, int)]
    sheet = sheet_of(answers)
    mean = score_sheet(MEAN, sheet, form="all").summary("total")
    total = score_sheet(SUM, sheet, form="all").summary("total")
    assert (mean.value is None) == (total.value is None) == (len(numbers) < 2)
    if mean.value is None or total.value is None:
        return
    assert min(numbers) <= mean.value <= max(numbers)
    assert total.value == pytest.approx(mean.value * 12)
    assert total.minimum <= total.value <= total.maximum
    assert total.prorated == (len(numbers) < 12)


@given(small_sheets, st.sampled_from(["short", "full"]))
def test_every_number_stands_on_enough_items_and_within_bounds(sheet: Sheet, form: str) -> None:
    result = score_sheet(SMALL, sheet, form=form)
    for score in (*result.summaries, *result.breakdowns, *result.trends):
        assert score.scored <= score.asked
        assert (score.value is None) == bool(score.not_computed)
        if score.value is not None:
            assert score.scored >= 0.8 * score.asked > 0
            assert score.minimum <= score.value <= score.maximum
        if score.done is not None and score.expected is not None:
            assert 0 <= score.done <= score.expected


@given(small_sheets, st.sampled_from(["short", "full"]))
def test_every_item_shown_is_in_one_tally(sheet: Sheet, form: str) -> None:
    shown = SMALL.items_for(form=form, phase=sheet.phase, focal_areas=sheet.focal_areas)
    on_demand = SMALL.items_on_demand(form=form, phase=sheet.phase, focal_areas=sheet.focal_areas)
    begun = sheet.begun()
    tallies = score_sheet(SMALL, sheet, form=form).tallies
    counted = sum(t.done + t.none + t.open + sum(n for _, n in t.states) for t in tallies)
    assert counted == len(shown) + sum(item.id in begun for item in on_demand)
