"""The table in which totals are typed, as one types in a spreadsheet; Tab leaves it at either end."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QHeaderView,
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from fidelity_rater.app.measures.values import number_of
from fidelity_rater.app.spreadsheets import cell
from fidelity_rater.i18n import tr
from fidelity_rater.ui.measures.grid_model import GridModel

Index = QModelIndex | QPersistentModelIndex
LETTERS = 14
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
CLEAR = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_HINT = QAbstractItemDelegate.EndEditHint


class CellEditor(QStyledItemDelegate):
    """One line, called after its cell."""

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        line = QLineEdit(parent)
        line.setFrame(False)
        line.setProperty("role", "cell")
        line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        model = index.model()
        if isinstance(model, GridModel):
            line.setAccessibleName(model.name(index.row(), index.column()))
        return line

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Fill the cell: the room that the style keeps free around a total is the line's own."""
        editor.setGeometry(option.rect)


class GridTable(QTableView):
    """Enter goes down, Tab goes on, Delete takes away; a column can be pasted from a spreadsheet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.grid = GridModel(self)
        self.setModel(self.grid)
        self.setItemDelegate(CellEditor(self))
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed)
        self.setTabKeyNavigation(True)
        self.setWordWrap(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(tr("Symptom totals by session"))
        self.setAccessibleDescription(tr("Type a total; Enter goes to the next session, Tab to the next measure."))
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setHighlightSections(False)
        self.horizontalHeader().setHighlightSections(False)
        self.setCornerButtonEnabled(False)
        self.grid.modelReset.connect(self.fit_columns)
        self.grid.columnsInserted.connect(self.fit_columns)

    def fit_columns(self) -> None:
        """Make cells as wide and high as a total in this size of text needs."""
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 14)
        least = self.fontMetrics().averageCharWidth() * LETTERS
        for column in range(self.grid.columnCount()):
            self.setColumnWidth(column, max(least, self.horizontalHeader().sectionSizeHint(column) + 8))

    def sizeHint(self) -> QSize:
        """Room for all sessions, as far as there is."""
        rows = self.verticalHeader().length() + self.horizontalHeader().sizeHint().height()
        columns = self.verticalHeader().sizeHint().width() + self.horizontalHeader().length()
        return QSize(columns + 24, rows + 24)

    def go_to(self, row: int, column: int) -> None:
        """Be on this cell, and only on it."""
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect
        self.selectionModel().setCurrentIndex(self.grid.index(row, column), flags)
        self.scrollTo(self.currentIndex())

    # Keys

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        """Go on from a cell that was typed in, without opening the next: a digit does."""
        super().closeEditor(editor, _HINT.NoHint)
        if hint is _HINT.EditNextItem:
            self._step(1)
        elif hint is _HINT.EditPreviousItem:
            self._step(-1)
        elif hint is _HINT.SubmitModelCache:
            self._go_down()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            if self.state() is not QAbstractItemView.State.EditingState:  # then the cell's editor ends first
                self._go_down()
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            back = event.key() == Qt.Key.Key_Backtab or event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            event.setAccepted(self._step(-1 if back else 1))  # at either end Tab goes to the next control
        elif event.key() in CLEAR:
            self.grid.put([(index.row(), index.column(), "") for index in self.selectedIndexes()])
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        else:
            super().keyPressEvent(event)

    def _step(self, by: int) -> bool:
        """Go to the cell beside, over the end of a line; tell whether there was one."""
        columns, now = self.grid.columnCount(), self.currentIndex()
        if not columns or not now.isValid():
            return False
        at = now.row() * columns + now.column() + by
        if not 0 <= at < columns * self.grid.rowCount():
            return False
        self.go_to(*divmod(at, columns))
        return True

    def _go_down(self) -> None:
        now = self.currentIndex()
        if now.isValid() and now.row() + 1 < self.grid.rowCount():
            self.go_to(now.row() + 1, now.column())

    # The clipboard

    def copy(self) -> None:
        """Put the chosen cells on the clipboard as a spreadsheet takes them."""
        chosen = self.selectedIndexes()
        rows = sorted({index.row() for index in chosen})
        columns = sorted({index.column() for index in chosen})
        lines = ["\t".join(_plain(self.grid.text(row, column)) for column in columns) for row in rows]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def paste(self) -> None:
        """Type what is on the clipboard from this cell on; what would stand outside the table is left out."""
        now = self.currentIndex()
        if not now.isValid():
            return
        lines: Sequence[str] = QGuiApplication.clipboard().text().rstrip("\r\n").splitlines()
        fitting = lines[: self.grid.rowCount() - now.row()]
        width = self.grid.columnCount() - now.column()
        self.grid.put(
            (now.row() + down, now.column() + across, text)
            for down, line in enumerate(fitting)
            for across, text in enumerate(line.split("\t")[:width])
        )


def _plain(text: str) -> str:
    """A number as it is; anything else so that no spreadsheet takes it for a formula."""
    return text if number_of(text) is not None else str(cell(text))
