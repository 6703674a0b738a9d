"""Port for files with one score a line: who scored what, and how. Told as targets by raters for each item."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

Scores = tuple[tuple[float | None, ...], ...]
"""Targets by raters; None is a cell that holds no number."""


class Column(StrEnum):
    """What a column may tell."""

    TARGET = "target"
    RATER = "rater"
    SCORE = "score"
    ITEM = "item"
    CLUSTER = "cluster"


@dataclass(frozen=True, slots=True)
class ColumnWishes:
    """Which columns are meant, by their names. Empty: the one with a usual name.

    A target or an item may be told by several columns together, as a session is by its case and its number.
    """

    target: tuple[str, ...] = ()
    rater: str = ""
    score: str = ""
    item: tuple[str, ...] = ()
    cluster: str = ""


@dataclass(frozen=True, slots=True)
class LongTable:
    """Everything that a long table tells, each name in the order in which it first came.

    ``items`` holds one empty name where no column tells of items. ``scores``: one block for each item. ``clusters``
    names what each target lies within (a therapist), empty where no column tells. Where every score is a word,
    ``categories`` lists the words, and a score is the place of its word in that list.
    """

    targets: tuple[str, ...]
    raters: tuple[str, ...]
    items: tuple[str, ...]
    scores: tuple[Scores, ...]
    lines: int
    empty: int
    """Lines whose cell for the score holds nothing."""
    taken: tuple[tuple[Column, str], ...]
    """Which column was taken for what."""
    unused: tuple[str, ...] = ()
    clusters: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()


class LongTableReader(Protocol):
    """Reads tables that other programs have written."""

    @property
    def largest_bytes(self) -> int: ...

    def read(self, data: bytes, wishes: ColumnWishes | None = None) -> LongTable:
        """Raises ``UserFacingError`` with one clear sentence, naming the line where there is one to name."""
        ...
