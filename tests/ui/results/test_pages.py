"""The tabs: what is chosen stays, a row lists what it stands on, a table can be copied, everything is translated."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QComboBox
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from fidelity_rater.app.cohort.exhibits import NEEDS
from fidelity_rater.app.cohort.models import CohortFilters
from fidelity_rater.app.development.domains import DOMAINS
from fidelity_rater.app.development.models import Choice, Ground
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.ports.tables import Table
from fidelity_rater.app.settings import Settings
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.ui.results.cohort_page import CohortPage
from fidelity_rater.ui.results.data_table import DataTable, DataTableModel
from fidelity_rater.ui.results.exhibit_page import ExhibitPage
from fidelity_rater.ui.results.grounds_list import GroundsList
from fidelity_rater.ui.results.screen import CHART, COHORT, COVERAGE, GAPS, PROFILE, SELF, ResultsScreen
from fidelity_rater.ui.results.therapist_pages import ProfilePage
from helpers.shown_texts import untranslated
from helpers.trajectories import Life
from ui.results.sources import Cohort, Source, saved_tables

TABLE = Table("Means", ("Item", "Mean"), (("=a", 2.5), ("b", None), ("c", 1.0)))


@pytest.fixture
def source() -> Source:
    source = Source()
    life = Life(cases=1, sessions=5)
    life.rate(1)
    life.rate(3)
    life.rate(5)
    life.rate(3, rater="TT", role=Role.TRAINEE)
    life.rate(4, purpose=Purpose.SUMMATIVE)
    source.lives = {"t": life}
    return source


@pytest.fixture
def cohort() -> Cohort:
    return Cohort()


@pytest.fixture
def screen(qtbot: QtBot, source: Source, cohort: Cohort) -> ResultsScreen:
    screen = ResultsScreen(source, InlineJobs(), cohorts=cohort, tables=saved_tables(Settings(decimal_comma=True)))
    qtbot.addWidget(screen)
    screen.resize(1200, 800)
    screen.as_table.setChecked(True)  # pictures are proved in tests/charts
    screen.show_therapist("t", "T01")
    return screen


def page_of(screen: ResultsScreen, tab: int) -> ExhibitPage:
    screen.show_tab(tab)
    page = screen.page(tab)
    assert isinstance(page, ExhibitPage)
    return page


def choose(box: QComboBox | None, data: str) -> None:
    assert box is not None
    box.setCurrentIndex(box.findData(data))
    box.activated.emit(box.currentIndex())


@pytest.mark.parametrize("tab", [PROFILE, GAPS, COVERAGE, SELF, COHORT])
def test_each_tab_shows_a_table_whose_rows_list_what_they_stand_on(screen: ResultsScreen, tab: int) -> None:
    page = page_of(screen, tab)
    assert page.exhibit is not None
    if page.exhibit.empty:
        assert page.stack.currentWidget() is page.empty
        return
    assert page.stack.currentWidget() is page.table
    grounded = next(row for row, grounds in enumerate(page.exhibit.grounds) if grounds())
    page.table.choose_row(grounded)
    assert page.grounds.list.count() == len(page.exhibit.grounds[grounded]())
    assert screen.saving.data.isEnabled()


def test_a_ground_opens_its_rating_at_the_item(screen: ResultsScreen, qtbot: QtBot) -> None:
    page = page_of(screen, PROFILE)
    page.table.choose_row(0)
    page.grounds.list.setCurrentRow(1)
    with qtbot.waitSignal(screen.rating_chosen, check_params_cb=lambda uid, item: (uid, item) == ("r2", "E1")):
        qtbot.keyClick(page.grounds.list, Qt.Key.Key_Return)


def test_what_one_looks_at_stays_from_tab_to_tab(screen: ResultsScreen) -> None:
    page = page_of(screen, PROFILE)
    assert isinstance(page, ProfilePage)
    choose(page.dimension, "adherence")
    choose(page.by, DOMAINS)
    assert page.exhibit is not None
    assert page.exhibit.table.columns[0] == "Domain"
    other = page_of(screen, SELF)
    assert other.chosen() == Choice("adherence", page.chosen().kin, "")
    again = page_of(screen, PROFILE)
    assert again.chosen().dimension == "adherence"


def test_self_ratings_are_looked_at_by_themselves(screen: ResultsScreen) -> None:
    page = page_of(screen, PROFILE)
    assert isinstance(page, ProfilePage)
    assert page.kin is not None
    names = [page.kin.itemText(n) for n in range(page.kin.count())]
    assert names == ["Ratings by others, formative", "Ratings by others, summative", "Self-ratings, formative"]
    choose(page.kin, "2")
    assert page.exhibit is not None
    assert page.intro.text() == "Self-ratings, formative: 1 rating."


def test_a_mark_of_the_picture_leads_to_its_row(screen: ResultsScreen) -> None:
    page = page_of(screen, PROFILE)
    page.on_spot_opened("1")
    assert page.exhibit is not None
    assert page.grounds.heading.text() == page.exhibit.table.rows[page.exhibit.picture_rows[1]][0]
    page.on_spot_opened("")


def test_the_cohort_is_narrowed_and_leads_on(screen: ResultsScreen, cohort: Cohort, qtbot: QtBot) -> None:
    page = page_of(screen, COHORT)
    assert isinstance(page, CohortPage)
    choose(page.filter_bar.phase, "middle")
    scale, kin = page.filter_bar.scale.currentData(), page.filter_bar.chosen_kin
    assert cohort.asked[-1] == CohortFilters(scale_sha256=scale, kin=kin, phase="middle")
    choose(page.filter_bar.held, "6")
    asked = cohort.asked[-1]
    assert asked is not None
    assert asked.since is not None
    choose(page.by, NEEDS)
    assert page.exhibit is not None
    assert page.exhibit.table.columns[0] == "Kind"
    with qtbot.waitSignal(page.therapist_chosen, check_params_cb=lambda uid, code: uid == "t"):
        page.on_ground_opened(Ground("", "", "T01", therapist_uid="t"))
    assert screen.tab == CHART


def test_the_cohort_is_read_ahead_once(screen: ResultsScreen, cohort: Cohort) -> None:
    screen.refresh()
    assert cohort.warmed == 1


# Tables


def test_a_table_keeps_the_rules_of_models(qtmodeltester: ModelTester) -> None:
    model = DataTableModel()
    qtmodeltester.check(model)
    model.show_table(TABLE)
    qtmodeltester.check(model)


def test_rows_are_copied_for_a_spreadsheet_as_decimals_are_set(qtbot: QtBot) -> None:
    table = DataTable(decimal_comma=lambda: True)
    qtbot.addWidget(table)
    table.show_table(TABLE)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Item\tMean\n'=a\t2,5000\nb\t\nc\t1,0000\n"
    table.choose_row(2)
    table.copy(tabs=False)
    assert QGuiApplication.clipboard().text() == "Item;Mean\nc;1,0000\n"


def test_a_table_is_read_aloud_with_its_columns(qtbot: QtBot) -> None:
    table = DataTable(decimal_comma=lambda: False)
    qtbot.addWidget(table)
    table.show_table(TABLE)
    assert table.accessibleName() == "Means"
    aloud = table.data_model.data(table.data_model.index(0, 1), Qt.ItemDataRole.AccessibleTextRole)
    assert aloud == "Mean: 2.50"
    assert table.data_model.data(table.data_model.index(0, 1)) == "2.50"


def test_without_a_figure_the_list_says_what_to_do(qtbot: QtBot) -> None:
    grounds = GroundsList()
    qtbot.addWidget(grounds)
    assert "Choose a row" in grounds.hint.text()
    grounds.show_grounds("E1", ())
    assert grounds.hint.text() == "No rating stands behind this."


@pytest.mark.usefixtures("pseudo_locale")
def test_every_text_is_translated(qtbot: QtBot, source: Source, cohort: Cohort) -> None:
    screen = ResultsScreen(source, InlineJobs(), cohorts=cohort, tables=saved_tables())
    qtbot.addWidget(screen)
    screen.as_table.setChecked(True)
    screen.show_therapist("t", "T01")
    for tab in range(7):
        screen.show_tab(tab)
    qts_own = ("Scroll Left", "Scroll Right")
    data = (
        "T01-C1",
        "AE",
        "TT",
        "Small 1",
        "Ctrl+Shift+S",
        "Ctrl+Shift+D",
        "Ctrl+Shift+L",
        "Quality",
        "Adherence",
        "Extent",
    )
    assert untranslated(screen, data=(*data, *qts_own)) == []
