"""Has every event of a rating committed in order, and never lets one go that was not.

An event lives in ``pending`` from the click until its commit has returned. When the disk is full it stays there, the
rater is told, and the next attempt begins with the same event: nothing is skipped and nothing is reordered.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from datetime import datetime

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.jobs import JobRunner, Progress
from fidelity_rater.app.ports.library import Library, ScoreRow
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.app.saved import SavedState
from fidelity_rater.domain.ratings.events import RatingEvent

LANE = "library"
"""The lane of jobs that write to the library, one after another."""


class Saver:
    """Commits one rating's events, one transaction each."""

    def __init__(
        self, library: Library, *, jobs: JobRunner, clock: WallClock, changed: Callable[[SavedState], None]
    ) -> None:
        self._library, self._jobs, self._clock, self._changed = library, jobs, clock, changed
        self._pending: deque[tuple[RatingEvent, tuple[ScoreRow, ...]]] = deque()
        self._busy = False
        self._unsure = False
        """The last attempt failed: it may have got through all the same."""
        self._saved_at: datetime | None = None
        self._fault = ""

    @property
    def state(self) -> SavedState:
        return SavedState(self._saved_at, len(self._pending), self._fault)

    def save(self, event: RatingEvent, rows: tuple[ScoreRow, ...]) -> None:
        """Queue the event; ``changed`` tells when it is on disk."""
        self._pending.append((event, rows))
        self._next()

    def retry(self) -> None:
        """Try again after a fault; harmless at any time."""
        self._next()

    def flush(self) -> None:
        """Commit what is pending here and now, for closing and signing. Raises what stops it."""
        while self._pending:
            event, rows = self._pending[0]
            self._commit(event, rows, again=True)
            self._committed(event)

    def _commit(self, event: RatingEvent, rows: tuple[ScoreRow, ...], *, again: bool) -> None:
        with self._library.work() as uow:
            if again and uow.ratings.get(event.rating_uid).head_seq >= event.seq:
                return  # an earlier attempt got through although its answer did not
            uow.ratings.append(event, rows)
            uow.commit()

    def _next(self) -> None:
        if self._busy or not self._pending:
            return
        event, rows = self._pending[0]
        again = self._unsure
        self._busy = True

        def work(progress: Progress) -> RatingEvent:
            self._commit(event, rows, again=again)
            return event

        self._jobs.start(work, done=self._on_done, failed=lambda error: self._on_failed(event, error), lane=LANE)

    def _on_done(self, event: RatingEvent) -> None:
        self._busy = False
        self._committed(event)
        self._next()

    def _committed(self, event: RatingEvent) -> None:
        if self._pending and self._pending[0][0] is event:
            self._pending.popleft()
        self._saved_at, self._fault, self._unsure = self._clock.now(), "", False
        self._changed(self.state)

    def _on_failed(self, event: RatingEvent, error: Exception) -> None:
        self._busy = False
        if not self._pending or self._pending[0][0] is not event:
            self._next()  # a flush has committed it meanwhile: the job only came second
            return
        self._unsure = True
        if not isinstance(error, UserFacingError):
            raise error
        self._fault = str(error)
        self._changed(self.state)
