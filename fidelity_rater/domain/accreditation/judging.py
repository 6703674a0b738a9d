"""Facts and rules in, readiness out. Pure; a judge for each kind of requirement stands in ``judges``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from fidelity_rater.domain.accreditation.evidence import Evidence
from fidelity_rater.domain.accreditation.facts import TherapistFacts
from fidelity_rater.domain.accreditation.finding import Finding, Wanting
from fidelity_rater.domain.accreditation.judges.cases import judge_cases, judge_focal_areas
from fidelity_rater.domain.accreditation.judges.elsewhere import judge_forms, judge_mark
from fidelity_rater.domain.accreditation.judges.papers import judge_duration, judge_papers
from fidelity_rater.domain.accreditation.judges.sessions import judge_measures, judge_sessions
from fidelity_rater.domain.accreditation.judges.supervision import judge_supervision
from fidelity_rater.domain.accreditation.judges.training import judge_training
from fidelity_rater.domain.accreditation.readiness import Readiness, RequirementStanding, Standing
from fidelity_rater.scales.rule_set import (
    CasesAsked,
    DurationAsked,
    FocalAreasAsked,
    FormsAsked,
    MarkAsked,
    MeasuresAsked,
    PapersAsked,
    Requirement,
    RuleSet,
    SessionsAsked,
    SupervisionAsked,
    TrainingAsked,
)

_JUDGES: Final[dict[type[Requirement], Callable[[Any, Evidence], Finding]]] = {
    TrainingAsked: judge_training,
    CasesAsked: judge_cases,
    FocalAreasAsked: judge_focal_areas,
    SupervisionAsked: judge_supervision,
    SessionsAsked: judge_sessions,
    MeasuresAsked: judge_measures,
    MarkAsked: judge_mark,
    FormsAsked: judge_forms,
    PapersAsked: judge_papers,
    DurationAsked: judge_duration,
}


def judge(rules: RuleSet, facts: TherapistFacts, *, at: datetime) -> Readiness:
    """Hold one therapist's facts against every requirement of a rule set."""
    evidence = Evidence(facts, rules.group_credit, at.date())
    return Readiness(
        therapist_uid=facts.uid,
        rules_id=rules.id,
        rules_name=rules.name,
        body=rules.body,
        sha256=rules.sha256,
        as_of=rules.as_of.isoformat(),
        check=rules.check,
        at=at,
        requirements=tuple(judge_one(asked, evidence) for asked in rules.requirements),
    )


def judge_one(asked: Requirement, evidence: Evidence) -> RequirementStanding:
    """One requirement. What a body asks beyond what is known of it keeps it from being met."""
    found = _JUDGES[type(asked)](asked, evidence)
    standing, wanting = found.standing, found.wanting
    if asked.not_known:
        if standing is Standing.MET or asked.asks_nothing_known:
            standing = Standing.UNKNOWN
        wanting = (*wanting, Wanting(asked.note))
    return RequirementStanding(
        id=asked.id,
        label=asked.label,
        asks=asked.asks,
        source=asked.source,
        standing=standing,
        stands_on=found.stands_on,
        wanting=tuple(each.words for each in wanting),
        leads_to=tuple(each.leads_to for each in wanting) if any(each.leads_to for each in wanting) else (),
        note=asked.note,
        preferred=asked.preferred,
    )
