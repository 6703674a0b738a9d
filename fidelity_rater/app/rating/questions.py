"""What must be known before a rating exists, and how the answers begin one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from fidelity_rater.app import labels
from fidelity_rater.app.desk_models import BeginAnswers, BeginQuestions, DeskChoice
from fidelity_rater.app.ports.library import Library
from fidelity_rater.app.rating.assigned import answering, kept_assignment, waiting_for
from fidelity_rater.app.rating.opening import RatingChoice
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.domain.assigning import Assignment
from fidelity_rater.domain.caseload import FocalArea, Phase
from fidelity_rater.domain.course import propose_phase
from fidelity_rater.domain.people import Person, Purpose, Role
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import Scale

EXAMPLE = "example-"
"""Scale files that only show how one is written are not offered to rate on."""
_BETWEEN = "|"


@dataclass(frozen=True, slots=True)
class Beginning:
    """The questions before a new rating, and the drafts of this session that this person has begun already."""

    questions: BeginQuestions
    drafts: tuple[str, ...]


def beginning(
    library: Library,
    scales: ScaleShelf,
    *,
    session_uid: str,
    person: Person,
    today: date,
    assignment_uid: str = "",
    assigned: bool = True,
) -> Beginning:
    """Put together what is asked before a rating of this session; where it was assigned, what the assignment settles.

    ``assignment_uid``: this assignment; empty: whichever waits for this person, if any and if ``assigned``.
    """
    with library.read() as uow:
        session = uow.sessions.get(session_uid)
        case = uow.cases.get(session.case_uid)
        therapist = uow.therapists.get(case.therapist_uid)
        heads = uow.ratings.of_session(session_uid)
        asked = kept_assignment(uow, assignment_uid)[0] if assignment_uid else None
        if asked is None and assigned:
            asked = waiting_for(uow, session_uid, person.uid)
        asked_for = {head.uid for head in answering(uow, asked)} if asked is not None else set()
    number = session.attended or session.scheduled
    proposal = propose_phase(planned_sessions=case.planned_sessions, number=number, adaptation=case.adaptation)
    declared = case.focus_on(session.held_on or today)
    questions = BeginQuestions(
        session=tr(
            "{therapist} · {case} · {session}",
            therapist=therapist.code,
            case=case.code,
            session=labels.session(session.scheduled, session.attended, planned=case.planned_sessions),
        ),
        purposes=tuple(DeskChoice(p, labels.purpose(p), labels.purpose_explained(p)) for p in Purpose),
        roles=tuple(DeskChoice(r, labels.role(r)) for r in Role),
        forms=forms_offered(scales),
        phases=tuple(DeskChoice(p, labels.phase(p)) for p in Phase),
        focal_areas=tuple(DeskChoice(a, labels.focal_area(a)) for a in FocalArea),
        phase=str(session.phase or proposal.phase),
        phase_why=tr("Confirmed for this session before.") if session.phase else proposal.why,
        form=f"{scales.default_name}{_BETWEEN}{scales.default().default_form.id}",
        declared_focus=tuple(str(area) for area in declared),
        notice=scales.default().notice,
    )
    mine = [h for h in heads if h.person_uid == person.uid and h.signed_at is None]
    if asked is None:
        return Beginning(questions, tuple(head.uid for head in mine))
    begun = tuple(head.uid for head in mine if head.uid in asked_for)
    return Beginning(_settled(questions, asked, scales.kept_in(library, asked.scale_sha256)), begun)


def _settled(questions: BeginQuestions, asked: Assignment, scale: Scale) -> BeginQuestions:
    form = scale.form(asked.form)
    return replace(
        questions,
        forms=(DeskChoice(form.id, f"{scale.name}: {form.name}", form.explanation),),
        form=form.id,
        phase=asked.phase,
        phase_why="",
        role=str(asked.role),
        purpose=str(asked.purpose),
        declared_focus=asked.focal_areas,
        notice=scale.notice,
        assignment=asked.uid,
        assigned_words=asked.words,
    )


def forms_offered(scales: ScaleShelf) -> tuple[DeskChoice, ...]:
    """The forms of every scale that may be rated on, the default scale's first and without its name."""
    names = [scales.default_name, *sorted(n for n in scales.built_in if n != scales.default_name)]
    found = []
    for name in names:
        if name.startswith(EXAMPLE):
            continue
        scale = scales.named(name)
        for form in scale.forms:
            label = form.name if name == scales.default_name else f"{scale.name}: {form.name}"
            found.append(DeskChoice(f"{name}{_BETWEEN}{form.id}", label, form.explanation))
    return tuple(found)


def form_chosen(choice: str) -> tuple[str, str]:
    """The scale's name and the form that an offered choice stands for."""
    scale, _, form = choice.partition(_BETWEEN)
    return scale, form


def choice_of(session_uid: str, given: BeginAnswers) -> RatingChoice:
    """The answers as what a rating is begun with."""
    scale, form = form_chosen(given.form)
    return RatingChoice(
        session_uid=session_uid,
        purpose=Purpose(given.purpose),
        role=Role(given.role),
        form=form,
        scale_name=scale,
        phase=given.phase,
        focal_areas=given.focal_areas,
        assignment_uid=given.assignment,
    )
