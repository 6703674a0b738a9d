"""Second, by hand: which sessions, and why they were not drawn."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from fidelity_rater.app.assigning.models import ChosenLine
from fidelity_rater.i18n import tr
from fidelity_rater.ui.sending.tick_list import TickList
from fidelity_rater.ui.widgets.card import FormRows
from fidelity_rater.ui.widgets.text import label


class HandPage(QWidget):
    """Only what consent allows is offered."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reason = QLineEdit(self)
        self.sessions = TickList(tr("Sessions"))
        self.nothing = label(tr("No session can be assigned: see what the recordings' consent allows."), wrap=True)
        rows = FormRows(self)
        rows.add_row(
            tr("Why are they chosen by hand?"),
            self.reason,
            hint=tr("It is kept beside each assignment, and stays here."),
        )
        rows.add_row(tr("Sessions"), self.sessions)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(rows)
        column.addWidget(self.nothing)

    def show_sessions(self, lines: Sequence[ChosenLine]) -> None:
        before = self.sessions.keys
        self.sessions.show_ticks(
            (each.session_uid, each.place, each.stratum, each.session_uid in before) for each in lines
        )
        self.nothing.setVisible(not lines)

    @property
    def chosen(self) -> tuple[str, ...]:
        return tuple(uid for uid, box in self.sessions.boxes.items() if box.isChecked())

    @property
    def fault(self) -> str:
        if not self.chosen:
            return tr("Tick at least one session.")
        return "" if self.reason.text().strip() else tr("Say why they are chosen by hand.")
