"""Turns the system's request to end (a logout, a terminal's Ctrl+C) into the same calm close as the window's own."""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, Signal


class StopRequests(QObject):
    """Listens for SIGTERM, SIGHUP and SIGINT while a window is open.

    Python runs its signal handlers between two of its own steps, and Qt's loop takes none while nothing happens: so the
    signal is written into a pipe that Qt watches. Windows has neither and closes windows by messages anyway.

    Signals:
        stop_requested: the system, or the person at the terminal, wants the app to end.
    """

    stop_requested = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._before: dict[int, Any] = {}
        self._notifier: QSocketNotifier | None = None
        if sys.platform == "win32":
            return
        self._read, self._write = os.pipe()
        os.set_blocking(self._read, False)
        os.set_blocking(self._write, False)
        self._wakeup = signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
            self._before[number] = signal.signal(number, lambda *_: None)
        self._notifier = QSocketNotifier(self._read, QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self.on_written)

    def on_written(self) -> None:
        os.read(self._read, 64)
        self.stop_requested.emit()

    def release(self) -> None:
        """Leave the signals as they were; idempotent."""
        if self._notifier is None:
            return
        self._notifier.setEnabled(False)
        self._notifier = None
        for number, handler in self._before.items():
            signal.signal(number, handler)
        signal.set_wakeup_fd(self._wakeup)
        os.close(self._read)
        os.close(self._write)
