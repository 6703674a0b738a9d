"""The screen "Feedback": what has come on the left, one letter on the right, and the sound at its foot."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.door.models import Beside, Contest, Letter, LetterMoment, ReceivedRow, Sealed
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.jobs import JobRunner, Progress
from fidelity_rater.app.rating.saver import LANE
from fidelity_rater.app.saved import SavedState
from fidelity_rater.i18n import tr
from fidelity_rater.ui.door.letter_page import LetterPage
from fidelity_rater.ui.door.moment_buttons import moment_words
from fidelity_rater.ui.door.sealed_page import SealedPage
from fidelity_rater.ui.door.side_column import SideColumn
from fidelity_rater.ui.hearing.hearing import Heard, Hearing
from fidelity_rater.ui.hearing.player_bar import PlayerBar
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.empty_state import EmptyState
from fidelity_rater.ui.widgets.page_area import PageArea
from fidelity_rater.ui.widgets.room import Room

SHOWS = Changed.FEEDBACK | Changed.RATINGS | Changed.RECORDINGS


class DoorScreen(Room):
    """Received feedback.

    Signals:
        rate_wanted: rate this session oneself (session's uid).
        rating_wanted: go on with one's own rating (its uid).
        send_wanted: send this reply (its uid).
        package_wanted: open a package, where nothing has come yet.
    """

    rate_wanted = Signal(str)
    rating_wanted = Signal(str)
    send_wanted = Signal(str)
    package_wanted = Signal()

    def __init__(self, work: Workplace, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self._work, self._jobs = work, jobs
        self._stale, self._wanted = True, ""
        self._rows: tuple[ReceivedRow, ...] = ()
        self._unfold: tuple[str, ...] = ()
        self._writing: dict[int, Callable[[], datetime]] = {}
        self._written = 0
        self.page: LetterPage | None = None
        self.hearing = Hearing(work, jobs, self, open_sound=work.door.sounds.open)
        self.side = SideColumn(self)
        self.banner = Banner("danger", dismissable=True, parent=self)
        self.banner.hide()
        self.sealed = SealedPage(self)
        self.area = PageArea(name=tr("Feedback"), parent=self)
        self.empty = EmptyState(
            "note",
            tr("No feedback yet"),
            hint=tr("Open the package that your supervisor has sent you."),
            action=tr("Open package …"),
            parent=self,
        )
        self.bar = PlayerBar(self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.pages = QStackedWidget(self)
        for page in (self.empty, self.sealed, self.area):
            self.pages.addWidget(page)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.pages, 1)
        column.addWidget(self.bar)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.addWidget(self.side)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(0, 0)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([352, 928])
        self.splitter.setChildrenCollapsible(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.splitter)

    def _connect(self) -> None:
        self.side.chosen.connect(self.open)
        self.sealed.rate_wanted.connect(self.on_rate_wanted)
        self.sealed.show_wanted.connect(self.on_show_now)
        self.empty.action_pressed.connect(self.package_wanted)
        self.bar.play_pressed.connect(self.hearing.toggle)
        self.bar.position_chosen.connect(self.hearing.seek)
        self.bar.retried.connect(self.hearing.retry)
        self.hearing.changed.connect(self.on_heard)

    # What it shows

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.refresh_if_shown()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.rest()

    def on_changed(self, changed: Changed) -> None:
        if changed & SHOWS:
            self._stale = True
            self.refresh_if_shown()

    def refresh_if_shown(self) -> None:
        if self._stale and self.isVisible():
            self._stale = False
            self._do(self._work.door.received, self._show_rows)

    def show_feedback(self, uid: str) -> None:
        """Open this one, also where it has only just come."""
        self._wanted, self._stale = uid, True
        self.refresh_if_shown()

    def _show_rows(self, rows: tuple[ReceivedRow, ...]) -> None:
        self._rows = rows
        known = {row.uid for row in rows}
        if self._wanted not in known:
            self._wanted = rows[0].uid if rows else ""
        self.side.setVisible(bool(rows))
        self.side.show_rows(rows, self._wanted)
        if self._wanted:
            self._open(self._wanted)
        else:
            self.pages.setCurrentWidget(self.empty)

    def open(self, uid: str) -> None:
        """Show this one: its letter, or that it is sealed."""
        if uid != self._wanted:
            self.keep_typing()
            self.hearing.forget()
            self._unfold = ()
        self._wanted = uid
        self.side.show_rows(self._rows, uid)
        self._open(uid)

    def _open(self, uid: str) -> None:
        door = self._work.door

        def work(progress: Progress) -> tuple[Sealed | None, Letter | None, Beside | None]:
            sealed = door.sealed(uid)
            if sealed.row.sealed:
                return sealed, None, None
            return None, door.letter(uid), door.beside(uid)

        # It may be noted as read, so it goes where what is written goes.
        self._jobs.start(work, done=lambda read: self._show(uid, *read), failed=self._on_failed, lane=LANE)

    def _show(self, uid: str, sealed: Sealed | None, letter: Letter | None, beside: Beside | None) -> None:
        if uid != self._wanted:
            return
        self.side.show_beside(beside)
        if sealed is not None:
            self._take_page(None)
            self.sealed.show_sealed(sealed)
            self.pages.setCurrentWidget(self.sealed)
        elif letter is not None:
            self._show_letter(letter)
            self._rows = tuple(letter.row if row.uid == uid else row for row in self._rows)
            self.side.show_rows(self._rows, uid)

    def _show_letter(self, letter: Letter) -> None:
        before = self.page
        if before is not None and before.letter == letter:
            self.pages.setCurrentWidget(self.area)
            return
        same = before is not None and before.letter.row.uid == letter.row.uid
        at = self.area.verticalScrollBar().value() if same else 0
        unfolded = before.profile.unfolded if before is not None and same else self._unfold
        page = LetterPage(letter, self.hearing)
        page.play_wanted.connect(self.on_play)
        page.reflected.connect(self.on_reflected)
        page.written.connect(self.on_written)
        page.portfolio_chosen.connect(self.on_portfolio_chosen)
        page.contested.connect(self.on_contested)
        page.contest_withdrawn.connect(self.on_contest_withdrawn)
        page.send_wanted.connect(self.on_send)
        page.answer_again_wanted.connect(self.on_answer_again)
        page.rate_wanted.connect(self.on_rate_wanted)
        for item in unfolded:
            page.profile.open_item(item)
        self._take_page(page)
        self.pages.setCurrentWidget(self.area)
        self.area.fit()
        self.area.verticalScrollBar().setValue(at)
        page.show_heard(self.hearing.heard)

    def _take_page(self, page: LetterPage | None) -> None:
        before = self.page
        self.page = page
        if page is not None:
            self.area.show_page(page)  # the area deletes what it held
        elif before is not None:
            self.area.takeWidget()
            before.deleteLater()

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, UserFacingError):
            raise error
        self.banner.show_message(str(error))

    def _do(self, read: Callable[[], object], done: Callable[..., None]) -> None:
        self._jobs.start(lambda _: read(), done=done, failed=self._on_failed)

    # Hearing

    def on_play(self, moment: LetterMoment) -> None:
        if moment.play is not None:
            self.bar.show_what(moment_words(moment))
            self.hearing.start(moment.play)

    def on_heard(self, heard: Heard) -> None:
        self.bar.show_heard(heard)
        if self.page is not None:
            self.page.show_heard(heard)

    @property
    def playing(self) -> bool:
        return self.hearing.playing

    # Answering

    def on_reflected(self, suggestion: str, thought: str, step: str) -> None:
        uid = self._wanted
        self._keep(lambda: self._work.door.answers.reflect(uid, suggestion, thought=thought, step=step))

    def on_written(self, words: str) -> None:
        uid = self._wanted
        self._keep(lambda: self._work.door.answers.write(uid, words))

    def on_portfolio_chosen(self, chosen: bool) -> None:
        uid = self._wanted
        self._keep(lambda: self._work.door.choosing.choose(uid, chosen))

    def on_contested(self, contest: Contest) -> None:
        uid = self._wanted
        self._keep(lambda: self._work.door.answers.contest(uid, contest), anew=True)

    def on_contest_withdrawn(self, item: str, dimension: str) -> None:
        uid = self._wanted
        self._keep(lambda: self._work.door.answers.withdraw_contest(uid, item, dimension), anew=True)

    def _keep(self, write: Callable[[], datetime], *, anew: bool = False) -> None:
        """Write in the library's lane; "Saved" is said only after that. ``anew``: the letter shows it in its places."""
        uid = self._wanted
        self._written += 1
        token = self._written
        self._writing[token] = write
        self._show_saved(SavedState(pending=1))

        def done(at: datetime) -> None:
            self._writing.pop(token, None)
            self.banner.show_message("")
            self._show_saved(SavedState(at))
            if anew and uid == self._wanted:
                self.keep_typing()
                self._open(uid)

        def failed(error: Exception) -> None:
            if not isinstance(error, UserFacingError):
                raise error
            self._writing.pop(token, None)
            self._show_saved(SavedState(fault=error.message))
            self.banner.show_message(str(error))

        self._jobs.start(lambda _: write(), done=done, failed=failed, lane=LANE)

    def _show_saved(self, state: SavedState) -> None:
        if self.page is not None:
            self.page.saved.show_saved(state)

    def on_send(self) -> None:
        """Have what is half typed kept first: the reply that goes is the one in the library."""
        self.keep_typing()
        if self.page is not None:
            reply = self.page.letter.reply.uid
            self._jobs.start(
                lambda _: None, done=lambda _: self.send_wanted.emit(reply), failed=self._on_failed, lane=LANE
            )

    def on_answer_again(self) -> None:
        uid = self._wanted
        self._jobs.start(
            lambda _: self._work.door.answers.begin_again(uid), done=lambda _: None, failed=self._on_failed, lane=LANE
        )

    # Rating oneself

    def on_rate_wanted(self) -> None:
        """Go on with one's own rating, or begin it."""
        sealed = self.sealed.sealed if self.page is None else None
        letter = self.page.letter if self.page is not None else None
        draft = sealed.draft_uid if sealed else letter.draft_uid if letter else ""
        row = sealed.row if sealed else letter.row if letter else None
        if draft:
            self.rating_wanted.emit(draft)
        elif row is not None:
            self.rate_wanted.emit(row.place.uid)

    def on_show_now(self) -> None:
        uid = self._wanted
        self._jobs.start(
            lambda _: self._work.door.show_now(uid), done=lambda _: None, failed=self._on_failed, lane=LANE
        )

    # Leaving

    def keep_typing(self) -> None:
        if self.page is not None:
            self.page.keep_typing()

    def rest(self) -> None:
        """No sound, nothing half typed."""
        self.hearing.pause()
        self.keep_typing()

    def settle(self) -> None:
        """Have what was written on disk here and now: the job for it may not be waited for any more."""
        self.rest()
        for write in list(self._writing.values()):
            write()
        self._writing.clear()

    def close_sound(self) -> None:
        self.hearing.close()
