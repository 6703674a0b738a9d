"""What SQLite says, in words: every database error leaves this tier as one of ours."""

from __future__ import annotations

import errno
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from sqlalchemy.exc import SQLAlchemyError, StatementError
from sqlcipher3 import dbapi2

from fidelity_rater.app.errors import DiskFull, LibraryInUse, NotALibrary, NotAllowed, UserFacingError
from fidelity_rater.i18n import tr
from fidelity_rater.storage.triggers import SIGNED

_PRIMARY: Final = 0xFF
_NO_ROOM: Final = frozenset({errno.ENOSPC, errno.EDQUOT})


class StorageBug(RuntimeError):
    """The database refused something that the code above it should not have asked for."""


def translated(error: Exception) -> Exception:
    """The error of this tier for one of the database's."""
    cause = error.orig if isinstance(error, StatementError) else error
    if isinstance(cause, ValueError):
        return cause  # a value that no column takes: the caller's own mistake
    code = int(getattr(cause, "sqlite_errorcode", None) or 0) & _PRIMARY
    if code in _SENTENCES:
        return _SENTENCES[code]()
    if str(cause) in _WITHOUT_CODE:
        return _WITHOUT_CODE[str(cause)]()
    if SIGNED in str(cause):
        return NotAllowed(tr("A signed rating cannot be changed."), tr("Correct it with a new rating instead."))
    return StorageBug(f"{type(error).__name__}: {cause}")


def disk_full() -> DiskFull:
    return DiskFull(
        tr("There is no room to save on this disk, or it cannot be written to."),
        tr("Make room; nothing that was saved before is lost."),
    )


def in_use() -> LibraryInUse:
    return LibraryInUse(
        tr("Another program is writing to this library."), tr("Close it there, or wait a moment, and try again.")
    )


def damaged() -> NotALibrary:
    return NotALibrary(
        tr("This library is damaged, or its key belongs to another one."), tr("Restore it from its latest backup.")
    )


def unwritable() -> UserFacingError:
    return UserFacingError(
        tr("The library cannot be written to."), tr("Check that its folder is still there and may be changed.")
    )


_SENTENCES: Final[dict[int, Callable[[], UserFacingError]]] = {
    dbapi2.SQLITE_BUSY: in_use,
    dbapi2.SQLITE_LOCKED: in_use,
    dbapi2.SQLITE_READONLY: unwritable,
    dbapi2.SQLITE_IOERR: disk_full,
    dbapi2.SQLITE_CORRUPT: damaged,
    dbapi2.SQLITE_FULL: disk_full,
    dbapi2.SQLITE_CANTOPEN: unwritable,
    dbapi2.SQLITE_NOTADB: damaged,
}


# A backup's errors come with SQLite's words but without its code.
_WITHOUT_CODE: Final[dict[str, Callable[[], UserFacingError]]] = {
    "database or disk is full": disk_full,
    "disk I/O error": disk_full,
    "database disk image is malformed": damaged,
    "file is not a database": damaged,
    "database is locked": in_use,
}


@contextmanager
def speaking() -> Iterator[None]:
    """Let no database error out untranslated."""
    try:
        yield
    except (SQLAlchemyError, dbapi2.Error) as error:
        raise translated(error) from error
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise disk_full() from error
        raise
