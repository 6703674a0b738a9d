"""A course of therapy as it really runs: its phases, its numbering, its plan and the history of its focal area.

How long each phase lasts, from published descriptions of IPT, in sessions:

=========  ==============  ==============  ==============
planned    initial         middle          termination
=========  ==============  ==============  ==============
12         1-3 or 4        to 8 or 9       the rest
16         1-4             5-12            13-16
20         1-4             5-16            17-20
8 (brief)  1-2             3-6             7-8
=========  ==============  ==============  ==============

The ending is always the last three to four sessions, so other lengths follow: from 16 on as 16 and 20; from 12 to 15
as 12; from 9 to 11 the ending is the last three; shorter courses keep the brief form's quarters. Where two phases are
usual for a session, both are offered. It is a proposal and nothing more: the focal area may be agreed in session 5,
and the ending may begin early. The person who heard the session decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from fidelity_rater.domain.caseload import Attendance, Case, FocalArea, FocusEntry, Phase, Session
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.i18n import tr

BRIEF = "brief"
"""The adaptation whose plan is the eight-session one."""

_LONGEST = 100


@dataclass(frozen=True, slots=True)
class CoursePlan:
    """Where the phases of a course lie: the last session of the initial and of the middle phase, counted from 1.

    ``either`` are sessions for which the phase after the proposed one is just as usual.
    """

    planned: int
    initial_until: int
    middle_until: int
    either: frozenset[int] = frozenset()

    def phase_of(self, number: int) -> Phase:
        """The usual phase of a session; beyond the plan, maintenance."""
        if number <= self.initial_until:
            return Phase.INITIAL
        if number <= self.middle_until:
            return Phase.MIDDLE
        return Phase.TERMINATION if number <= self.planned else Phase.MAINTENANCE

    def sessions_of(self, phase: Phase) -> range:
        """The planned session numbers of a phase; maintenance has none."""
        starts = {
            Phase.INITIAL: (1, self.initial_until),
            Phase.MIDDLE: (self.initial_until + 1, self.middle_until),
            Phase.TERMINATION: (self.middle_until + 1, self.planned),
        }
        first, last = starts.get(phase, (1, 0))
        return range(first, last + 1)


@dataclass(frozen=True, slots=True)
class PhaseProposal:
    """A proposed phase and why, for the rater to confirm. ``alternative`` is a phase that is just as usual here."""

    phase: Phase
    why: str
    alternative: Phase | None = None


def course_plan(planned_sessions: int, adaptation: str = "standard") -> CoursePlan:
    """Where the phases of a course of this length usually lie. Raises ``ValueError`` for a course of no sessions."""
    if planned_sessions < 1:
        raise ValueError("a course has at least one session")
    n = planned_sessions
    if n >= 16 and adaptation != BRIEF:
        return CoursePlan(n, 4, n - 4)
    if n >= 12 and adaptation != BRIEF:
        return CoursePlan(n, 4, n - 3, either=frozenset({4, n - 3}))
    if n >= 9 and adaptation != BRIEF:
        return CoursePlan(n, 3, n - 3)
    quarter = (n + 2) // 4 or 1
    return CoursePlan(n, quarter, max(quarter, n - quarter))


def propose_phase(*, planned_sessions: int, number: int, adaptation: str = "standard") -> PhaseProposal:
    """Propose the phase of a session from its number and the planned length.

    ``number`` is the attended number where the session was attended (missed meetings do not move the work on), else
    the scheduled one. A session beyond the plan is proposed as maintenance; where the plan was extended instead,
    change the plan and the proposal follows.
    """
    plan = course_plan(planned_sessions, adaptation)
    phase = plan.phase_of(number)
    if phase is Phase.MAINTENANCE:
        why = tr("Session {number} lies beyond the {planned} planned.", number=number, planned=planned_sessions)
        return PhaseProposal(phase, why, alternative=Phase.TERMINATION)
    span = plan.sessions_of(phase)
    why = tr(
        "Session {number} of {planned}: this phase usually takes sessions {first} to {last}.",
        number=number,
        planned=planned_sessions,
        first=span.start,
        last=span.stop - 1,
    )
    if number not in plan.either:
        return PhaseProposal(phase, why)
    return PhaseProposal(
        phase,
        f"{why} {tr('In a course of this length the next phase is just as usual here.')}",
        alternative=plan.phase_of(number + 1),
    )


def phase_of(session: Session, case: Case) -> Phase:
    """The session's phase: as a person has confirmed it, else as proposed."""
    if session.phase is not None:
        return session.phase
    number = session.attended or session.scheduled
    return propose_phase(planned_sessions=case.planned_sessions, number=number, adaptation=case.adaptation).phase


def numbered(sessions: Iterable[Session]) -> tuple[Session, ...]:
    """The sessions of one case in scheduled order, with their attended numbers worked out afresh.

    A number before a session's own that is not in the library counts as held: often only some of a course's sessions
    are rated. One that is known to be missed, cancelled or set aside does not.
    """
    known = sorted(sessions, key=lambda s: s.scheduled)
    held = {s.scheduled for s in known if _counts(s)}
    found, lost = [], 0
    for scheduled, here in groupby(known, key=lambda s: s.scheduled):
        found += [replace(s, attended=scheduled - lost if _counts(s) else None) for s in here]
        lost += scheduled not in held
    return tuple(found)


def _counts(session: Session) -> bool:
    return session.attendance is Attendance.ATTENDED and not session.archived


def next_numbers(sessions: Iterable[Session]) -> tuple[int, int]:
    """The scheduled and the attended number that the case's next session would have."""
    done = numbered(sessions)
    scheduled = max((s.scheduled for s in done), default=0) + 1
    lost = {s.scheduled for s in done} - {s.scheduled for s in done if s.attended is not None}
    return scheduled, scheduled - len(lost)


def with_plan(case: Case, planned_sessions: int, *, sessions: Iterable[Session] = ()) -> Case:
    """The case with a plan of another length, longer or shorter.

    Raises ``UserFacingError`` for a length that no course has, or a cut below the sessions already held.
    """
    if not 1 <= planned_sessions <= _LONGEST:
        raise UserFacingError(
            tr("A course has between 1 and {longest} sessions.", longest=_LONGEST), tr("Enter the number planned.")
        )
    held = max((s.attended or 0 for s in numbered(sessions) if s.phase is not Phase.MAINTENANCE), default=0)
    if planned_sessions < case.planned_sessions and planned_sessions < held:
        raise UserFacingError(
            tr("{held} sessions of this course have already been held.", held=held),
            tr("Plan at least as many, or mark the later ones as maintenance sessions first."),
        )
    return replace(case, planned_sessions=planned_sessions)


def with_focus(case: Case, areas: Sequence[FocalArea], *, since: date, reason: str = "") -> Case:
    """The case with a new entry in its focal-area history; an entry of the same day is replaced.

    Raises ``UserFacingError`` for more than two areas, or for a change that gives no reason.
    """
    if len(set(areas)) != len(areas) or len(areas) > 2:
        raise UserFacingError(
            tr("A course has one focal area, or two related ones at most."), tr("Choose a primary and one other.")
        )
    kept = [entry for entry in case.focus_history if entry.since != since]
    history = tuple(sorted([*kept, FocusEntry(since, tuple(areas), reason.strip())], key=lambda entry: entry.since))
    if fault := focus_fault(history):
        raise UserFacingError(fault, tr("Say in a few words why it changed."))
    return replace(case, focus_history=history)


def focus_fault(history: Sequence[FocusEntry]) -> str:
    """The first thing that is wrong with a focal-area history, as a sentence; empty where all is well.

    Agreeing the first focal area needs no reason: until then there is none. Every later change does.
    """
    agreed: tuple[FocalArea, ...] = ()
    for entry in sorted(history, key=lambda e: e.since):
        if agreed and entry.areas != agreed and not entry.reason.strip():
            return tr("The focal area changes on {day} without a reason.", day=entry.since.isoformat())
        agreed = entry.areas or agreed
    return ""
