"""What oneself is to rate, with the one thing to do about each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app import labels
from fidelity_rater.app.assigning.models import DueLine, DueState
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.assignments.icon_line import IconLine
from fidelity_rater.ui.assignments.words import DUE_ICONS, due_state_words, due_words
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import Card, line
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.text import label

STRETCHES = (0, 3, 4, 5, 0)
_OPEN = (DueState.WAITING, DueState.BEGUN)


class DueList(QWidget):
    """One card for each person who asks.

    Signals:
        rate_wanted: rate this session (its uid) by this assignment (its uid).
        rating_wanted: look at this rating (its uid).
        return_wanted: send one's signed ratings back to this person (uid).
    """

    rate_wanted = Signal(str, str)
    rating_wanted = Signal(str)
    return_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, TextButton] = {}
        self.back_buttons: dict[str, TextButton] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)

    def show_due(self, lines: Sequence[DueLine], *, today: date) -> None:
        """Show these in their order, gathered by who asks."""
        empty(self._column)
        self.buttons, self.back_buttons = {}, {}
        for asker in dict.fromkeys(each.asker_uid for each in lines):
            self._column.addWidget(self._card([each for each in lines if each.asker_uid == asker], today=today))
        self._column.addStretch(1)

    def _card(self, lines: Sequence[DueLine], *, today: date) -> QWidget:
        first = lines[0]
        heading = tr("Assigned here") if first.here else tr("Asked by {person}", person=first.asker)
        card = Card(parent=self)
        top = QHBoxLayout()
        top.addWidget(label(heading, "heading"), 1)
        signed = sum(each.state is DueState.SIGNED and not each.here for each in lines)
        returned = sum(each.state is DueState.RETURNED for each in lines)
        if signed or returned:
            back = TextButton(
                tr_n("Send {n} rating back …", "Send {n} ratings back …", signed) if signed else tr("Send again …"),
                "primary" if signed else "flat",
                icon_name="export",
            )
            back.clicked.connect(lambda: self.return_wanted.emit(first.asker_uid))
            self.back_buttons[first.asker_uid] = back
            top.addWidget(back)
        card.body.addLayout(top)
        for words in dict.fromkeys(each.words for each in lines if each.words):
            said = Banner("info", parent=card)
            told = (
                tr("Said to the rater: {words}", words=words) if first.here else tr("They write: {words}", words=words)
            )
            said.show_message(told)
            card.body.addWidget(said)
        card.body.addWidget(self._table(lines, today=today))
        return card

    def _table(self, lines: Sequence[DueLine], *, today: date) -> QWidget:
        box = QWidget(self)
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(6)
        for column, stretch in enumerate(STRETCHES):
            grid.setColumnStretch(column, stretch)
        for row, each in enumerate(lines):
            if row:
                grid.addWidget(line(), 2 * row - 1, 0, 1, 5)
            self._add(grid, 2 * row, each, today=today)
        return box

    def _add(self, grid: QGridLayout, row: int, each: DueLine, *, today: date) -> None:
        done = each.state not in _OPEN
        what = tr("{purpose}, {phase}", purpose=labels.purpose(each.purpose), phase=each.phase.lower())
        due = IconLine(
            "warning" if each.overdue else "clock",
            due_words(each.due, today=today, done=done),
            urgent=each.overdue,
        )
        state = due_state_words(each.state, here=each.here)
        told = tr("{state}, {blind}", state=state, blind=each.blind.lower()) if each.blind else state
        centre = Qt.AlignmentFlag.AlignVCenter
        cells = (label(each.place, "strong"), label(what, wrap=True), due, IconLine(DUE_ICONS[each.state], told))
        for column, cell in enumerate(cells):
            grid.addWidget(cell, row, column, centre)
        grid.addWidget(self._button(each), row, 4, centre | Qt.AlignmentFlag.AlignRight)

    def _button(self, each: DueLine) -> TextButton:
        text = {
            DueState.WAITING: tr("Rate"),
            DueState.BEGUN: tr("Go on"),
        }.get(each.state, tr("Look at it"))
        button = TextButton(text, "" if each.state in _OPEN else "flat")
        button.setAccessibleName(f"{text}: {each.place}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        if each.state is DueState.WAITING:
            button.clicked.connect(lambda: self.rate_wanted.emit(each.session_uid, each.uid))
        else:
            button.clicked.connect(lambda: self.rating_wanted.emit(each.rating_uid))
        self.buttons[each.uid] = button
        return button
