"""The caseload screen: joins the list and the page with the library; reads only what it shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.caseload_models import TherapistPage, TherapistRow
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.importing import ImportPlace
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.app.rating.saver import LANE
from fidelity_rater.app.transcripts import CaseTalk
from fidelity_rater.i18n import tr
from fidelity_rater.ui.caseload.editing import Editing
from fidelity_rater.ui.caseload.session_table import Told, together
from fidelity_rater.ui.caseload.therapist_list import TherapistList
from fidelity_rater.ui.caseload.therapist_page import TherapistView
from fidelity_rater.ui.caseload.wanted import Wanted
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.empty_state import EmptyState
from fidelity_rater.ui.widgets.room import Room
from fidelity_rater.ui.widgets.toast import Toast

SHOWS = Changed.CASELOAD | Changed.RECORDINGS | Changed.RATINGS | Changed.SCORES


class CaseloadScreen(Room):
    """Therapists on the left, one of them on the right.

    Signals:
        rate_wanted: begin or go on with a rating of this session (uid).
        new_rating_wanted: begin another one, whatever was begun (uid).
        rating_wanted: open this rating (uid).
        results_wanted: the results of this therapist (uid).
        import_wanted: bring recordings in, here (:class:`ImportPlace`).
        send_wanted: send this session in to be listened to (uid).
    """

    rate_wanted = Signal(str)
    new_rating_wanted = Signal(str)
    rating_wanted = Signal(str)
    results_wanted = Signal(str)
    import_wanted = Signal(object)
    send_wanted = Signal(str)

    def __init__(self, work: Workplace, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self._work, self._jobs = work, jobs
        self._stale, self._wanted_uid = True, ""
        self._greeted = False
        self._faults: Mapping[str, str] = {}
        self._told: Mapping[str, CaseTalk] = {}
        self._forks: Mapping[str, int] = {}
        self._blindness: Mapping[str, Told] = {}
        self.list = TherapistList()
        self.view = TherapistView()
        self.banner = Banner("danger", dismissable=True)
        self.banner.hide()
        self.empty = EmptyState(
            "people",
            tr("No therapist yet"),
            hint=tr("Add the first one, or drop a recording anywhere on this window."),
            action=tr("Add therapist"),
        )
        self.editing = Editing(work, jobs, self)
        self._lay_out()
        self.toast = Toast(self)
        self._connect()

    def _lay_out(self) -> None:
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.view)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.list)
        self.splitter.addWidget(self.pages)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([280, 1000])
        self.splitter.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.splitter, 1)

    def _connect(self) -> None:
        self.list.therapist_chosen.connect(self.show_therapist)
        self.list.add_pressed.connect(self.editing.add_therapist)
        self.list.names_shown.connect(lambda _: self._show_again())
        self.list.archived.toggled.connect(lambda _: self._show_again())
        self.empty.action_pressed.connect(self.editing.add_therapist)
        self.view.asked.connect(self.on_asked)
        self.editing.done.connect(self.on_edited)
        self.editing.failed.connect(self.banner.show_message)
        self.editing.therapist_added.connect(self.on_therapist_added)
        self.toast.action_pressed.connect(self.undo)

    # What it shows

    @property
    def therapist_uid(self) -> str:
        return self._wanted_uid

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh_if_shown()

    def on_changed(self, changed: Changed) -> None:
        """Take note that what is shown may be stale."""
        if changed & SHOWS:
            self._stale = True
            self.refresh_if_shown()

    def refresh_if_shown(self) -> None:
        if self._stale and self.isVisible():
            self._stale = False
            self._jobs.start(lambda _: self._read_rows(), done=self._show_rows, failed=self._on_failed)

    def _read_rows(self) -> tuple[TherapistRow, ...]:
        with self._work.library.queries() as queries:
            return queries.caseload()

    def _show_rows(self, rows: tuple[TherapistRow, ...]) -> None:
        standing = [row.therapist.uid for row in rows if not row.therapist.archived]
        known = {row.therapist.uid for row in rows}
        if self._wanted_uid not in known:
            self._wanted_uid = standing[0] if standing else ""
        with QSignalBlocker(self.list):  # a page is read once, below
            self.list.show_rows(rows)
            self.list.show_chosen(self._wanted_uid)
        if self._wanted_uid:
            self.show_therapist(self._wanted_uid)
        else:
            self.pages.setCurrentWidget(self.empty)
        if not self._greeted:  # the keys begin where the work does, not on what Qt finds first
            self._greeted = True
            (self.list.view if self._wanted_uid else self.empty.action).setFocus(Qt.FocusReason.OtherFocusReason)

    def show_therapist(self, uid: str) -> None:
        """Read and show this one's page."""
        self._wanted_uid = uid
        self._jobs.start(lambda _: self._read_page(uid), done=self._show_page, failed=self._on_failed)

    def on_therapist_added(self, uid: str) -> None:
        """Go on with the new one: their cases come next."""
        self.show_therapist(uid)
        with QSignalBlocker(self.list):
            self.list.show_chosen(uid)

    def _read_page(self, uid: str) -> TherapistPage:
        with self._work.library.queries() as queries:
            return queries.therapist_page(uid)

    def _show_page(self, page: TherapistPage) -> None:
        if page.therapist.uid != self._wanted_uid:
            return  # another one was chosen meanwhile
        self._lay_page(page)
        living = [r.uid for row in page.cases for s in row.sessions for r in s.recordings if r.deleted_at is None]
        self._jobs.start(
            lambda _: self._work.recordings.faults(living),
            done=lambda faults: self._show_faults(page, faults),
            failed=self._on_failed,
        )
        self._jobs.start(
            lambda _: self._work.forks.counts(),
            done=lambda forks: self._show_forks(page, forks),
            failed=self._on_failed,
        )
        rated = [rating.uid for row in page.cases for s in row.sessions for rating in s.ratings]
        self._jobs.start(
            lambda _: together(self._work.assigning.blindness(rated), self._work.calibration.told(rated)),
            done=lambda told: self._show_blindness(page, told),
            failed=self._on_failed,
        )
        cases = [row.case.uid for row in page.cases]
        self._jobs.start(
            lambda _: {uid: self._work.transcripts.talk_over_case(uid) for uid in cases},
            done=lambda told: self._show_talk(page, told),
            failed=self._on_failed,
        )

    def _show_faults(self, page: TherapistPage, faults: Mapping[str, str]) -> None:
        if self.view.page is page:
            self._faults = faults
            self.view.show_faults(faults)

    def _show_forks(self, page: TherapistPage, forks: Mapping[str, int]) -> None:
        if self.view.page is page:
            self._forks = forks
            self.view.show_forks(forks)

    def _show_blindness(self, page: TherapistPage, told: Mapping[str, Told]) -> None:
        if self.view.page is page:
            self._blindness = told
            self.view.show_blindness(told)

    def _show_talk(self, page: TherapistPage, told: Mapping[str, CaseTalk]) -> None:
        if self.view.page is page:
            self._told = told
            self.view.show_talk(told)

    def _lay_page(self, page: TherapistPage) -> None:
        self.editing.show_page(page)
        self.view.show_page(
            page,
            today=self.editing.today,
            names=self.list.names.isChecked(),
            archived=self.list.archived.isChecked(),
        )
        self.view.show_faults(self._faults)
        self.view.show_talk(self._told)
        self.view.show_forks(self._forks)
        self.view.show_blindness(self._blindness)
        self.pages.setCurrentWidget(self.view)

    def _show_again(self) -> None:
        if self.view.page is not None:
            self._lay_page(self.view.page)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, UserFacingError):
            raise error
        self.banner.show_message(str(error))

    # What is wanted

    def on_asked(self, wanted: str, uid: str) -> None:
        match wanted:
            case Wanted.RATE:
                self.rate_wanted.emit(uid)
            case Wanted.RATE_ANEW:
                self.new_rating_wanted.emit(uid)
            case Wanted.OPEN_RATING:
                self.rating_wanted.emit(uid)
            case Wanted.SEND_SESSION:
                self.send_wanted.emit(uid)
            case Wanted.RESULTS:
                self.results_wanted.emit(uid)
            case Wanted.IMPORT_HERE:
                self.import_wanted.emit(self.place_of(uid))
            case _:
                self.editing.carry_out(wanted, uid)

    def place_of(self, session_uid: str = "") -> ImportPlace:
        """Where a recording that comes in now most likely belongs."""
        page = self.view.page
        if page is None:
            return ImportPlace()
        for row in page.cases:
            for session in row.sessions:
                if session.session.uid == session_uid:
                    return ImportPlace(page.therapist.code, row.case.code, session.session.scheduled)
        latest = self.view.cards[0].row.case.code if self.view.cards else ""
        return ImportPlace(page.therapist.code, latest)

    def on_edited(self, words: str, undoable: bool) -> None:
        self.banner.show_message("")
        self.toast.show_message(words, action=tr("Undo") if undoable else "")

    # Undo

    def undo(self) -> None:
        if self._work.caseload.undo_label:
            self._move(self._work.caseload.undo, tr("Undone: {what}"))

    def redo(self) -> None:
        if self._work.caseload.redo_label:
            self._move(self._work.caseload.redo, tr("Done again: {what}"))

    def _move(self, move: Callable[[], str | None], words: str) -> None:
        def told(what: str | None) -> None:
            if what:
                self.toast.show_message(words.format(what=what))

        self._jobs.start(lambda _: move(), done=told, failed=self._on_failed, lane=LANE)
