"""Tables as text (CSV and its kin): from a file's bytes to its rows, whichever spreadsheet wrote them."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.exchange.decoding import readable
from fidelity_rater.i18n import tr

NOTHING: Final = frozenset({"", "-", "–", "—", ".", "na", "n/a", "nan", "none", "null"})
"""What people write into a cell that holds nothing, folded."""

_DELIMITERS: Final = ";\t,"
_MARKS: Final = "\ufeff"
_UNZIPPED: Final = b"PK\x03\x04"
_OLD_WORKBOOK: Final = b"\xd0\xcf\x11\xe0"


def table_text(data: bytes) -> str:
    """The characters of a table. Raises ``UserFacingError`` where it is empty, a workbook, or no text."""
    if not data.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        raise UserFacingError(tr("The file is empty."), tr("Save the table as CSV, then try again."))
    if data.startswith((_UNZIPPED, _OLD_WORKBOOK)):
        raise UserFacingError(
            tr("The file is a workbook or a document, not a CSV table."),
            tr("Open it in the spreadsheet program and save it as CSV."),
        )
    text = readable(data)
    if text is None:
        raise UserFacingError(
            tr("The file is not a text file, so it is no CSV table."),
            tr("Open it in the spreadsheet program and save it as CSV."),
        )
    return text.lstrip(_MARKS)


def table_rows(text: str, *, most_columns: int, too_wide: str) -> Iterator[tuple[int, list[str]]]:
    """The lines that hold something, each with the number of the line it begins in.

    ``too_wide`` is the remedy told where a line has more columns than are looked at.
    """
    named, text, skipped = _named_delimiter(text)
    delimiter = named or _likely_delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = skipped + 1
    try:
        for written in reader:
            cells = list(map(str.strip, written))
            if any(cells):
                if len(cells) > most_columns:
                    raise UserFacingError(
                        tr("Line {line} of the file has more than {n} columns.", line=line, n=most_columns), too_wide
                    )
                yield line, cells
            line = skipped + reader.line_num + 1
    except csv.Error:
        raise UserFacingError(
            tr("The quotation marks in line {line} of the file are broken.", line=line),
            tr("Save the table again from the program that made it."),
        ) from None


def _named_delimiter(text: str) -> tuple[str, str, int]:
    """Some spreadsheets begin with ``sep=;``: the sign it names, the rest, and how many lines that took."""
    first, _, rest = text.partition("\n")
    first = first.strip("\r\n ").strip('"')
    if first.lower().startswith("sep=") and first[4:] in (";", ",", "\t"):
        return first[4:], rest, 1
    return "", text, 0


def _likely_delimiter(text: str) -> str:
    """The sign that parts the most cells of the first line that has some."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    plain = "".join(first.split('"')[0::2])
    return max(_DELIMITERS, key=plain.count)
