"""The questions before a new rating, with what can be proposed and why."""

from __future__ import annotations

from datetime import date

from fidelity_rater.app import labels
from fidelity_rater.app.desk_models import BeginAnswers, BeginQuestions, DeskChoice
from fidelity_rater.app.ports.library import Library
from fidelity_rater.app.rating.opening import RatingChoice
from fidelity_rater.domain.caseload import FocalArea, Phase
from fidelity_rater.domain.course import phase_of, propose_phase
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import Scale


def questions(library: Library, session_uid: str, *, scale: Scale, today: date) -> BeginQuestions:
    """What must be known before this session's rating can begin. The purpose is never proposed."""
    with library.read() as uow:
        session = uow.sessions.get(session_uid)
        case = uow.cases.get(session.case_uid)
        therapist = uow.therapists.get(case.therapist_uid)
    number = session.attended or session.scheduled
    proposal = propose_phase(planned_sessions=case.planned_sessions, number=number, adaptation=case.adaptation)
    why = proposal.why
    if session.phase is not None and session.phase is not proposal.phase:
        why = tr("Confirmed for this session before. {proposal}", proposal=why)
    elif proposal.alternative is not None:
        why = tr("{proposal} {phase} is just as usual here.", proposal=why, phase=labels.phase(proposal.alternative))
    return BeginQuestions(
        session=tr(
            "{therapist} · {case} · session {n} of {planned}",
            therapist=therapist.code,
            case=case.code,
            n=number,
            planned=case.planned_sessions,
        ),
        purposes=tuple(DeskChoice(p, labels.purpose(p), labels.purpose_explained(p)) for p in Purpose),
        roles=tuple(DeskChoice(r, labels.role(r)) for r in Role),
        forms=tuple(DeskChoice(f.id, f.name, f.explanation) for f in scale.forms),
        phases=tuple(DeskChoice(p, labels.phase(p)) for p in Phase),
        focal_areas=tuple(DeskChoice(a, labels.focal_area(a)) for a in FocalArea),
        phase=str(phase_of(session, case)),
        phase_why=why,
        form=scale.default_form.id,
        declared_focus=tuple(str(area) for area in case.focus_on(session.held_on or today)),
        notice=scale.notice,
    )


def choice(session_uid: str, answers: BeginAnswers) -> RatingChoice:
    """The answers as what a rating is opened with."""
    return RatingChoice(
        session_uid=session_uid,
        purpose=Purpose(answers.purpose),
        role=Role(answers.role),
        form=answers.form,
        phase=answers.phase,
        focal_areas=answers.focal_areas,
    )
