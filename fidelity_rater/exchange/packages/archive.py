"""The zip inside a package, taken with suspicion: names and sizes are looked at before any member is read."""

from __future__ import annotations

import hashlib
import re
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, BinaryIO, Final, cast

from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.exchange.packages.names import MANIFEST, SIGNATURE, Limits, is_text
from fidelity_rater.exchange.packages.refusals import changed, no_package, too_large, unsafe

_BLOCK: Final = 1 << 18
_SIGNATURE_BYTES: Final = 64
_ENCRYPTED: Final = 1
_PLAIN_NAME: Final = re.compile(r"[0-9A-Za-z_.-]{1,120}(/[0-9A-Za-z_.-]{1,120})?")
_BROKEN: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
    OverflowError,
    OSError,
)
"""What the zip library raises over a zip that was made to break it."""


class Archive:
    """An open zip whose names, kinds and sizes are in order. Its contents are vouched for by nobody yet."""

    def __init__(self, file: BinaryIO, limits: Limits) -> None:
        self._limits = limits
        with broken_is(no_package):
            source = _WholeReads(file, most=limits.directory)
            self._zip = zipfile.ZipFile(cast(IO[bytes], source))
            source.most = limits.whole
        self._members = {info.filename: info for info in self._zip.infolist()}
        self._check()

    @property
    def names(self) -> frozenset[str]:
        """Of the parts, without the manifest and its signature."""
        return frozenset(self._members) - {MANIFEST, SIGNATURE}

    def size(self, name: str) -> int:
        return self._members[name].file_size

    def manifest(self) -> bytes:
        return self._whole(MANIFEST)

    def signature(self) -> bytes:
        return self._whole(SIGNATURE)

    def digest(self, name: str, progress: Progress) -> str:
        """Read a part to its end; its SHA-256 in hexadecimal, and whether it was as long as it said, in one."""
        found, size = hashlib.sha256(), 0
        with broken_is(changed), self._zip.open(name) as part:
            while block := part.read(_BLOCK):
                found.update(block)
                size += len(block)
                progress.check()
        if size != self.size(name):
            raise changed()
        return found.hexdigest()

    def open(self, name: str) -> BinaryIO:
        return cast(BinaryIO, self._zip.open(name))

    def close(self) -> None:
        self._zip.close()

    def _whole(self, name: str) -> bytes:
        with broken_is(changed), self._zip.open(name) as part:
            return part.read()

    def _check(self) -> None:
        listed = self._zip.infolist()
        if len(listed) != len(self._members) or not all(map(_is_plain_file, listed)):
            raise unsafe()
        if MANIFEST not in self._members or SIGNATURE not in self._members:
            raise no_package()
        if self.size(MANIFEST) > self._limits.manifest or self.size(SIGNATURE) != _SIGNATURE_BYTES:
            raise unsafe()
        sizes = {info.filename: info.file_size for info in listed}
        texts = [size for name, size in sizes.items() if is_text(name)]
        if (
            len(listed) > self._limits.parts + 2
            or sum(sizes.values()) > self._limits.whole
            or sum(texts) > self._limits.texts
            or max(texts) > self._limits.text
        ):
            raise too_large()


@contextmanager
def broken_is(refusal: Callable[[], UserFacingError]) -> Iterator[None]:
    """Say the same of everything that can be wrong with a zip."""
    try:
        yield
    except _BROKEN:
        raise refusal() from None


def _is_plain_file(info: zipfile.ZipInfo) -> bool:
    """Whether a member is a file of a harmless name that is stored or, where it is text, compressed."""
    kind = stat.S_IFMT(info.external_attr >> 16)
    if not _PLAIN_NAME.fullmatch(info.orig_filename) or info.filename != info.orig_filename or ".." in info.filename:
        return False
    if info.flag_bits & _ENCRYPTED or kind not in {0, stat.S_IFREG}:
        return False
    if info.compress_type == zipfile.ZIP_STORED:
        return info.compress_size == info.file_size
    longest = info.file_size + info.file_size // 1000 + 1024
    return info.compress_type == zipfile.ZIP_DEFLATED and is_text(info.filename) and info.compress_size <= longest


class _WholeReads:
    """Gives all that was asked for, as the zip library takes for granted.

    More than ``most`` at once is refused: that is asked for where the list of contents is beyond measure.
    """

    def __init__(self, file: BinaryIO, *, most: int) -> None:
        self._file, self.most = file, most
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        if size > self.most:
            raise zipfile.BadZipFile
        data = self._file.read(size)
        while 0 < len(data) < size and (more := self._file.read(size - len(data))):
            data += more
        return data
