"""A library's door: who one is, the passphrase, or the recovery key for those who have no key of their own."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fidelity_rater.app.ports.identity import IdentityCard
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.fields import ChoiceField, PassphraseField
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import FormRows
from fidelity_rater.ui.widgets.text import label


class UnlockPage(QWidget):
    """Asks inline; what is wrong is said by the screen around it.

    Signals:
        unlocked: person's uid, passphrase, and the recovery key or nothing.
        left: back to the libraries.
    """

    unlocked = Signal(str, str, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label("", "heading", wrap=True)
        self.explanation = label("", "muted", wrap=True)
        self.person = ChoiceField()
        self.passphrase = PassphraseField()
        self.recovery = QLineEdit()
        self.open = TextButton(tr("Open"), "primary")
        self.back = TextButton(tr("Back"))
        self.other_way = TextButton(tr("Use the recovery key"), "link")
        self.rows = FormRows()
        self.rows.add_row(tr("Who you are"), self.person)
        self.rows.add_row(tr("Your passphrase"), self.passphrase)
        self._recovery_box = FormRows()
        self._recovery_box.add_row(
            tr("Recovery key of the library"),
            self.recovery,
            hint=tr("Eight groups of five characters, from the printed page. You get a key of your own with it."),
        )
        self._lay_out()
        self.open.clicked.connect(self.on_open)
        self.passphrase.submitted.connect(self.on_open)
        self.recovery.returnPressed.connect(self.on_open)
        self.back.clicked.connect(self.left)
        self.other_way.clicked.connect(lambda: self.show_recovery(self._recovery_box.isHidden()))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addWidget(self.open)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        buttons.addWidget(self.other_way)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.title)
        column.addWidget(self.explanation)
        column.addWidget(self.rows)
        column.addWidget(self._recovery_box)
        column.addLayout(buttons)

    def show_library(self, name: str, people: Sequence[IdentityCard], *, with_key: Sequence[str] = ()) -> None:
        """Ask for entry into a library; ``with_key`` are the uids of those who hold a key to it."""
        self.title.setText(tr("Open {library}", library=name))
        self.person.show_choices((card.person.uid, card.person.name) for card in people)
        holders = [card.person.uid for card in people if card.person.uid in with_key]
        if holders:
            self.person.show_key(holders[0])
        self.explanation.setText(
            ""
            if holders
            else tr("Nobody whom this computer knows holds a key to this library. Its recovery key opens it.")
        )
        self.explanation.setVisible(not holders)
        self.recovery.clear()
        self.show_recovery(not holders)
        self.passphrase.clear()

    def show_recovery(self, shown: bool) -> None:
        """Ask for the recovery key as well, or not."""
        self._recovery_box.setVisible(shown)
        self.other_way.show_text(tr("Open without the recovery key") if shown else tr("Use the recovery key"))
        (self.recovery if shown else self.passphrase).setFocus()

    def on_open(self) -> None:
        recovery = "" if self._recovery_box.isHidden() else self.recovery.text().strip()
        self.unlocked.emit(self.person.key, self.passphrase.text, recovery)
