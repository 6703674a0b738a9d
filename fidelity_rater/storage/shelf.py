"""Making, finding and opening libraries; whatever is amiss with one is said in a sentence, and nothing is changed."""

from __future__ import annotations

import contextlib
import logging
import uuid
from pathlib import Path
from typing import Final

from fidelity_rater.app.errors import DiskFull, UserFacingError
from fidelity_rater.app.ports.identity import UnlockedIdentity
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.library import LibraryPeek
from fidelity_rater.i18n import tr
from fidelity_rater.storage import drives
from fidelity_rater.storage.backup import sweep_parts
from fidelity_rater.storage.database import Database, create_database
from fidelity_rater.storage.durable import told_plainly
from fidelity_rater.storage.folder import LibraryFolder
from fidelity_rater.storage.key_slots import LibraryKey
from fidelity_rater.storage.keys import KeyFile
from fidelity_rater.storage.library import EncryptedLibrary
from fidelity_rater.storage.lock import LibraryLock
from fidelity_rater.storage.making import making, refuse_taken
from fidelity_rater.storage.restore import restore

_LONGEST_NAME: Final = 200

log = logging.getLogger(__name__)


class FolderShelf:
    """Libraries as folders on this computer's own disks."""

    def __init__(self, *, mounts: drives.Mounts = drives.mounts) -> None:
        self._mounts = mounts

    def create(
        self, folder: Path, *, name: str, identity: UnlockedIdentity, demo: bool = False
    ) -> tuple[EncryptedLibrary, str]:
        """Make a library where nothing is; return it, open, and its recovery key."""
        target = LibraryFolder.named(folder.absolute())
        name = " ".join(name.split())
        if not name or len(name) > _LONGEST_NAME:
            raise UserFacingError(tr("A library needs a name, and not too long a one."))
        self._check_target(target)
        uid = str(uuid.uuid4())
        key = LibraryKey.new(uid)
        keys, recovery_key = KeyFile(uid, name, demo).with_person(key, identity.person).with_new_recovery(key)
        with making(target) as part:
            create_database(part.database, key.derive("db"), uid=uid, name=name, demo=demo)
            keys.write(part.keys)
        log.info("library made")
        return self.open(target.path, identity), recovery_key

    def peek(self, folder: Path) -> LibraryPeek:
        """Tell what can be told of a library without its key."""
        keys = LibraryFolder(folder).look()
        return LibraryPeek(uid=keys.uid, name=keys.name, demo=keys.demo, people=keys.people)

    def cautions(self, folder: Path) -> tuple[str, ...]:
        """Say what speaks against keeping a library at a place without forbidding it."""
        return drives.cautions(folder)

    def open(self, folder: Path, identity: UnlockedIdentity) -> EncryptedLibrary:
        """Open a library with the person's key slot."""
        home, keys = self._look(folder)
        return _open(home, keys, keys.open_as(identity), identity)

    def open_with_recovery_key(
        self, folder: Path, *, recovery_key: str, identity: UnlockedIdentity
    ) -> EncryptedLibrary:
        """Open a library with its printed key and give the person a slot of their own."""
        home, keys = self._look(folder)
        key = keys.open_with_recovery(recovery_key)
        library = _open(home, keys, key, identity)
        try:
            keys.with_person(key, identity.person).write(home.keys)
        except BaseException:
            library.close()
            raise
        return library

    def restore(self, backup: Path, folder: Path, progress: Progress) -> Path:
        """Bring a backup back as a library in a new folder; return that folder."""
        target = LibraryFolder.named(folder.absolute())
        self._check_target(target)
        return restore(backup, target, progress)

    def _look(self, folder: Path) -> tuple[LibraryFolder, KeyFile]:
        home = LibraryFolder(folder.absolute())
        keys = home.look()
        drives.refuse_network(home.path, self._mounts)
        return home, keys

    def _check_target(self, target: LibraryFolder) -> None:
        drives.refuse_network(target.path, self._mounts)
        with told_plainly():
            refuse_taken(target.path)
            target.path.parent.mkdir(parents=True, exist_ok=True)
        drives.refuse_full(target.path.parent)


def _open(home: LibraryFolder, keys: KeyFile, key: LibraryKey, identity: UnlockedIdentity) -> EncryptedLibrary:
    with contextlib.ExitStack() as on_failure:
        lock = LibraryLock.take(home.lock, initials=identity.person.initials)
        # A library that was left open and does not open now is still one that was left open.
        on_failure.callback(lambda: lock.release(clean=not lock.left_open))
        with told_plainly():
            home.vault.mkdir(mode=0o700, exist_ok=True)
            home.backups.mkdir(mode=0o700, exist_ok=True)
        database = Database.open(home.database, key.derive("db"))
        on_failure.callback(database.close)
        library = EncryptedLibrary(home, keys, key, database=database, lock=lock)
        if lock.left_open:
            _look_for_damage(library)
        _introduce(database, identity)
        library.sweep()
        sweep_parts(home.backups)
        on_failure.pop_all()
    return library


def _look_for_damage(library: EncryptedLibrary) -> None:
    """Read every page after an unclean end; a disk too full for that does not keep anyone out."""
    log.info("the library was not closed; looking for damage")
    try:
        library.backups.prove_database()
    except DiskFull:
        log.warning("no room to look for damage")


def _introduce(database: Database, identity: UnlockedIdentity) -> None:
    """Keep the person's public half where their ratings will be."""
    with database.read() as work:
        if identity.person in work.people.all():
            return
    with database.work() as work:
        work.people.keep(identity.person)
        work.commit()
