"""Tables of supervision contacts (CSV): one line a contact, told as it is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from fidelity_rater.app.ports.training import ToldContact
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.domain.measures import key_of
from fidelity_rater.exchange.delimited import NOTHING, table_rows, table_text
from fidelity_rater.i18n import tr

LARGEST_BYTES: Final = 2 * 1024 * 1024
MOST_CONTACTS: Final = 5000
MOST_COLUMNS: Final = 200
LONGEST_CELL: Final = 4000


class ContactTables:
    """Reads logs that spreadsheets have written."""

    @property
    def endings(self) -> tuple[str, ...]:
        return (".csv", ".tsv", ".txt")

    @property
    def largest_bytes(self) -> int:
        return LARGEST_BYTES

    def read(self, data: bytes) -> tuple[ToldContact, ...]:
        rows = table_rows(table_text(data), most_columns=MOST_COLUMNS, too_wide=_remedy())
        _, head = next(rows, (0, []))
        columns = _columns(head)
        told = []
        for line, cells in rows:
            told.append(_told(line, cells, columns))
            if len(told) > MOST_CONTACTS:
                raise UserFacingError(
                    tr("The file holds more than {n} contacts, too many to look at.", n=MOST_CONTACTS), _remedy()
                )
        if not told:
            raise UserFacingError(
                tr("The file has its columns' names, but no contact under them."),
                tr("Check that the table was finished when it was saved."),
            )
        return tuple(told)


def _names() -> dict[str, tuple[str, ...]]:
    """What the columns may be called, in English or the language of the screen; the more usual name first."""
    return {
        "day": ("date", "day", "held on", "date of supervision", tr("Date")),
        "minutes": ("minutes", "length", "duration", "min", "mins", "length in minutes", tr("Minutes"), tr("Length")),
        "hours": ("hours", "length in hours", "h", tr("Hours")),
        "own_minutes": ("own minutes", "own time", "own cases", "minutes on own cases", tr("Own cases")),
        "own_hours": ("own hours", "hours on own cases"),
        "cases": ("cases", "case", "client", "clients", "case code", tr("Cases"), tr("Case")),
        "group": ("group size", "group", "supervisees", "number in group", "size", tr("Group")),
        "mode": ("mode", "how", "setting", "format", tr("How")),
        "supervisor": ("supervisor", "by", "with", tr("Supervisor"), tr("By")),
        "accredited": ("accredited", "supervisor accredited", tr("Supervisor accredited")),
        "note": ("note", "notes", "topic", "topics", "content", tr("Note")),
    }


def _columns(head: Sequence[str]) -> dict[str, int]:
    """Where each part is told. Raises ``UserFacingError``."""
    keys = [key_of(name) for name in head]
    found: dict[str, int] = {}
    for part, names in _names().items():
        at = next((keys.index(key) for name in names if (key := key_of(name)) and key in keys), -1)
        if at >= 0 and at not in found.values():
            found[part] = at
    if "day" not in found:
        raise UserFacingError(tr("No column of the file is called date."), _remedy())
    if not {"minutes", "hours"} & found.keys():
        raise UserFacingError(tr("No column of the file is called minutes or hours."), _remedy())
    return found


def _told(line: int, cells: Sequence[str], columns: Mapping[str, int]) -> ToldContact:
    def cell(at: int) -> str:
        text = cells[at][:LONGEST_CELL] if at < len(cells) else ""
        return "" if text.casefold() in NOTHING else text

    return ToldContact(line, **{part: cell(at) for part, at in columns.items()})


def _remedy() -> str:
    return tr("Write the columns' names into the first line: date, minutes, cases, group size, own minutes.")
