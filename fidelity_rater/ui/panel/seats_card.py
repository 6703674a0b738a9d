"""Who sits on the panel and who has voted; for whoever leads it, how it goes on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from fidelity_rater.app.panel.models import Asked, PanelView, Seat, Stage
from fidelity_rater.app.report_models import Column, Table
from fidelity_rater.i18n import tr
from fidelity_rater.ui.panel.blocks import table_view
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import Card
from fidelity_rater.ui.widgets.flow_layout import FlowLayout
from fidelity_rater.ui.widgets.text import label


class SeatsCard(Card):
    """Signals:
    lead_wanted, close_wanted, send_wanted: as named.
    seated: these vote (their uids).
    """

    lead_wanted = Signal()
    close_wanted = Signal()
    send_wanted = Signal()
    seated = Signal(object)

    def __init__(self, view: PanelView, askable: Sequence[Asked], parent: QWidget | None = None) -> None:
        super().__init__(tr("The panel"), parent)
        self.ticks: dict[str, QCheckBox] = {}
        self.lead = TextButton(tr("Lead this panel"), icon_name="people", parent=self)
        self.close_round = TextButton(tr("Close the first round"), icon_name="lock", parent=self)
        self.send = TextButton(tr("Send …"), icon_name="export", parent=self)
        if view.seats:
            self.body.addWidget(table_view(_table(view.seats, decided=view.stage is Stage.DECIDED)))
        else:
            self.body.addWidget(label(tr("Nobody leads the panel here yet, and nobody has voted."), "muted", wrap=True))
        leading = view.leading
        if leading.leads and view.stage is not Stage.DECIDED and not leading.first_over:
            self._add_ticks(view, askable)
        for caution in leading.cautions:
            self.body.addWidget(label(caution, "muted", wrap=True))
        self._add_buttons(view)
        self.lead.clicked.connect(self.lead_wanted)
        self.close_round.clicked.connect(self.close_wanted)
        self.send.clicked.connect(self.send_wanted)

    def _add_ticks(self, view: PanelView, askable: Sequence[Asked]) -> None:
        self.body.addWidget(label(tr("Who votes"), "strong"))
        row = QWidget(self)
        flow = FlowLayout(row, spacing=12)
        seated = {seat.uid: seat for seat in view.seats if seat.votes}
        for each in askable:
            tick = QCheckBox(tr("{name} ({initials})", name=each.name, initials=each.initials), row)
            tick.setChecked(each.uid in seated)
            tick.setEnabled(not (each.uid in seated and seated[each.uid].first))
            tick.setToolTip(tr("Ticked: asked to vote. Whoever has voted stays."))
            tick.clicked.connect(self._on_ticked)
            flow.addWidget(tick)
            tick.setObjectName(f"votes-{each.uid}")
            self.ticks[each.uid] = tick
        self.body.addWidget(row)
        if not askable:
            told = tr("Nobody is among your contacts yet: bring in the cards of those who are to vote.")
            self.body.addWidget(label(told, "muted", wrap=True))

    def _on_ticked(self) -> None:
        self.seated.emit(tuple(uid for uid, tick in self.ticks.items() if tick.isChecked()))

    def _add_buttons(self, view: PanelView) -> None:
        leading, decided = view.leading, view.stage is Stage.DECIDED
        row = QWidget(self)
        flow = FlowLayout(row, spacing=8)
        for button in (self.lead, self.close_round, self.send):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            flow.addWidget(button)
        self.lead.setVisible(leading.may_lead)
        self.close_round.setVisible(leading.leads and not decided and not leading.first_over)
        self.close_round.setEnabled(not leading.why_not_close)
        self.close_round.setToolTip(leading.why_not_close)
        self.send.setVisible((leading.leads and not decided) or bool(view.to_send))
        self.send.show_text(tr("Send the panel's state …") if leading.leads else tr("Send your vote …"))
        row.setVisible(any(not button.isHidden() for button in (self.lead, self.close_round, self.send)))
        self.body.addWidget(row)
        if leading.leads and leading.why_not_close and not leading.first_over and not decided:
            self.body.addWidget(label(leading.why_not_close, "muted", wrap=True))
        if view.to_send:
            told = tr("Your signed vote is still here: send it to whoever leads the panel.")
            self.body.addWidget(label(told, "muted", wrap=True))
        elif leading.leads and not decided:
            told = tr("Members elsewhere learn from what you send who sits on the panel and that the round is over.")
            self.body.addWidget(label(told, "muted", wrap=True))


def _table(seats: Sequence[Seat], *, decided: bool) -> Table:
    columns = (Column(tr("Who")), Column(tr("Part")), Column(tr("First vote")), Column(tr("Second vote")))
    return Table(tr("Who sits on the panel"), columns, tuple(_row(seat, decided=decided) for seat in seats))


def _row(seat: Seat, *, decided: bool) -> tuple[str, ...]:
    who = tr("{initials} (you)", initials=seat.initials) if seat.me else seat.initials
    parts = [tr("leads") if seat.leads else "", tr("votes") if seat.votes else ""]
    waiting = tr("not yet") if seat.votes and not decided else tr("none") if seat.votes else "–"
    given = (tr("given") if each else waiting for each in (seat.first, seat.second))
    return who, ", ".join(part for part in parts if part), *given
