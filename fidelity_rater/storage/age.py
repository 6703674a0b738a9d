"""What is known of age files here: their head, the keys as age writes them, and what each fault is called.

age itself (pyrage) is imported where it is used: no window waits for it.
"""

from __future__ import annotations

from typing import Any, BinaryIO, Final

from fidelity_rater.app.errors import UserFacingError, WrongPassphrase
from fidelity_rater.i18n import tr
from fidelity_rater.storage import bech32
from fidelity_rater.storage.durable import plain_error

MAGIC: Final = b"age-encryption.org/v1\n"
_FAMILY: Final = b"age-encryption.org/"
_LONGEST_HEAD: Final = 16 * 1024
"""A head is a few hundred bytes; a longer one is meant to fill the memory of whoever parses it."""
_BY_PASSPHRASE: Final = b"\n-> scrypt "
_HEAD_ENDS: Final = b"\n---"
_NO_KEY_FITS: Final = "No matching keys"


def recipient(receiving_key: bytes) -> Any:
    """A person's public X25519 key as age takes it. Raises ``UserFacingError`` for one that hides nothing."""
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
    from pyrage import x25519

    try:
        # With a few keys every secret comes out as zeros; age ends the program over them.
        X25519PrivateKey.generate().exchange(X25519PublicKey.from_public_bytes(receiving_key))
    except ValueError:
        raise UserFacingError(
            tr("Nothing can be locked to this person's key."), tr("Ask them for their card again.")
        ) from None
    return x25519.Recipient.from_str(bech32.encode("age", receiving_key))


def decrypt(sealed: BinaryIO, clear: BinaryIO, *, secret_key: bytes) -> None:
    """Decrypt with a private X25519 key, in a stream; what the streams themselves raise passes through."""
    import pyrage
    from pyrage import x25519

    if by_passphrase(sealed):
        raise wants_passphrase()
    identity = x25519.Identity.from_str(bech32.encode("age-secret-key-", secret_key).upper())
    try:
        pyrage.decrypt_io(sealed, clear, [identity])
    except pyrage.DecryptError as error:
        raise (not_the_recipient() if _NO_KEY_FITS in str(error) else damaged()) from None
    except OSError as error:
        # age's own complaint about the contents has no number; the system's always has.
        raise (damaged() if error.errno is None else plain_error(error)) from None


def by_passphrase(sealed: BinaryIO) -> bool:
    """Read the head, and go back to where it begins. Raises ``UserFacingError`` where it is none."""
    start = sealed.tell()
    head = sealed.read(_LONGEST_HEAD)
    sealed.seek(start)
    if not head:
        raise UserFacingError(tr("The file is empty."), _again())
    if not head.startswith(MAGIC):
        if MAGIC.startswith(head):
            raise damaged()
        raise newer() if head.startswith(_FAMILY) else no_package()
    if _HEAD_ENDS not in head:
        raise damaged() if len(head) < _LONGEST_HEAD else no_package()
    return _BY_PASSPHRASE in head[: head.index(_HEAD_ENDS)]


def no_package() -> UserFacingError:
    """What is said of a file that is something else."""
    return UserFacingError(
        tr("This file is not a package of Fidelity Rater."), tr("The name of a package ends in .fidpkg.")
    )


def newer() -> UserFacingError:
    """What is said of a package whose format is not known yet."""
    return UserFacingError(tr("This package was made by a later version of the app."), tr("Update the app to open it."))


def damaged() -> UserFacingError:
    """What is said where the contents do not fit their seal: which of the two it was cannot be told."""
    return UserFacingError(tr("The package is damaged, or was not copied to its end."), _again())


def not_the_recipient() -> UserFacingError:
    """What is said where no key fits."""
    return UserFacingError(
        tr("This package is meant for somebody else: it is not locked to your key."),
        tr("If it should be yours, give the sender your card and ask for the package again."),
    )


def wants_passphrase() -> UserFacingError:
    """What is said where an identity is tried on what a passphrase opens."""
    return UserFacingError(tr("This package is opened with its own passphrase."), tr("Ask the sender for it."))


def wants_person() -> UserFacingError:
    """What is said where a passphrase is tried on what is locked to a person."""
    return UserFacingError(
        tr("This package is locked to a person, not by a passphrase."),
        tr("The person whom it was made for opens it with their identity."),
    )


def wrong_passphrase() -> WrongPassphrase:
    """What is said where the passphrase does not fit."""
    return WrongPassphrase(
        tr("This is not the passphrase of the package."), tr("Check capital letters and the keyboard's language.")
    )


def too_large() -> UserFacingError:
    """What is said where more comes out than was agreed to."""
    return UserFacingError(
        tr("The package is larger than the app takes in."), tr("Ask the sender for one with fewer recordings.")
    )


def _again() -> str:
    return tr("Copy it again, or ask the sender for it again.")
