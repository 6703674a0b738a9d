"""How far the rating has come, in one line; and what is done most while one listens, always in sight."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from fidelity_rater.app.commands import CommandId
from fidelity_rater.app.desk_models import DeskProgress
from fidelity_rater.app.spoken_time import whole_minutes
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.theme import set_role
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.text import ElidedLabel, KeyHint

CAPS_AND_EDGES: Final = 120


class FooterBar(QFrame):
    """Progress, marking what was just heard, and the way to the list of keys.

    Signals:
        help_pressed: show the keys.
        command_pressed: do this (:class:`CommandId`).
    """

    help_pressed = Signal()
    command_pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "footer")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(120)
        self.bar.setAccessibleName(tr("Items scored"))
        self.text = ElidedLabel()
        self.keys = TextButton(tr("Keys"), "flat", command=CommandId.HELP)
        self.mark_for = TextButton(tr("Mark for"), "flat", icon_name="plus", command=CommandId.MARK_FOR)
        self.mark_against = TextButton(tr("Mark against"), "flat", icon_name="minus", command=CommandId.MARK_AGAINST)
        self._locked = False
        self._marking = self._mark_buttons()
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 2, 12, 2)
        row.setSpacing(12)
        row.addWidget(self.bar)
        row.addWidget(self.text, 1)
        row.addWidget(self._marking)
        row.addWidget(self.keys)
        row.addWidget(KeyHint(command=CommandId.HELP))
        self.keys.clicked.connect(self.help_pressed)

    def _mark_buttons(self) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 16, 0)
        row.setSpacing(2)
        for button in (self.mark_for, self.mark_against):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.clicked.connect(lambda _=False, command=button.command: self.command_pressed.emit(command))
            row.addWidget(button)
            row.addWidget(KeyHint(command=button.command))
            row.addSpacing(8)
        return box

    def show_locked(self, locked: bool) -> None:
        """A signed rating takes no more moments."""
        self._locked = locked
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """What can be done elsewhere, too, asks for no wider a window."""
        least = super().minimumSizeHint()
        marking = 0 if self._marking.isHidden() else self._marking.minimumSizeHint().width()
        return QSize(least.width() - marking, least.height())

    def _fit(self) -> None:
        """Where there is little room, how far one has come has it; the item's evidence has the same two buttons."""
        others = (self.bar.width(), self.text.sizeHint().width(), self.keys.sizeHint().width(), CAPS_AND_EDGES)
        room = self.width() - sum(others)
        self._marking.setHidden(self._locked or room < self._marking.sizeHint().width())

    def show_progress(self, progress: DeskProgress) -> None:
        """Say what is done and what is not."""
        self.bar.setRange(0, max(1, progress.asked))
        self.bar.setValue(progress.scored)
        parts = [tr("{scored} of {asked} answered", scored=progress.scored, asked=progress.asked)]
        if progress.duration_ms:
            heard, all_of_it = whole_minutes(progress.heard_ms), whole_minutes(progress.duration_ms)
            parts.append(tr("heard {heard} of {all} min", heard=heard, all=all_of_it))
        if progress.departures:
            n = progress.departures
            parts.append(tr_n("{n} departure without a moment", "{n} departures without a moment", n))
        if progress.harm_open:
            n = progress.harm_open
            parts.append(tr_n("{n} harm flag without an action", "{n} harm flags without an action", n))
        self.text.show_text(" · ".join(parts))
        self._fit()
