"""Taking a package in, step by step; nothing is in the library before one has seen what it is."""

from __future__ import annotations

from pathlib import Path
from threading import Event

from PySide6.QtCore import Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.jobs import JobRunner, Progress
from fidelity_rater.app.ports.packages import SUFFIX
from fidelity_rater.app.sharing.models import Incoming, Taken
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.step_dialog import StepDialog
from fidelity_rater.ui.receiving.look_page import LookPage
from fidelity_rater.ui.receiving.open_page import ChoosePage, OpenPage
from fidelity_rater.ui.receiving.taken_page import TakenPage, where_to


class ReceiveDialog(StepDialog):
    """Opens one package and takes it in. Open it with :meth:`show_over`; ``path`` None has one chosen first.

    Signals:
        taken_in: the package is in the library now (:class:`Taken`).
        taken: the person wants to go to what came (:class:`Taken`).
    """

    taken_in = Signal(object)
    taken = Signal(object)

    def __init__(self, work: Workplace, jobs: JobRunner, path: Path | None, parent: QWidget) -> None:
        super().__init__(parent, jobs=jobs, title=tr("Open a package"))
        self._receiving = work.receiving
        self._path = path
        self._incoming: Incoming | None = None
        self._became: Taken | None = None
        self._left = Event()
        self.choose, self.unlock, self.look, self.became = ChoosePage(), OpenPage(), LookPage(), TakenPage()
        for page in (self.choose, self.unlock, self.look, self.became):
            self.pages.add_page(page)
        self.choose.choose_pressed.connect(self.on_choose)
        self.setAcceptDrops(True)
        self.show_step(self.choose, heading=tr("Open a package"), accept="", back=False)
        if path is not None:
            self.open_package(path)

    # Which one

    def on_choose(self) -> None:
        kinds = tr("Packages (*{suffix})", suffix=SUFFIX)
        chosen, _ = QFileDialog.getOpenFileName(self, tr("Open a package"), str(Path.home()), kinds)
        if chosen:
            self.open_package(Path(chosen))

    def open_package(self, path: Path) -> None:
        """Find out what opens it, and ask for that."""
        self._path = path
        self.work.start(
            lambda _: self._receiving.asks_passphrase(path), done=lambda asks: self._show_unlock(path, asks)
        )

    def _show_unlock(self, path: Path, by_passphrase: bool) -> None:
        self.unlock.clear()
        self.unlock.show_package(path, by_passphrase=by_passphrase)
        self.show_step(self.unlock, heading=tr("Open a package"), accept=tr("Open"), back=False)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.pages.current in (self.choose, self.unlock) and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.open_package(paths[0])

    # What it is

    def _open(self) -> None:
        path, typed, theirs = self._path, self.unlock.passphrase.text, self.unlock.by_passphrase
        assert path is not None

        def look(progress: Progress) -> Incoming:
            try:
                return self._receiving.look(
                    path,
                    my_passphrase="" if theirs else typed,
                    package_passphrase=typed if theirs else "",
                    progress=progress,
                )
            finally:
                self._forget_if_left()

        self.work.start(
            look,
            done=self._show_incoming,
            failed=self._on_not_opened,
            text=tr("Opening and checking …"),
            cancellable=True,
        )

    def _on_not_opened(self, error: UserFacingError) -> None:
        self.unlock.passphrase.line.selectAll()
        self.unlock.passphrase.setFocus()

    def _show_incoming(self, incoming: Incoming) -> None:
        self._incoming = incoming
        self.unlock.clear()
        self.look.show_incoming(incoming)
        may = not incoming.refusal and incoming.taken_at is None
        self.show_step(
            self.look,
            heading=tr("What has come"),
            sentence=tr("Everything in it was checked. Nothing is in your library yet.") if may else "",
            accept=tr("Take in") if may else "",
            back=False,
        )
        self.cancel_button.show_text(tr("Not now") if may else tr("Close"))

    # What became of it

    def _take_in(self) -> None:
        assert self._incoming is not None
        uid, answers = self._incoming.package_uid, self.look.answers
        keep = self.look.signer.keep.isChecked()

        def take(progress: Progress) -> Taken:
            try:
                return self._receiving.take_in(uid, answers=answers, keep_contact=keep, progress=progress)
            finally:
                self._forget_if_left()

        self.work.start(
            take,
            done=self._show_taken,
            stopped=lambda: self.tell(tr("Stopped. Nothing was taken in."), tone="info"),
            text=tr("Taking in …"),
            cancellable=True,
        )

    def _show_taken(self, taken: Taken) -> None:
        self._became = taken
        self.became.show_taken(taken)
        self.show_step(self.became, heading=tr("It is in your library"), accept=where_to(taken), back=False)
        self.cancel_button.show_text(tr("Close"))
        self.taken_in.emit(taken)

    def on_accepted(self) -> None:
        shown = self.pages.current
        if shown is self.unlock:
            if self.unlock.passphrase.text:
                self._open()
            else:
                self.tell(tr("Please type the passphrase."))
        elif shown is self.look:
            self._take_in()
        elif shown is self.became and self._became is not None:
            taken = self._became
            self.accept()
            self.taken.emit(taken)

    # Leaving

    def _forget_if_left(self) -> None:
        """At the end of a job: nobody looks at the package any more."""
        if self._left.is_set():
            self._receiving.put_away()

    def done(self, result: int) -> None:
        """However it is left, the opened package is forgotten; by the job itself where one is under way."""
        self._left.set()
        if not self.work.busy:
            self._receiving.put_away()
        super().done(result)
