"""Files that are either there whole or not at all, and what a disk's refusals mean to a person."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import secrets
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from fidelity_rater.app.errors import DiskFull, UserFacingError
from fidelity_rater.i18n import tr

PART_SUFFIX: Final = ".part"
_BUFFER: Final = 1 << 20
_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_FORBIDDEN: Final = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class NotAPlainFile(OSError):
    """A folder, a pipe or a device lies where a file is looked for."""


@contextlib.contextmanager
def told_plainly() -> Iterator[None]:
    """Turn what the system says about writing files into a sentence that a person can act on."""
    try:
        yield
    except OSError as error:
        raise plain_error(error) from error


def plain_error(error: OSError) -> UserFacingError:
    """Choose the sentence for a system error."""
    if error.errno in _FULL:
        return DiskFull(tr("The disk is full."), tr("Free some space, then try again."))
    if error.errno == errno.EFBIG:
        return DiskFull(tr("The drive cannot hold a file of this size."), tr("Save it on another drive."))
    if error.errno in _FORBIDDEN:
        return UserFacingError(
            tr("This folder cannot be written to."), tr("Choose another folder, or ask for the right to write there.")
        )
    return UserFacingError(
        tr("The disk gave an error."), tr("Check that the drive is still connected, then try again.")
    )


def write_whole(path: Path, data: bytes) -> None:
    """Put a file in its place in one step; after a crash there is the old one or the new one.

    Only the owner may read it.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}{PART_SUFFIX}")
    try:
        with open_private(part) as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(path.parent)


@contextlib.contextmanager
def new_file(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write that is in its place once it is whole; never over another, and gone on any failure.

    Only the owner may read it.
    """
    part = path.with_name(f".{secrets.token_hex(8)}{PART_SUFFIX}")
    with told_plainly():
        if os.path.lexists(path):
            raise _name_taken()
        try:
            with io.BufferedRandom(open_private(part), _BUFFER) as file:
                yield file
                file.flush()
                os.fsync(file.fileno())
            _move_over_nothing(part, path)
        finally:
            part.unlink(missing_ok=True)
        sync_folder(path.parent)


def _move_over_nothing(part: Path, path: Path) -> None:
    try:
        path.hardlink_to(part)
    except FileExistsError:
        raise _name_taken() from None
    except OSError:
        # Sticks and shares often know no second name for a file.
        if os.path.lexists(path):
            raise _name_taken() from None
        part.rename(path)


def _name_taken() -> UserFacingError:
    return UserFacingError(tr("There is already a file of this name."), tr("Choose another name."))


def open_private(path: Path) -> io.FileIO:
    """Open a new file for writing and reading that nobody else may read; never an existing one."""
    flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    return io.FileIO(os.open(path, flags, 0o600), "r+b")


def open_plain(path: Path) -> io.FileIO:
    """Open a file for reading that is one: a folder is refused, a pipe or device before it can block.

    Raises ``OSError``.
    """
    flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0)
    handle = os.open(path, flags)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise NotAPlainFile(errno.EINVAL, "not a plain file")
    return io.FileIO(handle, "rb")


def sync_folder(folder: Path) -> None:
    """Make renames within a folder survive a power cut, where the system has such a thing."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
