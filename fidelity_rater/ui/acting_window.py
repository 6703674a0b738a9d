"""What the menus' acts may ask of the window; the window itself is built on it and knows the acts."""

from __future__ import annotations

from PySide6.QtWidgets import QMainWindow

from fidelity_rater.ui.keys.binder import KeyBinder
from fidelity_rater.ui.library_area import LibraryArea
from fidelity_rater.ui.menus import Menus
from fidelity_rater.ui.start.start_screen import StartScreen


class ActingWindow(QMainWindow):
    """A window with a start screen, an open library or none, and menus."""

    start: StartScreen
    area: LibraryArea | None
    menus: Menus
    keys: KeyBinder

    def close_library(self) -> bool:
        """Back to the start screen; tell whether it came to that."""
        raise NotImplementedError

    def lock(self) -> None:
        """Hide everything until the passphrase is typed."""
        raise NotImplementedError

    def show_help(self) -> None:
        """Show the keys of the screen that is shown."""
        raise NotImplementedError

    def choose_look(self, choice: str) -> None:
        """Wear these colours from now on."""
        raise NotImplementedError

    def choose_text(self, percent: int) -> None:
        """Show text at this size from now on."""
        raise NotImplementedError
