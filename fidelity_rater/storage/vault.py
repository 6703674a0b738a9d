"""The vault: recordings, clips and attachments, each sealed under a key of its own that the database keeps, wrapped."""

from __future__ import annotations

import contextlib
import logging
import os
import re
import shutil
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator
from collections.abc import Set as AbstractSet
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Final, cast

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from fidelity_rater.app.errors import DiskFull, UserFacingError
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.sealed import SealedSound
from fidelity_rater.i18n import tr
from fidelity_rater.storage.durable import PART_SUFFIX, told_plainly
from fidelity_rater.storage.kept_peaks import KeptPeaks
from fidelity_rater.storage.scratch import SUFFIX as SCRATCH
from fidelity_rater.storage.scratch import ScratchRoom
from fidelity_rater.storage.sealing import seal_file, sealed_size
from fidelity_rater.storage.vault_format import ID_BYTES, DamagedSound, Header
from fidelity_rater.storage.vault_reader import SealedReader, SealedSource, damaged

SUFFIX: Final = ".sound"
SPARE_BYTES: Final = 32 * 1024 * 1024
"""Left free by an import, so that scores can still be saved."""
_NAME: Final = re.compile(rf"[0-9a-f]{{{2 * ID_BYTES}}}{re.escape(SUFFIX)}")
_KEY: Final = 32
_NONCE: Final = 12

log = logging.getLogger(__name__)

Lookup = Callable[[str], tuple[str, bytes] | None]
"""From a uid to its file in the vault and its wrapped key, which is empty once destroyed."""

AlsoGone = Callable[[str], Iterable[str]]
"""From a deleted recording's uid to the files of its clips, whose keys went with its own."""


class SealedKind(StrEnum):
    """What lies in the vault; a fault is told in words that fit."""

    RECORDING = "recording"
    CLIP = "clip"
    ATTACHMENT = "attachment"


class FolderVault:
    """Sealed sounds in a folder. Sounds that were sealed but not yet recorded are safe from sweeping."""

    def __init__(
        self,
        folder: Path,
        key: bytes,
        lookup: Lookup,
        *,
        also_gone: AlsoGone = lambda uid: (),
        kind_of: Callable[[str], SealedKind] = lambda uid: SealedKind.RECORDING,
        on_erased: Callable[[], None] = lambda: None,
    ) -> None:
        self._folder = folder
        self._key = key
        self._lookup = lookup
        self._also_gone, self._kind_of = also_gone, kind_of
        self._on_erased = on_erased
        self._peaks = KeptPeaks(folder)
        self._fresh: set[str] = set()
        self._readers: weakref.WeakSet[SealedReader] = weakref.WeakSet()
        self._scratches: dict[str, ScratchRoom] = {}
        self._lock = threading.Lock()
        self._closed = False

    def seal(self, source: BinaryIO, *, size: int, progress: Progress) -> SealedSound:
        """Seal a sound; a negative size means that it is not known beforehand. Leaves nothing behind on failure."""
        if self._closed:
            raise locked()
        self._check_room(size)
        file_id, key = os.urandom(ID_BYTES), os.urandom(_KEY)
        name = file_id.hex() + SUFFIX
        with self._lock:
            self._fresh.add(name)
        try:
            # Written under its own name at once: whatever no recording stands for is swept, whole or half.
            target = self.path_of(name)
            header, digest = seal_file(source, target, header=Header(file_id, size), key=key, progress=progress)
        except BaseException:
            self._remove(name)
            raise
        return SealedSound(vault_name=name, wrapped_key=self._wrap(name, key), sha256=digest, size=header.size)

    def discard(self, sealed: SealedSound) -> None:
        """Take away a sound that no recording stands for, and its peaks."""
        self._remove(sealed.vault_name)

    def erase(self, recording_uid: str) -> None:
        """Remove the files of what has no key any more; refused while the key is there."""
        found = self._lookup(recording_uid)
        if found is None:
            return
        name, wrapped = found
        if wrapped:
            raise RuntimeError("the key is destroyed first, or a crash would leave a recording without its sound")
        for gone in (name, *self._also_gone(recording_uid)):
            try:
                self._remove(gone)
            except UserFacingError as fault:
                # Without its key it is noise; the next opening sweeps it away.
                log.warning("a deleted sound's file is still there: %s", fault.message)
        self._on_erased()

    def open(self, recording_uid: str) -> SealedSource:
        """Open a sound, or the bytes of an attachment. Raises ``UserFacingError`` when deleted, gone or damaged."""
        found = self._lookup(recording_uid)
        if found is None or not found[1]:
            raise _deleted(self._kind_of(recording_uid))
        name, wrapped = found
        try:
            return SealedSource(self.path_of(name), self._unwrap(name, wrapped), on_opened=self._remember)
        except DamagedSound as fault:
            if (kind := self._kind_of(recording_uid)) is not SealedKind.RECORDING:
                raise DamagedSound(damage_of(kind), tr("Restore a backup of the library.")) from fault
            raise

    @contextlib.contextmanager
    def scratch(self) -> Iterator[BinaryIO]:
        """Give room to write and read back, in memory while small, then encrypted on disk; gone when left."""
        if self._closed:
            raise locked()
        path = self._folder / (os.urandom(ID_BYTES).hex() + SCRATCH)
        room = ScratchRoom(path, spare=SPARE_BYTES)
        self._scratches[path.name] = room
        try:
            yield cast(BinaryIO, room)
        finally:
            room.close()
            del self._scratches[path.name]

    def keep_peaks(self, recording_uid: str, peaks: bytes) -> None:
        """Seal a recording's peaks beside its sound; where that cannot be done, nothing but speed is lost."""
        try:
            found = self._living(recording_uid)
            if self._closed or found is None:
                return
            name, key = found
            # Deleted or sealed anew meanwhile: whoever did that could not see what was not in its place yet.
            if self._peaks.keep(_file_id(name), key, peaks) and self._living(recording_uid) != found:
                self._peaks.remove(_file_id(name))
        except UserFacingError as fault:
            log.warning("peaks not kept: %s", fault.message)

    def peaks(self, recording_uid: str) -> bytes | None:
        """Return the kept peaks, None where there are none that are whole. Raises ``UserFacingError`` when locked."""
        if self._closed:
            raise locked()
        try:
            found = self._living(recording_uid)
        except DamagedSound:
            return None
        return None if found is None else self._peaks.read(_file_id(found[0]), found[1])

    def has_peaks(self, recording_uid: str) -> bool:
        """Tell whether peaks are kept, without reading them."""
        found = self._lookup(recording_uid)
        return (
            found is not None and bool(found[1]) and is_vault_name(found[0]) and self._peaks.holds(_file_id(found[0]))
        )

    def path_of(self, name: str) -> Path:
        """Return where a sealed sound lies. Raises ``DamagedSound`` for what cannot be a name of one."""
        if not is_vault_name(name):
            raise damaged()
        return self._folder / name

    def sweep(self, known: AbstractSet[str]) -> int:
        """Remove what no recording stands for: halves of broken imports, sounds of deleted recordings."""
        swept = 0
        with self._lock:
            keep = known | self._fresh
        swept += self._peaks.sweep({_file_id(name) for name in keep})
        for path in list(self._folder.iterdir()):
            if path.name.endswith(SCRATCH) and path.name not in self._scratches:
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)
                    swept += 1
                continue
            name = path.name.removesuffix(PART_SUFFIX)
            half = name != path.name
            if is_vault_name(name) and (name not in keep or (half and name not in self._fresh)):
                # What another program holds on to is swept another time.
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)
                    swept += 1
        if swept:
            log.info("swept %d files from the vault", swept)
        return swept

    def close(self) -> None:
        """Cut off every reader: what was opened cannot be heard on when the library is locked."""
        with self._lock:
            self._closed = True
            readers = list(self._readers)
        for reader in readers:
            reader.close()
        for room in list(self._scratches.values()):
            room.close()

    def _remember(self, reader: SealedReader) -> None:
        with self._lock:
            if not self._closed:
                self._readers.add(reader)
                return
        reader.close()
        raise locked()

    def _remove(self, name: str) -> None:
        path = self.path_of(name)
        self._peaks.remove(_file_id(name))
        with self._lock:
            self._fresh.discard(name)
        with told_plainly():
            path.unlink(missing_ok=True)

    def _check_room(self, size: int) -> None:
        with told_plainly():
            free = shutil.disk_usage(self._folder).free
        if free < sealed_size(size) + SPARE_BYTES:
            raise DiskFull(tr("There is not enough free space."), tr("Free some space, then try again."))

    def _living(self, recording_uid: str) -> tuple[str, bytes] | None:
        """Return the file and the key of a recording; None for one that is deleted. Raises ``DamagedSound``."""
        found = self._lookup(recording_uid)
        if found is None or not found[1]:
            return None
        name, wrapped = found
        self.path_of(name)
        return name, self._unwrap(name, wrapped)

    def _wrap(self, name: str, key: bytes) -> bytes:
        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(self._key).encrypt(nonce, key, _bound(name))

    def _unwrap(self, name: str, wrapped: bytes) -> bytes:
        try:
            return AESGCM(self._key).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], _bound(name))
        except (InvalidTag, ValueError):
            raise damaged() from None


def locked() -> UserFacingError:
    """Say that the library has been closed."""
    return UserFacingError(tr("The library is locked."), tr("Open it again with your passphrase."))


def damage_of(kind: SealedKind) -> str:
    """Say that something which is not a recording cannot be opened any more."""
    if kind is SealedKind.ATTACHMENT:
        return tr("This scan is damaged or missing.")
    return tr("The sound of this clip is damaged or missing.")


def _deleted(kind: SealedKind) -> UserFacingError:
    if kind is SealedKind.ATTACHMENT:
        return UserFacingError(tr("This scan was deleted."))
    return UserFacingError(tr("The sound of this recording was deleted."))


def is_vault_name(name: str) -> bool:
    """Tell whether this could be the name of a sealed sound."""
    return _NAME.fullmatch(name) is not None


def _file_id(name: str) -> str:
    return name.removesuffix(SUFFIX)


def _bound(name: str) -> bytes:
    return b"fidelity-sound-key-v1\0" + name.encode()
