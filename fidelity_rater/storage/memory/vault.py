"""Recordings of a library in memory."""

from __future__ import annotations

import hashlib
import io
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.sealed import SealedSound
from fidelity_rater.i18n import tr

_CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True)
class MemorySound:
    """A sound's bytes."""

    data: bytes

    @property
    def size(self) -> int:
        return len(self.data)

    def open(self) -> BinaryIO:
        return io.BytesIO(self.data)


class MemoryVault:
    """Keeps sounds as they are; ``lookup`` tells a sound's name in it and its key, empty once destroyed."""

    def __init__(self, lookup: Callable[[str], tuple[str, bytes] | None]) -> None:
        self._lookup = lookup
        self._sounds: dict[str, bytes] = {}
        self._peaks: dict[str, bytes] = {}

    def seal(self, source: BinaryIO, *, size: int, progress: Progress) -> SealedSound:
        data = bytearray()
        while chunk := source.read(_CHUNK):
            data += chunk
            progress.tell(len(data), max(size, len(data)))
        name = secrets.token_hex(16)
        self._sounds[name] = bytes(data)
        return SealedSound(name, secrets.token_bytes(60), hashlib.sha256(data).hexdigest(), len(data))

    def discard(self, sealed: SealedSound) -> None:
        self._sounds.pop(sealed.vault_name, None)
        self._peaks.pop(sealed.vault_name, None)

    def erase(self, recording_uid: str) -> None:
        found = self._lookup(recording_uid)
        if found is None:
            return
        if found[1]:
            raise RuntimeError("the key is destroyed first")
        self._sounds.pop(found[0], None)
        self._peaks.pop(found[0], None)

    def open(self, recording_uid: str) -> MemorySound:
        found = self._lookup(recording_uid)
        if found is None or not found[1] or found[0] not in self._sounds:
            raise UserFacingError(tr("The sound of this recording is gone."), tr("Its scores are kept."))
        return MemorySound(self._sounds[found[0]])

    @contextmanager
    def scratch(self) -> Iterator[BinaryIO]:
        with io.BytesIO() as room:
            yield room

    def keep_peaks(self, recording_uid: str, peaks: bytes) -> None:
        found = self._lookup(recording_uid)
        if found is not None and found[1]:
            self._peaks[found[0]] = peaks

    def peaks(self, recording_uid: str) -> bytes | None:
        found = self._lookup(recording_uid)
        return self._peaks.get(found[0]) if found is not None and found[1] else None

    def has_peaks(self, recording_uid: str) -> bool:
        return self.peaks(recording_uid) is not None
