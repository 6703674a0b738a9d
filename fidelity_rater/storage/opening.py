"""Opening and filling a library's folder: lock, database, vault and backups, joined or given up together."""

from __future__ import annotations

import contextlib
import logging

from fidelity_rater.app.errors import DiskFull
from fidelity_rater.app.ports.identity import UnlockedIdentity
from fidelity_rater.storage.backup import sweep_parts
from fidelity_rater.storage.database import Database, create_database
from fidelity_rater.storage.durable import told_plainly
from fidelity_rater.storage.folder import LibraryFolder
from fidelity_rater.storage.key_slots import LibraryKey
from fidelity_rater.storage.keys import KeyFile
from fidelity_rater.storage.library import EncryptedLibrary
from fidelity_rater.storage.lock import LibraryLock

log = logging.getLogger(__name__)


def make_parts(part: LibraryFolder, keys: KeyFile, key: LibraryKey) -> None:
    """Put a new library's database and key slots into its folder."""
    create_database(part.database, key.derive("db"), uid=keys.uid, name=keys.name, demo=keys.demo)
    keys.write(part.keys)


def open_parts(home: LibraryFolder, keys: KeyFile, key: LibraryKey, identity: UnlockedIdentity) -> EncryptedLibrary:
    """Take the lock and open everything under it; after an unclean end, look for damage first."""
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
