"""Everything that applies to one total or item: all coefficients, errors in points, and what would do better."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.agreement.models import BlockStudy
from fidelity_rater.app.agreement.sentences import depth_sentences
from fidelity_rater.app.agreement.tables import coefficients_table
from fidelity_rater.i18n import tr
from fidelity_rater.ui.results.data_table import DataTable
from fidelity_rater.ui.results.filter_column import fill
from fidelity_rater.ui.widgets.card import scrolling
from fidelity_rater.ui.widgets.text import label


class EverythingPage(QWidget):
    """One block at a time; the totals are offered first.

    Signals:
        block_chosen: another total or item is to be looked at (its uid).
    """

    block_chosen = Signal(str)

    def __init__(self, *, decimal_comma: Callable[[], bool], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._notes: tuple[str, ...] = ()
        self.of = QComboBox(self)
        self.of.setAccessibleName(tr("Total or item"))
        self.of.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.of.setMinimumContentsLength(40)
        self.of.activated.connect(lambda _: self.block_chosen.emit(self.of.currentData() or ""))
        name = label(tr("Of"), "strong")
        name.setBuddy(self.of)
        self.why = label("", "muted", wrap=True)
        self.deeper = label("", wrap=True)
        self.deeper.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.table = DataTable(decimal_comma=decimal_comma, parent=self)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(name)
        row.addWidget(self.of)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        words = QWidget(self)
        told = QVBoxLayout(words)
        told.setContentsMargins(0, 0, 0, 0)
        told.addWidget(self.why)
        told.addWidget(self.deeper)
        told.addStretch(1)
        column.addWidget(scrolling(words, tr("What it tells in words")), 2)
        column.addWidget(self.table, 3)

    def show_blocks(self, blocks: Sequence[BlockStudy], chosen: str, *, notes: Sequence[str] = ()) -> None:
        """Offer these; ``notes`` are said of each. Announces nothing."""
        self._notes = tuple(notes)
        fill(self.of, ((one.block.uid, one.block.label) for one in blocks), chosen)

    def show_block(self, one: BlockStudy) -> None:
        fill_index = self.of.findData(one.block.uid)
        self.of.setCurrentIndex(max(0, fill_index))
        self.why.setText(tr("{form} is the one named. {why}", form=one.main.name, why=one.why))
        sentences = depth_sentences(one.depth, of=one.block.label) if one.depth is not None else ()
        self.deeper.setText("\n".join((*sentences, *self._notes)))
        self.table.show_table(coefficients_table(one))
