"""Buttons by key."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from fidelity_rater.ui.widgets.buttons import IconButton, TextButton


def press(button: QAbstractButton, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> bool:
    """Send a key press and tell whether the button took it."""
    event = QKeyEvent(QEvent.Type.KeyPress, key, held)
    QApplication.sendEvent(button, event)
    return event.isAccepted()


@pytest.mark.parametrize("make", [lambda: TextButton("Open"), lambda: IconButton("plus", "Open")])
def test_return_presses_the_focused_button(qtbot: QtBot, make: Callable[[], QAbstractButton]) -> None:
    button = make()
    qtbot.addWidget(button)
    presses: list[bool] = []
    button.clicked.connect(lambda: presses.append(True))
    assert press(button, Qt.Key.Key_Return)
    assert press(button, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    assert len(presses) == 2
    assert not press(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier), "another command's key"
    button.setEnabled(False)
    press(button, Qt.Key.Key_Return)
    assert len(presses) == 2
