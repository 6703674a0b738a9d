"""Contacts: hand out one's card, bring in those of others, compare fingerprints."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.ports.documents import Contact
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.app.rating.saver import LANE
from fidelity_rater.app.sharing.card_files import proposed_name, read_card_file, write_card_file
from fidelity_rater.app.sharing.contacts import CardSeen
from fidelity_rater.i18n import tr
from fidelity_rater.ui.contacts.compare_page import ComparePage
from fidelity_rater.ui.contacts.contact_list import ContactList
from fidelity_rater.ui.contacts.my_card import MyCard
from fidelity_rater.ui.forms.step_dialog import StepDialog
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import Card
from fidelity_rater.ui.widgets.text import label

T = TypeVar("T")


class ContactsDialog(StepDialog):
    """Everything about cards. Open it with :meth:`show_over`.

    Signals:
        contacts_changed: somebody was added, compared or removed.
    """

    contacts_changed = Signal()

    def __init__(self, work: Workplace, jobs: JobRunner, parent: QWidget) -> None:
        super().__init__(parent, jobs=jobs, title=tr("Contacts"))
        self._contacts = work.contacts
        person = work.person
        self._initials = person.initials
        self._shown: tuple[Contact, ...] = ()
        self._comparing = ""
        self._removed: Contact | None = None
        self.mine = MyCard(tr("{name} ({initials})", name=person.name, initials=person.initials))
        self.people = ContactList()
        self.open_file = TextButton(tr("Open a card file …"), icon_name="folder")
        self.paste = TextButton(tr("Paste a card"), icon_name="import")
        self.page, self.compare = QWidget(), ComparePage()
        self._lay_out_page()
        self.pages.add_page(self.page)
        self.pages.add_page(self.compare)
        self.cancel_button.show_text(tr("Close"))
        self.setAcceptDrops(True)
        self._connect()
        self.mine.fingerprint.show_fingerprint(self._contacts.my_fingerprint)
        self.show_list()
        self.refresh()

    def _lay_out_page(self) -> None:
        bring = Card(tr("People I know"))
        bring.body.addWidget(self.people)
        buttons = QHBoxLayout()
        buttons.addWidget(self.open_file)
        buttons.addWidget(self.paste)
        buttons.addStretch(1)
        bring.body.addLayout(buttons)
        bring.body.addWidget(label(tr("You can also drop a card file onto this window."), "muted", wrap=True))
        column = QVBoxLayout(self.page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(16)
        column.addWidget(bring)
        column.addWidget(self.mine)
        self.page.setFocusProxy(self.open_file)

    def _connect(self) -> None:
        self.mine.copy_pressed.connect(self.on_copy)
        self.mine.save_pressed.connect(self.on_save)
        self.open_file.clicked.connect(self.on_open_file)
        self.paste.clicked.connect(self.on_paste)
        self.people.compare_pressed.connect(self.on_compare)
        self.people.remove_pressed.connect(self.on_remove)
        self.compare.same_pressed.connect(self.on_same)
        self.compare.later_pressed.connect(self.show_list)
        self.banner.action_pressed.connect(self.on_bring_back)

    # The list

    def show_list(self) -> None:
        self.show_step(
            self.page,
            heading=tr("Contacts"),
            sentence=tr("Whom you send packages to, and whose signatures you know."),
            accept="",
            back=False,
        )

    def refresh(self) -> None:
        """Read the contacts anew."""
        self._do(self._contacts.all, self._show_contacts)

    def _do(self, work: Callable[[], T], done: Callable[[T], None]) -> None:
        self.tell("")
        self.work.start(lambda _: work(), done=done, lane=LANE)

    def _show_contacts(self, contacts: tuple[Contact, ...]) -> None:
        self._shown = contacts
        self.people.show_contacts(contacts)

    # One's own card

    def on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._contacts.my_card())
        self.tell(tr("Your card is in the clipboard: paste it into a message."), tone="ok")

    def on_save(self) -> None:
        suggested = str(Path.home() / proposed_name(self._initials))
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Save my card"), suggested)
        if chosen:
            card = self._contacts.my_card()
            self._do(
                lambda: write_card_file(Path(chosen), card),
                lambda path: self.tell(tr("Your card is saved: {path}", path=path), tone="ok"),
            )

    # Bringing one in

    def on_open_file(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Open a card"), str(Path.home()))
        if chosen:
            self.bring_in_file(Path(chosen))

    def on_paste(self) -> None:
        self.bring_in(QGuiApplication.clipboard().text())

    def bring_in_file(self, path: Path) -> None:
        """Bring in a card that lies in a file."""
        self._do(lambda: self._contacts.read_card(read_card_file(path)), self._on_seen)

    def bring_in(self, text: str) -> None:
        """Bring in a card that was pasted."""
        self._do(lambda: self._contacts.read_card(text), self._on_seen)

    def _on_seen(self, seen: CardSeen) -> None:
        if seen.mine:
            self.tell(tr("This is your own card."))
        elif seen.refusal:
            self.tell(seen.refusal, tone="danger")
        else:
            self._do(lambda: self._contacts.keep(seen.person), self._on_kept)

    def _on_kept(self, contact: Contact) -> None:
        self.contacts_changed.emit()
        self._shown = (*(one for one in self._shown if one.person.uid != contact.person.uid), contact)
        self._do(self._contacts.all, self._show_contacts)
        self._show_compare(contact)

    # Comparing

    def on_compare(self, uid: str) -> None:
        self._show_compare(next(contact for contact in self._shown if contact.person.uid == uid))

    def _show_compare(self, contact: Contact) -> None:
        self._comparing = contact.person.uid
        self.compare.show_person(
            contact.person.name,
            self._contacts.fingerprint(contact.person),
            compared=contact.compared_at is not None,
        )
        self.show_step(self.compare, heading=tr("Is it really their card?"), accept="", back=False)

    def on_same(self) -> None:
        self._do(lambda: self._contacts.compared(self._comparing), self._on_compared)

    def _on_compared(self, contact: Contact) -> None:
        self.contacts_changed.emit()
        self.refresh()
        self.show_list()
        self.tell(tr("{name} is known now.", name=contact.person.name), tone="ok")

    # Removing

    def on_remove(self, uid: str) -> None:
        self._removed = next(contact for contact in self._shown if contact.person.uid == uid)
        self._do(lambda: self._contacts.remove(uid), lambda _: self._on_removed())

    def _on_removed(self) -> None:
        assert self._removed is not None
        self.contacts_changed.emit()
        self._show_contacts(tuple(one for one in self._shown if one.person.uid != self._removed.person.uid))
        self.tell(
            tr("The card of {name} is removed; their ratings stay.", name=self._removed.person.name),
            tone="info",
            action=tr("Bring it back"),
        )

    def on_bring_back(self) -> None:
        """Keep the card again; that it had been compared is kept too."""
        if (gone := self._removed) is None:
            return

        def keep() -> None:
            self._contacts.keep(gone.person)
            if gone.compared_at is not None:
                self._contacts.compared(gone.person.uid)

        self._removed = None
        self._do(keep, lambda _: self._on_brought_back())

    def _on_brought_back(self) -> None:
        self.contacts_changed.emit()
        self.refresh()

    # Dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasUrls() or event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.bring_in_file(paths[0])
        elif event.mimeData().hasText():
            self.bring_in(event.mimeData().text())
