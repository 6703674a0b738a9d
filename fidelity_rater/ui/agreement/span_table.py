"""A table one of whose columns is drawn: a value with its interval on a common axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from fidelity_rater.app.look import LookTokens
from fidelity_rater.i18n import tr
from fidelity_rater.ui.theme import current_look

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
SPAN_ROLE = Qt.ItemDataRole.UserRole + 1
PAD, DOT, CAP = 10, 4.0, 4.0
NAME_LETTERS = 20


@dataclass(frozen=True, slots=True)
class Axis:
    """From where to where values are drawn; ``ticks`` get a line, ``zero`` a stronger one."""

    low: float
    high: float
    ticks: tuple[float, ...] = ()
    zero: float | None = None

    def place(self, value: float, left: float, width: float) -> float:
        share = (min(max(value, self.low), self.high) - self.low) / (self.high - self.low)
        return left + share * width

    def beyond(self, value: float) -> int:
        """-1 for what lies below the axis, 1 for what lies above, 0 for what can be drawn where it is."""
        return (value > self.high) - (value < self.low)


@dataclass(frozen=True, slots=True)
class Span:
    """A value with its interval; without one only a dot is drawn."""

    value: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class SpanRow:
    """One row: its cells as text, with what is drawn in the drawn column, and what a screen reader says of that."""

    cells: tuple[str, ...]
    span: Span | None = None
    told: str = ""
    tip: str = ""


def paint_span(painter: QPainter, rect: QRect, axis: Axis, span: Span | None, *, look: LookTokens) -> None:
    """Draw the axis' ticks, the interval as a line with ends, the value as a dot; what lies beyond is pointed to."""
    left, width = rect.left() + PAD, rect.width() - 2 * PAD
    middle = QRectF(rect).center().y()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for tick in axis.ticks:
        strong = axis.zero is not None and tick == axis.zero
        painter.setPen(QPen(QColor(look.control if strong else look.grid), 1))
        x = round(axis.place(tick, left, width)) + 0.5
        painter.drawLine(QPointF(x, rect.top() + 2), QPointF(x, rect.bottom() - 1))
    if span is None:
        return
    painter.setPen(QPen(QColor(look.accent), 2))
    if span.low is not None and span.high is not None:
        first, last = axis.place(span.low, left, width), axis.place(span.high, left, width)
        painter.drawLine(QPointF(first, middle), QPointF(last, middle))
        for end, beyond in ((first, axis.beyond(span.low)), (last, axis.beyond(span.high))):
            base = end - beyond * CAP  # an arrow where it goes on, else a cap
            painter.drawLine(QPointF(base, middle - CAP), QPointF(end, middle if beyond else middle + CAP))
            if beyond:
                painter.drawLine(QPointF(base, middle + CAP), QPointF(end, middle))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.accent))
    at, beyond = QPointF(axis.place(span.value, left, width), middle), axis.beyond(span.value)
    if beyond:
        back = QPointF(-beyond * 2 * DOT, DOT)
        painter.drawPolygon([at, at + back, at + QPointF(back.x(), -DOT)])
    else:
        painter.drawEllipse(at, DOT, DOT)


class SpanModel(QAbstractTableModel):
    """Rows as they are shown."""

    def __init__(self, columns: Sequence[str], *, drawn: int, words: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.columns, self.drawn, self.words = tuple(columns), drawn, words
        self.rows: tuple[SpanRow, ...] = ()

    def show_rows(self, rows: Sequence[SpanRow]) -> None:
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DisplayRole and orientation is Qt.Orientation.Horizontal:
            return self.columns[section]
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if role == SPAN_ROLE:
            return row.span
        if role == Qt.ItemDataRole.DisplayRole:
            return "" if column == self.drawn else row.cells[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.tip or (row.cells[column] if column < self.words else None)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = row.told if column == self.drawn else row.cells[column]
            return tr("{column}: {value}", column=self.columns[column], value=said or "–")
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignLeft if column < self.words else Qt.AlignmentFlag.AlignRight
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None


class SpanDelegate(QStyledItemDelegate):
    """Draws the one column."""

    def __init__(self, axis: Axis, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.axis = axis

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look = current_look()
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(look.accent_soft))
        paint_span(painter, option.rect, self.axis, index.data(SPAN_ROLE), look=look)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(option.fontMetrics.averageCharWidth() * 18, option.fontMetrics.height() + 12)


class SpanTable(QTableView):
    """The table.

    Signals:
        row_chosen: the person is on another row.
    """

    row_chosen = Signal(int)

    def __init__(
        self,
        columns: Sequence[str],
        axis: Axis,
        *,
        drawn: int,
        words: int = 1,
        yielding: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """``yielding``: in little room the last columns give way to the first; rows tell them as tooltips."""
        super().__init__(parent)
        self._yielding = yielding
        self._drawn = drawn
        self._needed: list[int] | None = None
        self.span_model = SpanModel(columns, drawn=drawn, words=words, parent=self)
        self.setModel(self.span_model)
        self.delegate = SpanDelegate(axis, self)
        self.setItemDelegateForColumn(drawn, self.delegate)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setShowGrid(False)
        self.verticalHeader().setVisible(False)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        for column in range(len(columns)):
            mode = QHeaderView.ResizeMode.Stretch if column == 0 else QHeaderView.ResizeMode.ResizeToContents
            header.setSectionResizeMode(column, mode)
        header.setResizeContentsPrecision(60)
        self.selectionModel().currentRowChanged.connect(self.on_row_changed)

    def show_rows(self, rows: Sequence[SpanRow], *, axis: Axis | None = None) -> None:
        """Show these; nothing is chosen then."""
        if axis is not None:
            self.delegate.axis = axis
        self.span_model.show_rows(rows)
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + 12)
        self._needed = None
        self._give_way()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._give_way()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.StyleChange}:
            self._needed = None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._give_way()

    def _give_way(self) -> None:
        """Hide columns from the last on until the first has room for its names."""
        if not self._yielding or not self.isVisible():
            return
        header = self.horizontalHeader()
        if self._needed is None:  # measuring a hundred rows is slow, and a window that is laid out asks again and again
            self._needed = [max(self.sizeHintForColumn(c), header.sectionSizeHint(c)) for c in range(header.count())]
        needed = self._needed
        left = self.viewport().width() - self.fontMetrics().averageCharWidth() * NAME_LETTERS - sum(needed[1:])
        for column in range(header.count() - 1, self._drawn, -1):
            self.setColumnHidden(column, left < 0)
            left += needed[column] if left < 0 else 0

    def choose_row(self, row: int) -> None:
        flag = QItemSelectionModel.SelectionFlag
        if 0 <= row < self.span_model.rowCount():
            index = self.span_model.index(row, 0)
            self.selectionModel().setCurrentIndex(index, flag.ClearAndSelect | flag.Rows)

    def on_row_changed(self, now: QModelIndex, before: QModelIndex) -> None:
        if now.isValid():
            self.row_chosen.emit(now.row())
