"""A list of rows of many heights that stays quick with thousands of them: only what is in sight is drawn."""

from __future__ import annotations

from bisect import bisect_right
from typing import Final

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyleOptionViewItem, QWidget

from fidelity_rater.ui.transcript.line_heights import tops_of

_Index = QModelIndex | QPersistentModelIndex
_Hint = QAbstractItemView.ScrollHint
_Action = QAbstractItemView.CursorAction
_STEPS: Final = {_Action.MoveUp: -1, _Action.MovePrevious: -1, _Action.MoveDown: 1, _Action.MoveNext: 1}


class LineView(QAbstractItemView):
    """Rows under each other, as wide as the view. ``heights`` is told by who knows what stands in them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tops = [0]
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)  # coming and going, it would wrap anew

    def heights(self) -> list[int]:
        """The height of every row at the width there is now."""
        raise NotImplementedError

    # Where rows are

    def visualRect(self, index: _Index) -> QRect:
        row = index.row()
        if not 0 <= row < len(self._tops) - 1:
            return QRect()
        top, end = self._tops[row], self._tops[row + 1]
        return QRect(0, top - self.verticalOffset(), self.viewport().width(), end - top)

    def indexAt(self, point: QPoint) -> QModelIndex:
        return self.model().index(row, 0) if (row := self._row_at(point.y())) >= 0 else QModelIndex()

    def _row_at(self, y: int) -> int:
        """The row at a height of the viewport; -1: under the last or over the first."""
        at = y + self.verticalOffset()
        row = bisect_right(self._tops, at) - 1
        return row if at >= 0 and row < len(self._tops) - 1 else -1

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: _Index) -> bool:
        return False

    def scrollTo(self, index: _Index, hint: QAbstractItemView.ScrollHint = _Hint.EnsureVisible) -> None:
        rect, height, bar = self.visualRect(index), self.viewport().height(), self.verticalScrollBar()
        if not rect.isValid():
            return
        if hint is _Hint.PositionAtCenter:
            bar.setValue(bar.value() + rect.center().y() - height // 2)
        elif hint is _Hint.PositionAtTop or rect.top() < 0:
            bar.setValue(bar.value() + rect.top())
        elif hint is _Hint.PositionAtBottom or rect.bottom() >= height:
            bar.setValue(bar.value() + min(rect.top(), rect.bottom() + 1 - height))

    # Laying out

    def doItemsLayout(self) -> None:
        """Measure, keeping the row at the top where it is."""
        top_row = max(0, self._row_at(0))
        into = self.verticalOffset() - self._tops[top_row] if top_row < len(self._tops) else 0
        self._tops = tops_of(self.heights())
        super().doItemsLayout()
        self.verticalScrollBar().setValue(self._tops[min(top_row, len(self._tops) - 1)] + into)

    def updateGeometries(self) -> None:
        super().updateGeometries()
        bar, height = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(0, self._tops[-1] - height))
        bar.setPageStep(height)
        bar.setSingleStep(self.fontMetrics().lineSpacing())

    def resizeEvent(self, event: QResizeEvent) -> None:
        if event.size().width() != event.oldSize().width():
            self.doItemsLayout()
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        delegate, selection, current = self.itemDelegate(), self.selectionModel(), self.currentIndex().row()
        plain = option.state & ~QStyle.StateFlag.State_HasFocus
        with QPainter(self.viewport()) as painter:
            row = max(0, self._row_at(event.rect().top()))
            while row < len(self._tops) - 1:
                index = self.model().index(row, 0)
                option.rect = self.visualRect(index)
                if option.rect.top() > event.rect().bottom():
                    break
                option.state = plain
                if selection.isSelected(index):
                    option.state |= QStyle.StateFlag.State_Selected
                if row == current and self.hasFocus():
                    option.state |= QStyle.StateFlag.State_HasFocus
                delegate.paint(painter, option, index)
                row += 1

    # Choosing rows

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        rows, row = len(self._tops) - 1, self.currentIndex().row()
        if rows <= 0:
            return QModelIndex()
        if action in _STEPS:
            row += _STEPS[action]
        elif action is _Action.MoveHome:
            row = 0
        elif action is _Action.MoveEnd:
            row = rows - 1
        elif action in {_Action.MovePageUp, _Action.MovePageDown}:
            by = self.viewport().height() * (1 if action is _Action.MovePageDown else -1)
            row = bisect_right(self._tops, self._tops[max(0, row)] + by) - 1
        return self.model().index(min(max(0, row), rows - 1), 0)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        rect = rect.normalized()
        first, last = self._row_at(rect.top()), self._row_at(rect.bottom())
        rows = len(self._tops) - 1
        if rows <= 0 or (first < 0 and last < 0):
            self.selectionModel().select(QItemSelection(), command)
            return
        top = self.model().index(max(0, first), 0)
        end = self.model().index(last if last >= 0 else rows - 1, 0)
        self.selectionModel().select(QItemSelection(top, end), command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index)
        return region
