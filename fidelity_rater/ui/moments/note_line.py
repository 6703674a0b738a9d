"""The note on a moment, in one line. It is kept when the rater stops typing for a moment, or leaves the field."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from fidelity_rater.i18n import tr

QUIET_MS: Final = 1500


class NoteLine(QLineEdit):
    """One line of free text.

    Signals:
        note_edited: the note of this moment reads so now (uid, text).
        left: the rater wants back to the items.
    """

    note_edited = Signal(str, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._uid, self._kept = "", ""
        self.setPlaceholderText(tr("What one hears here. Write no names."))
        self.setAccessibleName(tr("Note on this moment"))
        self.quiet = QTimer(self)
        self.quiet.setSingleShot(True)
        self.quiet.setInterval(QUIET_MS)
        self.quiet.timeout.connect(self.keep)
        self.textEdited.connect(lambda _: self.quiet.start())

    def show_note(self, uid: str, text: str, *, locked: bool = False) -> None:
        """Show a moment's note; what was typed on another is kept first, what is being typed is left alone."""
        self.setReadOnly(locked)
        if uid != self._uid:
            self.keep()
        elif text == self._kept and self.text().strip() != text:
            return
        self._uid, self._kept = uid, text
        if self.text().strip() != text:
            self.setText(text)
            self.setCursorPosition(0)
        self.quiet.stop()

    def keep(self) -> None:
        """Tell the note if it changed."""
        self.quiet.stop()
        text = self.text().strip()
        if self._uid and text != self._kept and not self.isReadOnly():
            self._kept = text
            self.note_edited.emit(self._uid, text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.keep()

    def hideEvent(self, event: QHideEvent) -> None:
        self.keep()
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.keep()
            self.left.emit()
            return
        super().keyPressEvent(event)
