"""A short state: an icon and its words, never a colour alone."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from fidelity_rater.ui.theme import LOOK_CHANGES, current_look, pixmap
from fidelity_rater.ui.widgets.text import label

SIDE = 16


class IconLine(QWidget):
    """``urgent``: it is told as a warning."""

    def __init__(
        self, icon_name: str, words: str, *, urgent: bool = False, wrap: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon_name, self._urgent = icon_name, urgent
        self.picture = QLabel(self)
        self.words = label(words, "strong" if urgent else "muted", wrap=wrap)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.picture)
        row.addWidget(self.words, 1 if wrap else 0)
        if not wrap:
            row.addStretch(1)
            self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(words)
        self._paint_icon()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in LOOK_CHANGES and hasattr(self, "picture"):
            self._paint_icon()

    def _paint_icon(self) -> None:
        look = current_look()
        ink = look.warning.strong if self._urgent else look.muted
        self.picture.setPixmap(pixmap(self._icon_name, SIDE, colour=ink, ratio=self.devicePixelRatioF()))
