"""Every therapist against one rule set: a table that is sorted by a press and opened by another."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFont, QIcon, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from fidelity_rater.app.accreditation.models import ReadinessRow, Standing
from fidelity_rater.i18n import tr
from fidelity_rater.ui.readiness.standing_mark import icon_name, ink, word
from fidelity_rater.ui.theme import icon

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT: Final = QModelIndex()
THERAPIST, STANDING, MET, NOT_MET, UNKNOWN, MISSING = range(6)
_WORST: Final = {Standing.NOT_MET: 0, Standing.UNKNOWN: 1, Standing.MET: 2}
_OF_NUMBERS: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_ROLE: Final = Qt.ItemDataRole


def missing_first(row: ReadinessRow) -> str:
    """The first thing that is wanting; of what is required before what is wished for, of what is not met first."""
    open_ones = [each for each in row.readiness.requirements if each.standing is not Standing.MET]
    open_ones.sort(key=lambda each: (each.preferred, _WORST[each.standing]))
    for each in open_ones:
        if not each.wanting:
            return each.label
        return tr("{label}: {wanting}", label=each.label, wanting=each.wanting[0])
    return ""


def in_order_of_codes(code: str) -> tuple[tuple[int, int | str], ...]:
    """T9 comes before T10."""
    parts = re.split(r"(\d+)", code.casefold())
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in parts if part)


class OverviewModel(QAbstractTableModel):
    """Rows in the order that the person has chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[ReadinessRow] = []
        self._missing: dict[str, str] = {}
        self._icons: dict[Standing, QIcon] = {}
        self._inks: dict[Standing, QColor] = {}
        self._by, self._order = THERAPIST, Qt.SortOrder.AscendingOrder
        self.paint_anew()

    def paint_anew(self) -> None:
        """Take the colours of the look as it is now."""
        self._icons = {standing: icon(icon_name(standing), ink(standing)) for standing in Standing}
        self._inks = {standing: QColor(ink(standing)) for standing in Standing}

    def show_rows(self, rows: tuple[ReadinessRow, ...]) -> None:
        self.beginResetModel()
        self._missing = {row.therapist_uid: missing_first(row) for row in rows}
        self.rows = list(rows)
        self._sort()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._by, self._order = column, order
        self.layoutAboutToBeChanged.emit()
        before = {self.index(at, 0): row.therapist_uid for at, row in enumerate(self.rows)}
        self._sort()
        places = {row.therapist_uid: at for at, row in enumerate(self.rows)}
        for old in self.persistentIndexList():
            uid = before.get(self.index(old.row(), 0))
            if uid is not None:
                self.changePersistentIndex(old, self.index(places[uid], old.column()))
        self.layoutChanged.emit()

    def _sort(self) -> None:
        """Therapists who are alike in the chosen column stay in the order of their codes."""
        keys: dict[int, Callable[[ReadinessRow], Any]] = {
            STANDING: lambda row: (_WORST[row.standing], -row.not_met),
            MET: lambda row: row.met,
            NOT_MET: lambda row: row.not_met,
            UNKNOWN: lambda row: row.unknown,
            MISSING: lambda row: self._missing[row.therapist_uid],
        }
        reverse = self._order is Qt.SortOrder.DescendingOrder
        self.rows.sort(key=lambda row: in_order_of_codes(row.code), reverse=reverse and self._by == THERAPIST)
        if self._by in keys:
            self.rows.sort(key=keys[self._by], reverse=reverse)

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else 6

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _ROLE.DisplayRole) -> object:
        if role == _ROLE.TextAlignmentRole and MET <= section <= UNKNOWN:
            return _OF_NUMBERS
        if role != _ROLE.DisplayRole or orientation is not Qt.Orientation.Horizontal:
            return None
        return (
            tr("Therapist"), tr("Altogether"), tr("Met"), tr("Not met"), tr("Not known"), tr("What is missing first"),
        )[section]  # fmt: skip

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = self.rows[index.row()], index.column()
        if role == _ROLE.DisplayRole:
            return self._text(row, column)
        if role == _ROLE.AccessibleTextRole:
            name = self.headerData(column, Qt.Orientation.Horizontal)
            return tr("{column}: {value}", column=name, value=self._text(row, column) or "–")
        if role == _ROLE.ToolTipRole and column == MISSING:
            return self._text(row, column) or None
        if role == _ROLE.TextAlignmentRole:
            return _OF_NUMBERS if MET <= column <= UNKNOWN else None
        return self._painted(row, column, role)

    def _text(self, row: ReadinessRow, column: int) -> str:
        return (
            row.code, word(row.standing), str(row.met), str(row.not_met), str(row.unknown),
            self._missing[row.therapist_uid],
        )[column]  # fmt: skip

    def _painted(self, row: ReadinessRow, column: int, role: int) -> object:
        if column == STANDING and role == _ROLE.DecorationRole:
            return self._icons[row.standing]
        if column == STANDING and role == _ROLE.ForegroundRole:
            return self._inks[row.standing]
        if column == THERAPIST and role == _ROLE.FontRole:
            font = QFont()
            font.setBold(True)
            return font
        return None


class Overview(QTableView):
    """Signals:
    therapist_chosen: look at this one (uid, code).
    """

    therapist_chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.overview = OverviewModel(self)
        self.setModel(self.overview)
        self.setAccessibleName(tr("All therapists"))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setSortingEnabled(True)
        self.verticalHeader().setVisible(False)
        header = self.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setStretchLastSection(True)
        header.setSortIndicator(THERAPIST, Qt.SortOrder.AscendingOrder)
        self._measured = False
        self.activated.connect(self.on_activated)

    def show_rows(self, rows: tuple[ReadinessRow, ...]) -> None:
        """Show every therapist; who was chosen stays so."""
        chosen = self.chosen_uid
        self.overview.show_rows(rows)
        places = [at for at, row in enumerate(self.overview.rows) if row.therapist_uid == chosen] or [0]
        if rows:
            self.selectRow(places[0])
        self._measure()

    @property
    def chosen_uid(self) -> str:
        at = self.currentIndex().row()
        return self.overview.rows[at].therapist_uid if 0 <= at < len(self.overview.rows) else ""

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._measure()

    def _measure(self) -> None:
        """Once, by what stands in the columns for sure: measuring hundreds of rows would be felt."""
        if self._measured or not self.isVisible():
            return
        self._measured = True
        metrics, header = self.fontMetrics(), self.horizontalHeader()
        widest = max(metrics.horizontalAdvance(word(standing)) for standing in Standing)
        letters = metrics.averageCharWidth()
        self.setColumnWidth(THERAPIST, max(header.sectionSizeHint(THERAPIST), letters * 14))
        self.setColumnWidth(STANDING, max(header.sectionSizeHint(STANDING), widest + 60))
        for column in (MET, NOT_MET, UNKNOWN):
            self.setColumnWidth(column, header.sectionSizeHint(column) + 16)

    def on_activated(self, index: QModelIndex) -> None:
        row = self.overview.rows[index.row()]
        self.therapist_chosen.emit(row.therapist_uid, row.code)
