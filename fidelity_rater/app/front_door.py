"""The start screen's work: who is using the app, and which library to open, make, restore or explore."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass, replace
from pathlib import Path

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.identity import IdentityCard, IdentityStore, UnlockedIdentity
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.library import Library, LibraryShelf
from fidelity_rater.app.settings import SettingsStore, remembered
from fidelity_rater.i18n import tr

log = logging.getLogger(__name__)

SUFFIX = ".fidelity"


@dataclass(frozen=True, slots=True)
class RecentLibrary:
    """A library opened before. ``missing`` when its folder is not there any more."""

    folder: Path
    name: str
    missing: bool


@dataclass(frozen=True, slots=True)
class NewLibrary:
    """A library just made. The recovery key is in memory only, to be printed once."""

    library: Library
    recovery_key: str


class FrontDoor:
    """Lets people and libraries in. Opening and making are slow (key derivation) and belong in jobs."""

    def __init__(
        self, *, identities: IdentityStore, shelf: LibraryShelf, settings: SettingsStore, libraries_folder: Path
    ) -> None:
        self._identities, self._shelf, self._settings = identities, shelf, settings
        self.libraries_folder = libraries_folder

    # People

    def people(self) -> tuple[IdentityCard, ...]:
        """The identities on this computer, the last used one first."""
        last = self._settings.load().last_identity
        return tuple(sorted(self._identities.all(), key=lambda card: (card.person.uid != last, card.person.name)))

    def introduce(self, *, name: str, initials: str, passphrase: str) -> IdentityCard:
        """Make the identity of someone who has not used the app here before."""
        name, initials = " ".join(name.split()), "".join(initials.split()).upper()
        if not name:
            raise UserFacingError(tr("Please type your name."), tr("It signs your ratings and stays on this computer."))
        if not 1 <= len(initials) <= 5 or not initials.isalpha():
            raise UserFacingError(tr("Please type your initials."), tr("One to five letters, such as AB."))
        return self._identities.create(name=name, initials=initials, passphrase=passphrase)

    def unlock(self, uid: str, passphrase: str) -> UnlockedIdentity:
        """Raises ``WrongPassphrase``."""
        identity = self._identities.unlock(uid, passphrase)
        self._settings.save(replace(self._settings.load(), last_identity=uid))
        return identity

    def bring_identity(self, path: Path) -> IdentityCard:
        """Bring over a person's identity file from another computer."""
        return self._identities.import_file(path)

    def save_identity_as(self, uid: str, path: Path) -> None:
        self._identities.export_file(uid, path)

    def change_passphrase(self, uid: str, *, old: str, new: str) -> None:
        self._identities.change_passphrase(uid, old=old, new=new)

    # Libraries

    def recent(self) -> tuple[RecentLibrary, ...]:
        return tuple(
            # A drive that refuses to say what is on it is as good as away.
            RecentLibrary(folder, folder.name.removesuffix(SUFFIX), missing=not os.path.exists(folder))  # noqa: PTH110 - never raises
            for folder in self._settings.load().recent_libraries
        )

    def forget(self, folder: Path) -> None:
        """Take a library off the list; the library itself stays where it is."""
        settings = self._settings.load()
        kept = tuple(f for f in settings.recent_libraries if f != folder)
        self._settings.save(replace(settings, recent_libraries=kept))

    def folder_for(self, name: str, parent: Path | None = None) -> Path:
        """Where a new library of this name would go. Raises ``UserFacingError`` for a name that cannot be a folder."""
        name = " ".join(name.split())
        if not name or len(name) > 60 or any(c in '<>:"/\\|?*' or not c.isprintable() for c in name) or name[0] == ".":
            raise UserFacingError(
                tr("This name cannot be a library's."), tr("Use up to 60 letters, digits, spaces and dashes.")
            )
        return (parent or self.libraries_folder) / f"{name}{SUFFIX}"

    def free_folder(self, name: str) -> Path:
        """Where a library of this name, or of the next one like it that is free, would go."""
        folder, n = self.folder_for(name), 1
        while os.path.lexists(folder):
            n += 1
            folder = self.folder_for(f"{name} {n}")
        return folder

    def create(self, folder: Path, identity: UnlockedIdentity) -> NewLibrary:
        library, recovery_key = self._shelf.create(folder, name=folder.name.removesuffix(SUFFIX), identity=identity)
        self._remember(folder)
        return NewLibrary(library, recovery_key)

    def open(self, folder: Path, identity: UnlockedIdentity) -> Library:
        library = self._shelf.open(folder, identity)
        self._remember(folder)
        return library

    def open_with_recovery_key(self, folder: Path, recovery_key: str, identity: UnlockedIdentity) -> Library:
        library = self._shelf.open_with_recovery_key(folder, recovery_key=recovery_key, identity=identity)
        self._remember(folder)
        return library

    def restore(self, backup: Path, folder: Path, progress: Progress) -> Path:
        """Bring a backup back as a library of its own; return its folder, ready to be opened."""
        return self._shelf.restore(backup, folder, progress)

    def _remember(self, folder: Path) -> None:
        settings = self._settings.load()
        self._settings.save(replace(settings, recent_libraries=remembered(settings.recent_libraries, folder)))
