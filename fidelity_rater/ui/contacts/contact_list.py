"""The people whose card is here, and whether each was compared by voice."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fidelity_rater.app.ports.documents import Contact
from fidelity_rater.app.spoken_time import day_and_time
from fidelity_rater.i18n import tr
from fidelity_rater.ui.theme import current_look, pixmap
from fidelity_rater.ui.widgets.buttons import IconButton, TextButton
from fidelity_rater.ui.widgets.card import line
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.text import ElidedLabel, label


def state_of(contact: Contact) -> str:
    """Say how well somebody is known."""
    if contact.compared_at is None:
        return tr("Card only: the fingerprint was not compared yet")
    return tr("Fingerprint compared on {day}", day=day_and_time(contact.compared_at)[:10])


class ContactRow(QWidget):
    """One person."""

    def __init__(self, contact: Contact, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = contact.person.name
        self.state = label(state_of(contact), "muted", wrap=True)
        self.compare = TextButton(tr("Compare …"))
        self.compare.show_name(tr("Compare the fingerprint of {name}", name=name))
        self.compare.setVisible(contact.compared_at is None)
        self.look = TextButton(tr("Fingerprint"), "flat")
        self.look.show_name(tr("Show the fingerprint of {name}", name=name))
        self.look.setVisible(contact.compared_at is not None)
        self.remove = IconButton("trash", tr("Remove the card of {name}", name=name))
        self._sign = QLabel()
        self._compared = contact.compared_at is not None
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(ElidedLabel(tr("{name} ({initials})", name=name, initials=contact.person.initials), "strong"))
        words.addWidget(self.state)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(12)
        row.addWidget(self._sign)
        row.addLayout(words, 1)
        for button in (self.compare, self.look, self.remove):
            row.addWidget(button)
        self._paint_sign()

    def _paint_sign(self) -> None:
        look = current_look()
        icon, tone = ("check", look.ok) if self._compared else ("warning", look.warning)
        self._sign.setPixmap(pixmap(icon, 18, colour=tone.strong, ratio=self.devicePixelRatioF()))


class ContactList(QWidget):
    """Signals:
    compare_pressed: compare this person's fingerprint (uid).
    remove_pressed: forget this person's card (uid).
    """

    compare_pressed = Signal(str)
    remove_pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: dict[str, ContactRow] = {}
        self.none_yet = label(
            tr("Nobody yet. Ask the people you work with for their card, and bring it in here."), "muted", wrap=True
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        column.addWidget(self.none_yet)
        column.addLayout(self._rows)

    def show_contacts(self, contacts: Sequence[Contact]) -> None:
        empty(self._rows)
        self.rows = {}
        for contact in contacts:
            uid, row = contact.person.uid, ContactRow(contact, self)
            row.compare.clicked.connect(lambda _=False, uid=uid: self.compare_pressed.emit(uid))
            row.look.clicked.connect(lambda _=False, uid=uid: self.compare_pressed.emit(uid))
            row.remove.clicked.connect(lambda _=False, uid=uid: self.remove_pressed.emit(uid))
            if self.rows:
                self._rows.addWidget(line())
            self._rows.addWidget(row)
            self.rows[uid] = row
        self.none_yet.setVisible(not contacts)
