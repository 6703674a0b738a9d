"""The JobRunner contract, against both runners, and what only threads can show."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.ports.jobs import Cancelled, JobRunner, Progress
from fidelity_rater.ui.jobs import QtJobs


@pytest.fixture(params=["inline", "qt"])
def jobs(request: pytest.FixtureRequest, qapp: Any) -> Iterator[JobRunner]:
    runner: JobRunner = QtJobs() if request.param == "qt" else InlineJobs()
    yield runner
    runner.close()


@pytest.fixture
def qt_jobs(qapp: Any) -> Iterator[QtJobs]:
    runner = QtJobs()
    yield runner
    runner.close()


class Outcome:
    """Remembers what came back, and where."""

    def __init__(self) -> None:
        self.told: list[tuple[str, Any]] = []
        self.threads: set[threading.Thread] = set()

    def __call__(self, kind: str) -> Callable[..., None]:
        def tell(*values: Any) -> None:
            self.told.append((kind, values[0] if len(values) == 1 else values))
            self.threads.add(threading.current_thread())

        return tell

    def start(self, jobs: JobRunner, work: Callable[[Progress], Any], lane: str | None = None) -> Any:
        return jobs.start(
            work,
            done=self("done"),
            failed=self("failed"),
            cancelled=self("cancelled"),
            progress=self("progress"),
            lane=lane,
        )


def test_a_result_comes_back_where_it_was_asked(jobs: JobRunner, qtbot: QtBot) -> None:
    outcome = Outcome()
    outcome.start(jobs, lambda progress: 6 * 7)
    qtbot.waitUntil(lambda: bool(outcome.told))
    assert outcome.told == [("done", 42)]
    assert outcome.threads == {threading.main_thread()}


def test_a_failure_comes_back_as_itself(jobs: JobRunner, qtbot: QtBot) -> None:
    outcome, error = Outcome(), ValueError("not a recording")

    def work(progress: Progress) -> None:
        raise error

    outcome.start(jobs, work)
    qtbot.waitUntil(lambda: bool(outcome.told))
    assert outcome.told == [("failed", error)]


def test_a_job_that_stops_says_so_and_nothing_else(jobs: JobRunner, qtbot: QtBot) -> None:
    outcome = Outcome()

    def work(progress: Progress) -> None:
        raise Cancelled

    outcome.start(jobs, work)
    qtbot.waitUntil(lambda: bool(outcome.told))
    assert outcome.told == [("cancelled", ())]


def test_the_end_of_progress_is_always_told(jobs: JobRunner, qtbot: QtBot) -> None:
    outcome = Outcome()

    def work(progress: Progress) -> None:
        for done in range(1, 501):
            progress.tell(done, 500)

    outcome.start(jobs, work)
    qtbot.waitUntil(lambda: ("done", None) in outcome.told)
    assert outcome.told[-2:] == [("progress", (500, 500)), ("done", None)]


def test_a_lane_keeps_its_order(jobs: JobRunner, qtbot: QtBot) -> None:
    outcome, ran = Outcome(), []
    for number in range(20):
        outcome.start(jobs, lambda progress, n=number: ran.append(n), lane="library")
    qtbot.waitUntil(lambda: len(outcome.told) == 20)
    assert ran == list(range(20))


def test_the_window_does_not_wait_for_work(qt_jobs: QtJobs, qtbot: QtBot) -> None:
    outcome, gate, seen = Outcome(), threading.Event(), []

    def work(progress: Progress) -> None:
        seen.append(threading.current_thread())
        gate.wait(5)

    outcome.start(qt_jobs, work)
    assert outcome.told == []
    gate.set()
    qtbot.waitUntil(lambda: bool(outcome.told))
    assert seen[0] is not threading.main_thread()


def test_progress_does_not_flood_the_window(qt_jobs: QtJobs, qtbot: QtBot) -> None:
    outcome = Outcome()

    def work(progress: Progress) -> None:
        for done in range(5000):
            progress.tell(done, 5000)

    outcome.start(qt_jobs, work)
    qtbot.waitUntil(lambda: ("done", None) in outcome.told)
    assert len([kind for kind, _ in outcome.told if kind == "progress"]) < 50


def test_cancelling_reaches_the_worker(qt_jobs: QtJobs, qtbot: QtBot) -> None:
    outcome, begun, gate = Outcome(), threading.Event(), threading.Event()

    def work(progress: Progress) -> None:
        begun.set()
        gate.wait(5)
        progress.check()

    job = outcome.start(qt_jobs, work)
    assert begun.wait(5)
    job.cancel()
    gate.set()
    qtbot.waitUntil(lambda: bool(outcome.told))
    assert outcome.told == [("cancelled", ())]


def test_a_job_cancelled_in_the_queue_never_runs(qt_jobs: QtJobs, qtbot: QtBot) -> None:
    first, second, gate, ran = Outcome(), Outcome(), threading.Event(), []
    first.start(qt_jobs, lambda progress: gate.wait(5), lane="library")
    second.start(qt_jobs, lambda progress: ran.append(1), lane="library").cancel()
    gate.set()
    qtbot.waitUntil(lambda: bool(second.told))
    assert second.told == [("cancelled", ())]
    assert ran == []


def test_after_closing_nothing_arrives_and_no_thread_is_left(qapp: Any, qtbot: QtBot) -> None:
    before, outcome, runner = threading.active_count(), Outcome(), QtJobs()
    outcome.start(runner, lambda progress: 1)
    outcome.start(runner, lambda progress: 2, lane="library")
    runner.close()
    runner.close()
    qapp.processEvents()
    assert outcome.told == []
    assert threading.active_count() == before
    with pytest.raises(RuntimeError):
        outcome.start(runner, lambda progress: 3)
