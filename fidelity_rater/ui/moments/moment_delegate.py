"""Draws a moment's row: what plays it, when, which way it bears, for which item, and its note."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from fidelity_rater.app.evidence_models import DeskMoment
from fidelity_rater.app.look import LookTokens
from fidelity_rater.i18n import tr
from fidelity_rater.ui.moments.moment_model import MOMENT_ROLE
from fidelity_rater.ui.moments.moment_words import bearing_ink, bearing_word, paint_bearing, place_words, time_range
from fidelity_rater.ui.theme import current_look, pixmap

PAD: Final = 8


class MomentDelegate(QStyledItemDelegate):
    """Two lines a row. Draws straight from the moment: nothing is made per row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.playing = ""
        """The moment that is heard now, whose row says so."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, row_height(option.fontMetrics))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        moment: DeskMoment = index.data(MOMENT_ROLE)
        look, rect = current_look(), option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, rect, look, chosen=chosen, hovered=hovered)
        self._paint_glyph(painter, rect, moment, look=look, side=option.fontMetrics.height())
        texts = rect.adjusted(glyph_width(option.fontMetrics), 0, -PAD, 0)
        middle = rect.center().y() + 1
        upper = QRect(texts.left(), rect.top() + 5, texts.width(), middle - rect.top() - 5)
        lower = QRect(texts.left(), middle, texts.width(), rect.bottom() - middle - 4)
        self._paint_when(painter, upper, moment, look=look, font=option.font)
        self._paint_what(painter, lower, moment, look=look, font=option.font)
        painter.restore()

    def _paint_ground(self, painter: QPainter, rect: QRect, look: LookTokens, *, chosen: bool, hovered: bool) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        if chosen or hovered:
            painter.setBrush(QColor(look.accent_soft if chosen else look.hover))
            painter.drawRect(rect)
        if chosen:
            painter.setBrush(QColor(look.accent))
            painter.drawRect(QRect(rect.left(), rect.top(), 3, rect.height()))
        painter.setPen(QPen(QColor(look.border), 1))
        painter.drawLine(rect.left() + PAD, rect.bottom(), rect.right() - PAD, rect.bottom())

    def _paint_glyph(self, painter: QPainter, rect: QRect, moment: DeskMoment, *, look: LookTokens, side: int) -> None:
        name = "pause" if moment.uid == self.playing else "play"
        ink = look.accent if moment.playable else look.disabled
        ratio = painter.device().devicePixelRatio()
        top = rect.top() + (rect.height() - side) // 2
        painter.drawPixmap(rect.left() + PAD, top, pixmap(name, side, colour=ink, ratio=ratio))

    def _paint_when(self, painter: QPainter, line: QRect, moment: DeskMoment, *, look: LookTokens, font: QFont) -> None:
        heavy = QFont(font)
        heavy.setWeight(QFont.Weight.DemiBold)
        when, metrics = time_range(moment), QFontMetrics(heavy)
        painter.setFont(heavy)
        painter.setPen(QColor(look.text))
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, when)
        at = line.left() + metrics.horizontalAdvance(when) + 12
        ink = bearing_ink(look, moment.bearing)
        side = round(metrics.ascent() * 0.8)
        sign = QRectF(at, line.center().y() - side / 2 + 1, side, side)
        paint_bearing(painter, sign, moment.bearing, ink=ink)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        rest = QRect(at + side + 5, line.top(), line.right() - at - side - 5, line.height())
        painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, bearing_word(moment.bearing))
        if moment.part_label:
            painter.setPen(QColor(look.muted))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, moment.part_label)

    def _paint_what(self, painter: QPainter, line: QRect, moment: DeskMoment, *, look: LookTokens, font: QFont) -> None:
        words, metrics = place_words(moment), QFontMetrics(font)
        if moment.note:
            words = tr("{item} · {note}", item=words, note=moment.note)
        painter.setFont(font)
        painter.setPen(QColor(look.text if moment.item else look.muted))
        elided = metrics.elidedText(words.replace("\n", " "), Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, elided)


def glyph_width(metrics: QFontMetrics) -> int:
    """How much of a row's left edge plays it."""
    return metrics.height() + 2 * PAD


def row_height(metrics: QFontMetrics) -> int:
    """Room for two lines."""
    return 2 * metrics.lineSpacing() + 12
