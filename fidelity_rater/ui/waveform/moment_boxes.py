"""Moments in the strip: a tinted stretch over the sound with a tag that says which item, and where its edges are.

Of more than can be told apart only marks are drawn, and the chosen one's box; coming nearer shows the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen, QStaticText

from fidelity_rater.app.evidence_models import DeskMoment
from fidelity_rater.app.look import LookTokens
from fidelity_rater.ui.waveform.axis import Axis
from fidelity_rater.ui.waveform.brush import Texts, fill, hue_of, mark, stamp, translucent
from fidelity_rater.ui.waveform.moment_index import Kind, kind_of
from fidelity_rater.ui.waveform.moment_words import name_of

MOST_BOXES: Final = 60
MOST_TINTS: Final = 24
"""Tints of more than this, one on another, would only be mud."""
STRONG: Final = 64
MARK: Final = 8
LEAST_TAG: Final = 14
"""The width that a tag's mark alone needs."""
LEAST_WORD: Final = 40


@dataclass(frozen=True, slots=True)
class Box:
    """A moment as it is drawn: the stretch over the sound, and the tag above it."""

    moment: DeskMoment
    kind: Kind
    left: float
    right: float
    tag: QRectF


def boxes(moments: Sequence[DeskMoment], axis: Axis, *, row_height: float, rows: int, top: float) -> list[Box]:
    """Moments in order of time as boxes, their tags in rows so that as few as possible are covered."""
    begun: list[tuple[DeskMoment, float, float, int]] = []
    edge = axis.left + axis.width
    free = [axis.left - 1.0] * rows
    for moment in moments:
        left, right = max(axis.x(moment.start_ms), axis.left), min(axis.x(moment.end_ms), edge)
        row = next((at for at, end in enumerate(free) if end <= left), min(range(rows), key=free.__getitem__))
        free[row] = left + max(right - left, LEAST_TAG)
        begun.append((moment, left, right, row))
    ends = [edge] * rows
    made: list[Box] = []
    for moment, left, right, row in reversed(begun):
        tag_right = min(max(right, left + LEAST_TAG), ends[row])
        tag = QRectF(left, top + row * row_height, max(0.0, tag_right - left), row_height - 1)
        ends[row] = left - 1
        made.append(Box(moment, kind_of(moment), left, right, tag))
    made.reverse()
    return made


class Words:
    """Items' names as far as there is room for them; remembers, because measuring letters is slow."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, int, str], str] = {}
        self._texts = Texts()

    def fitted(self, name: str, room: float, metrics: QFontMetrics, *, font: str) -> QStaticText:
        key = (name, int(room) // 4 * 4, f"{font}{metrics.height()}")
        if key not in self._known:
            if len(self._known) > 4000:
                self._known.clear()
            self._known[key] = metrics.elidedText(name, Qt.TextElideMode.ElideRight, key[1])
        return self._texts.of(self._known[key])


def draw_boxes(
    painter: QPainter, shown: list[Box], area: QRectF, *, chosen: str, words: Words, look: LookTokens
) -> None:
    """Tints first and tags over them; the chosen one last and strongest."""
    others = sorted((box for box in shown if box.moment.uid != chosen), key=lambda box: box.kind)
    for kind, group in groupby(others, key=lambda box: box.kind):
        same = list(group)
        _draw_stretches(painter, same, area, kind=kind, tint=30 if len(shown) <= MOST_TINTS else 0, look=look)
        _draw_tags(painter, same, kind=kind, strong=False, words=words, look=look)
    for box in shown:
        if box.moment.uid == chosen:
            _draw_stretches(painter, [box], area, kind=box.kind, tint=STRONG, look=look)
            _draw_tags(painter, [box], kind=box.kind, strong=True, words=words, look=look)


def _draw_stretches(
    painter: QPainter, shown: list[Box], area: QRectF, *, kind: Kind, tint: int, look: LookTokens
) -> None:
    ink = hue_of(kind, look).strong
    top, bottom = area.top(), area.bottom()
    if tint:
        tints = [QRectF(box.left, top, box.right - box.left, area.height()) for box in shown]
        fill(painter, tints, translucent(ink, tint))
    style = Qt.PenStyle.SolidLine if kind is Kind.FOR else Qt.PenStyle.DashLine
    painter.setPen(QPen(QColor(ink), 2 if tint == STRONG else 1, style))
    painter.drawLines([QLineF(x, top, x, bottom) for box in shown for x in (box.left, box.right)])


def _draw_tags(
    painter: QPainter, shown: list[Box], *, kind: Kind, strong: bool, words: Words, look: LookTokens
) -> None:
    hue, metrics, font = hue_of(kind, look), painter.fontMetrics(), painter.font().family()
    height = metrics.height()
    painter.setPen(QPen(QColor(hue.strong), 1))
    painter.setBrush(QColor(hue.strong if strong else hue.soft))
    tags = [box for box in shown if box.tag.width() >= 3]
    painter.drawRects([box.tag.adjusted(0.5, 0.5, -0.5, -0.5) for box in tags])
    picture = stamp(kind, MARK, ratio=painter.device().devicePixelRatioF(), look=look)
    for box in tags:
        if box.tag.width() < LEAST_TAG:
            continue
        x, y = box.tag.left() + 8, box.tag.center().y()
        if strong:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(hue.on))
            painter.drawPolygon(mark(kind, x, y, MARK))
        else:
            painter.drawPixmap(round(x - MARK / 2 - 1), round(y - MARK / 2 - 1), picture)
        if box.tag.width() >= LEAST_WORD:
            painter.setPen(QColor(hue.on if strong else look.text))
            name = words.fitted(name_of(box.moment), box.tag.width() - 18, metrics, font=font)
            painter.drawStaticText(QPointF(box.tag.left() + 15, round(y - height / 2)), name)


def draw_ghost(painter: QPainter, axis: Axis, area: QRectF, moment: DeskMoment, *, look: LookTokens) -> None:
    """Where a moment will be once the hand lets go."""
    left, right = axis.x(moment.start_ms), axis.x(moment.end_ms)
    hue = hue_of(kind_of(moment), look)
    painter.fillRect(QRectF(left, area.top(), right - left, area.height()), translucent(hue.strong, 90))
    painter.setPen(QPen(QColor(hue.strong), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(left, area.top(), right - left, area.height()).adjusted(0, 1, 0, -1))
