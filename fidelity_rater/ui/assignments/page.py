"""Assignments, as a page: what oneself is to rate, what others are to rate, and the draws it comes from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.assigning.models import Board, DrawTold, DueLine, DueState, Repetition
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.desk_models import DeskChoice
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.jobs import JobRunner, Progress
from fidelity_rater.app.rating.saver import LANE
from fidelity_rater.i18n import tr
from fidelity_rater.ui.assignments.board_view import BoardView
from fidelity_rater.ui.assignments.draw_dialog import DrawDialog
from fidelity_rater.ui.assignments.draw_list import DrawList
from fidelity_rater.ui.assignments.due_list import DueList
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import scrolling
from fidelity_rater.ui.widgets.choice_row import ChoiceRow
from fidelity_rater.ui.widgets.empty_state import EmptyState
from fidelity_rater.ui.widgets.room import Room
from fidelity_rater.ui.widgets.toast import Toast

RELEVANT = Changed.ASSIGNMENTS | Changed.RATINGS | Changed.CASELOAD | Changed.PEOPLE
DUE, BOARD, DRAWS = "due", "board", "draws"


@dataclass(frozen=True, slots=True)
class _Read:
    due: tuple[DueLine, ...]
    board: Board
    draws: tuple[DrawTold, ...]


class AssignmentsPage(Room):
    """Signals:
    rate_wanted: rate this session (its uid) by this assignment (its uid).
    send_wanted: make a package of this order (:class:`app.sharing.models.Order`).
    rating_chosen: a rating is to be opened (its uid, no item).
    """

    rate_wanted = Signal(str, str)
    send_wanted = Signal(object)
    rating_chosen = Signal(str, str)

    def __init__(self, work: Workplace, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work, self._jobs = work, jobs
        self._stale, self._asked, self._part = True, 0, ""
        self._there: dict[str, bool] = {}
        self.choice = ChoiceRow(name=tr("Part of the assignments"), parent=self)
        self.draw_button = TextButton(tr("Draw recordings …"), "primary", icon_name="part", parent=self)
        self.draw_button.setToolTip(tr("Draw recordings at random, or choose them by hand, and assign them"))
        self.banner = Banner("danger", dismissable=True, parent=self)
        self.banner.hide()
        self.due, self.board, self.draws = DueList(), BoardView(), DrawList()
        self.empties = {name: EmptyState(icon, words, hint=hint) for name, (icon, words, hint) in _empties().items()}
        self.pages = QStackedWidget(self)
        self._areas: dict[str, QWidget] = {}
        self._lay_out()
        self.toast = Toast(self)
        self._connect()

    def _lay_out(self) -> None:
        for name, view in ((DUE, self.due), (BOARD, self.board), (DRAWS, self.draws)):
            page = QWidget()
            column = QVBoxLayout(page)
            column.setContentsMargins(0, 0, 8, 0)
            column.addWidget(view)
            self._areas[name] = scrolling(page, _titles()[name])
            self.pages.addWidget(self._areas[name])
            self.pages.addWidget(self.empties[name])
        top = QHBoxLayout()
        top.addWidget(self.choice, 1)
        top.addWidget(self.draw_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self.banner)
        column.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self.choice.choice_chosen.connect(self.show_part)
        self.draw_button.clicked.connect(lambda: self.open_draw(""))
        self.due.rate_wanted.connect(self.rate_wanted)
        self.due.rating_wanted.connect(self.on_rating_wanted)
        self.due.return_wanted.connect(self.on_return_wanted)
        self.board.send_wanted.connect(self.on_send_wanted)
        self.board.withdraw_wanted.connect(self.on_withdraw_wanted)
        self.board.rating_wanted.connect(self.on_rating_wanted)
        self.draws.repeat_wanted.connect(self.on_repeat_wanted)
        self.draws.copy_wanted.connect(self.on_copy_wanted)
        self.draws.assign_wanted.connect(self.open_draw)

    @property
    def today(self) -> date:
        return self._work.application.wall_clock.now().astimezone().date()

    # What is shown

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def on_changed(self, changed: Changed) -> None:
        if changed & RELEVANT:
            self._stale = True
            if self.isVisible():
                self.refresh()

    def refresh(self) -> None:
        self._stale = False
        self._asked += 1
        turn = self._asked

        def read(progress: Progress) -> _Read:
            return _Read(self._work.assigning.due(), self._work.assigning.board(), self._work.drawing.draws())

        def show(found: _Read) -> None:
            if turn == self._asked:
                self._show(found)

        self._jobs.start(read, done=show, failed=self._on_failed)

    def _show(self, found: _Read) -> None:
        today = self.today
        self.due.show_due(found.due, today=today)
        self.board.show_board(found.board, today=today)
        self.draws.show_draws(found.draws)
        waiting = sum(each.state in (DueState.WAITING, DueState.BEGUN) for each in found.due)
        counts = {DUE: waiting, BOARD: len(found.board.lines), DRAWS: len(found.draws)}
        self._there = {DUE: bool(found.due), BOARD: bool(found.board.lines), DRAWS: bool(found.draws)}
        self.choice.show_choices(DeskChoice(name, _counted(title, counts[name])) for name, title in _titles().items())
        first = DUE if found.due or not found.board.lines else BOARD
        self.show_part(self._part or first)

    def show_part(self, name: str) -> None:
        """Show what oneself is to rate (``due``), what others are (``board``), or the draws (``draws``)."""
        self._part = name
        self.choice.show_chosen(name, firm=True)
        self.pages.setCurrentWidget(self._areas[name] if self._there.get(name) else self.empties[name])

    # What is done

    def open_draw(self, draw_uid: str = "") -> DrawDialog:
        """Draw recordings and assign them; with a draw, assign what it has drawn."""
        dialog = DrawDialog(self._work, self._jobs, self.window(), draw_uid=draw_uid)
        dialog.send_wanted.connect(self.on_send_wanted)
        dialog.show_over()
        return dialog

    def on_rating_wanted(self, rating_uid: str) -> None:
        self.rating_chosen.emit(rating_uid, "")

    def on_return_wanted(self, asker_uid: str) -> None:
        self._start(lambda: self._work.assigning.to_return(asker_uid), self.send_wanted.emit)

    def on_send_wanted(self, rater_uid: str) -> None:
        self._start(lambda: self._work.assigning.to_send(rater_uid), self.send_wanted.emit)

    def on_withdraw_wanted(self, uid: str) -> None:
        def done(_: object) -> None:
            self.toast.show_message(tr("Withdrawn. The draw still tells that it was drawn."))

        self._start(lambda: self._work.assigning.withdraw(uid), done, lane=LANE)

    def on_repeat_wanted(self, uid: str) -> None:
        def done(found: Repetition) -> None:
            self.draws.show_repeated(uid, found)

        self._start(lambda: self._work.drawing.repeat(uid), done)

    def on_copy_wanted(self, uid: str) -> None:
        def done(facts: str) -> None:
            QGuiApplication.clipboard().setText(facts)
            self.toast.show_message(tr("Copied: everything that it takes to repeat this draw."))

        self._start(lambda: self._work.drawing.facts(uid), done)

    def _start(self, work: Callable[[], object], done: Callable[..., None], *, lane: str | None = None) -> None:
        self.banner.show_message("")
        self._jobs.start(lambda _: work(), done=done, failed=self._on_failed, lane=lane)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, UserFacingError):
            raise error
        self.banner.show_message(str(error))


def _titles() -> dict[str, str]:
    return {DUE: tr("To rate"), BOARD: tr("Assigned"), DRAWS: tr("Draws")}


def _counted(title: str, n: int) -> str:
    return tr("{title} ({n})", title=title, n=n) if n else title


def _empties() -> dict[str, tuple[str, str, str]]:
    return {
        DUE: (
            "check",
            tr("Nothing waits for you to rate it."),
            tr("When somebody sends you an assignment, take the package in: it appears here."),
        ),
        BOARD: (
            "people",
            tr("Nothing is assigned from this library yet."),
            tr("Draw recordings at random, or choose them by hand, and assign them to raters."),
        ),
        DRAWS: (
            "part",
            tr("Nothing was drawn in this library yet."),
            tr("A draw can be repeated by anybody: its seed and its list are written down."),
        ),
    }
