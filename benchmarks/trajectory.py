"""One therapist's trajectory from click to drawn, in a library of 500 therapists and 96,000 ratings.

    python benchmarks/trajectory.py FOLDER [--rounds 15]

The library is made on the first run (a few minutes) and kept in FOLDER. Each round takes another therapist, so nothing
is warm but what a running app has warm: the scale is read, matplotlib is loaded and one other therapist was shown. The
parts are those of the results screen, in the job that its refresh starts: rows from the database, scores and read
model, figure, pixels. Beside the elapsed time stands the processor time of this process, which a busy machine disturbs
less. For each statement the database is asked for its plan; a plan that scans a table whole is told.
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
from sqlalchemy import Connection, Engine, event

from fidelity_rater.app.competence import competence_chart
from fidelity_rater.app.competence_models import Filters
from fidelity_rater.app.look import LIGHT
from fidelity_rater.app.ports.library import Library
from fidelity_rater.app.ports.queries import TrajectoryRows
from fidelity_rater.app.scale_shelf import ScaleShelf

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
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=15)
    options = parser.parse_args()
    application, library = open_large(options.folder)
    statements = heard_statements()
    times = Times()
    with library.queries() as queries:
        uids = [row.therapist.uid for row in queries.caseload()]
    random.Random(3).shuffle(uids)
    show(library, application.scales, uids.pop(), Times())
    for _ in range(options.rounds):
        uid = uids.pop()
        with times.of("caseload of all"), library.queries() as queries:
            queries.caseload()
        with times.of("therapist page"), library.queries() as queries:
            queries.therapist_page(uid)
        shown = show(library, application.scales, uid, times)
    plans = list(full_scans(library, statements))
    library.close()
    return report(times, shown, plans, options.rounds)


def show(library: Library, scales: ScaleShelf, therapist_uid: str, times: Times) -> str:
    """Do what the results screen does from the click to the finished picture."""
    from fidelity_rater.charts.competence import draw_competence
    from fidelity_rater.charts.rendering import render

    with times.of("click to drawn"):
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
    """Say which statements read a table whole."""
    engine: Engine = library._database.engine  # type: ignore[attr-defined]
    with engine.connect().execution_options(begin="DEFERRED") as connection:
        for statement, parameters in list(statements.items()):
            plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters).all()
            scans = [row.detail for row in plan if row.detail.startswith("SCAN") and "CONSTANT" not in row.detail]
            if scans:
                yield f"{'; '.join(scans)}\n      in {' '.join(statement.split())[:110]}"


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
