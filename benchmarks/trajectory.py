"""One therapist's trajectory from click to drawn, in a library of 500 therapists and 96,000 ratings.

    python benchmarks/trajectory.py FOLDER [--rounds 15]

The library is made on the first run (a few minutes) and kept in FOLDER. Every round takes another therapist, so nothing
is warm but what a running app has warm: the scale is read, matplotlib is loaded and one other therapist was shown.
"Click to drawn" is the real results screen, in a window on no screen (Qt's offscreen platform): from the call that a
click makes, through the job that reads and draws, until the chart has painted itself; then the parts of that job one by
one. Beside the elapsed time stands the processor time of this process, which a busy machine disturbs less. Every
statement that was run is explained; one that reads a whole table is told with the table's rows.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from large_library import open_large
from painting import when_painted
from sqlalchemy import Connection, Engine, event

from fidelity_rater.app.application import Application
from fidelity_rater.app.competence import competence_chart
from fidelity_rater.app.competence_models import Filters
from fidelity_rater.app.look import LIGHT
from fidelity_rater.app.ports.library import Library
from fidelity_rater.app.ports.queries import TrajectoryRows
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.bootstrap import collect_seldom
from fidelity_rater.storage import tables

TARGET_MS = 300.0
WIDTH_IN = 11.0
PARTS = ("query", "scoring", "figure", "pixels")


class Times:
    """Milliseconds by part: elapsed, and of this process's processor time."""

    def __init__(self) -> None:
        self.elapsed: dict[str, list[float]] = defaultdict(list)
        self.worked: dict[str, list[float]] = defaultdict(list)

    @contextmanager
    def of(self, part: str) -> Iterator[None]:
        elapsed, worked = time.perf_counter(), time.process_time()
        yield
        self.worked[part].append((time.process_time() - worked) * 1000)
        self.elapsed[part].append((time.perf_counter() - elapsed) * 1000)

    def line(self, part: str) -> str:
        elapsed, worked = self.elapsed[part], self.worked[part]
        return (
            f"{part:22}{statistics.median(elapsed):9.1f}{max(elapsed):9.1f}"
            f"{statistics.median(worked):12.1f}{max(worked):9.1f}"
        )


def main() -> int:
    collect_seldom()  # as the command does before it builds the window
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application, library = open_large(options.folder)
    statements = heard_statements()
    times = Times()
    with library.queries() as queries:
        uids = [row.therapist.uid for row in queries.caseload()]
    random.Random(3).shuffle(uids)
    window = Window(application, library)
    window.click(uids.pop(), Times())
    shown = ""
    for _ in range(options.rounds):
        with times.of("caseload of all"), library.queries() as queries:
            queries.caseload()
        uid = uids.pop()
        with times.of("therapist page"), library.queries() as queries:
            queries.therapist_page(uid)
        shown = parts(library, application.scales, uid, times)
        window.click(uids.pop(), times)
    window.close()
    plans = list(full_scans(library, statements))
    library.close()
    return report(times, shown, plans, options.rounds)


class Window:
    """The results screen in a window, as a person has it."""

    def __init__(self, application: Application, library: Library) -> None:
        from PySide6.QtCore import QEventLoop
        from PySide6.QtWidgets import QApplication

        from fidelity_rater.app.cohort.reading import Cohorts
        from fidelity_rater.app.results import Results
        from fidelity_rater.app.tables import SavedTables
        from fidelity_rater.ui.jobs import QtJobs
        from fidelity_rater.ui.results.screen import CHART, ResultsScreen
        from fidelity_rater.ui.run import dressed

        self._qt = QApplication([])
        self._theme = dressed(self._qt, application)
        self._jobs, self._loop = QtJobs(), QEventLoop()
        self._screen = ResultsScreen(
            Results(library, scales=application.scales),
            self._jobs,
            cohorts=Cohorts(library, scales=application.scales),
            tables=SavedTables(application.settings, application.table_writer),
        )
        self._screen.resize(1280, 800)
        self._screen.show()
        self._view = self._screen.page(CHART).view  # type: ignore[attr-defined]

    def click(self, therapist_uid: str, times: Times) -> None:
        view = self._view
        show = view.show_picture
        watches = []

        def shown(*arguments: Any, **named: Any) -> None:
            show(*arguments, **named)
            watches.append(when_painted(view, self._loop.quit))

        view.show_picture = shown  # type: ignore[method-assign]
        with times.of("click to drawn"):
            self._screen.show_therapist(therapist_uid, "T")
            self._loop.exec()
        view.show_picture = show  # type: ignore[method-assign]

    def close(self) -> None:
        self._screen.close()
        self._jobs.close()


def parts(library: Library, scales: ScaleShelf, therapist_uid: str, times: Times) -> str:
    """Do one by one what the results screen's job does."""
    from fidelity_rater.charts.competence import draw_competence
    from fidelity_rater.charts.rendering import render

    with times.of("query"), library.queries() as queries:
        rows: TrajectoryRows = queries.trajectory(therapist_uid)
    with times.of("scoring"):
        chart = competence_chart(rows, filters=Filters(), scale_of=lambda sha256: scales.kept_in(library, sha256))
    assert chart is not None
    with times.of("figure"):
        drawn = draw_competence(chart, LIGHT, width_in=WIDTH_IN)
    with times.of("pixels"):
        picture = render(drawn)
    scores = sum(len(sheet.scores) for sheet in rows.sheets)
    return f"{len(chart.dots)} ratings, {scores} scores, {picture.width} x {picture.height} pixels"


def heard_statements() -> dict[str, Any]:
    """Collect every statement that is run from now on, with its parameters."""
    heard: dict[str, Any] = {}

    @event.listens_for(Engine, "before_cursor_execute")
    def _on_statement(_connection: Connection, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            heard.setdefault(statement, parameters)

    return heard


def full_scans(library: Library, statements: dict[str, Any]) -> Iterator[str]:
    """Say which statements read a table whole, and how large it is."""
    engine: Engine = library._database.engine  # type: ignore[attr-defined]
    with engine.connect().execution_options(begin="DEFERRED") as connection:
        for statement, parameters in list(statements.items()):
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            scanned = dict.fromkeys(row.detail.split()[1] for row in plan if row.detail.startswith("SCAN"))
            names = [name for name in scanned if name in tables.metadata.tables]
            if names:
                sizes = [connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one() for name in names]  # noqa: S608
                told = ", ".join(f"{name} ({size:,} rows)" for name, size in zip(names, sizes, strict=True))
                yield f"{told} in {' '.join(statement.split())[:70]} …"


def report(times: Times, shown: str, plans: list[str], rounds: int) -> int:
    load = ", ".join(f"{figure:.1f}" for figure in os.getloadavg())
    print(f"{rounds} therapists in turn; each {shown}; {os.cpu_count()} processors, load {load}")
    print(f"{'milliseconds':22}{'elapsed':>9}{'worst':>9}{'processor':>12}{'worst':>9}")
    for part in (*PARTS, "click to drawn", "caseload of all", "therapist page"):
        print(times.line(part))
    for plan in plans:
        print(f"  whole-table read: {plan}")
    took, worked = (statistics.median(found["click to drawn"]) for found in (times.elapsed, times.worked))
    verdict = "reached" if took <= TARGET_MS else "not reached"
    figures = f"{took:.0f} ms elapsed, {worked:.0f} ms processor"
    print(f"target: click to drawn within {TARGET_MS:.0f} ms: {verdict} ({figures})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
