"""The item-by-session map: every answer of every rating in one table; each cell opens its rating."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from fidelity_rater.app.competence_models import CompetenceChart, Dot, MapCell
from fidelity_rater.app.look import LookTokens
from fidelity_rater.i18n import tr
from fidelity_rater.ui.theme import current_look

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)

SIGNS = {"not_this_session": "–", "no_occasion": "∘", "could_not_be_rated": "?"}
_TOLD = frozenset(
    {
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.AccessibleTextRole,
        Qt.ItemDataRole.BackgroundRole,
    }
)
"""What a cell answers; Qt asks for twice as much."""


@dataclass(frozen=True, slots=True)
class _Column:
    rating_uid: str
    head: str
    told: str


class ItemMapModel(QAbstractTableModel):
    """Rows are items, columns are ratings in the order of their sessions."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart: CompetenceChart | None = None
        self._columns: tuple[_Column, ...] = ()
        self._cells: dict[tuple[str, str], MapCell] | None = None

    def show_chart(self, chart: CompetenceChart | None) -> None:
        self.beginResetModel()
        self._chart = chart
        dots = sorted(chart.dots, key=lambda dot: (dot.x, dot.rating.created_at)) if chart else []
        self._columns = tuple(_Column(dot.rating.uid, _head(dot), dot.told) for dot in dots)
        self._cells = None  # found when first looked at
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() or self._chart is None else len(self._chart.map_rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._chart is None:
            return None
        if orientation is Qt.Orientation.Horizontal:
            column = self._columns[section]
            if role == Qt.ItemDataRole.DisplayRole:
                return column.head
            return column.told if role == Qt.ItemDataRole.ToolTipRole else None
        row = self._chart.map_rows[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return row.label
        return f"{row.item} · {row.group}" if role == Qt.ItemDataRole.ToolTipRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _CENTRE
        if role not in _TOLD or (cell := self.cell_at(index)) is None or self._chart is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _shown(cell)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            row = self._chart.map_rows[index.row()]
            return f"{row.label}\n{self._columns[index.column()].told}\n{_spoken(self._chart, cell)}"
        if role == Qt.ItemDataRole.BackgroundRole:
            return QBrush(QColor(self._ground(index.row(), cell, current_look())))
        return None

    def _ground(self, row: int, cell: MapCell, look: LookTokens) -> str:
        assert self._chart is not None
        values = [score.value for _, score in cell.scores if score.value is not None]
        if not values:
            return look.sunken
        return look.hue(self._chart.map_rows[row].hue).soft if any(values) else look.surface

    def cell_at(self, index: Index) -> MapCell | None:
        if not index.isValid() or self._chart is None:
            return None
        if self._cells is None:
            self._cells = {(cell.item, cell.rating_uid): cell for cell in self._chart.map_cells}
        return self._cells.get((self._chart.map_rows[index.row()].item, self._columns[index.column()].rating_uid))


class ItemMap(QTableView):
    """The map as a table that mouse and keys can walk.

    Signals:
        cell_chosen: a cell was opened (rating uid, item id).
    """

    cell_chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.map_model = ItemMapModel(self)
        self.setModel(self.map_model)
        self.setAccessibleName(tr("Items by session"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignCenter)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setWordWrap(False)
        self.clicked.connect(self.on_opened)

    def show_chart(self, chart: CompetenceChart | None) -> None:
        self.map_model.show_chart(chart)
        width = self.fontMetrics().horizontalAdvance("S20 MM") + 16
        self.horizontalHeader().setDefaultSectionSize(width)
        self.horizontalHeader().setFixedHeight(self.fontMetrics().lineSpacing() * 3 + 10)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Not through ``activated``: on some desktops a click gives that signal as well, and would open twice.
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.on_opened(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def on_opened(self, index: QModelIndex) -> None:
        cell = self.map_model.cell_at(index)
        if cell is not None:
            self.cell_chosen.emit(cell.rating_uid, cell.item)


def legend(chart: CompetenceChart) -> str:
    """What the numbers and signs of a cell mean, in the scale's own words."""
    longest = max((cell.scores for cell in chart.map_cells), key=len, default=())
    names = [chart.dimension_names[dimension] for dimension, _ in longest]
    signs = [f"{sign} {chart.state_names[state]}" for state, sign in SIGNS.items() if state in chart.state_names]
    lines = [tr("In each cell: {names}, in this order.", names=", ".join(names))] if len(names) > 1 else []
    if signs:
        lines.append(tr("Instead of a number: {signs}.", signs=" · ".join(signs)))
    lines.append(tr("A click on a cell opens its rating."))
    return " ".join(lines)


def _head(dot: Dot) -> str:
    return f"{dot.case_code.rpartition('-')[2]}\nS{dot.session_number}\n{dot.rating.rater_initials}"


def _shown(cell: MapCell) -> str:
    """Adherence and quality side by side; a state as its sign."""
    parts = []
    for _, score in cell.scores:
        parts.append(str(score.value) if score.value is not None else SIGNS.get(score.state or "", "·"))
    return " ".join(parts)


def _spoken(chart: CompetenceChart, cell: MapCell) -> str:
    """The answers in the scale's own words; a state answers the item as a whole."""
    return ", ".join(
        f"{chart.dimension_names[dimension]} {score.value}"
        if score.value is not None
        else chart.state_names[score.state or ""]
        for dimension, score in cell.scores
    )
