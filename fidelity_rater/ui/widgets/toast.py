"""A short word about what just happened, with the way back, that goes by itself."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.text import label

SHOWN_MS: Final = 8000
MARGIN: Final = 24


class Toast(QFrame):
    """Lies over the lower edge of its parent, or over the end of a bar that is there.

    Signals:
        action_pressed: the person wants it undone.
    """

    action_pressed = Signal()

    def __init__(self, parent: QWidget, *, bar: QWidget | None = None) -> None:
        """``bar`` is part of what ends the parent below, and empty at its end: there, nothing one needs is hidden."""
        super().__init__(parent)
        self._over, self._bar = parent, bar
        self.setProperty("role", "toast")
        self.message = label("")
        self.action = TextButton(tr("Undo"), "toast")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 10, 10, 10)
        row.setSpacing(16)
        row.addWidget(self.message)
        row.addWidget(self.action)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(SHOWN_MS)
        self.timer.timeout.connect(self.hide)
        self.action.clicked.connect(self.on_action)
        parent.installEventFilter(self)
        self.hide()

    def show_message(self, message: str, *, action: str = "") -> None:
        """Say this for a few seconds; ``action`` names what the button does, none without it."""
        self.message.setText(message)
        self.setAccessibleName(message)
        self.action.show_text(action)
        self.action.setVisible(bool(action))
        self._place()
        self.show()
        self.raise_()
        self.timer.start()

    def on_action(self) -> None:
        self.hide()
        self.action_pressed.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():  # its screen was left: what it said is over when somebody comes back
            self.timer.stop()
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.adjustSize()
        room, hint = self._over.size(), self.sizeHint()
        width = min(hint.width(), room.width() - 2 * MARGIN)
        left, top = (room.width() - width) // 2, room.height() - hint.height() - MARGIN
        if self._bar is not None and self._bar.isVisible():
            middle = self._bar.mapTo(self._over, self._bar.rect().center())
            left = max(MARGIN, middle.x() + self._bar.width() // 2 - width)
            top = min(middle.y() - hint.height() // 2, room.height() - hint.height())
        self.setGeometry(left, top, width, hint.height())
