"""Notices that nobody has touched the app for a while."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QWindow
from PySide6.QtWidgets import QApplication

_TOUCHES: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.MouseMove,
    }
)


class IdleWatch(QObject):
    """Counts the minutes since the last touch.

    It listens at the windows, where touches come in, and not at the application: there every event of every widget
    would pass through here, many thousands at the start alone.

    Signals:
        idled: nobody has touched the app for as long as was set.
    """

    idled = Signal()

    def __init__(self, application: QApplication, *, minutes: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._application = application
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.timeout.connect(self.idled)
        application.focusWindowChanged.connect(self.on_window_entered)
        self.on_window_entered(application.focusWindow())
        self.set_minutes(minutes)

    def set_minutes(self, minutes: int) -> None:
        """Wait this long; 0: never."""
        self.timer.stop()
        if minutes > 0:
            self.timer.setInterval(minutes * 60_000)
            self.timer.start()

    def close(self) -> None:
        """Watch no more."""
        self.timer.stop()
        self._application.focusWindowChanged.disconnect(self.on_window_entered)
        for window in self._application.allWindows():
            window.removeEventFilter(self)

    def on_window_entered(self, window: QWindow | None) -> None:
        """Listen at whatever window is being used, dialogs too; coming to one is a touch."""
        if window is not None:
            window.installEventFilter(self)
            self._on_touched()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self._on_touched()
        return False

    def _on_touched(self) -> None:
        if self.timer.isActive():
            self.timer.start()
