"""Whether what the rater did is on disk, and since when. It never says more than is true."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from fidelity_rater.app.saved import SavedState
from fidelity_rater.app.spoken_time import clock_time
from fidelity_rater.i18n import tr
from fidelity_rater.ui.theme import LOOK_CHANGES, current_look, pixmap
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.text import label


class SavedIndicator(QWidget):
    """ "Saved 10:32:05", "Saving", or what stands in the way.

    Signals:
        retry_pressed: try to save again.
    """

    retry_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name, self._tone = "", "ok"
        self.picture = QLabel()
        self.text = label("")
        self.retry = TextButton(tr("Save again"), "danger")
        self.retry.clicked.connect(self.retry_pressed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        for widget in (self.picture, self.text, self.retry):
            row.addWidget(widget)
        row.addStretch(1)
        self.show_saved(SavedState())

    def show_saved(self, state: SavedState) -> None:
        """Show what the saver says."""
        if state.fault:
            self._icon_name, self._tone = "warning", "danger"
            text = tr("Not saved: {why}", why=state.fault)
        elif state.pending:
            self._icon_name, self._tone, text = "", "ok", tr("Saving …")
        elif state.saved_at is not None:
            self._icon_name, self._tone = "check", "ok"
            text = tr("Saved {time}", time=clock_time(state.saved_at))
        else:
            self._icon_name, self._tone, text = "", "ok", tr("Nothing to save yet")
        self.text.setText(text)
        self.text.setProperty("role", "error" if state.fault else "muted")
        self.text.style().unpolish(self.text)
        self.text.style().polish(self.text)
        self.setAccessibleName(text)
        self.retry.setVisible(bool(state.fault))
        self._paint_icon()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in LOOK_CHANGES and hasattr(self, "picture"):
            self._paint_icon()

    def _paint_icon(self) -> None:
        self.picture.setVisible(bool(self._icon_name))
        if self._icon_name:
            look = current_look()
            colour = look.danger.strong if self._tone == "danger" else look.ok.strong
            self.picture.setPixmap(pixmap(self._icon_name, 16, colour=colour, ratio=self.devicePixelRatioF()))
