"""Ports for what a library keeps beside its ratings: documents, clips, contacts, packages, measures, aliases."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from fidelity_rater.app.ports.sealed import SealedSound
from fidelity_rater.domain.measures import Measurement
from fidelity_rater.domain.people import Person


class DocumentKind(StrEnum):
    """What a document is. ``about`` is the uid of what it belongs to, told for each.

    FEEDBACK: written here, about a rating (body: :class:`domain.feedback.Feedback`). FEEDBACK_RECEIVED: somebody
    else's, about a session (body: see :mod:`app.sharing.contents`). REPLY and REPLY_RECEIVED: about a rating (body:
    :class:`domain.feedback.Reply`). FOLLOW_UP: about a therapist (body: :class:`domain.feedback.FollowUp`), its uid
    the suggestion's. LISTEN_HERE: about a session (body: ``places``, a list of :class:`domain.feedback.ListenHere`).
    FORK: a second history of a rating, kept aside for a person to look at, about that rating. SNAPSHOT: a rating that
    is not here as a record, about a session (body: :class:`domain.ratings.snapshot.Snapshot`). ASSIGNMENT: a session
    that somebody asks to have rated by somebody (body: :class:`domain.assigning.Assignment`), here the assigner's own
    or one that came. DRAW: how recordings were drawn, about itself (body: :class:`domain.drawing.Draw`). CONSENSUS:
    about a session (body: :class:`domain.consensus.Consensus`). REFERENCE: a consensus that raters calibrate by, about
    that session, and CALIBRATION: a rating made to calibrate, about that rating (bodies in
    :mod:`domain.calibration`). SUPERVISION, TRAINING, PAPER, ELSEWHERE: about a therapist (bodies in
    :mod:`domain.accreditation.records`). PORTFOLIO_CHOICE: whether the trainee lets a formative rating into a
    portfolio, about that rating. PORTFOLIO: what somebody lays before a panel, about a therapist; SITTING: who leads
    the panel and who votes, and VOTE: a member's, both about the portfolio (its document's uid); DECISION: what the
    panel answers, about a therapist (bodies in :mod:`domain.panel`). COVERED: what must not be heard of a recording
    when its sound leaves, about that recording (body: ``stretches``); it never leaves itself.
    """

    FEEDBACK = "feedback"
    FEEDBACK_RECEIVED = "feedback_received"
    REPLY = "reply"
    REPLY_RECEIVED = "reply_received"
    FOLLOW_UP = "follow_up"
    LISTEN_HERE = "listen_here"
    FORK = "fork"
    SNAPSHOT = "snapshot"
    ASSIGNMENT = "assignment"
    DRAW = "draw"
    CONSENSUS = "consensus"
    REFERENCE = "reference"
    CALIBRATION = "calibration"
    SUPERVISION = "supervision"
    TRAINING = "training"
    PAPER = "paper"
    ELSEWHERE = "elsewhere"
    PORTFOLIO_CHOICE = "portfolio_choice"
    PORTFOLIO = "portfolio"
    SITTING = "sitting"
    VOTE = "vote"
    DECISION = "decision"
    COVERED = "covered"


@dataclass(frozen=True, slots=True)
class Document:
    """Something written. ``final``: it has been sent, or came from outside, and stays as it is."""

    uid: str
    kind: DocumentKind
    about: str
    author_uid: str
    body: Mapping[str, Any]
    created_at: datetime
    changed_at: datetime
    final: bool = False
    package_uid: str = ""


class DocumentStore(Protocol):
    def keep(self, document: Document) -> None:
        """Add a document, or put it in place of the draft of the same uid.

        A final one stays: the same again does nothing, another raises ``UserFacingError``.
        """
        ...

    def get(self, uid: str) -> Document | None: ...
    def about(self, about: str, kind: DocumentKind | None = None) -> tuple[Document, ...]:
        """Oldest first."""
        ...

    def about_any(self, those: Collection[str], kind: DocumentKind) -> tuple[Document, ...]:
        """What is about any of those. Oldest first."""
        ...

    def of_kind(self, kind: DocumentKind) -> tuple[Document, ...]:
        """Oldest first."""
        ...

    def remove(self, uid: str) -> None:
        """Take away a draft, or what a person has dealt with (a fork). Silent where there is none."""
        ...


@dataclass(frozen=True, slots=True)
class Clip:
    """A stretch of somebody's recording that came in a package; the recording itself may not be here.

    ``start_ms`` and ``end_ms`` lie on the recording's own time axis, the margin included: the clip's own time is the
    recording's less ``start_ms``. ``altered``: something in it was muted or covered by a tone before it was sent.
    ``moment_uid`` is empty where it was cut for no moment.
    """

    uid: str
    recording_uid: str
    start_ms: int
    end_ms: int
    codec: str
    package_uid: str
    moment_uid: str = ""
    altered: bool = False


class ClipStore(Protocol):
    """The sound of a clip is opened by its uid as a recording's is (:meth:`Vault.open`)."""

    def add(self, clip: Clip, sealed: SealedSound) -> None: ...
    def get(self, uid: str) -> Clip | None: ...
    def of_recording(self, recording_uid: str) -> tuple[Clip, ...]: ...
    def of_package(self, package_uid: str) -> tuple[Clip, ...]: ...
    def remove(self, uid: str) -> None:
        """Destroy its key; call :meth:`Vault.erase` with its uid once that is committed."""
        ...


@dataclass(frozen=True, slots=True)
class Attachment:
    """A scan or another file that hangs on a document. ``name`` is what a person called it, without its folder."""

    uid: str
    about: str
    """The uid of the document."""
    name: str
    media_type: str
    size: int
    added_at: datetime


class AttachmentStore(Protocol):
    """The bytes of an attachment are opened by its uid as a recording's are (:meth:`Vault.open`)."""

    def add(self, attachment: Attachment, sealed: SealedSound) -> None: ...
    def get(self, uid: str) -> Attachment | None: ...
    def of(self, about: str) -> tuple[Attachment, ...]:
        """Oldest first."""
        ...

    def remove(self, uid: str) -> None:
        """Destroy its key; call :meth:`Vault.erase` with its uid once that is committed."""
        ...


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody whose public card was brought in. ``compared_at``: when the fingerprint was compared by voice."""

    person: Person
    added_at: datetime
    compared_at: datetime | None = None


class ContactStore(Protocol):
    def keep(self, contact: Contact) -> None:
        """Add or renew. Raises ``UserFacingError`` where this person is known by other keys."""
        ...

    def get(self, person_uid: str) -> Contact | None: ...
    def all(self) -> tuple[Contact, ...]:
        """By name."""
        ...

    def remove(self, person_uid: str) -> None:
        """Forget the card; the person's ratings stay, and so does the person."""
        ...


@dataclass(frozen=True, slots=True)
class PackageNote:
    """A package that was sent from here or taken in here. ``kind`` as in :class:`app.ports.packages.PackageKind`."""

    uid: str
    kind: str
    sent: bool
    other_uid: str
    """The person at the other end; empty: whoever has the passphrase."""
    about: str
    """The uid of what it carries: a rating, a session, a therapist."""
    at: datetime


class PackageLog(Protocol):
    def note(self, package: PackageNote) -> None:
        """Silent where it is noted already."""
        ...

    def get(self, uid: str) -> PackageNote | None: ...
    def all(self) -> tuple[PackageNote, ...]:
        """Latest first."""
        ...


class AliasStore(Protocol):
    """Uids that others use for what has a uid of its own here: the same therapist, case, session or recording."""

    def set(self, foreign_uid: str, local_uid: str) -> None:
        """Raises ``UserFacingError`` where it stands for something else already."""
        ...

    def local(self, uid: str) -> str:
        """The uid used here; the same where it is no alias."""
        ...

    def foreign_of(self, local_uid: str) -> tuple[str, ...]: ...


class MeasureStore(Protocol):
    """At most one value per session and measure."""

    def set(self, measurement: Measurement) -> None: ...
    def remove(self, session_uid: str, measure: str) -> None: ...
    def of_case(self, case_uid: str) -> tuple[Measurement, ...]:
        """By session's scheduled number, then measure."""
        ...
