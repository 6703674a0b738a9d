"""The evidence for the chosen item: how each score stands with its moments, the moments, and the way to mark one."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from fidelity_rater.app.commands import CommandId
from fidelity_rater.app.desk_models import DeskDimension, ItemDetail
from fidelity_rater.app.evidence_models import Standing
from fidelity_rater.i18n import tr
from fidelity_rater.ui.desk.standing_sign import StandingSign, standing_words, wants_attention
from fidelity_rater.ui.moments.moment_line import MomentLine
from fidelity_rater.ui.moments.moment_words import AGAINST, FOR
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.flow_layout import FlowLayout
from fidelity_rater.ui.widgets.text import KeyHint, label

MOST_LINES: Final = 5
"""More moments than these are seen in the list of moments."""


class EvidenceSection(QWidget):
    """The chosen item's evidence.

    Signals:
        marked: keep what was just heard for this item (``for`` or ``against``).
        moment_played, moment_chosen: as named (uid).
        all_wanted: show all of the item's moments in their list.
    """

    marked = Signal(str)
    moment_played = Signal(str)
    moment_chosen = Signal(str)
    all_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines: list[MomentLine] = []
        self.standings: list[_StandingLine] = []
        self.mark_for = TextButton(tr("Mark for"), icon_name="plus", command=CommandId.MARK_FOR)
        self.mark_against = TextButton(tr("Mark against"), icon_name="minus", command=CommandId.MARK_AGAINST)
        self.all = TextButton("", "link")
        self.all.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._standings, self._moments = QVBoxLayout(), QVBoxLayout()
        for layout in (self._standings, self._moments):
            layout.setSpacing(0)
        self._marking = self._mark_buttons()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(tr("Evidence"), "strong"))
        column.addLayout(self._standings)
        column.addLayout(self._moments)
        column.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._marking)
        self.mark_for.clicked.connect(lambda: self.marked.emit(FOR))
        self.mark_against.clicked.connect(lambda: self.marked.emit(AGAINST))
        self.all.clicked.connect(self.all_wanted)

    def _mark_buttons(self) -> QWidget:
        box = QWidget()
        flow = FlowLayout(box, spacing=6)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        box.setSizePolicy(policy)
        for button in (self.mark_for, self.mark_against):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            pair = QWidget()
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 8, 0)
            row.setSpacing(6)
            row.addWidget(button)
            row.addWidget(KeyHint(command=button.command))
            flow.addWidget(pair)
        return box

    def show_detail(self, detail: ItemDetail, *, locked: bool = False) -> None:
        """Show an item's evidence; announces nothing."""
        told = [d for d in detail.item.dimensions if standing_words(d) and d.standing is not Standing.BORNE]
        for index, dimension in enumerate(told):
            self._standing_line(index).show_dimension(dimension)
        for index, standing in enumerate(self.standings):
            standing.setVisible(index < len(told))
        shown = detail.moments[:MOST_LINES]
        for index, moment in enumerate(shown):
            self._moment_line(index).show_moment(moment)
        for index, line in enumerate(self.lines):
            line.setVisible(index < len(shown))
        more = len(detail.moments) - len(shown)
        self.all.show_text(tr("and {n} more", n=more))
        self.all.setVisible(more > 0)
        self._marking.setHidden(locked)
        self.setHidden(locked and not (told or shown))

    def _standing_line(self, index: int) -> _StandingLine:
        if index == len(self.standings):
            self.standings.append(_StandingLine())
            self._standings.addWidget(self.standings[index])
        return self.standings[index]

    def _moment_line(self, index: int) -> MomentLine:
        if index == len(self.lines):
            line = MomentLine()
            line.moment_played.connect(self.moment_played)
            line.moment_chosen.connect(self.moment_chosen)
            self.lines.append(line)
            self._moments.addWidget(line)
        return self.lines[index]


class _StandingLine(QWidget):
    """One score and how it stands."""

    def __init__(self) -> None:
        super().__init__()
        self._sign = StandingSign()
        self.words: QLabel = label("", "muted", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._sign)
        row.addWidget(self.words, 1)

    def show_dimension(self, dimension: DeskDimension) -> None:
        self._sign.show_dimension(dimension)
        self._sign.setVisible(wants_attention(dimension))
        score = tr("{dimension} {value}", dimension=dimension.name, value=dimension.value)
        self.words.setText(tr("{score}: {standing}", score=score, standing=standing_words(dimension)))
