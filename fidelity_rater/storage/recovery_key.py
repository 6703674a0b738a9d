"""The recovery key: 160 random bits and a checksum, printed once as eight groups of five characters."""

from __future__ import annotations

import hashlib
import os
from typing import Final

from fidelity_rater.app.errors import WrongPassphrase
from fidelity_rater.i18n import tr
from fidelity_rater.storage import crockford

SECRET_BYTES: Final = 20
_CHECK_BYTES: Final = 5
_GROUP: Final = 5
_LETTERS: Final = (SECRET_BYTES + _CHECK_BYTES) * 8 // 5


def new_secret() -> bytes:
    """Draw the bits of a new recovery key."""
    return os.urandom(SECRET_BYTES)


def to_text(secret: bytes) -> str:
    """Write the key as it is printed."""
    return crockford.in_groups(crockford.encode(secret + _checksum(secret)), _GROUP)


def from_text(text: str) -> bytes:
    """Read a key as a person typed it. Raises ``WrongPassphrase`` that says what is amiss with it."""
    letters = crockford.without_groups(text)
    if len(letters) != _LETTERS:
        raise WrongPassphrase(
            tr("A recovery key has {expected} characters; this one has {n}.", expected=_LETTERS, n=len(letters)),
            tr("Type all eight groups of five characters from the printed page."),
        )
    secret = _checked(letters)
    if secret is None:
        raise _mistyped(letters)
    return secret


def _checksum(secret: bytes) -> bytes:
    return hashlib.sha256(b"fidelity-recovery-key-v1\0" + secret).digest()[:_CHECK_BYTES]


def _checked(letters: str) -> bytes | None:
    try:
        data = crockford.decode(letters)
    except ValueError:
        return None
    secret = data[:SECRET_BYTES]
    return secret if data[SECRET_BYTES:] == _checksum(secret) else None


def _mistyped(letters: str) -> WrongPassphrase:
    remedy = tr("Compare it with the printed page, character by character.")
    place = _single_mistake(letters)
    if place is None:
        return WrongPassphrase(tr("The recovery key is mistyped in more than one place."), remedy)
    return WrongPassphrase(tr("The recovery key is mistyped in group {group}.", group=place // _GROUP + 1), remedy)


def _single_mistake(letters: str) -> int | None:
    """Find the one character that, put right, makes the checksum true: the holder of 39 of 40 has the key anyway."""
    for place in range(len(letters)):
        for letter in crockford.ALPHABET:
            if _checked(letters[:place] + letter + letters[place + 1 :]) is not None:
                return place
    return None
