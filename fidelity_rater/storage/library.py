"""An open library: its database, vault, backups and lock, opened together and closed together."""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial
from pathlib import Path
from typing import Final

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.library import BackupNote, LibraryInfo, UnitOfWork
from fidelity_rater.app.ports.queries import Queries
from fidelity_rater.domain.caseload import Recording
from fidelity_rater.i18n import tr
from fidelity_rater.storage.backup import Backups
from fidelity_rater.storage.database import Database
from fidelity_rater.storage.folder import LibraryFolder
from fidelity_rater.storage.key_slots import LibraryKey
from fidelity_rater.storage.keys import KeyFile
from fidelity_rater.storage.lock import LibraryLock
from fidelity_rater.storage.vault import FolderVault, SealedKind, damage_of, locked

_PIECE: Final = 1024 * 1024

log = logging.getLogger(__name__)


class EncryptedLibrary:
    """A library on this computer's disk, held under its lock until :meth:`close`."""

    def __init__(
        self, folder: LibraryFolder, keys: KeyFile, key: LibraryKey, *, database: Database, lock: LibraryLock
    ) -> None:
        self._info = LibraryInfo(uid=keys.uid, name=keys.name, folder=folder.path, demo=keys.demo)
        self._database = database
        self._lock = lock
        self._backups = Backups(folder, key, database)
        self._vault = FolderVault(
            folder.vault,
            key.derive("vault"),
            self._sealed_of,
            also_gone=database.clips_gone_with,
            kind_of=database.kind_of,
            on_erased=self._forget_in_backups,
        )
        self._closed = False

    @property
    def info(self) -> LibraryInfo:
        return self._info

    @property
    def vault(self) -> FolderVault:
        return self._vault

    @property
    def backups(self) -> Backups:
        """The automatic ones too; :meth:`back_up` is what a person asks for."""
        return self._backups

    def work(self) -> AbstractContextManager[UnitOfWork]:
        """Start a unit of work that may write."""
        return self._open_database.work()

    def read(self) -> AbstractContextManager[UnitOfWork]:
        """Start a unit of work that only reads."""
        return self._open_database.read()

    def queries(self) -> AbstractContextManager[Queries]:
        """Read models straight from the library."""
        return self._open_database.queries()

    def check(self, progress: Progress) -> tuple[str, ...]:
        """Look for damage in the database, then read through everything in the vault.

        Damaged peaks are no finding: they are taken away, and made anew when they are next looked for.
        """
        return (*self._open_database.check(progress), *self._check_sound(progress))

    def back_up(self, folder: Path, progress: Progress) -> Path:
        """Write a verified, encrypted copy into a folder."""
        self._check_open()
        return self._backups.make(folder, progress)

    def back_up_automatically(self, progress: Progress) -> Path | None:
        """Keep a copy of the database beside it once a day; for a job after opening."""
        self._check_open()
        return self._backups.make_automatic(progress)

    def backups_holding(self, recording: Recording) -> tuple[BackupNote, ...]:
        """List the backups that hold a recording's sound, also after it was deleted here."""
        return self._backups.holding(recording)

    def sweep(self) -> int:
        """Take away what a crash left in the vault."""
        return self._vault.sweep(self._open_database.all_vault_names())

    def close(self) -> None:
        """Cut off readers, close the database, give back the lock; idempotent."""
        if self._closed:
            return
        self._closed = True
        clean = False
        try:
            self._vault.close()
            self._database.close()
            clean = True
        except UserFacingError:
            # All that was saved is on disk, in the log if not in the database; the next opening merges and checks it.
            log.warning("the library could not be closed in order")
        finally:
            self._lock.release(clean=clean)

    def _sealed_of(self, uid: str) -> tuple[str, bytes] | None:
        return self._open_database.vault_name_and_key(uid)

    @property
    def _open_database(self) -> Database:
        self._check_open()
        return self._database

    def _check_open(self) -> None:
        # The lock is given back: whoever is late, a save or a listener, must not touch what another may hold now.
        if self._closed:
            raise locked()

    def _forget_in_backups(self) -> None:
        # The sound is gone already; the automatic copies of the database still hold its wrapped key and its words.
        try:
            self._backups.renew_automatic(NoProgress())
        except UserFacingError as fault:
            log.warning("the automatic backups could not be renewed after a deletion: %s", fault.message)
            raise UserFacingError(
                tr("It is deleted, but copies that the library keeps of its database are from before."),
                tr("They are renewed when the library is next opened. {reason}", reason=fault.remedy),
            ) from fault

    def _check_sound(self, progress: Progress) -> Iterator[str]:
        sounds = [*self._recordings_and_places(), *self._others_and_places()]
        total, done = max(1, sum(size for _, size, _ in sounds)), 0
        for uid, _, told in sounds:
            try:
                for count in self._listen_through(uid):
                    done += count
                    progress.tell(min(done, total), total)
                self._vault.peaks(uid)
            except UserFacingError as error:
                yield told(error.message)

    def _recordings_and_places(self) -> list[tuple[str, int, Callable[[str], str]]]:
        """Each recording's uid and size, and what a fault of it is told as."""
        with self._open_database.queries() as queries:
            return [
                (
                    recording.uid,
                    recording.size,
                    partial(_told, therapist.therapist.code, case.case.code, session.session.scheduled),
                )
                for therapist in queries.caseload()
                for case in queries.therapist_page(therapist.therapist.uid).cases
                for session in case.sessions
                for recording in session.recordings
                if recording.deleted_at is None
            ]

    def _others_and_places(self) -> list[tuple[str, int, Callable[[str], str]]]:
        with self._open_database.read() as work:
            found = [(SealedKind.CLIP, clip.uid, size) for clip, size in work.clips.living()]
            found += [(SealedKind.ATTACHMENT, each.uid, size) for each, size in work.attachments.living()]
        return [(uid, size, partial(_told_of, kind, uid)) for kind, uid, size in found]

    def _listen_through(self, recording_uid: str) -> Iterator[int]:
        with contextlib.closing(self._vault.open(recording_uid).open()) as reader:
            while piece := reader.read(_PIECE):
                yield len(piece)


def _told(therapist: str, case: str, session: int, fault: str) -> str:
    return tr(
        "{therapist}, case {case}, session {session}: {fault}",
        therapist=therapist,
        case=case,
        session=session,
        fault=fault,
    )


def _told_of(kind: SealedKind, uid: str, fault: str) -> str:
    return f"{damage_of(kind)} ({uid[:8]})"


class NoProgress:
    """For work that nobody watches."""

    def tell(self, done: int, total: int) -> None:
        """Say nothing."""

    def check(self) -> None:
        """Never stop."""
