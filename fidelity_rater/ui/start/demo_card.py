"""The way into the demo, for those who want to see before they set anything up."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fidelity_rater.app.commands import MENU
from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import Card
from fidelity_rater.ui.widgets.text import label


class DemoCard(Card):
    """Says what the demo is.

    Signals:
        wanted: open it.
    """

    wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Look around first"), parent)
        self.sentence = label(
            tr(
                "Three therapists, seven cases, about eighty ratings and recordings that can be heard. All of it is "
                "made up, every part works, and nothing needs setting up."
            ),
            wrap=True,
        )
        self.first_time = label(
            tr("The first time takes half a minute: the library is made on this computer."), "muted", wrap=True
        )
        self.open = TextButton(tr("Explore the demo"), icon_name="play", command=MENU + "demo")
        row = QHBoxLayout()
        row.addWidget(self.open)
        row.addStretch(1)
        self.body.addWidget(self.sentence)
        self.body.addWidget(self.first_time)
        self.body.addLayout(row)
        self.open.clicked.connect(self.wanted)

    def show_state(self, *, made: bool, newcomer: bool) -> None:
        """Be prominent for somebody new; say that the first time takes a while."""
        self.first_time.setVisible(not made)
        self.open.show_role("primary" if newcomer else "")
