"""The results: every tab, the table behind a chart, what can be saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from fidelity_rater.ui.results import screen as tabs
from fidelity_rater.ui.screenshots.stage import Stage

TABS: Final = (
    (tabs.ITEMS, "results-items"),
    (tabs.PROFILE, "results-profile"),
    (tabs.GAPS, "results-gaps"),
    (tabs.COVERAGE, "results-coverage"),
    (tabs.SELF, "results-self"),
    (tabs.COHORT, "results-cohort"),
)


def results_scenes(stage: Stage) -> Iterator[Path]:
    area = stage.enter_demo()
    area.show_results()
    results = area.screens.results
    yield stage.grab("results")
    results.as_table.setChecked(True)
    yield stage.grab("results-table")
    results.as_table.setChecked(False)
    yield stage.grab("results-save", menu=results.saving.menu, under=results.save)
    for tab, name in TABS:
        results.show_tab(tab)
        yield stage.grab(name)
    results.show_tab(tabs.CHART)
    area.show_caseload()
