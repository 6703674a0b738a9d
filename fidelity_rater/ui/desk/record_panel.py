"""The record of a signed rating: how it was listened to. Its moments are heard in their list, beside."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fidelity_rater.app.evidence_models import LedgerLine
from fidelity_rater.app.sharing.forks import SecondHistory
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.desk.fork_card import ForkCard
from fidelity_rater.ui.desk.ledger_list import LedgerList
from fidelity_rater.ui.desk.side_page import SidePage
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.text import label


class RecordPanel(SidePage):
    """What stands under the signature besides the scores.

    Signals:
        item_followed: a sentence leads to this item.
        moments_wanted: show all its moments.
        fork_removed, fork_put_back: take a second history away, or keep it after all (uid).
    """

    item_followed = Signal(str)
    moments_wanted = Signal()
    fork_removed = Signal(str)
    fork_put_back = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Record of this rating"), parent)
        self.signed = label("", wrap=True)
        self.nothing = label(tr("Nothing is known of how it was listened to."), "muted", wrap=True)
        self.ledger = LedgerList()
        self.moments = TextButton("", icon_name="play")
        self.forks: dict[str, ForkCard] = {}
        self._aside = QVBoxLayout()
        self._aside.setSpacing(8)
        self.body.addWidget(self.signed)
        self.body.addLayout(self._aside)
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
        self.signed.setVisible(bool(signed))
        self.ledger.show_lines(lines)
        self.nothing.setVisible(not lines)

    def show_forks(self, histories: Sequence[SecondHistory], *, removed: AbstractSet[str]) -> None:
        """Show what is kept aside; what was removed a moment ago can be put back."""
        if [card.history for card in self.forks.values()] != list(histories):
            empty(self._aside)
            self.forks = {history.uid: ForkCard(history, self) for history in histories}
            for card in self.forks.values():
                card.removed.connect(self.fork_removed)
                card.put_back.connect(self.fork_put_back)
                card.item_followed.connect(self.item_followed)
                self._aside.addWidget(card)
        for uid, card in self.forks.items():
            card.show_removed(uid in removed)

    def show_count(self, moments: int) -> None:
        self.moments.show_text(tr_n("{n} moment: hear it", "{n} moments: hear them", moments))
        self.moments.setEnabled(moments > 0)
