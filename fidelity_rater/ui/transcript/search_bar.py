"""Looking for words in the transcript: how many lines hold them, the next one, the one before."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.buttons import IconButton
from fidelity_rater.ui.widgets.text import label


class SearchBar(QWidget):
    """Signals:
    words_changed: look for these; empty: for nothing.
    stepped: to the next line that holds them (1), or the one before (-1).
    left: the person is done with looking.
    """

    words_changed = Signal(str)
    stepped = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.field = QLineEdit()
        self.field.setPlaceholderText(tr("Search the transcript"))
        self.field.setAccessibleName(tr("Search the transcript"))
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self.words_changed)
        self.field.installEventFilter(self)
        self.count = label("", "muted")
        self.before = IconButton("chevron-left", tr("Line before with these words"), key=tr("Shift+Enter"))
        self.after = IconButton("chevron-right", tr("Next line with these words"), key=tr("Enter"))
        self.before.clicked.connect(lambda: self.stepped.emit(-1))
        self.after.clicked.connect(lambda: self.stepped.emit(1))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        for widget in (self.count, self.before, self.after):
            row.addWidget(widget)
        self.show_count(0, -1)

    def show_count(self, found: int, at: int) -> None:
        """Show how many lines hold the words, and the how-manieth is in sight; -1: none."""
        looking = bool(self.field.text().strip())
        if not looking:
            self.count.setText("")
        elif not found:
            self.count.setText(tr("not found"))
        else:
            self.count.setText(tr("{at} of {n}", at=at + 1, n=found))
        for widget in (self.count, self.before, self.after):
            widget.setVisible(looking)
        self.before.setEnabled(found > 0)
        self.after.setEnabled(found > 0)

    def begin(self) -> None:
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter goes on, Shift+Enter back, Esc takes the words away and leaves."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.field.clear()
                self.left.emit()
                return True
        return super().eventFilter(watched, event)
