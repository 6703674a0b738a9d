"""Keys as text: what was pressed, as key maps write it, and how a person reads it."""

from __future__ import annotations

import sys
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

from fidelity_rater.app.keymap import large, parts_of
from fidelity_rater.i18n import tr

_Held = Qt.KeyboardModifier
_Key = Qt.Key
_ALTGR: Final = _Held.ControlModifier | _Held.AltModifier
_CHORD: Final = _ALTGR | _Held.MetaModifier
_HELD_ONLY: Final = frozenset(
    {
        _Key.Key_Shift, _Key.Key_Control, _Key.Key_Meta, _Key.Key_Alt, _Key.Key_AltGr, _Key.Key_CapsLock,
        _Key.Key_NumLock, _Key.Key_ScrollLock, _Key.Key_Super_L, _Key.Key_Super_R, _Key.Key_Hyper_L, _Key.Key_Hyper_R,
        _Key.Key_Mode_switch, _Key.Key_Multi_key, _Key.Key_unknown,
    }
)  # fmt: skip


def pressed_key(event: QKeyEvent) -> str:
    """The pressed key as key maps write it; empty for a modifier alone, or for a key without a name.

    A sign counts as what it is, whether a keyboard has it bare, under Shift or under AltGr.
    """
    held = event.modifiers() & ~(_Held.KeypadModifier | _Held.GroupSwitchModifier)
    sign = _typed(event, held)
    if sign:
        return f"Shift+{sign}" if sign.isalpha() and held == _Held.ShiftModifier else sign
    if event.key() in _HELD_ONLY:
        return ""
    return _named(event.key(), held)


def _typed(event: QKeyEvent, held: Qt.KeyboardModifier) -> str:
    """The one sign that this press writes; AltGr arrives as Ctrl and Alt together on some systems."""
    text = event.text()
    if len(text) != 1 or not text.isprintable() or text.isspace() or (held & _CHORD) not in (_Held(0), _ALTGR):
        return ""
    return large(text)


def _named(key: int, held: Qt.KeyboardModifier) -> str:
    name = QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)
    has_no_name = len(name) == 1 and key >= _Key.Key_Escape  # Qt then writes some sign of its private range
    if not name or has_no_name or not name.isprintable():
        return ""
    sign = len(name) == 1 and not name.isalnum()
    marks = (
        ("Meta", _Held.MetaModifier),
        ("Ctrl", _Held.ControlModifier),
        ("Alt", _Held.AltModifier),
        # A sign under Shift has the Shift in it already.
        ("Shift", _Held(0) if sign else _Held.ShiftModifier),
    )
    return "".join(f"{mark}+" for mark, modifier in marks if held & modifier) + name


def is_held_only(event: QKeyEvent) -> bool:
    """Whether only a modifier was pressed, such as on the way to Ctrl+Z."""
    return event.key() in _HELD_ONLY and event.key() != _Key.Key_unknown


def is_known(key: str) -> bool:
    """Whether some keyboard, pedal or headset can send this key."""
    sequence = QKeySequence(key, QKeySequence.SequenceFormat.PortableText)
    return sequence.count() == 1 and sequence[0].key() not in _HELD_ONLY  # type: ignore[index]


def shown_key(key: str) -> str:
    """A key as a person reads it on their keyboard."""
    parts = parts_of(key)
    if parts is None:
        return key
    if sys.platform == "darwin":
        return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    held, name = parts
    words = {"Meta": tr("Win"), "Ctrl": tr("Ctrl"), "Alt": tr("Alt"), "Shift": tr("Shift")}
    return "+".join((*(words[each] for each in held), _named_for_people().get(name, name)))


def _named_for_people() -> dict[str, str]:
    return {
        "Left": "←",
        "Right": "→",
        "Up": "↑",
        "Down": "↓",
        "-": "–",
        "Space": tr("Space"),
        "Esc": tr("Esc"),
        "Tab": tr("Tab"),
        "Backspace": tr("Backspace"),
        "Return": tr("Enter"),
        "Enter": tr("Enter on the keypad"),
        "Del": tr("Delete"),
        "Ins": tr("Insert"),
        "Home": tr("Home"),
        "End": tr("End"),
        "PgUp": tr("Page up"),
        "PgDown": tr("Page down"),
        "Toggle Media Play/Pause": tr("Media play/pause"),
        "Media Play": tr("Media play"),
        "Media Pause": tr("Media pause"),
        "Media Stop": tr("Media stop"),
        "Media Previous": tr("Media back"),
        "Media Next": tr("Media on"),
        "Media Rewind": tr("Media rewind"),
        "Media Fast Forward": tr("Media forward"),
    }
