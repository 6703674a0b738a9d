"""A few lines that grow as one writes. They are kept when one pauses, or leaves the field."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QSizePolicy, QWidget

from fidelity_rater.ui.widgets.kept_text import KeptText

QUIET_MS: Final = 800
EDGE: Final = 20
MOST_LINES: Final = 14
"""From there on it scrolls: what stands below must stay within reach."""


class WordsField(KeptText):
    """Free text.

    Signals:
        words_edited: it reads so now.
    """

    words_edited = Signal(str)

    def __init__(self, name: str, hint: str = "", *, lines: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(quiet_ms=QUIET_MS, parent=parent)
        self._least = lines
        self.setPlaceholderText(hint)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_words(self, words: str, *, locked: bool = False) -> None:
        """Show these; what is being typed is left alone. Announces nothing."""
        self.setReadOnly(locked)
        if words == self._kept and self.words != words:
            return
        self._kept = words
        if self.words != words:
            self.setPlainText(words)
        self.quiet.stop()

    @property
    def telling(self) -> bool:
        return not self.isReadOnly()

    def tell(self, words: str) -> None:
        self.words_edited.emit(words)

    def begin(self) -> None:
        """Write on at the end."""
        self.moveCursor(QTextCursor.MoveOperation.End)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_typed(self) -> None:
        super().on_typed()
        self._grow()

    def sizeHint(self) -> QSize:
        lines = round(self.document().documentLayout().documentSize().height())
        shown = min(max(lines, self._least), MOST_LINES)
        return QSize(super().sizeHint().width(), self.fontMetrics().lineSpacing() * shown + EDGE)

    def minimumSizeHint(self) -> QSize:
        return QSize(self.fontMetrics().averageCharWidth() * 16, self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._grow()

    def _grow(self) -> None:
        lines = round(self.document().documentLayout().documentSize().height())
        as_needed, never = Qt.ScrollBarPolicy.ScrollBarAsNeeded, Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(as_needed if lines > MOST_LINES else never)
        if self.sizeHint().height() != self.height():
            self.updateGeometry()
