"""One item of the profile on a line: where the supervisor's score lies on the scale, and where one's own does."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from fidelity_rater.app.door.models import ProfileAnswer, ProfileItem
from fidelity_rater.i18n import tr
from fidelity_rater.ui.theme import current_look
from fidelity_rater.ui.widgets.buttons import pressed_by_return

TRACK: Final = 150
GAP: Final = 24
DOT: Final = 8.0
PAD: Final = 8


class ProfileRow(QAbstractButton):
    """Label, then a line for each dimension: a disc with the supervisor's number, an open square for one's own.

    Pressed, what lies behind it is shown. Drawn in one piece: a letter has forty of these.
    """

    def __init__(self, item: ProfileItem, columns: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item = item
        self._columns = columns
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(told(item))
        self.setToolTip(told(item))

    @property
    def _dot(self) -> float:
        """Half of a disc's width: its number must fit in."""
        return max(DOT, self.fontMetrics().height() * 0.5)

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().averageCharWidth() * 24 + (TRACK + GAP) * len(self._columns)
        return QSize(width, max(34, self.fontMetrics().height() + 14))

    def minimumSizeHint(self) -> QSize:
        return QSize((TRACK + GAP) * len(self._columns) + 80, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not pressed_by_return(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        look = current_look()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            if self.isChecked() or self.underMouse():
                painter.setBrush(QColor(look.accent_soft if self.isChecked() else look.hover))
                painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
            if self.hasFocus():
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.setPen(QPen(QColor(look.accent), 2))
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)
            room = self.width() - len(self._columns) * (TRACK + GAP) - 2 * PAD
            text = self.item.label + ("  ⚑" if self.item.contests else "")
            painter.setPen(QColor(look.text))
            shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(PAD, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, shown)
            by_dimension = {answer.dimension: answer for answer in self.item.answers}
            for place, dimension in enumerate(self._columns):
                answer = by_dimension.get(dimension)
                if answer is not None:
                    left = self.width() - (len(self._columns) - place) * (TRACK + GAP)
                    self._draw_answer(painter, answer, QRectF(left + GAP, 0, TRACK - PAD, self.height()))

    def _draw_answer(self, painter: QPainter, answer: ProfileAnswer, box: QRectF) -> None:
        look = current_look()
        hue, middle = look.hue(answer.hue), box.center().y()
        if answer.value is None and answer.own_value is None:
            painter.setPen(QColor(look.muted))
            shown = self.fontMetrics().elidedText(answer.words, Qt.TextElideMode.ElideRight, int(box.width()))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
            return
        steps = max(1, answer.highest - answer.lowest)
        dot = self._dot
        line = box.adjusted(dot + 2, 0, -dot - 2, 0)

        def at(value: int) -> QPointF:
            return QPointF(line.left() + line.width() * (value - answer.lowest) / steps, middle)

        painter.setPen(QPen(QColor(look.border), 2))
        painter.drawLine(at(answer.lowest), at(answer.highest))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.control))
        for value in range(answer.lowest, answer.highest + 1):
            painter.drawEllipse(at(value), 1.6, 1.6)
        if answer.own_value is not None:
            self._square(painter, at(answer.own_value), around=answer.own_value == answer.value)
        if answer.value is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(hue.strong))
            painter.drawEllipse(at(answer.value), dot, dot)
            painter.setPen(QColor(hue.on))
            font = self.font()
            font.setPointSizeF(font.pointSizeF() * 0.82)
            font.setBold(True)
            painter.setFont(font)
            spot = QRectF(0, 0, 4 * dot, 4 * dot)
            spot.moveCenter(at(answer.value))
            painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, str(answer.value))
            painter.setFont(self.font())

    def _square(self, painter: QPainter, at: QPointF, *, around: bool) -> None:
        """One's own: an open square, around the disc where both are the same."""
        side = 2 * self._dot + (6 if around else -2)
        box = QRectF(0, 0, side, side)
        box.moveCenter(at)
        look = current_look()
        painter.setPen(QPen(QColor(look.text), 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush if around else QColor(look.surface))
        painter.drawRect(box)


def told(item: ProfileItem) -> str:
    """The line in words."""
    parts = []
    for answer in item.answers:
        theirs = tr("{dimension}: {answer}", dimension=answer.dimension_name, answer=answer.words or tr("no answer"))
        parts.append(tr("{theirs}, you: {own}", theirs=theirs, own=answer.own) if answer.own else theirs)
    if item.contests:
        parts.append(tr("you see it otherwise"))
    return tr("{item}. {answers}", item=item.label, answers="; ".join(parts))
