"""Items by their agreement, the worst first, and beside them the sessions on which the chosen one's raters differ."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from fidelity_rater.app.agreement.models import BlockStudy, Coefficient
from fidelity_rater.app.agreement.sides import item_of
from fidelity_rater.i18n import tr
from fidelity_rater.ui.agreement.rows import ITEM_DRAWN, item_columns, item_row
from fidelity_rater.ui.agreement.sides_panel import SidesPanel
from fidelity_rater.ui.agreement.span_table import SpanTable
from fidelity_rater.ui.agreement.total_cards import PLAIN
from fidelity_rater.ui.results.filter_column import fill
from fidelity_rater.ui.widgets.text import label


class ItemsPage(QWidget):
    """The table and the sessions.

    Signals:
        item_chosen: another item's sessions are wanted (its block's uid).
        rating_chosen: a rating is to be opened at an item (rating uid, item id).
    """

    item_chosen = Signal(str)
    rating_chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: tuple[BlockStudy, ...] = ()
        self._shown: tuple[BlockStudy, ...] = ()
        self.chosen = ""
        self.dimension = QComboBox(self)
        self.dimension.setAccessibleName(tr("Dimension"))
        self.dimension.activated.connect(lambda _: self._show())
        name = label(tr("Dimension"), "strong")
        name.setBuddy(self.dimension)
        self.table = SpanTable(item_columns(), PLAIN, drawn=ITEM_DRAWN, yielding=True, parent=self)
        self.table.setAccessibleName(tr("Items, the worst agreement first"))
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)  # the dimension stands at the end
        self.table.row_chosen.connect(self.on_row_chosen)
        self.sides = SidesPanel(self)
        self.sides.rating_chosen.connect(self.rating_chosen)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(name)
        row.addWidget(self.dimension)
        row.addStretch(1)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        self.told = label("", "muted", wrap=True)
        column.addWidget(self.told)
        column.addWidget(self.table, 1)
        self.halves = QSplitter(Qt.Orientation.Horizontal, self)
        self.halves.setChildrenCollapsible(False)
        self.halves.addWidget(left)
        self.halves.addWidget(self.sides)
        self.halves.setSizes([600, 420])
        self.halves.setStretchFactor(0, 3)
        self.halves.setStretchFactor(1, 2)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 8, 0, 0)
        whole.addWidget(self.halves, 1)

    def show_items(self, items: Sequence[BlockStudy], dimensions: Sequence[tuple[str, str]]) -> None:
        """Show these; the item that was looked at stays chosen where it is still there, else the worst is."""
        self._items = tuple(items)
        now = self.dimension.currentData() or ""
        fill(self.dimension, [("", tr("All")), *dimensions], now)
        self._show()

    def _show(self) -> None:
        dimension = self.dimension.currentData() or ""
        self._shown = tuple(one for one in self._items if not dimension or item_of(one.block)[1] == dimension)
        with QSignalBlocker(self.table):
            self.table.show_rows([item_row(one) for one in self._shown])
        self._tell()
        uids = [one.block.uid for one in self._shown]
        if uids:
            self.table.choose_row(uids.index(self.chosen) if self.chosen in uids else 0)
        else:
            self.sides.show_sessions("", "", ())

    def _tell(self) -> None:
        """Which coefficient stands in the table, and why that one."""
        given = [one for one in self._shown if isinstance(one.main, Coefficient)]
        names = ", ".join(dict.fromkeys(one.main.name for one in given))
        order = tr("The worst agreement first. Choose an item to hear where its raters differ.")
        value = tr("The value is {coefficient}, drawn with its 95 % interval.", coefficient=names) if names else ""
        self.told.setText(f"{order} {value}".strip())
        self.told.setToolTip("\n".join(dict.fromkeys(one.why for one in given)))

    @property
    def chosen_block(self) -> BlockStudy | None:
        return next((one for one in self._items if one.block.uid == self.chosen), None)

    def on_row_chosen(self, row: int) -> None:
        self.chosen = self._shown[row].block.uid
        self.item_chosen.emit(self.chosen)
