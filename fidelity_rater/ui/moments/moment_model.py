"""The moments of a rating as Qt's list of rows: ten thousand of them, changed one at a time without starting anew."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from fidelity_rater.app.evidence_models import DeskMoment
from fidelity_rater.ui.moments.moment_filter import MomentFilter
from fidelity_rater.ui.moments.moment_words import spoken

Place = tuple[int, int, int, str]
"""The recording's place in the session, start, end and uid: the order of the rows."""

MOMENT_ROLE = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class MomentModel(QAbstractListModel):
    """The moments that the filter lets through, in the order of their sound."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._moments: dict[str, DeskMoment] = {}
        self._per_item: Counter[str] = Counter()
        self._parts: dict[str, int] = {}
        self._filter = MomentFilter()
        self._rows: list[Place] = []

    # What there is

    @property
    def filter(self) -> MomentFilter:
        return self._filter

    def total(self) -> int:
        """All moments, whatever the filter."""
        return len(self._moments)

    def count_of(self, item: str) -> int:
        """An item's moments; empty: those not placed yet."""
        return self._per_item[item]

    def moment(self, uid: str) -> DeskMoment | None:
        return self._moments.get(uid)

    def row_of(self, uid: str) -> int | None:
        """Where a moment stands in the list; None where the filter keeps it out."""
        moment = self._moments.get(uid)
        if moment is None or not self._filter.lets_through(moment):
            return None
        return bisect_left(self._rows, self._place(moment))

    def uid_at(self, row: int) -> str:
        return self._rows[row][3]

    # Showing

    def show_moments(self, moments: Iterable[DeskMoment], *, parts: Sequence[str] = ()) -> None:
        """Show these and no others; ``parts`` are the session's recordings in their order."""
        self.beginResetModel()
        self._moments = {moment.uid: moment for moment in moments}
        self._per_item = Counter(moment.item for moment in self._moments.values())
        self._parts = {uid: n for n, uid in enumerate(parts)}
        self._find_rows()
        self.endResetModel()

    def show_filter(self, wanted: MomentFilter) -> None:
        if wanted == self._filter:
            return
        self.beginResetModel()
        self._filter = wanted
        self._find_rows()
        self.endResetModel()

    def show_filter_item(self, item: str) -> None:
        """Remember the chosen item where the filter does not look at it: no row changes."""
        self._filter = replace(self._filter, item=item)

    def show_moment(self, moment: DeskMoment) -> None:
        """Show one moment as it stands now, old or new."""
        before = self._moments.get(moment.uid)
        if before == moment:
            return
        was = self.row_of(moment.uid)
        shown = self._filter.lets_through(moment)
        if was is not None and shown and self._rows[was] == self._place(moment):
            self._keep(moment)
            self.dataChanged.emit(self.index(was), self.index(was))
        elif was is not None and shown:
            self._move(was, moment)
        else:
            if was is not None:
                self._take_row(was)
            self._keep(moment)
            if shown:
                self._insert_row(self._place(moment))

    def remove_moment(self, uid: str) -> None:
        row = self.row_of(uid)
        if row is not None:
            self._take_row(row)
        gone = self._moments.pop(uid, None)
        if gone is not None:
            self._per_item[gone.item] -= 1

    # As Qt asks

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        moment = self._moments[self._rows[index.row()][3]]
        if role == MOMENT_ROLE:
            return moment
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return spoken(moment)
        if role == Qt.ItemDataRole.ToolTipRole:
            return moment.note or None
        return None

    # Inside

    def _place(self, moment: DeskMoment) -> Place:
        return self._parts.get(moment.part, len(self._parts)), moment.start_ms, moment.end_ms, moment.uid

    def _find_rows(self) -> None:
        through = self._filter.lets_through
        self._rows = sorted(self._place(moment) for moment in self._moments.values() if through(moment))

    def _keep(self, moment: DeskMoment) -> None:
        before = self._moments.get(moment.uid)
        if before is not None:
            self._per_item[before.item] -= 1
        self._moments[moment.uid] = moment
        self._per_item[moment.item] += 1

    def _insert_row(self, place: Place) -> None:
        row = bisect_left(self._rows, place)
        self.beginInsertRows(QModelIndex(), row, row)
        self._rows.insert(row, place)
        self.endInsertRows()

    def _take_row(self, row: int) -> None:
        self.beginRemoveRows(QModelIndex(), row, row)
        del self._rows[row]
        self.endRemoveRows()

    def _move(self, was: int, moment: DeskMoment) -> None:
        """Move a row rather than take and insert it: the chosen row stays chosen."""
        place = self._place(moment)
        without = self._rows[:was] + self._rows[was + 1 :]
        row = bisect_left(without, place)
        self._keep(moment)
        if row == was:
            self._rows[was] = place
        else:
            self.beginMoveRows(QModelIndex(), was, was, QModelIndex(), row + 1 if row > was else row)
            without.insert(row, place)
            self._rows = without
            self.endMoveRows()
        self.dataChanged.emit(self.index(row), self.index(row))
