"""age files under a passphrase, in a stream.

pyrage takes and gives these only whole, and Python stands still while it derives the key: the window would freeze for
more than a second. So this part of the format (c2sp.org/age) is put together here from cryptography's primitives; the
tests see pyrage read what this writes, and the other way round.
"""

from __future__ import annotations

import base64
import hmac
import os
import re
import unicodedata
from dataclasses import dataclass
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.i18n import tr
from fidelity_rater.storage import age

MOST_WORK: Final = 20
"""A power of two: a guess takes 1 GiB and some seconds."""
_LONGEST_HEAD: Final = 512
_CHUNK: Final = 64 * 1024
_TAG: Final = 16
_SECRET: Final = 16
_HEAD: Final = re.compile(
    rb"age-encryption\.org/v1\n"
    rb"-> scrypt ([A-Za-z0-9+/]{22}) ([1-9][0-9]?)\n"
    rb"([A-Za-z0-9+/]{43})\n"
    rb"--- ([A-Za-z0-9+/]{43})\n"
)


@dataclass(frozen=True, slots=True)
class _Head:
    salt: bytes
    work: int
    wrapped: bytes

    def until_mac(self) -> bytes:
        lines = f"-> scrypt {_text(self.salt)} {self.work}\n{_text(self.wrapped)}\n---"
        return age.MAGIC + lines.encode()


def encrypt(clear: BinaryIO, sealed: BinaryIO, *, passphrase: str, work: int) -> None:
    """Seal all that is left to read. A guess costs two to the power of ``work``.

    What the streams raise passes through.
    """
    secret, salt = os.urandom(_SECRET), os.urandom(_SECRET)
    wrapped = ChaCha20Poly1305(_derive(passphrase, salt, work)).encrypt(bytes(12), secret, None)
    head = _Head(salt, work, wrapped)
    nonce = os.urandom(_SECRET)
    _put(sealed, head.until_mac() + b" " + _text(_mac(secret, head)).encode() + b"\n" + nonce)
    cipher, number, data = _payload_cipher(secret, nonce), 0, _take(clear, _CHUNK)
    while True:
        following = _take(clear, _CHUNK)
        _put(sealed, cipher.encrypt(_chunk_nonce(number, last=not following), data, None))
        if not following:
            return
        data, number = following, number + 1


def decrypt(sealed: BinaryIO, clear: BinaryIO, *, passphrase: str) -> None:
    """Open what :func:`encrypt` or any age has sealed.

    Raises ``WrongPassphrase``, or ``UserFacingError`` where it is damaged, cut short or would take too long.
    """
    start = sealed.tell()
    found = _HEAD.match(sealed.read(_LONGEST_HEAD))
    if found is None:
        raise age.damaged()
    head = _Head(_bytes(found[1]), int(found[2]), _bytes(found[3]))
    sealed.seek(start + found.end())
    secret = _open_secret(head, passphrase)
    if not hmac.compare_digest(_mac(secret, head), _bytes(found[4])):
        raise age.damaged()
    nonce = _take(sealed, _SECRET)
    if len(nonce) != _SECRET:
        raise age.damaged()
    try:
        _open_payload(sealed, clear, _payload_cipher(secret, nonce))
    except InvalidTag:
        raise age.damaged() from None


def _open_payload(sealed: BinaryIO, clear: BinaryIO, cipher: ChaCha20Poly1305) -> None:
    number, data = 0, _take(sealed, _CHUNK + _TAG)
    while True:
        following = _take(sealed, _CHUNK + _TAG)
        opened = cipher.decrypt(_chunk_nonce(number, last=not following), data, None)
        if number and not opened:
            raise InvalidTag
        _put(clear, opened)
        if not following:
            return
        data, number = following, number + 1


def _open_secret(head: _Head, passphrase: str) -> bytes:
    if head.work > MOST_WORK:
        raise UserFacingError(
            tr("To try a passphrase on this package would take this computer too long."),
            tr("Ask the sender to make the package with this app."),
        )
    try:
        return ChaCha20Poly1305(_derive(passphrase, head.salt, head.work)).decrypt(bytes(12), head.wrapped, None)
    except InvalidTag:
        raise age.wrong_passphrase() from None


def _derive(passphrase: str, salt: bytes, work: int) -> bytes:
    # The same passphrase is the same bytes on every keyboard and system.
    typed = unicodedata.normalize("NFC", passphrase).encode()
    try:
        return Scrypt(salt=b"age-encryption.org/v1/scrypt" + salt, length=32, n=1 << work, r=8, p=1).derive(typed)
    except MemoryError:
        raise UserFacingError(
            tr("There is not enough memory to try the passphrase."), tr("Close other programs, then try again.")
        ) from None


def _mac(secret: bytes, head: _Head) -> bytes:
    return hmac.digest(_expand(secret, b"", b"header"), head.until_mac(), "sha256")


def _payload_cipher(secret: bytes, nonce: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(_expand(secret, nonce, b"payload"))


def _expand(secret: bytes, salt: bytes, info: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(secret)


def _chunk_nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11) + bytes([last])


def _take(source: BinaryIO, size: int) -> bytes:
    """Read as many bytes, less only at the end."""
    data = source.read(size)
    while 0 < len(data) < size:
        more = source.read(size - len(data))
        if not more:
            break
        data += more
    return data


def _put(target: BinaryIO, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[target.write(left) :]


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode().rstrip("=")


def _bytes(text: bytes) -> bytes:
    data = base64.b64decode(text + b"=" * (-len(text) % 4))
    if _text(data).encode() != text:
        # Bits that mean nothing were set in the last letter: another text of the same head.
        raise age.damaged()
    return data
