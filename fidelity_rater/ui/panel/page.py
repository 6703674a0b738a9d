"""Portfolios: the list on the left; one of them, laid together here or before the panel, on the right."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.panel.deciding import DecisionDraft
from fidelity_rater.app.panel.models import HeardMoment, HeardRecording, PortfolioRow, Stage
from fidelity_rater.app.panel.portfolio_models import Part, PortfolioSheet, RatingTick, TherapistChoice
from fidelity_rater.app.panel.voting import VoteDraft
from fidelity_rater.app.ports.jobs import JobRunner, Progress
from fidelity_rater.app.rating.saver import LANE
from fidelity_rater.app.saved import SavedState
from fidelity_rater.app.sharing.models import DecisionOrder, PortfolioOrder, SoundChoice
from fidelity_rater.i18n import tr
from fidelity_rater.ui.hearing.hearing import Heard, Hearing
from fidelity_rater.ui.hearing.player_bar import PlayerBar
from fidelity_rater.ui.panel.composer_page import ComposerPage
from fidelity_rater.ui.panel.door_page import DoorPage, DoorShown
from fidelity_rater.ui.panel.portfolio_list import PortfolioList
from fidelity_rater.ui.panel.told_dialog import ToldDialog
from fidelity_rater.ui.scans.scan_acts import ScanActs
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.empty_state import EmptyState
from fidelity_rater.ui.widgets.page_area import PageArea
from fidelity_rater.ui.widgets.room import Room
from fidelity_rater.ui.widgets.standing import stand_again, standing_on
from fidelity_rater.ui.widgets.toast import Toast

SHOWS = Changed.PANEL | Changed.RATINGS | Changed.RECORDINGS | Changed.TRAINING


class PanelPage(Room):
    """Signals:
    rating_chosen: open this rating on the desk (its uid, and no item).
    send_wanted: send this (an order of :mod:`app.sharing.models`).
    report_wanted: the report of this portfolio is asked for (a :class:`ReportWish`).
    """

    rating_chosen = Signal(str, str)
    send_wanted = Signal(object)
    report_wanted = Signal(object)

    def __init__(self, work: Workplace, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work, self._jobs = work, jobs
        self._stale, self._wanted, self._asked = True, "", 0
        self._rows: tuple[PortfolioRow, ...] = ()
        self._writing: dict[int, Callable[[], object]] = {}
        self._written = 0
        self.page: DoorPage | ComposerPage | None = None
        self.dialog: ToldDialog | None = None
        self.hearing = Hearing(work, jobs, self, open_sound=work.panel.sounds.open)
        self.side = PortfolioList(self)
        self.banner = Banner("danger", dismissable=True, parent=self)
        self.banner.hide()
        self.area = PageArea(name=tr("Portfolio"), parent=self)
        self.empty = EmptyState(
            "sheet",
            tr("No portfolio yet"),
            hint=tr("Lay one together of signed ratings, or open the package that was sent to you."),
            parent=self,
        )
        self.bar = PlayerBar(self)
        self.scans = ScanActs(work.portfolios.scans, jobs, self)
        self.toast = Toast(self)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.pages = QStackedWidget(self)
        self.blank = QWidget(self)
        """While the first one is read."""
        self.pages.addWidget(self.blank)
        self.pages.addWidget(self.empty)
        self.pages.addWidget(self.area)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.banner)
        column.addWidget(self.pages, 1)
        column.addWidget(self.bar)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.addWidget(self.side)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([300, 940])
        self.splitter.setChildrenCollapsible(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 0)
        row.addWidget(self.splitter)

    def _connect(self) -> None:
        self.side.chosen.connect(self.open)
        self.side.begin_wanted.connect(self.on_begin)
        self.bar.play_pressed.connect(self.hearing.toggle)
        self.bar.position_chosen.connect(self.hearing.seek)
        self.bar.retried.connect(self.hearing.retry)
        self.hearing.changed.connect(self.on_heard)
        self.scans.done.connect(self.toast.show_message)
        self.scans.failed.connect(self._on_failed)

    # What it shows

    @property
    def portfolio_uid(self) -> str:
        """The one that is shown; empty where none is."""
        return self._wanted

    def refresh(self) -> None:
        """Read the list and the open portfolio again, away from the window."""
        if not self.isVisible():
            self._stale = True
            return
        self._stale = False
        work = self._work

        def read() -> tuple[tuple[PortfolioRow, ...], tuple[TherapistChoice, ...]]:
            return work.panel.rows(), work.portfolios.therapists()

        self._jobs.start(lambda _: read(), done=lambda found: self._show_rows(*found), failed=self._on_failed)

    def on_changed(self, changed: Changed) -> None:
        if changed & SHOWS:
            self._stale = True
            if self.isVisible():
                self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.rest()

    def show_portfolio(self, uid: str) -> None:
        """Go to this one, also where it has only just come."""
        self._wanted = uid
        self.refresh()

    def _show_rows(self, rows: tuple[PortfolioRow, ...], therapists: tuple[TherapistChoice, ...]) -> None:
        self._rows = rows
        known = {row.uid for row in rows}
        if self._wanted not in known:
            self._wanted = rows[0].uid if rows else ""
        self.side.show_therapists(therapists)
        self.side.show_rows(rows, self._wanted)
        if self._wanted:
            if self.page is None:
                self.pages.setCurrentWidget(self.blank)
            self._read(self._wanted)
        else:
            self._take(None)
            self.pages.setCurrentWidget(self.empty)

    def open(self, uid: str) -> None:
        """Show this one."""
        if uid != self._wanted:
            self.keep_typing()
            self.hearing.forget()
        self._wanted = uid
        self.side.show_rows(self._rows, uid)
        self._read(uid)

    def _read(self, uid: str) -> None:
        self._asked += 1
        asked, work = self._asked, self._work
        row = next((row for row in self._rows if row.uid == uid), None)
        composing = row is not None and row.stage is Stage.DRAFT

        def read() -> PortfolioSheet | DoorShown:
            if composing:
                return work.portfolios.sheet(uid)
            return DoorShown(
                work.panel.view(uid),
                work.panel.voting.draft(uid),
                work.panel.deciding.draft(uid),
                work.panel.askable(uid),
            )

        # What is half written is on its way in that lane, and is read after it.
        self._jobs.start(
            lambda _: read(), done=lambda shown: self._show(asked, shown), failed=self._on_failed, lane=LANE
        )

    def _show(self, asked: int, shown: PortfolioSheet | DoorShown) -> None:
        if asked != self._asked:
            return  # another one was chosen meanwhile
        if isinstance(shown, PortfolioSheet):
            if not isinstance(self.page, ComposerPage) or self.page.sheet != shown:
                self._put(self._composer(shown), same=self._same(shown.uid))
        elif not isinstance(self.page, DoorPage) or self.page.shown.view != shown.view:
            self._put(self._door(shown), same=self._same(shown.view.uid) and not self._opens(shown))
        self.pages.setCurrentWidget(self.area)

    def _same(self, uid: str) -> bool:
        page = self.page
        if isinstance(page, ComposerPage):
            return page.sheet.uid == uid
        return page is not None and page.shown.view.uid == uid

    def _opens(self, shown: DoorShown) -> bool:
        """Whether what was sealed is shown now: that is read from its beginning."""
        before = self.page.shown.view if isinstance(self.page, DoorPage) else None
        return before is not None and before.everything is None and shown.view.everything is not None

    def _put(self, page: DoorPage | ComposerPage, *, same: bool) -> None:
        at = self.area.verticalScrollBar().value() if same else 0
        standing = standing_on(self.area) if same else None
        self._take(page)
        self.area.fit()
        self.area.verticalScrollBar().setValue(at)
        if standing is not None:
            stand_again(self.area, standing)
        if isinstance(page, DoorPage):
            page.show_heard(self.hearing.heard)

    def _take(self, page: DoorPage | ComposerPage | None) -> None:
        before, self.page = self.page, page
        if before is not None:
            # The area would delete it at once, perhaps while one of its buttons is still being answered.
            self.area.takeWidget()
            before.hide()
            before.deleteLater()
        if page is not None:
            self.area.show_page(page)
            page.show()

    def _bring_into_sight(self, part: QWidget) -> None:
        page = self.area.widget()
        if page is not None:
            self.area.verticalScrollBar().setValue(part.mapTo(page, QPoint(0, 0)).y() - 8)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, UserFacingError):
            raise error
        self.banner.show_message(str(error))

    # Laying together

    def _composer(self, sheet: PortfolioSheet) -> ComposerPage:
        page, uid, portfolios = ComposerPage(sheet), sheet.uid, self._work.portfolios
        page.let_in.connect(lambda rating, on: self._do(lambda: portfolios.let_in(uid, rating, on)))
        page.rules_chosen.connect(lambda rules, on: self._do(lambda: portfolios.choose_rules(uid, rules, on)))
        page.part_chosen.connect(lambda part, on: self._do(partial(self._choose_part, uid, part, on)))
        page.written.connect(lambda words: self._keep(lambda: portfolios.write(uid, words)))
        page.scan_chosen.connect(lambda scan, on: self._do(lambda: portfolios.choose_scan(uid, scan, on)))
        page.look_wanted.connect(self.scans.look_at)
        page.copy_wanted.connect(self.scans.choose_copy)
        page.told_wanted.connect(self.on_told_wanted)
        page.rating_chosen.connect(lambda rating: self.rating_chosen.emit(rating, ""))
        page.send_wanted.connect(self.on_send_portfolio)
        page.lay_wanted.connect(lambda: self._do(lambda: portfolios.lay(uid)))
        page.discard_wanted.connect(lambda: self._do(lambda: portfolios.discard(uid)))
        return page

    def _choose_part(self, uid: str, part: Part, on: bool) -> None:
        self._work.portfolios.choose_part(uid, part, on)

    def on_begin(self, therapist_uid: str) -> None:
        """Begin a portfolio, or go on with the one that was begun."""
        self._do(lambda: self._work.portfolios.begin(therapist_uid), self.show_portfolio)

    def on_told_wanted(self, tick: RatingTick) -> None:
        uid = self._wanted

        def keep(chosen: bool, day: Any) -> None:
            self._work.portfolios.told(uid, tick.uid, chosen=chosen, on=day)

        self.dialog = ToldDialog(self, jobs=self._jobs, tick=tick, keep=keep, done=self.refresh)
        self.dialog.show_over()

    def on_send_portfolio(self, sound: SoundChoice) -> None:
        """Bring it up to date, then send it."""
        self.keep_typing()
        uid = self._wanted

        def send(_: PortfolioOrder) -> None:
            self.send_wanted.emit(PortfolioOrder(uid, sound))

        self._do(lambda: self._work.portfolios.renew(uid), send)

    # Before the panel

    def _door(self, shown: DoorShown) -> DoorPage:
        page, uid, panel = DoorPage(shown), shown.view.uid, self._work.panel
        page.play_wanted.connect(self.on_play)
        page.vote_changed.connect(lambda draft: self._keep(lambda: panel.voting.keep(uid, draft)))
        page.vote_signed.connect(self.on_vote_signed)
        page.decision_changed.connect(lambda draft: self._keep(lambda: panel.deciding.keep(uid, draft)))
        page.decision_signed.connect(self.on_decision_signed)
        page.rating_chosen.connect(lambda rating: self.rating_chosen.emit(rating, ""))
        page.look_wanted.connect(self.scans.look_at)
        page.copy_wanted.connect(self.scans.choose_copy)
        about = shown.view.therapist
        page.part_wanted.connect(self._bring_into_sight)
        page.report_wanted.connect(lambda: self.report_wanted.emit(panel.report_wish(uid, about)))
        page.portfolio_send_wanted.connect(lambda sound: self.send_wanted.emit(PortfolioOrder(uid, sound)))
        page.decision_send_wanted.connect(self.on_send_decision)
        page.seats.lead_wanted.connect(lambda: self._do(lambda: panel.deciding.lead(uid)))
        page.seats.close_wanted.connect(lambda: self._do(lambda: panel.deciding.close_first(uid)))
        page.seats.seated.connect(lambda people: self._do(lambda: panel.seat(uid, people)))
        page.seats.send_wanted.connect(lambda: self._do(lambda: panel.votes_order(uid), self.send_wanted.emit))
        return page

    def on_vote_signed(self, draft: VoteDraft, passphrase: str) -> None:
        """Sign the vote, away from the window."""
        page, uid = self.page, self._wanted
        if isinstance(page, DoorPage) and page.vote is not None:
            self._sign(page.vote.signing.show_busy, lambda: self._work.panel.voting.cast(uid, draft, passphrase))

    def on_decision_signed(self, draft: DecisionDraft, passphrase: str) -> None:
        """Sign the decision, away from the window."""
        page, uid = self.page, self._wanted
        if isinstance(page, DoorPage) and page.decision is not None:
            self._sign(
                page.decision.signing.show_busy, lambda: self._work.panel.deciding.decide(uid, draft, passphrase)
            )

    def _sign(self, show: Callable[..., None], sign: Callable[[], object]) -> None:
        show(True)
        page = self.page

        def failed(error: Exception) -> None:
            if not isinstance(error, UserFacingError):
                raise error
            if page is self.page:
                show(False, str(error))

        self._jobs.start(lambda _: sign(), done=lambda _: self.refresh(), failed=failed, lane=LANE)

    def on_send_decision(self) -> None:
        page = self.page
        if isinstance(page, DoorPage) and page.shown.view.decision is not None:
            self.send_wanted.emit(DecisionOrder(page.shown.view.decision.uid))

    # Keeping

    def _do(self, act: Callable[[], Any], done: Callable[[Any], None] | None = None) -> None:
        """Do this in the library's lane, after what is half typed; the page is read again on the news of it."""
        self.keep_typing()
        self.banner.show_message("")
        self._jobs.start(lambda _: act(), done=done or (lambda _: self.refresh()), failed=self._on_failed, lane=LANE)

    def _keep(self, write: Callable[[], datetime | None]) -> None:
        """Write in the library's lane; "Saved" is said only after that."""
        self._written += 1
        token = self._written
        self._writing[token] = write
        self._show_saved(SavedState(pending=1))

        def work(progress: Progress) -> datetime | None:
            return write()

        def done(at: datetime | None) -> None:
            self._writing.pop(token, None)
            self._show_saved(SavedState(at or self._work.application.wall_clock.now()))

        def failed(error: Exception) -> None:
            if not isinstance(error, UserFacingError):
                raise error
            self._writing.pop(token, None)
            self._show_saved(SavedState(fault=error.message))
            self.banner.show_message(str(error))

        self._jobs.start(work, done=done, failed=failed, lane=LANE)

    def _show_saved(self, state: SavedState) -> None:
        page = self.page
        if isinstance(page, ComposerPage):
            page.saved.show_saved(state)
        elif page is not None:
            for form in (page.vote, page.decision):
                if form is not None:
                    form.saved.show_saved(state)

    # Hearing

    def on_play(self, what: HeardMoment | HeardRecording, name: str) -> None:
        if what.play is not None:
            self.bar.show_what(name)
            self.hearing.start(what.play)

    def on_heard(self, heard: Heard) -> None:
        self.bar.show_heard(heard)
        if isinstance(self.page, DoorPage):
            self.page.show_heard(heard)

    @property
    def playing(self) -> bool:
        return self.hearing.playing

    # Leaving

    def keep_typing(self) -> None:
        if isinstance(self.page, DoorPage):
            self.page.keep_typing()
        elif self.page is not None:
            self.page.words.keep()

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
