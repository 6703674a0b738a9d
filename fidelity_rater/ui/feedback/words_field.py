"""A few lines that grow as one writes. They are kept when one pauses, or leaves the field."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QWidget

QUIET_MS: Final = 800
EDGE: Final = 20
MOST_LINES: Final = 14
"""From there on it scrolls: what stands below must stay within reach."""


class WordsField(QPlainTextEdit):
    """Free text.

    Signals:
        words_edited: it reads so now.
        left: the person wants back to the items.
    """

    words_edited = Signal(str)
    left = Signal()

    def __init__(self, name: str, hint: str = "", *, lines: int = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept, self._least = "", lines
        self.setTabChangesFocus(True)
        self.setPlaceholderText(hint)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.quiet = QTimer(self)
        self.quiet.setSingleShot(True)
        self.quiet.setInterval(QUIET_MS)
        self.quiet.timeout.connect(self.keep)
        self.textChanged.connect(self.on_typed)

    def show_words(self, words: str, *, locked: bool = False) -> None:
        """Show these; what is being typed is left alone. Announces nothing."""
        self.setReadOnly(locked)
        if words == self._kept and self.toPlainText().strip() != words:
            return
        self._kept = words
        if self.toPlainText().strip() != words:
            self.setPlainText(words)
        self.quiet.stop()

    def keep(self) -> None:
        """Tell the words if they have changed."""
        self.quiet.stop()
        words = self.toPlainText().strip()
        if words != self._kept and not self.isReadOnly():
            self._kept = words
            self.words_edited.emit(words)

    def begin(self) -> None:
        """Write on at the end."""
        self.moveCursor(QTextCursor.MoveOperation.End)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_typed(self) -> None:
        if self.toPlainText().strip() != self._kept:
            self.quiet.start()
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

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.keep()

    def hideEvent(self, event: QHideEvent) -> None:
        self.keep()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.keep()
            self.left.emit()
            return
        super().keyPressEvent(event)
