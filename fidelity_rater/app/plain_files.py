"""Files that a person points at: opened only where they are files, and read or written whole or not at all."""

from __future__ import annotations

import hashlib
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.i18n import tr

_BLOCK = 1 << 20


def opened(path: Path) -> BinaryIO:
    """Open a plain file to read. Folders, devices and pipes are refused before they can block."""
    try:
        if not path.exists():
            raise UserFacingError(tr("The file is not there any more."), tr("Check where it is, then try again."))
        if not path.is_file():
            raise UserFacingError(
                tr("This is a folder or a device, not a recording."), tr("Choose the sound file inside it.")
            )
        return path.open("rb")
    except OSError:
        raise UserFacingError(
            tr("The file cannot be read."), tr("Check that you may open it and that no other program holds it.")
        ) from None


def state_of(file: BinaryIO) -> tuple[int, int]:
    """Size, and when it was last written to: what changes when somebody else writes to it."""
    state = os.fstat(file.fileno())
    return state.st_size, state.st_mtime_ns


def digest(file: BinaryIO, progress: Progress) -> str:
    """The SHA-256 of what is left to read, in hexadecimal."""
    found = hashlib.sha256()
    try:
        while block := file.read(_BLOCK):
            found.update(block)
            progress.check()
    except OSError:
        raise UserFacingError(
            tr("The file could not be read to its end."), tr("Check that its drive is still connected, then try again.")
        ) from None
    return found.hexdigest()


def put_whole(data: bytes, path: Path) -> None:
    """Put a file in its place, over what was there, whole or not at all. Only its owner may read it."""
    beside = path.with_name(f".{secrets.token_hex(6)}.part")
    try:
        with open(beside, "xb", opener=_private) as file:
            file.write(data)
        os.replace(beside, path)  # noqa: PTH105 - the two are one step
    except OSError:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
