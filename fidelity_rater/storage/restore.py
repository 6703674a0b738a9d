"""Bringing a backup back: verified first, into a new folder only, there whole or not at all."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from fidelity_rater.app.errors import NotALibrary
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.storage.backup_manifest import ByteCount, Manifest, copy_file, damaged_backup, verify_file
from fidelity_rater.storage.drives import refuse_full
from fidelity_rater.storage.folder import LibraryFolder
from fidelity_rater.storage.making import making
from fidelity_rater.storage.vault import is_vault_name

_PASSES: Final = 3
"""The backup is read to verify it, read to copy it, and the copy is read back."""


def restore(backup: Path, target: LibraryFolder, progress: Progress) -> Path:
    """Make a library of a backup; the library's uid and its key slots are those of the backup.

    An automatic backup holds no sound: it is taken from the library that the backup lies in.
    """
    manifest = Manifest.read(backup)
    sounds = _sounds_beside(backup, manifest) if manifest.automatic else {}
    total = manifest.bytes + sum(path.stat().st_size for path in sounds.values())
    refuse_full(target.path.parent, total)
    count = ByteCount(progress, _PASSES * manifest.bytes + sum(path.stat().st_size for path in sounds.values()))
    for name, file in manifest.files.items():
        verify_file(backup / name, file, count)
    with making(target) as part:
        _fill(part, backup, manifest, count=count, sounds=sounds)
    return target.path


def _fill(part: LibraryFolder, backup: Path, manifest: Manifest, *, count: ByteCount, sounds: dict[str, Path]) -> None:
    for name, file in manifest.files.items():
        if copy_file(backup / name, part.path / name, count) != file:
            raise damaged_backup()
        verify_file(part.path / name, file, count)
    for name, path in sounds.items():
        copy_file(path, part.vault / name, count)
    if part.look().uid != manifest.library_uid:
        raise damaged_backup()


def _sounds_beside(backup: Path, manifest: Manifest) -> dict[str, Path]:
    home = LibraryFolder(backup.absolute().parent.parent)
    try:
        if backup.absolute().parent != home.backups or home.look().uid != manifest.library_uid:
            return {}
    except NotALibrary:
        return {}
    return {path.name: path for path in home.vault.glob("*") if is_vault_name(path.name) and path.is_file()}
