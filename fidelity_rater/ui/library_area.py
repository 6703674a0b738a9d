"""The screens of an open library and the ways between them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.demo.door import DemoEntry
from fidelity_rater.app.importing import ImportPlace
from fidelity_rater.i18n import tr
from fidelity_rater.ui.caseload.screen import CaseloadScreen
from fidelity_rater.ui.importing.screen import ImportScreen
from fidelity_rater.ui.rating.screen import RatingScreen
from fidelity_rater.ui.results.screen import ResultsScreen
from fidelity_rater.ui.shell import Shell
from fidelity_rater.ui.top_bar import CASELOAD, IMPORTING, RESULTS, TopBar
from fidelity_rater.ui.widgets.banner import Banner


class LibraryArea(QWidget):
    """What is shown while a library is open.

    Signals:
        lock_wanted, reset_wanted: lock the library; make the demo anew.
        moved: another screen is shown.
    """

    lock_wanted = Signal()
    reset_wanted = Signal()
    moved = Signal()

    def __init__(
        self, shell: Shell, work: Workplace, *, demo: DemoEntry | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.work, self.demo, self._shell = work, demo, shell
        self._way_back: QWidget | None = None
        self.bar = TopBar(library=work.library.info.name, person=work.person.initials)
        self.strip = Banner("info", action=tr("Reset the demo"))
        self.message = Banner("danger", dismissable=True)
        self.message.hide()
        self.jobs = shell.open_jobs()
        self.caseload = CaseloadScreen(work, self.jobs)
        self.results = ResultsScreen(work.results, self.jobs)
        self.importing = ImportScreen(work, self.jobs)
        self.rating = RatingScreen(work, self.jobs)
        self.screens = QStackedWidget()
        for screen in (self.caseload, self.results, self.importing, self.rating):
            self.screens.addWidget(screen)
        self._lay_out()
        self._connect()
        if demo is not None:
            told = tr("Its passphrase is public: {passphrase}", passphrase=demo.passphrase)
            self.strip.show_message(f"{demo.notice} {told}")
        self.strip.setVisible(demo is not None)
        self.show_caseload()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.strip, self.bar, self.message):
            column.addWidget(widget)
        column.addWidget(self.screens, 1)

    def _connect(self) -> None:
        self.bar.screen_wanted.connect(self.on_screen_wanted)
        self.bar.import_pressed.connect(self.choose_files)
        self.bar.lock_pressed.connect(self.lock_wanted)
        self.strip.action_pressed.connect(self.reset_wanted)
        self.caseload.rate_wanted.connect(self.begin_rating)
        self.caseload.rating_wanted.connect(self.open_rating)
        self.caseload.results_wanted.connect(self.show_results)
        self.caseload.import_wanted.connect(self.choose_files)
        self.results.rating_chosen.connect(self.open_rating)
        self.importing.rate_wanted.connect(self.begin_rating)
        self.importing.left.connect(self.show_caseload)
        self.rating.left.connect(self.on_rating_left)

    # Where one is

    @property
    def shown(self) -> QWidget:
        return self.screens.currentWidget() or self.caseload

    def show_caseload(self) -> None:
        self._show(self.caseload, CASELOAD)

    def show_results(self, therapist_uid: str = "") -> None:
        """The results of a therapist, else of the one last looked at."""
        uid = therapist_uid or self.caseload.therapist_uid
        page = self.caseload.view.page
        if uid:
            code = page.therapist.code if page and page.therapist.uid == uid else ""
            self._show(self.results, RESULTS)
            self.results.show_therapist(uid, code)

    def on_screen_wanted(self, name: str) -> None:
        self.bar.show_screen(CASELOAD if self.shown is self.caseload else RESULTS)
        if name == CASELOAD:
            self.show_caseload()
        else:
            self.show_results()

    def begin_rating(self, session_uid: str) -> None:
        """Ask what must be known before a new rating of this session."""
        self._show_rating()
        self.rating.begin(session_uid)

    def open_rating(self, rating_uid: str, item: str = "") -> None:
        """Put a rating on the desk, at an item if one is given."""
        self._show_rating()
        self.rating.open(rating_uid, item=item)

    def _show_rating(self) -> None:
        if self.shown is not self.rating:
            self._way_back = self.shown
        self._show(self.rating, "")

    def on_rating_left(self) -> None:
        back = self._way_back or self.caseload
        self._show(back, RESULTS if back is self.results else CASELOAD)

    def _show(self, screen: QWidget, name: str) -> None:
        if self.shown is self.rating and screen is not self.rating and not self.rating.leave():
            return
        self.bar.setVisible(screen is not self.rating)
        self.bar.show_screen(name)
        self.screens.setCurrentWidget(screen)
        self.moved.emit()

    # Menus

    def add_therapist(self) -> None:
        self.show_caseload()
        if self.shown is self.caseload:
            self.caseload.editing.add_therapist()

    def undo(self) -> None:
        """Where a person would look for it: on the desk a click, elsewhere an edit of the caseload."""
        if self.shown is self.rating:
            self.rating.undo()
        else:
            self.caseload.undo()

    def redo(self) -> None:
        if self.shown is self.rating:
            self.rating.redo()
        else:
            self.caseload.redo()

    # Import

    def choose_files(self, place: ImportPlace | None = None) -> None:
        """Have recordings chosen, then ask where they belong."""
        names, _ = QFileDialog.getOpenFileNames(self, tr("Recordings to import"), str(Path.home()))
        if names:
            self.bring_in([Path(name) for name in names], place)

    def bring_in(self, paths: Sequence[Path], place: ImportPlace | None = None) -> None:
        """Ask where these recordings belong."""
        where = place or self.caseload.place_of(self.rating.session_uid if self.shown is self.rating else "")
        self._show(self.importing, IMPORTING)
        if self.shown is self.importing:
            self.importing.show_files(paths, where)

    # News, locking, leaving

    def on_changed(self, changed: Changed) -> None:
        self.caseload.on_changed(changed)
        self.results.on_changed(changed)

    def on_look_changed(self) -> None:
        self.results.on_look_changed()

    def rest(self) -> None:
        """Before locking: stop the sound, keep what is typed and heard, and close what is open over the screens."""
        self.rating.rest()
        for dialog in self.window().findChildren(QDialog):
            dialog.reject()

    def settle(self) -> None:
        """Have everything on disk. Raises ``UserFacingError`` where that cannot be."""
        self.rating.settle()

    def close_library(self) -> None:
        """Stop what runs, give back the sound and the library; call once everything is settled."""
        self.jobs.close()
        self.rating.close_sound()
        self.work.close()
