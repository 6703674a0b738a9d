"""Every key: those of the rating desk, and those of the window."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.keymap import Keymap
from fidelity_rater.i18n import tr
from fidelity_rater.ui.keys.lines import desk_lines
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import scrolling
from fidelity_rater.ui.widgets.text import KeyHint, label

Lines = Sequence[tuple[str, str]]


class KeysDialog(QDialog):
    """Keys and what they do."""

    def __init__(self, parent: QWidget, window_keys: Lines) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Keys"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        page = QWidget()
        row = QHBoxLayout(page)
        row.setContentsMargins(24, 0, 24, 8)
        row.setSpacing(32)
        row.addWidget(_table(tr("While rating"), desk_lines(Keymap())), 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(_table(tr("Everywhere"), window_keys), 1, Qt.AlignmentFlag.AlignTop)
        self.close_button = TextButton(tr("Close"), "primary")
        self.close_button.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(24, 0, 24, 0)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 20, 0, 16)
        column.setSpacing(12)
        column.addWidget(scrolling(page), 1)
        column.addLayout(buttons)
        self.resize(860, 640)


def _table(title: str, lines: Lines) -> QWidget:
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    grid.addWidget(label(title, "heading"), 0, 0, 1, 2)
    for at, (key, meaning) in enumerate(lines, start=1):
        grid.addWidget(KeyHint(key), at, 0)
        grid.addWidget(label(meaning, wrap=True), at, 1)
    return box
