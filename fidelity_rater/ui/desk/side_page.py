"""A page that takes the place of the item's meaning for a while, with a way back. Never a dialog over the work."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import scrolling
from fidelity_rater.ui.widgets.text import KeyHint, label


class SidePage(QWidget):
    """Title, Close, and a scrolling :attr:`body`.

    Signals:
        closed: back to the item.
    """

    closed = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        page = QWidget()
        self.body = QVBoxLayout(page)
        self.body.setContentsMargins(16, 4, 16, 16)
        self.body.setSpacing(12)
        self.area = scrolling(page, title)
        self.close_button = TextButton(tr("Close"), "flat", icon_name="close", key=tr("Esc"))
        self.close_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.close_button.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(16, 10, 8, 6)
        head.addWidget(label(title, "title"), 1)
        head.addWidget(self.close_button)
        head.addWidget(KeyHint(tr("Esc")))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.area, 1)
