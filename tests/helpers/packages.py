"""Packages without the cost of ciphers: envelopes that only say whom they are for, around the real format and checks.

    files = package_files()
    files.write(path, head_of(ada, addressee=ben.person), parts, identity=ada, lock=Lock(person=ben.person),
                progress=Told())
    with files.open(path, key=ben, scratch=memory_scratch, progress=Told()) as package: ...

``cheap_person("Ada")`` is an unlocked identity with keys of its own, made in well under a millisecond.
"""

from __future__ import annotations

import hashlib
import io
import json
import uuid
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

from fidelity_rater.app.errors import WrongPassphrase
from fidelity_rater.app.ports.identity import UnlockedIdentity
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.packages import Envelopes, Lock, PackageHead, PackageKind, Part, Signer
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.domain.people import Person
from fidelity_rater.exchange.packages.files import SealedPackageFiles
from fidelity_rater.exchange.packages.names import Limits
from fidelity_rater.storage.durable import new_file, open_plain
from fidelity_rater.storage.identity import Unlocked, verified
from fidelity_rater.storage.identity_file import PrivateKeys

MADE_AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def cheap_person(name: str, *, initials: str = "", uid: str = "") -> Unlocked:
    """Make somebody whose keys follow from the name."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    keys = PrivateKeys(hashlib.sha256(name.encode()).digest(), hashlib.sha256(b"x" + name.encode()).digest())
    person = Person(
        uid=uid or str(uuid.uuid5(uuid.NAMESPACE_OID, name)),
        name=name,
        initials=initials or name[:2].upper(),
        signing_key=Ed25519PrivateKey.from_private_bytes(keys.signing).public_key().public_bytes_raw(),
        receiving_key=X25519PrivateKey.from_private_bytes(keys.receiving).public_key().public_bytes_raw(),
    )
    return Unlocked(person, keys)


def signer_of(person: Person) -> Signer:
    """Name a person as a package's signer."""
    return Signer(person.uid, person.initials, person.signing_key, person.receiving_key)


def head_of(
    identity: UnlockedIdentity,
    *,
    addressee: Person | None = None,
    kind: PackageKind = PackageKind.FEEDBACK,
    uid: str = "",
    **more: Any,
) -> PackageHead:
    """Write a head with what a test does not care about filled in."""
    return PackageHead(
        uid=uid or str(uuid.uuid4()),
        kind=kind,
        made_at=MADE_AT,
        signer=signer_of(identity.person),
        addressee_uid=addressee.uid if addressee else "",
        **more,
    )


def lines_part(name: str, records: Sequence[Mapping[str, Any]]) -> Part:
    """Write objects as a JSON Lines part."""
    return Part.of_bytes(name, b"".join(json.dumps(record).encode() + b"\n" for record in records))


@contextmanager
def memory_scratch() -> Iterator[BinaryIO]:
    """Give room in memory."""
    with io.BytesIO() as room:
        yield room


class PlainEnvelopes:
    """Nothing is encrypted; only the right key is asked for."""

    _MAGIC = b"plain-envelope "

    def seal(self, clear: BinaryIO, sealed: BinaryIO, *, lock: Lock, progress: Progress) -> None:
        if lock.person is not None:
            sealed.write(self._line("person", lock.person.receiving_key))
        else:
            sealed.write(self._line("passphrase", lock.passphrase.encode()))
        self._pour(clear, sealed, progress)

    def open(
        self, sealed: BinaryIO, clear: BinaryIO, *, key: UnlockedIdentity | str, limit: int, progress: Progress
    ) -> None:
        head = sealed.readline(200)
        if not head.startswith(self._MAGIC):
            raise UserFacingError("This file is not a package of Fidelity Rater.")
        if isinstance(key, str):
            if head != self._line("passphrase", key.encode()):
                raise WrongPassphrase("This is not the passphrase of the package.")
        elif head != self._line("person", key.person.receiving_key):
            raise UserFacingError("This package is meant for somebody else: it is not locked to your key.")
        self._pour(sealed, clear, progress)

    def by_passphrase(self, sealed: BinaryIO) -> bool:
        head = sealed.readline(200)
        if not head.startswith(self._MAGIC):
            raise UserFacingError("This file is not a package of Fidelity Rater.")
        return head.startswith(self._MAGIC + b"passphrase ")

    def _line(self, kind: str, secret: bytes) -> bytes:
        return self._MAGIC + f"{kind} {hashlib.sha256(secret).hexdigest()}\n".encode()

    @staticmethod
    def _pour(source: BinaryIO, target: BinaryIO, progress: Progress) -> None:
        done = 0
        while block := source.read(1 << 16):
            target.write(block)
            done += len(block)
            progress.tell(done, done)


def package_files(envelopes: Envelopes | None = None, *, limits: Limits | None = None) -> SealedPackageFiles:
    """The real package files; without envelopes named, in plain ones."""
    return SealedPackageFiles(
        envelopes or PlainEnvelopes(), verify=verified, new_file=new_file, open_file=open_plain, limits=limits
    )


def written_in(path: Path) -> bytes:
    """Everything in a package, unpacked, after its plain envelope's line."""
    data = path.read_bytes()
    clear = path.with_suffix(".zip")
    clear.write_bytes(data[data.index(b"\n") + 1 :])
    with zipfile.ZipFile(clear) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())
