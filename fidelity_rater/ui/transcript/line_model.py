"""The lines as a list: what they say, which one is being said, which ones hold the words that are looked for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from fidelity_rater.app.evidence_models import TranscriptLine
from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.i18n import tr
from fidelity_rater.ui.transcript.folding import folded

_Index = QModelIndex | QPersistentModelIndex
_TOP: Final = QModelIndex()


class LineModel(QAbstractListModel):
    """The lines of one recording's transcript."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.lines: tuple[TranscriptLine, ...] = ()
        self.wanted = ""
        """The words that are looked for, folded."""
        self.now = -1
        """The line that is being said; -1: none yet."""
        self._starts: list[int] = []
        self._folded: list[str] | None = None

    def show_lines(self, lines: Sequence[TranscriptLine]) -> None:
        """Show other lines, or the same ones with other names."""
        lines = tuple(lines)
        if [(line.start_ms, line.text) for line in lines] == [(line.start_ms, line.text) for line in self.lines]:
            self.lines = lines
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return
        self.beginResetModel()
        self.lines, self._folded, self.now = lines, None, -1
        self._starts = [line.start_ms for line in lines]
        self.endResetModel()

    def show_position(self, media_ms: int) -> bool:
        """Know the line that is being said, or was said last; tell whether it is another now."""
        now = bisect_right(self._starts, media_ms) - 1
        if now == self.now:
            return False
        self.now = now
        return True

    def look_for(self, words: str) -> list[int]:
        """Know the words that are looked for; return the rows that hold them."""
        self.wanted = folded(" ".join(words.split()))
        if not self.wanted:
            return []
        if self._folded is None:
            self._folded = [folded(line.text) for line in self.lines]
        return [row for row, text in enumerate(self._folded) if self.wanted in text]

    def names_voice(self, row: int) -> bool:
        """Whether who speaks is written over a line: where it is another than before."""
        line = self.lines[row]
        return bool(line.name) and (row == 0 or self.lines[row - 1].name != line.name)

    def rowCount(self, parent: _Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.lines)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self.lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            time = media_time(line.start_ms, tenths=False)
            if line.name:
                return tr("{time}, {who}: {words}", time=time, who=line.name, words=line.text)
            return tr("{time}: {words}", time=time, words=line.text)
        return None
