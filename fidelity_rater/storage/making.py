"""Making a library's folder: under a name that nobody takes for a library, until every part is there."""

from __future__ import annotations

import contextlib
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.i18n import tr
from fidelity_rater.storage.durable import PART_SUFFIX, sync_folder, told_plainly
from fidelity_rater.storage.folder import LibraryFolder
from fidelity_rater.storage.lock import LibraryLock


@contextlib.contextmanager
def making(target: LibraryFolder) -> Iterator[LibraryFolder]:
    """Yield an empty folder to fill; it gets its name when the block ends well, and is removed when it does not.

    What an earlier attempt left behind in a crash is removed first: it is told by its lock, which nobody holds.
    """
    refuse_taken(target.path)
    _sweep_half_made(target)
    part = LibraryFolder(target.path.with_name(f".{target.path.name}.{secrets.token_hex(4)}{PART_SUFFIX}"))
    try:
        with told_plainly():
            part.path.mkdir(mode=0o700)
            lock = LibraryLock.take(part.lock, initials="")
            try:
                part.vault.mkdir(mode=0o700)
                part.backups.mkdir(mode=0o700)
                yield part
            finally:
                lock.release()
            refuse_taken(target.path)
            part.path.rename(target.path)
            sync_folder(target.path.parent)
    except BaseException:
        shutil.rmtree(part.path, ignore_errors=True)
        raise


def refuse_taken(path: Path) -> None:
    """Raise ``UserFacingError`` where anything is: nothing is ever written over."""
    if path.exists() or path.is_symlink():
        raise UserFacingError(
            tr("There is already something of this name at this place."), tr("Choose another name or another folder.")
        )


def _sweep_half_made(target: LibraryFolder) -> None:
    for path in target.path.parent.glob(f".{target.path.name}.*{PART_SUFFIX}"):
        lock = LibraryFolder(path).lock
        if not lock.is_file():
            continue
        with contextlib.suppress(UserFacingError):
            LibraryLock.take(lock, initials="").release()
            shutil.rmtree(path, ignore_errors=True)
