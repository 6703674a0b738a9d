"""Doing one part of the work in a thread beside its owner's, piece after piece in order, without leaving one behind."""

from __future__ import annotations

import threading
from collections.abc import Callable
from queue import Queue
from types import TracebackType
from typing import Generic, Self, TypeVar

T = TypeVar("T")


class Beside(Generic[T]):
    """A thread for the length of a ``with``: whatever it is handed is done in order, or a failure is told.

    No more than ``waiting`` pieces wait; whoever hands out more waits too, so that memory stays bounded.
    """

    def __init__(self, work: Callable[[T], None], *, waiting: int) -> None:
        self._work = work
        self._pieces: Queue[tuple[T] | None] = Queue(waiting)
        self._failure: Exception | None = None
        self._given_up = False
        self._thread = threading.Thread(target=self._run, name="peaks")

    def hand(self, piece: T) -> None:
        """Have a piece done; raises what an earlier one failed with."""
        if self._failure is not None:
            raise self._failure
        self._pieces.put((piece,))

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Wait until all is done; after a failure of either side, only until the piece under way is."""
        self._given_up = error is not None
        self._pieces.put(None)
        self._thread.join()
        if error is None and self._failure is not None:
            raise self._failure

    def _run(self) -> None:
        while (piece := self._pieces.get()) is not None:
            if self._given_up or self._failure is not None:
                continue  # taken all the same, so that nobody waits for room
            try:
                self._work(piece[0])
            except Exception as failure:  # noqa: BLE001 - raised on the owner's thread
                self._failure = failure
