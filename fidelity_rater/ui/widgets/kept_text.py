"""Free text that is kept when one stops typing for a moment, or leaves it."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget


class KeptText(QPlainTextEdit):
    """Signals:
    left: the person wants back to where they came from.
    """

    left = Signal()

    def __init__(self, *, quiet_ms: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept = ""
        self.setTabChangesFocus(True)
        self.quiet = QTimer(self)
        self.quiet.setSingleShot(True)
        self.quiet.setInterval(quiet_ms)
        self.quiet.timeout.connect(self.keep)
        self.textChanged.connect(self.on_typed)

    @property
    def words(self) -> str:
        """What stands in it, without the space around."""
        return self.toPlainText().strip()

    @property
    def telling(self) -> bool:
        """Whether a change is anybody's business now."""
        raise NotImplementedError

    def tell(self, words: str) -> None:
        """Announce what it reads now."""
        raise NotImplementedError

    def keep(self) -> None:
        """Tell the words if they have changed."""
        self.quiet.stop()
        words = self.words
        if self.telling and words != self._kept:
            self._kept = words
            self.tell(words)

    def on_typed(self) -> None:
        if self.words != self._kept:
            self.quiet.start()

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
