"""The bus: use cases publish what changed, whoever shows it listens. Any thread may publish."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Lock

from fidelity_rater.app.changes import Changed

log = logging.getLogger(__name__)

Listener = Callable[[Changed], None]


class Bus:
    """Hands news to every listener, on the thread that publishes it."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._listeners: dict[int, Listener] = {}
        self._next = 0

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Tell the listener of every change from now on; call what is returned to end that."""
        with self._lock:
            key = self._next
            self._next += 1
            self._listeners[key] = listener

        def unsubscribe() -> None:
            with self._lock:
                self._listeners.pop(key, None)

        return unsubscribe

    def publish(self, changed: Changed) -> None:
        """Tell every listener; what one of them gets wrong never reaches the use case or the others."""
        if not changed:
            return
        with self._lock:
            listeners = list(self._listeners.values())
        for listener in listeners:
            try:
                listener(changed)
            except Exception:
                # The change is already in the library: a broken screen must not look like a failed save.
                log.exception("a listener failed on %s", changed)
