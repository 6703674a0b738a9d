"""One group of items: its heading with the names of its columns, and its rows. The proscribed block looks different."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fidelity_rater.app.commands import CommandId
from fidelity_rater.app.desk_models import DeskGroup, DeskItem
from fidelity_rater.i18n import tr
from fidelity_rater.ui.desk.item_row import GUTTER, ItemRow
from fidelity_rater.ui.theme import current_look
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import SectionHeader
from fidelity_rater.ui.widgets.text import KeyHint, label


class ColumnName(QLabel):
    """A column's name with a square of its hue."""

    def __init__(self, name: str, hue: str) -> None:
        super().__init__(name)
        self._hue = hue
        self.setProperty("role", "muted")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setContentsMargins(18, 0, 0, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(current_look().hue(self._hue).strong))
            painter.drawRoundedRect(QRectF(3, (self.height() - 10) / 2, 10, 10), 2, 2)


class ColumnNames(QWidget):
    """The names of the answers' columns, over the columns."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cells: list[QWidget] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 8, 0)
        self._row.setSpacing(8)

    @property
    def cells(self) -> list[QWidget]:
        return self._cells

    def show_columns(self, columns: Sequence[tuple[str, str]], *, count: int, keys: Sequence[str] = ()) -> None:
        """Name the columns, with the key that leads to each."""
        for cell in self._cells:
            self._row.removeWidget(cell)
            cell.deleteLater()
        self._cells = []
        for index in range(count):
            cell = QWidget()
            inner = QHBoxLayout(cell)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.setSpacing(6)
            if index < len(columns) and columns[index][0]:
                inner.addWidget(ColumnName(*columns[index]))
                if index < len(keys) and keys[index]:
                    inner.addWidget(KeyHint(command=keys[index]))
            inner.addStretch(1)
            self._row.addWidget(cell)
            self._cells.append(cell)

    def set_column_widths(self, widths: Sequence[int]) -> None:
        for cell, width in zip(self._cells, widths, strict=True):
            cell.setFixedWidth(width)


class GroupSection(QWidget):
    """A group on the desk.

    Signals:
        none_heard_pressed: nothing of the whole block was heard.
        folded: the group was folded or unfolded by hand (its id, whether folded).
    """

    none_heard_pressed = Signal()
    folded = Signal(str, bool)

    def __init__(self, group: DeskGroup, *, columns: int, folded: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.group = group
        self.rows = [ItemRow(item, columns=columns) for item in group.items]
        self._different = any(hue == "proscribed" for _, hue in group.columns)
        self.header = SectionHeader(group.name, folded=folded)
        self.none_heard = TextButton(
            tr("None heard"), icon_name="none-heard", command=CommandId.NONE_HEARD, parent=self
        )
        self.none_heard.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.none_heard.clicked.connect(self.none_heard_pressed)
        self.none_heard_key = KeyHint(parent=self, command=CommandId.NONE_HEARD)
        self.columns = ColumnNames()
        self.header.row.addWidget(self.columns)
        column = QVBoxLayout(self)
        margin = 8 if self._different else 0
        column.setContentsMargins(0, 6, 0, 4 + margin)
        column.setSpacing(1)
        column.addWidget(self.header)
        if self._different:
            column.addLayout(self._explained())
        for row in self.rows:
            column.addWidget(row)
            row.setVisible(not folded)
        self.header.folded.connect(self.on_folded)
        self.show_group(group)

    def show_columns(self, named: Sequence[tuple[str, str]], *, count: int) -> None:
        """Name this group's columns where they are not those named over the whole list."""
        own = () if tuple(named) == self.group.columns else self.group.columns
        self.columns.show_columns(_padded(self.group, own), count=count)
        self.columns.setVisible(bool(own))

    def _explained(self) -> QHBoxLayout:
        """What the block is, and the one press that answers it."""
        row = QHBoxLayout()
        row.setContentsMargins(GUTTER, 0, 12, 4)
        row.setSpacing(8)
        row.addWidget(label(tr("Should not be heard in IPT. Higher is worse; in no mean."), "muted", wrap=True), 1)
        row.addWidget(self.none_heard)
        row.addWidget(self.none_heard_key)
        return row

    def show_item(self, item: DeskItem) -> None:
        """Show how one of the group's items stands."""
        items = tuple(item if each.id == item.id else each for each in self.group.items)
        self.show_group(replace(self.group, items=items))

    def show_group(self, group: DeskGroup) -> None:
        """Show how the group's items stand; only rows that changed are touched."""
        self.group = group
        for row, item in zip(self.rows, group.items, strict=True):
            if row.item != item:
                row.show_item(item)
        self.none_heard.setVisible(group.none_heard and self._different)
        self.none_heard_key.setVisible(group.none_heard and self._different)
        done = sum(1 for item in group.items if not item.missing)
        text = tr("{done} of {all}", done=done, all=len(group.items))
        if group.on_demand:
            text = tr("{done} noted; only where it occurred", done=done)
        elif group.outside:
            text = tr("{n} kept", n=len(group.items))
        self.header.show_aside(text)

    def unfold(self) -> None:
        if self.header.is_folded:
            self.header.on_pressed()

    def on_folded(self, folded: bool) -> None:
        for row in self.rows:
            row.setVisible(not folded)
        self.folded.emit(self.group.id, folded)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._different:
            return
        look = current_look()
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QColor(look.proscribed.strong))
            painter.setBrush(QColor(look.proscribed.soft))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)


def _padded(group: DeskGroup, names: Sequence[tuple[str, str]]) -> Sequence[tuple[str, str]]:
    """Put a lone column's name over the column where it stands."""
    if len(names) != 1:
        return names
    used = {dimension.column for item in group.items for dimension in item.dimensions}
    return [*[("", "")] * min(used, default=0), *names]
