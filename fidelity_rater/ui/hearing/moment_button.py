"""The button that plays a moment where it is told."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from fidelity_rater.ui.widgets.buttons import TextButton


class MomentButton(TextButton):
    """A press by mouse leaves the focus where one works; it shows whether its moment sounds."""

    def __init__(self, uid: str, words: str, kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(words, kind, icon_name="play", parent=parent)
        self.uid = uid
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def show_sounding(self, uid: str) -> None:
        """Show whether it is this one (its uid) that sounds."""
        self.show_icon("pause" if uid == self.uid else "play")
