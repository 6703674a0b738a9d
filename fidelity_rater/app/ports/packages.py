"""Ports for packages: signed, encrypted files that carry part of a library to somebody else, and their work back.

``age( zip[ manifest.json, manifest.sig, *.jsonl, scales/*, media/* ] )``; the layout is in ``docs/package-format.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO, Final, Protocol

from fidelity_rater.app.ports.identity import UnlockedIdentity
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.domain.people import Person

SUFFIX: Final = ".fidpkg"
CARD_SUFFIX: Final = ".fidcard"
FORMAT_VERSION: Final = 1


class PackageKind(StrEnum):
    """What a package is for."""

    SUBMISSION = "submission"
    FEEDBACK = "feedback"
    REPLY = "reply"
    ASSIGNMENT = "assignment"
    RATINGS = "ratings"
    REFERENCE = "reference"
    PORTFOLIO = "portfolio"
    VOTES = "votes"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Signer:
    """Who signed: keys and initials, no name. Whether these keys are known is the library's to say."""

    uid: str
    initials: str
    signing_key: bytes
    receiving_key: bytes


@dataclass(frozen=True, slots=True)
class PackageHead:
    """What a manifest says besides its list of parts. ``addressee_uid`` empty: whoever has the passphrase.

    ``about`` is the uid of what the package is about (a rating, a session, a therapist), ``in_reply_to`` that of the
    package that it answers.
    """

    uid: str
    kind: PackageKind
    made_at: datetime
    signer: Signer
    addressee_uid: str = ""
    about: str = ""
    in_reply_to: str = ""
    app_version: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a package to be written. ``open`` gives its bytes from their beginning, once."""

    name: str
    size: int
    open: Callable[[], BinaryIO]

    @classmethod
    def of_bytes(cls, name: str, data: bytes) -> Part:
        from io import BytesIO

        return cls(name, len(data), lambda: BytesIO(data))


@dataclass(frozen=True, slots=True)
class Lock:
    """What a package is locked to: a person's receiving key, or a passphrase; exactly one."""

    person: Person | None = None
    passphrase: str = ""

    def __post_init__(self) -> None:
        if (self.person is None) == (not self.passphrase):
            raise ValueError("a package is locked to a person or by a passphrase")


class Envelopes(Protocol):
    """The encryption around a package (age)."""

    def seal(self, clear: BinaryIO, sealed: BinaryIO, *, lock: Lock, progress: Progress) -> None: ...
    def open(
        self, sealed: BinaryIO, clear: BinaryIO, *, key: UnlockedIdentity | str, limit: int, progress: Progress
    ) -> None:
        """Decrypt with an identity or a passphrase into ``clear``.

        Raises ``WrongPassphrase``, or ``UserFacingError`` for what is addressed to somebody else, no package, damaged,
        cut short or larger than ``limit`` bytes.
        """
        ...

    def by_passphrase(self, sealed: BinaryIO) -> bool:
        """Whether a passphrase opens it; reads the head only. Raises ``UserFacingError`` where it is no package."""
        ...


Scratch = Callable[[], AbstractContextManager[BinaryIO]]
"""Gives room for bytes in the clear that are too many for memory: seekable, on disk only encrypted, gone when left."""


class OpenPackage(Protocol):
    """A package whose signature, names, sizes and hashes have been checked, all of them."""

    @property
    def head(self) -> PackageHead: ...
    @property
    def names(self) -> tuple[str, ...]: ...
    def size(self, name: str) -> int: ...
    def open(self, name: str) -> BinaryIO: ...
    def read(self, name: str) -> bytes: ...
    def lines(self, name: str) -> Iterator[Mapping[str, Any]]:
        """The objects of a JSON Lines part, none where it is absent. Raises ``UserFacingError`` if malformed."""
        ...


class PackageFiles(Protocol):
    """Writes and reads package files."""

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
        """Write whole or not at all, over nothing; what is sent goes straight into its envelope, without a scratch.

        ``head.addressee_uid`` is the uid of the person it is locked to. Raises ``UserFacingError`` (the name is taken,
        too much), ``DiskFull`` or ``Cancelled``.
        """
        ...

    def by_passphrase(self, path: Path) -> bool:
        """Whether a passphrase opens it, else an identity. Raises ``UserFacingError`` where it is no package."""
        ...

    def open(
        self, path: Path, *, key: UnlockedIdentity | str, scratch: Scratch, progress: Progress
    ) -> AbstractContextManager[OpenPackage]:
        """Decrypt and check everything before anything is handed out; one clear sentence for each thing wrong."""
        ...


class Cards(Protocol):
    """A person's public half as a file or as text to paste."""

    def write(self, person: Person) -> str:
        """A card as text, a few lines; begins with its fingerprint for people."""
        ...

    def read(self, text: str) -> Person:
        """Raises ``UserFacingError`` for what is no card, damaged, or of a later version."""
        ...

    def fingerprint(self, person: Person) -> str:
        """Groups of characters that two people compare by voice."""
        ...
