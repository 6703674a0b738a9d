"""Dresses the application: follows the system's light or dark, unless a person has chosen, and scales the text."""

from __future__ import annotations

from enum import StrEnum
from typing import Final
from weakref import WeakSet

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QFont, QFontInfo
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from fidelity_rater.app.look import DARK, LIGHT, LookTokens
from fidelity_rater.ui.theme.palette import palette_for
from fidelity_rater.ui.theme.stylesheet import stylesheet_for

GRID: Final = 8
SMALLEST_TEXT: Final = 100
LARGEST_TEXT: Final = 150


class ColourChoice(StrEnum):
    """What a person has chosen in the settings."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """The look that an application wears.

    Font and palette are the application's; the stylesheet is each window's. With one on the application, Qt would work
    out the style of every widget again each time that a part is put into another, five times what building costs.

    Signals:
        look_changed: every colour is another now; painted things draw themselves anew.
    """

    look_changed = Signal()

    def __init__(
        self, application: QApplication, *, choice: ColourChoice = ColourChoice.SYSTEM, text: int = 100
    ) -> None:
        super().__init__(application)
        self._application = application
        self._choice = choice
        self._base_font = QFont(application.font())
        self._worn: tuple[str, int] | None = None
        self._sheet = ""
        self._windows: WeakSet[QWidget] = WeakSet()
        self._text = _clamped(text)
        application.setStyle("Fusion")
        application.styleHints().colorSchemeChanged.connect(self.on_system_changed)
        self._wear()

    @property
    def look(self) -> LookTokens:
        """The tokens in force."""
        if self._choice is ColourChoice.SYSTEM:
            scheme = self._application.styleHints().colorScheme()
            return DARK if scheme is Qt.ColorScheme.Dark else LIGHT
        return DARK if self._choice is ColourChoice.DARK else LIGHT

    @property
    def text_percent(self) -> int:
        return self._text

    def choose(self, choice: ColourChoice) -> None:
        """Follow the system, or stay light or dark."""
        self._choice = choice
        self._wear()

    def scale_text(self, percent: int) -> None:
        """Show text at 100 to 150 % of the system's size."""
        self._text = _clamped(percent)
        self._wear()

    def dress(self, window: QWidget) -> None:
        """Have a window, and all that is ever in it or belongs to it, wear the look; best while it is still empty."""
        self._windows.add(window)
        window.setStyleSheet(self._sheet)

    def close(self) -> None:
        """Follow the system no more."""
        self._application.styleHints().colorSchemeChanged.disconnect(self.on_system_changed)

    def on_system_changed(self) -> None:
        if self._choice is ColourChoice.SYSTEM:
            self._wear()

    def _wear(self) -> None:
        look = self.look
        if self._worn == (look.name, self._text):
            return
        self._worn = (look.name, self._text)
        font = QFont(self._base_font)
        if font.pointSizeF() > 0:
            font.setPointSizeF(self._base_font.pointSizeF() * self._text / 100)
        else:
            font.setPixelSize(round(self._base_font.pixelSize() * self._text / 100))
        self._application.setFont(font)
        self._application.setPalette(palette_for(look))
        self._sheet = stylesheet_for(look, text_pt=QFontInfo(font).pointSizeF())
        for window in self._windows:
            if isValid(window):
                window.setStyleSheet(self._sheet)
        self.look_changed.emit()


def _clamped(percent: int) -> int:
    return max(SMALLEST_TEXT, min(LARGEST_TEXT, percent))
