"""The chart of a therapist's ratings over sessions and cases, symptom scores below; or its numbers as a table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from fidelity_rater.app.competence_models import CompetenceChart
from fidelity_rater.app.development.chart_words import chart_in_words
from fidelity_rater.app.development.models import Choice
from fidelity_rater.app.look import LIGHT, LookTokens
from fidelity_rater.app.ports.tables import Table
from fidelity_rater.app.results import chart_table, measures_table
from fidelity_rater.i18n import tr
from fidelity_rater.ui.results.chart_view import ChartView
from fidelity_rater.ui.results.data_table import DataTable
from fidelity_rater.ui.results.page import DOTS_PER_INCH, Maker, Paper, ResultsPage
from fidelity_rater.ui.theme import current_look

if TYPE_CHECKING:
    from fidelity_rater.charts.rendering import Picture


@dataclass(frozen=True, slots=True)
class Made:
    """What the job hands over."""

    chart: CompetenceChart
    picture: Picture | None
    table: Table | None
    ratio: float


class TrajectoryPage(ResultsPage):
    """Every dot opens its rating."""

    pictured = True

    def __init__(self, *, decimal_comma: Callable[[], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart: CompetenceChart | None = None
        self._size = QSize()
        self._rows: tuple[str, ...] = ()
        self.view = ChartView()
        self.view.spot_opened.connect(lambda uid: self.rating_chosen.emit(uid, ""))
        self._area = QScrollArea()
        self._area.setWidget(self.view)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.table = DataTable(decimal_comma=decimal_comma)
        self.table.doubleClicked.connect(lambda index: self._open_row(index.row()))
        self._stack = QStackedWidget()
        self._stack.addWidget(self._area)
        self._stack.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self._stack)

    @property
    def shown_for(self) -> str:
        size = self._room()
        return f"{size.width() // 16}x{size.height() // 16} {self.zoom}"

    def _room(self) -> QSize:
        return QSize(max(600, self.width() - 16), max(self.height() - 12, 200))

    def maker(self, choice: Choice, *, as_table: bool) -> Maker:
        look, size, ratio, zoom = current_look(), self._room(), self.devicePixelRatioF(), self.zoom

        def make(chart: CompetenceChart) -> Made:
            if as_table:
                return Made(chart, None, chart_in_words(chart), ratio)
            return Made(chart, _drawn(chart, look, size=size / zoom, ratio=ratio * zoom), None, ratio)

        return make

    def show_made(self, made: Made) -> None:
        self._chart = made.chart
        if made.picture is not None:
            self.view.show_picture(made.picture, ratio=made.ratio)
            self._stack.setCurrentWidget(self._area)
        elif made.table is not None:
            self.table.show_table(made.table)
            self._rows = tuple(dot.rating.uid for dot in made.chart.dots for _ in dot.summaries)
            self._stack.setCurrentWidget(self.table)

    def _open_row(self, row: int) -> None:
        if 0 <= row < len(self._rows):
            self.rating_chosen.emit(self._rows[row], "")

    @property
    def has_tables(self) -> bool:
        return self._chart is not None

    def tables(self) -> tuple[Table, ...]:
        if self._chart is None:
            return ()
        more = (measures_table(self._chart),) if self._chart.measures else ()
        return (chart_table(self._chart), *more)

    def paper(self) -> Paper | None:
        chart = self._chart
        if chart is None:
            return None
        heading = tr("Competence of {therapist} on {scale}", therapist=chart.therapist_code, scale=chart.scale_name)
        return Paper(lambda: _figure(chart), heading, chart.scale_notice)


def _figure(chart: CompetenceChart) -> Any:
    """Always on light ground: it is meant for paper."""
    from fidelity_rater.charts.competence import draw_competence

    return draw_competence(chart, LIGHT).figure


def _drawn(chart: CompetenceChart, look: LookTokens, *, size: QSize, ratio: float) -> Picture:
    from fidelity_rater.charts.competence import draw_competence
    from fidelity_rater.charts.rendering import render

    width, height = size.width() / DOTS_PER_INCH, size.height() / DOTS_PER_INCH
    return render(draw_competence(chart, look, width_in=width, height_in=height), scale=ratio)
