"""First: what is to be rated, from which cases, and whether it is drawn or chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from fidelity_rater.app import labels
from fidelity_rater.app.assigning.models import CaseChoice, DrawWish, FormChoice, Purpose, Role
from fidelity_rater.app.desk_models import DeskChoice
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.forms.fields import ChoiceField
from fidelity_rater.ui.sending.tick_list import TickList
from fidelity_rater.ui.widgets.card import FormRows
from fidelity_rater.ui.widgets.choice_row import ChoiceRow

DRAWN, BY_HAND = "drawn", "by_hand"
ALL, SOME = "all", "some"


class WhatPage(QWidget):
    """Signals:
    unfolded: more, or less, is asked now.
    """

    unfolded = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.way = ChoiceRow(
            (
                DeskChoice(DRAWN, tr("Draw at random"), tr("Nobody chooses; anybody can repeat it.")),
                DeskChoice(BY_HAND, tr("Choose by hand"), tr("It is marked so, with your reason.")),
            )
        )
        self.cases_of = ChoiceRow((DeskChoice(ALL, tr("All cases")), DeskChoice(SOME, tr("Only some"))))
        self.cases = TickList(tr("Cases"))
        self.cases.hide()
        self.purpose = ChoiceField((p, labels.purpose(p)) for p in (Purpose.SUMMATIVE, Purpose.FORMATIVE))
        self.role = ChoiceField((r, labels.role(r)) for r in (Role.PANEL, Role.PEER, Role.SUPERVISOR))
        self.form = ChoiceField()
        rows = FormRows(self)
        rows.add_row(tr("How are the recordings found?"), self.way)
        rows.add_row(tr("From which cases?"), self.cases_of)
        self.cases_label = rows.add_row(tr("Cases"), self.cases)
        self.cases_label.hide()
        rows.add_row(tr("What is the rating for?"), self.purpose)
        rows.add_row(tr("Heard as"), self.role, hint=tr("Only what the client's consent allows in this role is drawn."))
        rows.add_row(tr("Scale and form"), self.form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(rows)
        self.way.show_chosen(DRAWN, firm=True)
        self.cases_of.show_chosen(ALL, firm=True)
        self._way, self._of = DRAWN, ALL
        self.way.choice_chosen.connect(self.on_way_chosen)
        self.cases_of.choice_chosen.connect(self.on_cases_chosen)

    def show_choices(self, cases: Sequence[CaseChoice], forms: Sequence[FormChoice]) -> None:
        ticks = ((c.uid, c.label, tr_n("{n} session", "{n} sessions", c.sessions), False) for c in cases)
        self.cases.show_ticks(ticks)
        self.form.show_choices((form.id, form.label) for form in forms)

    def on_way_chosen(self, way: str) -> None:
        self._way = way
        self.way.show_chosen(way, firm=True)

    def on_cases_chosen(self, of: str) -> None:
        self._of = of
        self.cases_of.show_chosen(of, firm=True)
        for widget in (self.cases_label, self.cases):
            widget.setVisible(of == SOME)
        self.unfolded.emit()

    @property
    def by_hand(self) -> bool:
        return self._way == BY_HAND

    @property
    def wish(self) -> DrawWish:
        """What is asked for, before how much of it."""
        cases = tuple(sorted(self.cases.keys)) if self._of == SOME else ()
        return DrawWish(purpose=Purpose(self.purpose.key), role=Role(self.role.key), case_uids=cases)

    @property
    def fault(self) -> str:
        """What has to be mended before one can go on; empty: nothing."""
        return tr("Tick at least one case.") if self._of == SOME and not self.cases.keys else ""
