"""Identities on this computer: one passphrase-protected file per person, with the keys to sign and to receive."""

from __future__ import annotations

import hashlib
import logging
import unicodedata
import uuid
from pathlib import Path
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.identity import IdentityCard
from fidelity_rater.domain.people import Person
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.storage import age, crockford
from fidelity_rater.storage.durable import told_plainly, write_whole
from fidelity_rater.storage.identity_file import IdentityFile, KeyCost, PrivateKeys

SUFFIX: Final = ".fidelity-identity"
SHORTEST_PASSPHRASE: Final = 8
_LONGEST_PASSPHRASE: Final = 1024
LONGEST_NAME: Final = 200
LONGEST_INITIALS: Final = 8
_FINGERPRINT_BYTES: Final = 15

log = logging.getLogger(__name__)


class Unlocked:
    """A person who has given their passphrase; the private keys stay inside."""

    __slots__ = ("_person", "_receiving", "_signing")

    def __init__(self, person: Person, keys: PrivateKeys) -> None:
        self._person = person
        self._signing = Ed25519PrivateKey.from_private_bytes(keys.signing)
        self._receiving = X25519PrivateKey.from_private_bytes(keys.receiving)

    @property
    def person(self) -> Person:
        return self._person

    def sign(self, message: bytes) -> bytes:
        """Sign with the person's Ed25519 key."""
        return self._signing.sign(message)

    def agree(self, public_key: bytes) -> bytes:
        """Agree on a secret with the holder of another X25519 key; for key slots, packages are :meth:`decrypt`'s."""
        return self._receiving.exchange(X25519PublicKey.from_public_bytes(public_key))

    def decrypt(self, sealed: BinaryIO, clear: BinaryIO) -> None:
        """Open what was locked to this person's receiving key (age), in a stream.

        What the two streams themselves raise passes through.
        """
        age.decrypt(sealed, clear, secret_key=self._receiving.private_bytes_raw())


class IdentityFiles:
    """The identity files in one folder."""

    def __init__(self, folder: Path, *, cost: KeyCost | None = None) -> None:
        self._folder = folder
        self._cost = cost or KeyCost()

    def all(self) -> tuple[IdentityCard, ...]:
        """List the people whose files can be read, by name; damaged files are in :meth:`damaged`."""
        found, _ = self._look()
        return tuple(sorted((_card(path, file) for path, file in found), key=lambda card: card.person.name.casefold()))

    def damaged(self) -> tuple[Path, ...]:
        """List the files that should be identities but cannot be read."""
        return tuple(self._look()[1])

    def create(self, *, name: str, initials: str, passphrase: str) -> IdentityCard:
        """Make a person's keys and keep them under the passphrase."""
        name, initials = _clean(name), _clean(initials)
        _check_name(name, initials)
        check_passphrase(passphrase)
        signing, receiving = Ed25519PrivateKey.generate(), X25519PrivateKey.generate()
        person = Person(
            uid=str(uuid.uuid4()),
            name=name,
            initials=initials,
            signing_key=signing.public_key().public_bytes_raw(),
            receiving_key=receiving.public_key().public_bytes_raw(),
        )
        keys = PrivateKeys(signing.private_bytes_raw(), receiving.private_bytes_raw())
        file = IdentityFile.lock(person, keys, normalised(passphrase), self._cost)
        return self._keep(file)

    def unlock(self, uid: str, passphrase: str) -> Unlocked:
        """Open a person's keys; slow on purpose, so never on the window's thread."""
        _, file = self._file_of(uid)
        return Unlocked(file.person, file.unlock(normalised(passphrase)))

    def change_passphrase(self, uid: str, *, old: str, new: str) -> None:
        """Keep the same keys under another passphrase."""
        path, file = self._file_of(uid)
        keys = file.unlock(normalised(old))
        check_passphrase(new)
        with told_plainly():
            write_whole(path, IdentityFile.lock(file.person, keys, normalised(new), self._cost).to_bytes())

    def import_file(self, path: Path) -> IdentityCard:
        """Take over a file made on another computer; the same file twice is no fault."""
        file = IdentityFile.read(path)
        for known, other in self._look()[0]:
            if other.person.uid != file.person.uid:
                continue
            if other == file:
                return _card(known, other)
            raise UserFacingError(
                tr("This person's identity is already on this computer, under another passphrase or name."),
                tr("Move the old identity file away first if the new one is to take its place."),
            )
        return self._keep(file)

    def export_file(self, uid: str, path: Path) -> None:
        """Write the file, still locked by its passphrase, to where the person wants it."""
        _, file = self._file_of(uid)
        with told_plainly():
            write_whole(path, file.to_bytes())

    def verify(self, person: Person, message: bytes, signature: bytes) -> bool:
        """Tell whether the signature is this person's."""
        return verified(person, message, signature)

    def _look(self) -> tuple[list[tuple[Path, IdentityFile]], list[Path]]:
        found: list[tuple[Path, IdentityFile]] = []
        damaged: list[Path] = []
        for path in sorted(self._folder.glob(f"*{SUFFIX}")):
            try:
                found.append((path, IdentityFile.read(path)))
            except UserFacingError:
                damaged.append(path)
        if damaged:
            log.warning("%d identity files cannot be read", len(damaged))
        return found, damaged

    def _file_of(self, uid: str) -> tuple[Path, IdentityFile]:
        for path, file in self._look()[0]:
            if file.person.uid == uid:
                return path, file
        raise UserFacingError(
            tr("This person's identity file is not on this computer, or is damaged."),
            tr("Bring the file over from another computer or from a copy."),
        )

    def _keep(self, file: IdentityFile) -> IdentityCard:
        with told_plainly():
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path = self._free_path(file.person.name)
            write_whole(path, file.to_bytes())
        return _card(path, file)

    def _free_path(self, name: str) -> Path:
        stem = "".join(letter if letter.isalnum() else "_" for letter in name)[:60]
        path = self._folder / f"{stem}{SUFFIX}"
        number = 2
        while path.exists():
            path = self._folder / f"{stem}_{number}{SUFFIX}"
            number += 1
        return path


def verified(person: Person, message: bytes, signature: bytes) -> bool:
    """Tell whether the signature is this person's; no file of theirs is needed."""
    try:
        Ed25519PublicKey.from_public_bytes(person.signing_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def fingerprint(person: Person) -> str:
    """Shorten both public keys to six groups of four characters that two people can compare by voice."""
    digest = hashlib.sha256(b"fidelity-fingerprint-v1\0" + person.signing_key + person.receiving_key).digest()
    return crockford.in_groups(crockford.encode(digest[:_FINGERPRINT_BYTES]), 4)


def normalised(passphrase: str) -> bytes:
    """Make the same passphrase the same bytes on every keyboard and system."""
    return unicodedata.normalize("NFC", passphrase).encode()


def check_passphrase(passphrase: str) -> None:
    """Refuse what protects nothing. Length is all that is asked: other rules make people write it down."""
    length = len(unicodedata.normalize("NFC", passphrase).strip())
    if length < SHORTEST_PASSPHRASE:
        raise UserFacingError(
            tr_n(
                "A passphrase needs at least {least} characters; this one has {n}.",
                "A passphrase needs at least {least} characters; this one has {n}.",
                length,
                least=SHORTEST_PASSPHRASE,
            ),
            tr("Several ordinary words in a row are strong and easy to remember."),
        )
    if length > _LONGEST_PASSPHRASE:
        raise UserFacingError(tr("This passphrase is too long."))


def _clean(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _check_name(name: str, initials: str) -> None:
    if not name or not initials:
        raise UserFacingError(tr("An identity needs a name and initials."))
    if len(name) > LONGEST_NAME or len(initials) > LONGEST_INITIALS:
        raise UserFacingError(tr("This name or these initials are too long."))


def _card(path: Path, file: IdentityFile) -> IdentityCard:
    return IdentityCard(person=file.person, path=path, fingerprint=fingerprint(file.person))
