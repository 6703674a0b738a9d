"""Bech32 as BIP-173 lays it down: how age writes a key as text. Writing only; age itself reads."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

_ALPHABET: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATORS: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_CHECK_LETTERS: Final = 6


def encode(prefix: str, data: bytes) -> str:
    """Write bytes behind a prefix, with their checksum, in small letters."""
    return encode_fives(prefix, _fives(data))


def encode_fives(prefix: str, values: Sequence[int]) -> str:
    """Write values of five bits each."""
    checked = _polymod([*_spread(prefix), *values, *[0] * _CHECK_LETTERS]) ^ 1
    check = [checked >> 5 * (_CHECK_LETTERS - 1 - place) & 31 for place in range(_CHECK_LETTERS)]
    return prefix + "1" + "".join(_ALPHABET[value] for value in (*values, *check))


def _fives(data: bytes) -> list[int]:
    """Cut bytes into groups of five bits, the last filled up with zeros."""
    bits = len(data) * 8
    filled = -bits % 5
    number = int.from_bytes(data) << filled
    return [number >> shift & 31 for shift in range(bits + filled - 5, -1, -5)]


def _spread(prefix: str) -> list[int]:
    return [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]


def _polymod(values: Iterable[int]) -> int:
    check = 1
    for value in values:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for place, generator in enumerate(_GENERATORS):
            if top >> place & 1:
                check ^= generator
    return check
