"""One list of every command, where keys are given, taken and told to clash."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from fidelity_rater.app.commands import COMMANDS, MENU, CommandId
from fidelity_rater.app.keymap import Keymap
from fidelity_rater.ui.keys.dialog import KeysDialog
from fidelity_rater.ui.keys.key_text import shown_key
from fidelity_rater.ui.main_window import MainWindow
from fidelity_rater.ui.widgets.buttons import IconButton

from .conftest import Send

Key = Qt.Key


@pytest.fixture
def dialog(window: MainWindow, qtbot: QtBot) -> Iterator[KeysDialog]:
    window.acts.carry_out("keys")
    dialog = window.findChildren(KeysDialog)[-1]
    dialog.activateWindow()
    yield dialog
    for left in window.findChildren(KeysDialog):
        left.reject()


def kept(window: MainWindow) -> Keymap:
    """As the settings have it."""
    return Keymap.of(window._shell.application.settings.load())


def change(dialog: KeysDialog, command: str) -> None:
    """Choose a command in the list and go to the field for its key."""
    dialog.list.choose(command)
    dialog.list.itemActivated.emit(dialog.list.currentItem(), 0)
    assert dialog.card.capture.hasFocus()


def shown_row(dialog: KeysDialog, command: str) -> str:
    return dialog.list._rows[command].text(1)


def test_every_command_is_listed_with_its_keys(dialog: KeysDialog) -> None:
    for command in COMMANDS:
        assert shown_key(command.keys[0]) in shown_row(dialog, command.id)
        assert dialog.list._rows[command.id].text(0)


def test_a_pedal_is_pressed_and_acts_at_once(window: MainWindow, dialog: KeysDialog, send: Send, qtbot: QtBot) -> None:
    assert window.area is not None
    change(dialog, CommandId.MARK_FOR)
    send(Key.Key_F13)
    assert kept(window).keys_of(CommandId.MARK_FOR) == ("F13", "M")
    assert shown_row(dialog, CommandId.MARK_FOR).startswith("F13")
    assert window.keys.keymap == kept(window)
    dialog.accept()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    marked: list[int] = []
    window.area.rating.view.commands.bind({CommandId.MARK_FOR: lambda: marked.append(1)})
    window.area.rating.view.focus_items()
    send(Key.Key_F13)
    assert marked == [1]


@pytest.mark.parametrize(
    ("key", "text", "held", "kept_as"),
    [
        (Key.Key_MediaStop, "", Qt.KeyboardModifier.NoModifier, "Media Stop"),
        (Key.Key_R, "r", Qt.KeyboardModifier.NoModifier, "R"),
        (Key.Key_Space, "", Qt.KeyboardModifier.ControlModifier, "Ctrl+Space"),
        (Key.Key_BraceLeft, "{", Qt.KeyboardModifier.GroupSwitchModifier, "{"),
    ],
)
def test_any_key_can_be_taken(
    window: MainWindow, dialog: KeysDialog, send: Send, key: Key, text: str, held: Qt.KeyboardModifier, kept_as: str
) -> None:
    change(dialog, CommandId.LOOP)
    send(key, text, held)
    assert kept(window).keys_of(CommandId.LOOP) == (kept_as, "L")


def test_a_clash_is_told_and_nothing_changes_until_it_is_answered(
    window: MainWindow, dialog: KeysDialog, send: Send
) -> None:
    change(dialog, CommandId.MARK_FOR)
    send(Key.Key_E, "e")
    assert not dialog.card.told.isHidden()
    assert "Write a note" in dialog.card.told.message.text()
    assert kept(window) == Keymap()
    dialog.card.keep.click()
    assert dialog.card.told.isHidden()
    assert kept(window) == Keymap()


def test_a_key_is_used_here_instead_and_who_lost_it_is_told(window: MainWindow, dialog: KeysDialog, send: Send) -> None:
    change(dialog, CommandId.MARK_FOR)
    send(Key.Key_E, "e")
    dialog.card.use.click()
    assert kept(window).keys_of(CommandId.MARK_FOR) == ("E", "M")
    assert kept(window).keys_of(CommandId.NOTE) == ()
    assert "Write a note" in dialog.card.told.message.text()
    assert "Write a note" in dialog.warning.message.text()


def test_a_key_of_a_menu_clashes_too(window: MainWindow, dialog: KeysDialog, send: Send) -> None:
    change(dialog, CommandId.SEARCH)
    send(Key.Key_N, "\x0e", Qt.KeyboardModifier.ControlModifier)
    assert "New library" in dialog.card.told.message.text()
    assert kept(window) == Keymap()


@pytest.mark.parametrize(("key", "text"), [(Key.Key_4, "4"), (Key.Key_unknown, "")])
def test_a_key_that_cannot_be_taken_is_said_to_be_so(
    window: MainWindow, dialog: KeysDialog, send: Send, key: Key, text: str
) -> None:
    change(dialog, CommandId.MARK_FOR)
    send(key, text)
    assert not dialog.card.told.isHidden()
    assert not dialog.card.answers.isVisible()
    assert kept(window) == Keymap()


def test_backspace_takes_the_last_key_away_and_esc_leads_back(
    window: MainWindow, dialog: KeysDialog, send: Send
) -> None:
    change(dialog, CommandId.NEXT_ITEM)
    send(Key.Key_Backspace, "\b")
    assert kept(window).keys_of(CommandId.NEXT_ITEM) == ("Down",)
    send(Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.list.hasFocus()


def test_a_key_is_taken_away_by_its_button(window: MainWindow, dialog: KeysDialog, qtbot: QtBot) -> None:
    dialog.list.choose(CommandId.NEXT_ITEM)

    def buttons() -> list[IconButton]:
        return [button for button in dialog.card.keys.findChildren(IconButton) if button.isVisible()]

    qtbot.waitUntil(lambda: len(buttons()) == 2)
    buttons()[0].click()
    assert kept(window).keys_of(CommandId.NEXT_ITEM) == ("J",)


def test_modifiers_alone_and_repeats_are_no_key(window: MainWindow, dialog: KeysDialog, send: Send) -> None:
    change(dialog, CommandId.LOOP)
    send(Key.Key_Control, "", Qt.KeyboardModifier.ControlModifier)
    assert kept(window) == Keymap()
    assert dialog.card.told.isHidden()


def test_what_stays_as_it_is_takes_no_key(dialog: KeysDialog) -> None:
    dialog.list.choose(CommandId.LEAVE)
    assert not dialog.card.capture.isEnabled()
    assert not dialog.card.told.isHidden()


def test_a_preset_is_chosen_and_says_what_it_is(window: MainWindow, dialog: KeysDialog) -> None:
    dialog.preset.show_key("transcriber")
    dialog.preset.choice_made.emit("transcriber")
    assert kept(window) == Keymap("transcriber")
    assert "13" in dialog.for_whom.text()
    assert shown_row(dialog, CommandId.PLAY).startswith("F4")


def test_one_or_all_are_as_in_the_preset_again(window: MainWindow, dialog: KeysDialog, send: Send) -> None:
    for command, key in ((CommandId.LOOP, Key.Key_F13), (CommandId.PLAY, Key.Key_F14)):
        change(dialog, command)
        send(key)
    assert dialog.list._rows[CommandId.PLAY].text(2)
    dialog.card.reset.click()
    assert not kept(window).is_own(CommandId.PLAY)
    assert kept(window).is_own(CommandId.LOOP)
    dialog.reset_all.click()
    assert kept(window) == Keymap()
    assert not dialog.reset_all.isEnabled()


@pytest.mark.parametrize(("text", "found"), [("skip", CommandId.SKIP_SILENCES), ("ctrl+f", CommandId.SEARCH)])
def test_a_command_is_found_by_what_it_does_or_by_its_key(dialog: KeysDialog, text: str, found: CommandId) -> None:
    dialog.found.setText(text)
    assert [name for name, row in dialog.list._rows.items() if not row.isHidden()] == [found]
    assert dialog.list.chosen == found
    dialog.found.clear()
    assert not any(row.isHidden() for row in dialog.list._rows.values())


def test_clashes_that_settings_brought_are_told(window: MainWindow) -> None:
    store = window._shell.application.settings
    store.save(Keymap(own={CommandId.MARK_FOR: ("E",)}).into(store.load()))
    window.keys.take(store.load())
    window.acts.carry_out("keys")
    dialog = window.findChildren(KeysDialog)[-1]
    assert "Write a note" in dialog.warning.message.text()
    dialog.reject()


def test_the_settings_lead_to_it(window: MainWindow) -> None:
    window.acts.carry_out("settings")
    settings = next(d for d in window.findChildren(QDialog) if d.isVisible())
    settings.keys.click()
    dialog = window.findChildren(KeysDialog)[-1]
    assert dialog.isVisible()
    dialog.reject()
    settings.reject()


def test_its_own_key_opens_it(window: MainWindow) -> None:
    assert window.keys.keymap.keys_of(MENU + "keys") == ("Ctrl+K",)
    window.menus.actions["keys"].trigger()
    assert window.findChildren(KeysDialog)[-1].isVisible()
    window.findChildren(KeysDialog)[-1].reject()
