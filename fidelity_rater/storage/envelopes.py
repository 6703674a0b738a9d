"""The encryption around packages: age files, locked to a person's receiving key or by a passphrase."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, Final, cast

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.identity import UnlockedIdentity
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.packages import Lock
from fidelity_rater.i18n import tr
from fidelity_rater.storage import age, age_passphrase
from fidelity_rater.storage.durable import plain_error
from fidelity_rater.storage.identity import check_passphrase

_A_WORD: Final = 1 << 20
"""Progress is told, and a wish to stop noticed, once in a mebibyte."""


class AgeEnvelopes:
    """Seals and opens age files. ``work`` is what a guess at a passphrase costs, a power of two; small in tests."""

    def __init__(self, *, work: int = age_passphrase.USUAL_WORK) -> None:
        self._work = work

    def seal(self, clear: BinaryIO, sealed: BinaryIO, *, lock: Lock, progress: Progress) -> None:
        """Encrypt all that is left to read of ``clear``."""
        watched = _Watched(clear, progress)
        if lock.person is not None:
            _seal_to(lock.person.receiving_key, watched.as_file(), sealed)
            return
        check_passphrase(lock.passphrase)
        age_passphrase.encrypt(watched.as_file(), sealed, passphrase=lock.passphrase, work=self._work)

    def open(
        self, sealed: BinaryIO, clear: BinaryIO, *, key: UnlockedIdentity | str, limit: int, progress: Progress
    ) -> None:
        """Decrypt into ``clear``, which holds nothing of use unless this returns."""
        protected = self.by_passphrase(sealed)
        source, target = _Watched(sealed, progress).as_file(), _Bounded(clear, limit).as_file()
        with _plain_errors():
            if not isinstance(key, str):
                if protected:
                    raise age.wants_passphrase()
                key.decrypt(source, target)
                return
            if not protected:
                raise age.wants_person()
            age_passphrase.decrypt(source, target, passphrase=key)

    def by_passphrase(self, sealed: BinaryIO) -> bool:
        """Tell which kind of key opens it."""
        with _plain_errors():
            return age.by_passphrase(sealed)


def _seal_to(receiving_key: bytes, clear: BinaryIO, sealed: BinaryIO) -> None:
    import pyrage

    try:
        pyrage.encrypt_io(clear, sealed, [age.recipient(receiving_key)])
    except (pyrage.EncryptError, pyrage.RecipientError):
        raise UserFacingError(
            tr("Nothing can be locked to this person's key."), tr("Ask them for their card again.")
        ) from None


@contextmanager
def _plain_errors() -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise plain_error(error) from error


class _Watched:
    """A source whose reading is told, and ends when the person has asked to stop."""

    def __init__(self, source: BinaryIO, progress: Progress) -> None:
        self._source, self._progress = source, progress
        self._total = _left_of(source)
        self._done = self._told = 0

    def as_file(self) -> BinaryIO:
        """Only what decryption uses is there."""
        return cast(BinaryIO, self)

    def read(self, size: int = -1) -> bytes:
        data = self._source.read(size)
        self._done += len(data)
        if self._done - self._told >= _A_WORD or not data:
            self._told = self._done
            self._progress.tell(self._done, max(self._total, self._done, 1))
        return data

    def tell(self) -> int:
        return self._source.tell()

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        return self._source.seek(offset, whence)


class _Bounded:
    """A target that takes so many bytes and no more, whatever comes out of the envelope."""

    def __init__(self, target: BinaryIO, limit: int) -> None:
        self._target, self._left = target, limit

    def as_file(self) -> BinaryIO:
        """Only what decryption uses is there."""
        return cast(BinaryIO, self)

    def write(self, data: bytes) -> int:
        self._left -= len(data)
        if self._left < 0:
            raise age.too_large()
        return self._target.write(data)

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
