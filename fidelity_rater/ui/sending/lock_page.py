"""Who can open the package, where it is written, and one's own passphrase to sign it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from fidelity_rater.app.desk_models import DeskChoice
from fidelity_rater.app.ports.documents import Contact
from fidelity_rater.app.ports.packages import SUFFIX
from fidelity_rater.app.sharing.offers import Lock
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.fields import ChoiceField, PassphraseField
from fidelity_rater.ui.forms.new_passphrase import NewPassphrase
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import FormRows
from fidelity_rater.ui.widgets.choice_row import ChoiceRow
from fidelity_rater.ui.widgets.text import label

PERSON: Final = "person"
BY_WORDS: Final = "words"


class PathField(QWidget):
    """Where a file is written."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.choose = TextButton(tr("Choose …"), icon_name="folder")
        self.choose.clicked.connect(self.on_choose)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        row.addWidget(self.choose)
        self.setFocusProxy(self.line)

    def setAccessibleName(self, name: str) -> None:
        super().setAccessibleName(name)
        self.line.setAccessibleName(name)

    @property
    def path(self) -> Path | None:
        typed = self.line.text().strip()
        if not typed:
            return None
        path = Path(typed).expanduser()
        return path if path.name.lower().endswith(SUFFIX) else path.with_name(path.name + SUFFIX)

    def on_choose(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self, tr("Save the package"), self.line.text(), tr("Packages (*{suffix})", suffix=SUFFIX)
        )
        if chosen:
            self.line.setText(chosen)


class LockPage(QWidget):
    """Signals:
    contacts_wanted: a card has to be brought in, or compared, first.
    """

    contacts_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._contacts: dict[str, Contact] = {}
        self._way = PERSON
        self.way = ChoiceRow(
            (
                DeskChoice(PERSON, tr("One person, by their card")),
                DeskChoice(BY_WORDS, tr("Whoever has a passphrase")),
            )
        )
        self.person = ChoiceField()
        self.warning = Banner("warning", action=tr("Contacts …"), parent=self)
        self.warning.hide()
        self.secret = NewPassphrase()
        self.path = PathField()
        self.mine = PassphraseField(tr("Your passphrase"))
        self._of_person, self._of_secret = QWidget(self), QWidget(self)
        self._lay_out()
        self.way.choice_chosen.connect(self.show_way)
        self.person.choice_made.connect(lambda _: self._warn())
        self.warning.action_pressed.connect(self.contacts_wanted)
        self.show_way(PERSON)

    def _lay_out(self) -> None:
        rows, person, rest = FormRows(), FormRows(), FormRows()
        rows.add_row(tr("Who can open it"), self.way)
        person.add_row(tr("For"), self.person)
        another_way = tr(
            "Make up a passphrase for this package. Tell it by another way than the file takes: on the phone, never "
            "in the same e-mail."
        )
        for box, inside in (
            (self._of_person, (person,)),
            (self._of_secret, (label(another_way, wrap=True), self.secret)),
        ):
            column = QVBoxLayout(box)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(10)
            for each in inside:
                column.addWidget(each)
        rest.add_row(tr("Written to"), self.path)
        rest.add_row(
            tr("Your own passphrase"), self.mine, hint=tr("It signs the package, so that it is known as yours.")
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        for widget in (rows, self._of_person, self.warning, self._of_secret, rest):
            column.addWidget(widget)

    def show_contacts(self, contacts: Iterable[Contact], *, proposed: str = "") -> None:
        """Offer these people; without any, a passphrase is what is left."""
        self._contacts = {contact.person.uid: contact for contact in contacts}
        self.person.show_choices((uid, _named(contact)) for uid, contact in self._contacts.items())
        if proposed in self._contacts:
            self.person.show_key(proposed)
        self.person.setEnabled(bool(self._contacts))
        self._warn()

    def show_way(self, way: str) -> None:
        """Lock it to a person, or by a passphrase."""
        self._way = way
        self.way.show_chosen(way, firm=True)
        self._of_person.setVisible(way == PERSON)
        self._of_secret.setVisible(way == BY_WORDS)
        self.setFocusProxy(self.person if way == PERSON else self.secret.first)
        self._warn()

    def _warn(self) -> None:
        chosen = self._contacts.get(self.person.key)
        if self._way == BY_WORDS or (chosen is not None and chosen.compared_at is not None):
            self.warning.show_message("")
        elif chosen is None:
            self.warning.show_message(tr("Nobody’s card is here yet. Bring in the card of the person it is for."))
        else:
            self.warning.show_message(
                tr(
                    "The fingerprint of {name} was never compared: if the card is somebody else’s, they can open this.",
                    name=chosen.person.name,
                )
            )

    @property
    def usual_way(self) -> str:
        """To a person where a card is here."""
        return PERSON if self._contacts else BY_WORDS

    @property
    def by_passphrase(self) -> bool:
        return self._way == BY_WORDS

    @property
    def fault(self) -> str:
        """What is missing; empty where nothing is."""
        if self._way == PERSON and self.person.key not in self._contacts:
            return tr("Choose whom the package is for, or lock it by a passphrase.")
        if self._way == BY_WORDS and self.secret.fault:
            return self.secret.fault
        if self._way == BY_WORDS and self.secret.text == self.mine.text:
            return tr("Do not give away your own passphrase: choose another one for the package.")
        if self.path.path is None:
            return tr("Say where the package is to be written.")
        if not self.mine.text:
            return tr("Please type your own passphrase.")
        return ""

    @property
    def lock(self) -> Lock:
        """As chosen; only where there is no fault."""
        if self._way == PERSON:
            return Lock(person=self._contacts[self.person.key].person)
        return Lock(passphrase=self.secret.text)

    def clear(self) -> None:
        """Forget what was typed in secret."""
        self.secret.clear()
        self.mine.clear()


def _named(contact: Contact) -> str:
    name, initials = contact.person.name, contact.person.initials
    if contact.compared_at is None:
        return tr("{name} ({initials}), fingerprint not compared", name=name, initials=initials)
    return tr("{name} ({initials})", name=name, initials=initials)
