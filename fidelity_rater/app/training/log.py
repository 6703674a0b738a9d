"""The log of a therapist: what was written down, and each change of it, with the way back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeVar

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.caseload import Caseload, Step, new_uid
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.app.ports.library import Library, UnitOfWork
from fidelity_rater.app.ports.training import ContactReader
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.app.training.checks import Checks
from fidelity_rater.app.training.log_file import LogLook, bytes_of, look_at
from fidelity_rater.app.training.models import (
    CaseChoice,
    KnownForm,
    Paper,
    Record,
    ResultElsewhere,
    SessionChoice,
    SupervisionContact,
    TherapistLog,
    Training,
)
from fidelity_rater.app.training.scans import Scans
from fidelity_rater.app.training.sums import sums_of
from fidelity_rater.domain.people import Person
from fidelity_rater.i18n import tr, tr_n

R = TypeVar("R", SupervisionContact, Training, Paper, ResultElsewhere)

KINDS: Final[Mapping[type[Record], DocumentKind]] = {
    SupervisionContact: DocumentKind.SUPERVISION,
    Training: DocumentKind.TRAINING,
    Paper: DocumentKind.PAPER,
    ResultElsewhere: DocumentKind.ELSEWHERE,
}


class TrainingLog:
    """What a therapist has done towards accreditation, as far as it is not rated here.

    The trainee may keep it in the own library, the supervisor in theirs. Every method may be slow and belongs in a job.
    """

    def __init__(
        self,
        library: Library,
        caseload: Caseload,
        *,
        person: Person,
        clock: WallClock,
        bus: Bus,
        reader: ContactReader,
        forms: Callable[[], Iterable[KnownForm]] = tuple,
    ) -> None:
        """``forms`` tells which forms of other bodies the rules know, with their ranges."""
        self._library, self._caseload, self._person = library, caseload, person
        self._clock, self._bus, self._forms, self._reader = clock, bus, forms, reader
        self.scans = Scans(library, clock=clock, bus=bus)

    def known_forms(self) -> tuple[KnownForm, ...]:
        """The forms of other bodies that the rules speak of."""
        return tuple(self._forms())

    def of_therapist(self, therapist_uid: str) -> TherapistLog:
        """Read everything that is written down of a therapist."""
        with self._library.read() as uow:
            supervision = _kept(uow, therapist_uid, SupervisionContact)
            training = _kept(uow, therapist_uid, Training)
            papers = _kept(uow, therapist_uid, Paper)
            results = _kept(uow, therapist_uid, ResultElsewhere)
            every = [document for found in (supervision, training, papers, results) for document in found]
            cases = _cases(uow, therapist_uid)
            scans = {one.uid: found for one in every if (found := uow.attachments.of(one.uid))}
            code = uow.therapists.get(therapist_uid).code
        contacts = _records(supervision, SupervisionContact)
        return TherapistLog(
            therapist_uid,
            code,
            cases=cases,
            supervision=contacts,
            training=_records(training, Training),
            papers=_records(papers, Paper),
            results=_records(results, ResultElsewhere),
            scans=scans,
            fixed=frozenset(one.uid for one in every if one.final),
            sums=sums_of(contacts, cases),
        )

    def keep(self, record: R) -> R:
        """Add a record, or put it in place of the one with its uid, as one step. Raises ``UserFacingError``.

        Without a uid it is a new one. Returns it as it is kept.
        """
        with self._library.read() as uow:
            cases = _cases(uow, record.therapist_uid)
            before = uow.documents.get(record.uid) if record.uid else None
        _refuse_fixed(before)
        kept = self._checks(cases).checked(record)
        after = self._document(kept, before)
        if before is None or dict(before.body) != after.body:
            self._caseload.do(_step(_label(kept, added=before is None), record.therapist_uid, [(before, after)]))
        return type(record).from_json(after.body)

    def remove(self, uid: str) -> bool:
        """Take a record away; tell whether that can be undone: with scans, whose keys are destroyed, it cannot."""
        with self._library.read() as uow:
            before = uow.documents.get(uid)
            scans = uow.attachments.of(uid)
        _refuse_fixed(before)
        if before is None:
            return False
        if not scans:
            self._caseload.do(_step(tr("Remove an entry of the log"), before.about, [(before, None)]))
            return True
        self.scans.remove_with(uid)
        return False

    # From a file

    @property
    def endings(self) -> tuple[str, ...]:
        """Of files that contacts can be taken from."""
        return self._reader.endings

    def look(self, therapist_uid: str, path: Path) -> LogLook:
        """What taking a file of contacts in would do; nothing is kept yet. Raises ``UserFacingError``."""
        told = self._reader.read(bytes_of(path, self._reader.largest_bytes))
        log = self.of_therapist(therapist_uid)
        return look_at(told, log, self._checks(log.cases).checked)

    def take_in(self, look: LogLook) -> int:
        """Keep what is new of a file, all in one step; tell how many contacts that were."""
        added = [(None, self._document(contact, None)) for contact in look.new]
        if added:
            label = tr_n("Take {n} contact from a file", "Take {n} contacts from a file", len(added))
            self._caseload.do(_step(label, look.therapist_uid, added))
        return len(added)

    def _checks(self, cases: Sequence[CaseChoice]) -> Checks:
        return Checks(today=self._clock.now().astimezone().date(), cases=cases, forms=self._forms)

    def _document(self, record: Record, before: Document | None) -> Document:
        now = self._clock.now()
        uid = before.uid if before is not None else record.uid or new_uid()
        return Document(
            uid=uid,
            kind=KINDS[type(record)],
            about=record.therapist_uid,
            author_uid=before.author_uid if before is not None else self._person.uid,
            body={**record.as_json(), "uid": uid},
            created_at=before.created_at if before is not None else now,
            changed_at=now,
        )


def _kept(uow: UnitOfWork, therapist_uid: str, kind: type[Record]) -> tuple[Document, ...]:
    return uow.documents.about(therapist_uid, KINDS[kind])


def _records(documents: Sequence[Document], kind: type[R]) -> tuple[R, ...]:
    """The latest first; of one day, what was written last."""
    found = [kind.from_json(one.body) for one in documents]
    found.reverse()
    return tuple(sorted(found, key=lambda record: record.on, reverse=True))


def _cases(uow: UnitOfWork, therapist_uid: str) -> tuple[CaseChoice, ...]:
    return tuple(
        CaseChoice(
            case.uid,
            case.code,
            archived=case.archived,
            sessions=tuple(
                SessionChoice(one.uid, one.scheduled) for one in uow.sessions.of_case(case.uid) if not one.archived
            ),
        )
        for case in uow.cases.of_therapist(therapist_uid)
    )


Change = tuple[Document | None, Document | None]
"""A record before and after; None: it is not there."""


def _step(label: str, therapist_uid: str, changes: Sequence[Change]) -> Step:
    return Step(
        label,
        undo=lambda uow: _lead(uow, [(after, before) for before, after in changes]),
        redo=lambda uow: _lead(uow, changes),
        changed=Changed.TRAINING,
        about=therapist_uid,
    )


def _lead(uow: UnitOfWork, changes: Sequence[Change]) -> None:
    """Lead every record from one state to the other, or refuse where the library has come to hold something else."""
    for now, then in changes:
        uid = (now or then).uid  # type: ignore[union-attr]
        if _body(uow.documents.get(uid)) != _body(now):
            raise UserFacingError(
                tr("This entry has changed meanwhile, so nothing was kept."), tr("Look at it, then try again.")
            )
        _put(uow, uid, then)


def _put(uow: UnitOfWork, uid: str, then: Document | None) -> None:
    if then is not None:
        uow.documents.keep(then)
    elif uow.attachments.of(uid):
        raise UserFacingError(
            tr("This entry has a scan, which could not be brought back."), tr("Remove the entry itself instead.")
        )
    else:
        uow.documents.remove(uid)


def _refuse_fixed(document: Document | None) -> None:
    if document is not None and document.final:
        raise UserFacingError(tr("This came from somebody else and stays as it is."))


def _body(document: Document | None) -> dict[str, Any] | None:
    return None if document is None else dict(document.body)


def _label(record: Record, *, added: bool) -> str:
    match record:
        case SupervisionContact():
            return tr("Add a supervision contact") if added else tr("Change a supervision contact")
        case Training():
            return tr("Add a training") if added else tr("Change a training")
        case Paper():
            return tr("Add a paper") if added else tr("Change a paper")
        case ResultElsewhere():
            return tr("Add a result on another body's form") if added else tr("Change a result on another body's form")
