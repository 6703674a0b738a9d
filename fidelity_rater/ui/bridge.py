"""From the bus to the screens: news of any thread becomes a Qt signal on the GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal, Slot

from fidelity_rater.app.bus import Bus
from fidelity_rater.app.changes import Changed


class BusBridge(QObject):
    """Gathers news until the event loop turns, then tells it once.

    Signals:
        changed: everything that changed since the last time (:class:`Changed`).
    """

    changed = Signal(Changed)
    _heard = Signal(int)
    _due = Signal()

    def __init__(self, bus: Bus, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pending = Changed.NOTHING
        self._heard.connect(self.on_heard, Qt.ConnectionType.QueuedConnection)
        self._due.connect(self.on_due, Qt.ConnectionType.QueuedConnection)
        self._unsubscribe = bus.subscribe(lambda changed: self._heard.emit(changed.value))

    def close(self) -> None:
        """Hear no more; idempotent."""
        self._unsubscribe()

    @Slot(int)
    def on_heard(self, value: int) -> None:
        """Tell at the end of this turn, so that a burst of saves redraws a screen once."""
        first = not self._pending
        self._pending |= Changed(value)
        if first:
            self._due.emit()

    @Slot()
    def on_due(self) -> None:
        changed, self._pending = self._pending, Changed.NOTHING
        self.changed.emit(changed)
