"""The results screen: reads away from the window, shows the newest only, redraws when stale, saves."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from app.worlds import HeldJobs
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.competence import competence_chart
from fidelity_rater.app.competence_models import CompetenceChart, Filters
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.domain.people import Purpose
from fidelity_rater.ui.results.screen import ResultsScreen
from helpers.shown_texts import untranslated
from helpers.trajectories import SMALL, Life


class Source:
    """Charts of made-up lives; remembers what it was asked."""

    def __init__(self) -> None:
        self.lives: dict[str, Life] = {}
        self.asked: list[tuple[str, Filters]] = []
        self.error: Exception | None = None

    def chart(self, therapist_uid: str, filters: Filters | None = None) -> CompetenceChart | None:
        filters = filters or Filters()
        self.asked.append((therapist_uid, filters))
        if self.error is not None:
            raise self.error
        return competence_chart(self.lives[therapist_uid].rows(), filters=filters, scale_of=lambda sha256: SMALL)


@pytest.fixture
def source() -> Source:
    source = Source()
    full = Life(cases=1, sessions=5)
    full.rate(1)
    full.rate(3, purpose=Purpose.SUMMATIVE)
    source.lives = {"full": full, "empty": Life()}
    return source


@pytest.fixture
def screen(qtbot: QtBot, source: Source) -> ResultsScreen:
    screen = ResultsScreen(source, InlineJobs())
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
    assert shown(screen) is screen.tabs
    assert {spot.rating_uid for spot in screen.chart_view.spots} == {"r1", "r2"}
    assert screen.item_map.map_model.columnCount() == 2
    assert screen.save_picture.isEnabled()
    assert source.asked == [("full", Filters())]


def test_without_ratings_it_says_what_to_do_first(screen: ResultsScreen) -> None:
    screen.show_therapist("full", "T01")
    screen.show_therapist("empty", "T02")
    assert shown(screen) is screen.empty
    assert screen.item_map.map_model.columnCount() == 0
    assert not screen.save_picture.isEnabled()
    assert not screen.save_data.isEnabled()


def test_a_filter_narrows_and_another_therapist_starts_anew(screen: ResultsScreen, source: Source) -> None:
    screen.show_therapist("full", "T01")
    narrowed = Filters(purposes=frozenset({"summative"}))
    screen.filters.filters_chosen.emit(narrowed)
    assert {spot.rating_uid for spot in screen.chart_view.spots} == {"r2"}
    screen.filters.filters_chosen.emit(Filters(phases=frozenset({"maintenance"})))
    assert shown(screen) is screen.nothing_fits
    screen.show_therapist("full", "T01")
    assert source.asked[-1] == ("full", Filters())
    assert shown(screen) is screen.tabs


def test_one_therapists_results_never_stand_under_anothers_name(qtbot: QtBot, source: Source) -> None:
    jobs = HeldJobs()
    screen = ResultsScreen(source, jobs)
    qtbot.addWidget(screen)
    screen.show_therapist("full", "T01")
    jobs.run_all()
    assert shown(screen) is screen.tabs
    screen.show_therapist("empty", "T02")
    assert shown(screen) is screen.blank
    assert not screen.save_data.isEnabled()
    screen.show_therapist("full", "T01")
    jobs.run_next()
    assert shown(screen) is screen.blank, "what was asked before is not shown any more"
    jobs.run_next()
    assert shown(screen) is screen.tabs


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
    for changed in (Changed.SCORES, Changed.RATINGS, Changed.CASELOAD):
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
        screen.chart_view.rating_chosen.emit("r1")
    with qtbot.waitSignal(screen.rating_chosen, check_params_cb=lambda uid, item: (uid, item) == ("r2", "E1")):
        screen.item_map.cell_chosen.emit("r2", "E1")


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
    screen.save_picture_to(tmp_path / f"chart.{kind}")
    assert (tmp_path / f"chart.{kind}").stat().st_size > 1000
    assert screen.banner.message.text() == f"Saved as chart.{kind}."


def test_the_data_are_saved(screen: ResultsScreen, tmp_path: Path) -> None:
    screen.show_therapist("full", "T01")
    screen.save_data_to(tmp_path / "data.csv")
    with (tmp_path / "data.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["rating"] for row in rows] == ["r1", "r1", "r2", "r2"]


def test_a_place_that_cannot_be_written_to_is_told(screen: ResultsScreen, tmp_path: Path) -> None:
    screen.show_therapist("full", "T01")
    screen.save_data_to(tmp_path / "gone" / "data.csv")
    assert screen.banner.message.text().startswith("The data could not be saved there.")
    screen.save_picture_to(tmp_path / "gone" / "chart.png")
    assert screen.banner.message.text().startswith("The chart could not be saved there.")
    screen.save_picture_to(tmp_path / "chart.jpg")
    assert "PNG, SVG or PDF" in screen.banner.message.text()


def test_the_dialog_asks_where(screen: ResultsScreen, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([("", ""), (str(tmp_path / "a.png"), ""), ("", ""), (str(tmp_path / "a.csv"), "")])
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: next(answers))
    screen.show_therapist("full", "T01")
    for button in (screen.save_picture, screen.save_picture, screen.save_data, screen.save_data):
        button.click()
    assert sorted(path.name for path in tmp_path.glob("a.*")) == ["a.csv", "a.png"]


@pytest.mark.usefixtures("pseudo_locale")
def test_every_text_is_translated(qtbot: QtBot, source: Source) -> None:
    screen = ResultsScreen(source, InlineJobs())
    qtbot.addWidget(screen)
    screen.show_therapist("full", "T01")
    qts_own = ("Scroll Left", "Scroll Right")
    data = ("T01-C1", "AE", "Small 1", "Ctrl+Shift+S", "Ctrl+Shift+D")
    assert untranslated(screen, data=(*data, *qts_own)) == []


def test_the_chart_is_seen_whole_and_drawn_anew_when_the_room_changes(screen: ResultsScreen) -> None:
    screen.resize(1280, 680)
    screen.show()
    screen.show_therapist("full", "T01")
    area = screen.chart_view.parentWidget()
    assert area is not None
    assert screen.chart_view.height() <= area.height()
    screen.resize(1280, 900)
    assert area.height() - 40 <= screen.chart_view.height() <= area.height()
