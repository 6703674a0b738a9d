"""Coverage: what is expected once in a case, and whether its rated recordings show it."""

from __future__ import annotations

from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from fidelity_rater.app.competence_models import CompetenceChart, CoverageLine
from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.text import label


class CoverageTable(QWidget):
    """One column per case, one row per item that is expected once."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.table = QTableWidget()
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setAccessibleName(tr("Coverage by case"))
        self.table.verticalHeader().setVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        explained = tr(
            "Items expected once in their phase or focal area, judged over all of a case's recordings. "
            "“Not covered” is said only where every session of the phase was rated."
        )
        column.addWidget(label(explained, "muted", wrap=True))
        column.addWidget(self.table, 1)

    def show_chart(self, chart: CompetenceChart | None) -> None:
        cases = [code for code, _ in chart.coverage] if chart else []
        by_case = dict(chart.coverage) if chart else {}
        names: dict[str, str] = {}
        for lines in by_case.values():
            for line in lines:
                names.setdefault(line.item, line.label)
        self.table.clear()
        self.table.setColumnCount(len(cases) + 1)
        self.table.setHorizontalHeaderLabels([tr("Item"), *cases])
        self.table.setRowCount(len(names))
        found = {(case, line.item): line for case in cases for line in by_case[case]}
        for row, (item, name) in enumerate(names.items()):
            cell = QTableWidgetItem(name)
            cell.setToolTip(item)
            self.table.setItem(row, 0, cell)
            for column, case in enumerate(cases, start=1):
                self.table.setItem(row, column, QTableWidgetItem(_said(found.get((case, item)))))
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        if cases:
            header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)


def _said(line: CoverageLine | None) -> str:
    if line is None:
        return ""
    match line.coverage:
        case "seen":
            return tr("✓ seen in {n} of {rated} rated", n=line.seen_in, rated=line.rated)
        case "not_covered":
            return tr("✗ not covered ({rated} of {held} rated)", rated=line.rated, held=line.held)
        case _:
            return tr("– not seen in {rated} of {held}", rated=line.rated, held=line.held)
