"""A new passphrase, typed twice, with advice while it is typed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.passphrases import advice
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.fields import PassphraseField
from fidelity_rater.ui.widgets.card import FormRows
from fidelity_rater.ui.widgets.text import label


class NewPassphrase(QWidget):
    """A passphrase typed twice, with advice while it is typed.

    Signals:
        edited: another text in either field.
        submitted: Return was pressed in the second field.
    """

    edited = Signal()
    submitted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._personal: tuple[str, ...] = ()
        self.first = PassphraseField()
        self.again = PassphraseField()
        self.advice = label("", "muted", wrap=True)
        self.rows = FormRows()
        self.rows.add_row(tr("Passphrase"), self.first)
        advice_row = QHBoxLayout()
        advice_row.addWidget(self.advice, 1)
        self.rows.add_layout(advice_row)
        self.rows.add_row(tr("The same once more"), self.again)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.rows)
        self.first.edited.connect(self.on_edited)
        self.again.edited.connect(self.on_edited)
        self.again.submitted.connect(self.submitted)
        self.on_edited()

    @property
    def text(self) -> str:
        return self.first.text

    @property
    def fault(self) -> str:
        """What is wrong with it as it stands; empty where nothing is."""
        if not self.first.text:
            return tr("Please type a passphrase.")
        if self.first.text != self.again.text:
            return tr("The two passphrases differ.")
        return ""

    def show_personal(self, words: tuple[str, ...]) -> None:
        """Advise against these words."""
        self._personal = words
        self.on_edited()

    def clear(self) -> None:
        self.first.clear()
        self.again.clear()

    def on_edited(self) -> None:
        self.advice.setText(advice(self.first.text, personal=self._personal).sentence)
        self.edited.emit()
