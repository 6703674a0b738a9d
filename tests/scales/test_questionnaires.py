"""The list of questionnaires: sound as shipped, and each fault told with its place."""

from __future__ import annotations

import pytest

from fidelity_rater.domain.measures import key_of
from fidelity_rater.resources import resource_path
from fidelity_rater.scales.errors import ScaleFaults
from fidelity_rater.scales.questionnaires import load_questionnaires

GOOD = """format = 1
[[measures]]
id = "phq9"
name = "PHQ-9"
minimum = 0
maximum = 27
source = "somewhere"
checked = 2026-11-22
"""


def test_the_shipped_list_is_sound_and_says_what_totals_can_be() -> None:
    found = {q.id: q for q in load_questionnaires(resource_path("measures.toml").read_bytes(), name="measures.toml")}
    assert (found["phq9"].minimum, found["phq9"].maximum) == (0, 27)
    assert (found["gad7"].minimum, found["gad7"].maximum) == (0, 21)
    assert [q.id for q in found.values() if q.first] == ["phq9", "gad7"]
    assert all(q.source and q.id == key_of(q.name) for q in found.values())


FAULTS = {
    "not TOML": ("format = ", "not valid TOML"),
    "another format": (GOOD.replace("format = 1", "format = 2"), "format"),
    "a misspelt key": (GOOD.replace("maximum", "maxmum"), "measures[0].maxmum"),
    "no source": (GOOD.replace('source = "somewhere"\n', ""), "measures[0].source: is missing"),
    "the wrong way round": (GOOD.replace("minimum = 0", "minimum = 40"), "m.toml:6: measures[0].maximum: must be more"),
    "not a number": (GOOD.replace("27", '"27"'), "measures[0].maximum: must be a whole number"),
    "not a day": (GOOD.replace("2026-11-22", '"today"'), "measures[0].checked: must be a day"),
    "twice": (GOOD + GOOD.removeprefix("format = 1\n"), 'measures[1].id: "phq9" is already measures[0]'),
    "one name for two": (GOOD + GOOD.removeprefix("format = 1\n").replace("phq9", "phq"), "measures[1].name"),
    "none": ("format = 1", "measures: is missing"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_each_fault_is_told_with_file_and_key(name: str) -> None:
    text, says = FAULTS[name]
    with pytest.raises(ScaleFaults) as faults:
        load_questionnaires(text.encode(), name="m.toml")
    assert any(str(fault).startswith("m.toml") and says in str(fault) for fault in faults.value.faults)
