"""An empty screen that says what to do first."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from fidelity_rater.ui.theme import LOOK_CHANGES, current_look, pixmap
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.text import label


class EmptyState(QWidget):
    """Icon, sentence, and the button that changes it.

    Signals:
        action_pressed: the person wants what the button says.
    """

    action_pressed = Signal()

    def __init__(
        self, icon_name: str, sentence: str, *, hint: str = "", action: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self.picture = QLabel()
        self.sentence = label(sentence, "heading", wrap=True)
        self.hint = label(hint, "muted", wrap=True)
        self.hint.setParent(self)
        self.hint.setVisible(bool(hint))
        self.action = TextButton(action, "primary", parent=self)
        self.action.setVisible(bool(action))
        self.action.clicked.connect(self.action_pressed)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignHCenter)
        for text in (self.sentence, self.hint):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            column.addWidget(text)
        column.addWidget(self.action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self._paint_icon()

    def show_sentence(self, sentence: str, *, hint: str = "") -> None:
        self.sentence.setText(sentence)
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in LOOK_CHANGES and hasattr(self, "picture"):
            self._paint_icon()

    def _paint_icon(self) -> None:
        self.picture.setPixmap(pixmap(self._icon_name, 40, colour=current_look().muted, ratio=self.devicePixelRatioF()))
