"""Room for bytes in the clear that are too many for memory: what does not fit lies on disk, encrypted.

The key is made with the room and kept nowhere, so what a crash leaves behind is noise. A chunk may be written again:
every writing of a chunk has a number of its own, and so a nonce of its own, which only this object remembers.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import threading
from collections import OrderedDict
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fidelity_rater.app.errors import DiskFull, UserFacingError
from fidelity_rater.i18n import tr
from fidelity_rater.storage.durable import open_private, told_plainly
from fidelity_rater.storage.vault_format import CHUNK, TAG

SUFFIX: Final = ".scratch"
CHUNKS_IN_MEMORY: Final = 64
"""4 MiB: up to there nothing is written at all."""
_SLOT: Final = CHUNK + TAG
_CHUNKS_PER_LOOK: Final = 16
"""What is free on the disk is looked at once in a mebibyte."""


class ScratchRoom(io.RawIOBase):
    """A file as any other, to read, write and seek in; closed under whoever uses it when the library is."""

    def __init__(self, path: Path, *, spare: int = 0) -> None:
        super().__init__()
        self._path, self._spare = path, spare
        self._lock = threading.RLock()
        self._cipher = AESGCM(AESGCM.generate_key(256))
        self._file: io.FileIO | None = None
        self._held: OrderedDict[int, bytearray] = OrderedDict()
        self._changed: set[int] = set()
        self._writings: dict[int, int] = {}
        self._written = 0
        self._size = self._position = 0

    @property
    def path(self) -> Path:
        """Where it lies once it no longer fits into memory."""
        return self._path

    def readable(self) -> bool:
        return True

    def writable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        self._check_open()
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        self._check_open()
        target = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._size}[whence] + offset
        if target < 0:
            raise OSError("before the beginning")
        self._position = target
        return target

    # The stubs' buffer types have no name at run time.
    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        with self._lock:
            self._check_open()
            view, filled = memoryview(buffer).cast("B"), 0
            while filled < len(view) and self._position < self._size:
                number, skip = divmod(self._position, CHUNK)
                piece = self._chunk(number)[skip : skip + len(view) - filled]
                view[filled : filled + len(piece)] = piece
                filled += len(piece)
                self._position += len(piece)
            return filled

    def readall(self) -> bytes:
        left = bytearray(max(0, self._size - self._position))
        self.readinto(memoryview(left))
        return bytes(left)

    def write(self, data: memoryview | bytes, /) -> int:  # type: ignore[override]
        """Take all of it, at the place where one is."""
        with self._lock:
            self._check_open()
            view = left = memoryview(data).cast("B")
            if view and self._position > self._size:
                self._fill_up()
            while left:
                number, skip = divmod(self._position, CHUNK)
                piece, left = left[: CHUNK - skip], left[CHUNK - skip :]
                self._chunk(number)[skip : skip + len(piece)] = piece
                self._changed.add(number)
                self._position += len(piece)
                self._size = max(self._size, self._position)
            return len(view)

    def truncate(self, size: int | None = None, /) -> int:
        raise io.UnsupportedOperation("truncate")

    def close(self) -> None:
        """Forget everything, and take the file away."""
        with self._lock:
            if self.closed:
                return
            super().close()
            self._held.clear()
            self._writings.clear()
            if self._file is not None:
                self._file.close()
                # What another program holds on to is noise, and swept another time.
                with contextlib.suppress(OSError):
                    self._path.unlink(missing_ok=True)

    def _fill_up(self) -> None:
        target, self._position = self._position, self._size
        while self._position < target:
            self.write(bytes(min(CHUNK, target - self._position)))

    def _chunk(self, number: int) -> bytearray:
        """A chunk as it stands, to be read or changed; a new one is empty."""
        chunk = self._held.get(number)
        if chunk is not None:
            self._held.move_to_end(number)
            return chunk
        chunk = self._fetched(number) if number in self._writings else bytearray()
        while len(self._held) >= CHUNKS_IN_MEMORY:
            self._put_out()
        self._held[number] = chunk
        return chunk

    def _put_out(self) -> None:
        """Let the chunk go that was longest not used; to disk where that does not have it as it is."""
        number, chunk = next(iter(self._held.items()))
        if number in self._changed:
            if self._written % _CHUNKS_PER_LOOK == 0:
                self._check_room()
            self._written += 1
            sealed = self._cipher.encrypt(_nonce(self._written), bytes(chunk), _place(number))
            with told_plainly():
                if self._file is None:
                    self._file = open_private(self._path)
                self._file.seek(number * _SLOT)
                left = memoryview(sealed)
                while left:
                    left = left[self._file.write(left) :]
            self._writings[number] = self._written
            self._changed.discard(number)
        del self._held[number]

    def _fetched(self, number: int) -> bytearray:
        assert self._file is not None
        length = min(CHUNK, self._size - number * CHUNK) + TAG
        try:
            self._file.seek(number * _SLOT)
            sealed = self._file.read(length)
            return bytearray(self._cipher.decrypt(_nonce(self._writings[number]), sealed, _place(number)))
        except (InvalidTag, ValueError, OSError) as error:
            raise UserFacingError(
                tr("What was put on the disk for a moment could not be read back."),
                tr("Check the drive that the library is on, then try again."),
            ) from error

    def _check_room(self) -> None:
        """Leave room on the disk for what matters more, such as scores."""
        with told_plainly():
            free = shutil.disk_usage(self._path.parent).free
        if free < self._spare + _CHUNKS_PER_LOOK * _SLOT:
            raise DiskFull(tr("The disk is full."), tr("Free some space, then try again."))

    def _check_open(self) -> None:
        if self.closed:
            raise UserFacingError(tr("The library is locked."), tr("Open it again with your passphrase."))


def _nonce(writing: int) -> bytes:
    return writing.to_bytes(12)


def _place(number: int) -> bytes:
    return b"fidelity-scratch-v1\0" + number.to_bytes(8)
