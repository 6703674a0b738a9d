"""The way in for somebody who was sent a package and has nothing here yet."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import Card
from fidelity_rater.ui.widgets.text import label


class PackageCard(Card):
    """Says what to do with a file that came.

    Signals:
        wanted: choose it.
    """

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("I was sent a package"), parent)
        self.sentence = label(
            tr(
                "Feedback on a session, or one to rate, comes as one encrypted file. Whoever has not yet swapped cards "
                "with its sender opens it with a passphrase that the sender tells."
            ),
            wrap=True,
        )
        self.waits = label(tr("It waits, and opens as soon as a library is open."), "strong", wrap=True)
        self.waits.hide()
        self.open = TextButton(tr("Choose the package …"), icon_name="import")
        row = QHBoxLayout()
        row.addWidget(self.open)
        row.addStretch(1)
        self.body.addWidget(self.sentence)
        self.body.addWidget(self.waits)
        self.body.addLayout(row)
        self.open.clicked.connect(self.wanted)

    def show_waiting(self, waiting: bool) -> None:
        """Say that one was chosen."""
        self.waits.setVisible(waiting)
