"""The form of a sealed sound: a header, then chunks of AES-256-GCM that can be read in any order.

Every file has a random key of its own, so a chunk's nonce may simply be its number and whether it is the last one.
Each chunk is bound to the file's random id; the last chunk is bound to the size too, which is why it is looked at
first: a file that lost, gained or swapped anything is noticed before a byte of it is heard.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fidelity_rater.app.errors import UserFacingError

MAGIC: Final = b"FIDSOUND"
VERSION: Final = 1
AES_256_GCM: Final = 1
CHUNK: Final = 64 * 1024
TAG: Final = 16
ID_BYTES: Final = 16
_HEADER: Final = struct.Struct(">8sBBxxI16sQ")
HEADER_BYTES: Final = _HEADER.size
_BOUND_ALWAYS: Final = _HEADER.size - 8


class DamagedSound(UserFacingError):
    """A sealed sound is not, byte for byte, what was sealed."""


class HeaderFault(Exception):
    """The header is not one of ours; ``newer`` when a later version wrote it."""

    def __init__(self, *, newer: bool = False) -> None:
        super().__init__("not a sealed sound")
        self.newer = newer


@dataclass(frozen=True, slots=True)
class Header:
    """What stands in the clear before the chunks. ``size`` counts bytes of sound."""

    file_id: bytes
    size: int
    chunk: int = CHUNK

    def to_bytes(self) -> bytes:
        """Write the header."""
        return _HEADER.pack(MAGIC, VERSION, AES_256_GCM, self.chunk, self.file_id, self.size)

    @classmethod
    def from_bytes(cls, data: bytes) -> Header:
        """Read a header. Raises :class:`HeaderFault`."""
        if len(data) != HEADER_BYTES:
            raise HeaderFault
        magic, version, algorithm, chunk, file_id, size = _HEADER.unpack(data)
        if magic != MAGIC:
            raise HeaderFault
        if version != VERSION or algorithm != AES_256_GCM:
            raise HeaderFault(newer=version > VERSION)
        if chunk != CHUNK:
            raise HeaderFault
        return cls(file_id=file_id, size=size, chunk=chunk)

    @property
    def last(self) -> int:
        """Number of the last chunk; a sound of no bytes still has one, empty."""
        return max(0, -(-self.size // self.chunk) - 1)

    @property
    def sealed_size(self) -> int:
        """Length that the whole file must have."""
        return HEADER_BYTES + self.size + (self.last + 1) * TAG

    def offset(self, number: int) -> int:
        """Where a chunk begins in the file."""
        return HEADER_BYTES + number * (self.chunk + TAG)

    def sealed_length(self, number: int) -> int:
        """Length of a chunk in the file."""
        return min(self.chunk, self.size - number * self.chunk) + TAG


class ChunkCipher:
    """Seals and opens the chunks of one file."""

    def __init__(self, key: bytes, file_id: bytes) -> None:
        self._cipher = AESGCM(key)
        self._always = Header(file_id, 0).to_bytes()[:_BOUND_ALWAYS]

    def seal(self, number: int, data: bytes, out: memoryview) -> int:
        """Seal a chunk that others follow; return how much of ``out`` it took."""
        return self._cipher.encrypt_into(_nonce(number, last=False), data, self._always, out[: len(data) + TAG])

    def seal_last(self, number: int, data: bytes, out: memoryview, *, size: int) -> int:
        """Seal the chunk that ends a sound of this size; return how much of ``out`` it took."""
        bound = self._always + size.to_bytes(8)
        return self._cipher.encrypt_into(_nonce(number, last=True), data, bound, out[: len(data) + TAG])

    def open(self, header: Header, number: int, sealed: bytes) -> bytes:
        """Open a chunk. Raises ``InvalidTag`` when it is not the one that was sealed there."""
        last = number == header.last
        return self._cipher.decrypt(_nonce(number, last=last), sealed, self._bound(header, last=last))

    def open_into(self, header: Header, number: int, sealed: memoryview, out: memoryview) -> None:
        """Open a chunk as :meth:`open` does, into ``out``, which has the length of the clear bytes."""
        last = number == header.last
        self._cipher.decrypt_into(_nonce(number, last=last), sealed, self._bound(header, last=last), out)

    def _bound(self, header: Header, *, last: bool) -> bytes:
        return self._always + header.size.to_bytes(8) if last else self._always


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11) + (b"\x01" if last else b"\x00")
