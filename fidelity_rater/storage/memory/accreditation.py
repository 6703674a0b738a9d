"""What rules may ask about, from a library in memory."""

from __future__ import annotations

from typing import Any

from fidelity_rater.app.ports.accreditation import FactsAsked
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.domain.accreditation.facts import NEVER, CaseFacts, ContactFacts, SessionFacts, TherapistFacts
from fidelity_rater.domain.accreditation.records import Paper, ResultElsewhere, SupervisionContact, Training
from fidelity_rater.domain.caseload import Attendance, Case, Session, Therapist
from fidelity_rater.domain.course import phase_of
from fidelity_rater.domain.measures import key_of
from fidelity_rater.domain.people import Role
from fidelity_rater.storage.memory.contents import Contents


def accreditation_facts(contents: Contents, asked: FactsAsked) -> tuple[TherapistFacts, ...]:
    if asked.therapist_uid:
        return (_therapist(contents, contents.therapists[asked.therapist_uid], asked),)
    in_use = [found for found in contents.therapists.values() if not found.archived]
    return tuple(_therapist(contents, found, asked) for found in sorted(in_use, key=lambda found: found.code))


def _therapist(contents: Contents, owner: Therapist, asked: FactsAsked) -> TherapistFacts:
    def records(kind: DocumentKind, of: type[Any]) -> tuple[Any, ...]:
        wanted = asked.supervision if kind is DocumentKind.SUPERVISION else asked.records
        mine = [found for found in contents.documents.values() if found.kind is kind and found.about == owner.uid]
        read = [of.from_json(found.body) for found in mine if wanted]
        return tuple(sorted(read, key=lambda each: each.on))

    return TherapistFacts(
        uid=owner.uid,
        code=owner.code,
        cases=tuple(
            _case(contents, case, asked) for case in contents.cases.values() if case.therapist_uid == owner.uid
        ),
        contacts=tuple(map(ContactFacts.of, records(DocumentKind.SUPERVISION, SupervisionContact))),
        trainings=records(DocumentKind.TRAINING, Training),
        papers=records(DocumentKind.PAPER, Paper),
        results=records(DocumentKind.ELSEWHERE, ResultElsewhere),
    )


def _case(contents: Contents, case: Case, asked: FactsAsked) -> CaseFacts:
    sessions = [found for found in contents.sessions.values() if found.case_uid == case.uid and not found.archived]
    held = [found for found in sessions if found.attendance is Attendance.ATTENDED]
    latest = max(case.focus_history, key=lambda entry: entry.since, default=None)
    return CaseFacts(
        uid=case.uid,
        code=case.code,
        presenting_problem=case.presenting_problem,
        focal_area=latest.areas[0] if latest is not None and latest.areas else "",
        began=min((found.held_on for found in held if found.held_on), default=NEVER),
        sessions=tuple(
            _session(contents, found, case, asked) for found in sorted(held, key=lambda found: found.scheduled)
        ),
    )


def _session(contents: Contents, found: Session, case: Case, asked: FactsAsked) -> SessionFacts:
    replaced = {head.supersedes_uid for head in contents.heads.values() if head.signed_at is not None}
    left_out = replaced | contents.calibrations()
    roles = {
        head.role
        for head in contents.heads.values()
        if head.session_uid == found.uid and head.signed_at is not None and head.uid not in left_out and asked.ratings
    }
    measures = (key_of(each.measure) for each in contents.measures.values() if each.session_uid == found.uid)
    recorded = any(each.session_uid == found.uid for each in contents.recordings.values())
    return SessionFacts(
        uid=found.uid,
        number=found.scheduled,
        phase=phase_of(found, case),
        recorded=asked.recordings and recorded,
        reviewed=bool(roles - {Role.TRAINEE}),
        self_rated=Role.TRAINEE in roles,
        measures=frozenset(measures) if asked.measures else frozenset(),
    )
