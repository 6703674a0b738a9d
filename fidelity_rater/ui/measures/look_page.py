"""What taking a file in would do, total by total, before anything is kept."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from fidelity_rater.app.measures.models import Fate, Look, LookRow
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.theme import current_look, icon
from fidelity_rater.ui.widgets.text import label

ORDER = (Fate.UNPLACED, Fate.DIFFERENT, Fate.NEW, Fate.SAME)
NUMBERS = (0, 1, 3, 4)
MOST_SHOWN = 300
"""No case has as many sessions; to lay out thousands of lines would be felt."""


class LookPage(QWidget):
    """The file's totals, those first that need a look.

    Signals:
        choice_changed: another number of totals would be taken in now.
    """

    choice_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counts = label("", "strong", wrap=True)
        self.remarks = label("", "muted", wrap=True)
        self.replace = QCheckBox("", self)
        self.table = self._made_table()
        self._look: Look | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.counts)
        column.addWidget(self.remarks)
        column.addWidget(self.replace)
        column.addWidget(self.table, 1)
        self.replace.toggled.connect(self.on_replace)

    def _made_table(self) -> QTableWidget:
        table = QTableWidget(0, 6, self)
        table.setHorizontalHeaderLabels(
            [tr("Line"), tr("Session"), tr("Measure"), tr("In the file"), tr("Here"), tr("What happens")]
        )
        table.setAccessibleName(tr("The file's totals"))
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.verticalHeader().hide()
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        header = table.horizontalHeader()
        header.setStretchLastSection(True)
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        return table

    @property
    def replacing(self) -> bool:
        return self.replace.isChecked()

    def show_look(self, look: Look) -> None:
        """Show what a file would do."""
        self._look = look
        different = len(look.of(Fate.DIFFERENT))
        self.replace.setChecked(False)
        self.replace.setVisible(different > 0)
        self.replace.setText(
            tr_n(
                "Put the file's total in place of the one here",
                "Put the file's totals in place of those here",
                different,
            )
        )
        self.counts.setText(counts(look))
        remarks = list(look.remarks)
        if look.others:
            remarks.append(
                tr_n("{n} total of another case is left out.", "{n} totals of other cases are left out.", look.others)
            )
        if len(look.rows) > MOST_SHOWN:
            remarks.append(tr("The first {n} are shown.", n=MOST_SHOWN))
        self.remarks.setText(" ".join(remarks))
        self.remarks.setVisible(bool(remarks))
        self._fill(look)

    def on_replace(self) -> None:
        if self._look is not None:
            self._fill(self._look)
            self.choice_changed.emit()

    def _fill(self, look: Look) -> None:
        rows = sorted(look.rows, key=lambda row: (ORDER.index(row.fate), row.line))[:MOST_SHOWN]
        self.table.setRowCount(len(rows))
        for at, row in enumerate(rows):
            number = "" if row.scheduled is None else str(row.scheduled)
            happens = self._happens(row)
            last = QTableWidgetItem(happens)
            if row.fate is Fate.UNPLACED:
                last.setIcon(icon("warning", colour=current_look().warning.strong))
            for column, text in enumerate((str(row.line), number, row.measure, row.told, row.here)):
                item = QTableWidgetItem(text)
                if column in NUMBERS:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(at, column, item)
            self.table.setItem(at, 5, last)
        self.table.setVisible(bool(rows))
        for column in range(5):
            self.table.resizeColumnToContents(column)
        self.fit()

    def fit(self) -> None:
        """Make the lines as high as their words need in this width."""
        self.table.resizeRowsToContents()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def _happens(self, row: LookRow) -> str:
        match row.fate:
            case Fate.NEW:
                return tr("comes in")
            case Fate.SAME:
                return tr("is here already")
            case Fate.DIFFERENT:
                return tr("replaces the total here") if self.replacing else tr("the total here stays")
            case _:
                return row.why


def counts(look: Look) -> str:
    """How many totals are new, the same, different, or left out; with the lines of the last."""
    found = {fate: look.of(fate) for fate in Fate}
    parts = [
        tr_n("{n} is new", "{n} are new", len(found[Fate.NEW])),
        tr_n("{n} is here already", "{n} are here already", len(found[Fate.SAME])),
        tr_n("{n} differs", "{n} differ", len(found[Fate.DIFFERENT])),
    ]
    shown = [part for part, fate in zip(parts, (Fate.NEW, Fate.SAME, Fate.DIFFERENT), strict=True) if found[fate]]
    sentence = tr("{parts}.", parts=", ".join(shown)) if shown else ""
    if not found[Fate.UNPLACED]:
        return sentence or tr("Nothing in the file is of this case.")
    lines = sorted({row.line for row in found[Fate.UNPLACED]})
    told = ", ".join(map(str, lines[:8])) + (" …" if len(lines) > 8 else "")
    left = tr_n(
        "{n} cannot be placed and stays out (line {lines}).",
        "{n} cannot be placed and stay out (lines {lines}).",
        len(found[Fate.UNPLACED]),
        lines=told,
    )
    return f"{sentence} {left}".strip()
