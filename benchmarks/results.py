"""The results' tabs and the cohort, from click to drawn, in a library of 500 therapists and 96,000 ratings.

    python benchmarks/results.py FOLDER [--rounds 7]

The library is made on the first run (a few minutes) and kept in FOLDER. Every tab is gone to as by a click on the real
results screen, in a window on no screen (Qt's offscreen platform), each time of another therapist whose chart is shown
already; the time ends when the window has painted itself. The cohort is timed twice: the very first look, which reads
every rating's packed scores, and later ones, which find them kept. The screen reads them ahead once a chart is shown,
so that a click on the tab is a later look. How sure dots are is read then, too, of which the first looks may still feel
something. Then the cohort's parts one by one.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from large_library import open_large
from trajectory import Times

from fidelity_rater.app.agreement.errors import RatingErrors
from fidelity_rater.app.application import Application
from fidelity_rater.app.cohort.exhibits import cohort_exhibit
from fidelity_rater.app.cohort.models import CohortView
from fidelity_rater.app.cohort.reading import Cohorts
from fidelity_rater.app.development.models import Choice
from fidelity_rater.app.look import LIGHT
from fidelity_rater.app.ports.library import Library
from fidelity_rater.bootstrap import collect_seldom

TARGETS = {"chart": 300.0, "cohort": 500.0}
NAMES = ("chart", "items by session", "profile", "strengths and gaps", "coverage", "self and supervisor", "cohort")


def main() -> int:
    collect_seldom()  # as the command does before it builds the window
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application, library = open_large(options.folder)
    with library.queries() as queries:
        uids = [row.therapist.uid for row in queries.caseload()]
    random.Random(5).shuffle(uids)
    times = Times()
    cohorts = Cohorts(library, scales=application.scales)
    with times.of("cohort, first look"):
        view = cohorts.view()
    assert view is not None
    window = Window(application, library)
    window.show(uids.pop(), range(len(NAMES)), Times())
    for _ in range(options.rounds):
        window.show(uids.pop(), range(len(NAMES)), times)
        _cohort_parts(cohorts, times)
    window.close()
    library.close()
    return report(times, view, options.rounds)


class Window:
    """The results screen in a window, as a person has it."""

    def __init__(self, application: Application, library: Library) -> None:
        from PySide6.QtWidgets import QApplication

        from fidelity_rater.app.results import Results
        from fidelity_rater.app.tables import SavedTables
        from fidelity_rater.ui.jobs import QtJobs
        from fidelity_rater.ui.results.screen import ResultsScreen
        from fidelity_rater.ui.run import dressed

        self._qt = QApplication([])
        self._theme = dressed(self._qt, application)
        self._jobs = QtJobs()
        self._screen = ResultsScreen(
            Results(library, scales=application.scales),
            self._jobs,
            cohorts=Cohorts(library, scales=application.scales),
            tables=SavedTables(application.settings, application.table_writer),
            errors=RatingErrors(library, scales=application.scales),
        )
        self._screen.resize(1280, 800)
        self._theme.dress(self._screen)
        self._screen.show()

    def show(self, therapist_uid: str, tabs: Any, times: Times) -> None:
        """Show a therapist's chart, then each tab in turn."""
        if self._screen.tab:
            self._screen.show_tab(0)
            self._settle()
        for tab in tabs:
            with times.of(NAMES[tab]):
                if tab == 0:
                    self._screen.show_therapist(therapist_uid, "T")
                else:
                    self._screen.show_tab(tab)
                self._settle()

    def _settle(self) -> None:
        """Until the shown tab is made and painted; what is read ahead in the background may go on."""
        from PySide6.QtCore import QEventLoop

        screen, page = self._screen, self._screen.page(self._screen.tab)
        while not (screen.shown_is_made and screen.pages.currentWidget() is page):
            self._qt.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
        screen.repaint()
        self._qt.processEvents()

    def close(self) -> None:
        self._screen.close()
        self._jobs.close()


def _cohort_parts(cohorts: Cohorts, times: Times) -> None:
    from fidelity_rater.charts.rendering import render
    from fidelity_rater.charts.shares import draw_shares

    with times.of("  counting"):
        view = cohorts.view()
    assert view is not None
    with times.of("  item map"):
        exhibit = cohort_exhibit(view, Choice())
    with times.of("  drawing"):
        render(draw_shares(exhibit.picture, LIGHT, width_in=7.0))  # type: ignore[arg-type]


def report(times: Times, view: CohortView, rounds: int) -> int:
    load = ", ".join(f"{figure:.1f}" for figure in os.getloadavg())
    counts = view.counts
    print(
        f"{rounds} therapists in turn; the cohort: {counts.ratings:,} of others' formative ratings, "
        f"{len(counts.therapists)} therapists; {os.cpu_count()} processors, load {load}"
    )
    print(f"{'milliseconds':22}{'elapsed':>9}{'worst':>9}{'processor':>12}{'worst':>9}")
    for part in times.elapsed:
        print(times.line(part))
    for name, target in TARGETS.items():
        took, worked = (statistics.median(found[name]) for found in (times.elapsed, times.worked))
        verdict = "reached" if took <= target else "not reached"
        figures = f"{took:.0f} ms elapsed, {worked:.0f} ms processor"
        print(f"target: {name}, click to drawn within {target:.0f} ms: {verdict} ({figures})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
