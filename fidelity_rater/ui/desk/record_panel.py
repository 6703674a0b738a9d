"""The record of a signed rating: how it was listened to. Its moments are heard in their list, beside."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fidelity_rater.app.evidence_models import LedgerLine
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.desk.ledger_list import LedgerList
from fidelity_rater.ui.desk.side_page import SidePage
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.text import label


class RecordPanel(SidePage):
    """What stands under the signature besides the scores.

    Signals:
        item_followed: a sentence leads to this item.
        moments_wanted: show all its moments.
    """

    item_followed = Signal(str)
    moments_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Record of this rating"), parent)
        self.signed = label("", wrap=True)
        self.nothing = label(tr("Nothing is known of how it was listened to."), "muted", wrap=True)
        self.ledger = LedgerList()
        self.moments = TextButton("", icon_name="play")
        self.body.addWidget(self.signed)
        self.body.addWidget(label(tr("How it was listened to"), "heading"))
        self.body.addWidget(self.nothing)
        self.body.addWidget(self.ledger)
        self.body.addWidget(label(tr("What it rests on"), "heading"))
        self.body.addWidget(self.moments)
        self.body.addStretch(1)
        self.ledger.line_followed.connect(self.item_followed)
        self.moments.clicked.connect(self.moments_wanted)
        self.show_count(0)

    def show_record(self, signed: str, lines: Sequence[LedgerLine]) -> None:
        """Show who signed when, and how the rating was listened to."""
        self.signed.setText(signed)
        self.ledger.show_lines(lines)
        self.nothing.setVisible(not lines)

    def show_count(self, moments: int) -> None:
        self.moments.show_text(tr_n("{n} moment: hear it", "{n} moments: hear them", moments))
        self.moments.setEnabled(moments > 0)
