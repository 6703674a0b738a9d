"""Sealing a sound: encrypted, forced to disk, read back and hashed, or not there at all.

The hash is taken of what comes back: a chunk's tag fits only what was sealed there, so this is the source's hash if
and only if the file can be decrypted to the source's bytes.
"""

from __future__ import annotations

import hashlib
import io
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.i18n import tr
from fidelity_rater.storage.durable import open_private, sync_folder, told_plainly
from fidelity_rater.storage.vault_format import CHUNK, HEADER_BYTES, TAG, ChunkCipher, Header, HeaderFault

_BLOCK_CHUNKS: Final = 4
"""Written and read back in one go; few enough to stay in the processor's cache."""
_CHUNKS_PER_WORD: Final = 16
"""Progress is told, and a wish to stop noticed, once in a mebibyte."""


def seal_file(source: BinaryIO, target: Path, *, header: Header, key: bytes, progress: Progress) -> tuple[Header, str]:
    """Write the sealed form of a source to a new file; return its final header and the SHA-256 of the sound.

    ``header.size`` below zero means that the size is not known beforehand. The file is removed again on any failure.
    """
    with told_plainly():
        file = open_private(target)
    try:
        with file, ThreadPoolExecutor(1) as beside:
            header = _write(source, file, header=header, key=key, progress=progress)
            # The disk is given its time while what the system holds for it is read back.
            synced = beside.submit(_sync, file, target.parent)
            digest = _read_back(file, header, key=key, progress=progress)
            with told_plainly():
                synced.result()
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return header, digest


def _sync(file: io.FileIO, folder: Path) -> None:
    """Force a new file to disk, and its name."""
    os.fsync(file.fileno())
    sync_folder(folder)


def _write(source: BinaryIO, file: io.FileIO, *, header: Header, key: bytes, progress: Progress) -> Header:
    cipher = ChunkCipher(key, header.file_id)
    before, expected = _state_of(source), header.size
    size = number = 0
    block = _Block(file)
    _put(file, Header(header.file_id, 0).to_bytes())
    data = _take(source)
    while True:
        size += len(data)
        following = _take(source) if len(data) == CHUNK else b""
        if not following:
            break
        block.took(cipher.seal(number, data, block.room))
        data = following
        number += 1
        if number % _CHUNKS_PER_WORD == 0:
            progress.tell(size, max(2 * expected, 2 * size))
    if (0 <= expected != size) or _state_of(source) != before:
        raise UserFacingError(
            tr("The recording changed while it was read."), tr("Wait until it is complete, then try again.")
        )
    block.took(cipher.seal_last(number, data, block.room, size=size))
    block.flush()
    final = Header(header.file_id, size)
    with told_plainly():
        file.seek(0)
    _put(file, final.to_bytes())
    return final


def _read_back(file: io.FileIO, header: Header, *, key: bytes, progress: Progress) -> str:
    """Decrypt what the disk was given, to its end; return the SHA-256 of the sound."""
    cipher, digest = ChunkCipher(key, header.file_id), hashlib.sha256()
    sealed, clear = memoryview(bytearray(_BLOCK_CHUNKS * (CHUNK + TAG))), memoryview(bytearray(_BLOCK_CHUNKS * CHUNK))
    file.seek(0)
    try:
        stored = Header.from_bytes(file.read(HEADER_BYTES))
        for first in range(0, header.last + 1, _BLOCK_CHUNKS):
            got, opened = file.readinto(sealed), 0
            for number in range(first, min(first + _BLOCK_CHUNKS, header.last + 1)):
                at, length = (number - first) * (CHUNK + TAG), header.sealed_length(number)
                end = opened + length - TAG
                cipher.open_into(stored, number, sealed[at : min(at + length, got)], clear[opened:end])
                opened = end
            digest.update(clear[:opened])
            if first % _CHUNKS_PER_WORD == 0:
                progress.tell(header.size + min(header.size, first * CHUNK), max(1, 2 * header.size))
    except (HeaderFault, InvalidTag, ValueError):
        raise _not_as_written() from None
    if stored != header or os.fstat(file.fileno()).st_size != header.sealed_size:
        raise _not_as_written()
    progress.tell(max(1, 2 * header.size), max(1, 2 * header.size))
    return digest.hexdigest()


class _Block:
    """Gathers sealed chunks and writes many of them at once."""

    def __init__(self, file: io.FileIO) -> None:
        self._file = file
        self._room = memoryview(bytearray(_BLOCK_CHUNKS * (CHUNK + TAG)))
        self._taken = 0

    @property
    def room(self) -> memoryview:
        return self._room[self._taken :]

    def took(self, count: int) -> None:
        """Count what was put into the room."""
        self._taken += count
        if len(self._room) - self._taken < CHUNK + TAG:
            self.flush()

    def flush(self) -> None:
        """Write what is there."""
        _put(self._file, self._room[: self._taken])
        self._taken = 0


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


def _put(file: io.FileIO, data: bytes | memoryview) -> None:
    left = memoryview(data)
    with told_plainly():
        while left:
            left = left[file.write(left) :]


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
