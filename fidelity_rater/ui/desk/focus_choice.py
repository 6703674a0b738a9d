"""Choosing focal areas: one, at most two, the first of them the primary one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fidelity_rater.app.desk_models import DeskChoice
from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.flow_layout import FlowLayout
from fidelity_rater.ui.widgets.one_stop import OneStop
from fidelity_rater.ui.widgets.text import label

MOST: Final = 2


class FocusChoice(QWidget):
    """Buttons of which two may be pressed.

    Signals:
        areas_chosen: these, primary first (tuple of ids); empty: none agreed.
    """

    areas_chosen = Signal(tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._areas: tuple[str, ...] = ()
        self._labels: dict[str, str] = {}
        self.buttons: dict[str, TextButton] = {}
        self._holder = QWidget()
        self._flow, self._stop = FlowLayout(self._holder, spacing=6), OneStop(self)
        self.order = label("", "muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._holder)
        column.addWidget(self.order)

    def show_areas(self, choices: Iterable[DeskChoice], areas: tuple[str, ...]) -> None:
        """Show what is offered and what stands; announces nothing."""
        self._areas = areas
        for choice in choices:
            if choice.id not in self.buttons:
                button = TextButton(choice.label)
                button.setCheckable(True)
                button.clicked.connect(lambda _=False, key=choice.id: self._press(key))
                self.buttons[choice.id] = button
                self._labels[choice.id] = choice.label
                self._flow.addWidget(button)
                self._stop.take(self.buttons.values())
        for key, button in self.buttons.items():
            button.setChecked(key in areas)
            button.setEnabled(key in areas or len(areas) < MOST)
        self._stop.stop_at(self.buttons.get(areas[0]) if areas else None)
        if not areas:
            self.order.setText(tr("None agreed yet."))
        elif len(areas) == MOST:
            first, second = (self._labels.get(area, area) for area in areas)
            self.order.setText(tr("Primary: {first}. Secondary: {second}.", first=first, second=second))
        else:
            self.order.setText(tr("A second one may be added."))

    def begin(self) -> None:
        """Go to the primary area, or to the first that is offered."""
        stop = self._stop.stop
        if stop is not None:
            stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _press(self, key: str) -> None:
        areas = tuple(a for a in self._areas if a != key) if key in self._areas else (*self._areas, key)
        for each, button in self.buttons.items():
            button.setChecked(each in self._areas)
        if len(areas) <= MOST:
            self.areas_chosen.emit(areas)
