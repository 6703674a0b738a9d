"""A list in which one ticks what goes along."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.text import ElidedLabel

FEW = 3
"""Up to so many are ticked one by one quickly enough."""


class TickList(QWidget):
    """Ticks by key, each with a short name and more words beside it.

    Signals:
        ticked: something was ticked or unticked.
    """

    ticked = Signal()

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.boxes: dict[str, QCheckBox] = {}
        self.all = TextButton(tr("Tick all"), "link")
        self.none = TextButton(tr("Tick none"), "link")
        self.all.clicked.connect(lambda: self._set_all(True))
        self.none.clicked.connect(lambda: self._set_all(False))
        self._both = QWidget()
        both = QHBoxLayout(self._both)
        both.setContentsMargins(0, 0, 0, 0)
        both.addWidget(self.all)
        both.addWidget(self.none)
        both.addStretch(1)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._both)
        column.addLayout(self._rows)

    def show_ticks(self, ticks: Iterable[tuple[str, str, str, bool]]) -> None:
        """Offer these: key, name, more words, ticked."""
        empty(self._rows)
        self.boxes = {}
        for key, name, words, on in ticks:
            box = QCheckBox(name)
            box.setChecked(on)
            box.setAccessibleName(f"{name} {words}".strip())
            box.toggled.connect(lambda _: self.ticked.emit())
            line = QWidget(self)
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(12)
            row.addWidget(box)
            row.addWidget(ElidedLabel(words, "muted"), 1)
            self._rows.addWidget(line)
            self.boxes[key] = box
        self._both.setVisible(len(self.boxes) > FEW)

    @property
    def keys(self) -> frozenset[str]:
        """What is ticked."""
        return frozenset(key for key, box in self.boxes.items() if box.isChecked())

    def _set_all(self, on: bool) -> None:
        for box in self.boxes.values():
            box.setChecked(on)
