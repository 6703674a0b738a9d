"""Tells when a window is drawn; for the benchmarks beside it."""

from __future__ import annotations

from typing import Any


def when_painted(widget: Any, act: Any) -> Any:
    """Call once the widget has painted itself and everything in the window with it."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Watch(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
            if event.type() is QEvent.Type.Paint:
                watched.removeEventFilter(self)
                QTimer.singleShot(0, act)
            return False

    watch = Watch()
    widget.installEventFilter(watch)
    return watch
