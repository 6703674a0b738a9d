"""Why an answer was agreed on, and what the raters say of the whole: kept as one types."""

from __future__ import annotations

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QWidget

from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.kept_text import KeptText

QUIET_MS = 1200
LINES = 2


class ReasonField(KeptText):
    """A few lines about one row, or about the whole (an empty place).

    Signals:
        written: the words of this place read so now (item, dimension, words).
    """

    written = Signal(str, str, str)

    def __init__(self, name: str, *, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(quiet_ms=QUIET_MS, parent=parent)
        self._place: tuple[str, str] | None = None
        self.setAccessibleName(name)
        self.setPlaceholderText(hint or tr("What decided it. Write no names."))

    def show_words(self, item: str, dimension: str, words: str, *, locked: bool) -> None:
        """Show a place's words; what was typed about another is kept first, what is being typed is left alone."""
        if (item, dimension) != self._place:
            self.keep()
        elif words == self._kept and self.words != words:
            self.setReadOnly(locked)
            return
        self._place, self._kept = (item, dimension), words
        self.setReadOnly(locked)
        if self.words != words:
            self.setPlainText(words)
        self.quiet.stop()

    @property
    def telling(self) -> bool:
        return self._place is not None and not self.isReadOnly()

    def tell(self, words: str) -> None:
        if self._place is not None:
            self.written.emit(*self._place, words)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.fontMetrics().lineSpacing() * LINES + 24)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.fontMetrics().lineSpacing() * LINES + 24)
