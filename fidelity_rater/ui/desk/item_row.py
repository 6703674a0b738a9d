"""One item of the scale as a row: how it stands, what it is called, and its answers in their columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QEnterEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from fidelity_rater.app.desk_models import AnswerKind, DeskDimension, DeskItem
from fidelity_rater.i18n import tr
from fidelity_rater.ui.desk.standing_sign import WIDTH as SIGN_WIDTH
from fidelity_rater.ui.desk.standing_sign import StandingSign, standing_words, wants_attention
from fidelity_rater.ui.theme import current_look, pixmap
from fidelity_rater.ui.widgets.count_field import CountField
from fidelity_rater.ui.widgets.score_buttons import ScoreButtons
from fidelity_rater.ui.widgets.text import label

AnswerField = ScoreButtons | CountField
GUTTER: Final = 28
MARK: Final = 16


def answer_field(dimension: DeskDimension, *, item_label: str) -> AnswerField:
    """The widget that a dimension is answered with."""
    if dimension.kind is AnswerKind.COUNT:
        return CountField(dimension, item_label=item_label)
    return ScoreButtons(dimension, item_label=item_label)


class ItemRow(QWidget):
    """A row of the list. It never takes the keyboard: the list has it.

    Signals:
        row_pressed: this item, and the dimension whose answer was pressed (empty: the row itself).
        score_chosen: item, dimension, value.
        score_withdrawn: item, dimension.
    """

    row_pressed = Signal(str, str)
    score_chosen = Signal(str, str, int)
    score_withdrawn = Signal(str, str)

    def __init__(self, item: DeskItem, *, columns: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self._chosen = self._hovered = False
        self.fields: dict[str, AnswerField] = {}
        self._signs: dict[str, StandingSign] = {}
        self._cells: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._name: QLabel = label(item.label, wrap=True)
        self._state: QLabel = label("", "muted", wrap=True)
        names = QVBoxLayout()
        names.setSpacing(0)
        names.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        names.addWidget(self._name)
        names.addWidget(self._state)
        self._marks = _Marks(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(GUTTER, 1, 8, 1)
        row.setSpacing(8)
        row.addLayout(names, 1)
        row.addWidget(self._marks)
        for column in range(columns):
            cell = QWidget()
            inner = QHBoxLayout(cell)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.setAlignment(Qt.AlignmentFlag.AlignLeft)
            inner.setSpacing(0)
            for dimension in item.dimensions:
                if dimension.column == column:
                    inner.addWidget(self._make_field(dimension))
                    inner.addWidget(self._signs[dimension.id])
            row.addWidget(cell)
            self._cells.append(cell)
        self.show_item(item)

    def _make_field(self, dimension: DeskDimension) -> AnswerField:
        field = answer_field(dimension, item_label=self.item.label)
        field.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        key = dimension.id
        field.score_chosen.connect(lambda value: self._answered(key, value))
        field.score_withdrawn.connect(lambda: self._answered(key, None))
        self.fields[key] = field
        self._signs[key] = StandingSign()
        return field

    def show_item(self, item: DeskItem) -> None:
        """Show how the item stands now; announces nothing."""
        self.item = item
        for dimension in item.dimensions:
            self.fields[dimension.id].show_dimension(dimension)
            self._signs[dimension.id].show_dimension(dimension)
        state = item.state
        text = "" if state is None else state.label
        if state is not None and state.reason:
            text = tr("{state}: {reason}", state=state.label, reason=state.reason)
        self._state.setText(text)
        self._state.setVisible(bool(text))
        self._marks.show_item(item)
        self.setAccessibleName(spoken(item))
        self.update()

    def show_chosen(self, chosen: bool, dimension: str = "", *, keyboard: bool = True) -> None:
        """Show whether this is the chosen item, and which answer the digits go to."""
        self._chosen = chosen
        for key, field in self.fields.items():
            field.show_active(chosen and key == dimension, keyboard=keyboard)
        self.update()

    def column_widths(self) -> list[int]:
        """How wide each column would like to be."""
        widths = [0] * len(self._cells)
        for dimension in self.item.dimensions:
            hint = self.fields[dimension.id].sizeHint().width() + SIGN_WIDTH
            widths[dimension.column] = max(widths[dimension.column], hint)
        return widths

    def set_column_widths(self, widths: Sequence[int]) -> None:
        for cell, width in zip(self._cells, widths, strict=True):
            cell.setFixedWidth(width)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.row_pressed.emit(self.item.id, "")

    def enterEvent(self, event: QEnterEvent) -> None:
        self._hovered = True
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hovered = False
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        look = current_look()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            # A hairline leads the eye from the name to its answers on a wide screen.
            painter.setPen(QPen(QColor(look.border), 1, Qt.PenStyle.DotLine))
            painter.drawLine(GUTTER, self.height() - 1, self.width() - 10, self.height() - 1)
            painter.setPen(Qt.PenStyle.NoPen)
            if self._chosen or self._hovered:
                painter.setBrush(QColor(look.accent_soft if self._chosen else look.hover))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 0, -2, 0), 6, 6)
            if self._chosen:
                painter.setBrush(QColor(look.accent))
                painter.drawRoundedRect(QRectF(2, 2, 4, self.height() - 4), 2, 2)
            self._paint_standing(painter)

    def _paint_standing(self, painter: QPainter) -> None:
        """A tick where the item is answered, a ring where it is open: shape, not colour."""
        look = current_look()
        middle = self.height() / 2
        if self.item.missing:
            painter.setPen(QPen(QColor(look.control), 1.2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QRectF(12, middle - 4, 8, 8))
        else:
            pen = QPen(QColor(look.ok.strong), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawPolyline([QPointF(11.5, middle), QPointF(14.5, middle + 3.5), QPointF(20.5, middle - 4)])

    def _answered(self, dimension: str, value: int | None) -> None:
        self.row_pressed.emit(self.item.id, dimension)
        if value is None:
            self.score_withdrawn.emit(self.item.id, dimension)
        else:
            self.score_chosen.emit(self.item.id, dimension, value)


def spoken(item: DeskItem) -> str:
    """A row in words, for a screen reader."""
    parts = [item.label]
    if item.state is not None:
        parts.append(item.state.label)
    for dimension in item.dimensions:
        if dimension.value is not None:
            parts.append(tr("{dimension} {value}", dimension=dimension.name, value=dimension.value))
        if wants_attention(dimension):
            parts.append(standing_words(dimension))
    if item.missing:
        parts.append(tr("open"))
    if item.has_note:
        parts.append(tr("has a note"))
    if item.harm_raised:
        parts.append(tr("harm flag"))
    return ", ".join(parts)


class _Marks(QWidget):
    """Small signs of a note and of a harm flag, each with its word as tooltip."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._note = self._harm = self._urgent = False
        self.setFixedSize(2 * MARK + 4, MARK)

    def sizeHint(self) -> QSize:
        return QSize(2 * MARK + 4, MARK)

    def show_item(self, item: DeskItem) -> None:
        self._note, self._harm = item.has_note, item.harm_raised or item.harm_offered
        self._urgent = item.harm_raised
        words = []
        if item.has_note:
            words.append(tr("Has a note"))
        if item.harm_action_needed:
            words.append(tr("Harm flag raised: say what was done"))
        elif item.harm_raised:
            words.append(tr("Harm flag raised"))
        elif item.harm_offered:
            words.append(tr("A harm flag can be raised here"))
        self.setToolTip("\n".join(words))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not (self._note or self._harm):
            return
        look, ratio = current_look(), self.devicePixelRatioF()
        with QPainter(self) as painter:
            if self._note:
                painter.drawPixmap(0, 0, pixmap("note", MARK, colour=look.muted, ratio=ratio))
            if self._harm:
                ink = look.danger.strong if self._urgent else look.control
                painter.drawPixmap(MARK + 4, 0, pixmap("flag", MARK, colour=ink, ratio=ratio))
