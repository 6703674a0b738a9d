"""Crockford's base 32: bits as characters that can be read out, typed and not confused."""

from __future__ import annotations

from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUES: Final = {letter: value for value, letter in enumerate(ALPHABET)} | {"O": 0, "I": 1, "L": 1}


def encode(data: bytes) -> str:
    """Write bytes as characters, five bits each; their number must come out even."""
    bits = len(data) * 8
    if bits % 5:
        raise ValueError("not a whole number of characters")
    number = int.from_bytes(data)
    return "".join(ALPHABET[(number >> shift) & 31] for shift in range(bits - 5, -1, -5))


def decode(text: str) -> bytes:
    """Read characters back, O as 0, I and L as 1; raises ``ValueError`` for what is no character of this alphabet."""
    number = 0
    for letter in text.upper():
        if letter not in _VALUES:
            raise ValueError("not a character of this alphabet")
        number = number << 5 | _VALUES[letter]
    return number.to_bytes(len(text) * 5 // 8)


def in_groups(text: str, size: int) -> str:
    """Split characters into groups joined by hyphens."""
    return "-".join(text[start : start + size] for start in range(0, len(text), size))


def without_groups(text: str) -> str:
    """Take away what people put between groups, and tell capitals and small letters no longer apart."""
    return "".join(letter for letter in text.upper() if letter.isalnum())
