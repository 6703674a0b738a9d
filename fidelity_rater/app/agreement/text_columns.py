"""Rows as lines of text whose columns stand under one another, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

GAP: Final = "  "


def in_columns(head: Sequence[str], rows: Sequence[Sequence[str]], *, words: int = 1, indent: str = "  ") -> list[str]:
    """Lines under their heads; the first ``words`` columns and the last begin on the left, numbers end on the right."""
    widths = [max(len(row[place]) for row in (head, *rows)) for place in range(len(head))]
    last = len(head) - 1

    def line(cells: Sequence[str]) -> str:
        placed = [
            cell.ljust(width) if place < words or place == last else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(cells, widths, strict=True))
        ]
        return (indent + GAP.join(placed)).rstrip()

    return [line(head), *map(line, rows)]
