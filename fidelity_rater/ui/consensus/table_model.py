"""The answers of the raters side by side, one row for each item and dimension, and what is agreed."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QFont

from fidelity_rater.app.consensus.models import AgreedRow, AgreedSheet
from fidelity_rater.i18n import tr
from fidelity_rater.ui.theme import current_look

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
ITEM, DIMENSION, FIRST_RATER = 0, 1, 2
NOTHING: Final = "–"


def standing_words(row: AgreedRow) -> str:
    """How far a row has come, in words."""
    if row.closed:
        return tr("not asked")
    if row.agreed:
        return tr("reason missing") if row.reason_wanted and not row.reason else tr("agreed")
    if row.unanimous:
        return tr("all alike")
    if not row.owed:
        return tr("not answered by all")
    return tr("differs by {n}", n=row.apart) if row.apart else tr("differs")


def _urgency(row: AgreedRow) -> tuple[int, int]:
    """What differs most comes first, what is closed last."""
    if row.closed:
        return 3, 0
    if row.differs and row.owed:
        return 0, -max(row.apart, 1)
    return (1, -row.apart) if row.differs else (2, 0)


class AgreedTableModel(QAbstractTableModel):
    """A consensus as rows. Differences come first unless the scale's own order is asked for."""

    def __init__(self, parent: object = None) -> None:
        super().__init__(parent)  # type: ignore[arg-type]
        self._initials: tuple[str, ...] = ()
        self._rows: list[AgreedRow] = []
        self._order: list[tuple[str, str]] = []
        self._in_scale_order = False

    @property
    def rows(self) -> tuple[AgreedRow, ...]:
        return tuple(self._rows)

    def show_sheet(self, sheet: AgreedSheet, *, in_scale_order: bool) -> None:
        """Show a consensus. While its rows are the same they stay where they are, whatever becomes of them."""
        by_key = {(row.item, row.dimension): row for row in sheet.rows}
        initials = tuple(column.initials for column in sheet.columns)
        same = in_scale_order == self._in_scale_order and initials == self._initials
        if same and set(by_key) == set(self._order):
            self._rows = [by_key[key] for key in self._order]
            last = self.index(len(self._rows) - 1, self.columnCount() - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self._initials, self._in_scale_order = initials, in_scale_order
        self._rows = list(sheet.rows) if in_scale_order else sorted(sheet.rows, key=_urgency)
        self._order = [(row.item, row.dimension) for row in self._rows]
        self.endResetModel()

    def place_of(self, item: str, dimension: str) -> int:
        """The number of a row; -1 where there is none."""
        return self._order.index((item, dimension)) if (item, dimension) in self._order else -1

    @property
    def agreed_column(self) -> int:
        return FIRST_RATER + len(self._initials)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else self.agreed_column + 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        heads = (tr("Item"), tr("Scored on"), *self._initials, tr("Agreed"), tr("How it stands"))
        return heads[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._whole(row, column) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            head = self.headerData(column, Qt.Orientation.Horizontal)
            return tr("{column}: {value}", column=head, value=self._whole(row, column) or NOTHING)
        if role == Qt.ItemDataRole.FontRole and column == self.agreed_column and row.agreed:
            font = QFont()
            font.setBold(True)
            return font
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._ink(row, column)
        if role == Qt.ItemDataRole.BackgroundRole and row.differs and self._of_rater(column):
            return QBrush(QColor(current_look().warning.soft))
        return None

    def _of_rater(self, column: int) -> bool:
        return FIRST_RATER <= column < self.agreed_column

    def _text(self, row: AgreedRow, column: int) -> str:
        """What fits into a cell: a number alone, a state's words."""
        if self._of_rater(column):
            said = row.said[column - FIRST_RATER]
            return str(said.value) if said.value is not None else said.words or NOTHING
        if column == self.agreed_column:
            return str(row.agreed_value) if row.agreed_value is not None else row.agreed_words
        return self._whole(row, column)

    def _whole(self, row: AgreedRow, column: int) -> str:
        if column == ITEM:
            return row.label
        if column == DIMENSION:
            return row.dimension_name
        if self._of_rater(column):
            return row.said[column - FIRST_RATER].words
        if column == self.agreed_column:
            words = tr("{answer}. {reason}", answer=row.agreed_words, reason=row.reason)
            return words if row.agreed and row.reason else row.agreed_words
        return standing_words(row)

    def _ink(self, row: AgreedRow, column: int) -> QBrush | None:
        look = current_look()
        if row.closed:
            return QBrush(QColor(look.muted))
        if column == DIMENSION:
            return QBrush(QColor(look.hue(row.hue).strong))
        if column == self.agreed_column + 1 and not row.settled and not row.unanimous:
            return QBrush(QColor(look.warning.strong))
        return None
