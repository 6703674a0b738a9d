"""The caseload: adding, editing, undoing, consent, deletion; what is wanted of a session reaches its place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from fidelity_rater.app.caseload_models import Consent, ConsentPurpose, FocalArea
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.ui.caseload.case_card import CaseCard
from fidelity_rater.ui.caseload.case_dialog import CaseDialog
from fidelity_rater.ui.caseload.focus_dialog import FocusDialog
from fidelity_rater.ui.caseload.recording_dialogs import ConsentDialog, DeleteRecordingDialog
from fidelity_rater.ui.caseload.screen import CaseloadScreen
from fidelity_rater.ui.caseload.session_dialog import SessionDialog
from fidelity_rater.ui.caseload.therapist_dialog import TherapistDialog
from fidelity_rater.ui.caseload.wanted import Wanted
from fidelity_rater.ui.forms.task_dialog import TaskDialog
from fidelity_rater.ui.library_area import LibraryArea
from fidelity_rater.ui.measures.dialog import MeasuresDialog
from fidelity_rater.ui.theme import Theme
from helpers.screens import enter_library, make_window
from helpers.sounds import wav_bytes

D = TypeVar("D", bound=QDialog)


@pytest.fixture
def area(own_home: Path, dressed: Theme, qtbot: QtBot) -> Iterator[LibraryArea]:
    window = make_window(own_home, dressed, qtbot)
    yield enter_library(window)
    window.close()


@pytest.fixture
def screen(area: LibraryArea) -> CaseloadScreen:
    return area.caseload


def dialog(screen: CaseloadScreen, kind: type[D]) -> D:
    return next(d for d in screen.window().findChildren(kind) if d.isVisible())


def gone(screen: CaseloadScreen) -> bool:
    return not any(d.isVisible() for d in screen.window().findChildren(QDialog))


def add_case(screen: CaseloadScreen, qtbot: QtBot) -> str:
    """T07 with case C2; return the case's uid."""
    screen.list.add.click()
    form = dialog(screen, TherapistDialog)
    form.code.setText("T07")
    form.accept_button.click()
    qtbot.waitUntil(lambda: screen.view.page is not None)
    screen.view.add_case.click()
    case = dialog(screen, CaseDialog)
    case.code.setText("C2")
    case.planned.show_number(12)
    case.answers["conclusion"].setText("suitable")
    case.accept_button.click()
    qtbot.waitUntil(lambda: bool(screen.view.cards))
    return screen.view.cards[0].row.case.uid


def test_an_empty_library_says_what_to_do_first(screen: CaseloadScreen) -> None:
    assert screen.pages.currentWidget() is screen.empty
    screen.empty.action.click()
    assert dialog(screen, TherapistDialog)


def test_a_new_therapist_is_chosen_among_others(screen: CaseloadScreen, qtbot: QtBot) -> None:
    for code in ("T07", "T08"):
        screen.editing.add_therapist()
        form = dialog(screen, TherapistDialog)
        form.code.setText(code)
        form.accept_button.click()
    assert screen.view.page is not None
    assert screen.view.page.therapist.code == "T08"
    qtbot.waitUntil(lambda: screen.list.chosen == screen.therapist_uid)


def test_what_cannot_be_a_code_is_said_in_the_form_and_nothing_is_lost(screen: CaseloadScreen) -> None:
    screen.editing.add_therapist()
    form = dialog(screen, TherapistDialog)
    form.code.setText("Ruth!")
    form.occupation.show_text("Nursing")
    form.accept_button.click()
    assert not form.banner.isHidden()
    assert form.isVisible()
    assert form.occupation.text == "Nursing"
    form.year.setText("twenty")
    form.code.setText("T07")
    form.accept_button.click()
    assert form.isVisible(), "a year has four digits"
    form.year.setText("2019")
    form.accept_button.click()
    assert gone(screen)


def test_an_added_case_shows_its_plan_and_undo_takes_it_back(screen: CaseloadScreen, qtbot: QtBot) -> None:
    add_case(screen, qtbot)
    card = screen.view.cards[0]
    assert "12" in card.header.aside.text()
    assert card.sheet is not None
    assert "C2" in screen.toast.message.text()
    screen.toast.action.click()
    qtbot.waitUntil(lambda: not screen.view.cards)
    screen.redo()
    qtbot.waitUntil(lambda: bool(screen.view.cards))


def test_a_change_of_focus_needs_its_reason(screen: CaseloadScreen, qtbot: QtBot) -> None:
    uid = add_case(screen, qtbot)
    screen._work.caseload.set_focus(uid, (FocalArea.GRIEF,), since=date(2026, 1, 5))
    qtbot.waitUntil(lambda: bool(screen.view.cards and screen.view.cards[0].row.case.focus_history))
    screen.view.cards[0].asked.emit(Wanted.SET_FOCUS, uid)
    form = dialog(screen, FocusDialog)
    form.primary.show_key("role_dispute")
    form.accept_button.click()
    assert not form.banner.isHidden()
    form.reason.setText("The quarrel came first")
    form.accept_button.click()
    assert gone(screen)
    qtbot.waitUntil(lambda: len(screen.view.cards[0].row.case.focus_history) == 2)


def test_a_plan_shorter_than_what_was_held_is_refused(screen: CaseloadScreen, qtbot: QtBot) -> None:
    uid = add_case(screen, qtbot)
    for number in (1, 2, 3):
        screen._work.caseload.add_session(uid, number, held_on=date(2026, 1, number))
    qtbot.waitUntil(lambda: len(screen.view.cards[0].row.sessions) == 3)
    screen.editing.edit_case(uid)
    form = dialog(screen, CaseDialog)
    form.planned.show_number(2)
    form.accept_button.click()
    assert not form.banner.isHidden()
    form.reject()


def test_a_missed_session_keeps_its_number_and_is_not_counted(screen: CaseloadScreen, qtbot: QtBot) -> None:
    uid = add_case(screen, qtbot)
    for attendance in ("attended", "missed", "attended"):
        screen.editing.add_session(uid)
        form = dialog(screen, SessionDialog)
        form.attendance.show_key(attendance)
        form.accept_button.click()
        count = len(screen.view.cards[0].row.sessions)
        qtbot.waitUntil(lambda count=count: len(screen.view.cards[0].row.sessions) == count + 1)
    numbers = [(s.session.scheduled, s.session.attended) for s in screen.view.cards[0].row.sessions]
    assert numbers == [(1, 1), (2, None), (3, 2)]


def imported(screen: CaseloadScreen, tmp_path: Path, qtbot: QtBot, consent: Consent) -> str:
    path = tmp_path / "tape.wav"
    path.write_bytes(wav_bytes(2))
    session = screen._work.caseload.place("T07", "C2", scheduled=1, held_on=date(2026, 1, 5))
    made = screen._work.importing.bring_in(path, session.uid, consent, SilentProgress())
    qtbot.waitUntil(lambda: bool(screen.view.cards and screen.view.cards[0].row.sessions[0].recordings))
    return made.recording.uid


def test_consent_is_warned_of_until_it_is_recorded(screen: CaseloadScreen, tmp_path: Path, qtbot: QtBot) -> None:
    uid = imported(screen, tmp_path, qtbot, Consent())
    table = screen.view.cards[0].table
    assert table is not None
    assert table.recording_buttons[uid].accessibleDescription()
    screen.on_asked(Wanted.CONSENT, uid)
    form = dialog(screen, ConsentDialog)
    assert not any(box.isChecked() for box in form.form.purposes.values()), "silence is not consent"
    form.form.purposes[ConsentPurpose.SUPERVISION].click()
    form.accept_button.click()
    assert gone(screen)
    qtbot.waitUntil(lambda: not screen.view.cards[0].table.recording_buttons[uid].accessibleDescription())


def test_a_recording_goes_only_by_a_typed_word_and_scores_stay(
    screen: CaseloadScreen, tmp_path: Path, qtbot: QtBot
) -> None:
    uid = imported(screen, tmp_path, qtbot, Consent(frozenset({ConsentPurpose.SUPERVISION}), given_on=date(2026, 1, 1)))
    screen.on_asked(Wanted.DELETE_RECORDING, uid)
    form = dialog(screen, DeleteRecordingDialog)
    form.on_accepted()
    assert not form.accept_button.isEnabled()
    form.typed.setText(form.word.upper())
    form.accept_button.click()
    assert gone(screen)
    qtbot.waitUntil(lambda: screen.view.cards[0].row.sessions[0].recordings[0].deleted_at is not None)
    assert not screen.view.cards[0].table.recording_buttons[uid].isEnabled()


def test_each_wish_goes_where_it_belongs(
    screen: CaseloadScreen, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_: ([], ""))
    imported(screen, tmp_path, qtbot, Consent())
    session = screen.view.cards[0].row.sessions[0].session.uid
    table = screen.view.cards[0].table
    with qtbot.waitSignal(screen.rate_wanted, check_params_cb=lambda uid: uid == session):
        table.rate_buttons[session].click()
    with qtbot.waitSignal(
        screen.import_wanted, check_params_cb=lambda p: (p.therapist, p.case, p.session) == ("T07", "C2", 1)
    ):
        screen.on_asked(Wanted.IMPORT_HERE, session)


def test_archiving_hides_and_brings_back(screen: CaseloadScreen, qtbot: QtBot) -> None:
    add_case(screen, qtbot)
    screen.view.archive.click()
    qtbot.waitUntil(lambda: screen.list.model.rowCount() == 0)
    screen.undo()
    qtbot.waitUntil(lambda: screen.list.model.rowCount() == 1)


def test_an_archived_session_is_found_again_among_the_archived(screen: CaseloadScreen, qtbot: QtBot) -> None:
    uid = add_case(screen, qtbot)
    session = screen._work.caseload.add_session(uid, 1).uid
    qtbot.waitUntil(lambda: session in screen.view.cards[0].table.more_buttons)
    screen.on_asked(Wanted.ARCHIVE_SESSION, session)
    qtbot.waitUntil(lambda: session not in screen.view.cards[0].table.more_buttons)
    screen.list.archived.setChecked(True)
    assert session in screen.view.cards[0].table.more_buttons
    screen.on_asked(Wanted.ARCHIVE_SESSION, session)
    screen.list.archived.setChecked(False)
    qtbot.waitUntil(lambda: session in screen.view.cards[0].table.more_buttons)


def lose_sounds(screen: CaseloadScreen) -> None:
    for path in (screen._work.library.info.folder / "vault").iterdir():
        path.unlink()
    screen.on_changed(Changed.RECORDINGS)


def test_a_lost_sound_is_told_and_brought_back_from_its_original(
    screen: CaseloadScreen, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    consent = Consent(frozenset({ConsentPurpose.SUPERVISION}), given_on=date(2026, 1, 1))
    uid = imported(screen, tmp_path, qtbot, consent)

    def warning() -> str:
        table = screen.view.cards[0].table
        return table.recording_buttons[uid].accessibleDescription() if table else ""

    assert not warning()
    lose_sounds(screen)
    qtbot.waitUntil(lambda: "missing" in warning())
    screen.list.names.click()  # the page is laid out anew
    assert "original" in warning()
    button = screen.view.cards[0].table.recording_buttons[uid]
    assert "no sound" in button.text()
    assert button.accessibleName().startswith("Recording of session 1")
    wrong = tmp_path / "wrong.wav"
    wrong.write_bytes(wav_bytes(3))
    for path, ending in ((wrong, "not the file"), (tmp_path / "tape.wav", "is back")):
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, path=path: (str(path), ""))
        screen.on_asked(Wanted.BRING_SOUND_BACK, uid)
        task = dialog(screen, TaskDialog)
        qtbot.waitUntil(lambda task=task: task.close_button.isEnabled())
        assert ending in task.outcome.text() + task.banner.message.text()
        task.close_button.click()
    qtbot.waitUntil(lambda: not warning())
    assert "no sound" not in screen.view.cards[0].table.recording_buttons[uid].text()


def test_a_fault_waits_for_its_card_to_be_unfolded(screen: CaseloadScreen, tmp_path: Path, qtbot: QtBot) -> None:
    uid = imported(screen, tmp_path, qtbot, Consent())
    lose_sounds(screen)
    qtbot.waitUntil(lambda: "missing" in screen.view.cards[0].table.recording_buttons[uid].toolTip())
    card = CaseCard(screen.view.cards[0].row, today=date(2026, 3, 1), folded=True)
    qtbot.addWidget(card)
    card.show_faults({uid: "gone"})
    card.header.setFocus()
    card.on_folded(False)
    assert card.table is not None
    assert card.table.recording_buttons[uid].toolTip().startswith("gone")


def test_the_menu_of_a_recording_offers_its_sound_back_and_no_choice_changes_nothing(
    screen: CaseloadScreen, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(screen, tmp_path, qtbot, Consent())
    asked: list[str] = []

    def choose(*told: object) -> tuple[str, str]:
        asked.append(str(told[1]))
        return "", ""

    monkeypatch.setattr(QFileDialog, "getOpenFileName", choose)
    table = screen.view.cards[0].table
    assert table is not None
    menu = table.recording_menu(screen.view.cards[0].row.sessions[0].recordings[0])
    (entry,) = [action for action in menu.actions() if "original" in action.text()]
    entry.trigger()
    assert len(asked) == 1
    assert gone(screen)


def test_symptom_totals_are_typed_in_at_their_case_and_can_be_taken_back(screen: CaseloadScreen, qtbot: QtBot) -> None:
    uid = add_case(screen, qtbot)
    screen._work.caseload.add_session(uid, 1)
    screen.on_asked(Wanted.MEASURES, uid)
    form = dialog(screen, MeasuresDialog)
    form.page.table.grid.put([(0, 0, "17")])
    form.close_button.click()
    assert gone(screen)
    grid = screen._work.measures.of_case(uid)
    assert [total.value for total in grid.totals.values()] == [17]
    screen.undo()
    assert "PHQ-9 of session 1" in screen.toast.message.text()
    assert not screen._work.measures.of_case(uid).totals
