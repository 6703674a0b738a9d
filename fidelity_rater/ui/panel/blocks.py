"""What a report's sections say, shown on a page: words, facts and tables."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from fidelity_rater.app.report_models import Block, Column, Facts, Section, Table, Tone, Words
from fidelity_rater.ui.widgets.card import Card
from fidelity_rater.ui.widgets.text import label

_ROLES = {Tone.PLAIN: "", Tone.QUIET: "muted", Tone.CAUTION: "strong", Tone.DANGER: "error"}


def section_card(section: Section, parent: QWidget | None = None) -> Card:
    """One section under its heading."""
    card = Card(section.title, parent)
    fill(card.body, section.blocks)
    return card


def fill(column: QVBoxLayout, blocks: Iterable[Block]) -> None:
    """Add the blocks that a page knows, in order."""
    for block in blocks:
        match block:
            case Words():
                column.addWidget(label(block.text, _ROLES[block.tone], wrap=True))
            case Facts():
                column.addLayout(facts_grid(block.rows))
            case Table():
                column.addWidget(table_view(block))
            case _:
                continue


def facts_grid(rows: Iterable[tuple[str, str]]) -> QGridLayout:
    """Names on the left, what they are on the right."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(1, 1)
    for row, (name, value) in enumerate(rows):
        grid.addWidget(label(name, "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(value, wrap=True), row, 1)
    return grid


def table_view(table: Table) -> QWidget:
    """A table of wrapped cells: as high as it needs to be, read row by row."""
    view = QWidget()
    view.setAccessibleName(table.caption)
    grid = QGridLayout(view)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(6)
    for place, column in enumerate(table.columns):
        grid.setColumnStretch(place, _share(column))
        grid.addWidget(_cell(column, column.title, "muted"), 0, place, Qt.AlignmentFlag.AlignTop)
    for row, cells in enumerate(table.rows, start=1):
        for place, (column, cell) in enumerate(zip(table.columns, cells, strict=True)):
            made = _cell(column, cell, "strong" if place == 0 else "")
            made.setAccessibleName(f"{column.title}: {cell}")
            grid.addWidget(made, row, place, Qt.AlignmentFlag.AlignTop)
    return view


def _cell(column: Column, text: str, role: str) -> QLabel:
    # What has no gap to break at (a day, a figure) is shown whole at any size of text.
    made = label(text, role, wrap=len(text.split()) > 1)
    if column.number:
        made.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    return made


def _share(column: Column) -> int:
    return 6 if column.wide else 2 if column.number else 3
