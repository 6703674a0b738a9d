"""The item-by-session map with what its signs mean."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from fidelity_rater.app.competence_models import CompetenceChart
from fidelity_rater.app.development.models import Choice
from fidelity_rater.app.development.wholes import long_table, wide_table
from fidelity_rater.app.ports.tables import Table
from fidelity_rater.ui.results.item_map import ItemMap, legend
from fidelity_rater.ui.results.page import Maker, ResultsPage
from fidelity_rater.ui.widgets.text import label


class MapPage(ResultsPage):
    """Every cell opens its rating."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chart: CompetenceChart | None = None
        self.legend = label("", "muted", wrap=True)
        self.map = ItemMap()
        self.map.cell_chosen.connect(self.rating_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.legend)
        column.addWidget(self.map, 1)

    def maker(self, choice: Choice, *, as_table: bool) -> Maker:
        def make(chart: CompetenceChart) -> CompetenceChart:
            chart.map_cells  # noqa: B018 - made here, away from the window, and kept
            return chart

        return make

    def show_made(self, made: CompetenceChart) -> None:
        self._chart = made
        self.map.show_chart(made)
        self.legend.setText(legend(made))

    @property
    def has_tables(self) -> bool:
        return self._chart is not None

    def tables(self) -> tuple[Table, ...]:
        return (wide_table(self._chart), long_table(self._chart)) if self._chart else ()
