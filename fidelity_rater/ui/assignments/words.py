"""How assignments are told on screen: the day by which they are due, and how far they have come."""

from __future__ import annotations

from datetime import date

from fidelity_rater.app.assigning.models import DueState, State
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.forms.days import spoken_day


def due_words(due: date | None, *, today: date, done: bool = False) -> str:
    """By when, and how long that is; what is done has no hurry."""
    if due is None:
        return tr("no date")
    if done:
        return tr("due {day}", day=spoken_day(due))
    left = (due - today).days
    if left < 0:
        return tr_n("{n} day overdue ({day})", "{n} days overdue ({day})", -left, day=spoken_day(due))
    if left == 0:
        return tr("due today")
    return tr_n("due {day}, in {n} day", "due {day}, in {n} days", left, day=spoken_day(due))


def state_words(state: State, *, me: bool) -> str:
    if state is State.ASSIGNED:
        return tr("waits for you") if me else tr("not sent yet")
    return {State.SENT: tr("sent"), State.BEGUN: tr("begun"), State.RATED: tr("rated")}[state]


STATE_ICONS = {State.ASSIGNED: "clock", State.SENT: "export", State.BEGUN: "edit", State.RATED: "check"}


def due_state_words(state: DueState, *, here: bool) -> str:
    return {
        DueState.WAITING: tr("not begun"),
        DueState.BEGUN: tr("begun"),
        DueState.SIGNED: tr("signed") if here else tr("signed, not sent back yet"),
        DueState.RETURNED: tr("signed and sent back"),
    }[state]


DUE_ICONS = {DueState.WAITING: "clock", DueState.BEGUN: "edit", DueState.SIGNED: "sign", DueState.RETURNED: "check"}
