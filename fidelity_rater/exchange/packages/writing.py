"""A package's zip, made while it is read: it goes straight into its envelope and lies nowhere in the clear."""

from __future__ import annotations

import hashlib
import io
import stat
import zipfile
from collections.abc import Generator, Sequence
from typing import IO, BinaryIO, Final, cast

from fidelity_rater.app.ports.identity import UnlockedIdentity
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.packages import PackageHead, Part
from fidelity_rater.exchange.packages.manifest import Listed, signed_bytes, to_bytes
from fidelity_rater.exchange.packages.names import MANIFEST, SIGNATURE, Limits, is_part, is_text
from fidelity_rater.exchange.packages.refusals import source_changed, too_large_to_send

_BLOCK: Final = 1 << 18
_NO_TIME: Final = (1980, 1, 1, 0, 0, 0)


class ZipStream(io.RawIOBase):
    """Reads as the zip of the parts, their manifest and its signature; once, from its beginning."""

    def __init__(
        self, head: PackageHead, parts: Sequence[Part], *, identity: UnlockedIdentity, progress: Progress
    ) -> None:
        self._made = _Made()
        self._steps = self._make(head, parts, identity, progress)
        self._over = False

    def as_file(self) -> BinaryIO:
        return cast(BinaryIO, self)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        while not self._over and len(self._made.data) < len(buffer):
            self._over = next(self._steps, None) is None
        given = self._made.data[: len(buffer)]
        buffer[: len(given)] = given
        del self._made.data[: len(given)]
        return len(given)

    def close(self) -> None:
        """Let go of the part that was being read."""
        self._steps.close()
        super().close()

    def _make(
        self, head: PackageHead, parts: Sequence[Part], identity: UnlockedIdentity, progress: Progress
    ) -> Generator[int]:
        done, total, listed = 0, sum(part.size for part in parts), []
        with zipfile.ZipFile(cast(IO[bytes], self._made), "w") as archive:
            for part in parts:
                digest, size = hashlib.sha256(), 0
                with part.open() as source, archive.open(_member(part.name, part.size), "w") as target:
                    while block := source.read(_BLOCK):
                        size += len(block)
                        if size > part.size:
                            raise source_changed()
                        digest.update(block)
                        target.write(block)
                        progress.tell(done + size, max(1, total))
                        yield size
                if size != part.size:
                    raise source_changed()
                done += size
                listed.append(Listed(part.name, size, digest.hexdigest()))
            manifest = to_bytes(head, listed)
            archive.writestr(_member(MANIFEST, len(manifest)), manifest)
            archive.writestr(_member(SIGNATURE, 64), identity.sign(signed_bytes(manifest)))
        yield done


class _Made:
    """Where the zip library writes; without a place to go back to, it writes in one go."""

    def __init__(self) -> None:
        self.data = bytearray()

    def write(self, data: bytes) -> int:
        self.data += data
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""


def check_parts(parts: Sequence[Part], limits: Limits) -> None:
    """Refuse to write what nobody would open."""
    names = [part.name for part in parts]
    if len(set(names)) != len(names) or not all(is_part(name) for name in names):
        raise ValueError("parts of a package have names of their own, of the kinds that are laid down")
    texts = [part.size for part in parts if is_text(part.name)]
    if (
        len(parts) > limits.parts
        or sum(part.size for part in parts) > limits.whole - limits.texts
        or sum(texts) > limits.texts
        or max(texts, default=0) > limits.text
    ):
        raise too_large_to_send()


def _member(name: str, size: int) -> zipfile.ZipInfo:
    # No time, owner or computer of the sender goes along.
    info = zipfile.ZipInfo(name, _NO_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED if is_text(name) and name != SIGNATURE else zipfile.ZIP_STORED
    info.external_attr = (stat.S_IFREG | 0o600) << 16
    info.create_system = 3
    info.file_size = size
    return info
