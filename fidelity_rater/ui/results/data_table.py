"""A table of values that can be walked, read aloud, copied, and whose rows lead on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from heapq import nlargest

from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from fidelity_rater.app.ports.tables import Table, Value
from fidelity_rater.app.tables import delimited, shown
from fidelity_rater.i18n import tr

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_NOTHING = Table("", (), ())
_OF_NUMBERS = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_OF_WORDS = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
WIDEST_LETTERS, AROUND = 44, 28
NARROWEST_LETTERS, CLOSE_AROUND = 24, 24
"""A little too wide a table is drawn together rather than cut off at its last column."""
MEASURED_ROWS = 200
"""Columns are made as wide as their first rows need; measuring thousands would be felt."""
LONGEST_MEASURED = 40
"""Of texts that are as long as each other, one may be wider: 10 May beside 15 Nov."""


class DataTableModel(QAbstractTableModel):
    """A table's values as they are shown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = _NOTHING

    def show_table(self, table: Table) -> None:
        self.beginResetModel()
        self.table = table
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.table.rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.table.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole:
            return self.table.columns[section] if orientation is Qt.Orientation.Horizontal else section + 1
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        value = self.table.rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.DisplayRole:
            return shown(value)
        if role == Qt.ItemDataRole.ToolTipRole:
            return shown(value) if isinstance(value, str) and len(value) > NARROWEST_LETTERS else None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return tr("{column}: {value}", column=self.table.columns[index.column()], value=shown(value) or "–")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _OF_NUMBERS if isinstance(value, (int, float)) else _OF_WORDS
        return None


class DataTable(QTableView):
    """A table on screen.

    Signals:
        row_chosen: the person is on another row.
    """

    row_chosen = Signal(int)

    def __init__(self, *, decimal_comma: Callable[[], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._decimal_comma = decimal_comma
        self._measured = False
        self._needed: list[int] = []
        self.data_model = DataTableModel(self)
        self.setModel(self.data_model)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().setVisible(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._add_action(tr("Copy"), self.copy)
        self._add_action(tr("Copy as CSV"), lambda: self.copy(tabs=False))
        self.selectionModel().currentRowChanged.connect(self.on_row_changed)

    def _add_action(self, name: str, act: Callable[[], None]) -> None:
        action = QAction(name, self)
        action.triggered.connect(act)
        self.addAction(action)

    def show_table(self, table: Table) -> None:
        self.data_model.show_table(table)
        self.setAccessibleName(table.name)
        self._measured = False
        if self.isVisible():
            self._measure()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._measured:
            self._measure()

    def _measure(self) -> None:
        """Make columns as wide as they need. Only what is looked at: behind a picture it would be waited for in vain.

        The widest is looked for among the longest texts of a column; Qt would ask for every cell, and take far longer.
        """
        self._measured = True
        metrics, header = self.fontMetrics(), self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        widest = metrics.averageCharWidth() * WIDEST_LETTERS
        table = self.data_model.table
        self._needed = []
        for column in range(len(table.columns)):
            told = {shown(row[column]) for row in table.rows[:MEASURED_ROWS]}
            longest = (metrics.horizontalAdvance(text) for text in nlargest(LONGEST_MEASURED, told, key=len))
            needed = max(max(longest, default=0), header.sectionSizeHint(column) - CLOSE_AROUND)
            self._needed.append(min(needed, widest - AROUND))
        self._fit()

    def _fit(self) -> None:
        """Give each column what it needs; where only little is missing, the widest give way."""
        room = self.viewport().width()
        widths = [needed + AROUND for needed in self._needed]
        if sum(widths) > room:
            drawn = _drawn_together(
                [needed + CLOSE_AROUND for needed in self._needed],
                room,
                least=self.fontMetrics().averageCharWidth() * NARROWEST_LETTERS,
            )
            widths = drawn or widths
        for column, width in enumerate(widths):
            self.setColumnWidth(column, width)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._measured and event.size().width() != event.oldSize().width():
            self._fit()

    def choose_row(self, row: int) -> None:
        """Go to a row, and choose no other: a key that is held meanwhile must not add to the choice."""
        flag = QItemSelectionModel.SelectionFlag
        if 0 <= row < self.data_model.rowCount():
            index = self.data_model.index(row, 0)
            self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self, *, tabs: bool = True) -> None:
        """Put the chosen rows, or else all, on the clipboard under their columns' names."""
        table = self.data_model.table
        chosen = sorted({index.row() for index in self.selectionModel().selectedRows()})
        rows: Sequence[Sequence[Value]] = [table.rows[row] for row in chosen] or table.rows
        text = delimited((table.columns, *rows), decimal_comma=self._decimal_comma(), tabs=tabs)
        QGuiApplication.clipboard().setText(text)

    def on_row_changed(self, now: QModelIndex, before: QModelIndex) -> None:
        self.row_chosen.emit(now.row())


def _drawn_together(widths: list[int], room: int, *, least: int) -> list[int]:
    """Widths that fit into the room, only the widest cut; none where a column would get less than ``least``."""
    made = list(widths)
    while sum(made) > room:
        widest = max(made)
        if widest <= least:
            return []
        at = [place for place, width in enumerate(made) if width == widest]
        below = max([least, *(width for width in made if width < widest)])
        cut = min(widest - below, -(-(sum(made) - room) // len(at)))
        for place in at:
            made[place] -= cut
    return made
