"""Jobs without threads: each runs to its end where it is started. For the command line and for tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from fidelity_rater.app.ports.jobs import Cancelled

T = TypeVar("T")


class InlineJob:
    """A job, and what it tells while it works."""

    def __init__(self, progress: Callable[[int, int], None] | None) -> None:
        self._progress = progress
        self._cancelled = False

    def cancel(self) -> None:
        self._cancelled = True

    def check(self) -> None:
        if self._cancelled:
            raise Cancelled

    def tell(self, done: int, total: int) -> None:
        self.check()
        if self._progress is not None:
            self._progress(done, total)


class InlineJobs:
    """Runs a job at once and answers before :meth:`start` returns."""

    def start(
        self,
        work: Callable[[InlineJob], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        cancelled: Callable[[], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
        lane: str | None = None,
    ) -> InlineJob:
        """Run the job; every lane is in order anyway."""
        del lane
        job = InlineJob(progress)
        try:
            result = work(job)
        except Cancelled:
            if cancelled is not None:
                cancelled()
        except Exception as error:  # noqa: BLE001 - whatever went wrong is told to whoever asked
            failed(error)
        else:
            done(result)
        return job

    def close(self) -> None:
        """Nothing is left running."""
