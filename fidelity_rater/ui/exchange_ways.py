"""The ways in and out of an open library: packages, contacts, a session sent in. Dialogs are imported when wanted."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.app.sharing.models import Order, ReplyOrder

SUFFIX: Final = ".fidpkg"


class ExchangeWays(QObject):
    """Opens what sends and takes in, over the screens.

    Signals:
        taken_in: a package has been taken in (:class:`app.sharing.models.Taken`): show what came.
        self_rating_wanted: rate this session oneself (its uid).
    """

    taken_in = Signal(object)
    self_rating_wanted = Signal(str)

    def __init__(self, work: Workplace, jobs: JobRunner, host: QWidget) -> None:
        super().__init__(host)
        self._work, self._jobs, self._host = work, jobs, host

    def choose_package(self) -> None:
        """Have a package chosen, then open it."""
        self._receive(None)

    def open_package(self, path: Path) -> None:
        """Say what a package is, ask what must be asked, take it in."""
        self._receive(path)

    def _receive(self, path: Path | None) -> None:
        from fidelity_rater.ui.receiving.dialog import ReceiveDialog

        dialog = ReceiveDialog(self._work, self._jobs, path, self._host)
        dialog.taken.connect(self.taken_in)
        dialog.show_over()

    def show_contacts(self) -> None:
        from fidelity_rater.ui.contacts.dialog import ContactsDialog

        ContactsDialog(self._work, self._jobs, self._host).show_over()

    def send(self, order: Order) -> None:
        """Say what would go along, ask to whom, write it."""
        from fidelity_rater.ui.sending.dialog import SendDialog

        SendDialog(self._work, self._jobs, order, self._host).show_over()

    def send_reply(self, reply_uid: str) -> None:
        self.send(ReplyOrder(reply_uid))

    def send_session(self, session_uid: str) -> None:
        """Gather what one asks of whoever will listen, then send it."""
        from fidelity_rater.ui.door.submission import SubmissionDialog

        dialog = SubmissionDialog(self._host, work=self._work, jobs=self._jobs, session_uid=session_uid)
        dialog.send_wanted.connect(self.send)
        dialog.rate_wanted.connect(self.self_rating_wanted)
        dialog.show_over()


def is_package(path: Path) -> bool:
    """Whether this is a package, going by its name."""
    return path.suffix.lower() == SUFFIX
