"""Help for tests of what is on screen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fidelity_rater.ui.theme import ColourChoice, Theme


@pytest.fixture
def dressed(qapp: QApplication, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Theme]:
    """The application in our light look, and whatever the test gives its bot too; undressed again afterwards."""
    font, palette, style = QFont(qapp.font()), QPalette(qapp.palette()), qapp.style().name()
    theme = Theme(qapp, choice=ColourChoice.LIGHT)
    add = qtbot.addWidget

    def add_dressed(widget: QWidget, **kwargs: Any) -> None:
        if widget.isWindow():
            theme.dress(widget)
        add(widget, **kwargs)

    monkeypatch.setattr(qtbot, "addWidget", add_dressed)
    yield theme
    theme.close()
    # What is closed goes first: undressing thousands of widgets that nobody sees again takes seconds.
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    qapp.setStyle(style)
    qapp.setPalette(palette)
    qapp.setFont(font)
