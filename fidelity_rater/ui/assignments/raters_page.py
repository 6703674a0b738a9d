"""Third: who rates, how many each, by when, and what is said to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from fidelity_rater.app.assigning.models import Proposal, ProposedLine, RaterChoice
from fidelity_rater.app.desk_models import DeskChoice
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.forms.fields import DateField, LinesField
from fidelity_rater.ui.sending.tick_list import TickList
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import FormRows, line
from fidelity_rater.ui.widgets.choice_row import ChoiceRow
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.text import label

USUAL_DAYS: Final = 14
"""From today, proposed where a day is set: nobody is to be late at once."""


class RatersPage(QWidget):
    """Signals:
    contacts_wanted: bring in somebody's card first.
    """

    contacts_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.raters = TickList(tr("Raters"))
        self.contacts = TextButton(tr("Contacts …"), "link")
        self.each = ChoiceRow(DeskChoice(str(n), tr_n("{n} rater", "{n} raters", n)) for n in (1, 2, 3))
        self.each.show_chosen("2", firm=True)
        self.due = DateField(none_text=tr("Rated by"))
        self.due.edit.setDate(QDate.currentDate().addDays(USUAL_DAYS))
        self.words = LinesField(lines=2)
        self._each = 2
        rows = FormRows(self)
        rows.add_row(
            tr("Who rates?"),
            self.raters,
            hint=tr("Nobody gets sessions of their own, or the same one twice; each gets about equally many."),
        )
        rows.add_row(tr("Each recording goes to"), self.each)
        rows.add_row(tr("By when?"), self.due)
        rows.add_row(tr("What do you want to say to them?"), self.words, hint=tr("No names, and nothing of scores."))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(rows)
        column.addWidget(self.contacts)
        self.each.choice_chosen.connect(self.on_each_chosen)
        self.contacts.clicked.connect(self.contacts_wanted)

    def show_raters(self, raters: Sequence[RaterChoice]) -> None:
        before = self.raters.keys
        self.raters.show_ticks((each.uid, _name(each), _caution(each), each.uid in before) for each in raters)

    def on_each_chosen(self, each: str) -> None:
        self._each = int(each)
        self.each.show_chosen(each, firm=True)

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(uid for uid, box in self.raters.boxes.items() if box.isChecked())

    @property
    def per_session(self) -> int:
        return self._each

    @property
    def fault(self) -> str:
        chosen = len(self.chosen)
        if not chosen:
            return tr("Tick at least one rater.")
        if chosen < self._each:
            return tr("A recording cannot go to more raters than are ticked.")
        return ""


class ProposalPage(QWidget):
    """Fourth: who would get what."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.told = label("", wrap=True)
        self.lacking = label("", "strong", wrap=True)
        self._table = QWidget(self)
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for each in (self.told, self.lacking, self._table):
            column.addWidget(each)

    def show_proposal(self, proposal: Proposal, raters: Sequence[RaterChoice]) -> None:
        names = {each.uid: _name(each) for each in raters}
        counts = (
            tr_n("{person}: {n} session", "{person}: {n} sessions", n, person=names.get(uid, ""))
            for uid, n in proposal.counts.items()
        )
        self.told.setText("\n".join(counts))
        self.lacking.setText(
            tr_n("{n} rating finds no rater.", "{n} ratings find no rater.", proposal.lacking)
            if proposal.lacking
            else ""
        )
        self.lacking.setVisible(bool(proposal.lacking))
        empty(self._grid)
        at = 0
        for each in proposal.lines:
            at = self._add(each, at)

    def _add(self, each: ProposedLine, at: int) -> int:
        """Add a line; return where the next one goes."""
        self._grid.addWidget(line(), at, 0, 1, 3)
        what = tr("{phase}, {focus}", phase=each.phase, focus=each.focus.lower())
        cells = (label(each.place, "strong"), label(what, "muted", wrap=True), label(_whom(each), wrap=True))
        for column, cell in enumerate(cells):
            self._grid.addWidget(cell, at + 1, column, Qt.AlignmentFlag.AlignTop)
        if each.lacking and each.why:
            self._grid.addWidget(label(each.why, "muted", wrap=True), at + 2, 0, 1, 3)
        return at + 3


def _whom(each: ProposedLine) -> str:
    return ", ".join(each.raters) or tr("nobody")


def _name(rater: RaterChoice) -> str:
    return tr("{person} (you)", person=rater.name) if rater.me else rater.name


def _caution(rater: RaterChoice) -> str:
    if rater.me:
        return tr("rated here, so not blind")
    return "" if rater.compared else tr("fingerprint not compared yet")
