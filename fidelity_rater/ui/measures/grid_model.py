"""The grid of a case's totals for a table: what is kept, what is on its way, and what was typed but cannot be kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from fidelity_rater.app import labels
from fidelity_rater.app.measures.models import Attendance, CaseGrid, Entry, GridSession, Measure
from fidelity_rater.app.measures.values import range_of, why_not
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.days import spoken_day
from fidelity_rater.ui.theme import current_look, icon

Index = QModelIndex | QPersistentModelIndex
Key = tuple[str, str]
_NO_PARENT = QModelIndex()
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole)


class GridModel(QAbstractTableModel):
    """Sessions by measures.

    Signals:
        typed: these totals are to be kept (a tuple of :class:`Entry`).
        faults_told: why something typed cannot be kept, as sentences; none where all can.
    """

    typed = Signal(object)
    faults_told = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sessions: tuple[GridSession, ...] = ()
        self.measures: tuple[Measure, ...] = ()
        self._grid: CaseGrid | None = None
        self._added: tuple[Measure, ...] = ()
        self._under_way: dict[Key, str] = {}
        self._faults: dict[Key, tuple[str, str]] = {}

    # What it shows

    def show_grid(self, grid: CaseGrid) -> None:
        """Show what is kept now; columns that were added stay, and faults where nothing else came in their place."""
        first = self._grid is None
        before = {} if self._grid is None else self._grid.totals
        self._faults = {key: v for key, v in self._faults.items() if grid.totals.get(key) == before.get(key)}
        if first:
            self._added = grid.measures
        shown = {measure.id for measure in self._added}
        self._added += tuple(measure for measure in grid.measures if measure.id not in shown)
        self._grid, self._under_way = grid, {}
        if first or self._added != self.measures or grid.sessions != self.sessions:
            self.beginResetModel()
            self.sessions, self.measures = grid.sessions, self._added
            self.endResetModel()
        else:
            self._tell_changed()

    def add_measure(self, measure: Measure) -> int:
        """Show a column for it; return which one it is."""
        shown = [known.id for known in self.measures]
        if measure.id in shown:
            return shown.index(measure.id)
        at = len(shown)
        self.beginInsertColumns(_NO_PARENT, at, at)
        self._added += (measure,)
        self.measures = self._added
        self.endInsertColumns()
        return at

    @property
    def faults(self) -> tuple[str, ...]:
        """What was typed and is not kept, a sentence each."""
        numbers = {session.uid: session.scheduled for session in self.sessions}
        return tuple(tr("Session {n}. {why}", n=numbers[uid], why=why) for (uid, _), (_, why) in self._faults.items())

    def text(self, row: int, column: int) -> str:
        """What stands in a cell."""
        key = self._key(row, column)
        if key in self._faults:
            return self._faults[key][0]
        if key in self._under_way:
            return self._under_way[key]
        return self._grid.text(*key) if self._grid is not None else ""

    def name(self, row: int, column: int) -> str:
        """What a cell is called."""
        return tr("{measure}, session {n}", measure=self.measures[column].name, n=self.sessions[row].scheduled)

    # What is typed

    def put(self, cells: Iterable[tuple[int, int, str]]) -> None:
        """Keep what can be kept; what cannot stays to be seen, with the reason."""
        entries = []
        for row, column, raw in cells:
            key, text, measure = self._key(row, column), raw.strip(), self.measures[column]
            if text == self.text(row, column) and key not in self._faults:
                continue
            self._faults.pop(key, None)  # the same again is another try
            if why := why_not(measure, text) if text else "":
                self._faults[key] = (text, why)
            elif text != self.text(row, column):
                self._under_way[key] = text
                entries.append(Entry(key[0], measure, text))
        self._tell_changed()
        if entries:
            self.typed.emit(tuple(entries))
        self.faults_told.emit(self.faults)

    def show_failed(self, entries: Sequence[Entry], why: str) -> None:
        """These could not be kept after all."""
        for entry in entries:
            key = (entry.session_uid, entry.measure.id)
            self._under_way.pop(key, None)
            self._faults[key] = (entry.text, why)
        self._tell_changed()
        self.faults_told.emit(self.faults)

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        self.put([(index.row(), index.column(), str(value))])
        return True

    # For the table

    def rowCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.sessions)

    def columnCount(self, parent: Index = _NO_PARENT) -> int:
        return 0 if parent.isValid() else len(self.measures)

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role in _ROLES:
            return self.text(row, column)
        fault = self._faults.get(self._key(row, column))
        if role == Qt.ItemDataRole.AccessibleTextRole:
            told = fault[1] if fault else self.text(row, column) or tr("no total")
            return tr("{cell}: {value}", cell=self.name(row, column), value=told)
        if role == Qt.ItemDataRole.ToolTipRole:
            return fault[1] if fault else self._taken_on(row, column)
        if role == Qt.ItemDataRole.DecorationRole and fault:
            return icon("warning", colour=current_look().danger.strong)
        if role == Qt.ItemDataRole.ForegroundRole and fault:
            return QColor(current_look().danger.strong)
        if role == Qt.ItemDataRole.BackgroundRole and fault:
            return QColor(current_look().danger.soft)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        across = orientation is Qt.Orientation.Horizontal
        if role == Qt.ItemDataRole.DisplayRole:
            return self._column_name(self.measures[section]) if across else self._row_name(self.sessions[section])
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if across else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _column_name(self, measure: Measure) -> str:
        return f"{measure.name}\n{range_of(measure) or tr('any number')}"

    def _row_name(self, session: GridSession) -> str:
        held = session.attendance is Attendance.ATTENDED
        parts = (
            str(session.scheduled),
            spoken_day(session.held_on) or tr("no date"),
            "" if held else labels.attendance(session.attendance),
        )
        return " · ".join(part for part in parts if part)

    def _taken_on(self, row: int, column: int) -> str | None:
        kept = self._grid.totals.get(self._key(row, column)) if self._grid is not None else None
        return tr("Filled in on {day}", day=spoken_day(kept.on)) if kept is not None and kept.on is not None else None

    def _key(self, row: int, column: int) -> Key:
        return self.sessions[row].uid, self.measures[column].id

    def _tell_changed(self) -> None:
        if self.sessions and self.measures:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.sessions) - 1, len(self.measures) - 1))
