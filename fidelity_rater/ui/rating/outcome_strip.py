"""What the rating amounts to: one line under the desk, unfolded on demand so that it does not lead the rater."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from fidelity_rater.app.rating.outcome import Outcome
from fidelity_rater.i18n import tr
from fidelity_rater.ui.theme import current_look
from fidelity_rater.ui.widgets.card import SectionHeader, scrolling
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.text import label

LEAST_LINES: Final = 3


class OutcomeStrip(QFrame):
    """Summaries with what they stand on.

    Signals:
        unfolded: the numbers are wanted, or not any more.
    """

    unfolded = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "footer")
        self.header = SectionHeader(tr("Result so far"), folded=True)
        self.header.show_aside(tr("folded while you rate, so that it does not lead you"))
        self._signed = False
        self._fresh = False
        """Whether it has been shown open and nobody has looked yet whether there is room for that."""
        self._numbers = ""
        self._gave_way = self._kept_open = False
        """Whether it is folded for the sake of something else; whether the person has opened it by hand."""
        self.table = QWidget()
        self._grid = QGridLayout(self.table)
        self._grid.setContentsMargins(28, 0, 12, 6)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(2, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 0, 8, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        self.area = scrolling(self.table, tr("Result"))
        column.addWidget(self.area)
        self.area.hide()
        self.header.folded.connect(self.on_folded)

    @property
    def is_open(self) -> bool:
        return not self.header.is_folded

    def on_folded(self, folded: bool) -> None:
        self._fresh = self._gave_way = False
        self._kept_open = not folded
        self.area.setVisible(not folded)
        self._show_aside()
        self.unfolded.emit(not folded)

    def give_way(self, wanted: bool) -> None:
        """Fold while the room is wanted for something else, and open after it; what a person did by hand stays."""
        if wanted and self._signed and self.is_open and not self._kept_open:
            self._gave_way = True
        elif wanted or not self._gave_way:
            return
        else:
            self._gave_way = False
        self._fresh = False
        self.header.show_folded(self._gave_way)
        self.area.setVisible(not self._gave_way)
        self._show_aside()
        self.unfolded.emit(not self._gave_way)

    def show_state(self, *, signed: bool) -> None:
        """A signed rating shows its result; a draft keeps it folded."""
        self.header.show_title(tr("Result") if signed else tr("Result so far"))
        self._signed = self._fresh = signed
        self._gave_way = self._kept_open = False
        self._numbers = ""
        self.header.show_folded(not signed)
        self.area.setVisible(signed)
        self._show_aside()

    def _show_aside(self) -> None:
        """What can be read of it while it is folded: of a draft, nothing."""
        if not self._signed:
            self.header.show_aside(tr("folded while you rate, so that it does not lead you"))
        else:
            self.header.show_aside(self._numbers if self.header.is_folded else "")

    def fit(self, room: int) -> None:
        """Take this height at most; where hardly a line could be read in it, fold instead of showing that.

        Unfolded all the same, a few lines are shown, and the rest scrolls.
        """
        if self.area.isHidden() or not self.isVisible() or not self._grid.count():
            return
        layout = self.table.layout()
        assert layout is not None
        whole = layout.totalHeightForWidth(self.area.viewport().width())
        if whole < self.fontMetrics().lineSpacing():
            return  # what has just been put into it counts once it is shown
        least = min(whole, self.fontMetrics().lineSpacing() * LEAST_LINES)
        left = room - self.header.sizeHint().height()
        if self._fresh:
            self._fresh = False
            if left < least:
                self.header.show_folded(True)
                self.area.hide()
                self._show_aside()
                return
        self.area.setFixedHeight(min(whole, max(least, left)))

    def show_outcome(self, outcome: Outcome) -> None:
        """Show the numbers, or why there are none."""
        empty(self._grid)
        look = current_look()
        told = [tr("{name} {value}", name=line.name, value=line.value or tr("not computed")) for line in outcome.lines]
        self._numbers = " · ".join(told)
        for at, line in enumerate(outcome.lines):
            number = label(line.value or "–", "strong")
            number.setStyleSheet(f"color: {look.hue(line.hue).strong};")
            number.setAccessibleName(tr("{name}: {value}", name=line.name, value=line.value or tr("not computed")))
            for column, widget in enumerate((label(line.name), number, label(line.basis, "muted", wrap=True))):
                self._grid.addWidget(widget, at, column)
        at = len(outcome.lines)
        if outcome.departures:
            heard = tr("Heard, and in no mean: {items}", items="; ".join(outcome.departures))
            self._grid.addWidget(label(heard, "error", wrap=True), at, 0, 1, 3)
        if outcome.notice:
            self._grid.addWidget(label(outcome.notice, "muted", wrap=True), at + 1, 0, 1, 3)
