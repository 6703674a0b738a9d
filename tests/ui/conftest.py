"""Help for tests of what is on screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtGui import QFont, QPalette
from PySide6.QtWidgets import QApplication

from fidelity_rater.ui.theme import ColourChoice, Theme


@pytest.fixture
def dressed(qapp: QApplication) -> Iterator[Theme]:
    """The application in our light look; undressed again afterwards."""
    font, palette, style = QFont(qapp.font()), QPalette(qapp.palette()), qapp.style().name()
    theme = Theme(qapp, choice=ColourChoice.LIGHT)
    yield theme
    theme.close()
    qapp.setStyleSheet("")
    qapp.setStyle(style)
    qapp.setPalette(palette)
    qapp.setFont(font)
