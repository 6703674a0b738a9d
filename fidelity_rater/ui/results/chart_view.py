"""Shows a rendered chart: every dot can be pointed at, reached by key, and opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from fidelity_rater.i18n import tr
from fidelity_rater.ui.theme import current_look

if TYPE_CHECKING:
    from fidelity_rater.charts.rendering import Picture, Spot

_REACH = 10.0


class ChartView(QWidget):
    """A chart as a picture with places in it.

    Signals:
        spot_opened: a place that leads somewhere was opened (its key, e.g. a rating's uid).
    """

    spot_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture: Picture | None = None
        self._image = QImage()
        self._ratio = 1.0
        self._chosen = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Competence chart"))
        self.setAccessibleDescription(tr("Left and right go from dot to dot, Enter opens the rating."))

    def show_picture(self, picture: Picture, *, ratio: float = 1.0) -> None:
        """Show a chart that was rendered at this many device pixels per logical one."""
        self._picture, self._ratio, self._chosen = picture, ratio, -1
        image = QImage(
            picture.rgba, picture.width, picture.height, picture.width * 4, QImage.Format.Format_RGBA8888
        ).copy()
        image.setDevicePixelRatio(ratio)
        self._image = image
        self.setFixedSize(self.sizeHint())
        self.update()

    @property
    def spots(self) -> tuple[Spot, ...]:
        return self._picture.spots if self._picture else ()

    @property
    def chosen_sentence(self) -> str:
        """What the dot that the keys have reached says; empty before the first."""
        return self.spots[self._chosen].sentence if 0 <= self._chosen < len(self.spots) else ""

    def place_of(self, spot: Spot) -> QPointF:
        """Where the spot is in this widget."""
        return QPointF(spot.x / self._ratio, spot.y / self._ratio)

    def sizeHint(self) -> QSize:
        return QSize(round(self._image.width() / self._ratio), round(self._image.height() / self._ratio))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.drawImage(QPointF(0, 0), self._image)
        if self.hasFocus() and 0 <= self._chosen < len(self.spots):
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(QColor(current_look().accent), 2))
            place = self.place_of(self.spots[self._chosen])
            painter.drawEllipse(QRectF(place.x() - _REACH, place.y() - _REACH, 2 * _REACH, 2 * _REACH))
        painter.end()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            spot = self._near(QPointF(event.pos()))
            if spot is None:
                QToolTip.hideText()
            else:
                QToolTip.showText(event.globalPos(), spot.sentence, self)
            return True
        return super().event(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        near = self._near(event.position())
        hand = near is not None and bool(near.key)
        self.setCursor(Qt.CursorShape.PointingHandCursor if hand else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        spot = self._near(event.position())
        if spot is not None and spot.key and event.button() == Qt.MouseButton.LeftButton:
            self.spot_opened.emit(spot.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self.spots:
            step = 1 if event.key() == Qt.Key.Key_Right else -1
            self._chosen = min(max(self._chosen + step, 0), len(self.spots) - 1)
            self.setAccessibleDescription(self.chosen_sentence)
            place = self.place_of(self.spots[self._chosen]).toPoint()
            QToolTip.showText(self.mapToGlobal(place), self.chosen_sentence, self)
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= self._chosen < len(self.spots):
            if key := self.spots[self._chosen].key:
                self.spot_opened.emit(key)
        else:
            super().keyPressEvent(event)

    def _near(self, place: QPointF) -> Spot | None:
        def distance(spot: Spot) -> float:
            offset = self.place_of(spot) - place
            return offset.x() ** 2 + offset.y() ** 2

        nearest = min(self.spots, key=distance, default=None)
        return nearest if nearest is not None and distance(nearest) <= _REACH**2 else None
