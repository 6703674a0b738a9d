"""A moment in words, and the shape that says which way it bears."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from fidelity_rater.app.evidence_models import DeskMoment
from fidelity_rater.app.look import LookTokens
from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.i18n import tr

AGAINST: Final = "against"
FOR: Final = "for"


def time_range(moment: DeskMoment) -> str:
    """``12:31.0–12:47.3``."""
    return tr("{start}–{end}", start=media_time(moment.start_ms), end=media_time(moment.end_ms))


def bearing_word(bearing: str) -> str:
    return tr("against") if bearing == AGAINST else tr("for")


def place_words(moment: DeskMoment) -> str:
    """What the moment is evidence for; a moment without an item says so."""
    return moment.item_label or moment.item or tr("Not placed yet")


def spoken(moment: DeskMoment) -> str:
    """The whole moment, for a screen reader."""
    parts = [time_range(moment), bearing_word(moment.bearing), place_words(moment)]
    if moment.part_label:
        parts.append(moment.part_label)
    if moment.note:
        parts.append(tr("note: {note}", note=moment.note))
    if not moment.playable:
        parts.append(tr("cannot be played"))
    return ", ".join(parts)


def bearing_ink(look: LookTokens, bearing: str) -> str:
    """The ink of a bearing; the shape and the word say the same."""
    return look.warning.strong if bearing == AGAINST else look.ok.strong


def paint_bearing(painter: QPainter, square: QRectF, bearing: str, *, ink: str) -> None:
    """Draw ▲ for, ▼ against, in the middle of the square."""
    side = min(square.width(), square.height())
    middle = square.center()
    half, tall = side / 2, side * 0.43
    tip, base = (tall, -tall) if bearing == AGAINST else (-tall, tall)
    shape = QPolygonF(
        [
            QPointF(middle.x(), middle.y() + tip),
            QPointF(middle.x() - half, middle.y() + base),
            QPointF(middle.x() + half, middle.y() + base),
        ]
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(ink))
    painter.drawPolygon(shape)
