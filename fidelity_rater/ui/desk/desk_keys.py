"""The keys of the desk, in one table: what each does, and how the help page lists them."""

from __future__ import annotations

from enum import Enum, auto

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

from fidelity_rater.i18n import tr

_Key = Qt.Key


class Command(Enum):
    """What a key asks for."""

    NEXT_ITEM = auto()
    PREVIOUS_ITEM = auto()
    NEXT_GROUP = auto()
    PREVIOUS_GROUP = auto()
    NEXT_OPEN = auto()
    ADHERENCE = auto()
    QUALITY = auto()
    WITHDRAW = auto()
    STATE = auto()
    NONE_HEARD = auto()
    NOTE = auto()
    MORE = auto()
    LESS = auto()
    PLAY = auto()
    BACK = auto()
    ON = auto()
    SLOWER = auto()
    FASTER = auto()
    NORMAL_SPEED = auto()
    UNDO = auto()
    REDO = auto()
    COVER = auto()
    HELP = auto()
    LEAVE = auto()


_PLAIN = {
    _Key.Key_Down: Command.NEXT_ITEM,
    _Key.Key_J: Command.NEXT_ITEM,
    _Key.Key_Up: Command.PREVIOUS_ITEM,
    _Key.Key_K: Command.PREVIOUS_ITEM,
    _Key.Key_PageDown: Command.NEXT_GROUP,
    _Key.Key_PageUp: Command.PREVIOUS_GROUP,
    _Key.Key_O: Command.NEXT_OPEN,
    _Key.Key_A: Command.ADHERENCE,
    _Key.Key_Q: Command.QUALITY,
    _Key.Key_X: Command.WITHDRAW,
    _Key.Key_Delete: Command.WITHDRAW,
    _Key.Key_S: Command.STATE,
    _Key.Key_N: Command.NONE_HEARD,
    _Key.Key_E: Command.NOTE,
    _Key.Key_Plus: Command.MORE,
    _Key.Key_Minus: Command.LESS,
    _Key.Key_Space: Command.PLAY,
    _Key.Key_MediaTogglePlayPause: Command.PLAY,
    _Key.Key_MediaPlay: Command.PLAY,
    _Key.Key_MediaPause: Command.PLAY,
    _Key.Key_Left: Command.BACK,
    _Key.Key_MediaPrevious: Command.BACK,
    _Key.Key_Right: Command.ON,
    _Key.Key_MediaNext: Command.ON,
    _Key.Key_BracketLeft: Command.SLOWER,
    _Key.Key_BracketRight: Command.FASTER,
    _Key.Key_Backspace: Command.NORMAL_SPEED,
    _Key.Key_Equal: Command.NORMAL_SPEED,
    _Key.Key_C: Command.COVER,
    _Key.Key_Question: Command.HELP,
    _Key.Key_F1: Command.HELP,
    _Key.Key_Escape: Command.LEAVE,
}


def command_for(event: QKeyEvent) -> Command | None:
    """What the pressed key asks for; digits are told apart by :func:`digit_of`."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    control = Qt.KeyboardModifier.ControlModifier
    if event.key() == _Key.Key_Z and modifiers & control:
        return Command.REDO if modifiers & Qt.KeyboardModifier.ShiftModifier else Command.UNDO
    if event.key() == _Key.Key_Y and modifiers == control:
        return Command.REDO
    # Brackets, plus, equals and the question mark need Shift or AltGr on some keyboards.
    if event.text() in _TYPED:
        return _TYPED[event.text()]
    if modifiers & ~Qt.KeyboardModifier.ShiftModifier:
        return None
    return _PLAIN.get(_Key(event.key()))


_TYPED = {
    "[": Command.SLOWER,
    "]": Command.FASTER,
    "=": Command.NORMAL_SPEED,
    "+": Command.MORE,
    "-": Command.LESS,
    "?": Command.HELP,
}


def digit_of(event: QKeyEvent) -> int | None:
    """The digit that was typed, on the row above the letters or on the keypad."""
    text = event.text()
    held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    return int(text) if not held and len(text) == 1 and text.isascii() and text.isdecimal() else None


def help_lines() -> tuple[tuple[str, str], ...]:
    """Every key with what it does, for the help page."""
    return (
        (tr("Space"), tr("Play or pause")),
        (tr("← →"), tr("Back, on")),
        ("[  ]", tr("Slower, faster")),
        (tr("= or Backspace"), tr("Normal speed")),
        (tr("↑ ↓ or K J"), tr("Previous, next item")),
        (tr("Page up, Page down"), tr("Previous, next group")),
        ("O", tr("Next open item")),
        ("0 – 9", tr("Score; the same digit again takes it back")),
        ("+ –", tr("Count up, count down")),
        (tr("A, Q or Tab"), tr("Adherence, quality")),
        ("X", tr("Take the score back")),
        ("S", tr("Answer with a state instead of a number")),
        ("N", tr("None heard, for the whole block")),
        ("E", tr("Write a note")),
        (tr("Esc"), tr("Back to the items")),
        ("C", tr("Cover sheet")),
        ("Ctrl+Z", tr("Undo")),
        ("Ctrl+Shift+Z", tr("Redo")),
        ("F6", tr("Next part of the screen")),
        ("?", tr("This list")),
    )
