"""Backups of an open library: full ones where a person wants them, and a few of the database beside it.

Peaks are in none of them: they are made anew from the sound when a restored recording is first looked at.
"""

from __future__ import annotations

import contextlib
import logging
import secrets
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.library import BackupNote
from fidelity_rater.domain.caseload import Recording
from fidelity_rater.i18n import tr
from fidelity_rater.storage.backup_ledger import BackupLedger
from fidelity_rater.storage.backup_manifest import (
    SUFFIX,
    ByteCount,
    Manifest,
    copy_file,
    damaged_backup,
    verify_file,
)
from fidelity_rater.storage.copies import BEFORE_MIGRATION
from fidelity_rater.storage.database import Database
from fidelity_rater.storage.drives import refuse_full
from fidelity_rater.storage.durable import PART_SUFFIX, sync_folder, told_plainly
from fidelity_rater.storage.folder import DATABASE, KEYS, VAULT, LibraryFolder
from fidelity_rater.storage.key_slots import LibraryKey

KEPT: Final = 7
EVERY: Final = timedelta(days=1)
_LEDGER: Final = "ledger"
_STAMP: Final = "%Y%m%d-%H%M%S"
_STAMP_LETTERS: Final = 15

log = logging.getLogger(__name__)


class Backups:
    """Makes and remembers the backups of one open library."""

    def __init__(
        self,
        folder: LibraryFolder,
        key: LibraryKey,
        database: Database,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._folder = folder
        self._key = key
        self._database = database
        self._now = now
        self._one_at_a_time = threading.Lock()
        self._ledger = BackupLedger(folder.backups / _LEDGER, key.derive("ledger"))

    def make(self, target: Path, progress: Progress) -> Path:
        """Write a full backup into a folder, read it back, and return its path. Stopping leaves nothing."""
        if target.absolute().resolve().is_relative_to(self._folder.path.absolute().resolve()):
            raise UserFacingError(
                tr("A backup inside the library would be lost with it."), tr("Choose a folder on another drive.")
            )
        if not target.is_dir():
            raise UserFacingError(tr("The folder for the backup is not there."), tr("Choose another folder."))
        progress.check()
        place = self._write(target, progress, automatic=False)
        self._ledger.add(BackupNote(self._stamp_of(place), place))
        return place

    def make_automatic(self, progress: Progress) -> Path | None:
        """Keep a copy of the database beside it when the last is older than a day; drop all but the last few.

        The sound is not copied: it does not change once sealed. Copies from before a recording was deleted, left
        because they could not be renewed then, are renewed now. Returns None when none was due.
        """
        kept = self._automatic()
        if self._hold_what_was_deleted(kept):
            return self.renew_automatic(progress)
        now = self._now()
        if kept and timedelta(0) <= now - kept[-1].made_at < EVERY:
            return None
        place = self._write(self._folder.backups, progress, automatic=True)
        for note in self._automatic()[:-KEPT]:
            shutil.rmtree(note.place, ignore_errors=True)
        return place

    def renew_automatic(self, progress: Progress) -> Path | None:
        """Replace the automatic copies by one of now, so that they hold no key and no word that was destroyed since.

        Copies from before a migration go too. Returns None where there was nothing to replace.
        """
        old, before_migrations = self._automatic(), self._before_migrations()
        if not old and not before_migrations:
            return None
        place = self._write(self._folder.backups, progress, automatic=True)
        for note in old:
            shutil.rmtree(note.place, ignore_errors=True)
        for path in before_migrations:
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
        return place

    def prove_database(self) -> None:
        """Read every page through a verified copy that is thrown away. Raises ``NotALibrary`` when one is damaged."""
        with self._snapshot():
            log.info("the database is sound after an unclean end")

    def known(self) -> tuple[BackupNote, ...]:
        """List the backups that this library knows of, oldest first."""
        return tuple(sorted((*self._ledger.notes(), *self._automatic()), key=lambda note: note.made_at))

    def holding(self, recording: Recording) -> tuple[BackupNote, ...]:
        """List the backups that hold a recording's sound and words, also after it was deleted here."""
        gone = recording.deleted_at
        return tuple(
            note
            for note in self._ledger.notes()
            if recording.added_at - timedelta(seconds=1) <= note.made_at and (gone is None or note.made_at <= gone)
        )

    def _hold_what_was_deleted(self, kept: list[BackupNote]) -> bool:
        gone = self._database.last_deletion()
        if gone is None:
            return False
        made = [note.made_at for note in kept]
        made += (datetime.fromtimestamp(path.stat().st_mtime, UTC) for path in self._before_migrations())
        return any(at <= gone for at in made)

    def _before_migrations(self) -> list[Path]:
        """List what was kept before this library was brought up to date: databases, and the key slots of then."""
        return [path for ending in BEFORE_MIGRATION for path in self._folder.backups.glob(f"*{ending}")]

    def _automatic(self) -> list[BackupNote]:
        """List what lies in the library's own folder, oldest first, going by the names."""
        found = []
        for place in self._folder.backups.glob(f"*{SUFFIX}"):
            with contextlib.suppress(ValueError):
                found.append(BackupNote(self._stamp_of(place), place, automatic=True))
        return sorted(found, key=lambda note: note.made_at)

    def _stamp_of(self, place: Path) -> datetime:
        stamp = place.name.removesuffix(SUFFIX)[-_STAMP_LETTERS:]
        return datetime.strptime(stamp, _STAMP).replace(tzinfo=UTC)

    def _write(self, target: Path, progress: Progress, *, automatic: bool) -> Path:
        with self._one_at_a_time:
            # The library is ours alone, so whatever half of a backup of it lies here was left by a crash.
            mark = f".{self._key.library_uid[:8]}{PART_SUFFIX}"
            for left in target.glob(f".*{SUFFIX}{mark}"):
                shutil.rmtree(left, ignore_errors=True)
            place, made_at = self._free_place(target)
            part = target / f".{place.name}{mark}"
            try:
                with self._snapshot() as (snapshot, names):
                    manifest = self._copy(
                        snapshot, () if automatic else names, part, progress, made_at=made_at, automatic=automatic
                    )
                manifest.write(part)
                with told_plainly():
                    part.rename(place)
                    sync_folder(target)
            except BaseException:
                shutil.rmtree(part, ignore_errors=True)
                raise
        log.info("backup of %d files written", len(manifest.files))
        return place

    def _copy(
        self,
        snapshot: Path,
        names: tuple[str, ...],
        part: Path,
        progress: Progress,
        *,
        made_at: datetime,
        automatic: bool,
    ) -> Manifest:
        sources = {DATABASE: snapshot, KEYS: self._folder.keys}
        # A recording deleted since the snapshot has no file any more, and must not get into a backup either.
        sources |= {f"{VAULT}/{name}": path for name in names if (path := self._folder.vault / name).is_file()}
        total = sum(path.stat().st_size for path in sources.values())
        refuse_full(part.parent, total)
        with told_plainly():
            part.mkdir(mode=0o700)
            (part / VAULT).mkdir(mode=0o700)
        count = ByteCount(progress, 2 * total)
        files = {name: copy_file(path, part / name, count) for name, path in sources.items()}
        for name, file in files.items():
            verify_file(part / name, file, count)
        with told_plainly():
            sync_folder(part / VAULT)
        return Manifest(self._key.library_uid, made_at, automatic=automatic, files=files)

    @contextlib.contextmanager
    def _snapshot(self) -> Iterator[tuple[Path, tuple[str, ...]]]:
        """Yield a verified copy of the database and the sounds it knows, opened once to make sure that it opens."""
        refuse_full(self._folder.backups, self._folder.database.stat().st_size)
        part = self._folder.backups / f".{secrets.token_hex(4)}{PART_SUFFIX}"
        with told_plainly():
            part.mkdir(mode=0o700)
        try:
            path = part / DATABASE
            self._database.backup_to(path)
            copy = Database.open(path, self._key.derive("db"))
            try:
                if copy.info.uid != self._key.library_uid:
                    raise damaged_backup()
                names = tuple(sorted(copy.all_vault_names()))
            finally:
                copy.close()
            yield path, names
        finally:
            shutil.rmtree(part, ignore_errors=True)

    def _free_place(self, target: Path) -> tuple[Path, datetime]:
        """Name a backup after the second it was made in, a later one where that is taken."""
        made_at = self._now().replace(microsecond=0)
        while (place := target / f"{self._folder.stem}-{made_at:{_STAMP}}{SUFFIX}").exists():
            made_at += timedelta(seconds=1)
        return place, made_at


def sweep_parts(folder: Path) -> None:
    """Remove what a crash in the middle of a backup has left in a library's own folder."""
    for part in folder.glob(f".*{PART_SUFFIX}"):
        shutil.rmtree(part, ignore_errors=True)
