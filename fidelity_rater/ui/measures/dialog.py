"""The window of a case's symptom totals. What is typed is saved at once; a file is looked at before it is taken in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.measures.measures import Measures
from fidelity_rater.app.measures.models import Attendance, CaseGrid, Entry, Fate, Look, Measure
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.app.ports.wall_clock import WallClock
from fidelity_rater.app.rating.saver import LANE
from fidelity_rater.app.saved import SavedState
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.forms.work import Work
from fidelity_rater.ui.measures.grid_page import GridPage
from fidelity_rater.ui.measures.look_page import LookPage
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.text import label

T = TypeVar("T")
LETTERS_WIDE = 124
MARGIN = 60


class MeasuresDialog(QDialog):
    """Opens over the caseload with :meth:`show_over`."""

    def __init__(
        self, measures: Measures, jobs: JobRunner, case_uid: str, parent: QWidget, *, clock: WallClock
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Symptom measures"))
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAcceptDrops(True)
        self._measures, self._jobs, self._case_uid, self._clock = measures, jobs, case_uid, clock
        self._state, self._warned, self._leaving = SavedState(), False, False
        self._offered: tuple[Measure, ...] = ()
        self._look: Look | None = None
        self.heading = label(tr("Symptom measures"), "title", wrap=True)
        self.sentence = label("", "muted", wrap=True)
        self.banner = Banner("danger", parent=self)
        self.banner.hide()
        self.form = QWidget(self)
        self.page, self.look_page = GridPage(self.form), LookPage(self.form)
        self.back_button = TextButton(tr("Back"))
        self.accept_button = TextButton(tr("Take in"), "primary")
        self.close_button = TextButton(tr("Close"))
        self._lay_out()
        self.work = Work(jobs, form=self.form, banner=self.banner)
        self._connect()
        self.show_grid_page()
        self._read()

    def _lay_out(self) -> None:
        self.pages = QStackedWidget(self.form)
        self.pages.addWidget(self.page)
        self.pages.addWidget(self.look_page)
        buttons = QHBoxLayout()
        for button in (self.back_button, self.accept_button, self.close_button):
            button.setAutoDefault(False)  # Enter belongs to the table
        buttons.addWidget(self.back_button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        buttons.addWidget(self.accept_button)
        inside = QVBoxLayout(self.form)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addWidget(self.pages, 1)
        inside.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        for widget in (self.heading, self.sentence, self.banner):
            column.addWidget(widget)
        column.addWidget(self.form, 1)

    def _connect(self) -> None:
        grid = self.page.table.grid
        grid.typed.connect(self.on_typed)
        grid.faults_told.connect(self.on_faults)
        self.page.measure_wanted.connect(self.on_measure_wanted)
        self.page.open_file.clicked.connect(self.on_open_file)
        self.page.undo.clicked.connect(self.on_undo)
        self.page.redo.clicked.connect(self.on_redo)
        self.look_page.choice_changed.connect(self._show_how_many)
        self.back_button.clicked.connect(self.show_grid_page)
        self.accept_button.clicked.connect(self.on_take_in)
        self.close_button.clicked.connect(self.on_leave)
        for keys, act, button in (
            (QKeySequence.StandardKey.Undo, self.on_undo, self.page.undo),
            (QKeySequence.StandardKey.Redo, self.on_redo, self.page.redo),
        ):
            shortcut = QShortcut(keys, self)
            shortcut.activated.connect(act)
            button.show_key(shortcut.key().toString(QKeySequence.SequenceFormat.NativeText))

    def show_over(self) -> None:
        """Open over the parent, as large as is comfortable and there is room for."""
        self.ensurePolished()
        over = self.parentWidget()
        room = over.window().size() if over is not None else self.screen().availableSize()
        wide = min(self.fontMetrics().averageCharWidth() * LETTERS_WIDE, room.width() - MARGIN)
        self.page.table.fit_columns()
        table = self.page.table.sizeHint().height() - self.page.table.minimumSizeHint().height()
        self.setMinimumSize(min(480, wide), min(360, room.height() - MARGIN))
        self.resize(wide, min(max(480, self.sizeHint().height() + max(0, table)), room.height() - MARGIN))
        self.open()

    # Reading

    def _read(self) -> None:
        uid = self._case_uid
        self.work.start(
            lambda _: (self._measures.of_case(uid), self._measures.offered(uid)),
            done=lambda both: self._show_case(*both),
        )

    def _show_case(self, grid: CaseGrid, offered: tuple[Measure, ...]) -> None:
        self._offered = offered
        self.heading.setText(tr("Symptom measures · {code}", code=grid.code))
        self._show_grid(grid)
        self.page.show_sessions()
        if grid.sessions:
            self.page.table.go_to(_next_row(grid), 0)
            self.page.table.setFocus()

    def _show_grid(self, grid: CaseGrid) -> None:
        self.page.table.grid.show_grid(grid)
        self.page.show_offered(self._offered)
        self.page.show_steps(self._measures.undo_label(self._case_uid), self._measures.redo_label(self._case_uid))

    # Typing

    def on_typed(self, entries: tuple[Entry, ...]) -> None:
        self._keep(
            lambda: self._measures.put(self._case_uid, entries),
            failed=lambda why: self.page.table.grid.show_failed(entries, why),
        )

    def on_undo(self) -> None:
        self._keep(lambda: self._measures.undo(self._case_uid), failed=self.tell)

    def on_redo(self) -> None:
        self._keep(lambda: self._measures.redo(self._case_uid), failed=self.tell)

    def _keep(self, work: Callable[[], CaseGrid], *, failed: Callable[[str], None]) -> None:
        """One act after the other, while one goes on typing."""
        self._warned = False
        self._show_saved(SavedState(self._state.saved_at, self._state.pending + 1))

        def on_done(grid: CaseGrid) -> None:
            if shiboken6.isValid(self):
                self._show_saved(SavedState(self._clock.now(), self._state.pending - 1))
                if self._state.all_saved:
                    self._show_grid(grid)
                self._leave_if_asked()

        def on_failed(error: Exception) -> None:
            if not isinstance(error, UserFacingError):
                raise error
            if shiboken6.isValid(self):
                self._show_saved(SavedState(self._state.saved_at, self._state.pending - 1))
                failed(str(error))
                self._leave_if_asked()

        self._jobs.start(lambda _: work(), done=on_done, failed=on_failed, lane=LANE)

    def _show_saved(self, state: SavedState) -> None:
        self._state = state
        self.page.saved.show_saved(state)

    def on_faults(self, faults: tuple[str, ...]) -> None:
        """Say the latest; each is told at its cell too."""
        self._warned = False
        self.tell(tr("{why} This is not saved.", why=faults[-1]) if faults else "", tone="warning")

    def tell(self, message: str, tone: str = "danger") -> None:
        self.banner.show_message(message, tone=tone)

    def on_measure_wanted(self, name: str) -> None:
        uid = self._case_uid
        self.work.start(lambda _: self._measures.named(uid, name), done=self._show_measure)

    def _show_measure(self, measure: Measure) -> None:
        self.page.show_measure(measure)
        self.page.show_offered(self._offered)
        self.on_faults(self.page.table.grid.faults)

    # From a file

    def on_open_file(self) -> None:
        kinds = tr("Tables ({endings})", endings=" ".join(f"*{ending}" for ending in self._measures.endings))
        chosen, _ = QFileDialog.getOpenFileName(self, tr("A CSV file of totals"), str(Path.home()), kinds)
        if chosen:
            self.look_at(Path(chosen))

    def look_at(self, path: Path) -> None:
        """Show what taking this file in would do."""
        uid = self._case_uid
        self.work.start(lambda _: self._measures.look(uid, path), done=self._show_look, lane=LANE)

    def _show_look(self, look: Look) -> None:
        self._look = look
        self.look_page.show_look(look)
        self.sentence.setText(tr("This is what the file would do. Nothing of it is kept yet."))
        self.pages.setCurrentWidget(self.look_page)
        for button in (self.back_button, self.accept_button):
            button.show()
        self.look_page.fit()
        self._show_how_many()
        (self.accept_button if self.accept_button.isEnabled() else self.back_button).setFocus()

    def _show_how_many(self) -> None:
        assert self._look is not None
        count = len(self._look.changes(replace=self.look_page.replacing))
        self.accept_button.setEnabled(count > 0)
        self.accept_button.show_text(tr_n("Take in {n} total", "Take in {n} totals", count))

    def on_take_in(self) -> None:
        look, replace = self._look, self.look_page.replacing
        assert look is not None
        count = len(look.changes(replace=replace))
        self.work.start(
            lambda _: self._measures.take_in(look, replace=replace),
            done=lambda grid: self._show_taken(grid, count, out=len(look.of(Fate.UNPLACED))),
            lane=LANE,
        )

    def _show_taken(self, grid: CaseGrid, count: int, *, out: int) -> None:
        self._show_saved(SavedState(self._clock.now(), self._state.pending))
        self._show_grid(grid)
        self.show_grid_page()
        words = [tr_n("{n} total is in.", "{n} totals are in.", count)]
        if out:
            words.append(tr_n("{n} could not be placed.", "{n} could not be placed.", out))
        words.append(tr("Undo takes it back."))
        self.tell(" ".join(words), tone="ok")

    def show_grid_page(self) -> None:
        self.tell("")
        self.sentence.setText(
            tr("What clients report stands beside the ratings, on the same sessions. It explains none of them.")
        )
        self.pages.setCurrentWidget(self.page)
        for button in (self.back_button, self.accept_button):
            button.hide()
        self.page.table.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.pages.currentWidget() is self.page and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths and self.page.table.grid.sessions:
            event.acceptProposedAction()
            self.look_at(paths[0])

    # Leaving

    def _leave_if_asked(self) -> None:
        if self._leaving and self._state.all_saved:
            self.on_leave()

    def on_leave(self) -> None:
        """Close once all is saved; what was typed and cannot be kept is told once before it is left behind.

        Locking calls :meth:`reject`, which closes at once: nothing stays open over the lock.
        """
        self._leaving = not self._state.all_saved
        if self._leaving:
            return
        faults = self.page.table.grid.faults
        if faults and not self._warned:
            self.show_grid_page()
            self.tell(tr("{why} Mend it, or press Close again to leave it out.", why=faults[-1]), tone="warning")
            self._warned = True
            return
        self.reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Cancel):
            self.on_leave()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.on_leave()
        event.setAccepted(not self.isVisible())


def _next_row(grid: CaseGrid) -> int:
    """Where typing most likely goes on: the first session held after the last that has a total."""
    told = {uid for uid, _ in grid.totals}
    last = max((row for row, session in enumerate(grid.sessions) if session.uid in told), default=-1)
    after = range(last + 1, len(grid.sessions))
    return next((row for row in after if grid.sessions[row].attendance is Attendance.ATTENDED), 0)
