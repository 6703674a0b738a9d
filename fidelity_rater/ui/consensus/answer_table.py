"""The table of a consensus: walked by the arrow keys, agreed on by digits."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from fidelity_rater.app.consensus.models import AgreedRow, AgreedSheet
from fidelity_rater.i18n import tr
from fidelity_rater.ui.consensus.table_model import ITEM, AgreedTableModel

WIDEST_RATER_LETTERS = 18
NARROWEST_ITEM_LETTERS = 18
_TAKING_BACK = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_GOING_ON = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class AnswerTable(QTableView):
    """Signals:
    row_chosen: the person is on another row.
    digit_pressed: this number is to be agreed on here.
    cleared: what is agreed here is to be taken back.
    detail_wanted: on to the reason and the moments of this row.
    """

    row_chosen = Signal()
    digit_pressed = Signal(int)
    cleared = Signal()
    detail_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows_model = AgreedTableModel(self)
        self.setModel(self.rows_model)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.verticalHeader().setVisible(False)
        self.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.horizontalHeader().setHighlightSections(False)
        self.setAccessibleName(tr("Answers of the raters, and what is agreed"))
        self.setAccessibleDescription(
            tr("A digit agrees on that answer, Delete takes it back, Enter goes on to the reason.")
        )
        self.selectionModel().currentRowChanged.connect(lambda now, before: self.row_chosen.emit())

    @property
    def row(self) -> AgreedRow | None:
        """The row that the person is on."""
        rows, at = self.rows_model.rows, self.currentIndex().row()
        return rows[at] if 0 <= at < len(rows) else None

    def show_sheet(self, sheet: AgreedSheet, *, in_scale_order: bool) -> None:
        row = self.row
        self.rows_model.show_sheet(sheet, in_scale_order=in_scale_order)
        at = self.rows_model.place_of(row.item, row.dimension) if row else -1
        if self.currentIndex().row() < 0:
            self.choose(max(at, 0))
        self._fit()

    def choose(self, at: int) -> None:
        """Go to a row."""
        if 0 <= at < self.rows_model.rowCount():
            flag = QItemSelectionModel.SelectionFlag
            index = self.rows_model.index(at, ITEM)
            self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)

    def choose_place(self, item: str, dimension: str) -> None:
        self.choose(self.rows_model.place_of(item, dimension))

    def choose_unsettled(self) -> None:
        """Go on to the next row that something is left to do at, if there is one."""
        rows, at = self.rows_model.rows, self.currentIndex().row()
        ahead = [*range(at + 1, len(rows)), *range(max(at, 0))]
        wanted = next((n for n in ahead if not rows[n].settled and not rows[n].unanimous), None)
        if wanted is not None:
            self.choose(wanted)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if plain and event.text().isdecimal():
            self.digit_pressed.emit(int(event.text()))
        elif plain and event.key() in _TAKING_BACK:
            self.cleared.emit()
        elif plain and event.key() in _GOING_ON:
            self.detail_wanted.emit()
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: object) -> None:
        self.detail_wanted.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Give the item what the others leave."""
        header, metrics = self.horizontalHeader(), self.fontMetrics()
        if not self.isVisible() or not header.count():
            return
        most = metrics.averageCharWidth() * WIDEST_RATER_LETTERS
        used = 0
        for column in range(1, header.count()):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            width = max(self._widest(column), header.sectionSizeHint(column))
            width = min(width, most) if column < header.count() - 1 else width
            self.setColumnWidth(column, width)
            used += width
        self.setColumnWidth(
            ITEM, max(self.viewport().width() - used, metrics.averageCharWidth() * NARROWEST_ITEM_LETTERS)
        )

    def _widest(self, column: int) -> int:
        model, metrics = self.rows_model, self.fontMetrics()
        texts = (str(model.data(model.index(row, column)) or "") for row in range(model.rowCount()))
        return metrics.horizontalAdvance(max(texts, key=len, default="")) + 22

    def scrollTo(
        self,
        index: QModelIndex | QPersistentModelIndex,
        hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible,
    ) -> None:
        """Up and down only: the item must stay in sight."""
        across = self.horizontalScrollBar().value()
        super().scrollTo(index, hint)
        self.horizontalScrollBar().setValue(across)
