"""What screens of symptom measures show: the grid of a case, and what a file would do to it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum, auto

from fidelity_rater.app.measures.values import shown
from fidelity_rater.domain.caseload import Attendance
from fidelity_rater.domain.measures import Measure, Measurement

__all__ = [
    "Attendance",
    "CaseGrid",
    "Change",
    "Entry",
    "Fate",
    "GridSession",
    "Look",
    "LookRow",
    "Measure",
    "Measurement",
]

Key = tuple[str, str]
"""A session's uid and a measure's id."""


@dataclass(frozen=True, slots=True)
class GridSession:
    """A row of the grid."""

    uid: str
    scheduled: int
    held_on: date | None
    attendance: Attendance


@dataclass(frozen=True, slots=True)
class CaseGrid:
    """Sessions by measures. ``code`` names therapist and case."""

    case_uid: str
    code: str
    therapist_code: str
    case_code: str
    sessions: tuple[GridSession, ...]
    measures: tuple[Measure, ...]
    totals: Mapping[Key, Measurement]

    def text(self, session_uid: str, measure: str) -> str:
        """A total as it is typed; empty where there is none."""
        found = self.totals.get((session_uid, measure))
        return "" if found is None else shown(found.value)


@dataclass(frozen=True, slots=True)
class Entry:
    """What was typed for one session and measure; an empty text takes the total away."""

    session_uid: str
    measure: Measure
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One total, before and after."""

    session_uid: str
    measure: str
    before: Measurement | None
    after: Measurement | None


class Fate(StrEnum):
    """What a file's total would do."""

    NEW = auto()
    SAME = auto()
    DIFFERENT = auto()
    UNPLACED = auto()


@dataclass(frozen=True, slots=True)
class LookRow:
    """One total of the file. ``why`` says, for one that cannot be placed, what stands in the way."""

    line: int
    fate: Fate
    measure: str
    told: str
    scheduled: int | None = None
    here: str = ""
    why: str = ""
    change: Change | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What taking a file in would do. ``others``: how many of its totals are of other cases."""

    case_uid: str
    rows: tuple[LookRow, ...]
    others: int = 0
    remarks: tuple[str, ...] = ()

    def of(self, fate: Fate) -> tuple[LookRow, ...]:
        return tuple(row for row in self.rows if row.fate is fate)

    def changes(self, *, replace: bool) -> tuple[Change, ...]:
        """What would be kept; ``replace``: also where the file tells another total than is kept here."""
        wanted: Iterable[Fate] = (Fate.NEW, Fate.DIFFERENT) if replace else (Fate.NEW,)
        return tuple(row.change for row in self.rows if row.change is not None and row.fate in wanted)
