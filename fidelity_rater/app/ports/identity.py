"""Port for people's identities: portable, passphrase-protected files with a person's keys."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from fidelity_rater.domain.people import Person


@dataclass(frozen=True, slots=True)
class IdentityCard:
    """What an identity file tells without its passphrase."""

    person: Person
    path: Path
    fingerprint: str
    """Of both public keys, in groups that can be read out."""


class UnlockedIdentity(Protocol):
    """A person who has given their passphrase."""

    @property
    def person(self) -> Person: ...
    def sign(self, message: bytes) -> bytes:
        """Ed25519 signature, 64 bytes."""
        ...

    def agree(self, public_key: bytes) -> bytes:
        """X25519 shared secret with another public key, 32 bytes; only key slots use it."""
        ...

    def decrypt(self, sealed: BinaryIO, clear: BinaryIO) -> None:
        """Open what was locked to this person's receiving key (age), in a stream.

        Raises ``UserFacingError`` where it is locked to somebody else, damaged or cut short; what was written to
        ``clear`` until then must not be used.
        """
        ...


class IdentityStore(Protocol):
    """The identities on this computer."""

    def all(self) -> tuple[IdentityCard, ...]: ...
    def create(self, *, name: str, initials: str, passphrase: str) -> IdentityCard: ...
    def unlock(self, uid: str, passphrase: str) -> UnlockedIdentity:
        """Raises ``WrongPassphrase``."""
        ...

    def change_passphrase(self, uid: str, *, old: str, new: str) -> None: ...
    def import_file(self, path: Path) -> IdentityCard:
        """Bring an identity over from another computer."""
        ...

    def export_file(self, uid: str, path: Path) -> None: ...
    def verify(self, person: Person, message: bytes, signature: bytes) -> bool:
        """Whether the signature is this person's."""
        ...
