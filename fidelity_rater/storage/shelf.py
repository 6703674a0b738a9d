"""Making, finding and opening libraries; whatever is amiss with one is said in a sentence, and nothing is changed.

What reads databases takes a second to import and is left to :mod:`~fidelity_rater.storage.opening`, so that a start
screen shows before it.
"""

from __future__ import annotations

import logging
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.identity import UnlockedIdentity
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.library import LibraryPeek
from fidelity_rater.i18n import tr
from fidelity_rater.storage import drives
from fidelity_rater.storage.durable import told_plainly
from fidelity_rater.storage.folder import LibraryFolder
from fidelity_rater.storage.key_slots import LibraryKey
from fidelity_rater.storage.keys import KeyFile
from fidelity_rater.storage.making import making, refuse_taken
from fidelity_rater.storage.restore import restore

if TYPE_CHECKING:
    from fidelity_rater.storage.library import EncryptedLibrary

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
        from fidelity_rater.storage.opening import make_parts

        target = LibraryFolder.named(folder.absolute())
        name = " ".join(name.split())
        if not name or len(name) > _LONGEST_NAME:
            raise UserFacingError(tr("A library needs a name, and not too long a one."))
        self._check_target(target)
        uid = str(uuid.uuid4())
        key = LibraryKey.new(uid)
        keys, recovery_key = KeyFile(uid, name, demo).with_person(key, identity.person).with_new_recovery(key)
        with making(target) as part:
            make_parts(part, keys, key)
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
        from fidelity_rater.storage.opening import open_parts

        home, keys = self._look(folder)
        return open_parts(home, keys, keys.open_as(identity), identity)

    def open_with_recovery_key(
        self, folder: Path, *, recovery_key: str, identity: UnlockedIdentity
    ) -> EncryptedLibrary:
        """Open a library with its printed key and give the person a slot of their own."""
        from fidelity_rater.storage.opening import open_parts

        home, keys = self._look(folder)
        key = keys.open_with_recovery(recovery_key)
        library = open_parts(home, keys, key, identity)
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
