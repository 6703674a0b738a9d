"""Where the therapists, cases, sessions and recordings of a package belong here: by uid, by alias, by code, by asking.

What is here already stays as it is. What is here under another uid is remembered as an alias, so that it is asked once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.ports.library import UnitOfWork
from fidelity_rater.app.sharing.contents import Contents
from fidelity_rater.app.sharing.hiding import neutral_therapists
from fidelity_rater.app.sharing.models import PlaceQuestion
from fidelity_rater.domain.caseload import Case, Session, Therapist
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.i18n import tr

THERAPIST = "therapist"
CASE = "case"
T = TypeVar("T", Therapist, Case, Session)


@dataclass(slots=True)
class Placement:
    """The local uid by the package's, of everything that has a place here by now; recordings only where they do."""

    therapists: dict[str, str] = field(default_factory=dict)
    cases: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    recordings: dict[str, str] = field(default_factory=dict)


class Known:
    """What of a package is here already, whatever it is called here."""

    def __init__(self, uow: UnitOfWork, contents: Contents) -> None:
        self._uow, self._contents = uow, contents
        self._therapists = {therapist.uid for therapist in uow.therapists.all()}

    def therapist(self, uid: str) -> str | None:
        found = self._named(uid, self._has_therapist)
        if found is not None:
            return found
        cases = (self.case(case.uid) for case in self._contents.cases if case.therapist_uid == uid)
        return next((self._uow.cases.get(case).therapist_uid for case in cases if case), None)

    def case(self, uid: str) -> str | None:
        found = self._named(uid, self._has(self._uow.cases.get))
        if found is not None:
            return found
        sessions = (self.session(session.uid) for session in self._contents.sessions if session.case_uid == uid)
        return next((self._uow.sessions.get(session).case_uid for session in sessions if session), None)

    def session(self, uid: str) -> str | None:
        return self._named(uid, self._has(self._uow.sessions.get))

    def recording(self, uid: str) -> str | None:
        return self._named(uid, self._has(self._uow.recordings.get))

    def _named(self, uid: str, has: Callable[[str], bool]) -> str | None:
        for name in (uid, *self._contents.also.get(uid, ())):
            local = self._uow.aliases.local(name)
            if has(local):
                return local
        return None

    def _has_therapist(self, uid: str) -> bool:
        return uid in self._therapists

    @staticmethod
    def _has(get: Callable[[str], object]) -> Callable[[str], bool]:
        def has(uid: str) -> bool:
            try:
                get(uid)
            except KeyError:
                return False
            return True

        return has


# Asking


def questions(uow: UnitOfWork, contents: Contents, *, whose: str = "") -> tuple[PlaceQuestion, ...]:
    """What a person may have to decide. ``whose``: the person whose own work it is, where that is known."""
    known = Known(uow, contents)
    asked: list[PlaceQuestion] = []
    proposed: dict[str, str] = {}
    asking = (DocumentKind.ASSIGNMENT, DocumentKind.REFERENCE)
    hidden = neutral_therapists(each.uid for kind in asking for each in contents.documents_of(kind))
    for therapist in contents.therapists:
        local = known.therapist(therapist.uid)
        if local is None and therapist.uid in hidden and uow.therapists.by_code(therapist.code) is None:
            new = (("", _new(therapist.code)),)
            question = PlaceQuestion(therapist.uid, THERAPIST, therapist.code, new, "", settled=True)
        else:
            question = _about_therapist(uow, therapist, local, whose=whose)
        proposed[therapist.uid] = question.proposed
        asked.append(question)
    asked.extend(
        _about_case(uow, case, known.case(case.uid), therapist_uid=proposed.get(case.therapist_uid, ""))
        for case in contents.cases
    )
    return tuple(asked)


def _about_therapist(uow: UnitOfWork, therapist: Therapist, local: str | None, *, whose: str) -> PlaceQuestion:
    if local is not None:
        code = uow.therapists.get(local).code
        return PlaceQuestion(therapist.uid, THERAPIST, therapist.code, ((local, code),), local, settled=True)
    here = uow.therapists.all()
    same_code = uow.therapists.by_code(therapist.code)
    choices = [(each.uid, each.code) for each in here if not each.archived or each == same_code]
    if same_code is None:
        choices.insert(0, ("", _new(therapist.code)))
    theirs = [each.uid for each in here if whose and uow.therapists.person_of(each.uid) == whose]
    proposed = theirs[0] if len(theirs) == 1 else (same_code.uid if same_code else "")
    return PlaceQuestion(therapist.uid, THERAPIST, therapist.code, tuple(choices), proposed, settled=len(choices) == 1)


def _about_case(uow: UnitOfWork, case: Case, local: str | None, *, therapist_uid: str) -> PlaceQuestion:
    if local is not None:
        code = uow.cases.get(local).code
        return PlaceQuestion(case.uid, CASE, case.code, ((local, code),), local, settled=True)
    here = uow.cases.of_therapist(therapist_uid) if therapist_uid else ()
    same_code = next((each for each in here if each.code == case.code), None)
    choices = [(each.uid, each.code) for each in here if not each.archived or each == same_code]
    if same_code is None:
        choices.insert(0, ("", _new(case.code)))
    proposed = same_code.uid if same_code else ""
    return PlaceQuestion(case.uid, CASE, case.code, tuple(choices), proposed, settled=len(choices) == 1)


def _new(code: str) -> str:
    return tr("{code} (new here)", code=code)


# Placing


def place(uow: UnitOfWork, contents: Contents, answers: Mapping[str, str], *, whose: str = "") -> Placement:
    """Find the place of everything, and make one for what has none. Raises ``UserFacingError``.

    An answer about a case counts only within the therapist that was chosen; else its code decides.
    """
    known = Known(uow, contents)
    chosen = {question.foreign_uid: question for question in questions(uow, contents, whose=whose)}
    placement = Placement()
    for therapist in contents.therapists:
        local = _chosen(chosen[therapist.uid], answers)
        placement.therapists[therapist.uid] = _put(uow, uow.therapists, therapist, local)
    for case in contents.cases:
        owner = placement.therapists[case.therapist_uid]
        here = known.case(case.uid)
        if here is None:
            answer = answers.get(case.uid, chosen[case.uid].proposed)
            here = _within(uow, owner, answer=answer, code=case.code)
        placement.cases[case.uid] = _put(uow, uow.cases, replace(case, therapist_uid=owner), here)
    for session in contents.sessions:
        owner = placement.cases[session.case_uid]
        number = _with_number(uow, owner, session.scheduled)
        local_session = known.session(session.uid) or number
        placement.sessions[session.uid] = _put(uow, uow.sessions, replace(session, case_uid=owner), local_session)
    place_recordings(uow, contents, placement)
    return placement


def _chosen(question: PlaceQuestion, answers: Mapping[str, str]) -> str:
    answer = question.proposed if question.settled else answers.get(question.foreign_uid, question.proposed)
    if answer not in dict(question.choices):
        raise UserFacingError(
            tr("The code {code} is taken here by another therapist.", code=question.code),
            tr("Choose which of your therapists it is."),
        )
    return answer


class _Rows(Protocol[T]):
    """Where rows of one kind are kept."""

    def add(self, value: T, /) -> None: ...
    def save(self, value: T, /) -> None: ...
    def get(self, uid: str, /) -> T: ...


def _put(uow: UnitOfWork, rows: _Rows[T], value: T, local: str | None) -> str:
    """Add what is not here; what is stays, comes back from the archive, and is known by the foreign uid, too."""
    if not local:
        rows.add(value)
        return value.uid
    here = rows.get(local)
    if here.archived:
        rows.save(replace(here, archived=False))
    return _aliased(uow, value.uid, local)


def _within(uow: UnitOfWork, therapist_uid: str, *, answer: str, code: str) -> str | None:
    """The case of this therapist that was chosen, else the one with this code."""
    here = {case.uid: case.code for case in uow.cases.of_therapist(therapist_uid)}
    return answer if answer in here else next((uid for uid, known in here.items() if known == code), None)


def _with_number(uow: UnitOfWork, case_uid: str, scheduled: int) -> str | None:
    same = (session for session in uow.sessions.of_case(case_uid) if session.scheduled == scheduled)
    return next((session.uid for session in same if not session.archived), None)


def place_recordings(uow: UnitOfWork, contents: Contents, placement: Placement) -> None:
    """Note which recordings are here: under their own uid, another one, or as the same sound in the same session."""
    known = Known(uow, contents)
    for recording in (carried.recording for carried in contents.recordings):
        local = known.recording(recording.uid)
        if local is None:
            parts = uow.recordings.of_session(placement.sessions[recording.session_uid])
            local = next((part.uid for part in parts if part.sha256 == recording.sha256), None)
        if local is not None:
            placement.recordings[recording.uid] = _aliased(uow, recording.uid, local)


def _aliased(uow: UnitOfWork, foreign: str, local: str) -> str:
    if foreign != local:
        uow.aliases.set(foreign, local)
    return local
