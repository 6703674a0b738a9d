"""Add, edit and archive therapists, cases and sessions, with undo in the user's words."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.ports.library import Library, UnitOfWork
from fidelity_rater.domain.caseload import (
    Attendance,
    Case,
    FocalArea,
    Phase,
    Session,
    Therapist,
    TherapistProfile,
)
from fidelity_rater.domain.course import numbered, with_focus
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.i18n import tr

LONGEST_CODE = 24


def new_uid() -> str:
    return str(uuid.uuid4())


def checked_code(code: str, *, what: str) -> str:
    """A code fit to be shown, exported and put in a file name. Raises ``UserFacingError``."""
    code = " ".join(code.split())
    if not code:
        raise UserFacingError(tr("{what} needs a code.", what=what), tr("Type a short code, such as T07."))
    if len(code) > LONGEST_CODE or not all(c.isalnum() or c in " -_./" for c in code):
        raise UserFacingError(
            tr("“{code}” cannot be a code.", code=code[:LONGEST_CODE]),
            tr("Use up to {n} letters, digits, spaces, dots, dashes or slashes, and no name.", n=LONGEST_CODE),
        )
    return code


@dataclass(frozen=True, slots=True)
class Step:
    """One edit that can be taken back, with the words for it. ``about`` is the uid of what it belongs to."""

    label: str
    undo: Callable[[UnitOfWork], None]
    redo: Callable[[UnitOfWork], None]
    changed: Changed = Changed.CASELOAD
    about: str = ""


class Caseload:
    """Edits of who and what is rated. Each is one commit and one step of undo, for as long as the library is open."""

    def __init__(self, library: Library, bus: Bus) -> None:
        self._library, self._bus = library, bus
        self._undo: list[Step] = []
        self._redo: list[Step] = []

    @property
    def undo_label(self) -> str | None:
        return self._undo[-1].label if self._undo else None

    @property
    def redo_label(self) -> str | None:
        return self._redo[-1].label if self._redo else None

    @property
    def last(self) -> Step | None:
        """The step that an undo takes back."""
        return self._undo[-1] if self._undo else None

    @property
    def undone(self) -> Step | None:
        """The step that a redo does again."""
        return self._redo[-1] if self._redo else None

    def undo(self) -> str | None:
        """Take back the last edit; return its label, or None where there is none."""
        return self._move(self._undo, self._redo, lambda step: step.undo)

    def redo(self) -> str | None:
        return self._move(self._redo, self._undo, lambda step: step.redo)

    def _move(
        self, source: list[Step], target: list[Step], way: Callable[[Step], Callable[[UnitOfWork], None]]
    ) -> str | None:
        if not source:
            return None
        step = source[-1]
        with self._library.work() as uow:
            way(step)(uow)
            uow.commit()
        target.append(source.pop())
        self._bus.publish(step.changed)
        return step.label

    def do(self, step: Step) -> None:
        """Carry out an edit, in one commit, and remember the way back."""
        with self._library.work() as uow:
            step.redo(uow)
            uow.commit()
        self._undo.append(step)
        self._redo.clear()
        self._bus.publish(step.changed)

    # Therapists

    def add_therapist(self, code: str, *, name: str = "", profile: TherapistProfile | None = None) -> Therapist:
        code = checked_code(code, what=tr("A therapist"))
        with self._library.read() as uow:
            before = uow.therapists.by_code(code)
            empty = before is not None and before.archived and not uow.cases.of_therapist(before.uid)
        # An addition that was undone still holds its code: adding it again brings its row back.
        uid = before.uid if before is not None and empty else new_uid()
        therapist = Therapist(uid, code, profile or TherapistProfile())

        def redo(uow: UnitOfWork) -> None:
            _put_therapist(uow, therapist)
            uow.therapists.set_name(therapist.uid, name)

        self.do(
            Step(
                tr("Add therapist {code}", code=therapist.code),
                undo=lambda uow: uow.therapists.save(replace(therapist, archived=True)),
                redo=redo,
            )
        )
        return therapist

    def edit_therapist(self, therapist: Therapist, *, name: str | None = None) -> None:
        """Save a therapist as given; ``name`` None leaves the name as it is."""
        therapist = replace(therapist, code=checked_code(therapist.code, what=tr("A therapist")))
        with self._library.read() as uow:
            before, name_before = uow.therapists.get(therapist.uid), uow.therapists.name_of(therapist.uid)
        name_after = name_before if name is None else name

        def put(uow: UnitOfWork, value: Therapist, called: str) -> None:
            uow.therapists.save(value)
            uow.therapists.set_name(value.uid, called)

        self.do(
            Step(
                tr("Edit therapist {code}", code=therapist.code),
                undo=lambda uow: put(uow, before, name_before),
                redo=lambda uow: put(uow, therapist, name_after),
            )
        )

    def archive_therapist(self, uid: str, *, archived: bool = True) -> None:
        with self._library.read() as uow:
            before = uow.therapists.get(uid)
        after = replace(before, archived=archived)
        label = (
            tr("Archive therapist {code}", code=before.code) if archived else tr("Bring back {code}", code=before.code)
        )
        self.do(Step(label, undo=lambda uow: uow.therapists.save(before), redo=lambda uow: uow.therapists.save(after)))

    # Cases

    def add_case(
        self, therapist_uid: str, code: str, *, name: str = "", planned_sessions: int = 16, adaptation: str = "standard"
    ) -> Case:
        case = Case(new_uid(), therapist_uid, code, planned_sessions=planned_sessions, adaptation=adaptation)
        return self.add_case_as(case, name=name)

    def add_case_as(self, case: Case, *, name: str = "") -> Case:
        """Add a case with everything that was told of it, as one step."""
        case = replace(case, code=checked_code(case.code, what=tr("A case")))
        with self._library.read() as uow:
            before = uow.cases.by_code(case.therapist_uid, case.code)
            empty = before is not None and before.archived and not uow.sessions.of_case(before.uid)
        if before is not None and empty:
            case = replace(case, uid=before.uid)  # as with a therapist: bring back what was undone

        def redo(uow: UnitOfWork) -> None:
            _put_case(uow, case)
            uow.cases.set_name(case.uid, name)

        self.do(
            Step(
                tr("Add case {code}", code=case.code),
                undo=lambda uow: uow.cases.save(replace(case, archived=True)),
                redo=redo,
            )
        )
        return case

    def edit_case(self, case: Case, *, name: str | None = None) -> None:
        """Save a case as given; ``name`` None leaves the name as it is."""
        case = replace(case, code=checked_code(case.code, what=tr("A case")))
        with self._library.read() as uow:
            before, name_before = uow.cases.get(case.uid), uow.cases.name_of(case.uid)
        name_after = name_before if name is None else name

        def put(uow: UnitOfWork, value: Case, called: str) -> None:
            uow.cases.save(value)
            uow.cases.set_name(value.uid, called)

        self.do(
            Step(
                tr("Edit case {code}", code=case.code),
                undo=lambda uow: put(uow, before, name_before),
                redo=lambda uow: put(uow, case, name_after),
            )
        )

    def set_focus(self, case_uid: str, areas: tuple[FocalArea, ...], *, since: date, reason: str = "") -> Case:
        """From this day on the case's work is about these areas; an entry of the same day is replaced."""
        with self._library.read() as uow:
            before = uow.cases.get(case_uid)
        after = with_focus(before, areas, since=since, reason=reason)
        self.do(
            Step(
                tr("Set focal area of {code}", code=after.code),
                undo=lambda uow: uow.cases.save(before),
                redo=lambda uow: uow.cases.save(after),
            )
        )
        return after

    def archive_case(self, uid: str, *, archived: bool = True) -> None:
        with self._library.read() as uow:
            before = uow.cases.get(uid)
        after = replace(before, archived=archived)
        label = tr("Archive case {code}", code=before.code) if archived else tr("Bring back {code}", code=before.code)
        self.do(Step(label, undo=lambda uow: uow.cases.save(before), redo=lambda uow: uow.cases.save(after)))

    # Sessions

    def add_session(
        self,
        case_uid: str,
        scheduled: int,
        *,
        held_on: date | None = None,
        attendance: Attendance = Attendance.ATTENDED,
        phase: Phase | None = None,
    ) -> Session:
        """Add a session under its scheduled number; attended numbers follow from those before it."""
        with self._library.read() as uow:
            others = uow.sessions.of_case(case_uid)
        if any(other.scheduled == scheduled and not other.archived for other in others):
            raise UserFacingError(
                tr("This case has a session {n} already.", n=scheduled), tr("Choose another session number.")
            )
        session = Session(new_uid(), case_uid, scheduled, None, held_on, attendance, phase)

        def redo(uow: UnitOfWork) -> None:
            _put_session(uow, session)
            number_attended(uow, case_uid)

        def undo(uow: UnitOfWork) -> None:
            uow.sessions.save(replace(uow.sessions.get(session.uid), archived=True))
            number_attended(uow, case_uid)

        self.do(Step(tr("Add session {n}", n=scheduled), undo=undo, redo=redo))
        with self._library.read() as uow:
            return uow.sessions.get(session.uid)

    def edit_session(self, session: Session) -> Session:
        with self._library.read() as uow:
            before = uow.sessions.get(session.uid)
            others = [o for o in uow.sessions.of_case(before.case_uid) if o.uid != session.uid and not o.archived]
        if not session.archived and any(o.scheduled == session.scheduled for o in others):
            raise UserFacingError(
                tr("This case has a session {n} already.", n=session.scheduled), tr("Choose another session number.")
            )

        def put(uow: UnitOfWork, value: Session) -> None:
            uow.sessions.save(value)
            number_attended(uow, value.case_uid)

        self.do(
            Step(
                _session_label(before, session),
                undo=lambda uow: put(uow, before),
                redo=lambda uow: put(uow, session),
            )
        )
        with self._library.read() as uow:
            return uow.sessions.get(session.uid)

    def archive_session(self, uid: str, *, archived: bool = True) -> None:
        with self._library.read() as uow:
            before = uow.sessions.get(uid)
        self.edit_session(replace(before, archived=archived))

    # All three at once

    def place(self, therapist_code: str, case_code: str, *, scheduled: int, held_on: date | None = None) -> Session:
        """The session with these codes and this number, each part added where the library does not have it yet."""
        with self._library.read() as uow:
            therapist = uow.therapists.by_code(" ".join(therapist_code.split()))
        therapist = therapist or self.add_therapist(therapist_code)
        if therapist.archived:
            self.archive_therapist(therapist.uid, archived=False)
        with self._library.read() as uow:
            case = uow.cases.by_code(therapist.uid, " ".join(case_code.split()))
        case = case or self.add_case(therapist.uid, case_code)
        if case.archived:
            self.archive_case(case.uid, archived=False)
        with self._library.read() as uow:
            found = [s for s in uow.sessions.of_case(case.uid) if s.scheduled == scheduled and not s.archived]
        return found[0] if found else self.add_session(case.uid, scheduled, held_on=held_on)


def _session_label(before: Session, after: Session) -> str:
    if before.archived == after.archived:
        return tr("Edit session {n}", n=after.scheduled)
    if after.archived:
        return tr("Archive session {n}", n=after.scheduled)
    return tr("Bring back session {n}", n=after.scheduled)


def number_attended(uow: UnitOfWork, case_uid: str) -> None:
    """Give every attended session of a case its attended number anew."""
    before = {session.uid: session for session in uow.sessions.of_case(case_uid)}
    for session in numbered(before.values()):
        if session != before[session.uid]:
            uow.sessions.save(session)


def _put_therapist(uow: UnitOfWork, therapist: Therapist) -> None:
    """Add, or bring back what an undo archived: rows are never deleted, so that nothing that refers to them breaks."""
    known = {t.uid for t in uow.therapists.all()}
    (uow.therapists.save if therapist.uid in known else uow.therapists.add)(therapist)


def _put_case(uow: UnitOfWork, case: Case) -> None:
    known = {c.uid for c in uow.cases.of_therapist(case.therapist_uid)}
    (uow.cases.save if case.uid in known else uow.cases.add)(case)


def _put_session(uow: UnitOfWork, session: Session) -> None:
    known = {s.uid for s in uow.sessions.of_case(session.case_uid)}
    (uow.sessions.save if session.uid in known else uow.sessions.add)(session)
