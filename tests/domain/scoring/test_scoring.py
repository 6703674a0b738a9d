"""Scoring, against tables worked out by hand."""

from __future__ import annotations

import pytest

from domain.scales import RECORDING, flat_scale, sheet_of, small_scale
from fidelity_rater.domain.scoring.results import RuleTally, SummaryScore
from fidelity_rater.domain.scoring.scoring import Scorer, score_sheet
from fidelity_rater.scales.model import RuleKind, Scale, Statistic

FULL_MIDDLE = {
    "E1": (4, 5),
    "E2": (3, 4),
    "E3": (2, 3),
    "E4": (1, 2),
    "E5": (0,),
    "M1": (4, 3),
    "Q1": (5,),
    "R1": ("no_occasion",),
    "M2": (3, 4),
}


def part(parts: tuple[SummaryScore, ...], summary: str, name: str) -> SummaryScore:
    return next(p for p in parts if (p.summary, p.part) == (summary, name))


def test_adherence_is_the_mean_of_the_expected_items_alone(scale: Scale) -> None:
    adherence = score_sheet(scale, sheet_of(FULL_MIDDLE), form="short").summary("adherence")
    assert adherence.value == pytest.approx((4 + 3 + 2 + 1 + 0 + 4) / 6)
    assert adherence.share_of_maximum == pytest.approx(14 / 24)
    assert (adherence.scored, adherence.asked, adherence.minimum, adherence.maximum) == (6, 6, 0, 4)


def test_quality_is_the_mean_of_what_was_done_with_done_beside_it(scale: Scale) -> None:
    quality = score_sheet(scale, sheet_of(FULL_MIDDLE), form="short").summary("quality")
    assert quality.value == pytest.approx((5 + 4 + 3 + 2 + 3 + 5 + 4) / 7)
    assert (quality.scored, quality.asked) == (7, 7)
    assert (quality.done, quality.expected) == (5, 6)


def test_an_item_done_without_a_quality_counts_as_asked(scale: Scale) -> None:
    quality = score_sheet(scale, sheet_of({**FULL_MIDDLE, "M2": (3,)}), form="short").summary("quality")
    assert (quality.scored, quality.asked) == (6, 7)
    assert quality.value == pytest.approx((5 + 4 + 3 + 2 + 3 + 5) / 6)


@pytest.mark.parametrize(("answered", "computed"), [(6, True), (5, True), (4, False)])
def test_a_mean_needs_its_minimum_fraction(scale: Scale, answered: int, computed: bool) -> None:
    expected = ("E1", "E2", "E3", "E4", "E5", "M1")
    sheet = sheet_of(dict.fromkeys(expected[:answered], (2, 3)))
    adherence = score_sheet(scale, sheet, form="short").summary("adherence")
    assert (adherence.value == 2) is computed
    assert adherence.still_open == 6 - answered
    assert adherence.not_computed == ("" if computed else "not computed: 4 of 6 expected items scored")


def test_the_fraction_is_met_exactly() -> None:
    twelve_of_fifteen = sheet_of({f"S{n}": (3,) for n in range(1, 13)})
    total = score_sheet(flat_scale(Statistic.MEAN, items=15), twelve_of_fifteen, form="all").summary("total")
    assert total.value == 3


def test_a_state_is_not_a_number_and_never_zero(scale: Scale) -> None:
    sheet = sheet_of({**FULL_MIDDLE, "E5": (RECORDING,)})
    adherence = score_sheet(scale, sheet, form="short").summary("adherence")
    assert adherence.value == pytest.approx(14 / 5)
    assert (adherence.scored, adherence.asked, adherence.still_open) == (5, 6, 0)


def test_quality_waits_until_enough_expected_items_are_known(scale: Scale) -> None:
    quality = score_sheet(scale, sheet_of({"E1": (4, 5), "Q1": (3,)}), form="short").summary("quality")
    assert quality.value is None
    assert quality.not_computed == "not computed: 1 of 6 expected items scored"


def test_quality_says_when_nothing_was_done(scale: Scale) -> None:
    nothing = sheet_of(dict.fromkeys(("E1", "E2", "E3", "E4", "E5", "M1"), (0,)), phase="middle")
    groups = score_sheet(scale, nothing, form="short").breakdowns
    middle = part(groups, "quality", "middle")
    assert middle.value is None
    assert (middle.asked, middle.done, middle.expected) == (0, 0, 1)


def test_a_sum_with_items_missing_is_prorated() -> None:
    scores = {f"S{n}": (n % 7,) for n in range(1, 11)}
    total = score_sheet(flat_scale(), sheet_of(scores), form="all").summary("total")
    given = sum(n % 7 for n in range(1, 11))
    assert total.value == pytest.approx(given * 12 / 10)
    assert total.share_of_maximum == pytest.approx(given * 12 / 10 / 72)
    assert (total.prorated, total.scored, total.asked, total.maximum) == (True, 10, 12, 72)


def test_a_complete_sum_is_not_prorated() -> None:
    total = score_sheet(flat_scale(), sheet_of({f"S{n}": (3,) for n in range(1, 13)}), form="all").summary("total")
    assert (total.value, total.prorated, total.share_of_maximum) == (36, False, 0.5)


def test_items_outside_the_phase_and_focus_are_in_no_mean(scale: Scale) -> None:
    with_stray = sheet_of({**FULL_MIDDLE, "I1": (4, 5), "F1": (4, 5)})
    assert score_sheet(scale, with_stray, form="short") == score_sheet(scale, sheet_of(FULL_MIDDLE), form="short")


def test_the_focal_area_brings_its_items_in(scale: Scale) -> None:
    sheet = sheet_of({**FULL_MIDDLE, "F1": (4, 5)}, focal_areas=("grief",))
    assert score_sheet(scale, sheet, form="short").summary("quality").asked == 8


def test_on_demand_items_count_in_what_was_done_only(scale: Scale) -> None:
    sheet = sheet_of({**FULL_MIDDLE, "T1": (4, 1)})
    result = score_sheet(scale, sheet, form="short")
    assert result.summary("adherence").asked == 6
    assert (result.summary("quality").asked, result.summary("quality").expected) == (8, 6)
    assert score_sheet(scale, sheet, form="full").summary("adherence").asked == 7


def test_the_trend_stands_on_the_common_core_in_every_form_and_phase(scale: Scale) -> None:
    common = {name: FULL_MIDDLE[name] for name in ("E1", "E2", "E3", "E4", "E5")}
    for form in ("short", "full"):
        for phase in ("initial", "middle"):
            trend = score_sheet(scale, sheet_of({**common, "M1": (4, 5), "T1": (4, 5)}, phase=phase), form=form).trends
            assert [(t.summary, t.scored, t.asked) for t in trend] == [("adherence", 5, 5), ("quality", 4, 4)]
            assert trend[0].value == 2
            assert trend[1].value == pytest.approx((5 + 4 + 3 + 2) / 4)


def test_breakdowns_by_group_and_domain(scale: Scale) -> None:
    parts = score_sheet(scale, sheet_of(FULL_MIDDLE), form="short").breakdowns
    assert part(parts, "adherence", "core").value == 2
    assert part(parts, "adherence", "middle").value == 4
    basic = part(parts, "adherence", "Basic")
    assert (basic.value, basic.asked) == (2, 5)
    assert part(parts, "quality", "Generic").value == 5
    assert not any(p.part in {"grief", "globals", "proscribed"} for p in parts)


def test_tallies_tell_each_rule_apart(scale: Scale) -> None:
    answers = {**FULL_MIDDLE, "E4": (RECORDING,), "M2": ("not_this_session",), "P1": (0,), "P2": (1,), "G1": (0,)}
    found = {t.rule: t for t in score_sheet(scale, sheet_of(answers), form="short").tallies}
    assert found["expected"] == RuleTally("expected", done=4, none=1, open=0, states=((RECORDING, 1),))
    assert found["coverage"] == RuleTally("coverage", done=0, none=0, open=0, states=(("not_this_session", 1),))
    assert found["opportunity"] == RuleTally("opportunity", done=0, none=0, open=0, states=(("no_occasion", 1),))
    assert found["proscribed"] == RuleTally("proscribed", done=1, none=1, open=1, states=())
    assert found["quality_only"].done == 1


def test_risk_is_coverage_in_the_initial_phase_only(scale: Scale) -> None:
    initial = {t.rule: t for t in score_sheet(scale, sheet_of({}, phase="initial"), form="short").tallies}
    assert initial["coverage"].open == 2
    assert "opportunity" not in initial


def test_departures_list_what_was_heard_with_harm_and_its_action(scale: Scale) -> None:
    sheet = sheet_of({"P1": (2,), "P2": (0,), "R1": (0, None, 1), "P7": (1,)}, harm_actions={"R1": "Told the lead"})
    found = [(d.item, d.extent, d.harm, d.action) for d in score_sheet(scale, sheet, form="short").departures]
    assert found == [("R1", None, True, "Told the lead"), ("P1", 2, False, ""), ("P7", 1, True, "")]


def test_proscribed_extent_is_in_no_mean(scale: Scale) -> None:
    with_departures = score_sheet(scale, sheet_of({**FULL_MIDDLE, "P1": (4,), "R1": (0, None, 1)}), form="short")
    without = score_sheet(scale, sheet_of(FULL_MIDDLE), form="short")
    assert with_departures.summary("adherence") == without.summary("adherence")


@pytest.mark.parametrize("adaptation", ["standard", "group"])
def test_summaries_alone_are_those_of_the_whole_result(scale: Scale, adaptation: str) -> None:
    sheet = sheet_of({**FULL_MIDDLE, "E4": (RECORDING,)})
    whole = Scorer(scale).score(sheet, form="short", adaptation=adaptation)
    assert Scorer(scale).summaries(sheet, form="short", adaptation=adaptation) == whole.summaries


def test_an_adaptation_outside_the_scope_has_no_number_and_keeps_its_lists(scale: Scale) -> None:
    result = score_sheet(scale, sheet_of({**FULL_MIDDLE, "P1": (2,)}), form="short", adaptation="group")
    assert result.outside_scope
    numbers = (*result.summaries, *result.breakdowns, *result.trends)
    assert all(s.value is None and s.share_of_maximum is None and s.not_computed for s in numbers)
    assert [d.item for d in result.departures] == ["P1"]
    assert result.tallies


def test_a_scale_without_a_scope_takes_any_adaptation() -> None:
    anywhere = small_scale(scope_adaptations=())
    assert not score_sheet(anywhere, sheet_of(FULL_MIDDLE), form="short", adaptation="group").outside_scope


def test_rules_of_the_small_scale_are_all_there(scale: Scale) -> None:
    assert {rule.kind for rule in scale.rules} == set(RuleKind)
