"""A person's own keys act at once on the desk and in the window, and stand beside what they do."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fidelity_rater.app.commands import MENU, CommandId
from fidelity_rater.app.keymap import Keymap
from fidelity_rater.ui.keys.binder import KeyBinder, acts_while_writing
from fidelity_rater.ui.main_window import MainWindow
from fidelity_rater.ui.widgets.buttons import IconButton, TextButton
from fidelity_rater.ui.widgets.text import KeyHint

from .conftest import NONE, Send, Take, key_event

Key = Qt.Key
GROUP = Qt.KeyboardModifier.GroupSwitchModifier


def heard(window: MainWindow) -> list[str]:
    """What the sound was asked for from now on."""
    assert window.area is not None
    view, told = window.area.rating.view, []
    view.play_pressed.connect(lambda: told.append("play"))
    view.skipped.connect(lambda ms: told.append("back" if ms < 0 else "on"))
    return told


@pytest.mark.parametrize(
    "key", [Key.Key_MediaTogglePlayPause, Key.Key_MediaPlay, Key.Key_MediaPause], ids=lambda key: key.name
)
def test_media_keys_play(window: MainWindow, send: Send, key: Key) -> None:
    told = heard(window)
    send(key)
    assert told == ["play"]


def test_a_pedal_plays_at_once_when_it_was_given_that(window: MainWindow, take: Take, send: Send) -> None:
    told = heard(window)
    send(Key.Key_F13)
    assert told == []
    take(Keymap().given(CommandId.PLAY, "F13"))
    send(Key.Key_F13)
    send(Key.Key_Space, " ")
    assert told == ["play", "play"]


def test_a_key_that_was_taken_away_does_nothing_more(window: MainWindow, take: Take, send: Send) -> None:
    told = heard(window)
    take(Keymap().changed(CommandId.PLAY, ("F13",)))
    send(Key.Key_Space, " ")
    assert told == []


def test_a_pedal_acts_while_a_note_is_written_and_letters_write(window: MainWindow, take: Take, send: Send) -> None:
    assert window.area is not None
    view = window.area.rating.view
    told = heard(window)
    take(Keymap().given(CommandId.PLAY, "F13").given(CommandId.BACK, "B"))
    send(Key.Key_E, "e")
    assert view.detail.note.hasFocus()
    for sign in "b m 3?":
        send(Key.Key_Space if sign == " " else ord(sign.upper()), sign)
    assert told == []
    assert view.detail.note.toPlainText() == "b m 3?"
    send(Key.Key_F13)
    assert told == ["play"]
    assert view.detail.note.hasFocus()
    assert window._help is None


@pytest.mark.parametrize("held", [NONE, GROUP, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier])
def test_brackets_change_the_speed_wherever_a_keyboard_has_them(
    window: MainWindow, send: Send, held: Qt.KeyboardModifier
) -> None:
    assert window.area is not None
    steps: list[float] = []
    window.area.rating.view.rate_chosen.connect(steps.append)
    send(Key.Key_BracketRight, "]", held)
    assert steps


def test_a_preset_is_in_force_at_once(window: MainWindow, take: Take, send: Send) -> None:
    told = heard(window)
    take(Keymap("transcriber"))
    send(Key.Key_F7)
    send(Key.Key_F8)
    send(Key.Key_F4)
    assert told == ["back", "on", "play"]


def test_the_menus_follow(window: MainWindow, take: Take) -> None:
    assert window.menus.actions["keys"].shortcut() == QKeySequence("Ctrl+K")
    take(Keymap().changed(MENU + "lock", ("F12",)).given(CommandId.UNDO, "Ctrl+U"))
    assert window.menus.actions["lock"].shortcuts() == [QKeySequence("F12")]
    assert window.menus.actions["undo"].shortcut() == QKeySequence("Ctrl+U")


def test_the_window_does_what_its_own_key_says(window: MainWindow, take: Take, qtbot: QtBot) -> None:
    take(Keymap().changed(MENU + "lock", ("F12",)))
    qtbot.keyClick(QApplication.focusWidget(), Key.Key_F12)
    assert window.screens.currentWidget() is window.lock_screen


def test_hints_and_tooltips_name_the_persons_key(window: MainWindow, take: Take) -> None:
    assert window.area is not None
    view, bar = window.area.rating.view, window.area.bar
    assert "(C)" in view.header.cover.toolTip()
    take(Keymap().given(CommandId.COVER, "F14").given(MENU + "lock", "F15").changed(CommandId.PLAY, ()))
    assert "(F14)" in view.header.cover.toolTip()
    assert "F14" in view.header.cover.accessibleDescription()
    assert "(F15)" in bar.lock.toolTip()
    caps = {cap.command: cap for cap in view.findChildren(KeyHint) if cap.command}
    assert caps[CommandId.HELP].text() == "?"
    assert caps[CommandId.PLAY].text() == ""
    assert caps[CommandId.PLAY].sizeHint().isEmpty()


def test_every_command_of_a_control_is_one_that_there_is(window: MainWindow) -> None:
    assert window.area is not None
    window.area.show_caseload()
    named = [
        widget.command
        for kind in (TextButton, IconButton, KeyHint)
        for widget in window.findChildren(kind)
        if widget.command
    ]
    assert named
    for command in named:
        assert window.keys.keymap.keys_of(command), command


def test_a_binder_is_quiet_when_nothing_changes(qtbot: QtBot, window: MainWindow, take: Take) -> None:
    settings = window._shell.application.settings.load()
    with qtbot.assertNotEmitted(window.keys.keymap_changed):
        window.keys.take(replace(settings, volume=3))


def test_a_screen_alone_has_the_usual_keys() -> None:
    assert KeyBinder().command_for(key_event(Key.Key_M, "m")) is CommandId.MARK_FOR
    assert KeyBinder().command_for(key_event(Key.Key_N, "", Qt.KeyboardModifier.ControlModifier)) is None
    assert KeyBinder().hint_of(CommandId.SIGN) == "Ctrl+Enter"


def test_only_what_writes_nothing_acts_while_writing() -> None:
    assert acts_while_writing(key_event(Key.Key_F13))
    assert acts_while_writing(key_event(Key.Key_MediaNext))
    assert not acts_while_writing(key_event(Key.Key_M, "m"))
    assert not acts_while_writing(key_event(Key.Key_Left))
    assert not acts_while_writing(key_event(Key.Key_Shift))


def test_every_listed_command_of_the_desk_does_something_there(window: MainWindow) -> None:
    assert window.area is not None
    assert set(CommandId) - window.area.rating.view.commands.bound == set()
