"""How tall every line is at a width, quickly: thousands of lines are measured anew whenever the splitter moves.

Laying every line out for real costs ten times as much. So the widths of words are kept, and words are set into rows
one after another as a layout would; a little room is held back, so that a row is rather too many than too few.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Final

from PySide6.QtGui import QFont, QFontMetricsF

HELD_BACK: Final = 0.98


class LineHeights:
    """Row counts of texts in one font; asked again, it remembers the words."""

    def __init__(self) -> None:
        self._font_key = ""
        self._space = 0.0
        self._known: dict[str, float] = {}
        self._texts: tuple[str, ...] = ()
        self._words: list[list[float]] = []

    def rows(self, texts: Sequence[str], font: QFont, room: int) -> list[int]:
        """How many rows each text takes in this much room."""
        texts = tuple(texts)
        if font.key() != self._font_key:
            self._font_key, self._known, self._texts = font.key(), {}, ()
            self._space = QFontMetricsF(font).horizontalAdvance(" ")
        if texts != self._texts:
            self._texts = texts
            self._words = self._widths(texts, QFontMetricsF(font))
        enough, space = max(1.0, room * HELD_BACK), self._space
        return [_rows_of(words, enough, space) for words in self._words]

    def _widths(self, texts: Sequence[str], metrics: QFontMetricsF) -> list[list[float]]:
        known, advance = self._known, metrics.horizontalAdvance
        for word in {word for text in texts for word in text.split()}:
            if word not in known:
                known[word] = advance(word)
        return [[known[word] for word in text.split()] for text in texts]


def _rows_of(words: list[float], room: float, space: float) -> int:
    if sum(words) + space * len(words) <= room:
        return 1
    rows, used = 1, 0.0
    for width in words:
        if used and used + space + width > room:
            rows, used = rows + 1, 0.0
        if width > room:  # broken within the word
            rows, used = rows + int(width // room), width % room
        else:
            used += width + (space if used else 0.0)
    return rows


def tops_of(heights: Sequence[int]) -> list[int]:
    """Where each line begins, and where the last one ends."""
    return list(accumulate(heights, initial=0))
