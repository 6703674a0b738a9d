"""The passphrase under something that is signed: one field, one button, and what went wrong."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.fields import PassphraseField
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.text import label


class Signing(QWidget):
    """Signals:
    sign_wanted: sign with this passphrase.
    """

    sign_wanted = Signal(str)

    def __init__(self, words: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words, self._busy = words, False
        self.fault = Banner("danger", parent=self)
        self.fault.hide()
        self.passphrase = PassphraseField(tr("Your passphrase"), self)
        self.passphrase.setMaximumWidth(420)
        self.button = TextButton(words, "primary", icon_name="sign", parent=self)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.passphrase, 1)
        row.addWidget(self.button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(label(tr("Your passphrase"), "strong"))
        column.addWidget(label(hint, "muted", wrap=True))
        column.addLayout(row)
        column.addWidget(self.fault)
        self.passphrase.edited.connect(lambda _: self._enable())
        self.passphrase.submitted.connect(self.on_sign)
        self.button.clicked.connect(self.on_sign)
        self._enable()

    def on_sign(self) -> None:
        if self.button.isEnabled():
            self.sign_wanted.emit(self.passphrase.text)

    def show_busy(self, busy: bool, fault: str = "") -> None:
        """Show that it is being signed, or why it was not."""
        self._busy = busy
        self.button.show_text(tr("Signing …") if busy else self._words)
        self.fault.show_message(fault)
        if not busy:
            self.passphrase.clear()
        self._enable()

    def _enable(self) -> None:
        self.button.setEnabled(not self._busy and bool(self.passphrase.text))
