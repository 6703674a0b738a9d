"""How far therapists have come towards a rule set: one of them, or all. Belongs in a job."""

from __future__ import annotations

from datetime import datetime

from fidelity_rater.app.accreditation.models import Readiness, ReadinessRow, RuleSets, Standing
from fidelity_rater.app.accreditation.rules_shelf import RulesShelf
from fidelity_rater.app.ports.accreditation import FactsAsked
from fidelity_rater.app.ports.library import Library
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.domain.accreditation.judging import judge
from fidelity_rater.scales.rule_set import (
    CasesAsked,
    MeasuresAsked,
    RuleSet,
    SessionsAsked,
    SupervisionAsked,
)


class Accreditation:
    """Reads a library's facts and judges them. Nothing is kept: the answer is of the moment that it bears."""

    def __init__(self, library: Library, *, shelf: RulesShelf, clock: WallClock) -> None:
        self._library, self._shelf, self._clock = library, shelf, clock

    def rule_sets(self) -> RuleSets:
        return self._shelf.all()

    def readiness(self, therapist_uid: str, rules_id: str) -> Readiness:
        """Raises ``UserFacingError`` for an unknown rule set, ``KeyError`` for an unknown therapist."""
        rules = self._shelf.get(rules_id)
        with self._library.queries() as queries:
            (facts,) = queries.accreditation_facts(_asked(rules, therapist_uid))
        return judge(rules, facts, at=self._now())

    def all_readiness(self, rules_id: str) -> tuple[ReadinessRow, ...]:
        """Every therapist who is in use, by code."""
        rules, at = self._shelf.get(rules_id), self._now()
        with self._library.queries() as queries:
            facts = queries.accreditation_facts(_asked(rules))
        return tuple(_row(judge(rules, each, at=at), each.code) for each in facts)

    def _now(self) -> datetime:
        return self._clock.now()


def _row(readiness: Readiness, code: str) -> ReadinessRow:
    return ReadinessRow(
        therapist_uid=readiness.therapist_uid,
        code=code,
        met=readiness.count(Standing.MET),
        not_met=readiness.count(Standing.NOT_MET),
        unknown=readiness.count(Standing.UNKNOWN),
        readiness=readiness,
    )


def _asked(rules: RuleSet, therapist_uid: str = "") -> FactsAsked:
    """What these rules look at."""
    kinds = {type(asked) for asked in rules.requirements}
    of = {asked.of for asked in rules.requirements if isinstance(asked, SessionsAsked)}
    return FactsAsked(
        therapist_uid=therapist_uid,
        recordings="recorded" in of,
        ratings=bool(of - {"recorded"}),
        measures=MeasuresAsked in kinds,
        supervision=bool(kinds & {CasesAsked, SupervisionAsked}),
        records=True,
    )
