"""Tables of questionnaires' totals (CSV): one column per measure, or one line per total; told as they are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from fidelity_rater.app.ports.measures import ToldTotal
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.domain.measures import key_of
from fidelity_rater.exchange.delimited import NOTHING, table_rows, table_text
from fidelity_rater.i18n import tr

LARGEST_BYTES: Final = 2 * 1024 * 1024
MOST_TOTALS: Final = 20_000
"""A whole clinic's table may be chosen for one case; what is of other cases is left out later."""
MOST_COLUMNS: Final = 200
LONGEST_CELL: Final = 200

_SESSION: Final = ("session", "session number", "session no", "session nr", "session #", "no", "nr", "#", "number")
_DAY: Final = ("date", "day", "held on", "session date", "date of session", "taken on", "completed on")
_MEASURE: Final = ("measure", "questionnaire", "instrument", "scale", "test")
_TOTAL: Final = ("value", "total", "score", "total score", "sum", "sum score")
_CASE: Final = ("case", "case code", "client", "client code")
_THERAPIST: Final = ("therapist", "therapist code")


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column tells what; -1: none does."""

    session: int
    day: int
    measure: int
    total: int
    case: int
    therapist: int
    wide: tuple[tuple[int, str], ...]
    """The columns of measures, where each has one of its own."""


class MeasureTables:
    """Reads tables that spreadsheets and record systems have written."""

    @property
    def endings(self) -> tuple[str, ...]:
        return (".csv", ".tsv", ".txt")

    @property
    def largest_bytes(self) -> int:
        return LARGEST_BYTES

    def read(self, data: bytes) -> tuple[ToldTotal, ...]:
        rows = table_rows(
            table_text(data), most_columns=MOST_COLUMNS, too_wide=tr("Choose a table of this case's totals.")
        )
        _, head = next(rows, (0, []))
        columns = _columns(head)
        told: list[ToldTotal] = []
        for line, cells in rows:
            told.extend(_told(line, cells, columns))
            if len(told) > MOST_TOTALS:
                raise UserFacingError(
                    tr("The file holds more than {n} totals, too many to look at.", n=MOST_TOTALS),
                    tr("Choose a table of this case's totals."),
                )
        if not told:
            raise UserFacingError(
                tr("The file has its columns' names, but no total under them."),
                tr("Check that the table was finished when it was saved."),
            )
        return tuple(told)


def _columns(head: Sequence[str]) -> _Columns:
    """What the columns tell, by their names. Raises ``UserFacingError``."""
    keys = [_name_key(name) for name in head]
    session = _find(keys, (*_SESSION, tr("Session"), tr("Session number")))
    day = _find(keys, (*_DAY, tr("Date"), tr("Day")))
    if session < 0 and day < 0:
        raise UserFacingError(
            tr("No column of the file is called session or date, so its totals cannot be placed."),
            tr("Write the columns' names into the first line: session, date, PHQ-9."),
        )
    measure, total = _find(keys, (*_MEASURE, tr("Measure"))), _find(keys, (*_TOTAL, tr("Total")))
    case, therapist = _find(keys, (*_CASE, tr("Case"))), _find(keys, (*_THERAPIST, tr("Therapist")))
    if measure >= 0 and total >= 0:
        return _Columns(session, day, measure, total, case, therapist, ())
    taken = {session, day, case, therapist}
    wide = tuple((at, head[at][:LONGEST_CELL]) for at in range(len(head)) if at not in taken and key_of(head[at]))
    if not wide:
        raise UserFacingError(
            tr("No column of the file is a measure."),
            tr("Write the columns' names into the first line: session, date, PHQ-9."),
        )
    _check_once([name for _, name in wide])
    return _Columns(session, day, -1, -1, case, therapist, wide)


def _find(keys: Sequence[str], names: Sequence[str]) -> int:
    """The column with one of these names, the more usual name first."""
    return next((keys.index(key) for name in names if (key := _name_key(name)) in keys), -1)


def _name_key(name: str) -> str:
    return key_of(name) or name.strip()


def _check_once(names: Sequence[str]) -> None:
    seen: dict[str, str] = {}
    for name in names:
        first = seen.setdefault(key_of(name), name)
        if first is not name:
            raise UserFacingError(
                tr("Two columns of the file are called {name}.", name=name[:40]),
                tr("Leave one of them in the table, then try again."),
            )


def _told(line: int, cells: Sequence[str], columns: _Columns) -> Iterator[ToldTotal]:
    def cell(at: int) -> str:
        return cells[at][:LONGEST_CELL] if 0 <= at < len(cells) else ""

    wide = columns.wide or ((columns.total, cell(columns.measure)),)
    for at, name in wide:
        if cell(at).casefold() in NOTHING:
            continue
        yield ToldTotal(
            line,
            name,
            cell(at),
            session=cell(columns.session),
            day=cell(columns.day),
            case=cell(columns.case),
            therapist=cell(columns.therapist),
        )
