"""The results: a therapist's chart, items, profile, strengths and gaps, coverage and self-ratings, and the cohort.

Each tab is built when it is first gone to, and made, in a job, when it is looked at: the others wait. Filters and what
one looks at stay from tab to tab and from therapist to therapist.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Protocol

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from fidelity_rater.app.changes import Changed
from fidelity_rater.app.competence_models import CompetenceChart, Filters, RatingError
from fidelity_rater.app.development.models import Choice
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.jobs import JobRunner, Progress
from fidelity_rater.i18n import tr
from fidelity_rater.ui.results.cohort_page import CohortPage, CohortSource
from fidelity_rater.ui.results.filter_bar import FilterBar
from fidelity_rater.ui.results.map_page import MapPage
from fidelity_rater.ui.results.page import ResultsPage
from fidelity_rater.ui.results.saving import Saving, TableSaving
from fidelity_rater.ui.results.therapist_pages import CoveragePage, GapsPage, ProfilePage, SelfPage, TabSource
from fidelity_rater.ui.results.trajectory_page import TrajectoryPage
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.empty_state import EmptyState
from fidelity_rater.ui.widgets.room import Room
from fidelity_rater.ui.widgets.text import label

RELEVANT = (
    Changed.SCORES
    | Changed.RATINGS
    | Changed.CASELOAD
    | Changed.FEEDBACK
    | Changed.MEASURES
    | Changed.ASSIGNMENTS
    | Changed.PANEL
)
"""Whose change may make stale what is shown; the last two keep ratings out of it or let them in."""
TABLE_KEY = "Ctrl+Shift+L"
_ERRORS = "results: how sure"
"""A lane of its own: what a person waits for never stands behind it."""
CHART, ITEMS, PROFILE, GAPS, COVERAGE, SELF, COHORT = range(7)


class ResultsSource(TabSource, Protocol):
    """Where the charts come from, and what the tabs show of them."""

    def chart(self, therapist_uid: str, filters: Filters | None = None) -> CompetenceChart | None: ...


@dataclass(frozen=True, slots=True)
class _Read:
    """What a job hands over: the chart, and the shown tab's content unless there is nothing to make it of."""

    chart: CompetenceChart | None
    made: Any
    key: tuple[object, ...]
    sealed: str = ""


class ErrorSource(Protocol):
    """What agreement between raters tells of a chart's results; slow unless it is known."""

    def known(self, chart: CompetenceChart) -> tuple[RatingError, ...] | None: ...
    def of(self, chart: CompetenceChart, progress: Progress) -> tuple[RatingError, ...]: ...


class ResultsScreen(Room):
    """Competence over sessions and cases, and over therapists.

    Signals:
        rating_chosen: a dot, cell or line was opened (rating uid, item id or empty).
        report_wanted: a report of the therapist shown is wanted (uid, code).
    """

    rating_chosen = Signal(str, str)
    report_wanted = Signal(str, str)

    def __init__(
        self,
        source: ResultsSource,
        jobs: JobRunner,
        *,
        cohorts: CohortSource,
        tables: TableSaving,
        errors: ErrorSource | None = None,
        sealed: Callable[[], str] = str,
        parent: QWidget | None = None,
    ) -> None:
        """``sealed`` says what may not be seen yet; empty: nothing."""
        super().__init__(parent)
        self._sealed = sealed
        self._source, self._jobs, self._cohorts, self._tables = source, jobs, cohorts, tables
        self._errors = errors
        self._therapist_uid, self._code = "", ""
        self._filters, self._choice = Filters(), Choice()
        self._own: dict[str, Filters] = {}
        self._chart: CompetenceChart | None = None
        self._stale, self._asked, self._warmed = False, 0, False
        self._waiting = False
        self._made: dict[int, tuple[object, ...]] = {}
        self._generation = 0
        self._pages: dict[int, ResultsPage] = {}
        self._build()

    def _build(self) -> None:
        self.title = label("", "title")
        self.scale_notice = label("", "muted", wrap=True)
        self.banner = Banner(dismissable=True)
        self.banner.hide()
        self.filters = FilterBar()
        self.filters.filters_chosen.connect(self.on_filters_chosen)
        self.sides = QStackedWidget()
        self.sides.addWidget(self.filters)
        self.sides.setFixedWidth(208)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(True)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.setAccessibleName(tr("What is shown of the results"))
        for name in _tab_names():
            self.tabs.addTab(name)
        self.tabs.currentChanged.connect(self.on_tab_changed)
        self._build_places()
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.sides)
        middle.addWidget(self.pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        column.addLayout(self._heading())
        column.addWidget(self.scale_notice)
        column.addWidget(self.banner)
        column.addWidget(self.tabs)
        column.addLayout(middle, 1)

    def _build_places(self) -> None:
        self.empty = EmptyState("chart", "")
        self._show_nothing("")
        self.nothing_fits = EmptyState(
            "chart", tr("No rating fits these filters."), hint=tr("Choose “All” in one of them on the left.")
        )
        self.blank = QWidget()
        self.pages = QStackedWidget()
        for page in (self.blank, self.empty, self.nothing_fits):
            self.pages.addWidget(page)

    def _show_nothing(self, sealed: str) -> None:
        if sealed:
            self.empty.show_sentence(tr("Nothing can be shown yet."), hint=sealed)
        else:
            hint = tr("Rate a session and sign it; its dot appears here. Drafts can be shown on the left.")
            self.empty.show_sentence(tr("Nothing is rated and signed yet."), hint=hint)

    def _heading(self) -> QHBoxLayout:
        self.as_table = TextButton(tr("Show as table"), icon_name="sheet", key=TABLE_KEY)
        self.as_table.setCheckable(True)
        self.as_table.setShortcut(TABLE_KEY)
        self.as_table.toggled.connect(lambda _: self.refresh())
        self.report = TextButton(tr("Report …"), icon_name="book")
        self.report.clicked.connect(lambda: self.report_wanted.emit(self._therapist_uid, self._code))
        self.save = TextButton(tr("Save …"), icon_name="export")
        self.saving = Saving(self._tables, self._jobs, self.banner, parent=self)
        self.save.setMenu(self.saving.menu)
        row = QHBoxLayout()
        row.addWidget(self.title)
        row.addStretch(1)
        for button in (self.as_table, self.report, self.save):
            row.addWidget(button)
        return row

    # Tabs

    @property
    def tab(self) -> int:
        return self.tabs.currentIndex()

    def page(self, tab: int) -> ResultsPage:
        """A tab's page, built when first asked for."""
        if tab not in self._pages:
            page = self._new_page(tab)
            page.rating_chosen.connect(self.rating_chosen)
            page.therapist_chosen.connect(self.on_therapist_chosen)
            page.choice_changed.connect(self.on_choice_changed)
            self._pages[tab] = page
            self.pages.addWidget(page)
            page.resize(self.pages.size())
            if isinstance(page, CohortPage):
                self.sides.addWidget(page.filter_bar)
        return self._pages[tab]

    def _new_page(self, tab: int) -> ResultsPage:
        def comma() -> bool:
            return self._tables.decimal_comma

        if tab == CHART:
            return TrajectoryPage(decimal_comma=comma)
        if tab == ITEMS:
            return MapPage()
        if tab == COHORT:
            return CohortPage(self._cohorts, decimal_comma=comma)
        kind = {PROFILE: ProfilePage, GAPS: GapsPage, COVERAGE: CoveragePage, SELF: SelfPage}[tab]
        return kind(self._source, decimal_comma=comma)

    def on_tab_changed(self) -> None:
        page = self.page(self.tab)
        self.sides.setCurrentWidget(page.filter_bar if isinstance(page, CohortPage) else self.filters)
        self.refresh(read=False)

    @property
    def shown_is_made(self) -> bool:
        """Whether what is shown is what was last asked for."""
        return not self._waiting

    def show_tab(self, tab: int) -> None:
        self.tabs.setCurrentIndex(tab)

    # Showing

    def show_therapist(self, therapist_uid: str, code: str) -> None:
        """Show a therapist's results, looked at as the last one's were; cases, raters and scale are each one's own."""
        self._own[self._therapist_uid] = self._filters
        own = self._own.get(therapist_uid, Filters())
        self._filters = replace(self._filters, cases=own.cases, raters=own.raters, scale_sha256=own.scale_sha256)
        self._therapist_uid, self._code = therapist_uid, code
        self._chart = None
        self._made.clear()
        self._generation += 1
        self._stale = False
        self.banner.show_message("")
        page = self.page(self.tab)
        if page.of_therapist:
            self.pages.setCurrentWidget(self.blank)  # never one therapist's results under another's name
            self._offer(None)
        self._show_title()
        self.refresh()

    def _show_title(self) -> None:
        of_therapist = self.page(self.tab).of_therapist
        title = tr("Results of {therapist}", therapist=self._code) if of_therapist else tr("Results of all therapists")
        self.title.setText(title)

    def refresh(self, *, read: bool = True) -> None:
        """Read and make anew what is shown, away from the window; with ``read`` False only what is not made yet."""
        page = self.page(self.tab)
        self._show_title()
        if page.of_therapist and not self._therapist_uid:
            return
        if read:
            self._stale = False
            self._generation += 1
        tab, known = self.tab, None if read else self._chart
        as_table = self.as_table.isChecked() and page.pictured
        key = (self._generation, self._choice, as_table, page.shown_for)
        if not read and self._made.get(tab) == key:
            self._show_page(tab)
            return
        self._asked += 1
        self._waiting = True
        asked, uid, filters = self._asked, self._therapist_uid, self._filters
        make = page.maker(self._choice, as_table=as_table)

        def work(progress: Progress) -> _Read:
            if not page.of_therapist:
                return _Read(known, make(known), key)  # type: ignore[arg-type]
            chart = known or self._read_chart(uid, filters)
            progress.check()
            if chart is None:
                return _Read(None, None, key, self._sealed())
            return _Read(chart, make(chart) if chart.dots else None, key)

        self._jobs.start(work, done=lambda found: self.on_read(asked, tab, found), failed=self.on_failed)

    def _read_chart(self, therapist_uid: str, filters: Filters) -> CompetenceChart | None:
        chart = self._source.chart(therapist_uid, filters)
        if chart is None or self._errors is None:
            return chart
        return replace(chart, errors=self._errors.known(chart))

    def on_read(self, asked: int, tab: int, read: _Read) -> None:
        if asked != self._asked:
            return  # something newer is on its way
        self._waiting = False
        page = self.page(tab)
        if page.of_therapist:
            self._show_nothing(read.sealed)
            if self._chart is not read.chart:
                self._made.clear()
            self._chart = read.chart
            self._code = read.chart.therapist_code if read.chart is not None else self._code
            self._show_title()
            self.filters.show_choices(read.chart)
            self.scale_notice.setText(read.chart.scale_notice if read.chart else "")
        if read.made is not None:
            page.show_made(read.made)
            self._made[tab] = read.key
        self._show_page(tab)
        if page.of_therapist:
            self._read_errors()
        self._warm()

    def _read_errors(self) -> None:
        """Once a chart is shown, read how sure its dots are, and show it again with that."""
        chart, source = self._chart, self._errors
        if chart is None or source is None or not chart.dots or chart.errors is not None:
            return

        def done(found: tuple[RatingError, ...]) -> None:
            if self._chart is not chart:
                return  # another is shown by now, which asks for itself
            self._chart = replace(chart, errors=found)
            self._made.pop(CHART, None)
            if self.tab == CHART and not self._waiting:
                self.refresh(read=False)

        self._jobs.start(lambda progress: source.of(chart, progress), done=done, failed=self.on_failed, lane=_ERRORS)

    def _show_page(self, tab: int) -> None:
        page = self.page(tab)
        if isinstance(page, CohortPage):
            self.scale_notice.setText(page.view_of.notice if page.view_of else "")
            self.pages.setCurrentWidget(page)
        else:
            self.scale_notice.setText(self._chart.scale_notice if self._chart else "")
            has_dots = self._chart is not None and bool(self._chart.dots)
            without = self.nothing_fits if self._chart is not None else self.empty
            self.pages.setCurrentWidget(page if has_dots else without)
        self._offer(page)

    def _offer(self, page: ResultsPage | None) -> None:
        """What can be done with what is shown."""
        shown = page is not None and self.pages.currentWidget() is page
        chart = self._chart if self._chart is not None and self._chart.dots else None
        if page is not None and shown:
            self.saving.offer(page, chart if page.of_therapist else None)
        else:
            self.saving.offer()
        self.as_table.setEnabled(shown and page is not None and page.pictured)
        self.save.setEnabled(self.saving.offered)
        self.report.setVisible(page is None or page.of_therapist)
        self.report.setEnabled(chart is not None)

    def _warm(self) -> None:
        """Once something is shown, read what the cohort's tab will wait for."""
        if not self._warmed:
            self._warmed = True
            self._jobs.start(lambda progress: self._cohorts.warm(), done=lambda _: None, failed=self.on_failed)

    def on_failed(self, error: Exception) -> None:
        if not isinstance(error, UserFacingError):
            raise error
        self.banner.show_message(str(error), tone="danger")

    # News

    def on_changed(self, changed: Changed) -> None:
        """Draw anew when what is shown may be stale: now if visible, else when shown again."""
        if changed & RELEVANT:
            self._look_again()

    def on_look_changed(self) -> None:
        self._look_again()

    def _look_again(self) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        page = self._pages.get(self.tab)
        if page is not None and self.isVisible() and self.tab in self._made:
            self.refresh(read=False)

    # Doing

    def on_filters_chosen(self, filters: Filters) -> None:
        self._filters = filters
        self.refresh()

    def on_choice_changed(self, choice: Choice) -> None:
        self._choice = choice
        self.refresh(read=False)

    def on_therapist_chosen(self, therapist_uid: str, code: str) -> None:
        """From the cohort to one of its therapists."""
        self.tabs.setCurrentIndex(CHART)
        self.show_therapist(therapist_uid, code)


def _tab_names() -> tuple[str, ...]:
    return (
        tr("Chart"),
        tr("Items by session"),
        tr("Profile"),
        tr("Strengths and gaps"),
        tr("Coverage"),
        tr("Self and supervisor"),
        tr("Cohort"),
    )
