"""The end of a consensus: what is left, each line a way there, then the passphrase."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from fidelity_rater.app.consensus.models import OpenLine
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.consensus.reason_field import ReasonField
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import FormRows
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.sentence_button import SentenceButton
from fidelity_rater.ui.widgets.text import label

AT_ONCE = 5
"""More lines than these would push the signature out of sight."""


class SignBox(QWidget):
    """Signals:
    line_followed: go where this is left (item, dimension).
    passphrase_given: sign with this.
    """

    line_followed = Signal(str, str)
    passphrase_given = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._can_sign = self._busy = False
        self.lines: list[SentenceButton] = []
        self.heading = label(tr("Sign the consensus"), "heading")
        self.words = ReasonField(tr("Words on the whole"), hint=tr("How it was agreed on, if that matters later."))
        self._left = QVBoxLayout()
        self._left.setSpacing(0)
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.sign = TextButton(tr("Sign the consensus"), "primary", icon_name="sign")
        self.fault = Banner("danger")
        self.fault.hide()
        rows = FormRows()
        rows.add_row(tr("Words on the whole"), self.words)
        rows.add_row(
            tr("Your passphrase"),
            self.passphrase,
            hint=tr("The signed ratings stay as they are, beside the consensus."),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.heading)
        column.addLayout(self._left)
        for part in (rows, self.fault, self.sign):
            column.addWidget(part)
        self.passphrase.textChanged.connect(self._enable)
        self.passphrase.returnPressed.connect(self.on_sign)
        self.sign.clicked.connect(self.on_sign)

    def show_left(self, left: Sequence[OpenLine], words: str) -> None:
        """List what is left, what blocks first."""
        empty(self._left)
        self.lines = []
        for each in left[:AT_ONCE]:
            button = SentenceButton(each.sentence, icon_name="warning" if each.blocking else "")
            button.clicked.connect(lambda _=False, one=each: self.line_followed.emit(one.item, one.dimension))
            self._left.addWidget(button)
            self.lines.append(button)
        if len(left) > AT_ONCE:
            more = tr_n("… and {n} more like these.", "… and {n} more like these.", len(left) - AT_ONCE)
            self._left.addWidget(label(more, "muted", wrap=True))
        self._can_sign = not any(each.blocking for each in left)
        self.words.show_words("", "", words, locked=False)
        self._enable()

    def show_signing(self, busy: bool, fault: str = "") -> None:
        self._busy = busy
        self.fault.show_message(fault)
        self.sign.show_text(tr("Signing …") if busy else tr("Sign the consensus"))
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
        self.sign.setEnabled(self._can_sign and not self._busy and bool(self.passphrase.text()))
        self.sign.setToolTip("" if self._can_sign else tr("Something must be settled first."))
