"""Moments in the strip: a tinted stretch over the sound with a tag that says which item, and where its edges are.

Of more than can be told apart only marks are drawn; coming nearer shows the boxes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen

from fidelity_rater.app.evidence_models import DeskMoment
from fidelity_rater.app.look import LookTokens
from fidelity_rater.ui.waveform.axis import Axis
from fidelity_rater.ui.waveform.brush import draw_mark, hue_of, mark, translucent
from fidelity_rater.ui.waveform.moment_index import Kind, MomentIndex, kind_of
from fidelity_rater.ui.waveform.moment_words import name_of

MOST_BOXES: Final = 160
MARK: Final = 8
LEAST_TAG: Final = 14
"""The width that a tag's mark alone needs."""
LEAST_WORD: Final = 40


@dataclass(frozen=True, slots=True)
class Box:
    """A moment as it is drawn: the stretch over the sound, and the tag above it."""

    moment: DeskMoment
    left: float
    right: float
    tag: QRectF


def boxes(index: MomentIndex, axis: Axis, *, row_height: float, rows: int, top: float) -> list[Box]:
    """The moments of a stretch, their tags in rows so that as few as possible are covered; none where too many."""
    if index.count_between(axis.start_ms, axis.end_ms) > MOST_BOXES:
        return []
    moments = index.between(axis.start_ms, axis.end_ms)
    begun: list[tuple[DeskMoment, float, float, int]] = []
    free = [axis.left - 1.0] * rows
    for moment in moments:
        left = max(axis.x(moment.start_ms), axis.left)
        right = min(axis.x(moment.end_ms), axis.left + axis.width)
        row = next((at for at, end in enumerate(free) if end <= left), min(range(rows), key=free.__getitem__))
        free[row] = left + max(right - left, LEAST_TAG)
        begun.append((moment, left, right, row))
    ends = [axis.left + axis.width] * rows
    made: list[Box] = []
    for moment, left, right, row in reversed(begun):
        tag_right = min(max(right, left + LEAST_TAG), ends[row])
        tag = QRectF(left, top + row * row_height, max(0.0, tag_right - left), row_height - 1)
        ends[row] = left - 1
        made.append(Box(moment, left, right, tag))
    made.reverse()
    return made


def draw_boxes(painter: QPainter, shown: list[Box], area: QRectF, *, chosen: str, look: LookTokens) -> None:
    """Tints first and tags over them; the chosen one last and strongest."""
    ordered = sorted(shown, key=lambda box: box.moment.uid == chosen)
    for box in ordered:
        _draw_stretch(painter, box, area, strong=box.moment.uid == chosen, look=look)
    metrics = painter.fontMetrics()
    for box in ordered:
        _draw_tag(painter, box, metrics, strong=box.moment.uid == chosen, look=look)


def _draw_stretch(painter: QPainter, box: Box, area: QRectF, *, strong: bool, look: LookTokens) -> None:
    kind = kind_of(box.moment)
    ink = hue_of(kind, look).strong
    width = box.right - box.left
    painter.fillRect(QRectF(box.left, area.top(), width, area.height()), translucent(ink, 64 if strong else 30))
    style = Qt.PenStyle.SolidLine if kind is Kind.FOR else Qt.PenStyle.DashLine
    painter.setPen(QPen(QColor(ink), 2 if strong else 1, style))
    for x in (box.left, box.right):
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))


def _draw_tag(painter: QPainter, box: Box, metrics: QFontMetrics, *, strong: bool, look: LookTokens) -> None:
    if box.tag.width() < 3:
        return
    kind = kind_of(box.moment)
    hue = hue_of(kind, look)
    painter.setPen(QPen(QColor(hue.strong), 1))
    painter.setBrush(QColor(hue.strong if strong else hue.soft))
    painter.drawRect(box.tag.adjusted(0.5, 0.5, -0.5, -0.5))
    if box.tag.width() < LEAST_TAG:
        return
    middle = QPointF(box.tag.left() + 8, box.tag.center().y())
    if strong:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(hue.on))
        painter.drawPolygon(mark(kind, middle.x(), middle.y(), MARK))
    else:
        draw_mark(painter, kind, middle, size=MARK, look=look)
    if box.tag.width() >= LEAST_WORD:
        room = box.tag.adjusted(15, 0, -3, 0)
        painter.setPen(QColor(hue.on if strong else look.text))
        words = metrics.elidedText(name_of(box.moment), Qt.TextElideMode.ElideRight, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)


def draw_crowd(painter: QPainter, index: MomentIndex, axis: Axis, area: QRectF, *, look: LookTokens) -> None:
    """A mark for each place where moments begin."""
    for kind in (Kind.UNPLACED, Kind.FOR, Kind.AGAINST):
        y = area.bottom() - MARK / 2 if kind is Kind.AGAINST else area.top() + MARK / 2
        last = axis.left - MARK
        for start in index.starts(kind, axis.start_ms, axis.end_ms):
            x = axis.x(start)
            if x - last >= MARK / 2:
                last = x
                draw_mark(painter, kind, QPointF(x, y), size=MARK, look=look)


def draw_ghost(painter: QPainter, axis: Axis, area: QRectF, moment: DeskMoment, *, look: LookTokens) -> None:
    """Where a moment will be once the hand lets go."""
    left, right = axis.x(moment.start_ms), axis.x(moment.end_ms)
    hue = hue_of(kind_of(moment), look)
    painter.fillRect(QRectF(left, area.top(), right - left, area.height()), translucent(hue.strong, 90))
    painter.setPen(QPen(QColor(hue.strong), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(left, area.top(), right - left, area.height()).adjusted(0, 1, 0, -1))
