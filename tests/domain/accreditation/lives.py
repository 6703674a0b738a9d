"""Made-up facts and rules for the judges' tests."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from fidelity_rater.domain.accreditation.evidence import Evidence
from fidelity_rater.domain.accreditation.facts import CaseFacts, ContactFacts, SessionFacts, TherapistFacts
from fidelity_rater.domain.accreditation.judging import judge_one
from fidelity_rater.domain.accreditation.readiness import RequirementStanding
from fidelity_rater.domain.accreditation.records import Paper, PaperKind, ResultElsewhere, Training, TrainingKind
from fidelity_rater.scales.rule_set import GroupCredit, Requirement

TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
DAY = date(2026, 3, 2)
PHASES = ("initial",) * 4 + ("middle",) * 8 + ("termination",) * 4


def asked(kind: type[Requirement], **settings: Any) -> Any:
    return kind(**{"id": "r", "label": "R", "asks": "something", "source": "somewhere", "note": "ask them", **settings})


def case(number: int = 1, *, sessions: int = 16, **changes: Any) -> CaseFacts:
    held = tuple(SessionFacts(f"c{number}s{n}", n, PHASES[n - 1]) for n in range(1, sessions + 1))
    known = {"uid": f"c{number}", "code": f"C{number}", "began": date(2026, number, 1), "sessions": held}
    return CaseFacts(**{**known, **changes})


def contact(*cases: str, **changes: Any) -> ContactFacts:
    return ContactFacts(**{"on": DAY, "minutes": 20, "case_uids": cases, "accredited": True, **changes})


def training(kind: TrainingKind = TrainingKind.COURSE, **changes: Any) -> Training:
    return Training(**{"uid": "t", "therapist_uid": "T", "kind": kind, "title": "Course", "on": DAY, **changes})


def paper(kind: PaperKind = PaperKind.LETTER, **changes: Any) -> Paper:
    return Paper(**{"uid": "p", "therapist_uid": "T", "kind": kind, "title": "Letter", "on": DAY, **changes})


def result(mark: str, **changes: Any) -> ResultElsewhere:
    known = {"uid": "e", "therapist_uid": "T", "body": "The Body", "form": "Form 1", "mark": mark, "on": DAY}
    return ResultElsewhere(**{**known, **changes})


def facts(**changes: Any) -> TherapistFacts:
    return TherapistFacts(**{"uid": "T", "code": "T01", **changes})


def held(requirement: Requirement, of: TherapistFacts, *, credit: GroupCredit | None = None) -> RequirementStanding:
    return judge_one(requirement, Evidence(of, credit or GroupCredit(), TODAY))
