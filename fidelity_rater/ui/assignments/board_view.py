"""What was assigned here: a card for each rater, a line for each assignment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app import labels
from fidelity_rater.app.assigning.models import AssignedLine, Board, RaterLine, State
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.assignments.icon_line import IconLine
from fidelity_rater.ui.assignments.words import STATE_ICONS, due_words, state_words
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import Card, line
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.text import label

COLUMNS = 6
STRETCHES = (0, 3, 4, 3, 4, 0)
AROUND = 16
"""Rows with a button and rows without are equally high."""


class BoardView(QWidget):
    """Signals:
    send_wanted: send this rater (uid) what was assigned to them.
    withdraw_wanted: take back this assignment (its uid).
    rating_wanted: look at this rating (its uid).
    """

    send_wanted = Signal(str)
    withdraw_wanted = Signal(str)
    rating_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.send_buttons: dict[str, TextButton] = {}
        self.withdraw_buttons: dict[str, TextButton] = {}
        self.rating_buttons: dict[str, TextButton] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)

    def show_board(self, board: Board, *, today: date) -> None:
        empty(self._column)
        self.send_buttons, self.withdraw_buttons, self.rating_buttons = {}, {}, {}
        for rater in board.raters:
            lines = [each for each in board.lines if each.rater_uid == rater.uid]
            self._column.addWidget(self._card(rater, lines, today=today))
        self._column.addStretch(1)

    def _card(self, rater: RaterLine, lines: Sequence[AssignedLine], *, today: date) -> QWidget:
        card = Card(parent=self)
        name = tr("{person} (you)", person=rater.name) if rater.me else rater.name
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(label(name, "heading"))
        top.addWidget(label(_counts(rater), "muted"), 1)
        if rater.overdue:
            words = tr_n("{n} overdue", "{n} overdue", rater.overdue)
            top.addWidget(IconLine("warning", words, urgent=True, wrap=False))
        if not rater.me:
            top.addWidget(self._send(rater))
        card.body.addLayout(top)
        card.body.addWidget(self._table(rater, lines, today=today))
        return card

    def _send(self, rater: RaterLine) -> TextButton:
        if rater.to_send:
            text = tr_n("Send {n} to {person} …", "Send {n} to {person} …", rater.to_send, person=rater.name)
        else:
            text = tr("Send again …")
        button = TextButton(text, "primary" if rater.to_send else "flat", icon_name="export")
        button.clicked.connect(lambda: self.send_wanted.emit(rater.uid))
        self.send_buttons[rater.uid] = button
        return button

    def _table(self, rater: RaterLine, lines: Sequence[AssignedLine], *, today: date) -> QWidget:
        box = QWidget(self)
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(6)
        for column, stretch in enumerate(STRETCHES):
            grid.setColumnStretch(column, stretch)
        heads = (tr("Session"), tr("What"), tr("Due"), tr("State"), tr("How it was chosen"))
        for column, head in enumerate(heads):
            grid.addWidget(label(head, "muted"), 0, column)
        for row, each in enumerate(lines, start=1):
            grid.addWidget(line(), 2 * row - 1, 0, 1, COLUMNS)
            grid.setRowMinimumHeight(2 * row, self.fontMetrics().height() + AROUND)
            self._add(grid, 2 * row, each, me=rater.me, today=today)
        return box

    def _add(self, grid: QGridLayout, row: int, each: AssignedLine, *, me: bool, today: date) -> None:
        centre = Qt.AlignmentFlag.AlignVCenter
        place = label(each.place, "strong")
        if each.code:
            place.setToolTip(tr("The rater knows it as {code}", code=each.code))
        words = tr("{purpose}, {phase}", purpose=labels.purpose(each.purpose), phase=each.phase.lower())
        what = label(words, wrap=True)
        what.setToolTip(each.form)
        due = IconLine(
            "warning" if each.overdue else "clock",
            due_words(each.due, today=today, done=each.state is State.RATED),
            urgent=each.overdue,
        )
        told = state_words(each.state, me=me)
        told = tr("{state}, {blind}", state=told, blind=each.blind.lower()) if each.blind else told
        how = label(each.how, "" if each.by_hand else "muted", wrap=True)
        for column, cell in enumerate((place, what, due, IconLine(STATE_ICONS[each.state], told), how)):
            grid.addWidget(cell, row, column, centre)
        if (button := self._button(each)) is not None:
            grid.addWidget(button, row, COLUMNS - 1, centre | Qt.AlignmentFlag.AlignRight)

    def _button(self, each: AssignedLine) -> TextButton | None:
        if each.can_withdraw:
            text, made, wanted, uid = tr("Withdraw"), self.withdraw_buttons, self.withdraw_wanted, each.uid
        elif each.rating_uid:
            text, made, wanted, uid = tr("Open"), self.rating_buttons, self.rating_wanted, each.rating_uid
        else:
            return None
        button = TextButton(text, "flat")
        button.setAccessibleName(f"{text}: {each.place}, {each.rater}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: wanted.emit(uid))
        made[each.uid] = button
        return button


def _counts(rater: RaterLine) -> str:
    return tr_n("{n} session, {rated} rated", "{n} sessions, {rated} rated", rater.assigned, rated=rater.rated)
