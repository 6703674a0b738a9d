"""Where the sound is: a bar to press, drag, or move by keys, that says the time under the pointer."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QSlider, QToolTip, QWidget

from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.i18n import tr

PAGE_MS: Final = 60_000


class SeekSlider(QSlider):
    """A position in milliseconds.

    Signals:
        position_chosen: go there.
    """

    position_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._skip_ms = 5000
        self._held = False
        self.setMouseTracking(True)
        self.setMinimumHeight(24)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(tr("Position in the recording"))
        self.show_duration(0)

    def show_duration(self, duration_ms: int, *, skip_ms: int = 5000) -> None:
        self._skip_ms = skip_ms
        self.setRange(0, max(0, duration_ms))
        self.setEnabled(duration_ms > 0)

    def show_position(self, media_ms: int) -> None:
        """Follow the clock, but never pull the handle out of a hand."""
        if not self._held:
            self.setValue(media_ms)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._held = True
            self.setValue(self._time_at(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = self._time_at(event.position())
        if self._held:
            self.setValue(at)
        QToolTip.showText(event.globalPosition().toPoint() + QPoint(0, -32), media_time(at), self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._held and event.button() == Qt.MouseButton.LeftButton:
            self._held = False
            self.position_chosen.emit(self._time_at(event.position()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {
            Qt.Key.Key_Left: -self._skip_ms,
            Qt.Key.Key_Right: self._skip_ms,
            Qt.Key.Key_PageUp: -PAGE_MS,
            Qt.Key.Key_PageDown: PAGE_MS,
            Qt.Key.Key_Home: -self.maximum(),
            Qt.Key.Key_End: self.maximum(),
        }
        by = steps.get(Qt.Key(event.key()))
        if by is None:
            event.ignore()
            return
        self.position_chosen.emit(min(max(0, self.value() + by), self.maximum()))

    def _time_at(self, position: QPointF) -> int:
        edge = 8.0  # half the handle, where the groove begins
        share = (position.x() - edge) / max(1.0, self.width() - 2 * edge)
        return round(min(max(0.0, share), 1.0) * self.maximum())
