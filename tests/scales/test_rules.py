"""Rule files: sound as shipped with every fact's source, and each fault told with file, line and key."""

# ruff: noqa: E501 - a fault to a line

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from fidelity_rater.domain.accreditation.records import PaperKind, TrainingKind
from fidelity_rater.domain.caseload import Phase
from fidelity_rater.domain.measures import key_of
from fidelity_rater.resources import resource_path
from fidelity_rater.scales import rules_schema
from fidelity_rater.scales.errors import ScaleFaults
from fidelity_rater.scales.pass_profiles import load_pass_profile
from fidelity_rater.scales.questionnaires import load_questionnaires
from fidelity_rater.scales.rule_set import CasesAsked, MarkAsked, MeasuresAsked
from fidelity_rater.scales.rules import load_rules

FILES = sorted(resource_path("accreditation").glob("*.toml"))
GOOD = """format = 1
[rules]
id = "ours"
name = "Our own"
body = "Our clinic"
as_of = 2026-11-22
check = "ask the lead"

[[sources]]
id = "handbook"
name = "Handbook"

[group_credit]
counts = "share"
factor = 2.0
sources = ["handbook"]

[[requirements]]
id = "cases"
kind = "cases"
label = "Cases"
asks = "Two cases"
sources = ["handbook"]
minimum = 2
supervised = true
contacts = 12
out_of = 16

[[requirements]]
id = "mark"
kind = "mark"
label = "Mark"
asks = "A mark"
sources = ["handbook"]
body = "Our clinic"
form = "Form"
results = 1
minimum = 3.0
lowest = 1.0
highest = 5.0
"""


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_shipped_file_is_sound_and_says_where_it_stands(path) -> None:  # type: ignore[no-untyped-def]
    rules = load_rules(path.read_bytes(), name=path.name)
    assert rules.id == path.stem
    assert rules.check.startswith("Check with the body")
    assert all(each.source and each.asks and each.label for each in rules.requirements)
    cited = " ".join([rules.group_credit.source, *(each.source for each in rules.requirements)])
    assert all(source.name in cited for source in rules.sources.values())
    known = {key_of(q.name) for q in load_questionnaires(resource_path("measures.toml").read_bytes(), name="m")}
    measures = [each for each in rules.requirements if isinstance(each, MeasuresAsked)]
    assert all(key_of(name) in known for each in measures for name in each.measures)


def test_a_file_becomes_frozen_values() -> None:
    rules = load_rules(GOOD.encode(), name="r.toml")
    cases, mark = rules.requirements
    assert (rules.as_of, rules.group_credit.factor) == (date(2026, 11, 22), 2.0)
    assert isinstance(cases, CasesAsked)
    assert (cases.minimum, cases.contacts, cases.out_of, cases.own_minutes, cases.source) == (
        2,
        12,
        16,
        None,
        "Handbook",
    )
    assert isinstance(mark, MarkAsked)
    assert (mark.minimum, mark.by) == (3.0, "each")


def test_the_words_of_a_file_are_those_of_the_records() -> None:
    assert set(rules_schema.TrainingName.__args__) == set(TrainingKind)
    assert set(rules_schema.PaperName.__args__) == set(PaperKind)
    assert set(rules_schema.PhaseName.__args__) == set(Phase)


def changed(old: str, new: str) -> str:
    assert old in GOOD
    return GOOD.replace(old, new)


ALL_FAULTS = {
    "not TOML": ("format = ", "not valid TOML"),
    "an unknown key": (changed("contacts = 12", "contact = 12"), "r.toml:26: requirements[0].contact: is not a key"),
    "an unknown kind": (changed('kind = "cases"', 'kind = "exam"'), "r.toml:20: requirements[0].kind: exam is not one of"),
    "an unknown section": (GOOD + "[levels]\na = 1\n", "levels: is not a key"),
    "more than there are": (changed("contacts = 12", "contacts = 17"), "r.toml:26: requirements[0].contacts: asks for 17 of"),
    "more cases than the first": (changed("out_of = 16", "only_first = 1"), "requirements[0].minimum: asks for 2 of at most 1"),
    "a mark above its range": (changed("highest = 5.0", "highest = 2.0"), "requirements[1].highest: must be more than 3"),
    "a mark below its range": (changed("lowest = 1.0", "lowest = 4.0"), "requirements[1].minimum: must be more than 4"),
    "half a range": (changed("highest = 5.0", ""), "requirements[1].lowest: needs “highest” beside it"),
    "no source": (changed('sources = ["handbook"]\nminimum = 2', "minimum = 2"), "requirements[0].sources: is missing"),
    "an unknown source": (changed('sources = ["handbook"]\nminimum', 'sources = ["hearsay"]\nminimum'), '"hearsay" is not a source'),
    "twice": (changed('id = "mark"', 'id = "cases"'), 'r.toml:30: requirements[1].id: "cases" is already requirements[0]'),
    "a source twice": (changed("[group_credit]", '[[sources]]\nid = "handbook"\nname = "B"\n[group_credit]'), "sources[1].id"),
    "asks for nothing": (changed("minimum = 2\n", ""), "requirements[0]: asks for nothing"),
    "known and not known": (changed("out_of = 16", 'not_known = ["minimum"]\nnote = "x"'), '"minimum" is given, and said'),
    "not a setting": (changed("out_of = 16", 'not_known = ["hope"]\nnote = "x"'), '"hope" is not a setting'),
    "not known, no word": (changed("out_of = 16", 'not_known = ["own_minutes"]'), "requirements[0].note: is missing"),
    "a share without a factor": (changed("factor = 2.0\n", ""), "r.toml:13: group_credit.factor"),
    "supervision of no supervised": (changed("supervised = true\n", ""), "requirements[0].supervised: must be true"),
    "no requirements": (GOOD.split("[[requirements]]", maxsplit=1)[0], "requirements: is missing"),
    "no body": (changed('body = "Our clinic"\nas_of', "as_of"), "r.toml:2: rules.body: is missing"),
    "not a day": (changed("2026-11-22", '"now"'), "rules.as_of: must be a day"),
    "a negative number": (changed("minimum = 2", "minimum = -2"), "requirements[0].minimum: must be 1 or more"),
}  # fmt: skip


@pytest.mark.parametrize("name", ALL_FAULTS)
def test_each_fault_is_told_with_file_and_key(name: str) -> None:
    text, says = ALL_FAULTS[name]
    with pytest.raises(ScaleFaults) as faults:
        load_rules(text.encode(), name="r.toml")
    told = [str(fault) for fault in faults.value.faults]
    assert any(says in fault for fault in told), told


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ('kind = "sessions"\nof = "recorded"\ntotal = 9\nat_most = 8', "requirements[0].total: asks for 9 of at most 8"),
        ('kind = "sessions"\nof = "recorded"\nper_case = 4\ncases = 4\nat_most = 12', "per_case: asks for 16 of at most 12"),
        ('kind = "sessions"\nof = "recorded"\ntotal = 1\nphases = [["initial"], ["middle"]]', "phases: asks for 2 of"),
        ('kind = "sessions"\nof = "recorded"\nper_case = 1', "per_case: needs “cases” beside it"),
        ('kind = "duration"\nsince = ["course"]\nmonths = 12\nat_most = 9', "months: asks for 12 of at most 9"),
        ('kind = "focal_areas"\nminimum = 5', "minimum: must be 4 or less"),
        ('kind = "papers"\nkinds = ["diploma"]\ncount = 1', "kinds[0]"),
    ],
)  # fmt: skip
def test_contradictions_of_the_other_kinds(settings: str, says: str) -> None:
    head, rest = GOOD.split("[[requirements]]", 1)
    common = 'id = "x"\nlabel = "X"\nasks = "x"\nsources = ["handbook"]\n'
    assert rest
    with pytest.raises(ScaleFaults) as faults:
        load_rules(f"{head}[[requirements]]\n{common}{settings}\n".encode(), name="r.toml")
    assert any(says in str(fault) for fault in faults.value.faults), faults.value


def test_what_the_guide_shows_is_sound_and_names_every_setting() -> None:
    guide = (Path(__file__).resolve().parents[2] / "docs" / "accreditation-rules.md").read_text(encoding="utf-8")
    rules, profile = re.findall(r"```toml\n(.*?)```", guide, re.DOTALL)
    assert load_rules(rules.encode(), name="guide.toml").id == "our-course"
    assert load_pass_profile(profile.encode(), name="guide.toml").pairs == 20
    common = set(rules_schema.RequirementEntry.model_fields)
    for kind, (entry, _) in rules_schema.KINDS.items():
        (line,) = [line for line in guide.splitlines() if line.startswith(f"| `{kind}` |")]
        assert all(f"`{setting}`" in line for setting in entry.model_fields.keys() - common), kind
    assert all(f"`{setting}" in guide for setting in common)
