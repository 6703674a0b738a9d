"""A field that takes the next key that is pressed, whatever it is, also one of a pedal or a headset."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from fidelity_rater.i18n import tr
from fidelity_rater.ui.keys.key_text import is_held_only, pressed_key


class CaptureField(QLineEdit):
    """Says which key was pressed in it. Tab goes on, as everywhere.

    Signals:
        key_pressed: this key was pressed; empty for one without a name.
        removed: Backspace was pressed.
        left: Esc was pressed.
    """

    key_pressed = Signal(str)
    removed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setAccessibleName(tr("New key"))
        self.setAccessibleDescription(tr("Backspace takes the last key away, Esc leads back to the list."))
        self._show_asked(False)

    def _show_asked(self, waits: bool) -> None:
        self.setPlaceholderText(tr("Press the key now …") if waits else tr("Choose this field, then press a key"))

    def event(self, event: QEvent) -> bool:
        """Keep every shortcut from acting while a key is being chosen."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = pressed_key(event)
        if event.isAutoRepeat() or is_held_only(event):
            return
        if key == "Esc":
            self.left.emit()
        elif key == "Backspace":
            self.removed.emit()
        else:
            self.key_pressed.emit(key)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_asked(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_asked(False)
