"""What the vault answers with once a sound lies in it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SealedSound:
    """What the vault has written: the file's name in it and its key, wrapped under the library's."""

    vault_name: str
    wrapped_key: bytes
    sha256: str
    """Of the bytes in the clear."""
    size: int
