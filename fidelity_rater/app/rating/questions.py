"""What must be known before a rating exists, and how the answers begin one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fidelity_rater.app import labels
from fidelity_rater.app.desk_models import BeginAnswers, BeginQuestions, DeskChoice
from fidelity_rater.app.ports.library import Library
from fidelity_rater.app.rating.opening import RatingChoice
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.domain.caseload import FocalArea, Phase
from fidelity_rater.domain.course import propose_phase
from fidelity_rater.domain.people import Person, Purpose, Role
from fidelity_rater.i18n import tr

EXAMPLE = "example-"
"""Scale files that only show how one is written are not offered to rate on."""
_BETWEEN = "|"


@dataclass(frozen=True, slots=True)
class Beginning:
    """The questions before a new rating, and the drafts of this session that this person has begun already."""

    questions: BeginQuestions
    drafts: tuple[str, ...]


def beginning(library: Library, scales: ScaleShelf, *, session_uid: str, person: Person, today: date) -> Beginning:
    """Put together what is asked before a rating of this session."""
    with library.read() as uow:
        session = uow.sessions.get(session_uid)
        case = uow.cases.get(session.case_uid)
        therapist = uow.therapists.get(case.therapist_uid)
        heads = uow.ratings.of_session(session_uid)
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
        forms=_forms(scales),
        phases=tuple(DeskChoice(p, labels.phase(p)) for p in Phase),
        focal_areas=tuple(DeskChoice(a, labels.focal_area(a)) for a in FocalArea),
        phase=str(session.phase or proposal.phase),
        phase_why=tr("Confirmed for this session before.") if session.phase else proposal.why,
        form=f"{scales.default_name}{_BETWEEN}{scales.default().default_form.id}",
        declared_focus=tuple(str(area) for area in declared),
        notice=scales.default().notice,
    )
    mine = tuple(h.uid for h in heads if h.person_uid == person.uid and h.signed_at is None)
    return Beginning(questions, mine)


def _forms(scales: ScaleShelf) -> tuple[DeskChoice, ...]:
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


def choice_of(session_uid: str, answers: BeginAnswers) -> RatingChoice:
    """The answers as what a rating is begun with."""
    scale, _, form = answers.form.partition(_BETWEEN)
    return RatingChoice(
        session_uid=session_uid,
        purpose=Purpose(answers.purpose),
        role=Role(answers.role),
        form=form,
        scale_name=scale,
        phase=answers.phase,
        focal_areas=answers.focal_areas,
    )
