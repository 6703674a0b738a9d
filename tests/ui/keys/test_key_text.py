"""A key is the same key on every layout, and on a pedal."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence

from fidelity_rater.app.keymap import plain_key
from fidelity_rater.ui.keys.key_text import is_held_only, is_known, pressed_key, shown_key

from .conftest import NONE, key_event

Key = Qt.Key
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
KEYPAD, GROUP = Qt.KeyboardModifier.KeypadModifier, Qt.KeyboardModifier.GroupSwitchModifier


@pytest.mark.parametrize(
    ("key", "text", "held", "said"),
    [
        pytest.param(Key.Key_BracketLeft, "[", NONE, "[", id="bare on an English keyboard"),
        pytest.param(Key.Key_BracketLeft, "[", GROUP, "[", id="AltGr 8 on a German keyboard, Linux"),
        pytest.param(Key.Key_BracketRight, "]", CTRL | ALT, "]", id="AltGr 9 on a German keyboard, Windows"),
        pytest.param(Key.Key_Question, "?", SHIFT, "?", id="under Shift"),
        pytest.param(Key.Key_Plus, "+", NONE, "+", id="bare on a German keyboard"),
        pytest.param(Key.Key_Plus, "+", KEYPAD, "+", id="on the keypad"),
        pytest.param(Key.Key_Equal, "=", SHIFT, "=", id="under Shift on a German keyboard"),
        pytest.param(Key.Key_Backslash, "\\", CTRL | ALT, "\\", id="AltGr ß"),
        pytest.param(Key.Key_M, "m", NONE, "M", id="a letter"),
        pytest.param(Key.Key_M, "M", NONE, "M", id="a letter under CapsLock"),
        pytest.param(Key.Key_M, "M", SHIFT, "Shift+M", id="a letter with Shift"),
        pytest.param(Key.Key_M, "m", SHIFT, "Shift+M", id="a letter with Shift under CapsLock"),
        pytest.param(Key.Key_Odiaeresis, "ö", NONE, "Ö", id="a letter of another alphabet"),
        pytest.param(Key.Key_Z, "\x1a", CTRL, "Ctrl+Z", id="a chord"),
        pytest.param(Key.Key_Z, "\x1a", CTRL | SHIFT, "Ctrl+Shift+Z", id="a larger chord"),
        pytest.param(Key.Key_Comma, ",", CTRL, "Ctrl+,", id="a chord with a sign"),
        pytest.param(Key.Key_Plus, "", CTRL | SHIFT, "Ctrl++", id="a chord with a sign under Shift"),
        pytest.param(Key.Key_A, "", CTRL | ALT, "Ctrl+Alt+A", id="Ctrl and Alt that write nothing"),
        pytest.param(Key.Key_3, "3", KEYPAD, "3", id="a digit of the keypad"),
        pytest.param(Key.Key_Left, "", KEYPAD, "Left", id="an arrow of the keypad"),
        pytest.param(Key.Key_Left, "", SHIFT, "Shift+Left", id="an arrow with Shift"),
        pytest.param(Key.Key_Space, " ", NONE, "Space", id="the space bar"),
        pytest.param(Key.Key_Enter, "\r", KEYPAD, "Enter", id="Enter of the keypad"),
        pytest.param(Key.Key_Backspace, "\b", NONE, "Backspace", id="Backspace"),
        pytest.param(Key.Key_Delete, "\x7f", NONE, "Del", id="Delete"),
        pytest.param(Key.Key_MediaTogglePlayPause, "", NONE, "Toggle Media Play/Pause", id="a headset"),
        pytest.param(Key.Key_F13, "", NONE, "F13", id="a pedal"),
        pytest.param(Key.Key_F24, "", SHIFT, "Shift+F24", id="another pedal"),
        pytest.param(Key.Key_Backtab, "", SHIFT, "Shift+Backtab", id="back through the fields"),
        pytest.param(Key.Key_Shift, "", SHIFT, "", id="a modifier alone"),
        pytest.param(Key.Key_AltGr, "", NONE, "", id="AltGr alone"),
        pytest.param(Key.Key_unknown, "", NONE, "", id="a key that nobody named"),
        pytest.param(Key.Key_Dead_Grave, "", NONE, "", id="an accent that waits for its letter"),
    ],
)
def test_what_was_pressed(key: Key, text: str, held: Qt.KeyboardModifier, said: str) -> None:
    assert pressed_key(key_event(key, text, held)) == said


def test_every_key_with_a_name_can_be_kept_and_found_again() -> None:
    named = {said: key for key in Key if (said := pressed_key(key_event(key)))}
    assert len(named) > 300
    for said, key in named.items():
        assert plain_key(said) == said
        assert is_known(said)
        again = QKeySequence(said, QKeySequence.SequenceFormat.PortableText)
        assert again == QKeySequence(key.value) or len(said) == 1


def test_only_a_modifier() -> None:
    assert is_held_only(key_event(Key.Key_Control, held=CTRL))
    assert not is_held_only(key_event(Key.Key_F13))
    assert not is_held_only(key_event(Key.Key_unknown))


@pytest.mark.parametrize("key", ["Foo", "F99", "Ctrl+Nonsense", "", "Ctrl+K, Ctrl+S"])
def test_what_no_keyboard_sends_is_not_known(key: str) -> None:
    assert not is_known(key)


@pytest.mark.skipif("sys.platform == 'darwin'", reason="a Mac has signs for its modifiers")
@pytest.mark.parametrize(
    ("key", "shown"),
    [("Ctrl+Left", "Ctrl+←"), ("PgDown", "Page down"), ("Media Play", "Media play"), ("M", "M"), ("Ctrl++", "Ctrl++")],
)
def test_how_a_person_reads_it(key: str, shown: str) -> None:
    assert shown_key(key) == shown
