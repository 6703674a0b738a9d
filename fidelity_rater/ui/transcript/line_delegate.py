"""Draws a line: its time, who speaks where that changes, its words, and in them what is looked for."""

from __future__ import annotations

import unicodedata
from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fidelity_rater.app.look import LookTokens
from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.ui.theme import current_look
from fidelity_rater.ui.transcript.folding import spans_of
from fidelity_rater.ui.transcript.line_model import LineModel

SIDE: Final = 12
GAP: Final = 10
ABOVE: Final = 4
BEFORE_A_NAME: Final = 6
MARK: Final = 3
_WRAP: Final = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
_Index = QModelIndex | QPersistentModelIndex


class LineDelegate(QStyledItemDelegate):
    """Draws into the heights that its view has measured."""

    def __init__(self, model: LineModel, parent: QObject) -> None:
        super().__init__(parent)
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        row, look = index.row(), current_look()
        line, now = self._model.lines[row], row == self._model.now
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        font, metrics = option.font, QFontMetrics(option.font)
        painter.save()
        painter.setClipRect(rect)
        selected = bool(state & QStyle.StateFlag.State_Selected)
        if selected or now:
            painter.fillRect(rect, QColor(look.accent_soft if selected else look.hover))
        if now:
            painter.fillRect(QRect(rect.left(), rect.top(), MARK, rect.height()), QColor(look.accent))
        left, top = rect.left() + text_left(metrics, self._model), rect.top() + ABOVE
        if self._model.names_voice(row):
            top += BEFORE_A_NAME
            painter.setFont(_bold(font))
            painter.setPen(QColor(ink_of(line.speaker, look)))
            room = rect.right() - SIDE - left
            name = QFontMetrics(_bold(font)).elidedText(line.name, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRect(left, top, room, metrics.lineSpacing()), Qt.AlignmentFlag.AlignLeading, name)
            top += metrics.lineSpacing()
        painter.setFont(font)
        painter.setPen(QColor(look.accent if now else look.muted))
        time = QRect(rect.left() + SIDE, top, left - GAP - rect.left() - SIDE, metrics.lineSpacing())
        painter.drawText(time, Qt.AlignmentFlag.AlignRight, media_time(line.start_ms, tenths=False))
        painter.setPen(QColor(look.text))
        self._draw_words(painter, line.text, font, QPointF(left, top), rect.right() - SIDE - left)
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_Active:
            painter.setPen(QColor(look.accent))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
        painter.restore()

    def _draw_words(self, painter: QPainter, text: str, font: QFont, at: QPointF, width: float) -> None:
        layout = QTextLayout(text, font)
        layout.setCacheEnabled(False)
        option = QTextOption()
        option.setWrapMode(_WRAP)
        if _reads_from_the_right(text):
            option.setTextDirection(Qt.LayoutDirection.RightToLeft)
            option.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignAbsolute)
        layout.setTextOption(option)
        layout.setFormats(_found(text, self._model.wanted))
        layout.beginLayout()
        y = 0.0
        while (one := layout.createLine()).isValid():
            one.setLineWidth(max(1.0, width))
            one.setPosition(QPointF(0, y))
            y += QFontMetrics(font).lineSpacing()
        layout.endLayout()
        layout.draw(painter, at)


def text_left(metrics: QFontMetrics, model: LineModel) -> int:
    """Where the words begin: right of the longest time there is."""
    last = model.lines[-1].start_ms if model.lines else 0
    return SIDE + metrics.horizontalAdvance("0:00:00" if last >= 3_600_000 else "00:00") + GAP


def ink_of(speaker: str, look: LookTokens) -> str:
    """The colour of a speaker's name; the name itself says the same."""
    return {"therapist": look.accent, "client": look.other.strong}.get(speaker, look.muted)


def _reads_from_the_right(text: str) -> bool:
    """Whether the first letter that has a direction is of a script written from right to left."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return False


def _bold(font: QFont) -> QFont:
    made = QFont(font)
    made.setWeight(QFont.Weight.DemiBold)
    return made


def _found(text: str, wanted: str) -> list[QTextLayout.FormatRange]:
    """The words that are looked for, on a ground of their own and underlined."""
    look = current_look()
    ranges = []
    for start, length in spans_of(wanted, text):
        style = QTextCharFormat()
        style.setBackground(QColor(look.warning.soft))
        style.setForeground(QColor(look.text))
        style.setFontUnderline(True)
        style.setUnderlineColor(QColor(look.warning.strong))
        found = QTextLayout.FormatRange()
        found.start, found.length, found.format = start, length, style
        ranges.append(found)
    return ranges
