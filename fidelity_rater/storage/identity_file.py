"""The identity file: its public part in the clear and authenticated, its private keys under a passphrase."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from fidelity_rater.app.errors import UserFacingError, WrongPassphrase
from fidelity_rater.domain.people import Person
from fidelity_rater.i18n import tr
from fidelity_rater.storage import checked_json
from fidelity_rater.storage.checked_json import Damaged, Newer

_FORMAT: Final = "fidelity-identity"
_VERSION: Final = 1
_SALT: Final = 16
_NONCE: Final = 12
_SEALED: Final = 32 + 32 + 16


@dataclass(frozen=True, slots=True)
class KeyCost:
    """What one guess at a passphrase costs: Argon2id's memory in KiB, passes and lanes."""

    memory_kib: int = 256 * 1024
    iterations: int = 3
    lanes: int = 4

    @property
    def bearable(self) -> bool:
        """Whether a file that asks for this cannot bring the computer down."""
        return (
            1 <= self.lanes <= 16
            and 1 <= self.iterations <= 20
            and 8 * self.lanes <= self.memory_kib <= 2 * 1024 * 1024
        )


@dataclass(frozen=True, slots=True, repr=False)
class PrivateKeys:
    """Ed25519 and X25519, raw, 32 bytes each."""

    signing: bytes
    receiving: bytes


@dataclass(frozen=True, slots=True)
class IdentityFile:
    """What stands in the file."""

    person: Person
    cost: KeyCost
    salt: bytes
    nonce: bytes
    sealed: bytes = field(repr=False)

    @classmethod
    def lock(cls, person: Person, keys: PrivateKeys, passphrase: bytes, cost: KeyCost) -> IdentityFile:
        """Seal the private keys under the passphrase."""
        salt, nonce = os.urandom(_SALT), os.urandom(_NONCE)
        open_part = cls(person, cost, salt, nonce, b"")
        sealed = AESGCM(_derive(passphrase, salt, cost)).encrypt(
            nonce, keys.signing + keys.receiving, open_part._public_bytes()
        )
        return cls(person, cost, salt, nonce, sealed)

    def unlock(self, passphrase: bytes) -> PrivateKeys:
        """Open the private keys. Raises ``WrongPassphrase``."""
        try:
            both = AESGCM(_derive(passphrase, self.salt, self.cost)).decrypt(
                self.nonce, self.sealed, self._public_bytes()
            )
        except InvalidTag:
            raise WrongPassphrase(
                tr("This is not the passphrase."), tr("Check capital letters and the keyboard's language.")
            ) from None
        keys = PrivateKeys(both[:32], both[32:])
        if not _belong_together(self.person, keys):
            raise _damaged()
        return keys

    @classmethod
    def read(cls, path: Path) -> IdentityFile:
        """Read a file. Raises ``UserFacingError`` when it is none, or a damaged or newer one."""
        try:
            return cls._from_record(checked_json.read(path, format_name=_FORMAT, version=_VERSION))
        except Newer as error:
            raise UserFacingError(
                tr("This identity file was made by a later version of the app."), tr("Update the app to use it.")
            ) from error
        except (Damaged, KeyError, TypeError, ValueError) as error:
            raise _damaged() from error
        except OSError as error:
            raise UserFacingError(tr("The identity file cannot be read.")) from error

    def to_bytes(self) -> bytes:
        """Write what :meth:`read` reads."""
        record = self._public() | {"sealed": self.sealed.hex()}
        return checked_json.to_bytes(record, format_name=_FORMAT, version=_VERSION)

    @classmethod
    def _from_record(cls, record: dict[str, Any]) -> IdentityFile:
        kdf = record["kdf"]
        cost = KeyCost(memory_kib=int(kdf["memory_kib"]), iterations=int(kdf["iterations"]), lanes=int(kdf["lanes"]))
        file = cls(
            person=Person(
                uid=str(record["uid"]),
                name=str(record["name"]),
                initials=str(record["initials"]),
                signing_key=bytes.fromhex(record["signing_key"]),
                receiving_key=bytes.fromhex(record["receiving_key"]),
            ),
            cost=cost,
            salt=bytes.fromhex(kdf["salt"]),
            nonce=bytes.fromhex(record["nonce"]),
            sealed=bytes.fromhex(record["sealed"]),
        )
        file._check_shape(str(kdf["name"]))
        return file

    def _check_shape(self, kdf_name: str) -> None:
        lengths = (len(self.person.signing_key), len(self.person.receiving_key), len(self.salt), len(self.nonce))
        if kdf_name != "argon2id" or not self.cost.bearable or lengths != (32, 32, _SALT, _NONCE):
            raise Damaged
        if len(self.sealed) != _SEALED:
            raise Damaged

    def _public(self) -> dict[str, Any]:
        return {
            "uid": self.person.uid,
            "name": self.person.name,
            "initials": self.person.initials,
            "signing_key": self.person.signing_key.hex(),
            "receiving_key": self.person.receiving_key.hex(),
            "kdf": {
                "name": "argon2id",
                "memory_kib": self.cost.memory_kib,
                "iterations": self.cost.iterations,
                "lanes": self.cost.lanes,
                "salt": self.salt.hex(),
            },
            "nonce": self.nonce.hex(),
        }

    def _public_bytes(self) -> bytes:
        return checked_json.canonical(self._public() | {"format": _FORMAT, "version": _VERSION})


def _derive(passphrase: bytes, salt: bytes, cost: KeyCost) -> bytes:
    try:
        return Argon2id(
            salt=salt, length=32, iterations=cost.iterations, lanes=cost.lanes, memory_cost=cost.memory_kib
        ).derive(passphrase)
    except MemoryError:
        raise UserFacingError(
            tr("There is not enough memory to open the identity."), tr("Close other programs, then try again.")
        ) from None


def _belong_together(person: Person, keys: PrivateKeys) -> bool:
    signing = Ed25519PrivateKey.from_private_bytes(keys.signing).public_key().public_bytes_raw()
    receiving = X25519PrivateKey.from_private_bytes(keys.receiving).public_key().public_bytes_raw()
    return (signing, receiving) == (person.signing_key, person.receiving_key)


def _damaged() -> UserFacingError:
    return UserFacingError(
        tr("This is no identity file, or it is damaged."), tr("Use a copy of the file from another computer.")
    )
