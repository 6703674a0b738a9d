"""Port for files that list totals of questionnaires."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class ToldTotal:
    """One total as its file writes it, in the file's own words; what the file does not tell is empty."""

    line: int
    measure: str
    total: str
    session: str = ""
    day: str = ""
    case: str = ""
    therapist: str = ""


class MeasureReader(Protocol):
    """Reads tables that other programs have written."""

    @property
    def endings(self) -> tuple[str, ...]:
        """The file names' endings it knows, each with its dot, in lower case."""
        ...

    @property
    def largest_bytes(self) -> int: ...

    def read(self, data: bytes) -> tuple[ToldTotal, ...]:
        """What is told, in the file's order; cells that hold nothing are left out.

        Raises ``UserFacingError`` with one clear sentence for what is no such table.
        """
        ...
