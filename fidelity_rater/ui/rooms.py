"""The screens of an open library, each made when first gone to; what one asks of another comes out as a signal."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.ui.caseload.screen import CaseloadScreen
from fidelity_rater.ui.keys.binder import KeyBinder
from fidelity_rater.ui.keys.lines import Place
from fidelity_rater.ui.widgets.room import Room

if TYPE_CHECKING:
    from fidelity_rater.ui.accreditation.screen import AccreditationScreen
    from fidelity_rater.ui.door.screen import DoorScreen
    from fidelity_rater.ui.importing.screen import ImportScreen
    from fidelity_rater.ui.raters.screen import RatersScreen
    from fidelity_rater.ui.rating.screen import RatingScreen
    from fidelity_rater.ui.results.screen import ResultsScreen


class Rooms(QStackedWidget):
    """Signals:
    rate_wanted: rate a session (its uid, an assignment's or empty).
    self_rating_wanted: rate a session of one's own (its uid).
    rating_chosen: open a rating (its uid, item id or empty).
    letter_wanted: read the feedback on it (its uid or empty).
    caseload_wanted, session_wanted, case_wanted: show the caseload; where this session or case is (uid).
    order_wanted: make a package of this (an order). reply_wanted: send this reply (its uid).
    package_wanted: choose a package to take in.
    therapist_report_wanted, report_wanted: ask how a report is to be saved (uid and code of a therapist; a wish).
    desk_ready, desk_left, desk_failed: a rating lies on the desk; the desk is left; it could not be (a sentence).
    desk_busy: the desk draws the picture of its sound, or is done. help_wanted: show the keys of the desk.
    """

    rate_wanted = Signal(str, str)
    self_rating_wanted = Signal(str)
    rating_chosen = Signal(str, str)
    letter_wanted = Signal(str)
    caseload_wanted = Signal()
    session_wanted = Signal(str)
    case_wanted = Signal(str)
    order_wanted = Signal(object)
    reply_wanted = Signal(str)
    package_wanted = Signal()
    therapist_report_wanted = Signal(str, str)
    report_wanted = Signal(object)
    desk_ready = Signal()
    desk_left = Signal()
    desk_failed = Signal(str)
    desk_busy = Signal(bool)
    help_wanted = Signal()

    def __init__(self, work: Workplace, jobs: JobRunner, *, keys: KeyBinder, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work, self._jobs, self._keys = work, jobs, keys
        self.caseload = CaseloadScreen(work, jobs)
        self._makers: dict[Place, Callable[[], Room]] = {
            Place.RESULTS: self._make_results,
            Place.FEEDBACK: self._make_door,
            Place.RATERS: self._make_raters,
            Place.ACCREDITATION: self._make_accreditation,
            Place.IMPORTING: self._make_importing,
            Place.DESK: self._make_rating,
        }
        self._made: dict[Place, Room] = {Place.CASELOAD: self.caseload}
        self.addWidget(self.caseload)

    # Which there are

    def room(self, place: Place) -> Room:
        """A screen, made when it is first gone to."""
        if place not in self._made:
            self._made[place] = made = self._makers[place]()
            self.addWidget(made)
        return self._made[place]

    def is_made(self, place: Place) -> bool:
        return place in self._made

    @property
    def place(self) -> Place:
        """Which screen is shown."""
        shown = self.currentWidget()
        return next((place for place, room in self._made.items() if room is shown), Place.CASELOAD)

    def show_room(self, place: Place) -> None:
        self.setCurrentWidget(self.room(place))

    @property
    def results(self) -> ResultsScreen:
        return cast("ResultsScreen", self.room(Place.RESULTS))

    @property
    def door(self) -> DoorScreen:
        return cast("DoorScreen", self.room(Place.FEEDBACK))

    @property
    def raters(self) -> RatersScreen:
        return cast("RatersScreen", self.room(Place.RATERS))

    @property
    def accreditation(self) -> AccreditationScreen:
        return cast("AccreditationScreen", self.room(Place.ACCREDITATION))

    @property
    def importing(self) -> ImportScreen:
        return cast("ImportScreen", self.room(Place.IMPORTING))

    @property
    def rating(self) -> RatingScreen:
        return cast("RatingScreen", self.room(Place.DESK))

    # Making them

    def _make_results(self) -> Room:
        from fidelity_rater.ui.results.screen import ResultsScreen

        made = ResultsScreen(
            self._work.results,
            self._jobs,
            cohorts=self._work.cohorts,
            tables=self._work.tables,
            errors=self._work.rating_errors,
            sealed=self._work.panel.left_out,
        )
        made.rating_chosen.connect(self.rating_chosen)
        made.report_wanted.connect(self.therapist_report_wanted)
        return made

    def _make_door(self) -> Room:
        from fidelity_rater.ui.door.screen import DoorScreen

        made = DoorScreen(self._work, self._jobs, self)
        made.rate_wanted.connect(self.self_rating_wanted)
        made.rating_wanted.connect(lambda uid: self.rating_chosen.emit(uid, ""))
        made.send_wanted.connect(self.reply_wanted)
        made.package_wanted.connect(self.package_wanted)
        return made

    def _make_raters(self) -> Room:
        from fidelity_rater.ui.raters.screen import RatersScreen

        made = RatersScreen(self._work, self._jobs, self)
        made.rate_wanted.connect(self.rate_wanted)
        made.rating_chosen.connect(self.rating_chosen)
        made.send_wanted.connect(self.order_wanted)
        return made

    def _make_accreditation(self) -> Room:
        from fidelity_rater.ui.accreditation.screen import AccreditationScreen

        made = AccreditationScreen(self._work, self._jobs, self)
        made.session_wanted.connect(self.session_wanted)
        made.case_wanted.connect(self.case_wanted)
        made.rating_chosen.connect(self.rating_chosen)
        made.send_wanted.connect(self.order_wanted)
        made.report_wanted.connect(self.report_wanted)
        return made

    def _make_importing(self) -> Room:
        from fidelity_rater.ui.importing.screen import ImportScreen

        made = ImportScreen(self._work, self._jobs)
        made.rate_wanted.connect(lambda uid: self.rate_wanted.emit(uid, ""))
        made.left.connect(self.caseload_wanted)
        return made

    def _make_rating(self) -> Room:
        from fidelity_rater.ui.rating.screen import RatingScreen

        made = RatingScreen(self._work, self._jobs)
        made.view.follow_keys(self._keys)
        made.view.help_wanted.connect(self.help_wanted)
        made.left.connect(self.desk_left)
        made.ready.connect(self.desk_ready)
        made.failed.connect(self.desk_failed)
        made.letter_wanted.connect(self.letter_wanted)
        made.waveform.busy_changed.connect(self.desk_busy)
        return made

    # What holds for all of them

    def on_changed(self, changed: Changed) -> None:
        for room in self._made.values():
            room.on_changed(changed)

    def on_look_changed(self) -> None:
        for room in self._made.values():
            room.on_look_changed()

    @property
    def playing(self) -> bool:
        """Whether somebody is listening: sound is coming, though no key is touched."""
        return any(room.playing for room in self._made.values())

    def rest(self) -> None:
        """Before locking: stop the sound, keep what is typed and heard."""
        for room in self._made.values():
            room.rest()

    def settle(self) -> None:
        """Have everything on disk. Raises ``UserFacingError`` where that cannot be."""
        for room in self._made.values():
            room.settle()

    def close_sound(self) -> None:
        for room in self._made.values():
            room.close_sound()
