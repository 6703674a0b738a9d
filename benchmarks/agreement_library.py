"""The agreement page of a library in which three raters rated 1,000 sessions: from the click to its items painted.

    python benchmarks/agreement_library.py FOLDER [--therapists 16] [--rounds 3]

The library is made on the first run, as that of ``large_library.py`` and kept in FOLDER: 16 therapists x 4 cases x 16
sessions, each rated by a supervisor and two peers on up to 40 items of the built-in scale, two dimensions an item.
Every round shows a new page in a library just opened, as on a morning's first look, so nothing is kept from before.
The longest wait is the longest time in which the window's events were not served meanwhile, but for what the page
itself does in the window when the study has come ("filling"), which stands apart. The parts of the job follow: what
is read, what is worked out. Beside the elapsed time stands the processor time of this process.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent))

from large_library import Maker, open_large
from painting import when_painted

from fidelity_rater.app.agreement.agreements import Agreements, asked_of
from fidelity_rater.app.agreement.gathering import gather
from fidelity_rater.app.agreement.library_models import AgreementFilters
from fidelity_rater.app.agreement.models import StudyWish
from fidelity_rater.app.agreement.working_out import work_out
from fidelity_rater.app.application import Application
from fidelity_rater.app.ports.library import Library
from fidelity_rater.app.tables import SavedTables
from fidelity_rater.bootstrap import collect_seldom
from fidelity_rater.domain.people import Role

LIMIT_S = 3.0
T = TypeVar("T")
Took = tuple[float, float]
"""Seconds elapsed and of the processor."""


class ThreeRaters(Maker):
    """Every session by three people, none of them its therapist."""

    roles = (Role.SUPERVISOR, Role.PEER, Role.PEER)

    def _of_session(self, case: int, own: Any) -> Any:
        return self._raters[0], self._raters[1], self._raters[2]


class Silent:
    """Nobody watches."""

    def tell(self, done: int, total: int) -> None: ...

    def check(self) -> None: ...


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--therapists", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    open_large(options.folder, therapists=options.therapists, maker=ThreeRaters)[1].close()
    collect_seldom()  # as the command does before it builds the window
    window, shown, parts = Window(), [], []
    for _ in range(options.rounds + 1):
        application, library = open_large(options.folder)
        shown.append(window.show(application, library))
        parts.append(in_parts(application, library))
        library.close()
    window.close()
    load = ", ".join(f"{figure:.1f}" for figure in os.getloadavg())
    print(f"{parts[0][1]}; {os.cpu_count()} processors, load {load}; the first round of the process in brackets")
    for name in ("click to drawn", "longest wait", "filling"):
        told(name, [one[name] for one in shown])
    for name in ("gathered", "worked out"):
        told(name, [one[0][name] for one in parts])
    slowest = statistics.median(one["click to drawn"][0] for one in shown[1:])
    print(f"click to drawn {slowest:.2f} s (limit {LIMIT_S:.0f} s)")
    return 0 if slowest <= LIMIT_S else 1


def told(name: str, took: list[Took]) -> None:
    elapsed, worked = (statistics.median(column) for column in zip(*took[1:], strict=True))
    print(f"{name:16}{elapsed:7.2f} s elapsed{worked:7.2f} s processor   ({took[0][0]:.2f} {took[0][1]:.2f})")


def timed(work: Callable[[], T]) -> tuple[Took, T]:
    began, worked = time.perf_counter(), time.process_time()
    made = work()
    return (time.perf_counter() - began, time.process_time() - worked), made


class Window:
    """The agreement page in a window, as a person has it."""

    def __init__(self) -> None:
        from PySide6.QtWidgets import QApplication

        self._qt = QApplication([])
        self._theme: Any = None

    def show(self, application: Application, library: Library) -> dict[str, Took]:
        from PySide6.QtCore import QEventLoop, QTimer

        from fidelity_rater.ui.agreement.page import AgreementPage
        from fidelity_rater.ui.jobs import QtJobs
        from fidelity_rater.ui.run import dressed

        self._theme = self._theme or dressed(self._qt, application)
        work = SimpleNamespace(
            agreement=Agreements(library, scales=application.scales),
            tables=SavedTables(application.settings, application.table_writer),
            calibration=SimpleNamespace(notes=lambda uids: {}),
        )
        jobs, loop, served = QtJobs(), QEventLoop(), QTimer()
        page = AgreementPage(work, jobs)
        page.resize(1280, 800)
        gaps, watches, filling = [0.0], [], [(0.0, 0.0)]
        last = time.perf_counter()

        def on_served() -> None:
            nonlocal last
            now = time.perf_counter()
            gaps.append(now - last)
            last = now

        show = page.on_read

        def on_read(*arguments: Any) -> None:
            on_served()
            served.stop()
            filling[0] = timed(lambda: show(*arguments))[0]
            watches.append(when_painted(page.items.table, loop.quit))

        page.on_read = on_read  # type: ignore[method-assign]
        served.timeout.connect(on_served)
        began, worked = time.perf_counter(), time.process_time()
        page.show()
        on_served()
        gaps.clear()
        served.start(1)
        loop.exec()
        took = time.perf_counter() - began, time.process_time() - worked
        jobs.close()
        page.close()
        page.deleteLater()
        return {"click to drawn": took, "longest wait": (max(gaps), 0.0), "filling": filling[0]}

    def close(self) -> None:
        self._qt.processEvents()


def in_parts(application: Application, library: Library) -> tuple[dict[str, Took], str]:
    gathering, found = timed(lambda: gather(library, AgreementFilters(), scales=application.scales, progress=Silent()))
    assert found is not None
    working, study = timed(lambda: work_out(asked_of(found), StudyWish(), Silent()))
    blocks = len(study.totals) + len(study.items)
    told = f"{len(found.sessions)} sessions x {len(found.raters)} raters, {blocks} items' dimensions and totals"
    return {"gathered": gathering, "worked out": working}, told


if __name__ == "__main__":
    sys.exit(main())
