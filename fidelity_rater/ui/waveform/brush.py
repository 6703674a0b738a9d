"""What both pictures of the sound are drawn with: kept layers, runs of pixels, hatching, marks, lines and labels."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QImage,
    QPainter,
    QPen,
    QPixmap,
    QPixmapCache,
    QPolygonF,
    QStaticText,
    QTransform,
)

from fidelity_rater.app.evidence_models import Span
from fidelity_rater.app.look import Hue, LookTokens
from fidelity_rater.ui.waveform.axis import Axis
from fidelity_rater.ui.waveform.moment_index import Kind, MomentIndex

KNOB_PX: Final = 4.5
CROWD_PX: Final = 10
"""Marks nearer to each other than this would only be one smear."""
ARROW_PX: Final = 16
HATCHED_PX: Final = 4
"""Where there is less room, slanting lines would only be dust."""


@dataclass(frozen=True, slots=True)
class Canvas:
    """What is drawn on: its size in device-independent pixels, its letters and its colours."""

    width: int
    height: int
    ratio: float
    font: QFont
    look: LookTokens

    @property
    def key(self) -> object:
        """Tells two canvases apart that must be drawn on differently."""
        font = self.font  # its own key() is slow
        return self.width, self.height, self.ratio, font.family(), font.pointSizeF(), font.pixelSize(), self.look.name


class Layer:
    """A part of a picture that is drawn again only when what it was drawn from has changed."""

    def __init__(self) -> None:
        self._key: object = None
        self._pixmap = QPixmap()

    def pixmap(self, key: object, canvas: Canvas, draw: Callable[[QPainter], None]) -> QPixmap:
        """The layer, transparent where nothing is drawn."""
        whole = (key, canvas.key)
        if whole != self._key:
            self._key = whole
            ratio = canvas.ratio
            pixels = QSize(max(1, round(canvas.width * ratio)), max(1, round(canvas.height * ratio)))
            if self._pixmap.size() != pixels:
                self._pixmap = QPixmap(pixels)
            self._pixmap.setDevicePixelRatio(ratio)
            self._pixmap.fill(Qt.GlobalColor.transparent)
            with QPainter(self._pixmap) as painter:
                painter.setFont(canvas.font)
                draw(painter)
        return self._pixmap


class Texts:
    """Words that are set once and drawn many times."""

    MOST: Final = 2000

    def __init__(self) -> None:
        self._known: dict[str, QStaticText] = {}

    def of(self, words: str) -> QStaticText:
        """The words as they are drawn from their upper left."""
        if words not in self._known:
            if len(self._known) >= self.MOST:
                self._known.clear()
            made = self._known[words] = QStaticText(words)
            made.setTextFormat(Qt.TextFormat.PlainText)
        return self._known[words]


def runs(spans: Sequence[Span], axis: Axis, *, least: float = 1.0) -> list[tuple[float, float]]:
    """Ordered spans as stretches of pixels within the axis, those that touch drawn as one."""
    left, right, scale = axis.left, axis.left + axis.width, axis.px_per_ms
    zero = left - axis.start_ms * scale
    made: list[tuple[float, float]] = []
    begun, ended = left, left - 1
    first = max(0, bisect_left(spans, (axis.start_ms,)) - 1)
    for start, end in spans[first : bisect_left(spans, (axis.end_ms,), first)]:
        to_x = zero + end * scale
        if to_x <= left:
            continue
        from_x = zero + start * scale
        if from_x <= ended + 0.5:
            if to_x > ended:
                ended = to_x
            continue
        if ended > begun:
            made.append((begun, ended))
        begun = max(left, from_x)
        ended = max(begun + least, to_x)
    if ended > begun:
        made.append((begun, min(ended, right)))
    return made


def draw_bars(painter: QPainter, spans: Sequence[Span], axis: Axis, *, top: float, height: int, colour: str) -> None:
    """Spans as bars of one colour, however many: one row of pixels is put together, and drawn as tall as they are."""
    ratio = painter.device().devicePixelRatioF()
    width, rows = max(1, round(axis.width * ratio)), max(1, round(height * ratio))
    row, ink, left = bytearray((width + 3) // 4 * 4), b"\1" * width, axis.left
    for start, end in runs(spans, axis):
        from_x, to_x = int((start - left) * ratio + 0.5), int((end - left) * ratio + 0.5)
        row[from_x:to_x] = ink[from_x:to_x]
    image = QImage(bytes(row) * rows, width, rows, len(row), QImage.Format.Format_Indexed8)
    image.setColorTable([0, QColor(colour).rgba()])
    painter.drawImage(QRectF(left, top, axis.width, height), image)


def rects(stretches: Iterable[tuple[float, float]], top: float, height: float) -> list[QRectF]:
    return [QRectF(start, top, end - start, height) for start, end in stretches]


def fill(painter: QPainter, areas: list[QRectF], brush: QBrush | QColor) -> None:
    """Fill all of them in one go."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush)
    painter.drawRects(areas)


def translucent(colour: str, alpha: int) -> QColor:
    made = QColor(colour)
    made.setAlpha(alpha)
    return made


def hatch(painter: QPainter, areas: list[QRectF], colour: QColor) -> None:
    """Slanting lines over places about which there is something to say: not known, damaged, passed over."""
    fill(painter, areas, QBrush(colour, Qt.BrushStyle.BDiagPattern))


def hue_of(kind: Kind, look: LookTokens) -> Hue:
    """The colour that goes with a mark's shape."""
    return {Kind.FOR: look.ok, Kind.AGAINST: look.warning, Kind.UNPLACED: look.other}[kind]


def mark(kind: Kind, x: float, y: float, size: float) -> QPolygonF:
    """Up for, down against, a diamond where it is not placed yet; around a point."""
    half = size / 2
    if kind is Kind.FOR:
        corners = [(x - half, y + half), (x + half, y + half), (x, y - half)]
    elif kind is Kind.AGAINST:
        corners = [(x - half, y - half), (x + half, y - half), (x, y + half)]
    else:
        corners = [(x, y - half), (x + half, y), (x, y + half), (x - half, y)]
    return QPolygonF([QPointF(*corner) for corner in corners])


def draw_mark(painter: QPainter, kind: Kind, at: QPointF, *, size: float, look: LookTokens) -> None:
    """A mark; hollow where it is not placed yet."""
    ink = QColor(hue_of(kind, look).strong)
    painter.setPen(QPen(ink, 1.2) if kind is Kind.UNPLACED else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.surface) if kind is Kind.UNPLACED else ink)
    painter.drawPolygon(mark(kind, at.x(), at.y(), size - (1 if kind is Kind.UNPLACED else 0)))


def stamp(kind: Kind, size: int, *, ratio: float, look: LookTokens) -> QPixmap:
    """A mark drawn once, to be set down many times; a pixel of room around it."""
    key = f"fidelity-rater-mark/{kind}/{size}/{ratio}/{look.name}"
    picture = QPixmap()
    if QPixmapCache.find(key, picture):
        return picture
    side = size + 2
    picture = QPixmap(round(side * ratio), round(side * ratio))
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_mark(painter, kind, QPointF(side / 2, side / 2), size=size, look=look)
    QPixmapCache.insert(key, picture)
    return picture


def draw_crowd(
    painter: QPainter, index: MomentIndex, axis: Axis, *, above: float, below: float, size: int, look: LookTokens
) -> None:
    """A mark for each place where moments begin; what speaks against a score lies below, the others above."""
    ratio, scale, half = painter.device().devicePixelRatioF(), axis.px_per_ms, size / 2 + 1
    least = CROWD_PX / scale if scale else 0.0
    zero = axis.left - axis.start_ms * scale
    for kind in (Kind.UNPLACED, Kind.FOR, Kind.AGAINST):
        starts = index.apart(kind, axis.start_ms, axis.end_ms, least_ms=least)
        places = [int((zero + start * scale) * ratio + 0.5) for start in starts]
        if places:
            y = round((below if kind is Kind.AGAINST else above) - half)
            band = _row_of_stamps(stamp(kind, size, ratio=ratio, look=look), places)
            painter.drawImage(QPointF(round(places[0] / ratio) - half, y), band)


def _row_of_stamps(picture: QPixmap, places: list[int]) -> QImage:
    """The same picture side by side at ordered places, the first one at the left; put together without drawing each.

    It is lying on its side while it is put together, so that each column of pixels is a stretch of bytes.
    """
    lying = picture.toImage().convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)
    lying = lying.transformed(QTransform().rotate(90))
    side, line = lying.height(), lying.bytesPerLine()
    one, gap = bytes(lying.constBits()), bytes(line * (places[-1] - places[0]))
    parts: list[bytes] = []
    for here, following in pairwise(places):
        room = following - here
        parts.append(one[: room * line] if room <= side else one + gap[: (room - side) * line])
    parts.append(one)
    columns = places[-1] - places[0] + side
    made = QImage(b"".join(parts), lying.width(), columns, line, QImage.Format.Format_ARGB32_Premultiplied)
    made = made.transformed(QTransform().rotate(270))
    made.setDevicePixelRatio(picture.devicePixelRatioF())
    return made


def draw_now(painter: QPainter, x: float, top: float, bottom: float, *, look: LookTokens) -> None:
    """Where the sound is: a line with a head."""
    painter.setPen(QPen(QColor(look.surface), 4))
    painter.drawLine(QPointF(x, top), QPointF(x, bottom))
    painter.setPen(QPen(QColor(look.text), 2))
    painter.drawLine(QPointF(x, top), QPointF(x, bottom))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.text))
    head = [QPointF(x - KNOB_PX, top), QPointF(x + KNOB_PX, top), QPointF(x, top + KNOB_PX * 1.5)]
    painter.drawPolygon(QPolygonF(head))


def draw_selection(painter: QPainter, rect: QRectF, *, look: LookTokens) -> None:
    """What is selected: a tint, and firm edges to take hold of."""
    painter.fillRect(rect, translucent(look.accent, 56))
    painter.setPen(QPen(QColor(look.accent), 2))
    for x in (rect.left(), rect.right()):
        painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))


def draw_skipped(
    painter: QPainter, stretches: list[tuple[float, float]], top: float, height: float, *, look: LookTokens
) -> None:
    """Silences that were passed over: dimmed, hatched, and with an arrow where there is room for it."""
    wide = [stretch for stretch in stretches if stretch[1] - stretch[0] >= HATCHED_PX]
    fill(painter, rects(stretches, top, height), translucent(look.sunken, 150))
    if len(wide) < len(stretches):
        narrow = [stretch for stretch in stretches if stretch[1] - stretch[0] < HATCHED_PX]
        fill(painter, rects(narrow, top, height), translucent(look.control, 50))
    areas = rects(wide, top, height)
    hatch(painter, areas, translucent(look.control, 120))
    painter.setPen(QPen(QColor(look.muted), 1.6))
    middle, arm = top + height / 2, 3.5
    for area in areas:
        if area.width() < ARROW_PX:
            continue
        for x in (area.center().x() - 3, area.center().x() + 2):
            corners = [(x - arm / 2, middle - arm), (x + arm / 2, middle), (x - arm / 2, middle + arm)]
            painter.drawPolyline([QPointF(*corner) for corner in corners])


def draw_label(painter: QPainter, rect: QRectF, text: str, *, look: LookTokens, align: Qt.AlignmentFlag) -> None:
    """Words over a picture, on ground of their own so that they can be read."""
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, max(0, int(rect.width()) - 12))
    if not shown or shown == "…":
        return
    width, height = metrics.horizontalAdvance(shown) + 12, metrics.height() + 2
    left = rect.right() - width - 4 if align & Qt.AlignmentFlag.AlignRight else rect.center().x() - width / 2
    box = QRectF(max(rect.left(), left), rect.center().y() - height / 2, width, height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.surface))
    painter.drawRoundedRect(box, 4, 4)
    painter.setPen(QColor(look.muted))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
