"""Key slots: the library's key, wrapped for one person or under the recovery key."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from fidelity_rater.app.errors import WrongPassphrase
from fidelity_rater.app.ports.identity import UnlockedIdentity
from fidelity_rater.domain.people import Person
from fidelity_rater.i18n import tr
from fidelity_rater.storage import checked_json, recovery_key

KEY_BYTES: Final = 32
_NONCE: Final = 12
_WRAPPED: Final = KEY_BYTES + 16


class SlotKind(StrEnum):
    """Who can open a slot."""

    IDENTITY = "identity"
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True, repr=False)
class LibraryKey:
    """The random key of one library; everything in it is encrypted under keys derived from this one."""

    library_uid: str
    secret: bytes

    @classmethod
    def new(cls, library_uid: str) -> LibraryKey:
        """Draw a key for a new library."""
        return cls(library_uid, os.urandom(KEY_BYTES))

    def derive(self, purpose: str) -> bytes:
        """Return the 32-byte key for one purpose: ``db``, ``vault``, ``slots`` or ``ledger``."""
        return hkdf(self.secret, salt=self.library_uid.encode(), info=f"fidelity-library-v1/{purpose}")


@dataclass(frozen=True, slots=True)
class KeySlot:
    """One way to the library's key. ``opener`` is a person's uid, ``ephemeral`` the public half made for this slot."""

    kind: SlotKind
    opener: str
    ephemeral: bytes
    nonce: bytes
    wrapped: bytes = field(repr=False)

    @classmethod
    def for_person(cls, key: LibraryKey, person: Person) -> KeySlot:
        """Wrap the key so that this person's identity opens it; their public half is enough."""
        ephemeral = X25519PrivateKey.generate()
        public = ephemeral.public_key().public_bytes_raw()
        shared = ephemeral.exchange(X25519PublicKey.from_public_bytes(person.receiving_key))
        wrapping = _person_wrapping_key(shared, public, person)
        return cls._wrap(key, SlotKind.IDENTITY, person.uid, ephemeral=public, wrapping=wrapping)

    @classmethod
    def for_recovery(cls, key: LibraryKey, secret: bytes) -> KeySlot:
        """Wrap the key under a recovery key's bits."""
        wrapping = _recovery_wrapping_key(secret, key.library_uid)
        return cls._wrap(key, SlotKind.RECOVERY, "", ephemeral=b"", wrapping=wrapping)

    def open_as(self, identity: UnlockedIdentity, library_uid: str) -> LibraryKey:
        """Unwrap the key with a person's identity. Raises ``WrongPassphrase`` when the slot is not theirs."""
        try:
            shared = identity.agree(self.ephemeral)
            wrapping = _person_wrapping_key(shared, self.ephemeral, identity.person)
            return self._unwrap(wrapping, library_uid)
        except (InvalidTag, ValueError):
            raise WrongPassphrase(
                tr("Your identity does not open this library any more."), tr("Use the library's recovery key.")
            ) from None

    def open_with_recovery(self, text: str, library_uid: str) -> LibraryKey:
        """Unwrap the key with a recovery key as typed. Raises ``WrongPassphrase``."""
        secret = recovery_key.from_text(text)
        try:
            return self._unwrap(_recovery_wrapping_key(secret, library_uid), library_uid)
        except InvalidTag:
            raise WrongPassphrase(
                tr("This recovery key belongs to another library, or has been replaced."),
                tr("Look for the page that was printed for this library."),
            ) from None

    def to_record(self) -> dict[str, Any]:
        """Return what the key file holds of this slot."""
        return {
            "kind": self.kind.value,
            "opener": self.opener,
            "ephemeral": self.ephemeral.hex(),
            "nonce": self.nonce.hex(),
            "wrapped": self.wrapped.hex(),
        }

    @classmethod
    def from_record(cls, record: dict[str, Any]) -> KeySlot:
        """Read a slot back. Raises ``ValueError``, ``KeyError`` or ``TypeError`` when it is damaged."""
        slot = cls(
            kind=SlotKind(record["kind"]),
            opener=str(record["opener"]),
            ephemeral=bytes.fromhex(record["ephemeral"]),
            nonce=bytes.fromhex(record["nonce"]),
            wrapped=bytes.fromhex(record["wrapped"]),
        )
        if (len(slot.nonce), len(slot.wrapped)) != (_NONCE, _WRAPPED):
            raise ValueError("a slot of the wrong size")
        return slot

    @classmethod
    def _wrap(cls, key: LibraryKey, kind: SlotKind, opener: str, *, ephemeral: bytes, wrapping: bytes) -> KeySlot:
        nonce = os.urandom(_NONCE)
        bound = cls(kind, opener, ephemeral, nonce, b"")._bound_to(key.library_uid)
        return cls(kind, opener, ephemeral, nonce, AESGCM(wrapping).encrypt(nonce, key.secret, bound))

    def _unwrap(self, wrapping: bytes, library_uid: str) -> LibraryKey:
        secret = AESGCM(wrapping).decrypt(self.nonce, self.wrapped, self._bound_to(library_uid))
        return LibraryKey(library_uid, secret)

    def _bound_to(self, library_uid: str) -> bytes:
        # A slot lifted out of one library, or given to another person, does not open.
        return checked_json.canonical(
            {"library": library_uid, "kind": self.kind.value, "opener": self.opener, "ephemeral": self.ephemeral.hex()}
        )


def hkdf(secret: bytes, *, salt: bytes, info: str) -> bytes:
    """Derive a 32-byte key (HKDF-SHA256)."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=info.encode()).derive(secret)


def _person_wrapping_key(shared: bytes, ephemeral: bytes, person: Person) -> bytes:
    return hkdf(shared, salt=ephemeral + person.receiving_key, info="fidelity-slot-v1/identity")


def _recovery_wrapping_key(secret: bytes, library_uid: str) -> bytes:
    return hkdf(secret, salt=library_uid.encode(), info="fidelity-slot-v1/recovery")
