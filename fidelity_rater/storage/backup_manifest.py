"""What a backup consists of: a folder with a manifest of every file's size and SHA-256, so that it can be verified."""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from fidelity_rater.app.errors import NewerLibrary, NotALibrary, UserFacingError
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.i18n import tr
from fidelity_rater.storage import checked_json
from fidelity_rater.storage.checked_json import Damaged, Newer
from fidelity_rater.storage.durable import open_plain, open_private, told_plainly, write_whole
from fidelity_rater.storage.folder import DATABASE, KEYS, VAULT
from fidelity_rater.storage.vault import is_vault_name

SUFFIX: Final = ".fidelity-backup"
MANIFEST: Final = "manifest.json"
_FORMAT: Final = "fidelity-backup"
_VERSION: Final = 1
_PIECE: Final = 1024 * 1024
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One file of a backup."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """Which library, when, and the files by their place in it. ``automatic``: made without being asked, no sound."""

    library_uid: str
    made_at: datetime
    automatic: bool
    files: dict[str, StoredFile]

    def write(self, folder: Path) -> None:
        """Put the manifest in its place; it is written last and makes the folder a backup."""
        record = {
            "library": self.library_uid,
            "made_at": self.made_at.isoformat(),
            "automatic": self.automatic,
            "files": {name: {"size": file.size, "sha256": file.sha256} for name, file in self.files.items()},
        }
        with told_plainly():
            write_whole(folder / MANIFEST, checked_json.to_bytes(record, format_name=_FORMAT, version=_VERSION))

    @classmethod
    def read(cls, folder: Path) -> Manifest:
        """Read a backup's manifest. Raises ``NotALibrary`` or ``NewerLibrary``."""
        try:
            return cls._from_record(checked_json.read(folder / MANIFEST, format_name=_FORMAT, version=_VERSION))
        except Newer as error:
            raise NewerLibrary(
                tr("This backup was written by a later version of the app."), tr("Update the app to restore it.")
            ) from error
        except OSError as error:
            raise NotALibrary(
                tr("This is no backup of a library."),
                tr("Choose the folder whose name ends in {suffix}.", suffix=SUFFIX),
            ) from error
        except (Damaged, KeyError, TypeError, ValueError) as error:
            raise damaged_backup() from error

    @property
    def bytes(self) -> int:
        """Size of everything in the backup."""
        return sum(file.size for file in self.files.values())

    @classmethod
    def _from_record(cls, record: dict[str, Any]) -> Manifest:
        files = {
            str(name): StoredFile(size=int(file["size"]), sha256=str(file["sha256"]))
            for name, file in record["files"].items()
        }
        # A manifest from elsewhere must not name a file outside the backup, nor one of another kind.
        if not {DATABASE, KEYS} <= files.keys() or not all(_is_place(name) for name in files):
            raise Damaged
        if not all(file.size >= 0 and _SHA256.fullmatch(file.sha256) for file in files.values()):
            raise Damaged
        return cls(
            library_uid=str(record["library"]),
            made_at=datetime.fromisoformat(record["made_at"]),
            automatic=record["automatic"] is True,
            files=files,
        )


class ByteCount:
    """Progress over many files, in bytes."""

    def __init__(self, progress: Progress, total: int) -> None:
        self._progress = progress
        self._total = max(1, total)
        self._done = 0

    def add(self, count: int) -> None:
        """Report so many bytes more; raises ``Cancelled`` when the person has asked to stop."""
        self._done += count
        self._progress.tell(min(self._done, self._total), self._total)


def copy_file(source: Path, target: Path, count: ByteCount) -> StoredFile:
    """Copy a file to a new place, on disk when this returns, and hash it on the way."""
    digest, size = hashlib.sha256(), 0
    with told_plainly(), open_plain(source) as reading, open_private(target) as writing:
        while piece := reading.read(_PIECE):
            digest.update(piece)
            view = memoryview(piece)
            while view:
                view = view[writing.write(view) :]
            size += len(piece)
            count.add(len(piece))
        os.fsync(writing.fileno())
    return StoredFile(size=size, sha256=digest.hexdigest())


def verify_file(path: Path, expected: StoredFile, count: ByteCount) -> None:
    """Read a file back. Raises ``NotALibrary`` when it is not what was stored."""
    digest, size = hashlib.sha256(), 0
    try:
        with open_plain(path) as reading:
            while piece := reading.read(_PIECE):
                digest.update(piece)
                size += len(piece)
                count.add(len(piece))
    except OSError as error:
        raise damaged_backup() from error
    if StoredFile(size=size, sha256=digest.hexdigest()) != expected:
        raise damaged_backup()


def damaged_backup() -> UserFacingError:
    """Say that a backup is not what was written."""
    return NotALibrary(tr("This backup is damaged or incomplete."), tr("Use another backup of the library."))


def _is_place(name: str) -> bool:
    if name in {DATABASE, KEYS}:
        return True
    folder, _, file = name.partition("/")
    return folder == VAULT and is_vault_name(file)
