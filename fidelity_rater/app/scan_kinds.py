"""What a scan may be: which kinds of file, how large, and how each is known by its first bytes."""

from __future__ import annotations

from typing import Final

LARGEST: Final = 25 * 1024 * 1024
LONGEST_NAME: Final = 120
ENDINGS: Final = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}
PICTURES: Final = frozenset({"image/png", "image/jpeg"})
"""What can be looked at in the app; anything else is saved and opened by what the person has for it."""
_PDF_WITHIN: Final = 1024
"""Some scanners write a little before the mark by which a PDF is known."""
_NEVER: Final = frozenset('/\\:*?"<>|')


def kind_of(data: bytes) -> str | None:
    """What a file is by its first bytes, whatever it is called; None where it is nothing that a scan can be."""
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if data.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    return "application/pdf" if b"%PDF-" in data[:_PDF_WITHIN] else None


def fits_a_file(char: str) -> bool:
    """Whether every system lets a file's name hold this."""
    return char.isprintable() and char not in _NEVER
