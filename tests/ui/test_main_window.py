"""The window around everything: its title, its menus, dropping, locking, and leaving with nothing lost."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QDialog, QFileDialog
from pytestqt.qtbot import QtBot

from fidelity_rater.app.errors import DiskFull
from fidelity_rater.ui.main_window import MainWindow
from fidelity_rater.ui.theme import Theme
from helpers.screens import begin_rating, enter_library, make_window
from helpers.sounds import wav_bytes
from helpers.window import PASSPHRASE


@pytest.fixture
def window(own_home: Path, dressed: Theme, qtbot: QtBot) -> Iterator[MainWindow]:
    window = make_window(own_home, dressed, qtbot)
    yield window
    window.close()


def test_the_title_names_app_and_library_and_nothing_inside(window: MainWindow) -> None:
    assert window.windowTitle() == "Fidelity Rater"
    area = enter_library(window)
    begin_rating(area)
    assert window.windowTitle() == "Test – Fidelity Rater"


def test_every_act_has_a_key_of_its_own_and_a_tip(window: MainWindow) -> None:
    actions = window.menus.actions
    keys = [action.shortcut().toString() for action in actions.values()]
    assert all(keys)
    assert len(set(keys)) == len(keys)
    assert all(action.statusTip() for action in actions.values())


def test_doors_that_do_not_work_yet_are_not_offered(window: MainWindow) -> None:
    assert not window.menus.actions["import"].isEnabled()
    assert window.menus.actions["demo"].isEnabled()
    enter_library(window)
    assert window.menus.actions["import"].isEnabled()


def drop(window: MainWindow, *paths: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    window.dropEvent(QDropEvent(QPointF(9, 9), copy, data, left, none))


def test_recordings_can_be_dropped_anywhere_once_a_library_is_open(window: MainWindow, tmp_path: Path) -> None:
    tape = tmp_path / "tape.wav"
    tape.write_bytes(wav_bytes(2))
    drop(window, tape)
    assert window.area is None
    area = enter_library(window)
    drop(window, tape)
    assert area.shown is area.screens.importing
    assert [row.path.name for row in area.screens.importing.rows] == ["tape.wav"]


def test_locking_hides_everything_and_opens_only_to_the_passphrase(window: MainWindow) -> None:
    area = enter_library(window)
    begin_rating(area)
    area.show_caseload()
    area.caseload.editing.add_therapist()
    window.lock()
    assert window.screens.currentWidget() is window.lock_screen
    assert not any(dialog.isVisible() for dialog in window.findChildren(QDialog))
    assert not window.menus.actions["csv"].isEnabled()
    window.lock_screen.passphrase.line.setText("surely not this one")
    window.lock_screen.unlock.click()
    assert window.screens.currentWidget() is window.lock_screen
    assert not window.lock_screen.banner.isHidden()
    window.lock_screen.passphrase.line.setText(PASSPHRASE)
    window.lock_screen.unlock.click()
    assert window.screens.currentWidget() is area
    assert window.menus.actions["csv"].isEnabled()
    assert not window.lock_screen.passphrase.text


def test_a_locked_window_takes_nothing_in(window: MainWindow, tmp_path: Path) -> None:
    area = enter_library(window)
    window.lock()
    drop(window, tmp_path / "tape.wav")
    assert area.shown is area.caseload


def test_idle_time_locks(window: MainWindow, qtbot: QtBot) -> None:
    enter_library(window)
    window.idle.idled.emit()
    assert window.screens.currentWidget() is window.lock_screen


def test_listening_is_no_idleness(window: MainWindow, tmp_path: Path) -> None:
    from datetime import date

    from fidelity_rater.app.caseload_models import Consent, ConsentPurpose
    from fidelity_rater.app.silent import SilentProgress

    area = enter_library(window)
    tape = tmp_path / "tape.wav"
    tape.write_bytes(wav_bytes(20))
    session = area.work.caseload.place("T07", "C2", scheduled=6)
    consent = Consent(frozenset({ConsentPurpose.SUPERVISION}), given_on=date(2026, 1, 1))
    area.work.importing.bring_in(tape, session.uid, consent, SilentProgress())
    begin_rating(area)
    area.rating.view.play_pressed.emit()
    window.idle.idled.emit()
    assert window.screens.currentWidget() is area
    assert window.idle.timer.isActive(), "the time begins anew"
    area.rating.view.play_pressed.emit()
    window.idle.idled.emit()
    assert window.screens.currentWidget() is window.lock_screen


def test_the_menu_names_what_undo_would_do(window: MainWindow) -> None:
    area = enter_library(window)
    area.work.caseload.add_therapist("T07")
    window.menus.editing.aboutToShow.emit()
    assert "T07" in window.menus.actions["undo"].text()
    begin_rating(area)
    window.menus.editing.aboutToShow.emit()
    assert "T07" not in window.menus.actions["undo"].text()


def test_closing_with_clicks_that_cannot_be_saved_stays_once(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    area = enter_library(window)
    begin_rating(area)
    library = area.work.library

    @contextmanager
    def full() -> Iterator[None]:
        raise DiskFull("The disk is full.", "Make room.")
        yield

    view = area.rating.view
    monkeypatch.setattr(type(library), "work", lambda _self: full())
    view.score_chosen.emit(view.items.chosen_item, view.items.chosen_dimension, 2)
    assert not window.close()
    assert "The disk is full" in area.message.message.text()
    assert window.isVisible()
    assert window.close(), "a person who says so again may leave"


def test_leaving_a_library_leads_back_to_the_start(window: MainWindow) -> None:
    area = enter_library(window)
    folder = area.work.library.info.folder
    window.menus.actions["close"].trigger()
    assert window.area is None
    assert window.screens.currentWidget() is window.start
    assert window.start.libraries.row_of(folder)
    assert window.windowTitle() == "Fidelity Rater"


def test_colours_and_text_are_chosen_and_kept(window: MainWindow, dressed: Theme) -> None:
    window.menus.actions["look:dark"].trigger()
    assert dressed.look.dark
    window.menus.actions["text:150"].trigger()
    assert dressed.text_percent == 150
    settings = window._shell.application.settings.load()
    assert (settings.appearance, settings.text_percent) == ("dark", 150)
    window.menus.actions["text:100"].trigger()
    window.menus.actions["look:light"].trigger()


def test_undo_is_looked_for_where_one_is(window: MainWindow, qtbot: QtBot) -> None:
    area = enter_library(window)
    begin_rating(area)
    view = area.rating.view
    item, dimension = view.items.chosen_item, view.items.chosen_dimension
    view.score_chosen.emit(item, dimension, 2)
    window.menus.actions["undo"].trigger()
    assert (item, dimension) not in area.rating.desk.sheet.scores
    area.show_caseload()
    label = area.work.caseload.undo_label
    window.menus.actions["undo"].trigger()
    assert area.work.caseload.undo_label != label


def test_scores_are_written_whole_or_not_at_all(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    area = enter_library(window)
    begin_rating(area)
    view = area.rating.view
    view.score_chosen.emit(view.items.chosen_item, view.items.chosen_dimension, 2)
    target = tmp_path / "scores.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    window.menus.actions["csv"].trigger()
    assert target.read_text(encoding="utf-8").count("\n") == 2
    close_dialogs(window)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "x.csv"), ""))
    window.menus.actions["json"].trigger()
    dialog = next(d for d in window.findChildren(QDialog) if d.isVisible())
    assert not dialog.banner.isHidden()
    close_dialogs(window)
    assert not list(tmp_path.glob("*.part"))


def test_backing_up_and_checking_end_in_a_word(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    enter_library(window)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path))
    for key in ("backup", "check"):
        window.menus.actions[key].trigger()
        dialog = next(d for d in window.findChildren(QDialog) if d.isVisible())
        assert dialog.outcome.text()
        close_dialogs(window)
    assert window._shell.application.settings.load().backup_folder == tmp_path


def close_dialogs(window: MainWindow) -> None:
    for dialog in window.findChildren(QDialog):
        if dialog.isVisible():
            dialog.reject()
