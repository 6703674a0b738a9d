"""Port for tables that are shown, copied and saved: values as they are, worded by whoever shows or writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Protocol

Value = str | int | float | date | datetime | None


@dataclass(frozen=True, slots=True)
class Table:
    """Columns with names, rows of values. ``notes`` are sentences that belong with it wherever it goes."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]
    notes: tuple[str, ...] = ()


class TableWriter(Protocol):
    """Writes workbooks, one sheet a table, no text ever taken for a formula."""

    def write(self, tables: Sequence[Table], path: Path) -> None:
        """Raises ``OSError`` where it cannot be written."""
        ...
