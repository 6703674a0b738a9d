"""The window of symptom totals: typed as in a spreadsheet and saved at once; a file is looked at first."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from app.worlds import HeldJobs
from fidelity_rater.app.bus import Bus
from fidelity_rater.app.caseload import Caseload
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.measures.known import KnownMeasures
from fidelity_rater.app.measures.measures import Measures
from fidelity_rater.app.measures.models import Entry
from fidelity_rater.exchange.measures import MeasureTables
from fidelity_rater.resources import resource_path
from fidelity_rater.storage.memory import MemoryLibrary
from fidelity_rater.ui.measures.dialog import MeasuresDialog
from fidelity_rater.ui.measures.grid_table import GridTable
from fidelity_rater.ui.theme import Theme

KNOWN = KnownMeasures(resource_path("measures.toml").read_bytes, name="measures.toml")


class NoonClock:
    def now(self) -> datetime:
        return datetime(2026, 3, 2, 12, tzinfo=UTC)


class Case:
    """A case of three sessions in a library in memory."""

    def __init__(self) -> None:
        self.library = MemoryLibrary()
        self.caseload = Caseload(self.library, Bus())
        self.uid = self.caseload.add_case(self.caseload.add_therapist("T01").uid, "C1").uid
        for number in (1, 2, 3):
            self.caseload.add_session(self.uid, number, held_on=date(2026, 1, 5 + number))
        self.measures = Measures(self.library, self.caseload, known=KNOWN, reader=MeasureTables())

    def kept(self) -> dict[tuple[int, str], float]:
        grid = self.measures.of_case(self.uid)
        numbers = {session.uid: session.scheduled for session in grid.sessions}
        return {(numbers[uid], measure): total.value for (uid, measure), total in grid.totals.items()}


@pytest.fixture
def case() -> Case:
    return Case()


@pytest.fixture
def dialog(case: Case, dressed: Theme, qtbot: QtBot) -> Iterator[MeasuresDialog]:
    over = QWidget()
    over.resize(1000, 700)
    qtbot.addWidget(over)
    made = MeasuresDialog(case.measures, InlineJobs(), case.uid, over, clock=NoonClock())
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    made.show_over()
    yield made
    made.reject()


def type_in(table: GridTable, text: str, end: Qt.Key, qtbot: QtBot) -> None:
    """Type a text into the cell where one is, and leave it with a key."""
    qtbot.keyClicks(table, text[:1])
    line = table.indexWidget(table.currentIndex())
    assert isinstance(line, QLineEdit)
    qtbot.keyClicks(line, text[1:])
    place = (table.currentIndex().row(), table.currentIndex().column())
    qtbot.keyClick(line, end)
    qtbot.waitUntil(lambda: (table.currentIndex().row(), table.currentIndex().column()) != place)


def place(table: GridTable) -> tuple[int, int]:
    return table.currentIndex().row(), table.currentIndex().column()


def test_totals_are_typed_down_and_across_and_saved_at_once(dialog: MeasuresDialog, case: Case, qtbot: QtBot) -> None:
    table = dialog.page.table
    assert place(table) == (0, 0)
    type_in(table, "18", Qt.Key.Key_Return, qtbot)
    assert place(table) == (1, 0)
    assert case.kept() == {(1, "phq9"): 18}
    assert "Saved" in dialog.page.saved.text.text()
    type_in(table, "16,5", Qt.Key.Key_Tab, qtbot)
    assert place(table) == (1, 1)
    type_in(table, "9", Qt.Key.Key_Tab, qtbot)
    assert place(table) == (2, 0)
    assert case.kept() == {(1, "phq9"): 18, (2, "phq9"): 16.5, (2, "gad7"): 9}
    assert dialog.page.undo.accessibleName() == "Undo: GAD-7 of session 2"
    dialog.page.undo.click()
    assert (2, "gad7") not in case.kept()
    dialog.page.redo.click()
    table.go_to(1, 1)
    qtbot.keyClick(table, Qt.Key.Key_Delete)
    assert (2, "gad7") not in case.kept()


def test_what_cannot_be_a_total_stays_to_be_mended(dialog: MeasuresDialog, case: Case, qtbot: QtBot) -> None:
    table = dialog.page.table
    type_in(table, "44", Qt.Key.Key_Return, qtbot)
    assert "44 cannot be its total" in dialog.banner.message.text()
    assert table.grid.text(0, 0) == "44"
    spoken = table.grid.data(table.grid.index(0, 0), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "PHQ-9, session 1: PHQ-9 goes from 0 to 27, so 44 cannot be its total."
    assert case.kept() == {}
    dialog.close_button.click()
    assert dialog.isVisible(), "what was typed is not lost without a word"
    table.go_to(0, 0)
    type_in(table, "14", Qt.Key.Key_Return, qtbot)
    assert dialog.banner.isHidden()
    assert case.kept() == {(1, "phq9"): 14}
    dialog.close_button.click()
    assert not dialog.isVisible()


def test_closing_waits_until_what_was_typed_is_on_disk(dressed: Theme, qtbot: QtBot, case: Case) -> None:
    over, jobs = QWidget(), HeldJobs()
    qtbot.addWidget(over)
    dialog = MeasuresDialog(case.measures, jobs, case.uid, over, clock=NoonClock())
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    dialog.show_over()
    jobs.run_all()
    dialog.page.table.grid.put([(0, 0, "12"), (1, 0, "11")])
    dialog.close_button.click()
    assert dialog.isVisible()
    assert dialog.page.saved.text.text() == "Saving …"
    jobs.run_all()
    assert not dialog.isVisible()
    assert case.kept() == {(1, "phq9"): 12, (2, "phq9"): 11}


def test_closing_twice_leaves_what_cannot_be_kept(dialog: MeasuresDialog, qtbot: QtBot) -> None:
    type_in(dialog.page.table, "x", Qt.Key.Key_Return, qtbot)
    dialog.close()
    assert dialog.isVisible()
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_locking_closes_it_at_once(dialog: MeasuresDialog, qtbot: QtBot) -> None:
    type_in(dialog.page.table, "x", Qt.Key.Key_Return, qtbot)
    dialog.reject()
    assert not dialog.isVisible()


def test_tab_leaves_the_table_at_its_ends(dialog: MeasuresDialog, qtbot: QtBot) -> None:
    table = dialog.page.table
    table.go_to(2, 1)
    assert not table._step(1)
    table.go_to(0, 0)
    assert not table._step(-1)
    assert table._step(1)
    assert place(table) == (0, 1)


def test_a_column_is_pasted_from_a_spreadsheet_as_one_step(dialog: MeasuresDialog, case: Case, qtbot: QtBot) -> None:
    table = dialog.page.table
    table.go_to(1, 0)
    QGuiApplication.clipboard().setText("12\t8\n11\t=1+1\n10\t6\n")
    table.paste()
    assert case.kept() == {(2, "phq9"): 12, (2, "gad7"): 8, (3, "phq9"): 11}, "the rest has no session"
    assert len(table.grid.faults) == 1
    table.selectAll()
    table.copy()
    assert QGuiApplication.clipboard().text() == "\t\n12\t8\n11\t'=1+1"
    dialog.on_undo()
    assert case.kept() == {}


def test_a_measure_of_ones_own_gets_a_column(dialog: MeasuresDialog, case: Case, qtbot: QtBot) -> None:
    names = [dialog.page.name.itemText(at) for at in range(dialog.page.name.count())]
    assert "WSAS" in names
    assert "PHQ-9" not in names, "it has its column"
    dialog.page.name.show_text("Sleep diary")
    dialog.page.add.click()
    assert place(dialog.page.table) == (0, 2)
    type_in(dialog.page.table, "300", Qt.Key.Key_Return, qtbot)
    assert case.kept() == {(1, "Sleep diary"): 300}
    dialog.page.name.show_text("x" * 60)
    dialog.page.add.click()
    assert "cannot be the name of a measure" in dialog.banner.message.text()


def test_a_file_is_shown_before_it_is_taken_in(dialog: MeasuresDialog, case: Case, tmp_path: Path) -> None:
    grid = case.measures.of_case(case.uid)
    case.measures.put(case.uid, [Entry(grid.sessions[0].uid, grid.measures[0], "20")])
    file = tmp_path / "totals.csv"
    file.write_text("session;PHQ-9\n1;18\n2;15\n9;3\n")
    dialog.look_at(file)
    page = dialog.look_page
    assert page.counts.text() == "1 is new, 1 differs. 1 cannot be placed and stays out (line 4)."
    assert [page.table.item(row, 5).text() for row in range(3)] == [
        "This case has no session 9.",
        "the total here stays",
        "comes in",
    ]
    assert dialog.accept_button.text() == "Take in 1 total"
    assert case.kept() == {(1, "phq9"): 20}
    page.replace.click()
    assert dialog.accept_button.text() == "Take in 2 totals"
    dialog.accept_button.click()
    assert case.kept() == {(1, "phq9"): 18, (2, "phq9"): 15}
    assert "2 totals are in" in dialog.banner.message.text()
    dialog.on_undo()
    assert case.kept() == {(1, "phq9"): 20}


def test_a_bad_file_is_told_and_the_table_stays(dialog: MeasuresDialog, tmp_path: Path) -> None:
    file = tmp_path / "totals.csv"
    file.write_bytes(b"PK\x03\x04")
    dialog.look_at(file)
    assert "is a workbook" in dialog.banner.message.text()
    assert dialog.pages.currentWidget() is dialog.page
    file.write_text("session,PHQ-9\n9,3\n")
    dialog.look_at(file)
    assert not dialog.accept_button.isEnabled(), "there is nothing to take in"
    dialog.back_button.click()
    assert dialog.pages.currentWidget() is dialog.page


def test_what_cannot_be_saved_is_not_called_saved(dialog: MeasuresDialog, case: Case, qtbot: QtBot) -> None:
    case.library.fail_commits_with = UserFacingError("The disk is full.", "Make room.")
    type_in(dialog.page.table, "12", Qt.Key.Key_Return, qtbot)
    assert "The disk is full." in dialog.banner.message.text()
    assert dialog.page.saved.text.text() == "Nothing to save yet"
    assert dialog.page.table.grid.text(0, 0) == "12"
    case.library.fail_commits_with = None
    dialog.page.table.go_to(0, 0)
    type_in(dialog.page.table, "12", Qt.Key.Key_Return, qtbot)
    assert case.kept() == {(1, "phq9"): 12}


def test_a_case_without_sessions_says_what_to_do_first(dressed: Any, qtbot: QtBot, case: Case) -> None:
    other = case.caseload.add_case(case.caseload.add_therapist("T02").uid, "C1")
    over = QWidget()
    qtbot.addWidget(over)
    dialog = MeasuresDialog(case.measures, InlineJobs(), other.uid, over, clock=NoonClock())
    dialog.show_over()
    assert dialog.page.empty.isVisible()
    assert not dialog.page.open_file.isEnabled()
    dialog.close()
