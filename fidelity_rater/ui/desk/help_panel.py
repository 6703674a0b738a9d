"""The keys of the desk, as a page beside the items."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from fidelity_rater.i18n import tr
from fidelity_rater.ui.desk.desk_keys import help_lines
from fidelity_rater.ui.desk.side_page import SidePage
from fidelity_rater.ui.widgets.text import KeyHint, label


class HelpPanel(SidePage):
    """Every key with what it does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Keys"), parent)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        for row, (key, meaning) in enumerate(help_lines()):
            grid.addWidget(KeyHint(key), row, 0, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(label(meaning, wrap=True), row, 1)
        self.body.addLayout(grid)
        self.body.addWidget(
            label(tr("While you write in a field, keys write there. Esc leads back."), "muted", wrap=True)
        )
        self.body.addStretch(1)
