"""How far slow work has come, in a line, with the way to stop it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.text import ElidedLabel


class ProgressLine(QWidget):
    """What is being done, how much of it is done, and Cancel.

    Signals:
        cancel_pressed: stop, and leave nothing half done.
    """

    cancel_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = ElidedLabel()
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.cancel = TextButton(tr("Cancel"))
        self.cancel.clicked.connect(self.on_cancel)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.text)
        words.addWidget(self.bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(self.cancel)

    def show_work(self, text: str, *, cancellable: bool = True) -> None:
        """Say what begins now; how long it takes is not known yet."""
        self.text.show_text(text)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName(text)
        self.cancel.setVisible(cancellable)
        self.cancel.setEnabled(True)

    def show_progress(self, done: int, total: int) -> None:
        """Per mille, because a recording has more bytes than a bar has numbers."""
        self.bar.setRange(0, 1000 if total > 0 else 0)
        if total > 0:
            self.bar.setValue(min(1000, done * 1000 // total))

    def on_cancel(self) -> None:
        self.cancel.setEnabled(False)
        self.text.show_text(tr("Stopping …"))
        self.cancel_pressed.emit()
