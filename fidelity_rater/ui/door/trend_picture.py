"""A small picture of one number over sessions; every point has its value and the items it stands on in words."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from fidelity_rater.app.door.models import Trend
from fidelity_rater.i18n import tr
from fidelity_rater.ui.theme import current_look

HEIGHT: Final = 84
TOP: Final = 20
SIDE: Final = 22


class TrendPicture(QWidget):
    """Points from the oldest session to the latest, joined by a line; this letter's is ringed."""

    def __init__(self, trend: Trend, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trend = trend
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        words = "; ".join(
            tr("{session}: {value} ({n} items)", session=p.label, value=f"{p.value:.2f}", n=p.scored)
            for p in trend.points
        )
        self.setAccessibleName(tr("{name} over your sessions", name=trend.name))
        self.setAccessibleDescription(words)
        self.setToolTip(words.replace("; ", "\n"))

    def sizeHint(self) -> QSize:
        return QSize(220, HEIGHT + self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        look, trend = current_look(), self._trend
        hue = look.hue(trend.hue)
        low, high = trend.minimum, trend.maximum
        body = QRectF(SIDE, TOP, self.width() - 2 * SIDE, self.height() - TOP - 12)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(look.grid), 1))
            for value in range(int(low), int(high) + 1):
                y = body.bottom() - body.height() * (value - low) / max(1e-6, high - low)
                painter.drawLine(QPointF(body.left() - 8, y), QPointF(body.right() + 8, y))
            steps = max(1, len(trend.points) - 1)
            spots = [
                QPointF(
                    body.left() + (body.width() * n / steps if len(trend.points) > 1 else body.width() / 2),
                    body.bottom() - body.height() * (point.value - low) / max(1e-6, high - low),
                )
                for n, point in enumerate(trend.points)
            ]
            painter.setPen(QPen(QColor(hue.strong), 2))
            for one, other in pairwise(spots):
                painter.drawLine(one, other)
            few = len(spots) <= max(2, int(body.width() // 40))
            for spot, point in zip(spots, trend.points, strict=True):
                painter.setPen(QPen(QColor(look.surface), 1.5))
                painter.setBrush(QColor(hue.strong))
                painter.drawEllipse(spot, 5, 5)
                if point.this:
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.setPen(QPen(QColor(look.text), 1.5))
                    painter.drawEllipse(spot, 8, 8)
                if few or point.this:
                    painter.setPen(QColor(look.text))
                    where = QRectF(spot.x() - 24, spot.y() - 26, 48, 16)
                    painter.drawText(where, Qt.AlignmentFlag.AlignCenter, f"{point.value:.1f}")
