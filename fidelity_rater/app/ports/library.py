"""Ports for the library: opening one, units of work on it, and the recordings in its vault."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Protocol

from fidelity_rater.app.ports.documents import (
    AliasStore,
    AttachmentStore,
    ClipStore,
    ContactStore,
    DocumentStore,
    MeasureStore,
    PackageLog,
)
from fidelity_rater.app.ports.identity import UnlockedIdentity
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.queries import Queries
from fidelity_rater.app.ports.sealed import SealedSound
from fidelity_rater.app.ports.sound import SoundSource
from fidelity_rater.domain.caseload import Case, Consent, Recording, Session, Therapist
from fidelity_rater.domain.people import Person, Purpose, Role
from fidelity_rater.domain.ratings.events import RatingEvent, Score, Stamp
from fidelity_rater.domain.transcript import Transcript


@dataclass(frozen=True, slots=True)
class RatingHead:
    """A rating as the library lists it; what it says is the fold of its events.

    ``supersedes_uid`` names the signed rating that this one corrects, with ``correction_reason``. ``session_named`` is
    the session's uid as the rating's own record and signature name it, where that is not the one used here.
    """

    uid: str
    session_uid: str
    person_uid: str
    role: Role
    purpose: Purpose
    scale_sha256: str
    form: str
    created_at: datetime
    head_seq: int = 0
    head_hash: bytes = b""
    signed_at: datetime | None = None
    signature: bytes = b""
    supersedes_uid: str | None = None
    correction_reason: str = ""
    session_named: str = ""


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One row of the current-score projection; ``score`` None takes the row away."""

    item: str
    dimension: str
    score: Score | None
    stamp: Stamp | None = None


@dataclass(frozen=True, slots=True)
class HeardSpan:
    """A stretch of a recording that a rater really heard, at one speed. Milliseconds."""

    start_ms: int
    end_ms: int
    rate: float


class TherapistStore(Protocol):
    def add(self, therapist: Therapist) -> None:
        """Raises ``UserFacingError`` when the code is taken."""
        ...

    def save(self, therapist: Therapist) -> None: ...
    def get(self, uid: str) -> Therapist: ...
    def by_code(self, code: str) -> Therapist | None: ...
    def all(self) -> tuple[Therapist, ...]: ...
    def name_of(self, uid: str) -> str:
        """The real name kept apart from the code; empty where none was given."""
        ...

    def set_name(self, uid: str, name: str) -> None: ...
    def person_of(self, uid: str) -> str | None:
        """Uid of the person (a contact) who is this therapist, where that is known."""
        ...

    def set_person(self, uid: str, person_uid: str | None) -> None: ...


class CaseStore(Protocol):
    def add(self, case: Case) -> None: ...
    def save(self, case: Case) -> None: ...
    def get(self, uid: str) -> Case: ...
    def by_code(self, therapist_uid: str, code: str) -> Case | None: ...
    def of_therapist(self, therapist_uid: str) -> tuple[Case, ...]: ...
    def name_of(self, uid: str) -> str:
        """What the client is called, kept apart from the code; empty where none was given."""
        ...

    def set_name(self, uid: str, name: str) -> None: ...


class SessionStore(Protocol):
    def add(self, session: Session) -> None: ...
    def save(self, session: Session) -> None: ...
    def get(self, uid: str) -> Session: ...
    def of_case(self, case_uid: str) -> tuple[Session, ...]:
        """In the order of their scheduled numbers."""
        ...


class RecordingStore(Protocol):
    def add(self, recording: Recording, sealed: SealedSound) -> None: ...
    def get(self, uid: str) -> Recording: ...
    def of_session(self, session_uid: str) -> tuple[Recording, ...]: ...
    def of_size(self, size: int) -> tuple[Recording, ...]:
        """Whose plain files had this many bytes."""
        ...

    def by_sha256(self, sha256: str) -> tuple[Recording, ...]: ...
    def set_consent(self, uid: str, consent: Consent) -> None: ...
    def set_session(self, uid: str, session_uid: str) -> None: ...
    def living(self) -> tuple[str, ...]:
        """Uids of every recording that is not deleted, the latest first."""
        ...

    def reseal(self, uid: str, sealed: SealedSound) -> SealedSound:
        """Let a recording stand on a newly sealed copy of the very same sound (same ``sha256``).

        Returns what it stood on before, to be discarded once this is committed. Raises ``UserFacingError`` where it is
        another sound, or the recording is deleted.
        """
        ...

    def destroy(self, uid: str, at: datetime) -> None:
        """Forget the key and mark the recording deleted; its sound is gone for good once this is committed.

        With it go its peaks, its transcript and its clips.
        """
        ...


class TranscriptStore(Protocol):
    """At most one transcript a recording."""

    def keep(self, recording_uid: str, transcript: Transcript) -> None:
        """Put it in place of one that is there. Raises ``UserFacingError`` where the recording is deleted."""
        ...

    def get(self, recording_uid: str) -> Transcript | None:
        """Raises ``UserFacingError`` where it is damaged."""
        ...

    def remove(self, recording_uid: str) -> None: ...
    def of_case(self, case_uid: str) -> Mapping[str, Transcript]:
        """By recording uid, of every recording in the case that has one; damaged ones are left out.

        The library's check tells of those.
        """
        ...


class PeopleStore(Protocol):
    """Everyone whose ratings are here: public halves only."""

    def keep(self, person: Person) -> None:
        """Add, or renew the name and initials of, a person. Raises ``UserFacingError`` if the keys differ."""
        ...

    def get(self, uid: str) -> Person: ...
    def all(self) -> tuple[Person, ...]: ...


class ScaleStore(Protocol):
    """The exact scale files that ratings here were made on."""

    def keep(self, sha256: str, data: bytes) -> None: ...
    def get(self, sha256: str) -> bytes: ...
    def all(self) -> tuple[str, ...]: ...


class RatingStore(Protocol):
    def open(self, head: RatingHead) -> None:
        """Add an empty rating.

        Raises ``UserFacingError`` if this person has a current one of the same session, scale and purpose.
        """
        ...

    def append(self, event: RatingEvent, scores: Sequence[ScoreRow] = ()) -> None:
        """Append one event with its projection rows and move the head; the click path."""
        ...

    def append_all(self, events: Sequence[RatingEvent], scores: Sequence[ScoreRow] = ()) -> None:
        """Append one rating's record, or the rest of it, in one go, with the score rows that stand at its end.

        For what is carried over or was written elsewhere: every event keeps its hash, and, unlike in :meth:`append`,
        may speak of a recording that is here under another uid (an alias) or not at all. Its actors must be here.
        Raises ``UserFacingError`` where the first does not follow on the last event here, or the chain is broken.
        """
        ...

    def sign(self, uid: str, *, signed_at: datetime, signature: bytes, packed: bytes) -> None:
        """Lock a rating whose SIGNED event is already appended."""
        ...

    def discard(self, uid: str) -> None:
        """Take away a draft that holds nothing but its opening. Anything else is refused."""
        ...

    def get(self, uid: str) -> RatingHead: ...
    def events(self, uid: str) -> tuple[RatingEvent, ...]: ...
    def of_session(self, session_uid: str) -> tuple[RatingHead, ...]: ...
    def has(self, uid: str) -> bool: ...
    def add_heard(self, rating_uid: str, recording_uid: str, spans: Iterable[HeardSpan]) -> None: ...
    def heard(self, rating_uid: str) -> Mapping[str, tuple[HeardSpan, ...]]:
        """Spans by recording uid, merged, in order."""
        ...

    def set_place(self, rating_uid: str, recording_uid: str, media_ms: int) -> None:
        """Where this rater stopped listening."""
        ...

    def place(self, rating_uid: str) -> tuple[str, int] | None: ...


class UnitOfWork(Protocol):
    """All or nothing: leaving the block without :meth:`commit` rolls back."""

    @property
    def therapists(self) -> TherapistStore: ...
    @property
    def cases(self) -> CaseStore: ...
    @property
    def sessions(self) -> SessionStore: ...
    @property
    def recordings(self) -> RecordingStore: ...
    @property
    def transcripts(self) -> TranscriptStore: ...
    @property
    def people(self) -> PeopleStore: ...
    @property
    def scales(self) -> ScaleStore: ...
    @property
    def ratings(self) -> RatingStore: ...
    @property
    def documents(self) -> DocumentStore: ...
    @property
    def clips(self) -> ClipStore: ...
    @property
    def attachments(self) -> AttachmentStore: ...
    @property
    def contacts(self) -> ContactStore: ...
    @property
    def packages(self) -> PackageLog: ...
    @property
    def aliases(self) -> AliasStore: ...
    @property
    def measures(self) -> MeasureStore: ...
    def commit(self) -> None:
        """Return only once everything is on disk. Raises ``DiskFull`` or another ``UserFacingError`` otherwise."""
        ...


class Vault(Protocol):
    """The library's encrypted recordings."""

    def seal(self, source: BinaryIO, *, size: int, progress: Progress) -> SealedSound:
        """Encrypt a sound into the vault under a fresh key, verified by reading it back.

        Raises ``Cancelled`` and leaves nothing behind when the person stops it; a crash leaves nothing that the next
        opening does not sweep away.
        """
        ...

    def discard(self, sealed: SealedSound) -> None:
        """Take away a sound that no recording stands for, or does any more, and its peaks."""
        ...

    def erase(self, recording_uid: str) -> None:
        """Remove the encrypted file and the peaks of a recording whose key is destroyed."""
        ...

    def open(self, recording_uid: str) -> SoundSource:
        """A recording's or a clip's sound, or an attachment's bytes, in the clear, in memory.

        Raises ``UserFacingError`` when gone or damaged.
        """
        ...

    def scratch(self) -> AbstractContextManager[BinaryIO]:
        """Room to write and read back, seekable: in memory while small, then on disk, encrypted under a key that is
        kept nowhere. Gone when left; what a crash leaves is noise, and swept when the library is next opened.
        """
        ...

    def keep_peaks(self, recording_uid: str, peaks: bytes) -> None:
        """Seal a recording's peaks beside its sound, under a key that dies with the recording's own.

        They can be made anew at any time: where they cannot be written, nothing but speed is lost. Does nothing for a
        recording that is deleted.
        """
        ...

    def peaks(self, recording_uid: str) -> bytes | None:
        """The kept peaks; None where there are none, or they are damaged: then they are made anew."""
        ...

    def has_peaks(self, recording_uid: str) -> bool:
        """Whether peaks are kept, without reading them."""
        ...


@dataclass(frozen=True, slots=True)
class LibraryInfo:
    """Which library this is."""

    uid: str
    name: str
    folder: Path
    demo: bool = False


@dataclass(frozen=True, slots=True)
class BackupNote:
    """A backup that the library knows of. ``automatic`` ones lie in its own folder and hold no sound."""

    made_at: datetime
    place: Path
    automatic: bool = False
    within_reach: bool = True
    """Whether it is there now; a drive may be unplugged, a folder moved."""


class Library(Protocol):
    """An open library. One writer; safe to use from several threads, one unit of work per thread at a time."""

    @property
    def info(self) -> LibraryInfo: ...
    @property
    def vault(self) -> Vault: ...
    def work(self) -> AbstractContextManager[UnitOfWork]:
        """A unit of work that may write."""
        ...

    def read(self) -> AbstractContextManager[UnitOfWork]:
        """A unit of work that only reads; never blocks a writer."""
        ...

    def queries(self) -> AbstractContextManager[Queries]:
        """Read models straight from the library, for screens and charts."""
        ...

    def check(self, progress: Progress) -> tuple[str, ...]:
        """Look for damage; every finding is one translated sentence, none means sound."""
        ...

    def back_up(self, folder: Path, progress: Progress) -> Path:
        """Write a verified, encrypted copy (database, key slots, vault) into the folder; return its path."""
        ...

    def back_up_automatically(self, progress: Progress) -> Path | None:
        """Keep a copy of the database beside it, once a day and the last few; None when none was due."""
        ...

    def backups_holding(self, recording: Recording) -> tuple[BackupNote, ...]:
        """List the known backups that hold a recording's sound, also after it was deleted here."""
        ...

    def close(self) -> None:
        """Give back the lock; idempotent."""
        ...


@dataclass(frozen=True, slots=True)
class LibraryPeek:
    """What can be told of a library folder without its key."""

    uid: str
    name: str
    demo: bool
    people: tuple[str, ...]
    """Uids of the people who hold a key slot."""


class LibraryShelf(Protocol):
    """Makes, finds and opens libraries."""

    def create(self, folder: Path, *, name: str, identity: UnlockedIdentity, demo: bool = False) -> tuple[Library, str]:
        """Make a library where none is; return it and the recovery key, which is never shown again."""
        ...

    def peek(self, folder: Path) -> LibraryPeek:
        """Raises ``UserFacingError`` when this is no library, or a newer, empty or damaged one."""
        ...

    def cautions(self, folder: Path) -> tuple[str, ...]:
        """Say, each in a sentence, what speaks against keeping a library at a place without forbidding it."""
        ...

    def open(self, folder: Path, identity: UnlockedIdentity) -> Library:
        """Open with the person's slot. Raises ``UserFacingError`` as :meth:`peek`, and when it is in use elsewhere."""
        ...

    def open_with_recovery_key(self, folder: Path, *, recovery_key: str, identity: UnlockedIdentity) -> Library:
        """Open with the printed key and give the person a slot of their own."""
        ...

    def restore(self, backup: Path, folder: Path, progress: Progress) -> Path:
        """Bring a verified backup back as a library in a new folder; never over another one."""
        ...
