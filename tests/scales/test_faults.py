"""Every fault of a scale file is told at once, each with its file, key, line and a sentence."""

from __future__ import annotations

import copy
import tomllib
from collections.abc import Callable
from typing import Any

import pytest

from fidelity_rater.scales.errors import Fault, ScaleFaults
from fidelity_rater.scales.loading import load_scale
from helpers.toml_text import toml_text

SMALL: dict[str, Any] = {
    "format": 1,
    "scale": {
        "id": "small",
        "name": "Small",
        "version": "1",
        "language": "en",
        "source": "Own.",
        "permission": "Own.",
        "notice": "A test.",
    },
    "dimensions": [
        {
            "id": "done",
            "name": "Done",
            "kind": "ordinal",
            "levels": [{"value": 0, "label": "No", "anchor": "No."}, {"value": 1, "label": "Yes", "anchor": "Yes."}],
        },
        {
            "id": "skill",
            "name": "Skill",
            "kind": "ordinal",
            "competent": 2,
            "locked_while": {"dimension": "done", "value": 0},
            "levels": [
                {"value": 1, "label": "Low", "anchor": "Low."},
                {"value": 2, "label": "High", "anchor": "High."},
            ],
        },
        {"id": "times", "name": "Times", "kind": "count"},
        {"id": "alarm", "name": "Alarm", "kind": "flag"},
    ],
    "states": [{"id": "unrated", "label": "Unrated", "explanation": "Unrated.", "reasons": []}],
    "rules": [
        {
            "kind": "expected",
            "name": "Expected",
            "explanation": "Expected.",
            "dimensions": ["done", "skill"],
            "states": ["unrated"],
        },
        {"kind": "proscribed", "name": "Not", "explanation": "Not.", "dimensions": ["times", "alarm"]},
    ],
    "groups": [{"id": "all", "name": "All"}, {"id": "not", "name": "Not"}],
    "competences": [{"code": "c1", "domain": "Domain", "name": "Competence"}],
    "items": [
        {
            "id": "one",
            "label": "One",
            "description": "One.",
            "group": "all",
            "rule": "expected",
            "phases": ["initial", "middle"],
            "focal_areas": ["grief"],
            "competences": ["c1"],
            "anchors": {"done": {"1": "Own."}},
        },
        {"id": "two", "label": "Two", "description": "Two.", "group": "not", "rule": "proscribed", "harm": True},
    ],
    "forms": [{"id": "form", "name": "Form", "explanation": "Form.", "groups": ["all"], "on_demand": ["not"]}],
    "scoring": {
        "summaries": [
            {
                "id": "sum",
                "name": "Sum",
                "dimension": "skill",
                "statistic": "mean",
                "rules": ["expected"],
                "minimum_fraction": 0.5,
                "only_done": True,
            }
        ],
        "coverage": {"rules": ["expected"], "dimension": "done", "seen_at": 1},
        "proscribed": {"dimension": "times", "present_from": 1},
    },
}


def faults_of(data: bytes) -> tuple[Fault, ...]:
    with pytest.raises(ScaleFaults) as caught:
        load_scale(data, name="mine.toml")
    return caught.value.faults


def changed(path: str, value: Any) -> dict[str, Any]:
    """Return the small scale with the value at a path such as ``items/0/group`` set, or taken out when None."""
    document = copy.deepcopy(SMALL)
    at: Any = document
    *steps, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    for step in steps:
        at = at[step]
    if value is None:
        del at[last]
    elif isinstance(at, list) and last == len(at):
        at.append(value)
    else:
        at[last] = value
    return document


LEVELS = SMALL["dimensions"][0]["levels"]
CASES: list[tuple[str, Any, str, str]] = [
    # the shape of one entry
    ("format", None, "format", "is missing"),
    ("format", 2, "format", "not a format this version reads"),
    ("format", True, "format", "not a format this version reads"),
    ("extra", "x", "extra", "not a key that the format knows"),
    ("scale", None, "scale", "is missing"),
    ("scale/notice", None, "scale.notice", "is missing"),
    ("scale/permission", None, "scale.permission", "is missing"),
    ("scale/source", " ", "scale.source", "must not be empty"),
    ("scale/name", "\x07", "scale.name", "cannot be shown"),
    ("scale/name", "n" * 201, "scale.name", "longer than 200 characters"),
    ("scale/version", 1, "scale.version", "must be text"),
    ("scale/language", "English", "scale.language", '"English" is not a language code'),
    ("scale/colour", "red", "scale.colour", "not a key that the format knows"),
    ("items", None, "items", "at least one is needed"),
    ("items/0", "one", "items[0]", "must be a table"),
    ("items/0/label", None, "items[0].label", "is missing"),
    ("items/0/id", "two", "items[1].id", '"two" is already items[0]'),
    ("items/0/id", "no spaces", "items[0].id", '"no spaces" is not a usable id'),
    ("items/0/rule", "expcted", "items[0].rule", '"expcted" is not one of: expected'),
    ("items/0/harm", 1, "items[0].harm", "must be true or false"),
    ("items/0/phases", "middle", "items[0].phases", "must be a list"),
    ("items/0/anchors/done", {"one": "x"}, "items[0].anchors.done.one", '"one" is not a level'),
    ("dimensions/0/kind", "ordinary", "dimensions[0].kind", '"ordinary" is not one of: ordinal'),
    ("dimensions/0/hue", "blue", "dimensions[0].hue", '"blue" is not one of: adherence'),
    ("dimensions/0/levels/0/value", 0.5, "dimensions[0].levels[0].value", "must be a whole number"),
    ("dimensions/0/levels/0/value", 10**7, "dimensions[0].levels[0].value", "must be 1000000 or less"),
    ("rules/0/dimensions", [], "rules[0].dimensions", "must name at least one"),
    ("scoring", None, "scoring.summaries", "at least one is needed"),
    ("scoring", "x", "scoring", "must be a table"),
    ("scoring/weights", 1, "scoring.weights", "not a key that the format knows"),
    ("scoring/summaries/0/minimum_fraction", 0, "scoring.summaries[0].minimum_fraction", "must be more than 0"),
    ("scoring/summaries/0/minimum_fraction", 1.1, "scoring.summaries[0].minimum_fraction", "must be 1.0 or less"),
    ("scoring/summaries/0/minimum_fraction", "all", "scoring.summaries[0].minimum_fraction", "must be a number"),
    ("scoring/summaries/0/breakdown", ["sex"], "scoring.summaries[0].breakdown[0]", '"sex" is not one of: group'),
    # what entries say of one another
    ("dimensions/1/levels", SMALL["dimensions"][1]["levels"][1:], "dimensions[1].levels", "two levels or more"),
    ("dimensions/0/levels", LEVELS[::-1], "dimensions[0].levels[1].value", "levels must rise: 0 comes after 1"),
    ("dimensions/1/competent", 3, "dimensions[1].competent", "3 is not a level"),
    ("dimensions/1/evidence_asked_at", [2, 7], "dimensions[1].evidence_asked_at[1]", "7 is not a value of skill"),
    ("dimensions/1/no_evidence_at", [1, 9], "dimensions[1].no_evidence_at[1]", "9 is not a value of skill"),
    ("dimensions/1/no_evidence_at", "none", "dimensions[1].no_evidence_at", "must be a list"),
    ("dimensions/1/contradicted_by", {"for": [7]}, "dimensions[1].contradicted_by.for[0]", "7 is not a value of skill"),
    (
        "dimensions/1/contradicted_by",
        {"against": [2, 8]},
        "dimensions[1].contradicted_by.against[1]",
        "8 is not a value",
    ),
    ("dimensions/1/contradicted_by", {"fro": [1]}, "dimensions[1].contradicted_by.fro", "not a key"),
    (
        "dimensions/1/contradicted_by",
        {"for": [1], "against": [2, 1]},
        "dimensions[1].contradicted_by.against[1]",
        "1 stands under contradicted_by.for as well",
    ),
    ("evidence", "strict", "evidence", "must be a table"),
    ("evidence", {"summative": "strict"}, "evidence.summative", '"strict" is not one of: off'),
    ("evidence", {"research": "asked"}, "evidence.research", "not a key that the format knows"),
    ("rules/0/evidence", 1, "rules[0].evidence", "must be true or false"),
    ("dimensions/1/maximum", 5, "dimensions[1].maximum", "only a count"),
    ("dimensions/2/levels", LEVELS, "dimensions[2].levels", "only an ordinal dimension has levels"),
    ("dimensions/2", {**SMALL["dimensions"][2], "minimum": 1, "maximum": 1}, "dimensions[2].maximum", "more than"),
    ("dimensions/1/locked_while/dimension", "dnoe", "dimensions[1].locked_while.dimension", '"dnoe" is not a dim'),
    ("dimensions/1/locked_while/value", 4, "dimensions[1].locked_while.value", "4 is not a value of done"),
    ("dimensions/1/locked_while", {"dimension": "skill", "value": 1}, "dimensions[1].locked_while", "in a circle"),
    ("states/0/reasons", [{"id": "r", "label": "R"}] * 2, "states[0].reasons[1]", '"r" is named twice'),
    ("rules/0/states/0", "unrted", "rules[0].states[0]", '"unrted" is not a state of this scale'),
    ("rules/1/dimensions/0", "tims", "rules[1].dimensions[0]", '"tims" is not a dimension of this scale'),
    ("rules/2", SMALL["rules"][0], "rules[2].kind", '"expected" is already rules[0]'),
    ("items/0/group", "al", "items[0].group", '"al" is not a group of this scale'),
    ("items/0/rule", "coverage", "items[0].rule", '"coverage" is not a rule of this scale'),
    ("items/0/phases/1", "midle", "items[0].phases[1]", '"midle" is not a phase'),
    ("items/0/phases/1", "initial", "items[0].phases[1]", '"initial" is named twice'),
    ("items/0/focal_areas/0", "greif", "items[0].focal_areas[0]", '"greif" is not a focal area'),
    ("items/0/rules_by_phase", {"midle": "expected"}, "items[0].rules_by_phase.midle", '"midle" is not a phase'),
    ("items/0/rules_by_phase", {"middle": "global"}, "items[0].rules_by_phase.middle", '"global" is not a rule'),
    ("items/0/rules_by_phase", {"termination": "expected"}, "items[0].rules_by_phase.termination", "not one of the ph"),
    ("items/0/competences/0", "c2", "items[0].competences[0]", '"c2" is not a competence'),
    ("items/0/dimensions", ["done", "qualty"], "items[0].dimensions[1]", '"qualty" is not a dimension of this scale'),
    ("items/0/anchors", {"dne": {"1": "x"}}, "items[0].anchors.dne", '"dne" is not a dimension'),
    ("items/0/anchors", {"times": {"1": "x"}}, "items[0].anchors.times", 'not scored on "times"'),
    ("items/0/anchors/done", {"5": "x"}, "items[0].anchors.done.5", "5 is not a value of done"),
    ("forms/0/groups/0", "every", "forms[0].groups[0]", '"every" is not a group of this scale'),
    ("forms/0/on_demand", [], "items[1].group", 'no form shows the group "not"'),
    ("forms/0/on_demand", ["not", "all"], "forms[0].on_demand", '"all" is always shown'),
    ("forms", [{**SMALL["forms"][0], "id": x, "default": True} for x in "ab"], "forms[1].default", "only one form"),
    ("scoring/summaries/0/dimension", "skil", "scoring.summaries[0].dimension", '"skil" is not a dimension'),
    ("scoring/summaries/0/rules", ["expected", "coverage"], "scoring.summaries[0].rules[1]", "no item has the rule"),
    ("scoring/summaries/0/rules", ["expected", "proscribed"], "scoring.summaries[0].rules", "never put together"),
    ("scoring/summaries/0/groups", ["not"], "scoring.summaries[0].dimension", "no item of these rules and groups"),
    ("scoring/summaries/0/dimension", "done", "scoring.summaries[0].only_done", "has no locked_while"),
    ("scoring/coverage/seen_at", 2, "scoring.coverage.seen_at", "2 is not a value of done"),
    ("scoring/coverage/rules", ["opportunity"], "scoring.coverage.rules[0]", 'no item has the rule "opportunity"'),
    ("scoring/coverage/dimension", "times", "scoring.coverage.dimension", "no item that this is about is scored on it"),
    ("scoring/coverage/dimension", "tmes", "scoring.coverage.dimension", '"tmes" is not a dimension'),
    ("scoring/summaries/0/rules", ["expected"] * 2, "scoring.summaries[0].rules[1]", '"expected" is named twice'),
    ("groups", None, "groups", "at least one is needed"),
    ("dimensions", None, "dimensions", "at least one is needed"),
    ("rules", None, "rules", "at least one is needed"),
    ("competences", [1], "competences[0]", "must be a table"),
    ("states", "none", "states", "must be a list of tables, each under [[states]]"),
    ("scoring/proscribed/dimension", "tmes", "scoring.proscribed.dimension", '"tmes" is not a dimension'),
    ("scoring/proscribed/present_from", -1, "scoring.proscribed.present_from", "-1 is not a value of times"),
]


def test_the_small_scale_is_sound() -> None:
    assert len(load_scale(toml_text(SMALL).encode(), name="mine.toml").items) == 2


@pytest.mark.parametrize(("path", "value", "key", "words"), CASES, ids=[f"{c[2]}: {c[3]}" for c in CASES])
def test_a_fault_is_told_alone_with_its_file_and_key(path: str, value: Any, key: str, words: str) -> None:
    (fault,) = faults_of(toml_text(changed(path, value)).encode())
    assert (fault.file, fault.key) == ("mine.toml", key)
    assert words in fault.message


def test_a_mean_of_flags_is_refused() -> None:
    document = changed("scoring/summaries/0/dimension", "alarm")
    document["scoring"]["summaries"][0] |= {"rules": ["proscribed"], "only_done": False}
    (fault,) = faults_of(toml_text(document).encode())
    assert "flag is never part" in fault.message


def test_a_share_of_no_maximum_is_refused() -> None:
    document = changed("scoring/summaries/0/dimension", "times")
    document["scoring"]["summaries"][0] |= {"rules": ["proscribed"], "only_done": False, "share_of_maximum": True}
    (fault,) = faults_of(toml_text(document).encode())
    assert (fault.key, fault.message) == ("scoring.summaries[0].share_of_maximum", "the dimension has no maximum")


def test_all_faults_are_told_at_once_in_the_order_of_the_file() -> None:
    document = changed("scale/notice", None)
    document["dimensions"][1]["competent"] = 9
    document["items"][0]["group"] = "al"
    document["items"][1]["rule"] = "proscribd"
    document["forms"][0]["groups"] = ["all", "every"]
    keys = [fault.key for fault in faults_of(toml_text(document).encode())]
    assert keys == ["scale.notice", "dimensions[1].competent", "items[0].group", "items[1].rule", "forms[0].groups[1]"]


def test_an_unsound_entry_is_not_told_again_by_those_that_name_it() -> None:
    document = changed("dimensions/0/levels/0/value", "none")
    assert [fault.key for fault in faults_of(toml_text(document).encode())] == ["dimensions[0].levels[0].value"]


def test_a_fault_names_the_line_to_mend(shipped: Callable[[str], bytes]) -> None:
    broken = shipped("ipt").replace(b'group = "techniques"', b'group = "technics"', 1)
    (fault,) = faults_of(broken)
    assert broken.decode().splitlines()[(fault.line or 0) - 1] == 'group = "technics"'
    assert str(fault).startswith(f"mine.toml:{fault.line}: {fault.key}: ")


def test_a_header_inside_a_text_costs_the_line_and_not_its_truth() -> None:
    text = toml_text(changed("items/1/group", "nt"))
    text += '\n[[items]]\nid="x"\nlabel="""\n[[items]]\n"""\ndescription="d"\ngroup="all"\nrule="expected"\n'
    tomllib.loads(text)
    (fault,) = faults_of(text.encode())
    assert (fault.key, fault.line) == ("items[1].group", None)


def test_a_syntax_error_names_its_line() -> None:
    (fault,) = faults_of(b'format = 1\nname = "never closed\n')
    assert fault.key.startswith("line 2, column")
    assert "not valid TOML" in fault.message


def test_a_file_that_breaks_off_is_told_as_such() -> None:
    (fault,) = faults_of(b"format =")
    assert "not valid TOML" in fault.message


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"format = 1\nname = '\xff'\n", "not UTF-8"),
        (b"#" * 2_000_001, "too large"),
        (b"a = " + b"[" * 100_000, "nested too deeply"),
        (b"a" + b".a" * 1_500 + b" = 1", "too many dots"),
        (b"format = " + b"9" * 10_000, "not valid TOML"),
    ],
    ids=["not UTF-8", "too large", "too deep", "too many dots", "too long a number"],
)
def test_what_cannot_be_read_is_one_fault(data: bytes, words: str) -> None:
    (fault,) = faults_of(data)
    assert words in fault.message


def test_an_empty_file_lacks_everything() -> None:
    missing = {fault.key for fault in faults_of(b"")}
    assert missing == {"format", "scale", "dimensions", "rules", "groups", "items", "scoring.summaries"}


def test_endless_entries_are_one_fault() -> None:
    document = changed("items", SMALL["items"][:1] * 2_001)
    assert ("items", "has more than 2000 entries") in {
        (f.key, f.message) for f in faults_of(toml_text(document).encode())
    }
