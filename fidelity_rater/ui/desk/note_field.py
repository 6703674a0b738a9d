"""The note on an item. It is kept when the rater stops typing for a moment, or leaves the field."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QWidget

from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.kept_text import KeptText

QUIET_MS: Final = 1500
LINES: Final = 3


class NoteField(KeptText):
    """A few lines of free text.

    Signals:
        note_edited: the note of this item reads so now.
    """

    note_edited = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(quiet_ms=QUIET_MS, parent=parent)
        self._item = ""
        self.setPlaceholderText(tr("What you heard. Write no names."))
        self.setAccessibleName(tr("Note on this item"))

    def show_note(self, item: str, text: str, *, locked: bool = False) -> None:
        """Show an item's note; what was typed on another item is kept first, what is being typed is left alone."""
        if item != self._item:
            self.keep()
        elif text == self._kept and self.words != text:
            self.setReadOnly(locked)
            return
        self._item, self._kept = item, text
        self.setReadOnly(locked)
        if self.words != text:
            self.setPlainText(text)
        self.quiet.stop()

    @property
    def telling(self) -> bool:
        return bool(self._item)

    def tell(self, words: str) -> None:
        self.note_edited.emit(self._item, words)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.fontMetrics().lineSpacing() * LINES + 24)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.fontMetrics().lineSpacing() * LINES + 24)
