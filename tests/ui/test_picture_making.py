"""Missing pictures are made one after another, step aside, and are given up where they cannot be made."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.ports.jobs import Cancelled, Progress
from fidelity_rater.ui.picture_making import PictureMaking


class Shelf:
    """Pictures that are only names; those in ``broken`` cannot be made."""

    def __init__(self, *missing: str, broken: tuple[str, ...] = ()) -> None:
        self.left, self.broken, self.made = list(missing), broken, []

    def missing(self) -> tuple[str, ...]:
        return tuple(self.left)

    def make(self, uid: str, progress: Progress) -> None:
        progress.check()
        if uid in self.broken:
            raise UserFacingError("This cannot be drawn.", "")
        self.left.remove(uid)
        self.made.append(uid)


class WaitingJobs:
    """Runs a job when told to."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def start(self, work: Any, *, done: Any, failed: Any, cancelled: Any = None, lane: str = "", **_: Any) -> Any:
        assert lane == "peaks", "never in the way of the desk's own jobs"
        stopped: list[bool] = []

        class Job:
            def cancel(self) -> None:
                stopped.append(True)

            def check(self) -> None:
                if stopped:
                    raise Cancelled

            def tell(self, done: int, total: int) -> None:
                self.check()

        job = Job()

        def run() -> None:
            try:
                result = work(job)
            except Cancelled:
                cancelled()
            except UserFacingError as error:
                failed(error)
            else:
                done(result)

        self.waiting.append(run)
        return job

    def step(self) -> None:
        self.waiting.pop(0)()


def test_all_that_are_missing_are_made_and_what_cannot_be_is_tried_once(qapp: object) -> None:
    shelf = Shelf("a", "b", "c", broken=("b",))
    making = PictureMaking(shelf, InlineJobs())  # type: ignore[arg-type]
    told: list[str] = []
    making.made.connect(told.append)
    making.look()
    assert shelf.made == told == ["a", "c"]
    shelf.left.append("d")
    making.look()
    assert shelf.made == ["a", "c", "d"]


def test_it_steps_aside_for_the_desk_and_goes_on_afterwards(qapp: object) -> None:
    shelf, jobs = Shelf("a", "b"), WaitingJobs()
    making = PictureMaking(shelf, jobs)  # type: ignore[arg-type]
    making.look()
    making.hold("desk", True)
    making.hold("locked", True)
    jobs.step()
    assert shelf.made == []
    assert not jobs.waiting
    making.hold("desk", False)
    assert not jobs.waiting, "it is still locked"
    making.hold("locked", False)
    while jobs.waiting:
        jobs.step()
    assert shelf.made == ["a", "b"]


def test_only_one_is_made_at_a_time(qapp: object) -> None:
    shelf, jobs = Shelf("a", "b"), WaitingJobs()
    making = PictureMaking(shelf, jobs)  # type: ignore[arg-type]
    making.look()
    making.look()
    assert len(jobs.waiting) == 1
