"""The folder of a library: where its parts lie, and whether a folder is one at all."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fidelity_rater.app.errors import NotALibrary, UserFacingError
from fidelity_rater.i18n import tr
from fidelity_rater.storage.keys import KeyFile

SUFFIX: Final = ".fidelity"
DATABASE: Final = "library.db"
KEYS: Final = "keys.json"
VAULT: Final = "vault"
BACKUPS: Final = "backups"
LOCK: Final = "lock"


@dataclass(frozen=True, slots=True)
class LibraryFolder:
    """The parts of a library; they belong together and move together."""

    path: Path

    @classmethod
    def named(cls, path: Path) -> LibraryFolder:
        """Return the folder that a new library gets: the given one, with the ending that tells what it is."""
        name = path.name if path.name.endswith(SUFFIX) else path.name + SUFFIX
        if path.name in ("", "..", SUFFIX):
            raise UserFacingError(tr("A library's folder needs a name."))
        if not _is_text(name):
            raise UserFacingError(tr("A library's name must be made of ordinary letters."), tr("Choose another name."))
        return cls(path.with_name(name))

    @property
    def database(self) -> Path:
        return self.path / DATABASE

    @property
    def keys(self) -> Path:
        return self.path / KEYS

    @property
    def vault(self) -> Path:
        return self.path / VAULT

    @property
    def backups(self) -> Path:
        return self.path / BACKUPS

    @property
    def lock(self) -> Path:
        return self.path / LOCK

    @property
    def stem(self) -> str:
        """The folder's name without its ending."""
        return self.path.name.removesuffix(SUFFIX)

    def look(self) -> KeyFile:
        """Read what can be told without a key. Raises ``NotALibrary`` or ``NewerLibrary``; changes nothing."""
        try:
            self._check_folder()
            self._check_parts()
        except OSError as error:
            raise NotALibrary(tr("This folder cannot be read."), tr("Ask for the right to read it.")) from error
        return KeyFile.read(self.keys)

    def _check_folder(self) -> None:
        if not self.path.exists():
            raise NotALibrary(
                tr("There is no library at this place any more."), tr("It may have been moved, or its drive unplugged.")
            )
        if not self.path.is_dir():
            raise NotALibrary(
                tr("This is a file; a library is a folder."),
                tr("Choose the folder whose name ends in {suffix}.", suffix=SUFFIX),
            )

    def _check_parts(self) -> None:
        restore = tr("Restore the library from a backup.")
        has_keys, has_database = self.keys.is_file(), self.database.is_file()
        if not has_keys and not has_database:
            raise NotALibrary(
                tr("This folder is no library."), tr("Choose the folder whose name ends in {suffix}.", suffix=SUFFIX)
            )
        if not has_keys:
            raise NotALibrary(tr("The library's key file is missing."), tr("Copy keys.json back from a backup."))
        if not has_database:
            raise NotALibrary(tr("The library's database is missing."), restore)
        if self.database.stat().st_size == 0:
            raise NotALibrary(tr("The library's database is empty."), restore)


def _is_text(name: str) -> bool:
    """Tell whether a name is text at all: a folder's may hold bytes that are none, which no file of ours can keep."""
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return name.isprintable()
