"""Peaks beside their sound: sealed in the same form, under a key that is derived from the recording's own.

A recording whose key is destroyed takes its peaks along. They can be made anew from the sound at any time, which is
why nothing here fails: what cannot be written is not kept, what cannot be read is taken away.
"""

from __future__ import annotations

import contextlib
import io
import logging
import os
import re
import secrets
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag

from fidelity_rater.storage.durable import PART_SUFFIX, open_plain, open_private
from fidelity_rater.storage.key_slots import hkdf
from fidelity_rater.storage.vault_format import (
    CHUNK,
    HEADER_BYTES,
    ID_BYTES,
    TAG,
    ChunkCipher,
    Header,
    HeaderFault,
)

SUFFIX: Final = ".peaks"
_BIGGEST: Final = 256 * 1024 * 1024
"""No recording's peaks are larger; what claims to be is not read."""
_NAME: Final = re.compile(rf"([0-9a-f]{{{2 * ID_BYTES}}}){re.escape(SUFFIX)}(\.[0-9a-f]{{8}}{re.escape(PART_SUFFIX)})?")

log = logging.getLogger(__name__)


class KeptPeaks:
    """The peaks in a vault's folder, by the file ids of their sounds."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._under_way: set[str] = set()

    def path_of(self, file_id: str) -> Path:
        return self._folder / (file_id + SUFFIX)

    def keep(self, file_id: str, key: bytes, peaks: bytes) -> bool:
        """Put peaks in their place in one step; tell whether that came about."""
        target = self.path_of(file_id)
        part = target.with_name(f"{target.name}.{secrets.token_hex(4)}{PART_SUFFIX}")
        self._under_way.add(part.name)
        try:
            with open_private(part) as file:
                _write_all(file, _sealed(key, peaks))
                os.fsync(file.fileno())
            part.replace(target)
        except OSError as error:
            log.warning("peaks not kept: system error %s", error.errno)
            return False
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            self._under_way.discard(part.name)
        return True

    def read(self, file_id: str, key: bytes) -> bytes | None:
        """Read peaks back, None where there are none; damaged ones are taken away."""
        try:
            with open_plain(self.path_of(file_id)) as file:
                return _opened(key, file)
        except OSError:
            return None
        except (HeaderFault, InvalidTag, ValueError):
            log.warning("damaged peaks taken away; they are made anew")
            self.remove(file_id)
            return None

    def holds(self, file_id: str) -> bool:
        """Tell, without reading them, whether peaks are there."""
        return self.path_of(file_id).is_file()

    def remove(self, file_id: str) -> None:
        """Take peaks away, and halves of them."""
        for path in (self.path_of(file_id), *self._folder.glob(f"{file_id}{SUFFIX}.*{PART_SUFFIX}")):
            # What another program holds on to is swept another time; without the recording's key it is noise.
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def sweep(self, living: AbstractSet[str]) -> int:
        """Remove the peaks of sounds that are not among these file ids, and halves."""
        swept = 0
        for path in list(self._folder.iterdir()):
            named = _NAME.fullmatch(path.name)
            if named is None or path.name in self._under_way or (named[1] in living and named[2] is None):
                continue
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)
                swept += 1
        return swept


def _sealed(key: bytes, peaks: bytes) -> bytes:
    """Seal peaks under a key of this writing alone, so that a second writing repeats no nonce."""
    header = Header(os.urandom(ID_BYTES), len(peaks))
    cipher = _cipher(key, header)
    sealed = memoryview(bytearray(header.sealed_size))
    sealed[:HEADER_BYTES] = header.to_bytes()
    for number in range(header.last + 1):
        piece, room = peaks[number * CHUNK : (number + 1) * CHUNK], sealed[header.offset(number) :]
        if number == header.last:
            cipher.seal_last(number, piece, room, size=header.size)
        else:
            cipher.seal(number, piece, room)
    return bytes(sealed)


def _opened(key: bytes, file: io.FileIO) -> bytes:
    """Open sealed peaks. Raises ``HeaderFault``, ``InvalidTag`` or ``ValueError`` for what is not whole."""
    header = Header.from_bytes(file.read(HEADER_BYTES))
    if header.size > _BIGGEST or os.fstat(file.fileno()).st_size != header.sealed_size:
        raise HeaderFault
    cipher = _cipher(key, header)
    sealed, clear = memoryview(bytearray(CHUNK + TAG)), memoryview(bytearray(header.size))
    for number in range(header.last + 1):
        length, at = header.sealed_length(number), number * CHUNK
        if file.readinto(sealed[:length]) != length:
            raise HeaderFault
        cipher.open_into(header, number, sealed[:length], clear[at : at + length - TAG])
    return bytes(clear)


def _cipher(key: bytes, header: Header) -> ChunkCipher:
    return ChunkCipher(hkdf(key, salt=header.file_id, info="fidelity-peaks-v1"), header.file_id)


def _write_all(file: io.FileIO, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[file.write(left) :]
