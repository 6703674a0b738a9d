"""Gather from the library what belongs together: a session with its case, a rating with its whole record."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from fidelity_rater.app.ports.library import RatingHead, UnitOfWork
from fidelity_rater.app.sharing.contents import Contents, Written
from fidelity_rater.app.sharing.lines import CarriedRecording
from fidelity_rater.domain.caseload import Case, FocusEntry, Recording, Session, Therapist
from fidelity_rater.domain.people import Person


class Gathering:
    """What goes into a package, but for its sound. Everything once, in the order in which it was added."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        self._people: dict[str, Person] = {}
        self._therapists: dict[str, Therapist] = {}
        self._cases: dict[str, Case] = {}
        self._sessions: dict[str, Session] = {}
        self._recordings: dict[str, Recording] = {}
        self._heads: dict[str, RatingHead] = {}
        self._documents: dict[str, Written] = {}

    def person(self, person: Person) -> None:
        self._people[person.uid] = person

    def therapist(self, therapist: Therapist) -> None:
        self._therapists[therapist.uid] = therapist

    def session(self, uid: str) -> Session:
        """A session with its case, therapist and the facts of its recordings."""
        if uid not in self._sessions:
            session = self._uow.sessions.get(uid)
            case = self._uow.cases.get(session.case_uid)
            self._sessions[uid] = session
            self._cases[case.uid] = case
            self.therapist(self._uow.therapists.get(case.therapist_uid))
            self._recordings |= {recording.uid: recording for recording in self._uow.recordings.of_session(uid)}
        return self._sessions[uid]

    def hidden(self, session: Session, case: Case, therapist: Therapist, recordings: Iterable[Recording]) -> None:
        """A session as somebody gets to know it who must not learn whose it is."""
        self._sessions[session.uid], self._cases[case.uid] = session, case
        self.therapist(therapist)
        self._recordings |= {recording.uid: recording for recording in recordings}

    def rating(self, uid: str) -> None:
        """A signed rating with its record, what it corrects before it, and the scale it was made on."""
        head = self._uow.ratings.get(uid)
        if uid in self._heads or head.signed_at is None:
            return
        if head.supersedes_uid is not None:
            self.rating(head.supersedes_uid)
        self.session(head.session_uid)
        self.person(self._uow.people.get(head.person_uid))
        self._heads[uid] = head

    def document(self, written: Written) -> None:
        self._documents[written.uid] = written

    def contents(self, *, scales: Iterable[str] = ()) -> Contents:
        """``scales``: what is needed beside those that the ratings were made on."""
        uow, heads = self._uow, tuple(self._heads.values())
        named = (*self._therapists, *self._cases, *self._sessions, *self._recordings)
        also = {uid: found for uid in named if (found := uow.aliases.foreign_of(uid))}
        return Contents(
            people=tuple(self._people.values()),
            therapists=tuple(self._therapists.values()),
            cases=tuple(map(_by_code_only, self._cases.values())),
            sessions=tuple(self._sessions.values()),
            recordings=tuple(map(CarriedRecording, self._recordings.values())),
            ratings=heads,
            events={head.uid: uow.ratings.events(head.uid) for head in heads},
            documents=tuple(self._documents.values()),
            scales={sha: uow.scales.get(sha) for sha in {*scales, *(head.scale_sha256 for head in heads)}},
            also=also,
        )


def _by_code_only(case: Case) -> Case:
    """Without what is written freely about the client."""
    focus = tuple(FocusEntry(entry.since, entry.areas) for entry in case.focus_history)
    return replace(case, presenting_problem="", suitability={}, focus_history=focus)
