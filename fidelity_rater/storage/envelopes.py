"""The encryption around packages: age files, locked to a person's receiving key or by a passphrase."""

from __future__ import annotations

import io
import math
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final, cast

from fidelity_rater.app.ports.identity import UnlockedIdentity
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.packages import Lock
from fidelity_rater.storage import age
from fidelity_rater.storage.durable import plain_error
from fidelity_rater.storage.identity import check_passphrase

USUAL_WORK: Final = 18
"""What a guess at a passphrase costs, a power of two: 256 MiB and about a second."""
_A_WORD: Final = 1 << 20
"""Progress is told, and a wish to stop noticed, once in a mebibyte."""


class AgeEnvelopes:
    """Seals and opens age files. ``work`` is small in tests."""

    def __init__(self, *, work: int = USUAL_WORK) -> None:
        self._work = work

    def seal(self, clear: BinaryIO, sealed: BinaryIO, *, lock: Lock, progress: Progress) -> None:
        """Encrypt all that is left to read of ``clear``."""
        source, target = _Watched(clear, progress), _Bounded(sealed)
        with _as_raised(source, target):
            if lock.person is not None:
                import pyrage

                pyrage.encrypt_io(source.as_file(), target.as_file(), [age.recipient(lock.person.receiving_key)])
                return
            from fidelity_rater.storage import age_passphrase

            check_passphrase(lock.passphrase)
            age_passphrase.encrypt(source.as_file(), target.as_file(), passphrase=lock.passphrase, work=self._work)

    def open(
        self, sealed: BinaryIO, clear: BinaryIO, *, key: UnlockedIdentity | str, limit: int, progress: Progress
    ) -> None:
        """Decrypt into ``clear``, which holds nothing of use unless this returns."""
        source, target = _Watched(sealed, progress), _Bounded(clear, limit)
        with _plain_errors(), _as_raised(source, target):
            if not isinstance(key, str):
                key.decrypt(source.as_file(), target.as_file())
                return
            if not age.by_passphrase(sealed):
                raise age.wants_person()
            from fidelity_rater.storage import age_passphrase

            age_passphrase.decrypt(source.as_file(), target.as_file(), passphrase=key)

    def by_passphrase(self, sealed: BinaryIO) -> bool:
        """Tell which kind of key opens it."""
        with _plain_errors():
            return age.by_passphrase(sealed)


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise plain_error(error) from error


@contextmanager
def _as_raised(source: _Watched, target: _Bounded) -> Iterator[None]:
    """Let out what a stream has raised as it was: of some, age keeps only the words."""
    try:
        yield
    except Exception:
        raised = source.raised or target.raised
        if raised is None:
            raise
        raise raised from None


class _Watched:
    """A source whose reading is told, and ends when the person has asked to stop."""

    def __init__(self, source: BinaryIO, progress: Progress) -> None:
        self._source, self._progress = source, progress
        self._total = _left_of(source)
        self._done = self._told = 0
        self.raised: BaseException | None = None

    def as_file(self) -> BinaryIO:
        """Only what encryption and decryption use is there."""
        return cast(BinaryIO, self)

    def read(self, size: int = -1) -> bytes:
        try:
            data = self._source.read(size)
            self._done += len(data)
            if self._done - self._told >= _A_WORD or not data:
                self._told = self._done
                self._progress.tell(self._done, max(self._total, self._done, 1))
        except BaseException as error:
            self.raised = error
            raise
        return data

    def tell(self) -> int:
        return self._source.tell()

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._source.seek(offset, whence)


class _Bounded:
    """A target that takes so many bytes and no more, whatever comes out of the envelope."""

    def __init__(self, target: BinaryIO, limit: float = math.inf) -> None:
        self._target, self._left = target, limit
        self.raised: BaseException | None = None

    def as_file(self) -> BinaryIO:
        """Only what encryption and decryption use is there."""
        return cast(BinaryIO, self)

    def write(self, data: bytes) -> int:
        try:
            self._left -= len(data)
            if self._left < 0:
                raise age.too_large()
            return self._target.write(data)
        except BaseException as error:
            self.raised = error
            raise

    def flush(self) -> None:
        self._target.flush()


def _left_of(source: BinaryIO) -> int:
    """How much is left to read; 0 where it cannot be known."""
    try:
        here = source.tell()
        end = source.seek(0, os.SEEK_END)
        source.seek(here)
    except (OSError, io.UnsupportedOperation):
        return 0
    return end - here
