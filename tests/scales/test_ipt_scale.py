"""The built-in IPT scale is the one that was decided: its items, rules, states, forms and scoring."""

from __future__ import annotations

from collections import Counter

import pytest

from fidelity_rater.domain.caseload import FocalArea, Phase
from fidelity_rater.scales.checks import KNOWN_FOCAL_AREAS, KNOWN_PHASES
from fidelity_rater.scales.model import DimensionKind, Item, RuleKind, Scale, Statistic

EXPECTED = {
    *("CORE-01", "CORE-02", "CORE-03", "CORE-06", "CORE-07", "CORE-08", "CORE-09"),
    *("MID-01", "MID-02", "MID-03", "MID-05", "END-01", "TEC-05"),
}
OPPORTUNITY = {"CORE-11", "CORE-12", "MID-06", "SEN-03", "END-04", "TEC-01", "TEC-02", "TEC-03", "TEC-04"}
QUALITY_ONLY = {
    *("CORE-04", "CORE-05", "CORE-10", "TEC-06", "TEC-07", "TEC-08"),
    *("MET-01", "MET-02", "MET-03", "MET-04", "MET-05"),
}
PHASES = ("initial", "middle", "termination", "maintenance")
FOCAL_AREAS = ("grief", "role_dispute", "role_transition", "interpersonal_sensitivities")


def ids(items: tuple[Item, ...]) -> set[str]:
    return {item.id for item in items}


def with_rule(scale: Scale, kind: RuleKind) -> set[str]:
    return {item.id for item in scale.items if item.rule is kind}


def dimensions(scale: Scale, item_id: str, phase: str = "middle") -> list[str]:
    return [dimension.id for dimension in scale.dimensions_of(scale.item(item_id), phase)]


def states(scale: Scale, item_id: str, phase: str) -> list[str]:
    return [state.id for state in scale.states_of(scale.item(item_id), phase)]


def test_has_71_items_and_two_globals_in_their_groups(ipt: Scale) -> None:
    assert Counter(item.group for item in ipt.items) == {
        "globals": 2,
        "core": 12,
        "initial": 10,
        "middle": 6,
        "grief": 4,
        "role_dispute": 5,
        "role_transition": 4,
        "interpersonal_sensitivities": 4,
        "termination": 6,
        "techniques": 8,
        "metacompetences": 5,
        "proscribed": 7,
    }


def test_rules_are_those_decided_for_each_item(ipt: Scale) -> None:
    assert with_rule(ipt, RuleKind.EXPECTED) == EXPECTED
    assert with_rule(ipt, RuleKind.OPPORTUNITY) == OPPORTUNITY
    assert with_rule(ipt, RuleKind.QUALITY_ONLY) == QUALITY_ONLY
    assert with_rule(ipt, RuleKind.GLOBAL) == {"GLO-01", "GLO-02"}
    assert with_rule(ipt, RuleKind.PROSCRIBED) == {f"PRO-0{n}" for n in range(1, 8)}
    assert len(with_rule(ipt, RuleKind.COVERAGE)) == 31


def test_risk_is_covered_in_the_initial_phase_and_follows_occasion_after_it(ipt: Scale) -> None:
    risk = ipt.item("CORE-11")
    assert [risk.rule_in(phase) for phase in PHASES] == [RuleKind.COVERAGE, *[RuleKind.OPPORTUNITY] * 3]
    assert states(ipt, "CORE-11", "initial") == ["not_this_session", "could_not_be_rated"]
    assert states(ipt, "CORE-11", "middle") == ["no_occasion", "could_not_be_rated"]


@pytest.mark.parametrize(
    ("item_id", "answered_on"),
    [
        ("CORE-01", ["adherence", "quality"]),
        ("CORE-04", ["quality"]),
        ("CORE-11", ["adherence", "quality", "harm"]),
        ("GLO-01", ["adherence"]),
        ("GLO-02", ["quality"]),
        ("PRO-06", ["extent"]),
        ("PRO-07", ["extent", "harm"]),
    ],
)
def test_items_are_answered_on_the_dimensions_of_their_rule(ipt: Scale, item_id: str, answered_on: list[str]) -> None:
    assert dimensions(ipt, item_id) == answered_on


def test_every_item_can_be_left_unrated_with_a_reason(ipt: Scale) -> None:
    for item in ipt.items:
        for phase in PHASES:
            assert "could_not_be_rated" in states(ipt, item.id, phase)
    unrated = ipt.state("could_not_be_rated")
    assert [reason for reason, _ in unrated.reasons] == ["inaudible", "partial", "crisis"]
    assert unrated.free_reason
    assert ipt.state("no_occasion").needs_reason
    assert not ipt.state("not_this_session").needs_reason


def test_dimensions_have_the_decided_levels(ipt: Scale) -> None:
    values = {d.id: [level.value for level in d.levels] for d in ipt.dimensions}
    assert values == {"adherence": [0, 1, 2, 3, 4], "quality": [1, 2, 3, 4, 5], "extent": [0, 1, 2, 3, 4], "harm": []}
    quality = ipt.dimension("quality")
    assert quality.competent == 3
    assert quality.locked_while == ("adherence", 0)
    assert ipt.dimension("harm").kind is DimensionKind.FLAG
    assert ipt.dimension("adherence").evidence_asked_at == (3, 4)
    assert quality.evidence_asked_at == (1, 2, 4, 5)


def test_every_level_of_every_item_has_an_anchor(ipt: Scale) -> None:
    for item in ipt.items:
        for phase in PHASES:
            for dimension in ipt.dimensions_of(item, phase):
                for level in ipt.anchors_of(item, dimension):
                    assert level.anchor.endswith((".", "?", "'")), (item.id, level)


def test_items_that_need_anchors_of_their_own_have_them(ipt: Scale) -> None:
    for item_id in ("CORE-02", "CORE-09", "INI-09", "MID-05", "TEC-03"):
        assert set(ipt.item(item_id).anchors) == {"adherence", "quality"}, item_id
    for item in ipt.items:
        assert item.anchors, item.id
        # For what is only judged well or badly, or should not be heard, general words say too little.
        if item.rule is RuleKind.QUALITY_ONLY:
            assert 3 in item.anchors["quality"], item.id
        if item.rule is RuleKind.PROSCRIBED:
            assert set(item.anchors["extent"]) >= {1, 2, 3, 4}, item.id


def test_anchors_of_one_item_differ_from_level_to_level(ipt: Scale) -> None:
    for item in ipt.items:
        for anchors in item.anchors.values():
            assert len(set(anchors.values())) == len(anchors), item.id


def test_items_say_what_they_sound_like(ipt: Scale) -> None:
    assert {item.id for item in ipt.items if not item.sounds_like} == {"GLO-01", "GLO-02"}


def test_the_short_form_is_the_default_and_offers_techniques_on_demand(ipt: Scale) -> None:
    form = ipt.default_form
    assert form.id == "short"
    assert form.on_demand == ("techniques", "metacompetences")
    shown = ipt.items_for(form="short", phase="middle", focal_areas=("role_transition",))
    assert Counter(item.group for item in shown) == {
        "globals": 2,
        "core": 12,
        "middle": 6,
        "role_transition": 4,
        "proscribed": 7,
    }
    assert len(ipt.items_on_demand(form="short", phase="middle", focal_areas=())) == 13


def test_the_full_form_shows_every_item_in_some_session(ipt: Scale) -> None:
    shown = {
        item_id for phase in PHASES for item_id in ids(ipt.items_for(form="full", phase=phase, focal_areas=FOCAL_AREAS))
    }
    assert shown == ids(ipt.items)
    assert len(ipt.items_for(form="full", phase="middle", focal_areas=("grief",))) == 44
    assert len(ipt.items_for(form="full", phase="termination", focal_areas=("grief",))) == 40


def test_two_focal_areas_show_two_sets(ipt: Scale) -> None:
    shown = ids(ipt.items_for(form="short", phase="middle", focal_areas=("grief", "role_dispute")))
    assert {"GRF-01", "DIS-05"} <= shown
    assert not {"TRN-01", "SEN-01"} & shown


def test_the_initial_and_maintenance_phases_show_no_focal_set(ipt: Scale) -> None:
    for phase in ("initial", "maintenance"):
        groups = {item.group for item in ipt.items_for(form="full", phase=phase, focal_areas=FOCAL_AREAS)}
        assert not groups & set(FOCAL_AREAS)
    assert "PRO-05" not in ids(ipt.items_for(form="full", phase="maintenance", focal_areas=()))


def test_scoring_is_the_decided_one(ipt: Scale) -> None:
    adherence, quality = ipt.scoring.summaries
    assert (adherence.dimension, adherence.rules) == ("adherence", (RuleKind.EXPECTED,))
    assert (adherence.statistic, adherence.minimum_fraction) == (Statistic.MEAN, 0.8)
    assert adherence.share_of_maximum
    assert not adherence.only_done
    assert quality.dimension == "quality"
    assert set(quality.rules) == {
        RuleKind.EXPECTED,
        RuleKind.COVERAGE,
        RuleKind.OPPORTUNITY,
        RuleKind.QUALITY_ONLY,
    }
    assert quality.only_done
    assert quality.done_beside
    for summary in (adherence, quality):
        assert summary.breakdown == ("group", "domain")
        assert summary.trend
    assert ipt.scoring.coverage is not None
    assert (ipt.scoring.coverage.dimension, ipt.scoring.coverage.seen_at) == ("adherence", 2)
    assert ipt.scoring.proscribed is not None
    assert (ipt.scoring.proscribed.dimension, ipt.scoring.proscribed.present_from) == ("extent", 1)
    assert ipt.scoring.harm_items == ("CORE-11", "PRO-07")


def test_proscribed_items_and_globals_are_in_no_mean(ipt: Scale) -> None:
    averaged = {rule for summary in ipt.scoring.summaries for rule in summary.rules}
    assert not averaged & {RuleKind.PROSCRIBED, RuleKind.GLOBAL}


def test_says_that_it_is_an_unvalidated_draft(ipt: Scale) -> None:
    assert "Not validated" in ipt.notice
    assert "not endorsed" in ipt.notice
    assert "not a pass mark" in ipt.notice


def test_is_meant_for_the_standard_and_the_brief_course(ipt: Scale) -> None:
    assert ipt.scope_adaptations == ("standard", "brief")


def test_the_phases_and_focal_areas_that_every_scale_knows_are_those_of_a_case() -> None:
    assert set(KNOWN_PHASES) == set(Phase)
    assert set(KNOWN_FOCAL_AREAS) == set(FocalArea)


def test_the_whole_is_judged_last(ipt: Scale) -> None:
    assert ipt.groups[-1].id == "globals"
    assert ipt.groups[0].id == "core"
