"""A row of buttons as one stop of the Tab key; the arrow keys lead from button to button inside it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

_ONWARD: Final = {Qt.Key.Key_Right: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Up: -1}


class OneStop(QObject):
    """Keeps exactly one of the buttons in the tab order: the one that stands, else the one last reached."""

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._buttons: list[QAbstractButton] = []

    def take(self, buttons: Iterable[QAbstractButton]) -> None:
        """Care for these, in this order, and for no others any more."""
        self._buttons = list(buttons)
        for button in self._buttons:
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.installEventFilter(self)
        self.stop_at(None)

    @property
    def stop(self) -> QAbstractButton | None:
        """The button that Tab leads to."""
        return next((one for one in self._buttons if one.focusPolicy() != Qt.FocusPolicy.NoFocus), None)

    def stop_at(self, wanted: QAbstractButton | None) -> None:
        """Let Tab lead to this one; None: to the one it leads to already. Whoever has the keys keeps them."""
        focused = next((one for one in self._buttons if one.hasFocus()), None)
        target = focused or wanted or self.stop or next(iter(self._buttons), None)
        for button in self._buttons:
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus if button is target else Qt.FocusPolicy.NoFocus)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys lead on among the buttons and stop at either end."""
        if event.type() == QEvent.Type.FocusIn:
            self.stop_at(None)
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = _ONWARD.get(Qt.Key(event.key()))
            held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if step is not None and not held:
                self._walk(watched, step)
                return True
        return super().eventFilter(watched, event)

    def _walk(self, focused: QObject, step: int) -> None:
        reachable = [one for one in self._buttons if one is focused or (one.isEnabled() and one.isVisible())]
        at = next(index for index, one in enumerate(reachable) if one is focused) + step
        if 0 <= at < len(reachable):
            reachable[at].setFocus(Qt.FocusReason.TabFocusReason)
