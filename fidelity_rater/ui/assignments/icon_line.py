"""A short state: an icon and its words, never a colour alone."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from fidelity_rater.ui.theme import LOOK_CHANGES, current_look, pixmap
from fidelity_rater.ui.widgets.text import label


class IconLine(QWidget):
    """``urgent``: it is told as a warning. ``wrap``: it takes the width that it is given."""

    def __init__(
        self, icon_name: str, words: str, *, urgent: bool = False, wrap: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon_name, self._urgent = icon_name, urgent
        self.picture = QLabel(self)
        self.words = label(words, "strong" if urgent else "muted", wrap=wrap)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.words, 1)
        self.setAccessibleName(words)
        self._paint_icon()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if hasattr(self, "picture") and (event.type() in LOOK_CHANGES or event.type() == QEvent.Type.FontChange):
            self._paint_icon()

    def _paint_icon(self) -> None:
        look, side = current_look(), self.fontMetrics().height()
        ink = look.warning.strong if self._urgent else look.muted
        self.picture.setPixmap(pixmap(self._icon_name, side, colour=ink, ratio=self.devicePixelRatioF()))
