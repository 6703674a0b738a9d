"""The agreement of a library's raters: a page that reads in a job when it is shown, and opens what it stands on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSizePolicy, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from fidelity_rater.app.agreement.agreements import Agreements
from fidelity_rater.app.agreement.library_models import AgreementFilters, AgreementView, SideBySide
from fidelity_rater.app.agreement.models import BlockStudy
from fidelity_rater.app.agreement.sentences import basis, blindness_words, left_out, nesting_words, nothing_to_compare
from fidelity_rater.app.agreement.sides import item_of
from fidelity_rater.app.agreement.tables import coefficients_table, items_table, severity_table
from fidelity_rater.app.calibration.calibrations import Calibrations
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.jobs import JobRunner, RunningJob
from fidelity_rater.app.ports.tables import Table
from fidelity_rater.i18n import tr
from fidelity_rater.ui.agreement.everything_page import EverythingPage
from fidelity_rater.ui.agreement.filter_bar import AgreementFilterBar
from fidelity_rater.ui.agreement.items_page import ItemsPage
from fidelity_rater.ui.agreement.raters_page import RatersPage
from fidelity_rater.ui.agreement.total_cards import TotalCards
from fidelity_rater.ui.hearing.evidence_room import EvidenceRoom, EvidenceWork
from fidelity_rater.ui.results.saving import TableSaving
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import scrolling
from fidelity_rater.ui.widgets.empty_state import EmptyState
from fidelity_rater.ui.widgets.progress_line import ProgressLine
from fidelity_rater.ui.widgets.text import label

RELEVANT = Changed.SCORES | Changed.RATINGS | Changed.CASELOAD | Changed.ASSIGNMENTS
SAVE_KEY = "Ctrl+Shift+D"
LEAST_LINES = 22
"""Of the tabs; below that the page scrolls."""
_NO_STUDY = "chart"


class _Tabs(QTabWidget):
    """They take what they are given: as tall as their words ask for, they would not keep their least lines."""

    def hasHeightForWidth(self) -> bool:
        return False


class AgreementWork(EvidenceWork, Protocol):
    """What the page needs of a workplace."""

    @property
    def agreement(self) -> Agreements: ...
    @property
    def tables(self) -> TableSaving: ...
    @property
    def calibration(self) -> Calibrations: ...


class AgreementPage(EvidenceRoom):
    """Filters on the left; the totals, the items, the raters and everything that applies.

    Signals:
        rating_chosen: a rating is to be opened at an item (rating uid, item id).
    """

    rating_chosen = Signal(str, str)

    def __init__(self, work: AgreementWork, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(work, jobs, parent)
        self._work, self._jobs = work, jobs
        self._filters = AgreementFilters()
        self.view: AgreementView | None = None
        self._asked = self._asked_sides = self._asked_depth = 0
        self._running: RunningJob | None = None
        self._stale = True
        self._build()

    # Building

    def _build(self) -> None:
        self.basis = label("", "strong", wrap=True)
        self.aside = label("", "muted", wrap=True)
        self.notice = label("", "muted", wrap=True)
        self.save = TextButton(tr("Save …"), icon_name="export", key=SAVE_KEY, parent=self)
        self.save.setShortcut(SAVE_KEY)
        self.save.setEnabled(False)
        self.save.clicked.connect(self.on_save)
        self.banner = Banner(dismissable=True, parent=self)
        self.banner.hide()
        self.progress = ProgressLine(self)
        self.progress.hide()
        self.progress.cancel_pressed.connect(self.on_cancel)
        self.filters = AgreementFilterBar(self)
        self.filters.filters_chosen.connect(self.on_filters_chosen)
        self.empty = EmptyState(_NO_STUDY, "", parent=self)
        self.blank = QWidget(self)
        self._build_found()
        self.pages = QStackedWidget(self)
        for page in (self.blank, self.empty, self.found_area):
            self.pages.addWidget(page)
        side = scrolling(self.filters, tr("Which ratings are compared"))
        side.setFixedWidth(224)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(side)
        middle.addWidget(self.pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.banner)
        column.addWidget(self.progress)
        column.addLayout(middle, 1)
        column.addWidget(self.bar)

    def _build_found(self) -> None:
        self.cards = TotalCards(self)
        self.items = ItemsPage(self)
        self.items.item_chosen.connect(self.on_item_chosen)
        self.items.rating_chosen.connect(self.rating_chosen)
        self.items.sides.moment_heard.connect(self.bar.hear)
        self.bar.sounding_changed.connect(self.items.sides.show_sounding)
        self.raters = RatersPage(self)
        self.everything = EverythingPage(decimal_comma=lambda: self._work.tables.decimal_comma, parent=self)
        self.everything.block_chosen.connect(self.on_block_chosen)
        self.tabs = _Tabs(self)
        self.tabs.setDocumentMode(True)
        self.tabs.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        self.tabs.setAccessibleName(tr("What is shown of the agreement"))
        for page, name in (
            (self.items, tr("Items")), (self.raters, tr("Raters")), (self.everything, tr("All coefficients")),
        ):  # fmt: skip
            self.tabs.addTab(page, name)
        self.found = QWidget(self)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.basis, 1)
        head.addWidget(self.save)
        column = QVBoxLayout(self.found)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.aside)
        column.addWidget(self.cards)
        column.addWidget(self.tabs, 1)
        column.addWidget(self.notice)
        # Where there is little room, as with large text, the whole of it scrolls; else it fills what there is.
        self.found_area = scrolling(self.found, tr("Agreement"))

    # Reading

    def refresh(self) -> None:
        """Work out anew what news have made old: it takes a while, and coming back is no news."""
        if self._stale:
            self.work_out()

    def work_out(self) -> None:
        """Read and work out anew, away from the window; what is under way gives way."""
        self._stale = False
        if self._running is not None:
            self._running.cancel()
        self._asked += 1
        asked, filters = self._asked, self._filters
        self.progress.show_work(tr("Comparing ratings …"))
        self.progress.show()
        self._running = self._jobs.start(
            lambda progress: self._work.agreement.view(filters, progress),
            done=lambda view: self.on_read(asked, view),
            failed=lambda error: self.on_failed(asked, error),
            cancelled=lambda: self.on_stopped(asked),
            progress=lambda done, total: self.on_progress(asked, done, total),
        )

    def _tell_calibrated(self, view: AgreementView) -> None:
        """Read when the raters were last calibrated: beside how they rate, not part of working it out."""
        uids = {one.rater for _, rows in view.severities for one in rows}
        self._jobs.start(
            lambda progress: self._work.calibration.notes(uids),
            done=self.raters.show_calibrated,
            failed=lambda error: self.on_failed(self._asked, error),
        )

    def on_progress(self, asked: int, done: int, total: int) -> None:
        if asked == self._asked:
            self.progress.show_progress(done, total)

    def on_read(self, asked: int, view: AgreementView | None) -> None:
        if asked != self._asked:
            return  # something newer is on its way
        self._ended()
        self.view = view
        self.filters.show_choices(view)
        if view is None or not view.gathered.sessions:
            sentence, hint = nothing_to_compare(view)
            self.empty.show_sentence(sentence, hint=hint)
            self.pages.setCurrentWidget(self.empty)
            self.save.setEnabled(False)
            return
        self._show(view)

    def _show(self, view: AgreementView) -> None:
        study = view.study
        self.basis.setText(basis(view))
        nested = "" if study.by_clusters else nesting_words(study)
        said = (blindness_words(view.gathered.blindness), left_out(view), nested)
        self.aside.setText(" ".join(filter(None, said)))
        self.notice.setText(view.notice)
        self.notice.setVisible(bool(view.notice))
        self.cards.show_totals(study.totals)
        self.raters.show_view(view)
        self._tell_calibrated(view)
        blocks = (*study.totals, *study.items)
        chosen = self.everything.of.currentData() or ""
        self.everything.show_blocks(blocks, chosen, notes=(nesting_words(study),))
        self.on_block_chosen(self.everything.of.currentData() or "")
        scale = view.gathered.scale
        used = {item_of(one.block)[1] for one in study.items}
        self.items.show_items(study.items, [(d.id, d.name) for d in scale.dimensions if d.id in used])
        self.pages.setCurrentWidget(self.found_area)
        self.save.setEnabled(True)

    def on_cancel(self) -> None:
        if self._running is not None:
            self._running.cancel()

    def on_stopped(self, asked: int) -> None:
        if asked == self._asked:
            self._stale = True
            self._ended()
            self.banner.show_message(tr("Stopped before everything was compared."), tone="info")
            there = self.view is not None and bool(self.view.gathered.sessions)
            self.pages.setCurrentWidget(self.found_area if there else self.blank)

    def on_failed(self, asked: int, error: Exception) -> None:
        if asked == self._asked:
            self._stale = True
            self._ended()
        self._tell(error)

    def _ended(self) -> None:
        self._running = None
        self.progress.hide()

    def _tell(self, error: Exception) -> None:
        if not isinstance(error, UserFacingError):
            raise error
        self.banner.show_message(str(error), tone="danger")

    # Looking closer

    def _block(self, uid: str) -> BlockStudy | None:
        if self.view is None:
            return None
        return next((one for one in (*self.view.study.totals, *self.view.study.items) if one.block.uid == uid), None)

    def on_item_chosen(self, uid: str) -> None:
        """Read the sessions on which this item's raters lie furthest apart."""
        one, view = self._block(uid), self.view
        if one is None or view is None:
            return
        self._asked_sides += 1
        asked = self._asked_sides
        self.items.sides.show_waiting(one.block.label)
        self._jobs.start(
            lambda progress: self._work.agreement.side_by_side(view, one.block),
            done=lambda found: self.on_sides(asked, one, found),
            failed=self._tell,
        )

    def on_sides(self, asked: int, one: BlockStudy, found: Sequence[SideBySide]) -> None:
        if asked == self._asked_sides:
            self.items.sides.show_sessions(one.block.label, item_of(one.block)[0], found)

    def on_block_chosen(self, uid: str) -> None:
        """Show everything about a total or an item; what an item still lacks is worked out first."""
        one, view = self._block(uid), self.view
        if one is None or view is None:
            return
        self.everything.show_block(one)
        if one.depth is not None:
            return
        self._asked_depth += 1
        asked = self._asked_depth
        self._jobs.start(
            lambda progress: self._work.agreement.deeper(view, one),
            done=lambda deep: self.everything.show_block(deep) if asked == self._asked_depth else None,
            failed=self._tell,
        )

    # Filters, saving, news

    def on_filters_chosen(self, filters: AgreementFilters) -> None:
        self._filters = filters
        self.work_out()

    def on_save(self) -> None:
        kinds = tr("Excel workbook (*.xlsx);;CSV table (*.csv)")
        path, _ = QFileDialog.getSaveFileName(self, tr("Save agreement"), tr("agreement.xlsx"), kinds)
        if path:
            self.save_to(Path(path))

    def save_to(self, path: Path) -> None:
        """Save the items' table, and in a workbook the raters' and each total's coefficients beside it."""
        view = self.view
        if view is None:
            return

        def tables() -> tuple[Table, ...]:
            return (items_table(view), severity_table(view), *(coefficients_table(one) for one in view.study.totals))

        self._jobs.start(
            lambda progress: self._work.tables.save(tables(), path),
            done=lambda _: self.banner.show_message(tr("Saved as {name}.", name=path.name), tone="ok"),
            failed=self._tell,
        )

    def on_changed(self, changed: Changed) -> None:
        if changed & RELEVANT:
            self._stale = True
            if self.isVisible():
                self.refresh()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and self.isVisible():
            self._give_lines()

    def _give_lines(self) -> None:
        self.tabs.setMinimumHeight(self.fontMetrics().height() * LEAST_LINES)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._give_lines()
        if self._stale:
            self.refresh()
