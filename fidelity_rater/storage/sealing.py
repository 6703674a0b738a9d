"""Sealing a sound: encrypted, hashed, forced to disk and read back in one go, or not there at all."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path
from typing import BinaryIO, Final, cast

from cryptography.exceptions import InvalidTag

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.i18n import tr
from fidelity_rater.storage.durable import open_private, told_plainly
from fidelity_rater.storage.vault_format import CHUNK, TAG, ChunkCipher, Header

_CHUNKS_PER_WORD: Final = 16
"""Progress is told, and a wish to stop noticed, once in a mebibyte."""


def seal_file(source: BinaryIO, part: Path, *, header: Header, key: bytes, progress: Progress) -> tuple[Header, str]:
    """Write the sealed form of a source to a new file; return its final header and the SHA-256 of the sound.

    ``header.size`` below zero means that the size is not known beforehand. The file is removed again on any failure.
    """
    with told_plainly():
        file = open_private(part)
    try:
        with file:
            header, digest = _write(source, file, header=header, key=key, progress=progress)
            _read_back(file, header, digest, key=key, progress=progress)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return header, digest


def _write(source: BinaryIO, file: io.FileIO, *, header: Header, key: bytes, progress: Progress) -> tuple[Header, str]:
    cipher, digest = ChunkCipher(key, header.file_id), hashlib.sha256()
    before, expected = _state_of(source), header.size
    size = number = 0
    _put(file, Header(header.file_id, 0).to_bytes())
    data = _take(source)
    while True:
        digest.update(data)
        size += len(data)
        following = _take(source) if len(data) == CHUNK else b""
        if not following:
            break
        _put(file, cipher.seal(number, data))
        data = following
        number += 1
        if number % _CHUNKS_PER_WORD == 0:
            progress.tell(size, max(2 * expected, 2 * size))
    if (0 <= expected != size) or _state_of(source) != before:
        raise UserFacingError(
            tr("The recording changed while it was read."), tr("Wait until it is complete, then try again.")
        )
    final = Header(header.file_id, size)
    _put(file, cipher.seal_last(number, data, size=size))
    with told_plainly():
        file.seek(0)
    _put(file, final.to_bytes())
    with told_plainly():
        os.fsync(file.fileno())
    return final, digest.hexdigest()


def _read_back(file: io.FileIO, header: Header, digest: str, *, key: bytes, progress: Progress) -> None:
    """Compare what the disk holds with what was read from the source."""
    cipher, found = ChunkCipher(key, header.file_id), hashlib.sha256()
    file.seek(0)
    stored = Header.from_bytes(file.read(len(header.to_bytes())))
    try:
        for number in range(header.last + 1):
            found.update(cipher.open(stored, number, file.read(header.sealed_length(number))))
            if number % _CHUNKS_PER_WORD == 0:
                progress.tell(header.size + min(header.size, number * CHUNK), max(1, 2 * header.size))
    except InvalidTag:
        raise _not_as_written() from None
    if found.hexdigest() != digest or stored != header or os.fstat(file.fileno()).st_size != header.sealed_size:
        raise _not_as_written()
    progress.tell(max(1, 2 * header.size), max(1, 2 * header.size))


def _take(source: BinaryIO) -> bytes:
    """Read a whole chunk, less only at the end."""
    try:
        data = source.read(CHUNK)
        while 0 < len(data) < CHUNK:
            more = source.read(CHUNK - len(data))
            if not more:
                break
            data += more
    except OSError as error:
        raise UserFacingError(
            tr("The recording could not be read to its end."), tr("Check the drive that it is on, then try again.")
        ) from error
    return data


def _put(file: io.FileIO, data: bytes) -> None:
    with told_plainly():
        written = file.write(data)
        while written < len(data):
            written += cast(int, file.write(data[written:]))


def _state_of(source: BinaryIO) -> tuple[int, int] | None:
    """Tell what changes when somebody else writes to the source; None where it is no file."""
    try:
        state = os.fstat(source.fileno())
    except (OSError, AttributeError):
        return None
    return state.st_size, state.st_mtime_ns


def _not_as_written() -> UserFacingError:
    return UserFacingError(
        tr("The disk did not keep the recording as it was written."),
        tr("Check the drive before you keep anything else on it."),
    )


def sealed_size(size: int) -> int:
    """Return the room that a sound of this size takes in the vault."""
    return Header(bytes(16), size).sealed_size if size >= 0 else TAG
