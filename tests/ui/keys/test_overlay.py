"""The keys of the screen one is on, over it, as they are in force."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fidelity_rater.app.commands import MENU, CommandId, command_words
from fidelity_rater.app.keymap import Keymap
from fidelity_rater.ui.keys.lines import KeyLine, KeySection, Place, sections_of
from fidelity_rater.ui.keys.overlay import KeyOverlay, in_columns
from fidelity_rater.ui.main_window import MainWindow
from fidelity_rater.ui.widgets.text import KeyHint
from helpers.shown_texts import shown_texts

from .conftest import Send

Key = Qt.Key


def help_of(window: MainWindow) -> KeyOverlay:
    assert window._help is not None
    return window._help


def words(window: MainWindow) -> dict[str, str]:
    return {**window.menus.words, **command_words()}


def test_the_desks_help_names_every_key_of_the_desk(window: MainWindow, send: Send) -> None:
    send(Key.Key_Question, "?", Qt.KeyboardModifier.ShiftModifier)
    shown = set(shown_texts(help_of(window)))
    assert {words(window)[each] for each in CommandId} <= shown


def test_it_shows_the_persons_keys(window: MainWindow, send: Send) -> None:
    window.keys.take(Keymap().given(CommandId.MARK_FOR, "F13").into(window._shell.application.settings.load()))
    send(Key.Key_F1)
    assert "F13" in {cap.text() for cap in help_of(window).findChildren(KeyHint)}


@pytest.mark.parametrize(
    ("key", "text"), [(Key.Key_Escape, ""), (Key.Key_Question, "?"), (Key.Key_F1, ""), (Key.Key_Return, "\r")]
)
def test_a_key_closes_it_and_the_items_have_the_keys_again(window: MainWindow, send: Send, key: Key, text: str) -> None:
    assert window.area is not None
    send(Key.Key_Question, "?")
    assert not window.area.rating.view.items.hasFocus()
    send(key, text)
    assert window._help is None
    assert window.area.rating.view.items.hasFocus()


def test_a_click_closes_it(window: MainWindow, send: Send, qtbot: QtBot) -> None:
    send(Key.Key_Question, "?")
    qtbot.mouseClick(help_of(window), Qt.MouseButton.LeftButton)
    assert window._help is None


def test_no_key_reaches_the_screen_under_it(window: MainWindow, send: Send) -> None:
    assert window.area is not None
    told: list[int] = []
    window.area.rating.view.play_pressed.connect(lambda: told.append(1))
    window.area.rating.view.score_chosen.connect(lambda *_: told.append(2))
    send(Key.Key_Question, "?")
    for key, text in ((Key.Key_Space, " "), (Key.Key_3, "3"), (Key.Key_M, "m")):
        send(key, text)
    assert told == []


def test_tab_stays_in_it(window: MainWindow, send: Send) -> None:
    send(Key.Key_Question, "?")
    overlay = help_of(window)
    for _ in range(4):
        send(Key.Key_Tab, "\t")
        focused = QApplication.focusWidget()
        assert focused is not None
        assert overlay.isAncestorOf(focused)


def test_a_sign_in_a_field_is_written(window: MainWindow, send: Send) -> None:
    assert window.area is not None
    send(Key.Key_E, "e")
    send(Key.Key_Question, "?")
    assert window._help is None
    assert window.area.rating.view.detail.note.toPlainText() == "?"


def test_locking_takes_it_away(window: MainWindow, send: Send) -> None:
    send(Key.Key_Question, "?")
    window.lock()
    assert window._help is None
    window.show_help()
    assert window._help is None
    window.on_unlocked()


def test_every_screen_has_its_own(window: MainWindow) -> None:
    area = window.area
    assert area is not None
    assert area.place is Place.DESK
    area.show_caseload()
    assert area.place is Place.CASELOAD
    window.show_help()
    shown = set(shown_texts(help_of(window)))
    assert words(window)[MENU + "therapist"] in shown
    assert words(window)[CommandId.MARK_FOR] not in shown
    window.show_help()
    area.show_results()
    assert area.place in (Place.RESULTS, Place.CASELOAD)


@pytest.mark.parametrize("place", Place)
def test_no_screen_is_without_the_way_to_its_keys(window: MainWindow, place: Place) -> None:
    lines = [line for section in sections_of(place, Keymap(), window.menus.words) for line in section.lines]
    assert words(window)[CommandId.HELP] in {line.words for line in lines}
    assert all(line.keys and line.words for line in lines)


def test_a_command_without_a_key_is_not_listed(window: MainWindow) -> None:
    keymap = Keymap().changed(CommandId.LOOP, ())
    lines = [line for section in sections_of(Place.DESK, keymap, window.menus.words) for line in section.lines]
    assert words(window)[CommandId.LOOP] not in {line.words for line in lines}


def test_it_grows_and_shrinks_with_the_window(window: MainWindow, send: Send) -> None:
    send(Key.Key_Question, "?")
    overlay = help_of(window)
    for size in ((960, 600), (1600, 900)):
        window.resize(*size)
        assert overlay.rect().contains(overlay.panel.geometry())
        assert overlay.size() == window.screens.size()


@pytest.mark.parametrize(("count", "highest"), [(1, 76), (2, 38), (3, 27)])
def test_columns_are_as_high_as_each_other(count: int, highest: int) -> None:
    sections = [KeySection(str(n), (KeyLine(("A",), "x"),) * lines) for n, lines in enumerate((12, 6, 9, 17, 2, 5, 11))]
    columns = in_columns(sections, count)
    assert sorted((section for column in columns for section in column), key=sections.index) == sections
    assert all(sorted(column, key=sections.index) == column for column in columns)
    assert len(columns) == count
    assert max(sum(len(section.lines) + 2 for section in column) for column in columns) <= highest


def test_all_keys_of_the_desk_are_in_sight_on_a_small_laptop(window: MainWindow, send: Send) -> None:
    window.resize(1280, 800)
    send(Key.Key_Question, "?")
    assert help_of(window).area.verticalScrollBar().maximum() == 0
