"""The sound of a stretch as a layer: its lanes, where somebody speaks, what is damaged and what is not known yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from fidelity_rater.app.look import LookTokens
from fidelity_rater.app.ports.waveform import Waveform
from fidelity_rater.ui.waveform.axis import Axis
from fidelity_rater.ui.waveform.brush import draw_bars, fill, hatch, rects, runs, translucent
from fidelity_rater.ui.waveform.lane_picture import lane_image

BAND: Final = 3
"""Height of the band of speech."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """How the sound is drawn: the larger, the quieter it is; two lanes together or apart."""

    gain: int = 1
    apart: bool = False


def draw_wave(
    painter: QPainter, waveform: Waveform, axis: Axis, area: QRectF, *, drawing: Drawing, look: LookTokens
) -> None:
    """Draw what is known of the stretch that the axis shows; ``painter`` paints on a layer."""
    lanes: tuple[int | None, ...] = tuple(range(waveform.lanes)) if drawing.apart else (None,)
    ratio = painter.device().devicePixelRatioF()
    each = area.height() / len(lanes)
    width, height = max(1, round(axis.width * ratio)), max(1, round(each * ratio))
    for row, lane in enumerate(lanes):
        colours = look.control, look.muted
        image = lane_image(waveform, lane, axis, width=width, height=height, gain=drawing.gain, colours=colours)
        painter.drawImage(QRectF(axis.left, area.top() + row * each, axis.width, each), image)
    if len(lanes) > 1:
        painter.setPen(QPen(QColor(look.border), 1))
        middle = round(area.top() + each)
        painter.drawLine(round(axis.left), middle, round(axis.left + axis.width), middle)
    areas = rects(runs(waveform.damaged, axis, least=2), area.top(), area.height())
    fill(painter, areas, QColor(look.warning.soft))
    hatch(painter, areas, QColor(look.warning.strong))


def draw_speech(painter: QPainter, waveform: Waveform, axis: Axis, top: float, *, look: LookTokens) -> None:
    """A thin band: thick where somebody speaks, a hairline where nobody does, nothing where it is not known."""
    known = axis.x(min(waveform.speech_known_ms, axis.end_ms)) - axis.left
    if known > 0:
        painter.fillRect(QRectF(axis.left, top + BAND / 2 - 0.5, known, 1), QColor(look.border))
    draw_bars(painter, waveform.speech, axis, top=top, height=BAND, colour=look.muted)


def draw_unknown(painter: QPainter, axis: Axis, known_ms: int, area: QRectF, *, look: LookTokens) -> QRectF:
    """Hatch what is not known yet; returns where that is."""
    left = min(max(area.left(), axis.x(known_ms)), area.right())
    rest = QRectF(left, area.top(), area.right() - left, area.height())
    if rest.width() >= 1:
        painter.fillRect(rest, QColor(look.sunken))
        hatch(painter, [rest], translucent(look.control, 110))
    return rest
