"""The keys of the desk, as a page beside the items."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from fidelity_rater.app.keymap import Keymap
from fidelity_rater.i18n import tr
from fidelity_rater.ui.desk.side_page import SidePage
from fidelity_rater.ui.keys.lines import desk_lines
from fidelity_rater.ui.widgets.text import KeyHint, label


class HelpPanel(SidePage):
    """Every key with what it does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tr("Keys"), parent)
        self.body.setSpacing(6)
        for key, meaning in desk_lines(Keymap()):
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(label(meaning, wrap=True), 1)
            row.addWidget(KeyHint(key))
            self.body.addLayout(row)
        self.body.addWidget(
            label(tr("While you write in a field, keys write there. Esc leads back."), "muted", wrap=True)
        )
        self.body.addStretch(1)
