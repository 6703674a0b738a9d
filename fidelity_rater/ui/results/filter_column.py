"""Choices under one another, each under its name."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QSignalBlocker
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget

from fidelity_rater.ui.widgets.text import label


class FilterColumn(QWidget):
    """What narrows is added from above; :meth:`on_chosen` hears of each choice."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def _add(self, name: str) -> QComboBox:
        made = label(name, "strong")
        box = QComboBox()
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(14)
        box.activated.connect(self.on_chosen)
        made.setBuddy(box)
        self._column.addWidget(made)
        self._column.addWidget(box)
        self._column.addSpacing(6)
        return box

    def on_chosen(self) -> None:
        """Tell what is chosen now."""
        raise NotImplementedError


def fill(box: QComboBox, entries: Iterable[tuple[str, str]], chosen: str) -> None:
    """Offer these, with one chosen, without telling it as a choice of the person."""
    with QSignalBlocker(box):
        box.clear()
        for key, name in entries:
            box.addItem(name, key)
        box.setCurrentIndex(max(0, box.findData(chosen)))
        box.setEnabled(box.count() > 1)
