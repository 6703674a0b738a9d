"""Which names and how much a package may hold."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

MANIFEST: Final = "manifest.json"
SIGNATURE: Final = "manifest.sig"
_GIB: Final = 2**30
_MIB: Final = 2**20
_LINES: Final = re.compile(r"[a-z][a-z_]{0,40}\.jsonl")
_SCALE: Final = re.compile(r"scales/[0-9a-f]{64}\.toml")
_MEDIA: Final = re.compile(r"media/[0-9A-Za-z-]{1,64}\.[a-z0-9]{1,8}")


@dataclass(frozen=True, slots=True)
class Limits:
    """In bytes, but for ``parts``. A package of eight recordings of an hour on video stays below them."""

    whole: int = 16 * _GIB
    parts: int = 4096
    text: int = 64 * _MIB
    """Of one part that is text."""
    texts: int = 256 * _MIB
    """Of all of them."""
    manifest: int = 4 * _MIB
    line: int = 16 * _MIB
    directory: int = 4 * _MIB
    """Of the list that a zip ends in, which is read into memory whole."""


def is_part(name: str) -> bool:
    """Whether a part of any kind of package may be called so."""
    return any(pattern.fullmatch(name) for pattern in (_LINES, _SCALE, _MEDIA))


def is_text(name: str) -> bool:
    """Whether it is text, which is compressed; sound is already."""
    return not name.startswith("media/")
