"""The lock of a library: held by the system for as long as the process lives, and a note of who holds it.

The note is wiped when the library is closed. A note that is found without a lock on it was left by a crash.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, Self

from fidelity_rater.app.errors import LibraryInUse, UserFacingError
from fidelity_rater.i18n import tr
from fidelity_rater.storage.durable import told_plainly

# Windows locks bytes, and nobody else can read them then: lock one far behind the note.
_LOCKED_BYTE: Final = 1 << 30
_LONGEST_NOTE: Final = 4096


class LibraryLock:
    """Held from :meth:`take` to :meth:`release`. ``left_open``: the last holder did not come to an orderly end."""

    def __init__(self, handle: int, *, left_open: bool) -> None:
        self._handle: int | None = handle
        self.left_open = left_open

    @classmethod
    def take(cls, path: Path, *, initials: str) -> Self:
        """Take the lock at once. Raises ``LibraryInUse`` with who holds it, and where."""
        with told_plainly():
            handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)
        try:
            if not _try_lock(handle):
                raise _in_use(_note_of(handle))
            lock = cls(handle, left_open=os.fstat(handle).st_size > 0)
            with told_plainly():
                _write_note(handle, initials)
        except BaseException:
            os.close(handle)
            raise
        return lock

    def release(self, *, clean: bool = True) -> None:
        """Give the lock back; with ``clean`` False the next holder looks for damage. Idempotent."""
        handle, self._handle = self._handle, None
        if handle is None:
            return
        try:
            if clean:
                with contextlib.suppress(OSError):
                    os.ftruncate(handle, 0)
                    os.fsync(handle)
            _unlock(handle)
        finally:
            os.close(handle)


def _write_note(handle: int, initials: str) -> None:
    note = {
        "host": platform.node(),
        "pid": os.getpid(),
        "initials": initials,
        "since": datetime.now(UTC).isoformat(timespec="seconds"),
    }
    os.lseek(handle, 0, os.SEEK_SET)
    os.ftruncate(handle, 0)
    os.write(handle, json.dumps(note).encode())
    os.fsync(handle)


def _note_of(handle: int) -> dict[str, Any]:
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        note = json.loads(os.read(handle, _LONGEST_NOTE))
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) else {}


def _in_use(note: dict[str, Any]) -> LibraryInUse:
    who, where = str(note.get("initials", "")), str(note.get("host", ""))
    remedy = tr("Close it there first.")
    if not who or not where:
        return LibraryInUse(tr("This library is already open."), remedy)
    if where == platform.node():
        return LibraryInUse(
            tr("{initials} has this library open in another window on this computer.", initials=who), remedy
        )
    return LibraryInUse(
        tr("{initials} has this library open on the computer {host}.", initials=who, host=where), remedy
    )


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

    def _unlock(handle: int) -> None:
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        with contextlib.suppress(OSError):
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            raise UserFacingError(
                tr("This drive cannot lock files, which a library needs."),
                tr("Keep the library on this computer's own disk."),
            ) from error
        return True

    def _unlock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_UN)
