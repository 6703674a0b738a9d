"""A whole rating without the mouse."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fidelity_rater.app.evidence_models import DeskMoment

Key = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def press(qtbot: QtBot, *keys: Key | str, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press where the keyboard is, as a person does."""
    for key in keys:
        focused = QApplication.focusWidget()
        assert focused is not None
        if isinstance(key, str):
            qtbot.keyClicks(focused, key)
        else:
            qtbot.keyClick(focused, key, modifier)


def test_the_first_open_item_waits_for_a_digit(stage: Any) -> None:
    assert stage.at == ("core-0", "adherence")
    assert stage.view.items.hasFocus()


def test_digits_go_from_adherence_to_quality_to_the_next_item(stage: Any, qtbot: QtBot) -> None:
    press(qtbot, "3")
    assert stage.at == ("core-0", "quality")
    press(qtbot, "4")
    assert stage.at == ("core-1", "adherence")
    assert stage.told == [("score_chosen", "core-0", "adherence", 3), ("score_chosen", "core-0", "quality", 4)]


def test_nothing_done_leaves_nothing_to_judge(stage: Any, qtbot: QtBot) -> None:
    press(qtbot, "0")
    assert stage.at == ("core-1", "adherence")


def test_a_digit_that_is_no_level_changes_nothing(stage: Any, qtbot: QtBot) -> None:
    press(qtbot, "7")
    assert stage.told == []
    assert stage.at == ("core-0", "adherence")


def test_the_same_digit_takes_the_score_back_and_stays(stage: Any, qtbot: QtBot) -> None:
    press(qtbot, "3", Key.Key_A, "3")
    assert stage.told[-1] == ("score_withdrawn", "core-0", "adherence")
    assert stage.at == ("core-0", "adherence")


def test_x_takes_back_the_answer_in_hand_only_if_there_is_one(stage: Any, qtbot: QtBot) -> None:
    press(qtbot, Key.Key_X)
    assert stage.told == []
    press(qtbot, "3", Key.Key_A, Key.Key_X)
    assert stage.told[-1] == ("score_withdrawn", "core-0", "adherence")


@pytest.mark.parametrize(
    ("keys", "item"),
    [
        ([Key.Key_Down, Key.Key_Down], "core-2"),
        ([Key.Key_J, Key.Key_J, Key.Key_K], "core-1"),
        ([Key.Key_Up], "core-0"),
        ([Key.Key_PageDown], "style-0"),
        ([Key.Key_PageDown, Key.Key_PageUp], "core-0"),
    ],
)
def test_items_and_groups_are_walked(stage: Any, qtbot: QtBot, keys: list[Key], item: str) -> None:
    press(qtbot, *keys)
    assert stage.at[0] == item


def test_the_walk_skips_what_is_folded(stage: Any, qtbot: QtBot) -> None:
    stage.view.show_chosen("unsafe")
    press(qtbot, Key.Key_Down)
    assert stage.at[0] == "unsafe"
    stage.view.items.sections[3].header.button.click()
    stage.view.focus_items()
    press(qtbot, Key.Key_Down)
    assert stage.at[0] == "tech-0"


def test_o_goes_to_what_is_open(stage: Any, qtbot: QtBot) -> None:
    for name in ("core-0", "core-1", "core-2"):
        stage.change(name, missing=False)
    press(qtbot, Key.Key_O)
    assert stage.at[0] == "core-3"


def test_a_and_q_and_tab_choose_the_dimension(stage: Any, qtbot: QtBot) -> None:
    press(qtbot, Key.Key_Q)
    assert stage.at == ("core-0", "quality")
    press(qtbot, Key.Key_A)
    assert stage.at == ("core-0", "adherence")
    press(qtbot, Key.Key_Tab)
    assert stage.at == ("core-0", "quality")
    assert stage.view.items.hasFocus()


def test_tab_is_no_trap(stage: Any, qtbot: QtBot) -> None:
    press(qtbot, Key.Key_Tab, Key.Key_Tab)
    assert not stage.view.items.hasFocus()


def test_none_heard_is_one_key(stage: Any, qtbot: QtBot) -> None:
    press(qtbot, Key.Key_N)
    assert stage.told == [("none_heard_pressed",)]


def test_undo_and_redo(stage: Any, qtbot: QtBot) -> None:
    press(qtbot, Key.Key_Z, modifier=CONTROL)
    press(qtbot, Key.Key_Z, modifier=CONTROL | SHIFT)
    assert stage.told == [("undo_pressed",), ("redo_pressed",)]


def test_the_sound_obeys_from_the_items(stage: Any, qtbot: QtBot) -> None:
    press(qtbot, Key.Key_Space, Key.Key_Left, Key.Key_Right, "]", "[", Key.Key_Backspace)
    assert stage.told == [
        ("play_pressed",),
        ("skipped", -5000),
        ("skipped", 5000),
        ("rate_chosen", 1.3),
        ("rate_chosen", 1.2),
        ("rate_chosen", 1.0),
    ]


def test_a_note_claims_every_key_until_it_is_left(stage: Any, qtbot: QtBot) -> None:
    press(qtbot, Key.Key_E)
    assert stage.view.detail.note.hasFocus()
    press(qtbot, "3 nxj ")
    press(qtbot, Key.Key_Z, modifier=CONTROL)
    assert stage.told == []
    assert stage.at[0] == "core-0"
    press(qtbot, "heard at 3", Key.Key_Escape)
    assert stage.view.items.hasFocus()
    assert stage.notes["core-0"].endswith("heard at 3")


def test_a_note_is_kept_when_the_item_changes(stage: Any, qtbot: QtBot) -> None:
    press(qtbot, Key.Key_E, "names both sides")
    stage.view.show_chosen("core-5")
    assert stage.notes == {"core-0": "names both sides"}
    assert stage.view.detail.note.toPlainText() == ""


def test_a_state_is_given_by_keys(stage: Any, qtbot: QtBot) -> None:
    press(qtbot, Key.Key_S)
    assert stage.view.detail.states.states.buttons["not_this_session"].hasFocus()
    press(qtbot, Key.Key_Space)
    assert stage.told == [("state_chosen", "core-0", "not_this_session", "")]
    assert stage.view.items.hasFocus()
    assert stage.at[0] == "core-1"


def test_space_presses_the_button_that_has_the_keyboard(stage: Any, qtbot: QtBot) -> None:
    stage.view.items.sections[2].none_heard.setFocus()
    press(qtbot, Key.Key_Space)
    assert stage.told == [("none_heard_pressed",)]


def test_f6_goes_round_the_parts(stage: Any, qtbot: QtBot) -> None:
    press(qtbot, Key.Key_F6)
    assert stage.view.side.isAncestorOf(QApplication.focusWidget())
    sound = stage.view.sound
    for picture in (sound.overview, sound.strip):
        press(qtbot, Key.Key_F6)
        assert picture.hasFocus()
    press(qtbot, Key.Key_F6)
    assert sound.transport.play.hasFocus()
    press(qtbot, Key.Key_F6)
    assert stage.view.items.hasFocus()
    press(qtbot, Key.Key_F6, modifier=Qt.KeyboardModifier.ShiftModifier)
    assert sound.transport.play.hasFocus()


def test_f6_leads_to_the_moments_that_are_listed(stage: Any, qtbot: QtBot) -> None:
    moment = DeskMoment("m1", "core-0", "Item 0", 1000, 2000, "for", "", "p1")
    stage.view.moments.show_moments([moment])
    press(qtbot, Key.Key_V)
    press(qtbot, Key.Key_F6)
    assert stage.view.moments.list.hasFocus()


@pytest.mark.parametrize("key", ["?", Key.Key_F1])
def test_the_keys_of_the_screen_are_asked_for(stage: Any, qtbot: QtBot, key: Key | str) -> None:
    with qtbot.waitSignal(stage.view.help_wanted):
        press(qtbot, key)
