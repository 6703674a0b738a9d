"""Comparing a fingerprint by voice: the one check that no file can make."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.i18n import tr
from fidelity_rater.ui.contacts.fingerprint_view import FingerprintView
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import Card
from fidelity_rater.ui.widgets.text import label


class ComparePage(QWidget):
    """Signals:
    same_pressed: both fingerprints are the same.
    later_pressed: not compared now.
    """

    same_pressed = Signal()
    later_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.whose = label("", "heading", wrap=True)
        self.theirs = FingerprintView(tr("Their fingerprint"), self)
        self.how = label("", wrap=True)
        self.same = TextButton(tr("It is the same"), "primary", icon_name="check")
        self.later = TextButton(tr("Not now"))
        self.same.clicked.connect(self.same_pressed)
        self.later.clicked.connect(self.later_pressed)
        card = Card()
        card.body.addWidget(self.whose)
        card.body.addWidget(self.theirs)
        buttons = QHBoxLayout()
        buttons.addWidget(self.same)
        buttons.addWidget(self.later)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.how)
        column.addWidget(card)
        column.addWidget(
            label(
                tr("If a single character differs, the card is not theirs: say “Not now”, remove it, and ask again."),
                "muted",
                wrap=True,
            )
        )
        column.addLayout(buttons)
        self.setFocusProxy(self.later)

    def show_person(self, name: str, fingerprint: str, *, compared: bool) -> None:
        self.whose.setText(tr("{name}, as this card says", name=name))
        self.how.setText(
            tr(
                "Call {name}, or meet. Have their fingerprint read to you from their own screen "
                "(Contacts, “My card”) and compare it with this one, group by group.",
                name=name,
            )
        )
        self.theirs.show_fingerprint(fingerprint)
        self.same.setVisible(not compared)
        self.later.show_text(tr("Back to the list") if compared else tr("Not now"))
