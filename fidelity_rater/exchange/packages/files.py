"""Packages as files: what goes in is signed and sealed, what comes out is opened and checked.

What does the work is imported with the first package: no window waits for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from fidelity_rater.app.ports.identity import UnlockedIdentity
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.packages import Envelopes, Lock, OpenPackage, PackageHead, Part, Scratch
from fidelity_rater.exchange.packages.names import Limits
from fidelity_rater.exchange.packages.refusals import somebody_elses, unreadable_file

if TYPE_CHECKING:
    from fidelity_rater.exchange.packages.reading import Verify

NewFile = Callable[[Path], AbstractContextManager[BinaryIO]]
"""Gives a file to write that is in its place, over nothing, once it is whole."""
OpenFile = Callable[[Path], BinaryIO]
"""Opens a plain file to read; raises ``OSError`` for a folder, a pipe or a device before it can block."""


class SealedPackageFiles:
    """Package files, with the parts of storage that encrypt, verify, and keep files whole."""

    def __init__(
        self,
        envelopes: Envelopes,
        *,
        verify: Verify,
        new_file: NewFile,
        open_file: OpenFile,
        limits: Limits | None = None,
    ) -> None:
        self._envelopes, self._verify = envelopes, verify
        self._new_file, self._open_file = new_file, open_file
        self._limits = limits or Limits()

    def write(
        self,
        path: Path,
        head: PackageHead,
        parts: Sequence[Part],
        *,
        identity: UnlockedIdentity,
        lock: Lock,
        progress: Progress,
    ) -> None:
        """Write whole or not at all, over nothing."""
        from fidelity_rater.exchange.packages.writing import ZipStream, check_parts

        if head.signer.uid != identity.person.uid:
            raise ValueError("a package is signed by whom it names as its signer")
        if lock.person is not None and lock.person.uid != head.addressee_uid:
            raise ValueError("a package is locked to whom it names as its addressee")
        check_parts(parts, self._limits)
        progress.check()
        with (
            self._new_file(path) as sealed,
            closing(ZipStream(head, parts, identity=identity, progress=progress)) as clear,
        ):
            self._envelopes.seal(clear.as_file(), sealed, lock=lock, progress=_OnlyStops(progress))

    def by_passphrase(self, path: Path) -> bool:
        """Tell which kind of key opens it."""
        with self._opened(path) as sealed:
            return self._envelopes.by_passphrase(sealed)

    @contextmanager
    def open(
        self, path: Path, *, key: UnlockedIdentity | str, scratch: Scratch, progress: Progress
    ) -> Iterator[OpenPackage]:
        """Decrypt into the scratch and check everything before anything is handed out."""
        from fidelity_rater.exchange.packages.archive import Archive
        from fidelity_rater.exchange.packages.reading import check

        with scratch() as clear:
            with self._opened(path) as sealed:
                self._envelopes.open(
                    sealed, clear, key=key, limit=self._limits.whole, progress=_Half(progress, second=False)
                )
            with closing(Archive(clear, self._limits)) as archive:
                package = check(
                    archive, verify=self._verify, limits=self._limits, progress=_Half(progress, second=True)
                )
                # Whoever could open a package can lock it anew, to another; who it was meant for is signed.
                if not isinstance(key, str) and package.head.addressee_uid != key.person.uid:
                    raise somebody_elses()
                yield package

    @contextmanager
    def _opened(self, path: Path) -> Iterator[BinaryIO]:
        try:
            file = self._open_file(path)
        except OSError:
            raise unreadable_file() from None
        with file:
            yield file


class _OnlyStops:
    """Progress whose words are said elsewhere; the wish to stop is still heard."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def tell(self, done: int, total: int) -> None:
        self._progress.check()

    def check(self) -> None:
        self._progress.check()


class _Half:
    """One of two steps that take about as long."""

    def __init__(self, progress: Progress, *, second: bool) -> None:
        self._progress, self._second = progress, second

    def tell(self, done: int, total: int) -> None:
        self._progress.tell(done + total if self._second else done, 2 * total)

    def check(self) -> None:
        self._progress.check()
