"""Each rater beside the others on the sessions that they share: severe or lenient, and how steadily."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.agreement.library_models import AgreementView
from fidelity_rater.app.rating.calibrated import CalibratedNote
from fidelity_rater.i18n import tr
from fidelity_rater.ui.agreement.rows import (
    RATER_DRAWN,
    axis_of,
    calibrated_words,
    rater_columns,
    rater_row,
    severities_words,
)
from fidelity_rater.ui.agreement.span_table import Axis, SpanTable
from fidelity_rater.ui.results.filter_column import fill
from fidelity_rater.ui.widgets.text import label


class RatersPage(QWidget):
    """One total at a time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view: AgreementView | None = None
        self.total = QComboBox(self)
        self.total.setAccessibleName(tr("Total"))
        self.total.setMinimumContentsLength(24)
        self.total.activated.connect(lambda _: self._show())
        name = label(tr("Of"), "strong")
        name.setBuddy(self.total)
        self.explained = label(
            tr(
                "Each rater's scores less the mean of the others' on the same sessions, in points, with its 95 % "
                "interval. Right of the line is more lenient than the others, left of it more severe. It tells "
                "severity only where sessions came to raters at random."
            ),
            "muted",
            wrap=True,
        )
        self.told = label("", wrap=True)
        self.calibrated = label("", "muted", wrap=True)
        self._notes: Mapping[str, CalibratedNote] = {}
        self.table = SpanTable(rater_columns(), Axis(-1, 1), drawn=RATER_DRAWN, parent=self)
        self.table.setAccessibleName(tr("Raters beside the others"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(name)
        row.addWidget(self.total)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        column.addWidget(self.explained)
        column.addWidget(self.told)
        column.addWidget(self.calibrated)
        column.addWidget(self.table, 1)

    def show_view(self, view: AgreementView) -> None:
        self._view = view
        names = {one.block.uid: one.block.label for one in view.study.totals}
        chosen = self.total.currentData() or ""
        fill(self.total, ((uid, names.get(uid, uid)) for uid, _ in view.severities), chosen)
        self._show()

    def show_calibrated(self, notes: Mapping[str, CalibratedNote]) -> None:
        """Say when each was last calibrated, by their uids."""
        self._notes = notes
        self._show()

    def _show(self) -> None:
        found = dict(self._view.severities) if self._view is not None else {}
        rows = found.get(self.total.currentData() or "", ())
        self.table.show_rows([rater_row(one) for one in rows], axis=axis_of(rows))
        self.told.setText(severities_words(rows))
        words = calibrated_words(rows, self._notes)
        self.calibrated.setText(words)
        self.calibrated.setVisible(bool(words))
