"""What holds of every life: more evidence takes nothing away, and what nobody knows never gives a met."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.accreditation.lives import NOW, case, contact, facts, paper, result, training
from fidelity_rater.domain.accreditation.facts import TherapistFacts
from fidelity_rater.domain.accreditation.judging import judge
from fidelity_rater.domain.accreditation.readiness import Readiness, Standing
from fidelity_rater.domain.accreditation.records import PaperKind, TrainingKind
from fidelity_rater.resources import resource_path
from fidelity_rater.scales.rule_set import RuleSet
from fidelity_rater.scales.rules import load_rules

FILES = sorted(resource_path("accreditation").glob("*.toml"))
MONTHS = st.integers(1, 9)
CASE_UIDS = st.sampled_from(("c1", "c2", "c3", "c4", "c5", "c6"))

contacts = st.builds(
    lambda cases, **told: contact(*cases, **told),
    st.lists(CASE_UIDS, unique=True, max_size=2),
    minutes=st.integers(0, 400),
    group_size=st.integers(1, 4),
    own_minutes=st.none() | st.integers(0, 400),
    accredited=st.sampled_from((True, False, None)),
)
trainings = st.builds(
    training,
    st.sampled_from(TrainingKind),
    title=st.sampled_from(("IPT course", "NES", "")),
    days=st.none() | st.integers(0, 6),
    hours=st.none() | st.floats(0, 200),
    others=st.none() | st.integers(0, 5),
)
papers = st.builds(
    paper,
    st.sampled_from(PaperKind),
    title=st.sampled_from(("From a mentor", "Circle", "Formulation", "Summary")),
    case_uid=CASE_UIDS | st.just(""),
)
results = st.builds(
    lambda mark, **told: result(mark, body="IPT Institute", form="IPT Quality and Adherence Scale", **told),
    st.sampled_from(("1", "3.0", "4.5", "9", "-")),
    self_rated=st.booleans(),
    case_uid=CASE_UIDS,
    passed=st.none() | st.booleans(),
)


@st.composite
def lives(draw: st.DrawFn) -> TherapistFacts:
    cases = []
    for number in range(1, draw(st.integers(0, 6)) + 1):
        some = case(
            number, sessions=draw(st.sampled_from((0, 3, 9, 16))), focal_area=draw(st.sampled_from(("", "grief")))
        )
        told = draw(st.sampled_from((frozenset(), frozenset({"phq9", "gad7"}))))
        sessions = tuple(each._replace(recorded=draw(st.booleans()), measures=told) for each in some.sessions[:1])
        cases.append(replace(some, sessions=sessions + some.sessions[1:]))
    return facts(
        cases=tuple(cases),
        contacts=tuple(draw(st.lists(contacts, max_size=30))),
        trainings=tuple(draw(st.lists(trainings, max_size=4))),
        papers=tuple(draw(st.lists(papers, max_size=4))),
        results=tuple(draw(st.lists(results, max_size=4))),
    )


def rules_of(path: Path) -> RuleSet:
    return load_rules(path.read_bytes(), name=path.name)


def met(found: Readiness) -> set[str]:
    return {each.id for each in found.requirements if each.standing is Standing.MET}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@given(life=lives(), more=st.data())
@settings(max_examples=25, deadline=None)
def test_writing_more_down_takes_nothing_away(path: Path, life: TherapistFacts, more: Any) -> None:
    rules = rules_of(path)
    before = judge(rules, life, at=NOW)
    told = replace(
        life,
        contacts=(*life.contacts, *more.draw(st.lists(contacts, max_size=5))),
        trainings=(*life.trainings, *more.draw(st.lists(trainings, max_size=2))),
        papers=(*life.papers, *more.draw(st.lists(papers, max_size=2))),
        results=(*life.results, *more.draw(st.lists(results, max_size=2))),
    )
    # Which of the cases were the first under supervision is decided anew by every contact.
    first = {each.id for each in rules.requirements if getattr(each, "only_first", None)}
    assert met(before) - first <= met(judge(rules, told, at=NOW))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
@given(life=lives())
@settings(max_examples=25, deadline=None)
def test_what_is_not_known_is_never_met_and_every_answer_can_be_kept(path: Path, life: TherapistFacts) -> None:
    rules = rules_of(path)
    found = judge(rules, life, at=NOW)
    not_known = {each.id for each in rules.requirements if each.not_known}
    assert not met(found) & not_known
    assert all(each.wanting for each in found.requirements if each.standing is not Standing.MET)
    assert all(len(each.leads_to) in (0, len(each.wanting)) for each in found.requirements)
    assert Readiness.from_json(found.as_json()) == found


def test_nobody_begins_with_anything_met() -> None:
    for path in FILES:
        assert not met(judge(rules_of(path), facts(), at=NOW))
