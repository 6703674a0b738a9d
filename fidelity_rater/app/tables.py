"""Tables as text for a clipboard and for CSV, and saved as the file's ending says, with decimals as they are set."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.tables import Table, TableWriter, Value
from fidelity_rater.app.settings import SettingsStore
from fidelity_rater.app.spreadsheets import cell
from fidelity_rater.i18n import tr

DECIMALS = 4
SHOWN_DECIMALS = 2


def shown(value: Value) -> str:
    """A value as a table on screen shows it."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.{SHOWN_DECIMALS}f}"
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    return value.isoformat() if isinstance(value, date) else str(value)


def delimited(rows: Iterable[Sequence[Value]], *, decimal_comma: bool = False, tabs: bool = False) -> str:
    """Rows as CSV, or with tabs as a spreadsheet takes them from the clipboard; text is guarded against formulas.

    Where the comma is the decimal sign, semicolons part the cells, as spreadsheets there expect it.
    """
    out = io.StringIO()
    delimiter = "\t" if tabs else ";" if decimal_comma else ","
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\n")
    for row in rows:
        writer.writerow([_plain(value, decimal_comma) for value in row])
    return out.getvalue()


def table_text(table: Table, *, decimal_comma: bool = False, tabs: bool = False) -> str:
    """A table under its columns' names; without its notes, which are no rows."""
    return delimited((table.columns, *table.rows), decimal_comma=decimal_comma, tabs=tabs)


class SavedTables:
    """Saves tables where a person asks. Slow; belongs in a job."""

    def __init__(self, settings: SettingsStore, writer: TableWriter) -> None:
        self._settings, self._writer = settings, writer

    @property
    def decimal_comma(self) -> bool:
        return self._settings.load().decimal_comma

    def save(self, tables: Sequence[Table], path: Path) -> None:
        """All tables as a workbook, or the first as CSV. Raises ``UserFacingError``."""
        kind = path.suffix.lower()
        if kind not in (".csv", ".xlsx"):
            raise UserFacingError(
                tr("A table can be saved as CSV or as an Excel workbook."), tr("End the file's name in .csv or .xlsx.")
            )
        try:
            if kind == ".xlsx":
                self._writer.write(tables, path)
            else:
                text = table_text(tables[0], decimal_comma=self.decimal_comma)
                path.write_text(text, encoding="utf-8-sig", newline="")
        except OSError:
            raise UserFacingError(
                tr("The data could not be saved there."), tr("Choose another folder, or free some space.")
            ) from None


def _plain(value: Value, decimal_comma: bool) -> object:
    if isinstance(value, float):
        text = f"{value:.{DECIMALS}f}"
        return text.replace(".", ",") if decimal_comma else text
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    return cell(value)
