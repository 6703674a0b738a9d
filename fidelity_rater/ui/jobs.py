"""Slow work away from the window: a small pool of threads, and lanes of one; outcomes come back on the GUI thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any, Final, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

from fidelity_rater.app.ports.jobs import Cancelled, Progress

T = TypeVar("T")

WORKERS: Final = 2
TELL_EVERY_S: Final = 0.1


class QtJob:
    """One job: the worker's side tells and checks, the window's side cancels."""

    def __init__(self, key: int, tell: Callable[[int, int, int], None]) -> None:
        self.key = key
        self._tell = tell
        self._stop = Event()
        self._told_at = float("-inf")

    def cancel(self) -> None:
        self._stop.set()

    def check(self) -> None:
        if self._stop.is_set():
            raise Cancelled

    def tell(self, done: int, total: int) -> None:
        """Report at most ten times a second, and always the end."""
        self.check()
        now = time.monotonic()
        if done >= total or now - self._told_at >= TELL_EVERY_S:
            self._told_at = now
            self._tell(self.key, done, total)


class _Answers:
    """Whom to tell what became of a job."""

    def __init__(
        self,
        done: Callable[[Any], None],
        failed: Callable[[Exception], None],
        cancelled: Callable[[], None] | None,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        self.done, self.failed, self.cancelled, self.progress = done, failed, cancelled, progress


class QtJobs(QObject):
    """A :class:`~fidelity_rater.app.ports.jobs.JobRunner` whose answers arrive on the thread that made it."""

    _finished = Signal(int, object)
    _failed = Signal(int, object)
    _stopped = Signal(int)
    _told = Signal(int, int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="job")
        self._lanes: dict[str, ThreadPoolExecutor] = {}
        self._running: dict[int, tuple[QtJob, _Answers]] = {}
        self._next = 0
        self._closed = False
        queued = Qt.ConnectionType.QueuedConnection
        self._finished.connect(self.on_finished, queued)
        self._failed.connect(self.on_failed, queued)
        self._stopped.connect(self.on_stopped, queued)
        self._told.connect(self.on_told, queued)

    def start(
        self,
        work: Callable[[Progress], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        cancelled: Callable[[], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
        lane: str | None = None,
    ) -> QtJob:
        """Begin the work; call on the GUI thread."""
        if self._closed:
            raise RuntimeError("no jobs start after the end")
        self._next += 1
        job = QtJob(self._next, self._told.emit)
        self._running[job.key] = (job, _Answers(done, failed, cancelled, progress))
        self._executor(lane).submit(self._run, job, work)
        return job

    @property
    def busy(self) -> bool:
        """Whether an outcome is still to come."""
        return bool(self._running)

    def close(self) -> None:
        """Cancel what runs, wait for the threads, deliver nothing more."""
        self._closed = True
        for job, _ in self._running.values():
            job.cancel()
        for executor in (self._pool, *self._lanes.values()):
            executor.shutdown(wait=True, cancel_futures=True)
        self._running.clear()
        self._lanes.clear()

    def _executor(self, lane: str | None) -> ThreadPoolExecutor:
        if lane is None:
            return self._pool
        if lane not in self._lanes:
            self._lanes[lane] = ThreadPoolExecutor(1, thread_name_prefix=f"lane-{lane}")
        return self._lanes[lane]

    def _run(self, job: QtJob, work: Callable[[Progress], object]) -> None:
        """Work on the worker's thread; whatever happens becomes one signal."""
        try:
            job.check()
            result = work(job)
        except Cancelled:
            self._stopped.emit(job.key)
        except Exception as error:  # noqa: BLE001 - whatever went wrong is told to whoever asked
            self._failed.emit(job.key, error)
        else:
            self._finished.emit(job.key, result)

    @Slot(int, object)
    def on_finished(self, key: int, result: object) -> None:
        if entry := self._running.pop(key, None):
            entry[1].done(result)

    @Slot(int, object)
    def on_failed(self, key: int, error: Exception) -> None:
        if entry := self._running.pop(key, None):
            entry[1].failed(error)

    @Slot(int)
    def on_stopped(self, key: int) -> None:
        entry = self._running.pop(key, None)
        if entry and entry[1].cancelled is not None:
            entry[1].cancelled()

    @Slot(int, int, int)
    def on_told(self, key: int, done: int, total: int) -> None:
        entry = self._running.get(key)
        if entry and entry[1].progress is not None:
            entry[1].progress(done, total)
