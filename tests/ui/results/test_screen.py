"""The results screen: reads away from the window, shows the newest only, redraws when stale, saves."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.worlds import HeldJobs
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.competence_models import CompetenceChart, Filters, RatingError
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.domain.people import Purpose
from fidelity_rater.ui.results.chart_view import ChartView
from fidelity_rater.ui.results.map_page import MapPage
from fidelity_rater.ui.results.screen import CHART, COHORT, ITEMS, PROFILE, ResultsScreen
from fidelity_rater.ui.results.trajectory_page import TrajectoryPage
from helpers.shown_texts import untranslated
from helpers.trajectories import Life
from ui.results.sources import Cohort, Source, saved_tables


@pytest.fixture
def source() -> Source:
    source = Source()
    full = Life(cases=1, sessions=5)
    full.rate(1)
    full.rate(3, purpose=Purpose.SUMMATIVE)
    source.lives = {"full": full, "empty": Life()}
    return source


def made(source: Source, jobs: Any, errors: Any = None) -> ResultsScreen:
    return ResultsScreen(source, jobs, cohorts=Cohort(), tables=saved_tables(), errors=errors)


def view_of(screen: ResultsScreen) -> ChartView:
    page = screen.page(CHART)
    assert isinstance(page, TrajectoryPage)
    return page.view


@pytest.fixture
def screen(qtbot: QtBot, source: Source) -> ResultsScreen:
    screen = made(source, InlineJobs())
    qtbot.addWidget(screen)
    screen.resize(1200, 800)
    return screen


def shown(screen: ResultsScreen) -> object:
    return screen.pages.currentWidget()


def test_a_therapists_results_are_shown_with_what_the_scale_says_of_itself(
    screen: ResultsScreen, source: Source
) -> None:
    assert shown(screen) is screen.blank
    screen.show_therapist("full", "T01")
    assert screen.title.text() == "Results of T01"
    assert shown(screen) is screen.page(CHART)
    assert {spot.key for spot in view_of(screen).spots} == {"r1", "r2"}
    assert screen.save.isEnabled()
    assert source.asked == [("full", Filters())]


def test_without_ratings_it_says_what_to_do_first(screen: ResultsScreen) -> None:
    screen.show_therapist("full", "T01")
    screen.show_therapist("empty", "T02")
    assert shown(screen) is screen.empty
    assert not screen.save.isEnabled()
    assert not screen.report.isEnabled()


def test_a_filter_narrows_and_stays_for_the_next_therapist(screen: ResultsScreen, source: Source) -> None:
    screen.show_therapist("full", "T01")
    narrowed = Filters(purposes=frozenset({"summative"}))
    screen.filters.filters_chosen.emit(narrowed)
    assert {spot.key for spot in view_of(screen).spots} == {"r2"}
    screen.filters.filters_chosen.emit(Filters(phases=frozenset({"maintenance"})))
    assert shown(screen) is screen.nothing_fits
    screen.filters.filters_chosen.emit(narrowed)
    source.lives["other"] = source.lives["full"]
    screen.filters.filters_chosen.emit(replace(narrowed, cases=frozenset({"c1"})))
    screen.show_therapist("other", "T02")
    assert source.asked[-1] == ("other", narrowed), "a case is one therapist's own"
    screen.show_therapist("full", "T01")
    assert source.asked[-1] == ("full", replace(narrowed, cases=frozenset({"c1"}))), "and is there again"


def test_one_therapists_results_never_stand_under_anothers_name(qtbot: QtBot, source: Source) -> None:
    jobs = HeldJobs()
    screen = made(source, jobs)
    qtbot.addWidget(screen)
    screen.show_therapist("full", "T01")
    jobs.run_all()
    assert shown(screen) is screen.page(CHART)
    screen.show_therapist("empty", "T02")
    assert shown(screen) is screen.blank
    assert not screen.save.isEnabled()
    screen.show_therapist("full", "T01")
    jobs.run_next()
    assert shown(screen) is screen.blank, "what was asked before is not shown any more"
    jobs.run_next()
    assert shown(screen) is screen.page(CHART)


class Errors:
    """How sure results are, once it was read."""

    def __init__(self) -> None:
        self.kept: tuple[RatingError, ...] | None = None
        self.reads = 0

    def known(self, chart: CompetenceChart) -> tuple[RatingError, ...] | None:
        return self.kept

    def of(self, chart: CompetenceChart, progress: Progress) -> tuple[RatingError, ...]:
        self.reads += 1
        self.kept = tuple(
            RatingError(axis.summary, purpose, 0.25, 0.2, 0.3, 12, 2) for axis in chart.axes for purpose in Purpose
        )
        return self.kept


def test_how_sure_a_dot_is_comes_after_the_chart_and_is_there_at_once_the_next_time(
    qtbot: QtBot, source: Source
) -> None:
    jobs, errors = HeldJobs(), Errors()
    screen = made(source, jobs, errors)
    qtbot.addWidget(screen)
    screen.show_therapist("full", "T01")
    jobs.run_next()
    assert shown(screen) is screen.page(CHART), "the chart waits for nothing"
    assert errors.reads == 0
    assert "uncertainty unknown" in view_of(screen).spots[0].sentence
    jobs.run_all()
    assert "likely between" in view_of(screen).spots[0].sentence
    assert screen.shown_is_made
    screen.show_therapist("empty", "T02")
    screen.show_therapist("full", "T01")
    jobs.run_all()
    assert "likely between" in view_of(screen).spots[0].sentence
    assert errors.reads == 1
    errors.kept = None
    screen.refresh()
    jobs.run_all()
    assert errors.reads == 2, "what was forgotten is read again"


def test_how_sure_one_was_is_not_told_of_another(qtbot: QtBot, source: Source) -> None:
    source.lives["other"] = Life()
    source.lives["other"].rate(2)
    jobs, errors = HeldJobs(), Errors()
    screen = made(source, jobs, errors)
    qtbot.addWidget(screen)
    screen.show_therapist("full", "T01")
    jobs.run_next()
    screen.show_therapist("other", "T02")
    jobs.run_all()
    assert [spot.key for spot in view_of(screen).spots] == ["r1", "r1"]
    assert "likely between" in view_of(screen).spots[0].sentence


def test_news_redraws_what_is_seen_and_marks_what_is_not(screen: ResultsScreen, source: Source, qtbot: QtBot) -> None:
    screen.show_therapist("full", "T01")
    screen.on_changed(Changed.SETTINGS)
    screen.on_changed(Changed.SCORES)
    assert len(source.asked) == 1
    screen.show()
    qtbot.waitExposed(screen)
    after_show = len(source.asked)
    assert after_show >= 2
    screen.on_changed(Changed.SETTINGS | Changed.PEOPLE)
    assert len(source.asked) == after_show
    for changed in (Changed.SCORES, Changed.FEEDBACK, Changed.MEASURES):
        screen.on_changed(changed)
    screen.on_look_changed()
    assert len(source.asked) == after_show + 4
    screen.hide()
    screen.show()
    assert len(source.asked) == after_show + 4


def test_before_a_therapist_is_chosen_nothing_is_read(screen: ResultsScreen, source: Source) -> None:
    screen.refresh()
    assert source.asked == []


def test_dots_and_cells_open_their_rating(screen: ResultsScreen, qtbot: QtBot) -> None:
    screen.show_therapist("full", "T01")
    with qtbot.waitSignal(screen.rating_chosen, check_params_cb=lambda uid, item: (uid, item) == ("r1", "")):
        view_of(screen).spot_opened.emit("r1")
    map_page = screen.page(ITEMS)
    assert isinstance(map_page, MapPage)
    with qtbot.waitSignal(screen.rating_chosen, check_params_cb=lambda uid, item: (uid, item) == ("r2", "E1")):
        map_page.map.cell_chosen.emit("r2", "E1")


def test_what_cannot_be_read_is_said_in_a_sentence(screen: ResultsScreen, source: Source) -> None:
    source.error = UserFacingError("The disk gave an error.", "Try again.")
    screen.show_therapist("full", "T01")
    assert screen.banner.message.text() == "The disk gave an error. Try again."
    source.error = RuntimeError("a bug")
    with pytest.raises(RuntimeError, match="a bug"):
        screen.refresh()


@pytest.mark.parametrize("kind", ["png", "svg", "pdf"])
def test_the_chart_is_saved(screen: ResultsScreen, tmp_path: Path, kind: str) -> None:
    screen.show_therapist("full", "T01")
    screen.saving.save_picture_to(tmp_path / f"chart.{kind}")
    assert (tmp_path / f"chart.{kind}").stat().st_size > 1000
    assert screen.banner.message.text() == f"Saved as chart.{kind}."


def test_the_data_are_saved(screen: ResultsScreen, tmp_path: Path) -> None:
    screen.show_therapist("full", "T01")
    screen.saving.save_shown_to(tmp_path / "data.csv")
    with (tmp_path / "data.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["rating"] for row in rows] == ["r1", "r1", "r2", "r2"]


def test_a_place_that_cannot_be_written_to_is_told(screen: ResultsScreen, tmp_path: Path) -> None:
    screen.show_therapist("full", "T01")
    screen.saving.save_shown_to(tmp_path / "gone" / "data.csv")
    assert screen.banner.message.text().startswith("The data could not be saved there.")
    screen.saving.save_picture_to(tmp_path / "gone" / "chart.png")
    assert screen.banner.message.text().startswith("The chart could not be saved there.")
    screen.saving.save_picture_to(tmp_path / "chart.jpg")
    assert "PNG, SVG or PDF" in screen.banner.message.text()


def test_the_dialog_asks_where(screen: ResultsScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([("", ""), (str(tmp_path / "a.png"), ""), ("", ""), (str(tmp_path / "a.csv"), "")])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: next(answers))
    screen.show_therapist("full", "T01")
    for action in (screen.saving.picture, screen.saving.picture, screen.saving.data, screen.saving.data):
        action.trigger()
    assert sorted(path.name for path in tmp_path.glob("a.*")) == ["a.csv", "a.png"]


@pytest.mark.usefixtures("pseudo_locale")
def test_every_text_is_translated(qtbot: QtBot, source: Source) -> None:
    screen = made(source, InlineJobs())
    qtbot.addWidget(screen)
    screen.show_therapist("full", "T01")
    qts_own = ("Scroll Left", "Scroll Right")
    data = ("T01-C1", "AE", "Small 1", "Ctrl+Shift+S", "Ctrl+Shift+D", "Ctrl+Shift+L")
    assert untranslated(screen, data=(*data, *qts_own)) == []


def test_the_chart_is_seen_whole_and_drawn_anew_when_the_room_changes(screen: ResultsScreen) -> None:
    screen.resize(1280, 680)
    screen.show()
    screen.show_therapist("full", "T01")
    area = view_of(screen).parentWidget()
    assert area is not None
    assert view_of(screen).height() <= area.height()
    screen.resize(1280, 900)
    assert area.height() - 40 <= view_of(screen).height() <= area.height()


def test_only_the_tab_that_is_looked_at_is_built_and_made(qtbot: QtBot, source: Source) -> None:
    jobs = HeldJobs()
    screen = made(source, jobs)
    qtbot.addWidget(screen)
    screen.show_therapist("full", "T01")
    assert screen.pages.count() == 4, "three places without results, and the chart"
    jobs.run_all()
    asked = len(source.asked)
    screen.show_tab(PROFILE)
    jobs.run_all()
    assert shown(screen) is screen.page(PROFILE)
    assert len(source.asked) == asked, "the chart that was read serves the other tabs"
    screen.show_tab(CHART)
    assert jobs.held == 0, "what was made is shown again"


def test_the_cohort_has_its_own_filters_and_leads_to_a_therapist(screen: ResultsScreen, source: Source) -> None:
    screen.show_therapist("full", "T01")
    screen.show_tab(COHORT)
    page = screen.page(COHORT)
    assert shown(screen) is page
    assert screen.title.text() == "Results of all therapists"
    assert screen.sides.currentWidget() is not screen.filters
    page.therapist_chosen.emit("full", "")
    assert screen.title.text() == "Results of T01"
    assert shown(screen) is screen.page(CHART)
    assert screen.sides.currentWidget() is screen.filters


def test_every_picture_can_be_shown_as_a_table(screen: ResultsScreen) -> None:
    screen.show_therapist("full", "T01")
    page = screen.page(CHART)
    assert isinstance(page, TrajectoryPage)
    screen.as_table.click()
    assert page.table.data_model.rowCount() == 4
    assert page.table.isVisibleTo(page)
    screen.as_table.click()
    assert page.view.isVisibleTo(page)


def test_all_answers_are_saved_long_and_wide(screen: ResultsScreen, tmp_path: Path, monkeypatch: Any) -> None:
    names = iter(["long.csv", "wide.xlsx"])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / next(names)), ""))
    screen.show_therapist("full", "T01")
    screen.saving.long.trigger()
    screen.saving.wide.trigger()
    with (tmp_path / "long.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {row["rating"] for row in rows} == {"r1", "r2"}
    assert (tmp_path / "wide.xlsx").stat().st_size > 1000


def test_what_is_sealed_is_told_where_there_is_nothing_to_show(qtbot: QtBot, source: Source) -> None:
    told = ["13 ratings are left out: their scores are sealed."]
    screen = ResultsScreen(source, InlineJobs(), cohorts=Cohort(), tables=saved_tables(), sealed=lambda: told[0])
    qtbot.addWidget(screen)
    screen.show_therapist("empty", "T02")
    assert shown(screen) is screen.empty
    assert screen.empty.hint.text() == told[0]
    assert "Nothing is rated" not in screen.empty.sentence.text()
    told[0] = ""
    screen.show_therapist("empty", "T02")
    assert "Nothing is rated" in screen.empty.sentence.text()
