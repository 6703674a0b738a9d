"""What could be drawn: every session in question, with its stratum, and why it is left out where it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from fidelity_rater.app.assigning.models import DrawWish
from fidelity_rater.app.assigning.places import case_label
from fidelity_rater.app.ports.library import UnitOfWork
from fidelity_rater.domain.caseload import Attendance, Case, Phase, Session
from fidelity_rater.domain.consent import refusal
from fidelity_rater.domain.course import phase_of
from fidelity_rater.domain.drawing import Candidate, LeftOut, Strata, Stratum, Third, Within, third_of


@dataclass(slots=True)
class Frame:
    """Candidates in the order of their uids. ``codes``: of the therapists and cases that strata are named by."""

    candidates: list[Candidate] = field(default_factory=list)
    left_out: Counter[LeftOut] = field(default_factory=Counter)
    asked: set[Stratum] = field(default_factory=set)
    codes: dict[str, str] = field(default_factory=dict)


def frame_of(uow: UnitOfWork, wish: DrawWish, *, today: date) -> Frame:
    """Everything that the wish is about, as consent allows it on this day."""
    frame = Frame()
    for case in _cases(uow, wish):
        group = _group(uow, frame, case, wish.within)
        frame.asked |= {(*group, *each) for each in _usual(wish.strata)}
        for session in uow.sessions.of_case(case.uid):
            stratum = (*group, *stratum_of(session, case, wish.strata, today=today))
            why = _left_out(uow, session, case, wish, today=today)
            if why is not None:
                frame.left_out[why] += 1
            else:
                frame.candidates.append(Candidate(session.uid, stratum))
    frame.candidates.sort()
    frame.asked |= {candidate.stratum for candidate in frame.candidates}
    return frame


def _cases(uow: UnitOfWork, wish: DrawWish) -> Iterator[Case]:
    if wish.case_uids:
        yield from (uow.cases.get(uid) for uid in sorted(set(wish.case_uids)))
        return
    for therapist in uow.therapists.all():
        if not therapist.archived:
            yield from (case for case in uow.cases.of_therapist(therapist.uid) if not case.archived)


def _group(uow: UnitOfWork, frame: Frame, case: Case, within: Within) -> Stratum:
    if within is Within.ALL:
        return ()
    therapist = uow.therapists.get(case.therapist_uid)
    if within is Within.THERAPIST:
        frame.codes[therapist.uid] = therapist.code
        return (therapist.uid,)
    frame.codes[case.uid] = case_label(therapist.code, case.code)
    return (case.uid,)


def _usual(strata: Strata) -> tuple[Stratum, ...]:
    """The strata that every course should fill."""
    if strata in (Strata.PHASE, Strata.PHASE_AND_FOCUS):
        phases = (Phase.INITIAL, Phase.MIDDLE, Phase.TERMINATION)
        return tuple((f"phase:{phase}",) for phase in phases) if strata is Strata.PHASE else ()
    return tuple((f"third:{third}",) for third in Third) if strata is Strata.THIRD else ((),)


def stratum_of(session: Session, case: Case, strata: Strata, *, today: date) -> Stratum:
    """Where a session belongs apart from whose it is."""
    if strata is Strata.NONE:
        return ()
    if strata is Strata.THIRD:
        return (f"third:{third_of(session.attended or session.scheduled, case.planned_sessions)}",)
    phase = f"phase:{phase_of(session, case)}"
    if strata is Strata.PHASE:
        return (phase,)
    areas = case.focus_on(session.held_on or today)
    return (phase, f"focus:{areas[0] if areas else ''}")


def _left_out(uow: UnitOfWork, session: Session, case: Case, wish: DrawWish, *, today: date) -> LeftOut | None:
    if session.archived or case.archived:
        return LeftOut.ARCHIVED
    if session.attendance is not Attendance.ATTENDED:
        return LeftOut.NOT_HELD
    recordings = uow.recordings.of_session(session.uid)
    if not recordings:
        return LeftOut.NO_RECORDING
    living = [recording for recording in recordings if recording.deleted_at is None]
    if not living:
        return LeftOut.DELETED
    if any(refusal(each.consent, purpose=wish.purpose, role=wish.role, today=today) for each in living):
        return LeftOut.NO_CONSENT
    return None
