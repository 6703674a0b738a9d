"""How far therapists have come towards a rule set: one of them, or all. Belongs in a job."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from fidelity_rater.app.accreditation.models import Readiness, ReadinessRow, RuleSets, Standing
from fidelity_rater.app.accreditation.rules_shelf import RulesShelf
from fidelity_rater.app.ports.accreditation import FactsAsked
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.ports.library import Library
from fidelity_rater.app.ports.packages import PackageKind
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.domain.accreditation.judging import judge
from fidelity_rater.scales.rule_set import (
    CasesAsked,
    MeasuresAsked,
    RuleSet,
    SessionsAsked,
    SupervisionAsked,
)

LOGGED: Final = (DocumentKind.SUPERVISION, DocumentKind.TRAINING, DocumentKind.PAPER, DocumentKind.ELSEWHERE)
"""What stands in a therapist's log."""


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
        """Every therapist who is in use and can be judged by what is here, by code."""
        rules, at, elsewhere = self._shelf.get(rules_id), self._now(), self.told_elsewhere()
        with self._library.queries() as queries:
            facts = queries.accreditation_facts(_asked(rules))
        return tuple(_row(judge(rules, each, at=at), each.code) for each in facts if each.uid not in elsewhere)

    def told_elsewhere(self) -> Mapping[str, str]:
        """Who is here by a portfolio that came, without a log: uid and code.

        What counts of them is told in the portfolio, when its time has come; from what is here they would be judged
        wrongly, and before others may know.
        """
        with self._library.read() as uow:
            notes = [note for note in uow.packages.all() if note.kind == PackageKind.PORTFOLIO and not note.sent]
            came = {uow.aliases.local(note.about) for note in notes}
            without = {uid for uid in came if not any(uow.documents.about(uid, kind) for kind in LOGGED)}
            return {each.uid: each.code for each in uow.therapists.all() if each.uid in without} if without else {}

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
