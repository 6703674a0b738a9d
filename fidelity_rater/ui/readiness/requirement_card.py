"""One requirement: its standing, what it stands on, what would meet it, and where it was read."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.accreditation.models import RequirementStanding, Standing
from fidelity_rater.i18n import tr
from fidelity_rater.ui.readiness.standing_mark import StandingMark, word
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.sentence_button import SentenceButton
from fidelity_rater.ui.widgets.text import label

MARK_LETTERS = 14
"""How wide the standings are, so that what is asked begins in one line."""


class RequirementCard(QFrame):
    """Signals:
    place_wanted: go to what a line speaks of (uid of a session or a case).
    log_wanted: go to the log, where entries would count towards it.
    """

    place_wanted = Signal(str)
    log_wanted = Signal()

    def __init__(self, found: RequirementStanding, *, in_log: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found = found
        self.setProperty("role", "card")
        self.setAccessibleName(tr("{label}: {standing}", label=found.label, standing=word(found.standing)))
        self.links: list[SentenceButton] = []
        self.log_button: TextButton | None = None
        self.mark = StandingMark(found.standing, self)
        self.mark.setFixedWidth(self.fontMetrics().averageCharWidth() * MARK_LETTERS + 24)
        body = QVBoxLayout()
        body.setSpacing(6)
        title = tr("{label} (wished for, not required)", label=found.label) if found.preferred else found.label
        body.addWidget(label(title, "strong", wrap=True))
        body.addWidget(label(found.asks, wrap=True))
        body.addLayout(self._lines())
        if in_log and found.standing is not Standing.MET:
            body.addLayout(self._way_to_log())
        body.addWidget(label(tr("Read in: {source}", source=found.source), "muted", wrap=True))
        if found.note and found.note not in found.wanting:
            body.addWidget(label(found.note, "muted", wrap=True))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 14, 16, 14)
        row.setSpacing(16)
        row.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(body, 1)

    def _lines(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(1, 1)
        names = (tr("There is"), tr("Wanting"))
        grid.setColumnMinimumWidth(0, max(self.fontMetrics().horizontalAdvance(name) for name in names) + 4)
        self._add_lines(grid, tr("There is"), [label(line, wrap=True) for line in self.found.stands_on])
        self._add_lines(grid, tr("Wanting"), [self._wanting(at) for at in range(len(self.found.wanting))])
        return grid

    def _add_lines(self, grid: QGridLayout, name: str, lines: list[QWidget]) -> None:
        top = Qt.AlignmentFlag.AlignTop
        for at, line in enumerate(lines):
            row = grid.rowCount()
            if at == 0:
                grid.addWidget(label(name, "muted"), row, 0, top)
            grid.addWidget(line, row, 1)

    def _wanting(self, at: int) -> QWidget:
        words = self.found.wanting[at]
        uid = self.found.leads_to[at] if at < len(self.found.leads_to) else ""
        if not uid:
            return label(words, wrap=True)
        link = SentenceButton(words, icon_name="chevron-right", parent=self)
        link.clicked.connect(lambda: self.place_wanted.emit(uid))
        self.links.append(link)
        return link

    def _way_to_log(self) -> QHBoxLayout:
        self.log_button = TextButton(tr("Open the log"), "link", icon_name="chevron-right", parent=self)
        self.log_button.clicked.connect(self.log_wanted)
        row = QHBoxLayout()
        row.addWidget(self.log_button)
        row.addStretch(1)
        return row
