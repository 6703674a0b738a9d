"""The competence map holds every activity, and the built-in scale rates each of them or the map says why not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest

from fidelity_rater.scales.competences import CompetenceMap, load_competence_map
from fidelity_rater.scales.errors import ScaleFaults
from fidelity_rater.scales.model import RuleKind, Scale

WITHOUT_ITEM = {
    "G-prob": "Knowledge of mental health problems",
    "G-model": "Knowledge of the model of therapy",
    "G-end": "Managing the end of treatment",
    "G-sup": "Making use of supervision",
    "P-adolescents": "IPT for depressed adolescents (IPT-A)",
    "P-brief": "Brief IPT for depression (IPT-B)",
    "P-older": "IPT for depressed older adults",
    "P-eating": "IPT for eating disorders (IPT-ED)",
}
"""What nothing on a recording can show, what is rated under an IPT competence, and adaptations without an add-on."""


def test_has_five_domains_with_their_activities(ucl_map: CompetenceMap) -> None:
    assert Counter(activity.competence.domain for activity in ucl_map.activities) == {
        "Generic therapeutic competences": 7,
        "Basic IPT competences": 10,
        "Specific IPT techniques": 5,
        "Problem-specific competences": 5,
        "Metacompetences": 2,
    }
    assert set(ucl_map.domains) == {activity.competence.domain for activity in ucl_map.activities}


def test_activities_without_an_item_are_these_and_say_why(ucl_map: CompetenceMap, ipt: Scale) -> None:
    unrated = {a.competence.code: a for a in ucl_map.activities if not ucl_map.items_of(a.competence.code, ipt)}
    assert {code: activity.competence.name for code, activity in unrated.items()} == WITHOUT_ITEM
    for code, activity in unrated.items():
        assert activity.without_item, code


def test_activities_with_items_give_no_reason_for_having_none(ucl_map: CompetenceMap, ipt: Scale) -> None:
    for activity in ucl_map.activities:
        if ucl_map.items_of(activity.competence.code, ipt):
            assert not activity.without_item, activity.competence.code


def test_the_scale_takes_its_competences_from_the_map(ucl_map: CompetenceMap, ipt: Scale) -> None:
    rated = [a.competence for a in ucl_map.activities if not a.without_item]
    assert list(ipt.competences) == rated
    assert len(rated) == 21


def test_every_item_is_mapped(ipt: Scale) -> None:
    # The two globals judge the session over all domains, and stand for no one activity.
    assert {item.id for item in ipt.items if not item.competences} == {
        item.id for item in ipt.items if item.rule is RuleKind.GLOBAL
    }


@pytest.mark.parametrize(
    ("code", "items"),
    [
        ("B-focus", ["CORE-01", "CORE-02", "CORE-03", "MID-01"]),
        ("B-know", ["CORE-03", "CORE-09", "PRO-02"]),
        ("B-end", ["INI-10", "END-01", "END-02", "END-03", "END-04", "END-05", "END-06"]),
        ("B-affect", ["CORE-06", "CORE-07", "GRF-03", "TRN-02", "END-02", "MET-04"]),
        ("G-ass", ["CORE-11", "INI-01", "PRO-07"]),
        ("S-rel", ["CORE-12", "SEN-03", "TEC-08", "PRO-01"]),
        ("M-ipt", ["MET-03", "MET-05"]),
    ],
)
def test_an_activity_is_rated_by_its_items(ucl_map: CompetenceMap, ipt: Scale, code: str, items: list[str]) -> None:
    assert [item.id for item in ucl_map.items_of(code, ipt)] == items


def test_an_activity_of_an_unknown_domain_is_a_fault(shipped: Callable[[str], bytes]) -> None:
    changed = shipped("ucl-ipt-competences").replace(b'domain = "Metacompetences"', b'domain = "Meta"', 1)
    with pytest.raises(ScaleFaults) as caught:
        load_competence_map(changed, name="map.toml")
    (fault,) = caught.value.faults
    assert fault.key == "activities[27].domain"
    assert changed.decode().splitlines()[(fault.line or 0) - 1] == 'domain = "Meta"'
