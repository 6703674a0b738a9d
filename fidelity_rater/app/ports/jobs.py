"""Port for slow work: a job is a callable that is handed a :class:`Progress`; one of three outcomes comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Cancelled(Exception):
    """The person asked for the job to stop; nothing of it remains."""


class Progress(Protocol):
    """What a job tells while it works."""

    def tell(self, done: int, total: int) -> None:
        """Report progress; raises :class:`Cancelled` when the person has asked to stop."""
        ...

    def check(self) -> None:
        """Raise :class:`Cancelled` when the person has asked to stop."""
        ...


class RunningJob(Protocol):
    """A job under way."""

    def cancel(self) -> None: ...


class JobRunner(Protocol):
    """Runs work away from the window and answers where it was asked (the GUI thread, or inline in tests)."""

    def start(
        self,
        work: Callable[[Progress], T],
        *,
        done: Callable[[T], None],
        failed: Callable[[Exception], None],
        cancelled: Callable[[], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
        lane: str | None = None,
    ) -> RunningJob:
        """Begin the work and return at once; exactly one of the three outcomes follows.

        Jobs of the same ``lane`` run one after another in the order in which they were started; others side by side.
        """
        ...

    def close(self) -> None:
        """Cancel what runs and wait for its threads; outcomes not yet delivered are dropped. Idempotent."""
        ...
