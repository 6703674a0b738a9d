"""The note on an item. It is kept when the rater stops typing for a moment, or leaves the field."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from fidelity_rater.i18n import tr

QUIET_MS: Final = 1500
LINES: Final = 3


class NoteField(QPlainTextEdit):
    """A few lines of free text.

    Signals:
        note_edited: the note of this item reads so now.
        left: the rater wants back to the items.
    """

    note_edited = Signal(str, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item, self._kept = "", ""
        self.setTabChangesFocus(True)
        self.setPlaceholderText(tr("What you heard. Write no names."))
        self.setAccessibleName(tr("Note on this item"))
        self.quiet = QTimer(self)
        self.quiet.setSingleShot(True)
        self.quiet.setInterval(QUIET_MS)
        self.quiet.timeout.connect(self.keep)
        self.textChanged.connect(self.on_typed)

    def show_note(self, item: str, text: str, *, locked: bool = False) -> None:
        """Show an item's note; what was typed on another item is kept first, what is being typed is left alone."""
        if item != self._item:
            self.keep()
        elif text == self._kept and self.toPlainText().strip() != text:
            self.setReadOnly(locked)
            return
        self._item, self._kept = item, text
        self.setReadOnly(locked)
        if self.toPlainText().strip() != text:
            self.setPlainText(text)
        self.quiet.stop()

    def keep(self) -> None:
        """Tell the note if it changed."""
        self.quiet.stop()
        text = self.toPlainText().strip()
        if self._item and text != self._kept:
            self._kept = text
            self.note_edited.emit(self._item, text)

    def on_typed(self) -> None:
        if self.toPlainText().strip() != self._kept:
            self.quiet.start()

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.fontMetrics().lineSpacing() * LINES + 24)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.fontMetrics().lineSpacing() * LINES + 24)

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
