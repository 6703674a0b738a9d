"""Which moments are listed: whose, which way they bear, of which part; and how many that are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fidelity_rater.app.desk_models import DeskChoice
from fidelity_rater.i18n import tr
from fidelity_rater.ui.moments.moment_filter import MomentFilter, Scope
from fidelity_rater.ui.moments.moment_words import AGAINST, FOR
from fidelity_rater.ui.widgets.choice_row import ChoiceRow
from fidelity_rater.ui.widgets.text import label

SPACING: Final = 6


class FilterRow(QWidget):
    """The filter of the moments.

    Signals:
        filter_changed: these are wanted (:class:`MomentFilter`).
    """

    filter_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filter, self._cramped = MomentFilter(), False
        choices = (
            DeskChoice(Scope.ALL, tr("All"), tr("The moments of every item")),
            DeskChoice(Scope.ITEM, tr("This item"), tr("The moments of the chosen item")),
            DeskChoice(Scope.UNPLACED, tr("Not placed yet"), tr("Moments that no item has been chosen for")),
        )
        self.scope = ChoiceRow(choices, name=tr("Whose moments"))
        self.bearing = _combo(tr("For or against"))
        for name, value in ((tr("For and against"), ""), (tr("Only for"), FOR), (tr("Only against"), AGAINST)):
            self.bearing.addItem(name, value)
        self.part = _combo(tr("Part of the recording"))
        self.count: QLabel = label("", "muted")
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        for row in (self._first, self._second):
            row.setSpacing(SPACING)
        self._first.addWidget(self.scope, 1)
        self._first.addWidget(self.bearing, 0, Qt.AlignmentFlag.AlignTop)
        self._second.addWidget(self.part)
        self._second.addWidget(self.count)
        self._second.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACING)
        column.addLayout(self._first)
        column.addLayout(self._second)
        self.scope.choice_chosen.connect(lambda scope: self._want(replace(self._filter, scope=Scope(scope))))
        self.bearing.activated.connect(lambda at: self._want(replace(self._filter, bearing=self.bearing.itemData(at))))
        self.part.activated.connect(lambda at: self._want(replace(self._filter, part=self.part.itemData(at))))
        self.part.hide()
        self.show_filter(self._filter)

    def show_parts(self, parts: Sequence[tuple[str, str]]) -> None:
        """Offer the parts of the session (uid, name) where there are several."""
        offered = parts if len(parts) > 1 else ()
        with QSignalBlocker(self.part):
            self.part.clear()
            self.part.addItem(tr("All parts"), "")
            for uid, name in offered:
                self.part.addItem(name, uid)
        self.part.setVisible(bool(offered))

    def show_count(self, words: str) -> None:
        """Say how many of them are listed; empty: all, as the tab says already."""
        self.count.setText(words)
        self.count.setVisible(bool(words))

    def show_filter(self, wanted: MomentFilter) -> None:
        """Show which filter stands; announces nothing."""
        self._filter = wanted
        self.scope.show_chosen(wanted.scope, firm=True)
        self.bearing.setCurrentIndex(max(0, self.bearing.findData(wanted.bearing)))
        self.part.setCurrentIndex(max(0, self.part.findData(wanted.part)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All in one line where there is room; whose moments stay in one line in any case."""
        super().resizeEvent(event)
        self._fit()

    def show_cramped(self, cramped: bool) -> None:
        """Where the rows have hardly any room, the second line gives way, unless it filters."""
        self._cramped = cramped
        self._fit()

    def _fit(self) -> None:
        scopes = sum(button.sizeHint().width() + SPACING for button in self.scope.buttons.values())
        beside = scopes + self.bearing.sizeHint().width() <= self.width()
        if beside != (self._first.indexOf(self.bearing) >= 0):
            (self._second if beside else self._first).removeWidget(self.bearing)
            if beside:
                self._first.addWidget(self.bearing, 0, Qt.AlignmentFlag.AlignTop)
            else:
                self._second.insertWidget(0, self.bearing)
        self.bearing.setHidden(self._cramped and not beside and not self._filter.bearing)

    def _want(self, wanted: MomentFilter) -> None:
        if wanted != self._filter:
            self.filter_changed.emit(wanted)


def _combo(name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    made.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return made
