"""One rater's results: biases over time as a picture, the attempts as a table, and how the gate is met."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontInfo
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fidelity_rater.app.calibration.models import DriftLine, RaterStanding
from fidelity_rater.app.look import LookTokens
from fidelity_rater.i18n import tr
from fidelity_rater.ui.calibration.tables import attempt_table, passing_words
from fidelity_rater.ui.forms.days import spoken_day
from fidelity_rater.ui.results.chart_view import ChartView
from fidelity_rater.ui.results.data_table import DataTable
from fidelity_rater.ui.theme import current_look
from fidelity_rater.ui.widgets.card import Card
from fidelity_rater.ui.widgets.text import label

if TYPE_CHECKING:
    from fidelity_rater.charts.rendering import Picture

DOTS_PER_INCH = 100
PICTURE_TEXT_PX = 12.5
MOST_ROWS_SHOWN = 6


class StandingSection(QWidget):
    """Signals:
    result_wanted: see this attempt beside its consensus (its rating's uid).
    """

    result_wanted = Signal(str)

    def __init__(self, *, decimal_comma: Callable[[], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._standing: RaterStanding | None = None
        self.told = label("", wrap=True)
        self.why = label("", "muted", wrap=True)
        self.card = Card(parent=self)
        self.card.body.setContentsMargins(8, 8, 8, 8)
        self.view = ChartView()
        self.view.setAccessibleName(tr("Bias over time"))
        self.view.setAccessibleDescription(tr("Left and right go from attempt to attempt, Enter shows the result."))
        self.drifts = label("", "muted", wrap=True)
        self.table = DataTable(decimal_comma=decimal_comma)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.card.body.addWidget(self.view, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.told, self.why, self.card, self.drifts, self.table):
            column.addWidget(part)
        self.view.spot_opened.connect(self.result_wanted)
        self.table.doubleClicked.connect(lambda index: self._open_row(index.row()))
        self.table.activated.connect(lambda index: self._open_row(index.row()))

    @property
    def rater_uid(self) -> str:
        return self._standing.person_uid if self._standing is not None else ""

    def show_standing(self, standing: RaterStanding | None) -> None:
        """Show a rater in words and as a table; the picture comes when it is drawn."""
        self._standing = standing
        for part in (self.why, self.card, self.drifts, self.table):
            part.setVisible(standing is not None)
        if standing is None:
            self.told.setText(tr("No attempt of yours is signed yet."))
            return
        self.told.setText(
            tr(
                "{rater}, last calibrated on {date}: {passing}.",
                rater=standing.initials,
                date=spoken_day(standing.last_on),
                passing=passing_words(standing.passing),
            )
        )
        self.why.setText("\n".join(standing.why))
        self.why.setVisible(bool(standing.why))
        self.drifts.setText("\n".join(line.drift_words for line in standing.lines))
        self.table.show_table(attempt_table(standing.attempts))
        rows = min(len(standing.attempts), MOST_ROWS_SHOWN)
        height = self.table.verticalHeader().defaultSectionSize() * rows
        self.table.setFixedHeight(height + self.table.horizontalHeader().sizeHint().height() + 24)

    def painter(self, width: int, most_bias: float | None) -> Callable[[], Picture] | None:
        """What draws the picture, in a job, for as much room as there is; None where nothing can be drawn."""
        standing = self._standing
        if standing is None or not any(line.points for line in standing.lines):
            self.card.hide()
            return None
        lines, look, ratio = standing.lines, current_look(), self.devicePixelRatioF()
        zoom = max(1.0, QFontInfo(self.font()).pixelSize() / PICTURE_TEXT_PX)

        def paint() -> Picture:
            return _painted(lines, look, most_bias, width_in=width / zoom / DOTS_PER_INCH, scale=ratio * zoom)

        return paint

    def show_picture(self, picture: Picture) -> None:
        self.view.show_picture(picture, ratio=self.devicePixelRatioF())
        self.card.setVisible(True)

    def _open_row(self, row: int) -> None:
        if self._standing is not None and 0 <= row < len(self._standing.attempts):
            self.result_wanted.emit(tuple(reversed(self._standing.attempts))[row].rating_uid)


def _painted(
    lines: tuple[DriftLine, ...], look: LookTokens, most_bias: float | None, *, width_in: float, scale: float
) -> Picture:
    from fidelity_rater.charts.calibration import draw_drift
    from fidelity_rater.charts.rendering import render

    return render(draw_drift(lines, look, most_bias=most_bias, width_in=width_in), scale=scale)
