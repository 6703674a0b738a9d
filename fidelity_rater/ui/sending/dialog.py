"""Sending: what goes along, a look at it, its lock, the writing, and where it lies."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.errors import UserFacingError, WrongPassphrase
from fidelity_rater.app.ports.documents import Contact
from fidelity_rater.app.ports.jobs import JobRunner, Progress
from fidelity_rater.app.ports.packages import SUFFIX
from fidelity_rater.app.sharing.models import (
    AssignmentOrder,
    CoveredParts,
    DecisionOrder,
    FeedbackOrder,
    Order,
    PortfolioOrder,
    Preview,
    RatingsOrder,
    ReferenceOrder,
    ReplyOrder,
    Sent,
    SubmissionOrder,
    VotesOrder,
)
from fidelity_rater.app.sharing.offers import Offer, offer
from fidelity_rater.i18n import tr
from fidelity_rater.ui.contacts.dialog import ContactsDialog
from fidelity_rater.ui.forms.step_dialog import StepDialog
from fidelity_rater.ui.sending.choices import FeedbackChoices, SubmissionChoices, choices_for
from fidelity_rater.ui.sending.covered_section import Listen, Selection
from fidelity_rater.ui.sending.done_page import DonePage
from fidelity_rater.ui.sending.lock_page import LockPage
from fidelity_rater.ui.sending.preview_page import PreviewPage


class SendDialog(StepDialog):
    """Makes one package. Open it with :meth:`show_over`; it stays beside the work.

    ``selection`` tells what is selected at the desk, ``listen`` plays a stretch; without them neither is offered.

    Signals:
        sent: the package was written (:class:`Sent`).
    """

    sent = Signal(object)

    def __init__(
        self,
        work: Workplace,
        jobs: JobRunner,
        order: Order,
        parent: QWidget,
        *,
        selection: Selection | None = None,
        listen: Listen | None = None,
    ) -> None:
        super().__init__(parent, jobs=jobs, title=_title(order))
        self._place, self._jobs, self._order = work, jobs, order
        self._selection, self._listen = selection, listen
        self._offer, self._preview = Offer(), Preview(())
        self.choices: FeedbackChoices | SubmissionChoices | None = None
        self.waiting, self.preview, self.lock, self.written = QWidget(), PreviewPage(), LockPage(), DonePage()
        for page in (self.waiting, self.preview, self.lock, self.written):
            self.pages.add_page(page)
        self.lock.contacts_wanted.connect(self.on_contacts_wanted)
        self.show_step(self.waiting, heading=_title(order), accept="", back=False)
        self.work.start(self._read, done=self._on_read)

    def _read(self, progress: Progress) -> tuple[Offer, tuple[Contact, ...]]:
        place = self._place
        scales = place.application.scales
        return offer(place.library, self._order, person=place.person, scales=scales), place.contacts.all()

    def _on_read(self, read: tuple[Offer, tuple[Contact, ...]]) -> None:
        self._offer, contacts = read
        self.lock.show_contacts(contacts)
        self.choices = choices_for(self._order, self._offer, selection=self._selection, listen=self._listen)
        if self.choices is None:
            self._look()
        else:
            self.pages.add_page(self.choices)
            self._show_choices()

    def on_contacts_wanted(self) -> None:
        """Look after the contacts without leaving this."""
        dialog = ContactsDialog(self._place, self._jobs, self)
        dialog.contacts_changed.connect(self.refresh_contacts)
        dialog.show_over()

    def refresh_contacts(self) -> None:
        """Read anew who is known."""
        chosen = self.lock.person.key
        self.work.start(
            lambda _: self._place.contacts.all(),
            done=lambda contacts: self.lock.show_contacts(contacts, proposed=chosen),
        )

    # The steps

    def _show_choices(self) -> None:
        assert self.choices is not None
        self.show_step(
            self.choices, heading=_title(self._order), sentence=self._offer.place, accept=tr("Go on"), back=False
        )

    def _look(self) -> None:
        covered: CoveredParts = {}
        if self.choices is not None:
            self._order, covered = self.choices.order, self.choices.to_remember
        order, sending = self._order, self._place.sending

        def look(progress: Progress) -> Preview:
            if covered:
                sending.remember_covered(covered)
            return sending.preview(order)

        self.work.start(look, done=self._show_preview)

    def _show_preview(self, preview: Preview) -> None:
        self._preview = preview
        self.preview.show_preview(preview)
        self.show_step(
            self.preview,
            heading=tr("Look it over"),
            sentence=self._offer.place,
            accept=tr("Go on"),
            back=self.choices is not None,
        )
        self.accept_button.setEnabled(not preview.obstacles)

    def _show_lock(self) -> None:
        if not self.lock.path.line.text():
            name = self._preview.proposed_name or tr("package")
            name = name if name.endswith(SUFFIX) else name + SUFFIX
            self.lock.path.line.setText(str(self._folder() / name))
            self.lock.person.show_key(self._preview.proposed_person or self.lock.person.key)
            self.lock.show_way(self.lock.usual_way)
        self.show_step(
            self.lock,
            heading=tr("Lock it"),
            sentence=tr("Only whom you name here can open the package."),
            accept=tr("Write the package"),
        )

    def _folder(self) -> Path:
        """Where the last package was written, while that is still there."""
        before = self._place.application.settings.load().package_folder
        return before if before is not None and before.is_dir() else Path.home()

    def _send(self) -> None:
        order, path, lock, mine = self._order, self.lock.path.path, self.lock.lock, self.lock.mine.text
        assert path is not None
        self.work.start(
            lambda progress: self._place.sending.send(
                order, path, passphrase_of_mine=mine, lock=lock, progress=progress
            ),
            done=self._on_sent,
            failed=self._on_not_sent,
            stopped=lambda: self.tell(tr("Stopped. Nothing was written."), tone="info"),
            text=tr("Writing the package …"),
            cancellable=True,
        )

    def _on_not_sent(self, error: UserFacingError) -> None:
        """A passphrase that was wrong is typed over, not added to."""
        if isinstance(error, WrongPassphrase):
            self.lock.mine.line.selectAll()
            self.lock.mine.setFocus()

    def _on_sent(self, sent: Sent) -> None:
        store, by_passphrase = self._place.application.settings, self.lock.by_passphrase
        store.save(replace(store.load(), package_folder=sent.path.parent))
        self.lock.clear()
        self.written.show_sent(sent, by_passphrase=by_passphrase)
        self.show_step(self.written, heading=tr("Ready to be sent"), accept="", back=False)
        self.cancel_button.show_text(tr("Close"))
        self.sent.emit(sent)

    # The buttons

    def on_accepted(self) -> None:
        shown = self.pages.current
        if shown is self.choices:
            if fault := self.choices.fault:
                self.tell(fault)
            else:
                self._look()
        elif shown is self.preview:
            self._show_lock()
        elif shown is self.lock:
            if fault := self.lock.fault:
                self.tell(fault)
            else:
                self._send()

    def on_back(self) -> None:
        self.accept_button.setEnabled(True)
        if self.pages.current is self.lock:
            self._show_preview(self._preview)
        elif self.choices is not None:
            self._show_choices()


def _title(order: Order) -> str:
    if isinstance(order, FeedbackOrder):
        return tr("Send this feedback")
    if isinstance(order, SubmissionOrder):
        return tr("Send this session to be rated")
    if isinstance(order, AssignmentOrder):
        return tr("Send these recordings to be rated")
    if isinstance(order, RatingsOrder):
        return tr("Send your ratings back")
    if isinstance(order, ReferenceOrder):
        return tr("Send this reference to a rater")
    if isinstance(order, PortfolioOrder):
        return tr("Send this portfolio")
    if isinstance(order, VotesOrder):
        return tr("Send to the panel")
    if isinstance(order, DecisionOrder):
        return tr("Send the decision")
    return tr("Send this reply") if isinstance(order, ReplyOrder) else tr("Make a package")
