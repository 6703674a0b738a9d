"""Workbooks (XLSX) of tables: text stays text, numbers and days are what they are, notes stand under the rows."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from fidelity_rater.app.ports.tables import Table, Value

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

_LONGEST_NAME: Final = 31
_NOT_IN_NAMES: Final = re.compile(r"[\[\]:*?/\\']")
_WIDEST: Final = 60
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


class Workbooks:
    """Writes tables as the sheets of a workbook."""

    def write(self, tables: Sequence[Table], path: Path) -> None:
        """Raises ``OSError``. Made whole in memory first: nothing decrypted is left in temporary files."""
        made = io.BytesIO()
        _fill(made, tables)
        path.write_bytes(made.getvalue())


def _fill(made: io.BytesIO, tables: Sequence[Table]) -> None:
    from xlsxwriter import Workbook

    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(made, options)
    # A fixed time: two exports of the same are the same file.
    book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - the format knows no time zones
    formats = {
        "head": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "day": book.add_format({"num_format": "yyyy-mm-dd"}),
        "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"}),
        "note": book.add_format({"italic": True}),
    }
    names: set[str] = set()
    for table in tables:
        sheet = book.add_worksheet(_sheet_name(table.name, names))
        _write_table(sheet, table, formats)
    book.close()


def _write_table(sheet: Worksheet, table: Table, formats: dict[str, Any]) -> None:
    for column, name in enumerate(table.columns):
        sheet.write_string(0, column, _clean(name), formats["head"])
        lengths = (len(str(row[column])) for row in table.rows if row[column] is not None)
        sheet.set_column(column, column, min(max(max(lengths, default=0), len(name), 4) + 2, _WIDEST))
    for place, row in enumerate(table.rows, start=1):
        for column, value in enumerate(row):
            _write_value(sheet, place, column, value=value, formats=formats)
    for place, note in enumerate(table.notes, start=len(table.rows) + 2):
        sheet.write_string(place, 0, _clean(note), formats["note"])
    sheet.freeze_panes(1, 0)


def _write_value(sheet: Worksheet, row: int, column: int, *, value: Value, formats: dict[str, Any]) -> None:
    if isinstance(value, datetime):
        sheet.write_datetime(row, column, value.replace(tzinfo=None), formats["time"])
    elif isinstance(value, date):
        sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), formats["day"])  # noqa: DTZ001
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        sheet.write_number(row, column, value)
    elif value is not None:
        # Never ``write``: it would take a text that begins with "=" for a formula.
        sheet.write_string(row, column, _clean(str(value)))


def _clean(text: str) -> str:
    """Without the control characters that a workbook cannot hold."""
    return _CONTROL.sub("", text)


def _sheet_name(wanted: str, taken: set[str]) -> str:
    """As a sheet may be called, and as none is called yet."""
    base = _NOT_IN_NAMES.sub(" ", _clean(wanted)).strip()[:_LONGEST_NAME] or "Table"
    name, number = base, 2
    while name.lower() in taken:
        ending = f" {number}"
        name, number = base[: _LONGEST_NAME - len(ending)] + ending, number + 1
    taken.add(name.lower())
    return name
