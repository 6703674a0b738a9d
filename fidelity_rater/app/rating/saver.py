"""Has every event of a rating committed in order, and never lets one go that was not.

An event lives in ``pending`` from the click until its commit has returned. When the disk is full it stays there, the
rater is told, and the next attempt begins with the same event: nothing is skipped and nothing is reordered.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from datetime import datetime

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.jobs import JobRunner, Progress
from fidelity_rater.app.ports.library import Library, ScoreRow
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.app.saved import SavedState
from fidelity_rater.domain.ratings.events import RatingEvent

LANE = "library"
"""The lane of jobs that write to the library, one after another."""


_Waiting = tuple[RatingEvent, tuple[ScoreRow, ...]]


class Saver:
    """Commits one rating's events: what came while others were being saved goes together, in one transaction."""

    def __init__(
        self, library: Library, *, jobs: JobRunner, clock: WallClock, changed: Callable[[SavedState], None]
    ) -> None:
        self._library, self._jobs, self._clock, self._changed = library, jobs, clock, changed
        self._pending: deque[_Waiting] = deque()
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
            waiting = self._pending[0]
            self._commit((waiting,), again=True)
            self._committed((waiting,))

    def _commit(self, batch: Sequence[_Waiting], *, again: bool) -> None:
        with self._library.work() as uow:
            if again:
                # An earlier attempt may have got through although its answer did not.
                kept = uow.ratings.get(batch[0][0].rating_uid).head_seq
                batch = [waiting for waiting in batch if waiting[0].seq > kept]
            for event, rows in batch:
                uow.ratings.append(event, rows)
            uow.commit()

    def _next(self) -> None:
        if self._busy or not self._pending:
            return
        again = self._unsure
        # After a fault one by one: what cannot be saved must not keep back what came before it.
        batch = (self._pending[0],) if again else tuple(self._pending)
        self._busy = True

        def work(progress: Progress) -> None:
            self._commit(batch, again=again)

        self._jobs.start(
            work, done=lambda _: self._on_done(batch), failed=lambda error: self._on_failed(batch, error), lane=LANE
        )

    def _on_done(self, batch: Sequence[_Waiting]) -> None:
        self._busy = False
        self._committed(batch)
        self._next()

    def _committed(self, batch: Sequence[_Waiting]) -> None:
        for waiting in batch:
            if self._pending and self._pending[0] is waiting:
                self._pending.popleft()
        self._saved_at, self._fault, self._unsure = self._clock.now(), "", False
        self._changed(self.state)

    def _on_failed(self, batch: Sequence[_Waiting], error: Exception) -> None:
        self._busy = False
        if not self._pending or self._pending[0] is not batch[0]:
            self._next()  # a flush has committed it meanwhile: the job only came second
            return
        self._unsure = True
        if not isinstance(error, UserFacingError):
            raise error
        self._fault = str(error)
        self._changed(self.state)
