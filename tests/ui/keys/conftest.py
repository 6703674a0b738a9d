"""A window with a rating on the desk, and keys as a keyboard, a pedal or a headset sends them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fidelity_rater.app.changes import Changed
from fidelity_rater.app.keymap import Keymap
from fidelity_rater.ui.main_window import MainWindow
from fidelity_rater.ui.theme import Theme
from helpers.screens import begin_rating, enter_library, make_window

NONE = Qt.KeyboardModifier.NoModifier
Send = Callable[..., None]
Take = Callable[[Keymap], None]


def key_event(key: Qt.Key | int, text: str = "", held: Qt.KeyboardModifier = NONE) -> QKeyEvent:
    """A press, with the text that the keyboard's layout makes of it."""
    return QKeyEvent(QEvent.Type.KeyPress, int(key), held, text)


@pytest.fixture
def send(qapp: QApplication) -> Send:
    """Press where the keyboard is."""

    def press(key: Qt.Key | int, text: str = "", held: Qt.KeyboardModifier = NONE) -> None:
        focused = QApplication.focusWidget()
        assert focused is not None
        QApplication.sendEvent(focused, key_event(key, text, held))

    return press


@pytest.fixture
def take(window: MainWindow, qtbot: QtBot) -> Take:
    """Keep a map in the settings and say so, as a dialog does."""

    def keep(keymap: Keymap) -> None:
        application = window._shell.application
        application.settings.save(keymap.into(application.settings.load()))
        application.bus.publish(Changed.SETTINGS)
        qtbot.waitUntil(lambda: window.keys.keymap == keymap)

    return keep


@pytest.fixture
def window(own_home: Path, dressed: Theme, qtbot: QtBot) -> Iterator[MainWindow]:
    """A rating is on the desk, and the keys are at its items."""
    window = make_window(own_home, dressed, qtbot)
    area = enter_library(window)
    begin_rating(area)
    window.activateWindow()
    area.rating.view.focus_items()
    yield window
    window.close()
