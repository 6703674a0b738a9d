"""The keys in force in a window: what a press asks for, and the key shown beside each control."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from fidelity_rater.app.commands import CommandId, Scope
from fidelity_rater.app.keymap import Keymap, writes
from fidelity_rater.app.settings import Settings
from fidelity_rater.ui.keys.key_text import is_known, pressed_key, shown_key
from fidelity_rater.ui.widgets.buttons import IconButton, TextButton
from fidelity_rater.ui.widgets.text import KeyHint

_WRITING: Final = (QLineEdit, QPlainTextEdit, QTextEdit, QAbstractSpinBox)


class KeyBinder(QObject):
    """Holds the key map in force. One for a window; a screen on its own makes one with the usual keys.

    Signals:
        keymap_changed: other keys are in force now.
    """

    keymap_changed = Signal()

    def __init__(self, keymap: Keymap | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.keymap = keymap or Keymap()

    def take(self, settings: Settings) -> None:
        """Put in force what a person's settings say."""
        keymap = Keymap.of(settings, known=is_known)
        if keymap != self.keymap:
            self.keymap = keymap
            self.keymap_changed.emit()

    def command_for(self, event: QKeyEvent) -> CommandId | None:
        """What this press asks of the desk."""
        command = self.keymap.command_for(pressed_key(event), Scope.DESK)
        return CommandId(command) if command is not None else None

    def window_command_for(self, event: QKeyEvent) -> str | None:
        """What this press asks of the window, wherever one is."""
        return self.keymap.command_for(pressed_key(event), Scope.WINDOW)

    def hint_of(self, command: str) -> str:
        """The first key of a command, as a person reads it; empty where it has none."""
        return next(iter(map(shown_key, self.keymap.keys_of(command))), "")

    def show_on(self, root: QWidget) -> None:
        """Show the keys on everything under ``root`` that names a command."""
        for widget in root.findChildren(QWidget):
            if isinstance(widget, TextButton | IconButton | KeyHint) and widget.command:
                widget.show_key(self.hint_of(widget.command))


def somebody_writes() -> bool:
    """Whether the keys go to a field in which one writes."""
    return isinstance(QApplication.focusWidget(), _WRITING)


def acts_while_writing(event: QKeyEvent) -> bool:
    """Whether a press acts also where somebody writes: a function, media or pedal key, which writes nothing."""
    key = pressed_key(event)
    return bool(key) and not writes(key)
