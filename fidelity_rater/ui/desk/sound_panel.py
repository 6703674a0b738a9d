"""The sound on top of the desk: a place for the recording's picture, and the controls."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from fidelity_rater.ui.theme import set_role
from fidelity_rater.ui.widgets.transport_bar import TransportBar


class SoundPanel(QFrame):
    """Overview above, controls below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "bar")
        self.transport = TransportBar()
        self._overview: QWidget | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 6, 14, 8)
        self._column.setSpacing(4)
        self._column.addWidget(self.transport)

    def place_overview(self, overview: QWidget) -> None:
        """Put the picture of the recording above the controls, in place of one that is there."""
        if self._overview is not None:
            self._column.removeWidget(self._overview)
            self._overview.deleteLater()
        self._overview = overview
        self._column.insertWidget(0, overview)
