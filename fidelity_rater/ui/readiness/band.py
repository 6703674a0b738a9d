"""A mean with its likely band beside a line, drawn simply; the sentence under it says the same."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from fidelity_rater.i18n import tr
from fidelity_rater.ui.theme import current_look

DOT: Final = 5.0
EDGE: Final = 16
ROOM: Final = 0.1


@dataclass(frozen=True, slots=True)
class Band:
    """What is drawn: figures on a scale from ``least`` to ``most``. ``low`` and ``high`` None: no band is known."""

    mean: float
    line: float
    least: float
    most: float
    low: float | None = None
    high: float | None = None

    @classmethod
    def around(cls, *, mean: float, line: float, low: float | None, high: float | None) -> Band:
        """With whole figures as its ends, so that all that is drawn has room."""
        figures = [each for each in (mean, line, low, high) if each is not None]
        return cls(mean, line, floor(min(figures) - ROOM), ceil(max(figures) + ROOM), low, high)

    @property
    def crosses(self) -> bool:
        """Whether the line lies within the band, so that the mean alone says nothing for sure."""
        return self.low is not None and self.high is not None and self.low <= self.line <= self.high

    def words(self) -> str:
        """All of the picture in a sentence."""
        if self.low is None or self.high is None:
            return tr("Mean {mean}; how sure that is cannot be told yet. The line is {line}.",
                      mean=_figure(self.mean), line=_figure(self.line))  # fmt: skip
        return tr(
            "Mean {mean}, likely between {low} and {high}. The line is {line}.",
            mean=_figure(self.mean),
            low=_figure(self.low),
            high=_figure(self.high),
            line=_figure(self.line),
        )


class BandPicture(QWidget):
    """Draws one band."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._band: Band | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_band(self, band: Band | None) -> None:
        self._band = band
        self.setVisible(band is not None)
        self.setAccessibleName(band.words() if band is not None else "")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, 4 * self.fontMetrics().height() + 8)

    def place_of(self, figure: float) -> float:
        """Where on the width a figure lies; nothing lies beyond the scale."""
        band = self._band
        assert band is not None
        share = (figure - band.least) / (band.most - band.least)
        return EDGE + min(1.0, max(0.0, share)) * (self.width() - 2 * EDGE)

    def paintEvent(self, event: QPaintEvent) -> None:
        band = self._band
        if band is None:
            return
        look, metrics = current_look(), self.fontMetrics()
        middle = metrics.height() * 2.0
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(look.control), 1))
            painter.drawLine(QPointF(EDGE, middle), QPointF(self.width() - EDGE, middle))
            self._draw_ends(painter, band, middle)
            if band.low is not None and band.high is not None:
                self._draw_band(painter, band.low, band.high, middle)
            self._draw_line(painter, band, middle)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(look.text))
            painter.drawEllipse(QPointF(self.place_of(band.mean), middle), DOT, DOT)

    def _draw_ends(self, painter: QPainter, band: Band, middle: float) -> None:
        painter.setPen(QColor(current_look().muted))
        height = self.fontMetrics().height()
        under = QRectF(EDGE, middle + height * 0.8, self.width() - 2 * EDGE, height)
        painter.drawText(under, Qt.AlignmentFlag.AlignLeft, _figure(band.least))
        painter.drawText(under, Qt.AlignmentFlag.AlignRight, _figure(band.most))

    def _draw_band(self, painter: QPainter, low: float, high: float, middle: float) -> None:
        look, half = current_look(), self.fontMetrics().height() / 2
        left, right = self.place_of(low), self.place_of(high)
        painter.setPen(QPen(QColor(look.accent), 1.5))
        painter.setBrush(QColor(look.accent_soft))
        painter.drawRoundedRect(QRectF(left, middle - half, max(2.0, right - left), 2 * half), 3, 3)

    def _draw_line(self, painter: QPainter, band: Band, middle: float) -> None:
        look, height = current_look(), self.fontMetrics().height()
        at = self.place_of(band.line)
        painter.setPen(QPen(QColor(look.warning.strong), 2, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(at, height), QPointF(at, middle + height))
        words = tr("line {figure}", figure=_figure(band.line))
        wide = self.fontMetrics().horizontalAdvance(words)
        left = min(max(0.0, at - wide / 2), self.width() - wide)
        painter.setPen(QColor(look.text))
        painter.drawText(QRectF(left, 0, wide + 4, height), Qt.AlignmentFlag.AlignLeft, words)


def _figure(figure: float) -> str:
    return f"{figure:.2f}".rstrip("0").rstrip(".")
