"""The levels of a dimension with the text of each anchor, where the score is given: pressing a level scores it."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from fidelity_rater.app.desk_models import DeskDimension, DeskLevel
from fidelity_rater.i18n import tr
from fidelity_rater.ui.theme import current_look
from fidelity_rater.ui.widgets.text import label

BADGE: Final = 24


class AnchorRow(QAbstractButton):
    """One level: number, label, anchor text; marked when it stands."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value = 0
        self._hue = "other"
        self._locked = False
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.name = label("", "strong")
        self.anchor = label("", wrap=True)
        column = QVBoxLayout(self)
        column.setSpacing(1)
        column.addWidget(self.name)
        column.addWidget(self.anchor)
        self._make_room()
        for widget in (self.name, self.anchor):
            widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_level(self, level: DeskLevel, dimension: DeskDimension) -> None:
        """Show a level and whether it stands."""
        self.value, self._hue, self._locked = level.value, dimension.hue, bool(dimension.locked)
        competent = level.value == dimension.competent
        self.name.setText(tr("{label} (this scale's competent level)", label=level.label) if competent else level.label)
        self.anchor.setText(level.anchor)
        self.anchor.setVisible(bool(level.anchor))
        self.setChecked(level.value == dimension.value)
        spoken = tr("{value} {label}: {anchor}", value=level.value, label=level.label, anchor=level.anchor)
        self.setAccessibleName(spoken)
        self.setToolTip(dimension.locked)
        self.updateGeometry()
        self.update()

    def nextCheckState(self) -> None:
        """Show only what the owner tells."""

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return max(layout.totalHeightForWidth(width), self._badge() + 10) if layout else self._badge()

    def sizeHint(self) -> QSize:
        layout = self.layout()
        return layout.totalSizeHint() if layout else QSize()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._badge() * 4, self._badge() + 10)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = current_look()
        hue = look.hue(self._hue)
        checked, side = self.isChecked(), self._badge()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            if checked or (self.underMouse() and not self._locked):
                painter.setBrush(QColor(hue.soft if checked else look.hover))
                painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
            if checked:
                painter.setBrush(QColor(hue.strong))
                painter.drawRoundedRect(QRectF(0, 2, 4, self.height() - 4), 2, 2)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(look.accent), 2))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
            badge = QRectF(8, 5, side, side)
            painter.setPen(QPen(QColor(hue.strong if not self._locked else look.border), 1))
            painter.setBrush(QColor(hue.strong) if checked else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(badge, 4, 4)
            painter.setPen(QColor(hue.on if checked else (look.disabled if self._locked else hue.strong)))
            font = self.font()
            font.setBold(True)
            painter.setFont(font)
            painter.drawText(badge, Qt.AlignmentFlag.AlignCenter, str(self.value))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._make_room()

    def _make_room(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(8 + self._badge() + 10, 5, 8, 5)

    def _badge(self) -> int:
        return max(BADGE, self.fontMetrics().height() + 6)


class AnchorPanel(QWidget):
    """All levels of one dimension.

    Signals:
        score_chosen: the rater pressed a level.
        score_withdrawn: the rater pressed the standing level again.
    """

    score_chosen = Signal(int)
    score_withdrawn = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dimension: DeskDimension | None = None
        self.locked = label("", "muted", wrap=True)
        self.rows: list[AnchorRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._column.addWidget(self.locked)

    def show_dimension(self, dimension: DeskDimension) -> None:
        """Show the levels and which of them stands; announces nothing."""
        self._dimension = dimension
        self.setAccessibleName(dimension.name)
        self.locked.setText(dimension.locked)
        self.locked.setVisible(bool(dimension.locked))
        while len(self.rows) < len(dimension.levels):
            row = AnchorRow(self)
            row.clicked.connect(self.on_row_pressed)
            self._column.addWidget(row)
            self.rows.append(row)
        for row, level in zip(self.rows, dimension.levels, strict=False):
            row.show_level(level, dimension)
        for index, row in enumerate(self.rows):
            row.setVisible(index < len(dimension.levels))

    def on_row_pressed(self) -> None:
        row, dimension = self.sender(), self._dimension
        if not isinstance(row, AnchorRow) or dimension is None or dimension.locked:
            return
        if row.value == dimension.value:
            self.score_withdrawn.emit()
        else:
            self.score_chosen.emit(row.value)
