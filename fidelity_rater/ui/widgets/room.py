"""What a screen of an open library, and each page of one, answers to; nothing by default."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from fidelity_rater.app.changes import Changed


class Room(QWidget):
    """A screen, or a page of one. It reads what it shows when it is shown, and again when news concern it."""

    def refresh(self) -> None:
        """Read again what is shown."""

    def on_changed(self, changed: Changed) -> None:
        """Something changed: read it again if it is shown here."""

    def on_look_changed(self) -> None:
        """Paint anew what was painted in the colours of before."""

    @property
    def playing(self) -> bool:
        """Whether sound is coming from here."""
        return False

    def rest(self) -> None:
        """Stop the sound, and keep what is typed and heard: the library is about to be locked."""

    def settle(self) -> None:
        """Have everything on disk. Raises ``UserFacingError`` where that cannot be."""

    def close_sound(self) -> None:
        """Give back the sound; the library is about to be closed."""
