"""The list of lines: follows the sound until somebody scrolls, hears the line that is clicked, selects several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QItemSelection, QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QKeySequence, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from fidelity_rater.app.evidence_models import TranscriptLine
from fidelity_rater.i18n import tr
from fidelity_rater.ui.transcript.line_delegate import ABOVE, BEFORE_A_NAME, SIDE, LineDelegate, text_left
from fidelity_rater.ui.transcript.line_heights import LineHeights
from fidelity_rater.ui.transcript.line_model import LineModel
from fidelity_rater.ui.transcript.line_view import LineView

_KEYS: Final = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
    }
)
"""The keys that lead through the lines. Every other one goes on to the desk, so that it plays and scores from here."""
CALM_FROM, CALM_TO = 0.15, 0.7
"""Between these parts of its height the line being said may stand without the list moving."""


class LineList(LineView):
    """Signals:
    line_chosen: hear this line (its row).
    lines_selected: other lines are selected now.
    follow_changed: it follows the sound now, or not any more.
    """

    line_chosen = Signal(int)
    lines_selected = Signal()
    follow_changed = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        self.lines, self._heights = LineModel(), LineHeights()
        super().__init__(parent)
        self.lines.setParent(self)
        self._following = self._plain_click = True
        self.setModel(self.lines)
        self.setItemDelegate(LineDelegate(self.lines, self))
        self.setAccessibleName(tr("Lines of the transcript"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.verticalScrollBar().sliderPressed.connect(lambda: self.follow(False))
        self.clicked.connect(self.on_clicked)

    def heights(self) -> list[int]:
        metrics = QFontMetrics(self.font())
        room = self.viewport().width() - text_left(metrics, self.lines) - SIDE
        spacing = metrics.lineSpacing()
        named = spacing + BEFORE_A_NAME
        counts = self._heights.rows([line.text for line in self.lines.lines], self.font(), room)
        return [
            count * spacing + 2 * ABOVE + (named if self.lines.names_voice(row) else 0)
            for row, count in enumerate(counts)
        ]

    def show_lines(self, lines: Sequence[TranscriptLine]) -> None:
        """Show other lines, or the same ones with other names."""
        self.lines.show_lines(lines)
        self.doItemsLayout()

    def show_words(self, words: str) -> list[int]:
        """Emphasise these words wherever they are said; return the rows that hold them."""
        found = self.lines.look_for(words)
        self.viewport().update()
        return found

    # Following

    @property
    def following(self) -> bool:
        return self._following

    def follow(self, following: bool) -> None:
        """Keep the line being said in sight, or stay where one reads."""
        if following != self._following:
            self._following = following
            self.follow_changed.emit(following)
        if following:
            self._scroll_to_now()

    def show_position(self, media_ms: int) -> None:
        before = self.lines.now
        if not self.lines.show_position(media_ms):
            return
        if self._following:
            self._scroll_to_now()
        for row in (before, self.lines.now):
            self.viewport().update(self.visualRect(self.lines.index(max(0, row))))

    def _scroll_to_now(self) -> None:
        if self.lines.now < 0:
            return
        index, height = self.lines.index(self.lines.now), self.viewport().height()
        rect = self.visualRect(index)
        if rect.top() < CALM_FROM * height or rect.bottom() > CALM_TO * height:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + rect.top() - round(CALM_FROM * height))

    # Choosing

    def choose(self, row: int) -> None:
        """Choose one line and no other: a key that is held while this is asked for must not add to the choice."""
        alone = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self.lines.index(row), alone)

    def choose_now(self) -> None:
        """Choose the line that is being said, or the first."""
        self.choose(max(0, self.lines.now))

    @property
    def chosen_rows(self) -> list[int]:
        """The selected rows in order."""
        return sorted(index.row() for index in self.selectionModel().selectedIndexes())

    def go_to(self, row: int) -> None:
        """Bring a line into sight and choose it, without hearing it."""
        self.follow(False)
        self.choose(row)
        self.scrollTo(self.lines.index(row), QAbstractItemView.ScrollHint.PositionAtCenter)

    def on_clicked(self, index: QModelIndex) -> None:
        """Hear the line; a click with a key held, or at the end of a drag, only selects."""
        if self._plain_click and self.chosen_rows == [index.row()]:
            self.line_chosen.emit(index.row())

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        super().selectionChanged(selected, deselected)
        self.lines_selected.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Keys begin at the line that is being said; a click chooses its own."""
        if event.reason() != Qt.FocusReason.MouseFocusReason and not self.currentIndex().isValid():
            self.choose_now()
        super().focusInEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._plain_click = event.modifiers() == Qt.KeyboardModifier.NoModifier
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.line_chosen.emit(self.currentIndex().row())
        elif event.key() in _KEYS or event.matches(QKeySequence.StandardKey.SelectAll):
            self.follow(False)
            super().keyPressEvent(event)
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.follow(False)
        super().wheelEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.doItemsLayout()
