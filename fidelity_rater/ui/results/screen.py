"""The results of one therapist: chart, items by session, coverage; narrowed, opened, saved."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QScrollArea, QStackedWidget, QTabWidget, QVBoxLayout, QWidget

from fidelity_rater.app.changes import Changed
from fidelity_rater.app.competence_models import CompetenceChart, Filters
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.look import LIGHT, LookTokens
from fidelity_rater.app.ports.jobs import JobRunner, Progress
from fidelity_rater.app.results import write_chart_csv
from fidelity_rater.i18n import tr
from fidelity_rater.ui.results.chart_view import ChartView
from fidelity_rater.ui.results.coverage_table import CoverageTable
from fidelity_rater.ui.results.filter_bar import FilterBar
from fidelity_rater.ui.results.item_map import ItemMap, legend
from fidelity_rater.ui.theme import current_look
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.empty_state import EmptyState
from fidelity_rater.ui.widgets.text import label

if TYPE_CHECKING:
    from fidelity_rater.charts.rendering import Picture

RELEVANT = Changed.SCORES | Changed.RATINGS | Changed.CASELOAD
_DOTS_PER_INCH = 100


class ChartSource(Protocol):
    """Where the charts come from."""

    def chart(self, therapist_uid: str, filters: Filters | None = None) -> CompetenceChart | None: ...


@dataclass(frozen=True, slots=True)
class _Read:
    chart: CompetenceChart | None
    picture: Picture | None


class ResultsScreen(QWidget):
    """Competence over sessions and cases.

    Signals:
        rating_chosen: a dot or cell was opened (rating uid, item id or empty).
    """

    rating_chosen = Signal(str, str)

    def __init__(self, source: ChartSource, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._source, self._jobs = source, jobs
        self._therapist_uid = ""
        self._filters = Filters()
        self._chart: CompetenceChart | None = None
        self._stale = False
        self._asked = 0
        self._size_shown = QSize()
        self._build()

    def _build(self) -> None:
        self.title = label("", "title")
        self.scale_notice = label("", "muted", wrap=True)
        self.banner = Banner()
        self.banner.hide()
        self.filters = FilterBar()
        self.filters.setFixedWidth(208)
        self.filters.filters_chosen.connect(self.on_filters_chosen)
        self._build_pages()
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.filters)
        middle.addWidget(self.pages, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 16)
        column.setSpacing(8)
        column.addLayout(self._heading())
        column.addWidget(self.scale_notice)
        column.addWidget(self.banner)
        column.addLayout(middle, 1)

    def _build_pages(self) -> None:
        self.chart_view = ChartView()
        self.chart_view.rating_chosen.connect(lambda uid: self.rating_chosen.emit(uid, ""))
        self._chart_area = QScrollArea()
        self._chart_area.setWidget(self.chart_view)
        self._chart_area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.item_map = ItemMap()
        self.item_map.cell_chosen.connect(self.rating_chosen)
        self.map_legend = label("", "muted", wrap=True)
        map_page = QWidget()
        map_column = QVBoxLayout(map_page)
        map_column.setContentsMargins(0, 8, 0, 0)
        map_column.addWidget(self.map_legend)
        map_column.addWidget(self.item_map, 1)
        self.coverage = CoverageTable()
        self.tabs = QTabWidget()
        self.tabs.addTab(self._chart_area, tr("Chart"))
        self.tabs.addTab(map_page, tr("Items by session"))
        self.tabs.addTab(self.coverage, tr("Coverage"))
        self.empty = EmptyState(
            "chart",
            tr("Nothing is rated and signed yet."),
            hint=tr("Rate a session and sign it; its dot appears here. Drafts can be shown on the left."),
        )
        self.nothing_fits = EmptyState(
            "chart", tr("No rating fits these filters."), hint=tr("Choose “All” in one of them on the left.")
        )
        self.blank = QWidget()
        self.pages = QStackedWidget()
        for page in (self.blank, self.tabs, self.empty, self.nothing_fits):
            self.pages.addWidget(page)

    def _heading(self) -> QHBoxLayout:
        self.save_picture = TextButton(tr("Save chart…"), icon_name="export", key="Ctrl+Shift+S")
        self.save_picture.setShortcut("Ctrl+Shift+S")
        self.save_picture.clicked.connect(self.on_save_picture)
        self.save_data = TextButton(tr("Save data (CSV)…"), icon_name="sheet", key="Ctrl+Shift+D")
        self.save_data.setShortcut("Ctrl+Shift+D")
        self.save_data.clicked.connect(self.on_save_data)
        row = QHBoxLayout()
        row.addWidget(self.title)
        row.addStretch(1)
        row.addWidget(self.save_picture)
        row.addWidget(self.save_data)
        return row

    # Showing

    def show_therapist(self, therapist_uid: str, code: str) -> None:
        """Show a therapist's results from the whole of their ratings."""
        self._therapist_uid, self._filters = therapist_uid, Filters()
        self.title.setText(tr("Results of {therapist}", therapist=code))
        self._chart = None
        self.pages.setCurrentWidget(self.blank)  # never one therapist's results under another's name
        self._offer_saving(False)
        self.refresh()

    def refresh(self) -> None:
        """Read and draw anew, away from the window."""
        self._stale = False
        if not self._therapist_uid:
            return
        self._asked += 1
        asked, uid, filters = self._asked, self._therapist_uid, self._filters
        look, size, ratio = current_look(), self._chart_size(), self.devicePixelRatioF()
        self._size_shown = size

        def work(progress: Progress) -> _Read:
            chart = self._source.chart(uid, filters)
            progress.check()
            return _Read(chart, _drawn(chart, look, size=size, ratio=ratio))

        self._jobs.start(work, done=lambda read: self.on_read(asked, read, ratio), failed=self.on_failed)

    def on_read(self, asked: int, read: _Read, ratio: float) -> None:
        if asked != self._asked:
            return  # something newer is on its way
        self._chart = read.chart
        has_dots = read.chart is not None and bool(read.chart.dots)
        self.filters.show_choices(read.chart)
        self.scale_notice.setText(read.chart.scale_notice if read.chart else "")
        if read.picture is not None:
            self.chart_view.show_picture(read.picture, ratio=ratio)
        self.item_map.show_chart(read.chart)
        self.map_legend.setText(legend(read.chart) if read.chart else "")
        self.coverage.show_chart(read.chart)
        without = self.nothing_fits if read.chart is not None else self.empty
        self.pages.setCurrentWidget(self.tabs if has_dots else without)
        self._offer_saving(has_dots)

    def _offer_saving(self, offered: bool) -> None:
        for button in (self.save_picture, self.save_data):
            button.setEnabled(offered)

    def on_failed(self, error: Exception) -> None:
        if not isinstance(error, UserFacingError):
            raise error
        self.banner.show_message(str(error), tone="danger")

    def on_changed(self, changed: Changed) -> None:
        """Draw anew when what is shown may be stale: now if visible, else when shown again."""
        if changed & RELEVANT:
            self._stale = True
            if self.isVisible():
                self.refresh()

    def on_look_changed(self) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        apart = self._chart_size() - self._size_shown
        if self._chart is not None and max(abs(apart.width()), abs(apart.height())) > 16 and self.isVisible():
            self.refresh()

    def _chart_size(self) -> QSize:
        """The room for the chart, so that it is seen whole where that can be."""
        margins = 24 * 2 + 16 + self.filters.width() + 32
        height = self.pages.height() - self.tabs.tabBar().sizeHint().height() - 16
        return QSize(max(600, self.width() - margins), height)

    # Doing

    def on_filters_chosen(self, filters: Filters) -> None:
        self._filters = filters
        self.refresh()

    def on_save_picture(self) -> None:
        kinds = tr("PNG picture (*.png);;SVG drawing (*.svg);;PDF document (*.pdf)")
        path, _ = QFileDialog.getSaveFileName(self, tr("Save chart"), tr("competence.png"), kinds)
        if path:
            self.save_picture_to(Path(path))

    def save_picture_to(self, path: Path) -> None:
        """Save the chart, always on light ground: it is meant for paper."""
        chart = self._chart
        if chart is not None:
            self._start_saving(lambda: _save_picture(chart, path), path)

    def on_save_data(self) -> None:
        path, _ = QFileDialog.getSaveFileName(self, tr("Save data"), tr("competence.csv"), tr("CSV table (*.csv)"))
        if path:
            self.save_data_to(Path(path))

    def save_data_to(self, path: Path) -> None:
        chart = self._chart
        if chart is not None:
            self._start_saving(lambda: _save_data(chart, path), path)

    def _start_saving(self, save: Callable[[], None], path: Path) -> None:
        self._jobs.start(
            lambda progress: save(),
            done=lambda _: self.banner.show_message(tr("Saved as {name}.", name=path.name), tone="ok"),
            failed=self.on_failed,
        )


def _drawn(chart: CompetenceChart | None, look: LookTokens, *, size: QSize, ratio: float) -> Picture | None:
    if chart is None or not chart.dots:
        return None
    from fidelity_rater.charts.competence import draw_competence
    from fidelity_rater.charts.rendering import render

    width, height = size.width() / _DOTS_PER_INCH, size.height() / _DOTS_PER_INCH
    return render(draw_competence(chart, look, width_in=width, height_in=height), scale=ratio)


def _save_picture(chart: CompetenceChart, path: Path) -> None:
    from fidelity_rater.charts.competence import draw_competence
    from fidelity_rater.charts.saving import save_figure

    heading = tr("Competence of {therapist} on {scale}", therapist=chart.therapist_code, scale=chart.scale_name)
    drawn = draw_competence(chart, LIGHT)
    save_figure(drawn.figure, path, heading=heading, foot=chart.scale_notice, ink=LIGHT.text)


def _save_data(chart: CompetenceChart, path: Path) -> None:
    try:
        with path.open("w", encoding="utf-8-sig", newline="") as file:
            write_chart_csv(chart, file)
    except OSError:
        raise UserFacingError(
            tr("The data could not be saved there."), tr("Choose another folder, or free some space.")
        ) from None
