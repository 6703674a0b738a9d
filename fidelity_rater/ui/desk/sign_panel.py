"""Signing, beside the items: what is missing, each line a way there, then the passphrase again."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from fidelity_rater.app.desk_models import MissingLine
from fidelity_rater.app.evidence_models import LedgerLine
from fidelity_rater.i18n import tr
from fidelity_rater.ui.desk.ledger_list import LedgerList
from fidelity_rater.ui.desk.side_page import SidePage
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import FormRows
from fidelity_rater.ui.widgets.sentence_button import SentenceButton
from fidelity_rater.ui.widgets.text import label


class SignPanel(SidePage):
    """The last look before a rating is locked.

    Signals:
        missing_followed: go where this is missing (kind, item, field).
        passphrase_given: sign with this.
    """

    missing_followed = Signal(str, str, str)
    passphrase_given = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Sign this rating"), parent)
        self._blocked = self._busy = False
        self.lines: list[SentenceButton] = []
        self.blocking_title = label(tr("Must be settled first"), "heading")
        self.open_title = label(tr("Still open; you can sign all the same"), "heading")
        self.nothing = label(tr("Nothing is missing."), "strong")
        self._blocking, self._open = QVBoxLayout(), QVBoxLayout()
        self.ledger_title = label(tr("How you listened; signed with the scores"), "heading", wrap=True)
        self.ledger = LedgerList()
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.sign = TextButton(tr("Sign and lock"), "primary", icon_name="sign")
        self.fault = Banner("danger")
        self.fault.hide()
        self._lay_out()
        self.passphrase.textChanged.connect(self._enable)
        self.passphrase.returnPressed.connect(self.on_sign)
        self.sign.clicked.connect(self.on_sign)
        self.ledger.line_followed.connect(lambda item: self.missing_followed.emit("ledger", item, ""))
        self.show_missing(())
        self.show_ledger(())

    def _lay_out(self) -> None:
        for layout in (self._blocking, self._open):
            layout.setSpacing(0)
        rows = FormRows()
        rows.add_row(
            tr("Your passphrase"),
            self.passphrase,
            hint=tr("Your signature says that these are your scores. After it, only a new rating can correct them."),
        )
        self.body.addWidget(self.nothing)
        self.body.addWidget(self.blocking_title)
        self.body.addLayout(self._blocking)
        self.body.addWidget(self.ledger_title)
        self.body.addWidget(self.ledger)
        self.body.addWidget(self.open_title)
        self.body.addLayout(self._open)
        self.body.addWidget(rows)
        self.body.addWidget(self.fault)
        self.body.addWidget(self.sign)
        self.body.addStretch(1)

    def show_missing(self, missing: Sequence[MissingLine]) -> None:
        """List what is missing, what blocks first."""
        for button in self.lines:
            button.hide()
            button.deleteLater()
        self.lines = []
        for each in missing:
            button = SentenceButton(each.sentence, icon_name="warning" if each.blocking else "")
            button.clicked.connect(lambda _=False, m=each: self.missing_followed.emit(m.kind, m.item, m.field))
            (self._blocking if each.blocking else self._open).addWidget(button)
            self.lines.append(button)
        self._blocked = any(each.blocking for each in missing)
        self.blocking_title.setVisible(self._blocked)
        self.open_title.setVisible(any(not each.blocking for each in missing))
        self.nothing.setVisible(not missing)
        self._enable()

    def show_ledger(self, lines: Sequence[LedgerLine]) -> None:
        """Tell how the rating was listened to up to now."""
        self.ledger.show_lines(lines)
        self.ledger_title.setVisible(bool(lines))

    def show_signing(self, busy: bool, fault: str = "") -> None:
        """Show that the signature is being made, or why it could not be."""
        self._busy = busy
        self.fault.show_message(fault)
        self.sign.show_text(tr("Signing …") if busy else tr("Sign and lock"))
        if fault:
            self.passphrase.selectAll()
            self.passphrase.setFocus()
        self._enable()

    def clear(self) -> None:
        """Forget the passphrase."""
        self.passphrase.clear()
        self.show_signing(False)

    def on_sign(self) -> None:
        if self.sign.isEnabled():
            self.passphrase_given.emit(self.passphrase.text())

    def _enable(self) -> None:
        self.sign.setEnabled(not self._blocked and not self._busy and bool(self.passphrase.text()))
        self.sign.setToolTip(tr("Something must be settled first.") if self._blocked else "")
