"""Has what is being written committed, and never says so before it is."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.documents import Document
from fidelity_rater.app.ports.jobs import JobRunner, Progress
from fidelity_rater.app.ports.library import Library
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.app.rating.saver import LANE
from fidelity_rater.app.saved import SavedState


class DraftSaver:
    """Commits one document as it reads now: what was changed while it was being saved goes with the next commit."""

    def __init__(
        self, library: Library, *, jobs: JobRunner, clock: WallClock, changed: Callable[[SavedState], None]
    ) -> None:
        self._library, self._jobs, self._clock, self._changed = library, jobs, clock, changed
        self._wanted: Document | None = None
        self._kept: Document | None = None
        self._busy = False
        self._saved_at: datetime | None = None
        self._fault = ""

    @property
    def state(self) -> SavedState:
        return SavedState(self._saved_at, int(self._wanted is not self._kept), self._fault)

    def save(self, document: Document) -> None:
        """Have this in the library soon; ``changed`` tells when it is on disk."""
        self._wanted = document
        self._changed(self.state)
        self._next()

    def retry(self) -> None:
        """Try again after a fault; harmless at any time."""
        self._next()

    def flush(self) -> None:
        """Commit here and now what is not on disk. Raises what stops it."""
        if self._wanted is not self._kept:
            self._on_kept(self._commit())

    def _commit(self) -> Document:
        with self._library.work() as uow:
            # Only now, under the library's lock: a job that comes late must not put back what was written before.
            document = self._wanted
            assert document is not None
            uow.documents.keep(document)
            uow.commit()
        return document

    def _next(self) -> None:
        if self._busy or self._wanted is self._kept:
            return
        self._busy = True

        def work(progress: Progress) -> Document:
            return self._commit()

        self._jobs.start(work, done=self._on_done, failed=self._on_failed, lane=LANE)

    def _on_done(self, document: Document) -> None:
        self._busy = False
        if self._wanted is not self._kept:  # else a flush has kept what came later
            self._on_kept(document)
            self._next()

    def _on_kept(self, document: Document) -> None:
        self._kept, self._saved_at, self._fault = document, self._clock.now(), ""
        self._changed(self.state)

    def _on_failed(self, error: Exception) -> None:
        self._busy = False
        if not isinstance(error, UserFacingError):
            raise error
        if self._wanted is not self._kept:
            self._fault = str(error)
            self._changed(self.state)
