"""How far the rating has come, in one line."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QWidget

from fidelity_rater.app.commands import CommandId
from fidelity_rater.app.desk_models import DeskProgress
from fidelity_rater.app.spoken_time import whole_minutes
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.theme import set_role
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.text import ElidedLabel, KeyHint


class FooterBar(QFrame):
    """Progress, and the way to the list of keys.

    Signals:
        help_pressed: show the keys.
    """

    help_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_role(self, "footer")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setFixedWidth(120)
        self.bar.setAccessibleName(tr("Items scored"))
        self.text = ElidedLabel()
        self.keys = TextButton(tr("Keys"), "flat", command=CommandId.HELP)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 2, 12, 2)
        row.setSpacing(12)
        row.addWidget(self.bar)
        row.addWidget(self.text, 1)
        row.addWidget(self.keys)
        row.addWidget(KeyHint(command=CommandId.HELP))
        self.keys.clicked.connect(self.help_pressed)

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
