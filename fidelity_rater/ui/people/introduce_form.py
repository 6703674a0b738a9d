"""The form in which somebody introduces themselves: name, initials, and a passphrase typed twice."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.new_passphrase import NewPassphrase
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import FormRows


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
