"""The scale as a list: groups of rows, a chosen item, the answer that digits go to. Built once, updated in place."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fidelity_rater.app.commands import CommandId
from fidelity_rater.app.desk_models import DeskDimension, DeskGroup, DeskItem
from fidelity_rater.i18n import tr
from fidelity_rater.ui.desk.group_section import ColumnNames, GroupSection
from fidelity_rater.ui.desk.item_row import GUTTER, ItemRow
from fidelity_rater.ui.widgets.page_area import PageArea
from fidelity_rater.ui.widgets.text import KeyHint, label

_KEYS = {"adherence": CommandId.ADHERENCE, "quality": CommandId.QUALITY}


class ItemList(QWidget):
    """Every item of the form, grouped.

    Signals:
        item_chosen: another item is the chosen one.
        dimension_chosen: digits go to another answer of the chosen item.
        score_chosen, score_withdrawn: an answer was given or taken back (item, dimension[, value]).
        none_heard_pressed: nothing of the proscribed block was heard.
    """

    item_chosen = Signal(str)
    dimension_chosen = Signal(str)
    score_chosen = Signal(str, str, int)
    score_withdrawn = Signal(str, str)
    none_heard_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._sections: list[GroupSection] = []
        self._rows: dict[str, ItemRow] = {}
        self._folded: dict[str, bool] = {}
        self._columns = 0
        self._chosen = ""
        self._dimension = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Items of the scale"))
        self.names = ColumnNames()
        self._hint: QLabel = label(tr("Items"), "muted")
        head = QHBoxLayout()
        head.setContentsMargins(12, 6, 12, 6)
        head.setSpacing(6)
        keys = [
            KeyHint(command=command) for command in (CommandId.PREVIOUS_ITEM, CommandId.NEXT_ITEM, CommandId.NEXT_OPEN)
        ]
        for widget in (self._hint, keys[0], keys[1], label(tr("next open"), "muted"), keys[2]):
            head.addWidget(widget)
        head.addStretch(1)
        head.addWidget(self.names)
        self._notice: QLabel = label("", "muted", wrap=True)
        self._notice.setParent(self)
        self._notice.hide()
        self._area = _ItemArea()
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 0, 2, 2)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self._area, 1)

    @property
    def chosen_item(self) -> str:
        return self._chosen

    @property
    def chosen_dimension(self) -> str:
        return self._dimension

    @property
    def sections(self) -> Sequence[GroupSection]:
        return self._sections

    def row(self, item_id: str) -> ItemRow:
        return self._rows[item_id]

    def item(self, item_id: str) -> DeskItem | None:
        row = self._rows.get(item_id)
        return row.item if row else None

    # What stands

    def show_groups(self, groups: Sequence[DeskGroup]) -> None:
        """Show the items. Where only answers changed, only their rows are touched; the place stays."""
        if _shape(groups) != [_shape_of(section.group) for section in self._sections]:
            self._build(groups)
            return
        for section, group in zip(self._sections, groups, strict=True):
            if section.group is not group and section.group != group:
                section.show_group(group)
        self._show_chosen()

    def show_notice(self, notice: str) -> None:
        """Say under the items what the scale must always say of itself."""
        self._notice.setText(notice)

    def show_item(self, item: DeskItem) -> None:
        """Show how one item stands, when nothing else has changed."""
        if item.id in self._rows:
            self._section_of(item.id).show_item(item)
            self._show_chosen()

    def show_chosen(self, item_id: str, dimension: str = "") -> None:
        """Make this the chosen item and bring it into sight; announces nothing."""
        if item_id not in self._rows:
            return
        if self._chosen in self._rows and self._chosen != item_id:
            self._rows[self._chosen].show_chosen(False)
        self._chosen = item_id
        self._section_of(item_id).unfold()
        self._dimension = self._fitting(item_id, dimension or self._dimension)
        self._show_chosen()
        self._area.bring_into_sight(self._rows[item_id])

    # Where the keys go

    def choose(self, item_id: str, dimension: str = "") -> None:
        """Go to an item (and answer), and tell."""
        before = (self._chosen, self._dimension)
        self.show_chosen(item_id, dimension)
        if self._chosen != before[0]:
            self.item_chosen.emit(self._chosen)
        if self._dimension != before[1] or self._chosen != before[0]:
            self.dimension_chosen.emit(self._dimension)

    def step(self, by: int) -> bool:
        """Go to the next or previous item in sight."""
        order = [row.item.id for row in self._visible_rows()]
        if not order:
            return False
        at = order.index(self._chosen) + by if self._chosen in order else (0 if by > 0 else len(order) - 1)
        if not 0 <= at < len(order):
            return False
        self.choose(order[at], self._first_open(order[at]))
        return True

    def step_group(self, by: int) -> None:
        """Go to the first item of the next or previous group in sight."""
        sections = [s for s in self._sections if s.rows and not s.header.is_folded]
        now = next((i for i, s in enumerate(sections) if self._chosen in {r.item.id for r in s.rows}), -1)
        at = min(max(0, now + by), len(sections) - 1)
        if sections:
            item = sections[at].rows[0].item.id
            self.choose(item, self._first_open(item))

    def step_open(self) -> None:
        """Go to the next item that is still open, from the top again after the last."""
        order = [row.item for row in self._visible_rows()]
        ids = [item.id for item in order]
        start = ids.index(self._chosen) + 1 if self._chosen in ids else 0
        for item in order[start:] + order[:start]:
            if item.missing:
                self.choose(item.id, self._first_open(item.id))
                return

    def step_dimension(self, by: int) -> bool:
        """Go to the next answer of the chosen item; False at the end."""
        ids = [d.id for d in self._dimensions(self._chosen)]
        if self._dimension not in ids or not 0 <= ids.index(self._dimension) + by < len(ids):
            return False
        self.choose(self._chosen, ids[ids.index(self._dimension) + by])
        return True

    def choose_hue(self, hue: str) -> None:
        """Send digits to the answer of this hue: adherence (or extent), or quality."""
        wanted = {"adherence", "proscribed", "other"} if hue == "adherence" else {hue}
        for dimension in self._dimensions(self._chosen):
            if dimension.hue in wanted:
                self.choose(self._chosen, dimension.id)
                return

    def score(self, value: int) -> None:
        """Score the chosen answer as a digit does, then go on: to the next open answer, then to the next item."""
        row, item, dimension = self._rows.get(self._chosen), self._chosen, self._dimension
        if row is None or dimension not in row.fields:
            return
        again = any(d.id == dimension and d.value == value for d in row.item.dimensions)
        if not row.fields[dimension].choose(value) or again or self._counts(dimension):
            return
        urgent = self._rows[item].item.harm_action_needed if item in self._rows else False
        if (item, dimension) == (self._chosen, self._dimension) and not urgent:
            self._advance()

    def withdraw(self) -> None:
        """Take back the chosen answer."""
        for dimension in self._dimensions(self._chosen):
            if dimension.id == self._dimension and dimension.value is not None and not dimension.locked:
                self.score_withdrawn.emit(self._chosen, self._dimension)

    def count(self, by: int) -> None:
        """Count up or down where the chosen answer is a count."""
        row = self._rows.get(self._chosen)
        step = getattr(row.fields.get(self._dimension), "step", None) if row else None
        if step is not None:
            step(by)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002 - Qt's name
        """Tab goes from adherence to quality, and only then on to the rest of the screen."""
        if self.hasFocus() and self.step_dimension(1 if next else -1):
            return True
        return super().focusNextPrevChild(next)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._show_chosen()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._show_chosen()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange) and getattr(self, "_sections", None):
            self._align_columns()

    # Building

    def _build(self, groups: Sequence[DeskGroup]) -> None:
        for section in self._sections:
            self._folded[section.group.id] = section.header.is_folded
        self._columns = max((d.column + 1 for g in groups for i in g.items for d in i.dimensions), default=0)
        self._sections = [self._make_section(group) for group in groups]
        self._rows = {row.item.id: row for section in self._sections for row in section.rows}
        for row in self._rows.values():
            row.row_pressed.connect(self.on_row_pressed)
            row.score_chosen.connect(self.score_chosen)
            row.score_withdrawn.connect(self.score_withdrawn)
        self._notice = label(self._notice.text(), "muted", wrap=True)
        self._notice.setContentsMargins(GUTTER, 12, 8, 8)
        self._area.show_sections(self._sections, self._notice)
        self._name_columns(groups)
        self._align_columns()
        if self._chosen in self._rows:
            self.show_chosen(self._chosen, self._dimension)
        else:
            self._chosen = self._dimension = ""

    def _make_section(self, group: DeskGroup) -> GroupSection:
        begun = any(not item.missing for item in group.items)
        folded = self._folded.get(group.id, group.on_demand and not begun)
        section = GroupSection(group, columns=self._columns, folded=folded)
        section.none_heard_pressed.connect(self.none_heard_pressed)
        return section

    def _name_columns(self, groups: Sequence[DeskGroup]) -> None:
        widest = max((g.columns for g in groups), key=len, default=())
        keys = [_KEYS.get(hue, "") for _, hue in widest]
        self.names.show_columns(widest, count=self._columns, keys=keys)
        for section in self._sections:
            plain = all(column in widest for column in section.group.columns)
            section.show_columns(section.group.columns if plain else widest, count=self._columns)

    def _align_columns(self) -> None:
        wanted = [row.column_widths() for row in self._rows.values()]
        wanted.append([cell.sizeHint().width() for cell in self.names.cells])
        widths = [max(column) for column in zip(*wanted, strict=True)]
        for row in self._rows.values():
            row.set_column_widths(widths)
        for names in (self.names, *(section.columns for section in self._sections)):
            names.set_column_widths(widths)

    # Inside

    def on_row_pressed(self, item_id: str, dimension: str) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.choose(item_id, dimension)

    def _advance(self) -> None:
        later = [d for d in self._dimensions(self._chosen) if d.value is None and not d.locked]
        ids = [d.id for d in self._dimensions(self._chosen)]
        for dimension in later:
            if self._dimension in ids and ids.index(dimension.id) > ids.index(self._dimension):
                self.choose(self._chosen, dimension.id)
                return
        self.step(1)

    def _counts(self, dimension: str) -> bool:
        return any(d.id == dimension and not d.levels and d.kind == "count" for d in self._dimensions(self._chosen))

    def _dimensions(self, item_id: str) -> tuple[DeskDimension, ...]:
        item = self.item(item_id)
        return item.dimensions if item else ()

    def _first_open(self, item_id: str) -> str:
        dimensions = self._dimensions(item_id)
        for dimension in dimensions:
            if dimension.value is None and not dimension.locked:
                return dimension.id
        return dimensions[0].id if dimensions else ""

    def _fitting(self, item_id: str, dimension: str) -> str:
        ids = [d.id for d in self._dimensions(item_id)]
        return dimension if dimension in ids else (ids[0] if ids else "")

    def _section_of(self, item_id: str) -> GroupSection:
        return next(s for s in self._sections if any(row.item.id == item_id for row in s.rows))

    def _visible_rows(self) -> Iterator[ItemRow]:
        for section in self._sections:
            if not section.header.is_folded:
                yield from section.rows

    def _show_chosen(self) -> None:
        if self._chosen in self._rows:
            self._rows[self._chosen].show_chosen(True, self._dimension, keyboard=self.hasFocus())
            self.setAccessibleDescription(self._rows[self._chosen].accessibleName())


class _ItemArea(PageArea):
    """Scrolls the groups; every key is the desk's."""

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._wanted: ItemRow | None = None

    def show_sections(self, sections: Sequence[GroupSection], notice: QWidget) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(4, 0, 4, 8)
        column.setSpacing(4)
        for section in sections:
            column.addWidget(section)
        column.addWidget(notice)
        column.addStretch(1)
        self._wanted = None
        self.show_page(page)

    def bring_into_sight(self, row: ItemRow) -> None:
        """Now, and again when the layout has settled."""
        self._wanted = row
        self._bring()

    def fit(self) -> None:
        super().fit()
        self._bring()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._wanted = None  # the rater looks elsewhere now
        super().wheelEvent(event)

    def _bring(self) -> None:
        if self._wanted is not None and self._wanted.isVisible():
            self.ensureWidgetVisible(self._wanted, 0, self._wanted.height() * 2)


def _shape_of(group: DeskGroup) -> object:
    items = [
        (i.id, i.label, [(d.id, d.column, [v.value for v in d.levels]) for d in i.dimensions]) for i in group.items
    ]
    return group.id, group.name, group.columns, items


def _shape(groups: Sequence[DeskGroup]) -> list[object]:
    return [_shape_of(group) for group in groups]
