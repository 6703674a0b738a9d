"""A tab that shows an exhibit: a few choices, a sentence, a picture or the table behind it, and what it stands on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QScrollArea, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from fidelity_rater.app.development.models import Choice, Exhibit, Ground, SharePicture
from fidelity_rater.app.development.models import Picture as Pictured
from fidelity_rater.app.look import LIGHT, LookTokens
from fidelity_rater.app.ports.tables import Table
from fidelity_rater.i18n import tr
from fidelity_rater.ui.results.chart_view import ChartView
from fidelity_rater.ui.results.data_table import DataTable
from fidelity_rater.ui.results.filter_column import fill
from fidelity_rater.ui.results.grounds_list import GroundsList
from fidelity_rater.ui.results.page import DOTS_PER_INCH, Paper, ResultsPage
from fidelity_rater.ui.theme import current_look
from fidelity_rater.ui.widgets.empty_state import EmptyState
from fidelity_rater.ui.widgets.flow_layout import FlowLayout
from fidelity_rater.ui.widgets.text import label

if TYPE_CHECKING:
    from fidelity_rater.charts.drawn import Drawn
    from fidelity_rater.charts.rendering import Picture


GROUNDS_WIDTH, AROUND = 290, 36
NARROW = 900
"""Narrower than this, in pixels of 100 % text, what a figure stands on lies below it and not beside."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An exhibit with its picture drawn, where it is to be shown as one."""

    exhibit: Exhibit
    picture: Picture | None
    ratio: float


class ExhibitPage(ResultsPage):
    """Subclasses say what is made, and add their choices with :meth:`add_choice`."""

    pictured = True

    def __init__(self, *, decimal_comma: Callable[[], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.exhibit: Exhibit | None = None
        self.whose = ""
        self.choices = FlowLayout(spacing=12)
        self.intro = label("", "muted", wrap=True)
        self.view = ChartView()
        self.view.setAccessibleDescription(
            tr("Left and right go from mark to mark, Enter lists what it stands on. The same is there as a table.")
        )
        self.view.spot_opened.connect(self.on_spot_opened)
        self._area = QScrollArea()
        self._area.setWidget(self.view)
        self._area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.table = DataTable(decimal_comma=decimal_comma)
        self.table.row_chosen.connect(self.on_row_chosen)
        self.empty = EmptyState("chart", "")
        self.stack = QStackedWidget()
        for widget in (self._area, self.table, self.empty):
            self.stack.addWidget(widget)
        self.grounds = GroundsList()
        self.grounds.ground_opened.connect(self.on_ground_opened)
        self._build()

    def _build(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self.stack)
        split.addWidget(self.grounds)
        split.setStretchFactor(0, 1)
        split.setSizes([700, GROUNDS_WIDTH])
        self.split = split
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addLayout(self.choices)
        column.addWidget(self.intro)
        column.addWidget(split, 1)

    def add_choice(self, name: str, entries: Iterable[tuple[str, str]]) -> QComboBox:
        """One box with its name before it; a change is told with :meth:`chosen`."""
        box = QComboBox()
        box.setAccessibleName(name)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        fill(box, entries, "")
        box.activated.connect(lambda _: self.choice_changed.emit(self.chosen()))
        made = label(name, "strong")
        made.setBuddy(box)
        pair = QWidget(self)
        row = QHBoxLayout(pair)
        row.setContentsMargins(0, 0, 8, 0)
        row.addWidget(made)
        row.addWidget(box)
        self.choices.addWidget(pair)
        return box

    def chosen(self) -> Choice:
        """What the boxes are set to."""
        raise NotImplementedError

    @property
    def shown_for(self) -> str:
        return f"{self._room() // 32} {self.zoom}"

    def _room(self) -> int:
        beside = 0 if self._narrow else GROUNDS_WIDTH
        return max(self.width() - beside - AROUND, 560)

    @property
    def _narrow(self) -> bool:
        return self.width() < NARROW * self.zoom

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = Qt.Orientation.Vertical if self._narrow else Qt.Orientation.Horizontal
        if self.split.orientation() is not wanted:
            self.split.setOrientation(wanted)
            self.split.setSizes([300, 160] if self._narrow else [700, GROUNDS_WIDTH])

    def shower(self, *, as_table: bool) -> Callable[[Exhibit], Shown]:
        """What draws an exhibit, in a job, as it is to be shown here now."""
        look, width, ratio, zoom = current_look(), self._room(), self.devicePixelRatioF(), self.zoom

        def draw(exhibit: Exhibit) -> Shown:
            if as_table or exhibit.picture is None or exhibit.empty:
                return Shown(exhibit, None, ratio)
            return Shown(exhibit, _rendered(exhibit.picture, look, width=width / zoom, ratio=ratio * zoom), ratio)

        return draw

    def show_exhibit(self, made: Shown) -> None:
        self.exhibit = made.exhibit
        self.intro.setText(made.exhibit.intro)
        self.intro.setVisible(bool(made.exhibit.intro))
        self.table.show_table(made.exhibit.table)
        self.grounds.show_grounds("", ())
        self.grounds.setVisible(not made.exhibit.empty)
        if made.exhibit.empty:
            self.empty.show_sentence(made.exhibit.empty)
            self.stack.setCurrentWidget(self.empty)
        elif made.picture is not None:
            self.view.show_picture(made.picture, ratio=made.ratio)
            self.view.setAccessibleName(made.exhibit.table.name)
            self.stack.setCurrentWidget(self._area)
        else:
            self.stack.setCurrentWidget(self.table)

    def on_spot_opened(self, key: str) -> None:
        """A mark's row, as if it were chosen in the table."""
        if self.exhibit is not None and key:
            self.on_row_chosen(self.exhibit.picture_rows[int(key)])
            self.grounds.list.setFocus()

    def on_row_chosen(self, row: int) -> None:
        if self.exhibit is None or not 0 <= row < len(self.exhibit.grounds):
            return
        cells = self.exhibit.table.rows[row]
        self.grounds.show_grounds(self.row_name(cells), self.exhibit.grounds[row]())

    def row_name(self, cells: tuple[object, ...]) -> str:
        """What a row is called over its grounds."""
        return str(cells[0])

    def on_ground_opened(self, ground: Ground) -> None:
        if ground.therapist_uid:
            self.therapist_chosen.emit(ground.therapist_uid, "")
        else:
            self.rating_chosen.emit(ground.rating_uid, ground.item)

    @property
    def has_tables(self) -> bool:
        return self.exhibit is not None and not self.exhibit.empty

    def tables(self) -> tuple[Table, ...]:
        return (self.exhibit.table,) if self.exhibit is not None and not self.exhibit.empty else ()

    def paper(self) -> Paper | None:
        exhibit = self.exhibit
        if exhibit is None or exhibit.picture is None:
            return None
        picture, table = exhibit.picture, exhibit.table
        heading = tr("{whose}: {what}", whose=self.whose, what=table.name) if self.whose else table.name
        return Paper(lambda: _drawn(picture, LIGHT, width_in=9.0).figure, heading, "  ".join(table.notes))


def _rendered(picture: Pictured, look: LookTokens, *, width: float, ratio: float) -> Picture:
    from fidelity_rater.charts.rendering import render

    return render(_drawn(picture, look, width_in=width / DOTS_PER_INCH), scale=ratio)


def _drawn(picture: Pictured, look: LookTokens, *, width_in: float) -> Drawn:
    if isinstance(picture, SharePicture):
        from fidelity_rater.charts.shares import draw_shares

        return draw_shares(picture, look, width_in=width_in)
    from fidelity_rater.charts.rows import draw_rows

    return draw_rows(picture, look, width_in=width_in)
