"""Whose rules these are, of which day, where they were read, and with whom to check them: always in sight."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.accreditation.models import RuleSetCard
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.days import spoken_day
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.text import label


class RulesLine(QWidget):
    """Says it for one rule set; the sources unfold."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.facts = label("", "muted", wrap=True)
        self.check = Banner("info")
        self.more = TextButton(tr("Sources"), "flat", icon_name="chevron-right")
        self.more.setCheckable(True)
        self.sources = label("", "muted", wrap=True)
        self.sources.setParent(self)
        self.sources.hide()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.facts, 1)
        row.addWidget(self.more)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(row)
        column.addWidget(self.sources)
        column.addWidget(self.check)
        self.more.toggled.connect(self.on_more)
        self.show_card(None)

    def show_card(self, card: RuleSetCard | None) -> None:
        """Show one rule set; None: there is none."""
        self.setVisible(card is not None)
        if card is None:
            return
        facts = [card.body, tr("as of {day}", day=spoken_day(card.as_of))]
        if card.own:
            facts.append(tr("a file of this site"))
        self.facts.setText(" · ".join(facts))
        self.check.show_message(card.check)
        lines = [*card.sources, card.note]
        self.sources.setText("\n".join(line for line in lines if line))

    def on_more(self, shown: bool) -> None:
        self.more.show_icon("chevron-down" if shown else "chevron-right")
        self.sources.setVisible(shown)
