"""One's own card: to hand out, and its fingerprint to read aloud."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from fidelity_rater.i18n import tr
from fidelity_rater.ui.contacts.fingerprint_view import FingerprintView
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import Card
from fidelity_rater.ui.widgets.text import label


class MyCard(Card):
    """Signals:
    copy_pressed: put the card into the clipboard.
    save_pressed: save the card as a file.
    """

    copy_pressed = Signal()
    save_pressed = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(tr("My card"), parent)
        self.fingerprint = FingerprintView(tr("My fingerprint"), self)
        self.copy = TextButton(tr("Copy as text"), icon_name="copy")
        self.save = TextButton(tr("Save as file …"), icon_name="export")
        self.copy.clicked.connect(self.copy_pressed)
        self.save.clicked.connect(self.save_pressed)
        self.body.addWidget(label(name, "strong", wrap=True))
        self.body.addWidget(
            label(
                tr(
                    "Give it to the people you exchange packages with; it may go by e-mail, it opens nothing. "
                    "They need it to lock a package to you and to know that one came from you."
                ),
                "muted",
                wrap=True,
            )
        )
        self.body.addWidget(label(tr("Fingerprint, to read aloud"), "strong"))
        self.body.addWidget(self.fingerprint)
        buttons = QHBoxLayout()
        buttons.addWidget(self.copy)
        buttons.addWidget(self.save)
        buttons.addStretch(1)
        self.body.addLayout(buttons)
