"""The form in which somebody introduces themselves: name, initials, and a passphrase typed twice."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fidelity_rater.app.passphrases import advice
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.fields import PassphraseField
from fidelity_rater.ui.widgets.buttons import TextButton
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
        self.rows.add_layout(_alone(self.advice))
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


class IntroduceForm(QWidget):
    """Who somebody is, in their own words.

    Signals:
        introduced: name, initials and passphrase.
        refused: what is wrong with what was typed.
        file_wanted: this person has an identity file from another computer.
    """

    introduced = Signal(str, str, str)
    refused = Signal(str)
    file_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._initials_typed = False
        self.name = QLineEdit()
        self.initials = QLineEdit()
        self.initials.setMaxLength(5)
        self.initials.setMaximumWidth(120)
        self.passphrase = NewPassphrase()
        self.make = TextButton(tr("Go on"), "primary")
        self.bring = TextButton(tr("I have an identity file from another computer …"), "link")
        self.back = TextButton(tr("Back"))
        self.back.hide()
        self._lay_out()
        self.name.textEdited.connect(self.on_name_edited)
        self.initials.textEdited.connect(self.on_initials_edited)
        self.make.clicked.connect(self.on_make)
        self.passphrase.submitted.connect(self.on_make)
        self.bring.clicked.connect(self.file_wanted)

    def _lay_out(self) -> None:
        rows = FormRows()
        rows.add_row(tr("Your name"), self.name, hint=tr("It signs your ratings. It stays on this computer."))
        rows.add_row(tr("Your initials"), self.initials, hint=tr("They stand beside your ratings in lists and files."))
        buttons = QHBoxLayout()
        buttons.addWidget(self.make)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(rows)
        column.addWidget(self.passphrase)
        column.addLayout(buttons)
        column.addLayout(_alone(self.bring))

    def show_cleared(self) -> None:
        """Forget what was typed."""
        self.name.clear()
        self.initials.clear()
        self.passphrase.clear()
        self._initials_typed = False

    def on_name_edited(self, name: str) -> None:
        """Propose initials until the person types their own."""
        words = [word for word in name.split() if word[0].isalpha()]
        if not self._initials_typed:
            self.initials.setText("".join(word[0] for word in words).upper()[:5])
        self.passphrase.show_personal(tuple(words))

    def on_initials_edited(self, initials: str) -> None:
        self._initials_typed = bool(initials)

    def on_make(self) -> None:
        fault = tr("Please type your name.") if not self.name.text().strip() else self.passphrase.fault
        if fault:
            self.refused.emit(fault)
        else:
            self.introduced.emit(self.name.text(), self.initials.text(), self.passphrase.text)


def _alone(widget: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(widget, 1 if widget.sizePolicy().horizontalPolicy().name == "Ignored" else 0)
    row.addStretch(0 if widget.sizePolicy().horizontalPolicy().name == "Ignored" else 1)
    return row
