"""Buttons by key."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from fidelity_rater.ui.widgets.buttons import IconButton, TextButton


@pytest.mark.parametrize("make", [lambda: TextButton("Open"), lambda: IconButton("plus", "Open")])
def test_return_presses_the_focused_button_once_and_a_held_key_does_not(qtbot: QtBot, make: object) -> None:
    button: QAbstractButton = make()  # type: ignore[operator]
    qtbot.addWidget(button)
    presses: list[bool] = []
    button.clicked.connect(lambda: presses.append(True))
    qtbot.keyClick(button, Qt.Key.Key_Return)
    qtbot.keyClick(button, Qt.Key.Key_Enter, Qt.KeyboardModifier.KeypadModifier)
    qtbot.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(presses) == 2
    button.setEnabled(False)
    qtbot.keyClick(button, Qt.Key.Key_Return)
    assert len(presses) == 2
