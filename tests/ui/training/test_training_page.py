"""The log on screen: sections, sums, the chosen entry, forms that keep what was typed, scans from memory only."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel
from pytestqt.qtbot import QtBot

from app.worlds import QUIET, HeldJobs
from fidelity_rater.app.application import Workplace
from fidelity_rater.app.bus import Bus
from fidelity_rater.app.caseload import Caseload
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.training.log import TrainingLog
from fidelity_rater.app.training.models import (
    KnownForm,
    Paper,
    PaperKind,
    ResultElsewhere,
    SupervisionContact,
    Training,
    TrainingKind,
)
from fidelity_rater.domain.people import Person
from fidelity_rater.exchange.supervision import ContactTables
from fidelity_rater.storage.memory import MemoryLibrary
from fidelity_rater.ui.scans.scan_view import picture_of
from fidelity_rater.ui.theme import Theme
from fidelity_rater.ui.training.dialogs import ContactDialog, PaperDialog, TrainingDialog
from fidelity_rater.ui.training.file_dialog import FileDialog
from fidelity_rater.ui.training.page import TrainingPage
from fidelity_rater.ui.training.result_dialog import ResultDialog
from fidelity_rater.ui.training.sections import SectionKey
from helpers.shown_texts import untranslated

TODAY = date(2026, 6, 1)
NOT_WORDS = re.compile(r"\d{1,2} \w{3} \d{4}|Scroll (Left|Right)|qt_\w+")
"""Days as Qt writes them, and Qt's own names."""
DAY = date(2026, 5, 4)
FORM = KnownForm("A body", "Its form")


class Noon:
    def __init__(self) -> None:
        self.at = datetime(2026, 6, 1, 12, tzinfo=UTC)

    def now(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@dataclass
class Home:
    work: Workplace
    log: TrainingLog
    uid: str
    case: str
    session: str
    other: str

    def contact(self, minutes: int = 50, **changes: Any) -> SupervisionContact:
        return self.log.keep(SupervisionContact("", self.uid, changes.pop("on", DAY), minutes, **changes))

    def paper(self, **changes: Any) -> Paper:
        return self.log.keep(Paper("", self.uid, PaperKind.LETTER, "Letter", DAY, **changes))


@pytest.fixture
def home() -> Home:
    library, bus = MemoryLibrary(), Bus()
    caseload = Caseload(library, bus)
    uid, other = caseload.add_therapist("T01").uid, caseload.add_therapist("T02").uid
    case = caseload.add_case(uid, "C1").uid
    session = caseload.add_session(case, 3, held_on=DAY).uid
    me = Person(str(uuid.uuid4()), "Ada", "AE", b"s", b"r")
    log = TrainingLog(
        library, caseload, person=me, clock=Noon(), reader=ContactTables(), bus=bus, forms=lambda: (FORM,)
    )
    work = SimpleNamespace(
        training=log,
        caseload=caseload,
        tables=SimpleNamespace(decimal_comma=False),
        application=SimpleNamespace(wall_clock=Noon()),
    )
    return Home(cast(Workplace, work), log, uid, case, session, other)


@pytest.fixture
def page(home: Home, dressed: Theme, qtbot: QtBot) -> Iterator[TrainingPage]:
    made = TrainingPage(home.work, InlineJobs())
    qtbot.addWidget(made)
    made.resize(1000, 640)
    made.show()
    yield made
    if made.dialog is not None:
        made.dialog.reject()


def rows(page: TrainingPage) -> list[tuple[Any, ...]]:
    assert page.section is not None
    return list(page.section.table.rows)


def facts(page: TrainingPage) -> str:
    QApplication.processEvents()
    return "\n".join(each.text() for each in page.card.findChildren(QLabel) if each.isVisibleTo(page.card))


def file(tmp_path: Path, data: bytes, name: str = "letter.pdf") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


def png() -> bytes:
    image = QImage(40, 60, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def test_nobody_is_chosen_and_then_an_empty_log_says_what_to_do(page: TrainingPage, home: Home) -> None:
    assert page.nobody.isVisible()
    page.show_therapist(home.uid, "T01")
    assert page.empty.sentence.text() == "No supervision contact yet"
    assert page.empty.action.isVisible()
    for key in SectionKey:
        page.show_section(key)
        assert page.empty.isVisible()
        assert page.empty.hint.text()
    page.show_section(SectionKey.RESULTS)
    assert "never stand in" in page.empty.hint.text()


def test_sums_stand_above_the_contacts_and_the_chosen_one_beside(page: TrainingPage, home: Home) -> None:
    home.contact(60, case_uids=(home.case,), supervisor="SB", note="Went well.")
    home.contact(90, on=date(2026, 5, 11), group_size=3)
    page.show_therapist(home.uid, "T01")
    assert page.sums.text() == "2 contacts · 2 h 30 min · own cases 1 h"
    assert page.by_case.text() == "C1: 1 contact, 1 h"
    assert "does not say" in page.note.text()
    assert [row[:4] for row in rows(page)] == [
        ("11 May 2026", "1 h 30 min", "not told", None),
        ("4 May 2026", "1 h", "1 h", "C1"),
    ]
    assert "Supervision on 11 May 2026" in facts(page)
    page.table.choose_row(1)
    assert "Went well." in facts(page)
    assert "SB" in facts(page)


def test_each_section_shows_its_kind(page: TrainingPage, home: Home) -> None:
    home.log.keep(
        Training("", home.uid, TrainingKind.COURSE, "Course", date(2026, 1, 5), date(2026, 1, 9), hours=32.5, days=5)
    )
    home.paper(until=date(2026, 5, 30), case_uid=home.case)
    home.log.keep(
        ResultElsewhere(
            "", home.uid, "A body", "Its form", "3.2", DAY, by="CK", case_uid=home.case, session_uid=home.session,
            passed=True,
        )
    )  # fmt: skip
    home.log.keep(ResultElsewhere("", home.uid, "A body", "Its form", "2.5", DAY, self_rated=True))
    page.show_therapist(home.uid, "T01")
    page.choice.buttons[SectionKey.TRAINING].click()
    assert rows(page) == [("5 Jan 2026 to 9 Jan 2026", "Course", "Course", "32.5 h, 5 days", None, None)]
    page.choice.buttons[SectionKey.PAPERS].click()
    assert rows(page)[0][1:5] == ("30 May 2026 (over)", "Letter", "Letter of a supervisor or mentor", "C1")
    assert page.sums.text() == "1 paper · 1 has run out · 1 without a scan"
    page.choice.buttons[SectionKey.RESULTS].click()
    assert [row[3:7] for row in rows(page)] == [
        ("2.5", "the therapist", None, None),
        ("3.2", "CK", "C1, session 3", "passed"),
    ]
    assert "never stand in" in page.note.text()
    assert [button.text() for button in page.choice.buttons.values()] == [
        "Supervision · 0", "Training · 1", "Papers · 1", "Other bodies' results · 2",
    ]  # fmt: skip


def test_a_contact_is_added_by_keys_and_taken_back(page: TrainingPage, home: Home, qtbot: QtBot) -> None:
    page.show_therapist(home.uid, "T01")
    qtbot.keyClick(page, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    form = page.dialog
    assert isinstance(form, ContactDialog)
    form.minutes.show_number(75)
    form.cases[home.case].setChecked(True)
    form.supervisor.show_text("SB")
    form.accredited.show_key("yes")
    form.on_accepted()
    page.dialog = None
    (kept,) = home.log.of_therapist(home.uid).supervision
    assert (kept.minutes, kept.case_uids, kept.supervisor, kept.own_minutes) == (75, (home.case,), "SB", None)
    assert kept.supervisor_accredited is True
    assert kept.on == TODAY
    assert page.toast.message.text() == "Done: Add a supervision contact"
    page.toast.action.click()
    assert page.empty.isVisible()


def test_a_new_contact_begins_as_the_last_one_was(page: TrainingPage, home: Home) -> None:
    home.contact(45, group_size=4, supervisor="SB", own_minutes=10)
    page.show_therapist(home.uid, "T01")
    page.add.click()
    form = page.dialog
    assert isinstance(form, ContactDialog)
    assert (form.minutes.number, form.group.number, form.supervisor.text) == (45, 4, "SB")
    assert form.own.number < 0, "how long it was about the own cases is told anew each time"


def test_return_opens_the_chosen_entry_and_a_fault_keeps_the_form(page: TrainingPage, home: Home, qtbot: QtBot) -> None:
    home.contact(50, own_minutes=20)
    page.show_therapist(home.uid, "T01")
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    form = page.dialog
    assert isinstance(form, ContactDialog)
    form.own.show_number(55)
    form.on_accepted()
    assert "longer than the contact" in form.banner.message.text()
    assert form.isVisible()
    form.own.show_number(50)
    form.on_accepted()
    page.dialog = None
    assert home.log.of_therapist(home.uid).supervision[0].own_minutes == 50


def test_delete_takes_an_entry_away_and_undo_brings_it_back(page: TrainingPage, home: Home, qtbot: QtBot) -> None:
    home.contact()
    page.show_therapist(home.uid, "T01")
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert page.empty.isVisible()
    page.undo()
    assert len(rows(page)) == 1


def test_a_training_asks_for_people_only_where_there_are_any(page: TrainingPage, home: Home) -> None:
    page.show_therapist(home.uid, "T01")
    page.show_section(SectionKey.TRAINING)
    page.empty.action.click()
    form = page.dialog
    assert isinstance(form, TrainingDialog)
    assert not form.others.isVisibleTo(form)
    form.kind.show_key(str(TrainingKind.SUPERVISING))
    form.kind.choice_made.emit(form.kind.key)
    assert form.others.isVisibleTo(form)
    form.name.setText("Two trainees")
    form.others.show_number(2)
    form.hours.show_number(12.5)
    form.on_accepted()
    page.dialog = None
    (kept,) = home.log.of_therapist(home.uid).training
    assert (kept.kind, kept.others, kept.hours, kept.days) == (TrainingKind.SUPERVISING, 2, 12.5, None)


def test_a_paper_and_a_result_are_written_down(page: TrainingPage, home: Home) -> None:
    page.show_therapist(home.uid, "T01")
    page.show_section(SectionKey.PAPERS)
    page.add_entry()
    paper = page.dialog
    assert isinstance(paper, PaperDialog)
    paper.name.setText("Letter")
    paper.until.show_day(date(2027, 1, 1))
    paper.case.show_key(home.case)
    paper.on_accepted()
    page.show_section(SectionKey.RESULTS)
    page.add_entry()
    form = page.dialog
    assert isinstance(form, ResultDialog)
    assert form.body.findText("A body") >= 0
    form.body.setEditText("A body")
    assert form.form.text == "Its form", "it is the only one that the body has"
    form.mark.setText("3,25")
    form.case.show_key(home.case)
    form.case.choice_made.emit(home.case)
    form.session.show_key(home.session)
    form.self_rated.setChecked(True)
    assert not form.by.isEnabled()
    form.on_accepted()
    page.dialog = None
    log = home.log.of_therapist(home.uid)
    assert (log.papers[0].until, log.papers[0].case_uid) == (date(2027, 1, 1), home.case)
    result = log.results[0]
    assert (result.mark, result.session_uid, result.self_rated, result.passed) == ("3.25", home.session, True, None)
    form = ResultDialog(
        page, jobs=InlineJobs(), log=log, forms=(FORM,), result=result, keep=home.log.keep, done=lambda _: None
    )
    assert form.record() == result, "a form shows what is kept"


def test_a_scan_is_hung_on_looked_at_and_saved_only_where_asked(
    page: TrainingPage, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home.paper()
    page.show_therapist(home.uid, "T01")
    page.show_section(SectionKey.PAPERS)
    picked = file(tmp_path, png(), "form.png")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *args: (str(picked), ""))
    page.card.scans.add.click()
    (row,) = page.card.scans.rows
    assert rows(page)[0][-1] == "1 scan"
    assert row.facts.text().startswith("PNG, ")
    row.look.click()
    view = page.scan_acts.view
    assert view is not None
    assert view.windowTitle() == "Scan", "no name of a file in a title"
    whole = view.sheet.pixmap().width()
    view.larger.click()
    assert view.sheet.pixmap().width() > whole
    view.smaller.click()
    assert view.zoom == pytest.approx(1.0)
    copy = tmp_path / "copy.png"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *args: (str(copy), ""))
    view.save.click()
    assert copy.read_bytes() == png()
    assert "not encrypted" in page.toast.message.text()
    view.accept()


def test_a_pdf_is_only_saved_and_a_wrong_file_is_refused_on_the_page(
    page: TrainingPage, home: Home, tmp_path: Path
) -> None:
    home.paper()
    page.show_therapist(home.uid, "T01")
    page.show_section(SectionKey.PAPERS)
    page.scan_acts.attach(file(tmp_path, b"<html>"))
    assert "neither a PDF" in page.banner.message.text()
    page.scan_acts.attach(file(tmp_path, b"%PDF-1.7"))
    assert not page.banner.isVisible()
    (row,) = page.card.scans.rows
    assert not row.look.isVisibleTo(row)
    assert row.save.isVisibleTo(row)


def test_what_cannot_be_brought_back_is_asked_about_first(page: TrainingPage, home: Home, tmp_path: Path) -> None:
    paper = home.paper()
    for _ in range(2):
        home.log.scans.attach(paper.uid, file(tmp_path, b"%PDF-1.7"), QUIET)
    page.show_therapist(home.uid, "T01")
    page.show_section(SectionKey.PAPERS)
    page.card.scans.rows[0].remove.click()
    assert len(home.log.scans.of(paper.uid)) == 2
    page.card.scans.rows[0].sure.action.click()
    assert len(home.log.scans.of(paper.uid)) == 1
    page.card.remove.click()
    assert "cannot be brought back" in page.card.sure.message.text()
    assert home.log.of_therapist(home.uid).papers
    page.card.sure.action.click()
    assert home.log.of_therapist(home.uid).empty
    assert not page.toast.action.isVisible(), "there is no way back to offer"


def test_a_picture_that_is_none_says_so() -> None:
    with pytest.raises(UserFacingError, match="cannot be shown"):
        picture_of(b"\x89PNG\r\n\x1a\nabc")


def test_one_therapists_log_is_never_shown_under_anothers_name(home: Home, dressed: Theme, qtbot: QtBot) -> None:
    home.contact()
    jobs = HeldJobs()
    page = TrainingPage(home.work, jobs)
    qtbot.addWidget(page)
    page.show()
    page.show_therapist(home.uid, "T01")
    page.show_therapist(home.other, "T02")
    jobs.run_all()
    assert page.title.text() == "T02"
    assert page.section is not None
    assert not page.section.records


def test_news_are_read_when_they_concern_the_log_and_it_is_seen(page: TrainingPage, home: Home) -> None:
    page.show_therapist(home.uid, "T01")
    home.contact()
    page.on_changed(Changed.SCORES)
    assert page.empty.isVisible()
    page.on_changed(Changed.TRAINING)
    assert len(rows(page)) == 1
    page.hide()
    home.contact(on=date(2026, 4, 1))
    page.on_changed(Changed.TRAINING)
    assert len(rows(page)) == 1
    page.show()
    assert len(rows(page)) == 2


def test_a_file_is_looked_at_before_it_is_taken_in(page: TrainingPage, home: Home, tmp_path: Path) -> None:
    page.show_therapist(home.uid, "T01")
    page.look_at(file(tmp_path, b"date,minutes\n2026-05-04,50\n2026-05-11,long\n", "log.csv"))
    form = page.dialog
    assert isinstance(form, FileDialog)
    assert [row[1] for row in form.table.data_model.table.rows] == [
        "“long” is no length. Write minutes, such as 90.",
        "is added",
    ]
    assert form.accept_button.text() == "Take in 1 contact"
    form.on_accepted()
    page.dialog = None
    assert len(rows(page)) == 1
    page.toast.action.click()
    assert page.empty.isVisible()
    page.look_at(tmp_path / "gone.csv")
    assert "not there" in page.banner.message.text()
    page.show_section(SectionKey.PAPERS)
    assert not page.from_file.isVisible(), "only contacts come in rows"


def test_a_wide_day_is_not_cut_off_beside_one_with_as_many_letters(page: TrainingPage, home: Home) -> None:
    for day in (date(2024, 11, 15), date(2024, 5, 10), date(2024, 10, 11)):
        home.contact(on=day)
    page.show_therapist(home.uid, "T01")
    metrics = page.table.fontMetrics()
    widest = max(metrics.horizontalAdvance(str(row[0])) for row in rows(page))
    assert page.table.columnWidth(0) >= widest + 20


def test_everything_on_the_log_and_its_forms_is_translated(
    pseudo_locale: None, home: Home, dressed: Theme, qtbot: QtBot, tmp_path: Path
) -> None:
    paper = home.paper()
    home.contact(supervisor="SB")
    home.log.keep(ResultElsewhere("", home.uid, "A body", "Its form", "3.2", DAY, by="CK"))
    home.log.keep(Training("", home.uid, TrainingKind.COURSE, "Letter", DAY, hours=3))
    home.log.scans.attach(paper.uid, file(tmp_path, b"%PDF-1.7"), QUIET)
    made = TrainingPage(home.work, InlineJobs())
    qtbot.addWidget(made)
    made.show()
    made.show_therapist(home.uid, "T01")
    data = ("T01", "C1", "SB", "CK", "A body", "Its form", "Letter", "letter.pdf", "Return", "Del", "Ctrl+Shift+A")
    missing: list[str] = []
    for key in SectionKey:
        made.show_section(key)
        missing += untranslated(made, data=data)
        missing += [str(made.table.data_model.headerData(at, Qt.Orientation.Horizontal)) for at in range(6)]
        made.add_entry()
        assert made.dialog is not None
        missing += untranslated(made.dialog, data=data)
        made.dialog.reject()
    made.show_section(SectionKey.SUPERVISION)
    made.look_at(file(tmp_path, b"date,minutes\n2026-05-04,50\n", "log.csv"))
    missing += untranslated(made.dialog, data=data)
    made.dialog.reject()
    assert not [text for text in missing if "⟦" not in text and not NOT_WORDS.fullmatch(text)]
