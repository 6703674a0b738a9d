"""The screens of an open library and the ways between them."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.caseload_models import Role
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.demo.door import DemoEntry
from fidelity_rater.app.importing import ImportPlace
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.packages import PackageKind
from fidelity_rater.app.reporting.wishes import ReportWish
from fidelity_rater.app.sharing.models import Taken
from fidelity_rater.i18n import tr
from fidelity_rater.ui.demo_strip import DemoStrip
from fidelity_rater.ui.exchange_ways import ExchangeWays
from fidelity_rater.ui.forms.task_dialog import TaskDialog
from fidelity_rater.ui.keys.binder import KeyBinder
from fidelity_rater.ui.keys.lines import Place
from fidelity_rater.ui.picture_making import PictureMaking
from fidelity_rater.ui.rooms import Rooms
from fidelity_rater.ui.shell import Shell
from fidelity_rater.ui.top_bar import TopBar
from fidelity_rater.ui.widgets.banner import Banner

if TYPE_CHECKING:
    from fidelity_rater.ui.rating.screen import RatingScreen


log = logging.getLogger(__name__)

WARM_AFTER_MS: Final = 1500

_FOR_PANEL: Final = (PackageKind.PORTFOLIO, PackageKind.VOTES, PackageKind.DECISION)
_FOR_RATERS: Final = (PackageKind.ASSIGNMENT, PackageKind.RATINGS, PackageKind.REFERENCE)


class LibraryArea(QWidget):
    """What is shown while a library is open. Screens other than the caseload are made when first gone to.

    Signals:
        lock_wanted, reset_wanted: lock the library; make the demo anew.
        help_wanted: show the keys of this screen.
        moved: another screen is shown.
    """

    lock_wanted = Signal()
    reset_wanted = Signal()
    help_wanted = Signal()
    moved = Signal()

    def __init__(
        self,
        shell: Shell,
        work: Workplace,
        *,
        demo: DemoEntry | None = None,
        keys: KeyBinder | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._keys = keys or KeyBinder(parent=self)
        self.setObjectName("screen")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.work, self.demo, self._shell = work, demo, shell
        self._way_back = Place.CASELOAD
        self.bar = TopBar(library=work.library.info.name, person=work.person.initials)
        self.strip = DemoStrip()
        self.message = Banner("danger", dismissable=True)
        self.message.hide()
        self.jobs = shell.open_jobs()
        self.screens = Rooms(work, self.jobs, keys=self._keys)
        self.caseload = self.screens.caseload
        self._pictures = PictureMaking(work.pictures, self.jobs, self)
        self.ways = ExchangeWays(work, self.jobs, self)
        self._warming = QTimer(self)
        self._warming.setSingleShot(True)
        self._warming.setInterval(WARM_AFTER_MS)
        self._warming.timeout.connect(self._warm)
        self._lay_out()
        self._connect()
        self.strip.show_demo(demo)
        self.show_caseload()
        self._look_for_feedback()

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
        self.strip.rate_wanted.connect(self.begin_rating)
        self.strip.reset_wanted.connect(self.reset_wanted)
        self.caseload.rate_wanted.connect(self.begin_rating)
        self.caseload.new_rating_wanted.connect(lambda uid: self.begin_rating(uid, anew=True))
        self.caseload.rating_wanted.connect(self.open_rating)
        self.caseload.results_wanted.connect(self.show_results)
        self.caseload.import_wanted.connect(self.choose_files)
        self.caseload.send_wanted.connect(self.ways.send_session)
        self.ways.taken_in.connect(self.on_taken_in)
        self.ways.self_rating_wanted.connect(self.rate_oneself)
        self._connect_screens(self.screens)

    def _connect_screens(self, screens: Rooms) -> None:
        screens.rate_wanted.connect(self.begin_rating)
        screens.self_rating_wanted.connect(self.rate_oneself)
        screens.rating_chosen.connect(self.open_rating)
        screens.letter_wanted.connect(self.show_feedback)
        screens.caseload_wanted.connect(self.show_caseload)
        screens.session_wanted.connect(self.show_session)
        screens.case_wanted.connect(self.show_case)
        screens.order_wanted.connect(self.ways.send)
        screens.reply_wanted.connect(self.ways.send_reply)
        screens.package_wanted.connect(self.ways.choose_package)
        screens.therapist_report_wanted.connect(self.save_report)
        screens.report_wanted.connect(self.offer_report)
        screens.desk_ready.connect(self.on_rating_ready)
        screens.desk_left.connect(self.on_rating_left)
        screens.desk_failed.connect(self.on_rating_failed)
        screens.desk_busy.connect(lambda busy: self._pictures.hold("desk", busy))
        screens.help_wanted.connect(self.help_wanted)

    # Where one is

    @property
    def place(self) -> Place:
        """Which screen is shown."""
        return self.screens.place

    @property
    def shown(self) -> QWidget:
        return self.screens.room(self.place)

    @property
    def at_desk(self) -> bool:
        return self.place is Place.DESK

    @property
    def rating(self) -> RatingScreen:
        return self.screens.rating

    def show_caseload(self) -> None:
        self._show(Place.CASELOAD)

    def show_results(self, therapist_uid: str = "") -> None:
        """The results of a therapist, else of the one last looked at."""
        uid = therapist_uid or self.caseload.therapist_uid
        page = self.caseload.view.page
        if uid:
            code = page.therapist.code if page and page.therapist.uid == uid else ""
            self._show(Place.RESULTS)
            self.screens.results.show_therapist(uid, code)

    def show_feedback(self, uid: str = "") -> None:
        """What others have written about one's sessions; ``uid``: this one."""
        self._show(Place.FEEDBACK)
        if uid and self.place is Place.FEEDBACK:
            self.screens.door.show_feedback(uid)

    def on_taken_in(self, taken: Taken) -> None:
        """Go to what has come: feedback and what it was answered with are read, a session is rated; else the caseload.

        A self-rating that came with a session is not opened: it would lead whoever rates it next.
        """
        self._look_for_feedback()
        if taken.kind is PackageKind.FEEDBACK:
            self.show_feedback(taken.document_uid)
        elif taken.to_rate:
            self.begin_rating(taken.to_rate)
        elif taken.kind in _FOR_PANEL:
            self.show_panel(taken.document_uid if taken.kind is PackageKind.PORTFOLIO else "")
        elif taken.kind in _FOR_RATERS:
            self.show_raters(calibration=taken.kind is PackageKind.REFERENCE)
        elif taken.rating_uid:
            self._await_rating()
            self.rating.open(taken.rating_uid, feedback=taken.kind is PackageKind.REPLY)
        else:
            self.show_caseload()
            self._choose_therapist_of(taken.session_uid)

    def _choose_therapist_of(self, session_uid: str = "", case_uid: str = "") -> None:
        """Show the caseload at the therapist of a session or a case."""
        if not session_uid and not case_uid:
            return

        def work(progress: Progress) -> str:
            with self.work.library.read() as uow:
                return uow.cases.get(case_uid or uow.sessions.get(session_uid).case_uid).therapist_uid

        self.jobs.start(work, done=self.caseload.on_therapist_added, failed=self._on_not_warm)

    def show_session(self, uid: str) -> None:
        """The caseload, at whose session this is."""
        self.show_caseload()
        self._choose_therapist_of(uid)

    def show_case(self, uid: str) -> None:
        """The caseload, at whose case this is."""
        self.show_caseload()
        self._choose_therapist_of(case_uid=uid)

    def show_raters(self, *, calibration: bool = False) -> None:
        """Who rates what; ``calibration``: at the references."""
        self._show(Place.RATERS)
        if calibration and self.place is Place.RATERS:
            self.screens.raters.show_calibration()

    def show_accreditation(self) -> None:
        self._show(Place.ACCREDITATION)

    def show_panel(self, portfolio_uid: str = "") -> None:
        """Portfolios and the panel; ``portfolio_uid``: at this one."""
        self._show(Place.ACCREDITATION)
        if self.place is Place.ACCREDITATION:
            self.screens.accreditation.show_panel(portfolio_uid)

    def save_report(self, therapist_uid: str, code: str) -> None:
        """Ask how the report of a therapist is to be saved."""
        self.offer_report(self.work.reporting.therapist_wish(therapist_uid, code))

    def offer_report(self, wish: ReportWish) -> None:
        from fidelity_rater.ui.reports.save_report import offer_report

        offer_report(self.work.reporting, self.jobs, wish, self)

    def on_screen_wanted(self, name: str) -> None:
        self.bar.show_screen(self.place)
        if name == Place.RESULTS:
            self.show_results()
        else:
            self._show(Place(name))

    def rate_oneself(self, session_uid: str) -> None:
        """Begin, or go on with, one's own rating of a session of one's own."""
        self._await_rating()
        self.rating.begin(session_uid, role=str(Role.TRAINEE))

    def begin_rating(self, session_uid: str, assignment_uid: str = "", *, anew: bool = False) -> None:
        """Go on with one's draft of this session, else (or ``anew``) ask what a new rating needs.

        ``assignment_uid``: rate it by this assignment.
        """
        self._await_rating()
        self.rating.begin(session_uid, anew=anew, assignment=assignment_uid)

    def open_rating(self, rating_uid: str, item: str = "") -> None:
        """Put a rating on the desk, at an item if one is given."""
        self._await_rating()
        self.rating.open(rating_uid, item=item)

    def _await_rating(self) -> None:
        """Reading a rating takes a moment: what is shown stays until there is something to show."""
        if not self.at_desk:
            self.setCursor(Qt.CursorShape.BusyCursor)

    def on_rating_ready(self) -> None:
        self.unsetCursor()
        if not self.at_desk:
            self._way_back = self.place
            self.rating.view.header.show_way_back(self.bar.name_of(self._way_back))
        self._show(Place.DESK)

    def on_rating_failed(self, sentence: str) -> None:
        self.unsetCursor()
        self.message.show_message(sentence)

    def on_rating_left(self) -> None:
        self._show(self._way_back)

    def _show(self, place: Place) -> None:
        to_desk = place is Place.DESK
        if self.at_desk and not to_desk and not self.rating.leave():
            return
        self.bar.setVisible(not to_desk)
        self.strip.show_at_desk(to_desk)
        self.bar.show_screen(place)
        self.message.show_message("")
        self.screens.show_room(place)
        self.moved.emit()

    # Menus

    def add_therapist(self) -> None:
        self.show_caseload()
        if self.shown is self.caseload:
            self.caseload.editing.add_therapist()

    @property
    def undo_labels(self) -> tuple[str | None, str | None]:
        """What undo and redo would do here."""
        desk = self.rating.desk if self.at_desk else None
        steps = desk if desk is not None else self.work.caseload
        return steps.undo_label, steps.redo_label

    def undo(self) -> None:
        """Where a person would look for it: on the desk a click, elsewhere an edit of the caseload."""
        if self.at_desk:
            self.rating.undo()
        else:
            self.caseload.undo()

    def redo(self) -> None:
        if self.at_desk:
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
        where = place or self.caseload.place_of(self.rating.session_uid if self.at_desk else "")
        self._show(Place.IMPORTING)
        if self.place is Place.IMPORTING:
            self.screens.importing.show_files(paths, where)

    # News, locking, leaving

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._pictures.hold("locked", False)
        self._warming.start()

    def _warm(self) -> None:
        """Once the caseload has been shown for a while, import what the desk needs, away from the window."""

        def work(progress: Progress) -> None:
            importlib.import_module("fidelity_rater.ui.rating.screen")
            self.work.pictures.warm()

        self.jobs.start(work, done=lambda _: None, failed=self._on_not_warm)

    def _on_not_warm(self, error: Exception) -> None:
        """Whoever needs it will meet the fault, and tell it."""
        log.info("not ready ahead: %s", type(error).__name__)

    def on_changed(self, changed: Changed) -> None:
        if changed & Changed.RECORDINGS:
            self._pictures.look()
        self.screens.on_changed(changed)
        if changed & Changed.FEEDBACK:
            self._look_for_feedback()

    def _look_for_feedback(self) -> None:
        """Offer the way to it once there is any."""
        self.jobs.start(lambda _: self.work.door.any_received(), done=self.bar.show_feedback, failed=self._on_not_warm)

    def on_look_changed(self) -> None:
        self.screens.on_look_changed()

    @property
    def playing(self) -> bool:
        """Whether somebody is listening: sound is coming, though no key is touched."""
        return self.screens.playing

    def rest(self) -> None:
        """Before locking: stop the sound, keep what is typed and heard, and close what is open over the screens."""
        self._pictures.hold("locked", True)
        self.screens.rest()
        for dialog in self.window().findChildren(QDialog):
            if not isinstance(dialog, TaskDialog):  # a backup goes on, and shows nothing of anybody
                dialog.reject()

    def settle(self) -> None:
        """Have everything on disk. Raises ``UserFacingError`` where that cannot be."""
        self.screens.settle()

    def close_library(self) -> None:
        """Stop what runs, give back the sound and the library; call once everything is settled."""
        self._warming.stop()
        self.jobs.close()
        self.screens.close_sound()
        self.work.close()
