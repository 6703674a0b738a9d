"""What the log of one therapist shows and edits: the domain's values, and the read models, for the window."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from fidelity_rater.app.ports.documents import Attachment
from fidelity_rater.domain.accreditation.records import (
    Mode,
    Paper,
    PaperKind,
    Record,
    ResultElsewhere,
    SupervisionContact,
    Training,
    TrainingKind,
)

__all__ = [
    "Attachment",
    "CaseChoice",
    "CaseSum",
    "KnownForm",
    "Mode",
    "Paper",
    "PaperKind",
    "Record",
    "ResultElsewhere",
    "SessionChoice",
    "SupervisionContact",
    "SupervisionSum",
    "TherapistLog",
    "Training",
    "TrainingKind",
]


@dataclass(frozen=True, slots=True)
class KnownForm:
    """Another body's form as the rules name it. ``least`` and ``most`` None: its range is not known."""

    body: str
    form: str
    least: Decimal | None = None
    most: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SessionChoice:
    """A session that a record can be about."""

    uid: str
    scheduled: int


@dataclass(frozen=True, slots=True)
class CaseChoice:
    """A case that a record can be about, with its sessions in order."""

    uid: str
    code: str
    archived: bool = False
    sessions: tuple[SessionChoice, ...] = ()


@dataclass(frozen=True, slots=True)
class CaseSum:
    """Supervision of one case. ``minutes`` are its own for sure, ``shared`` those that several cases had together.

    ``untold``: contacts in a group that do not say how long they were about the own cases.
    """

    case_uid: str
    code: str
    contacts: int
    minutes: int
    shared: int = 0
    untold: int = 0


@dataclass(frozen=True, slots=True)
class SupervisionSum:
    """Supervision of one therapist. ``own`` is the time on the own cases, as far as it is told."""

    contacts: int = 0
    minutes: int = 0
    own: int = 0
    untold: int = 0
    cases: tuple[CaseSum, ...] = ()


@dataclass(frozen=True, slots=True)
class TherapistLog:
    """Everything that is written down of one therapist; each list has the latest first.

    ``scans`` are by the record's uid. ``fixed`` are records that came from elsewhere and stay as they are.
    """

    therapist_uid: str
    code: str
    cases: tuple[CaseChoice, ...] = ()
    supervision: tuple[SupervisionContact, ...] = ()
    training: tuple[Training, ...] = ()
    papers: tuple[Paper, ...] = ()
    results: tuple[ResultElsewhere, ...] = ()
    scans: Mapping[str, tuple[Attachment, ...]] = field(default_factory=dict)
    fixed: frozenset[str] = frozenset()
    sums: SupervisionSum = SupervisionSum()

    @property
    def empty(self) -> bool:
        return not (self.supervision or self.training or self.papers or self.results)

    def code_of(self, case_uid: str) -> str:
        """The case's code; empty where the case is not known."""
        return next((case.code for case in self.cases if case.uid == case_uid), "")

    def session_number(self, session_uid: str) -> int | None:
        """The session's scheduled number, where it is known."""
        found = (one.scheduled for case in self.cases for one in case.sessions if one.uid == session_uid)
        return next(found, None)

    def record(self, uid: str) -> Record | None:
        """The record with this uid."""
        every: tuple[Record, ...] = (*self.supervision, *self.training, *self.papers, *self.results)
        return next((one for one in every if one.uid == uid), None)
