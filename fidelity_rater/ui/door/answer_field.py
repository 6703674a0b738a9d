"""A box to answer in: kept when one stops typing for a moment, or leaves it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent
from PySide6.QtWidgets import QWidget

from fidelity_rater.ui.forms.fields import LinesField

QUIET_MS: Final = 1200


class AnswerField(LinesField):
    """A few lines of free text.

    Signals:
        edited: it reads so now.
    """

    edited = Signal(str)

    def __init__(self, name: str, *, hint: str = "", lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(lines=lines, parent=parent)
        self._kept = ""
        self.setAccessibleName(name)
        self.setPlaceholderText(hint)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(QUIET_MS)
        self._quiet.timeout.connect(self.keep)
        self.textChanged.connect(self._on_typed)

    def show_answer(self, text: str, *, fixed: bool = False) -> None:
        """Show what was kept; what is being typed is left alone."""
        self.setReadOnly(fixed)
        if text == self._kept and self.text != text:
            return
        self._kept = text
        if self.text != text:
            self.setPlainText(text)
        self._quiet.stop()

    def keep(self) -> None:
        """Tell what it reads if that changed."""
        self._quiet.stop()
        if self.text != self._kept and not self.isReadOnly():
            self._kept = self.text
            self.edited.emit(self._kept)

    def _on_typed(self) -> None:
        if self.text != self._kept:
            self._quiet.start()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.keep()

    def hideEvent(self, event: QHideEvent) -> None:
        self.keep()
        super().hideEvent(event)
