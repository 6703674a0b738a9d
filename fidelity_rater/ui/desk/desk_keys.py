"""The one key that a desk reads itself, whatever the key map: a digit scores."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent


def digit_of(event: QKeyEvent) -> int | None:
    """The digit that was typed, on the row above the letters or on the keypad."""
    text = event.text()
    held = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    return int(text) if not held and len(text) == 1 and text.isascii() and text.isdecimal() else None
