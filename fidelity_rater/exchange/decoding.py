"""From the bytes of a text file to its characters, whichever program wrote it; what is no text is told by its kind."""

from __future__ import annotations

import codecs
import re
from typing import Final

from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.i18n import tr

LARGEST_BYTES: Final = 8 * 1024 * 1024
"""A day of talk as WebVTT takes less than two megabytes."""

_MARKS: Final = (  # UTF-32 first: its mark begins like that of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NO_TEXT: Final = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_ZIPPED: Final = b"PK\x03\x04"


def text_of(data: bytes) -> str:
    """The characters of a text file. Raises ``UserFacingError`` where it is empty, too large, or no text."""
    if not data.strip(b"\0 \t\r\n") or data in {mark for mark, _ in _MARKS}:
        raise UserFacingError(tr("The file is empty."), tr("Save the transcript again from the program that made it."))
    if len(data) > LARGEST_BYTES:
        raise too_large()
    if data.startswith(_ZIPPED):
        raise UserFacingError(
            tr("The file is a document or an archive, not a WebVTT or SRT transcript."),
            tr("Download the transcript as .vtt instead."),
        )
    text = readable(data)
    if text is None:
        raise UserFacingError(
            tr("The file is not a text file, so it is no transcript."), tr("Choose a .vtt or .srt file.")
        )
    return text


def too_large() -> UserFacingError:
    """What is said of a file that nobody needs to read to know it."""
    return UserFacingError(
        tr("The file is larger than {n} MB, too large for the transcript of a session.", n=LARGEST_BYTES // 2**20),
        tr("Choose a .vtt or .srt file."),
    )


def readable(data: bytes) -> str | None:
    """The characters, whichever encoding they are in; None where it is no text."""
    text = _decoded(data)
    return None if text is None or _NO_TEXT.search(text) else text


def _decoded(data: bytes) -> str | None:
    for encoding in _likely(data):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def _likely(data: bytes) -> tuple[str, ...]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return (encoding,)
    # Mostly plain letters in UTF-16 have a zero in every other place, and no other text has any.
    if data[1:200:2].count(0) > len(data[1:200:2]) // 2:
        return ("utf-16-le",)
    if data[0:200:2].count(0) > len(data[0:200:2]) // 2:
        return ("utf-16-be",)
    return ("utf-8", "cp1252")
