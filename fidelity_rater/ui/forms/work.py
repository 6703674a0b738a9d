"""Slow work behind a form: progress shows, the form keeps still, and what goes wrong is said where it was asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import shiboken6
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QWidget

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.jobs import JobRunner, Progress, RunningJob
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.progress_line import ProgressLine

T = TypeVar("T")


class Work(QObject):
    """One piece of slow work at a time for one form."""

    def __init__(self, jobs: JobRunner, *, form: QWidget, banner: Banner, progress: ProgressLine | None = None) -> None:
        super().__init__(form)
        self._jobs, self._form, self._banner, self._progress = jobs, form, banner, progress
        self._job: RunningJob | None = None
        self._busy = False
        self._focus: QWidget | None = None
        if progress is not None:
            progress.hide()
            progress.cancel_pressed.connect(self.cancel)

    @property
    def busy(self) -> bool:
        return self._busy

    def start(
        self,
        work: Callable[[Progress], T],
        *,
        done: Callable[[T], None],
        text: str = "",
        failed: Callable[[UserFacingError], None] | None = None,
        stopped: Callable[[], None] | None = None,
        cancellable: bool = False,
        lane: str | None = None,
    ) -> None:
        """Begin; a press while something is under way is taken back by the form keeping still."""
        if self._busy:
            return
        self._begin(text, cancellable=cancellable)

        def on_done(result: T) -> None:
            if self._end():
                done(result)

        def on_failed(error: Exception) -> None:
            if self._end():
                self._tell(error, failed)

        def on_stopped() -> None:
            if self._end() and stopped is not None:
                stopped()

        job = self._jobs.start(
            work, done=on_done, failed=on_failed, cancelled=on_stopped, progress=self._on_progress, lane=lane
        )
        self._job = job if self._busy else None

    def cancel(self) -> None:
        """Ask what is under way to stop."""
        if self._job is not None:
            self._job.cancel()

    def _begin(self, text: str, *, cancellable: bool) -> None:
        self._busy = True
        self._banner.show_message("")
        focus = QApplication.focusWidget()
        self._focus = focus if focus is not None and self._form.isAncestorOf(focus) else None
        self._form.setEnabled(False)
        if self._progress is not None and text:
            self._progress.show_work(text, cancellable=cancellable)
            self._progress.show()

    def _end(self) -> bool:
        """Give the form back; tell whether it is still there to be answered."""
        if not shiboken6.isValid(self):
            return False
        self._busy, self._job = False, None
        self._form.setEnabled(True)
        if self._progress is not None:
            self._progress.hide()
        if self._focus is not None and shiboken6.isValid(self._focus):
            self._focus.setFocus()
        return True

    def _on_progress(self, done: int, total: int) -> None:
        if shiboken6.isValid(self) and self._progress is not None:
            self._progress.show_progress(done, total)

    def _tell(self, error: Exception, failed: Callable[[UserFacingError], None] | None) -> None:
        if not isinstance(error, UserFacingError):
            raise error
        self._banner.show_message(str(error), tone="danger")
        if failed is not None:
            failed(error)
