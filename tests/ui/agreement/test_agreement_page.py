"""The agreement page: what it shows, how it is walked, where it leads, and that it never waits on the GUI thread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from app.agreement.sources import ToldLibrary, ToldScales, many_rated
from app.worlds import QUIET, HeldJobs
from fidelity_rater.app.agreement.agreements import Agreements
from fidelity_rater.app.agreement.library_models import (
    AgreementFilters,
    AgreementView,
    Side,
    SideBySide,
    SideMoment,
)
from fidelity_rater.app.agreement.models import Block, StudyWish
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.ports.tables import Table
from fidelity_rater.app.rating.calibrated import CalibratedNote
from fidelity_rater.app.rating.moment_sounds import MomentWanted
from fidelity_rater.ui.agreement.page import AgreementPage
from fidelity_rater.ui.agreement.sides_panel import SHOWN_AT_FIRST, SideView
from fidelity_rater.ui.agreement.span_table import Axis, Span, SpanModel, SpanRow, SpanTable, paint_span
from fidelity_rater.ui.theme import Theme, current_look

FEW = StudyWish(resamples=20)


class Studies(Agreements):
    """Answers with one study, made once; remembers what it was asked."""

    def __init__(self, view: AgreementView | None) -> None:
        super().__init__(ToldLibrary(), scales=ToldScales())  # type: ignore[arg-type]
        self._view = view
        self.asked: list[AgreementFilters] = []
        self.refuse: Exception | None = None

    def view(self, filters: AgreementFilters, progress: Any, *, wish: StudyWish | None = None) -> AgreementView | None:
        self.asked.append(filters)
        progress.tell(1, 2)
        if self.refuse is not None:
            raise self.refuse
        return self._view

    def side_by_side(self, view: AgreementView, block: Block, *, most: int = 20) -> tuple[SideBySide, ...]:
        moment = SideMoment("m", "rec", 61_000, 75_000, True, "too early")
        return tuple(
            SideBySide(
                session,
                2.0,
                tuple(Side(rating, 3, "3 level 3", "", (moment,) if place else ())
                      for place, rating in enumerate(session.rated)),
            )
            for session in view.gathered.sessions[:8]
        )  # fmt: skip


class Saved:
    """Keeps what was saved."""

    decimal_comma = False

    def __init__(self) -> None:
        self.tables: Sequence[Table] = ()

    def save(self, tables: Sequence[Table], path: Path) -> None:
        self.tables = tables


class Calibrated:
    """Knows of nobody, unless it is told."""

    def __init__(self) -> None:
        self.told: dict[str, CalibratedNote] = {}

    def notes(self, person_uids: Iterable[str]) -> dict[str, CalibratedNote]:
        return {uid: self.told[uid] for uid in person_uids if uid in self.told}


class NoSounds:
    """Remembers what was to be heard; nothing can."""

    def __init__(self) -> None:
        self.wanted: list[MomentWanted] = []

    def find(self, wanted: MomentWanted) -> Any:
        self.wanted.append(wanted)
        raise UserFacingError("not here")


class Work:
    application: Any = None

    def __init__(self, view: AgreementView | None) -> None:
        self.agreement, self.tables = Studies(view), Saved()
        self.moment_sounds: Any = NoSounds()
        self.calibration: Any = Calibrated()


@pytest.fixture(scope="module")
def view() -> AgreementView:
    library = many_rated()
    library.blind = {"t1r1": True}
    found = Agreements(library, scales=ToldScales()).view(AgreementFilters(), QUIET, wish=FEW)  # type: ignore[arg-type]
    assert found is not None
    return found


@pytest.fixture
def work(view: AgreementView) -> Work:
    return Work(view)


@pytest.fixture
def page(dressed: Theme, qtbot: QtBot, work: Work) -> AgreementPage:
    made = AgreementPage(work, InlineJobs())
    qtbot.addWidget(made)
    made.resize(1100, 760)
    made.show()
    return made


def test_it_reads_when_it_is_shown_and_shows_the_totals(page: AgreementPage, work: Work) -> None:
    assert work.agreement.asked == [AgreementFilters()]
    assert [card.name.text() for card in page.cards.cards] == ["Adherence", "Quality"]
    assert page.cards.cards[1].value.text().startswith("ICC(2,1)")
    assert "20 sessions" in page.basis.text()
    assert "is not recorded" in page.aside.text()
    assert not page.progress.isVisible()


def test_the_worst_item_is_chosen_and_its_sides_are_shown(page: AgreementPage) -> None:
    model = page.items.table.span_model
    assert model.rows[0].cells[0] == "Label of E2, quality"
    assert page.items.chosen == "E2|quality"
    assert page.items.sides.heading.text() == "Label of E2, quality"
    assert len(page.items.sides.findChildren(SideView)) == 3 * 3 + 3 * 2, "three sessions by three, three by two"
    assert page.items.sides.more.isVisible()
    page.items.sides.more.click()
    assert not page.items.sides.more.isVisible()
    assert len(page.items.sides.findChildren(SideView)) == 20
    assert SHOWN_AT_FIRST == 6


def test_a_side_opens_the_rating_at_the_item_and_its_moment_is_heard_in_place(
    page: AgreementPage, qtbot: QtBot, view: AgreementView, work: Work
) -> None:
    sides = page.items.sides.findChildren(SideView)
    first, second = view.gathered.sessions[0].rated[:2]
    with qtbot.waitSignal(page.rating_chosen, check_params_cb=lambda *said: said == (first.rating_uid, "E2")):
        sides[0].open.click()
    with qtbot.assertNotEmitted(page.rating_chosen):
        sides[1].moments[0].click()
    assert work.moment_sounds.wanted == [MomentWanted("m", second.rating_uid, "rec", 61_000, 75_000)]
    assert page.bar.fault.message.text() == "not here"
    assert "01:01 to 01:15 against" in sides[1].moments[0].text()
    assert "too early" in sides[1].moments[0].accessibleName()


def test_the_table_is_walked_by_keys(page: AgreementPage, qtbot: QtBot) -> None:
    page.items.table.setFocus()
    qtbot.keyClick(page.items.table, Qt.Key.Key_Down)
    assert page.items.chosen != "E2|quality"
    assert page.items.sides.heading.text() == page.items.table.span_model.rows[1].cells[0]


def test_a_dimension_narrows_the_items(page: AgreementPage) -> None:
    page.items.dimension.setCurrentIndex(page.items.dimension.findData("adherence"))
    page.items.dimension.activated.emit(page.items.dimension.currentIndex())
    assert all("adherence" in row.cells[0] for row in page.items.table.span_model.rows)
    assert page.items.chosen.endswith("|adherence")


def test_raters_stand_beside_the_others(page: AgreementPage) -> None:
    page.raters.total.setCurrentIndex(page.raters.total.findData("quality"))
    page.raters.total.activated.emit(1)
    assert [row.cells[0] for row in page.raters.table.span_model.rows] == ["AE", "BB", "CC"]
    assert "CC rates higher than the others" in page.raters.told.text()


def test_when_raters_were_last_calibrated_stands_beside_them(page: AgreementPage, work: Work) -> None:
    assert page.raters.calibrated.text() == "", "nobody calibrates here"
    work.calibration.told = {
        "person AE": CalibratedNote(date(2026, 3, 2), "said"),
        "person BB": CalibratedNote(date(2025, 1, 9), "said", warning=True),
        "person CC": CalibratedNote(None, "said", warning=True),
    }
    page.work_out()
    told = page.raters.calibrated.text()
    assert told.startswith("Last calibrated: ")
    assert "BB 9 Jan 2025, longer ago than the set period" in told
    assert "CC never" in told


def test_everything_about_a_total_or_an_item_is_there_on_demand(page: AgreementPage) -> None:
    everything = page.everything
    assert "ICC(2,1) is the one named" in everything.why.text()
    assert "standard error" in everything.deeper.text()
    everything.of.setCurrentIndex(everything.of.findData("E2|quality"))
    everything.of.activated.emit(everything.of.currentIndex())
    assert "AC2" in everything.why.text()
    assert "standard error" in everything.deeper.text(), "an item's is worked out when it is asked for"
    assert "Krippendorff's alpha, ordinal" in {row[0] for row in everything.table.data_model.table.rows}


def test_filters_offer_what_there_is_and_ask_for_another_study(page: AgreementPage, work: Work) -> None:
    bar = page.filters
    assert [box.text() for box in bar.raters.values()] == ["AE", "BB", "CC"]
    next(iter(bar.raters.values())).click()
    assert work.agreement.asked[-1].raters == {"person BB", "person CC"}
    bar.with_self.click()
    assert work.agreement.asked[-1].with_self
    bar.since.known.click()
    assert work.agreement.asked[-1].since is not None
    assert all(box.accessibleName() for box in (bar.scale, bar.purpose, bar.phase))


def test_nothing_to_compare_says_what_to_do(dressed: Theme, qtbot: QtBot) -> None:
    made = AgreementPage(Work(None), InlineJobs())
    qtbot.addWidget(made)
    made.show()
    assert made.pages.currentWidget() is made.empty
    assert "two people" in made.empty.hint.text()
    assert not made.save.isEnabled()


def test_what_is_asked_last_is_shown(dressed: Theme, qtbot: QtBot, work: Work) -> None:
    jobs = HeldJobs()
    made = AgreementPage(work, jobs)
    qtbot.addWidget(made)
    made.show()
    assert made.progress.isVisible()
    assert made.pages.currentWidget() is made.blank
    made.work_out()
    jobs.run_next()
    assert made.view is None, "something newer is on its way"
    jobs.run_all()
    assert made.view is not None


def test_news_make_it_read_again_only_where_they_concern_it(page: AgreementPage, work: Work) -> None:
    page.on_changed(Changed.MEASURES)
    assert len(work.agreement.asked) == 1
    page.on_changed(Changed.RATINGS)
    assert len(work.agreement.asked) == 2
    page.hide()
    page.on_changed(Changed.RATINGS)
    assert len(work.agreement.asked) == 2
    page.show()
    assert len(work.agreement.asked) == 3
    page.refresh()
    assert len(work.agreement.asked) == 3, "coming back is no news"


def test_the_world_s_faults_are_told_and_others_are_bugs(page: AgreementPage, work: Work) -> None:
    work.agreement.refuse = UserFacingError("The disk is gone.")
    page.work_out()
    assert page.banner.message.text() == "The disk is gone."
    work.agreement.refuse = ValueError("a bug")
    with pytest.raises(ValueError, match="a bug"):
        page.work_out()


def test_tables_are_saved(page: AgreementPage, work: Work, tmp_path: Path) -> None:
    page.save_to(tmp_path / "agreement.xlsx")
    assert [table.name for table in work.tables.tables] == ["Agreement by item", "Raters", "Adherence", "Quality"]
    assert "Saved as agreement.xlsx." in page.banner.message.text()


# --- the drawn table ----------------------------------------------------------------------------------------------

ROWS = [SpanRow(("one", "", "0.50"), Span(0.5, 0.2, 0.7), "half"), SpanRow(("two", "", "–"), None, "none given")]


def test_the_drawn_column_is_told_to_a_screen_reader(qtmodeltester: Any) -> None:
    model = SpanModel(("Name", "Drawn", "Value"), drawn=1, words=1)
    model.show_rows(ROWS)
    qtmodeltester.check(model)
    index = model.index(0, 1)
    assert model.data(index, Qt.ItemDataRole.AccessibleTextRole) == "Drawn: half"
    assert model.data(index, Qt.ItemDataRole.DisplayRole) == ""


def test_the_last_columns_give_way_to_the_names(dressed: Theme, qtbot: QtBot) -> None:
    table = SpanTable(("Name", "Drawn", "Value"), Axis(0, 1), drawn=1, yielding=True)
    qtbot.addWidget(table)
    table.show_rows(ROWS)
    table.resize(900, 200)
    table.show()
    assert not table.isColumnHidden(2)
    table.resize(260, 200)
    qtbot.waitUntil(lambda: table.isColumnHidden(2))
    assert not table.isColumnHidden(1), "what is drawn stays"


def test_values_beyond_the_axis_stay_on_it() -> None:
    axis = Axis(-1, 1)
    assert [axis.place(value, 10, 100) for value in (-5, 0, 9)] == [10, 60, 110]


def test_what_lies_beyond_the_axis_is_pointed_to_and_never_drawn_as_its_end(dressed: Theme) -> None:
    def drawn(span: Span) -> QImage:
        picture = QImage(200, 24, QImage.Format.Format_RGB32)
        picture.fill(Qt.GlobalColor.white)
        with QPainter(picture) as painter:
            paint_span(painter, picture.rect(), Axis(-0.2, 1.0), span, look=current_look())
        return picture

    there = drawn(Span(0.5, -0.2, 1.0))
    assert drawn(Span(0.5, -0.66, 1.0)) != there
    assert drawn(Span(0.5, -0.2, 1.2)) != there
    assert drawn(Span(-0.41)) != drawn(Span(-0.2))
