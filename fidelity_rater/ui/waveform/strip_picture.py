"""Draws the strip: the sound of a stretch with its ruler, moments, selection, and where the sound is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen

from fidelity_rater.app.evidence_models import DeskMoment, Span
from fidelity_rater.app.look import LookTokens
from fidelity_rater.app.ports.waveform import Waveform
from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.i18n import tr
from fidelity_rater.ui.waveform.axis import Axis, ticks
from fidelity_rater.ui.waveform.brush import (
    Canvas,
    Layer,
    Texts,
    draw_bars,
    draw_crowd,
    draw_label,
    draw_now,
    draw_selection,
    draw_skipped,
    runs,
)
from fidelity_rater.ui.waveform.moment_boxes import MARK, MOST_BOXES, Box, Words, boxes, draw_boxes, draw_ghost
from fidelity_rater.ui.waveform.moment_index import MomentIndex
from fidelity_rater.ui.waveform.wave_picture import BAND, Drawing, draw_speech, draw_unknown, draw_wave

SMALL: Final = 0.85
"""Size of the ruler's and the tags' text beside the window's own."""
HEARD: Final = 3


@dataclass(frozen=True, slots=True)
class Bands:
    """Where from top to bottom what is drawn, in whole pixels."""

    ruler: int
    tag: int
    rows: int
    wave: int
    height: int

    @property
    def tags_top(self) -> int:
        return self.ruler

    @property
    def wave_top(self) -> int:
        return self.ruler + self.tag * self.rows

    @property
    def speech_top(self) -> int:
        return self.wave_top + self.wave + 1

    @property
    def heard_top(self) -> int:
        return self.speech_top + BAND + 1

    @classmethod
    def of(cls, height: int, metrics: QFontMetrics) -> Bands:
        """Share a height out; tall strips get a second row of tags."""
        ruler, tag = metrics.height(), metrics.height() + 1
        rows = 2 if height >= ruler + 2 * tag + 60 else 1
        wave = max(12, height - ruler - rows * tag - BAND - HEARD - 3)
        return cls(ruler, tag, rows, wave, height)


@dataclass(slots=True)
class StripState:
    """What the strip shows now."""

    window: Span = (0, 0)
    duration_ms: int = 0
    waveform: Waveform | None = None
    version: int = 0
    progress: str = ""
    gain: int = 1
    apart: bool = False
    now_ms: int = 0
    caret_ms: int | None = None
    selection: Span | None = None
    chosen: str = ""
    heard: tuple[Span, ...] = ()
    skipped: tuple[Span, ...] = ()
    loop: Span | None = None
    ghost: DeskMoment | None = None


class StripPicture:
    """Keeps the layers that stay the same while the sound goes on."""

    def __init__(self) -> None:
        self._sound, self._over = Layer(), Layer()
        self._words, self._times = Words(), Texts()
        self._boxes: list[Box] = []
        self._crowded = False
        self._boxes_key: object = None

    def shown_boxes(self, state: StripState, index: MomentIndex, axis: Axis, bands: Bands) -> list[Box]:
        """The moments of the stretch as they lie on the picture; of a crowd only the chosen one."""
        key = (index.version, state.window, state.chosen, axis.width, bands)
        if key != self._boxes_key:
            self._boxes_key = key
            moments = index.between(*state.window, most=MOST_BOXES + 1)
            self._crowded = len(moments) > MOST_BOXES
            if self._crowded:
                chosen = index.get(state.chosen)
                here = chosen is not None and chosen.end_ms > axis.start_ms and chosen.start_ms < axis.end_ms
                moments = [chosen] if chosen is not None and here else []
            self._boxes = boxes(moments, axis, row_height=bands.tag, rows=bands.rows, top=bands.tags_top)
        return self._boxes

    def paint(
        self, painter: QPainter, state: StripState, index: MomentIndex, axis: Axis, bands: Bands, canvas: Canvas
    ) -> None:
        """Draw everything, anew only where something is new."""
        look = canvas.look
        area = QRectF(axis.left, bands.wave_top, axis.width, bands.wave)
        shown = self.shown_boxes(state, index, axis, bands)
        key: object = (state.version, state.window, state.gain, state.apart, bands)
        draw = partial(self._draw_sound, state=state, axis=axis, bands=bands, look=look)
        painter.drawPixmap(0, 0, self._sound.pixmap(key, canvas, draw))
        key = (state.window, state.duration_ms, state.heard, state.skipped, index.version, state.chosen, bands)
        draw = partial(self._draw_over, shown=shown, state=state, index=index, axis=axis, bands=bands, look=look)
        painter.drawPixmap(0, 0, self._over.pixmap(key, canvas, draw))
        self._paint_marks(painter, state, axis, area, bands, look)
        if state.progress:
            rest = self._rest(state, axis, area)
            draw_label(painter, rest, state.progress, look=look, align=Qt.AlignmentFlag.AlignRight)

    def _rest(self, state: StripState, axis: Axis, area: QRectF) -> QRectF:
        """Where there is no picture to cover with words, else everywhere."""
        known = state.waveform.known_ms if state.waveform else 0
        left = min(max(area.left(), axis.x(known)), area.right())
        return QRectF(left, area.top(), area.right() - left, area.height()) if area.right() - left > 80 else area

    def _draw_sound(self, painter: QPainter, *, state: StripState, axis: Axis, bands: Bands, look: LookTokens) -> None:
        area = QRectF(axis.left, bands.wave_top, axis.width, bands.wave)
        ground = QRectF(axis.left, bands.ruler, axis.width, bands.height - bands.ruler)
        painter.fillRect(ground, QColor(look.surface))
        painter.setFont(small(painter.font()))
        waveform = state.waveform
        if waveform is None:
            painter.fillRect(QRectF(area.left(), area.center().y(), area.width(), 1), QColor(look.control))
        else:
            if not waveform.whole:
                draw_unknown(painter, axis, waveform.known_ms, area, look=look)
            draw_wave(painter, waveform, axis, area, drawing=Drawing(state.gain, state.apart), look=look)
            draw_speech(painter, waveform, axis, bands.speech_top, look=look)
            if state.apart:
                self._draw_lane_names(painter, area, look)
        self._draw_ruler(painter, axis, bands, look)

    def _draw_over(
        self,
        painter: QPainter,
        *,
        shown: list[Box],
        state: StripState,
        index: MomentIndex,
        axis: Axis,
        bands: Bands,
        look: LookTokens,
    ) -> None:
        """What lies over the sound and does not change when more of it becomes known."""
        area = QRectF(axis.left, bands.wave_top, axis.width, bands.wave)
        draw_bars(painter, state.heard, axis, top=bands.heard_top, height=HEARD, colour=look.accent)
        draw_skipped(painter, runs(state.skipped, axis), area.top(), area.height(), look=look)
        painter.setFont(small(painter.font()))
        if self._crowded:
            above, below = bands.tags_top + MARK / 2, bands.wave_top - MARK / 2
            draw_crowd(painter, index, axis, above=above, below=below, size=MARK, look=look)
        draw_boxes(painter, shown, area, chosen=state.chosen, words=self._words, look=look)

    def _draw_lane_names(self, painter: QPainter, area: QRectF, look: LookTokens) -> None:
        for row, name in enumerate((tr("Left"), tr("Right"))):
            width = painter.fontMetrics().horizontalAdvance(name) + 8
            height = min(painter.fontMetrics().height(), area.height() / 2)
            box = QRectF(area.left() + 2, area.top() + row * area.height() / 2 + 1, width, height)
            painter.fillRect(box, QColor(look.surface))
            painter.setPen(QColor(look.muted))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)

    def _draw_ruler(self, painter: QPainter, axis: Axis, bands: Bands, look: LookTokens) -> None:
        metrics = painter.fontMetrics()
        widest = metrics.horizontalAdvance("0:00:00.0")
        step, times = ticks(axis, room=widest + 48)
        lines = [QLineF(axis.x(at), bands.ruler - 5, axis.x(at), bands.ruler) for at in times]
        painter.setPen(QPen(QColor(look.control), 1))
        painter.drawLines(lines)
        painter.drawLine(QPointF(axis.left, bands.ruler), QPointF(axis.left + axis.width, bands.ruler))
        painter.setPen(QColor(look.muted))
        top = bands.ruler - 3 - metrics.ascent()
        for at in times:
            if axis.x(at) + widest <= axis.left + axis.width:
                painter.drawStaticText(QPointF(axis.x(at) + 3, top), self._times.of(media_time(at, tenths=step < 1000)))

    def _paint_marks(
        self, painter: QPainter, state: StripState, axis: Axis, area: QRectF, bands: Bands, look: LookTokens
    ) -> None:
        if state.ghost is not None:
            draw_ghost(painter, axis, area, state.ghost, look=look)
        if state.loop is not None:
            self._paint_loop(painter, state.loop, axis, bands, look)
        if state.selection is not None:
            left, right = axis.x(state.selection[0]), axis.x(state.selection[1])
            if right >= axis.left and left <= axis.left + axis.width:
                draw_selection(painter, QRectF(left, area.top(), right - left, area.height()), look=look)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state.caret_ms is not None and axis.shows(state.caret_ms):
            painter.setPen(QPen(QColor(look.accent), 1.5, Qt.PenStyle.DashLine))
            x = axis.x(state.caret_ms)
            painter.drawLine(QPointF(x, bands.ruler), QPointF(x, bands.height))
        if axis.shows(state.now_ms):
            draw_now(painter, axis.x(state.now_ms), bands.ruler, bands.height - 1, look=look)

    def _paint_loop(self, painter: QPainter, loop: Span, axis: Axis, bands: Bands, look: LookTokens) -> None:
        """What is played again and again: a bar along the ruler with turned ends."""
        left, right = max(axis.left, axis.x(loop[0])), min(axis.left + axis.width, axis.x(loop[1]))
        if right <= left:
            return
        painter.fillRect(QRectF(left, bands.ruler - 3, right - left, 4), QColor(look.accent))
        painter.setPen(QPen(QColor(look.accent), 2))
        for at in loop:
            if axis.shows(at):
                painter.drawLine(QPointF(axis.x(at), bands.ruler - 3), QPointF(axis.x(at), bands.heard_top))


def small(font: QFont) -> QFont:
    """A little smaller than the window's own text."""
    made = QFont(font)
    if made.pointSizeF() > 0:
        made.setPointSizeF(made.pointSizeF() * SMALL)
    else:
        made.setPixelSize(max(1, round(made.pixelSize() * SMALL)))
    return made
