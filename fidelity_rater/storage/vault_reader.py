"""Reading a sealed sound: decrypted chunk by chunk in memory, in any order, never written anywhere."""

from __future__ import annotations

import io
import os
import threading
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, Final, cast

from cryptography.exceptions import InvalidTag

from fidelity_rater.i18n import tr
from fidelity_rater.storage.durable import NotAPlainFile, open_plain
from fidelity_rater.storage.vault_format import HEADER_BYTES, ChunkCipher, DamagedSound, Header, HeaderFault

_CACHED_CHUNKS: Final = 4


class SealedReader(io.RawIOBase):
    """A seekable, read-only stream of the sound's bytes in the clear.

    Decoders written in C call this from threads of their own: ``seek`` answers -1 for what it cannot do, and a read
    that meets damage, or a reader closed under the decoder, raises ``DamagedSound``.
    """

    def __init__(self, file: BinaryIO, header: Header, cipher: ChunkCipher) -> None:
        super().__init__()
        self._file = file
        self._header = header
        self._cipher = cipher
        self._position = 0
        self._cache: OrderedDict[int, bytes] = OrderedDict()
        self._lock = threading.Lock()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        bases = {os.SEEK_SET: 0, os.SEEK_CUR: self._position, os.SEEK_END: self._header.size}
        with self._lock:
            if whence not in bases or self.closed:
                return -1
            target = bases[whence] + offset
            if target < 0:
                return -1
            self._position = target
            return target

    # The stub's buffer type has no name at run time.
    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        """Fill the buffer as far as the sound goes."""
        view = memoryview(buffer).cast("B")
        with self._lock:
            if self.closed:
                raise DamagedSound(tr("The recording is no longer open."))
            filled = 0
            while filled < len(view) and self._position < self._header.size:
                number, skip = divmod(self._position, self._header.chunk)
                piece = memoryview(self._chunk(number))[skip : skip + len(view) - filled]
                view[filled : filled + len(piece)] = piece
                filled += len(piece)
                self._position += len(piece)
            return filled

    def close(self) -> None:
        with self._lock:
            if not self.closed:
                self._cache.clear()
                self._file.close()
                super().close()

    def look_at_end(self) -> None:
        """Open the last chunk, to which the size is bound. Raises ``DamagedSound``."""
        with self._lock:
            self._chunk(self._header.last)

    def _chunk(self, number: int) -> bytes:
        known = self._cache.get(number)
        if known is not None:
            self._cache.move_to_end(number)
            return known
        try:
            self._file.seek(self._header.offset(number))
            sealed = self._file.read(self._header.sealed_length(number))
            clear = self._cipher.open(self._header, number, sealed)
        except (InvalidTag, ValueError, OSError) as error:
            raise damaged() from error
        self._cache[number] = clear
        if len(self._cache) > _CACHED_CHUNKS:
            self._cache.popitem(last=False)
        return clear


class SealedSource:
    """A sealed sound that can be opened any number of times, each reader on its own."""

    def __init__(self, path: Path, key: bytes, *, on_opened: Callable[[SealedReader], None] | None = None) -> None:
        self._path = path
        self._key = key
        self._on_opened = on_opened
        with self._open() as reader:
            self._size = reader.seek(0, os.SEEK_END)

    @property
    def size(self) -> int:
        """Length of the sound in bytes."""
        return self._size

    def open(self) -> BinaryIO:
        """Open a reader. Raises ``DamagedSound`` when the file is gone, or no longer what was sealed."""
        reader = self._open()
        if self._on_opened:
            self._on_opened(reader)
        return cast(BinaryIO, reader)

    def _open(self) -> SealedReader:
        try:
            file = open_plain(self._path)
        except NotAPlainFile as error:
            raise damaged() from error
        except OSError as error:
            raise DamagedSound(tr("The sound of this recording is missing from the library."), way_back()) from error
        try:
            header = _header_of(file, self._path)
            reader = SealedReader(cast(BinaryIO, file), header, ChunkCipher(self._key, header.file_id))
            reader.look_at_end()
        except BaseException:
            file.close()
            raise
        return reader


def damaged() -> DamagedSound:
    """Say that a sound is not what was sealed."""
    return DamagedSound(tr("The sound of this recording is damaged."), way_back())


def way_back() -> str:
    """Say where a lost sound can be brought back."""
    return tr(
        "In the caseload, choose the recording and bring its sound back from the original file; "
        "or restore a backup of the library."
    )


def _header_of(file: io.FileIO, path: Path) -> Header:
    try:
        header = Header.from_bytes(file.read(HEADER_BYTES))
    except HeaderFault as error:
        if error.newer:
            raise DamagedSound(
                tr("The sound of this recording was sealed by a later version of the app."), tr("Update the app.")
            ) from error
        raise damaged() from error
    if os.fstat(file.fileno()).st_size != header.sealed_size or header.file_id.hex() != path.name.split(".")[0]:
        raise damaged()
    return header
