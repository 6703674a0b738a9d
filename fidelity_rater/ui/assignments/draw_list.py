"""Every draw that was made here: what was drawn by which seed, what was left out and why, and the check of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app import labels
from fidelity_rater.app.assigning.models import DrawTold, Repetition
from fidelity_rater.app.spoken_time import day_and_time
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import Card, FormRows
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.text import CodeLabel, label

MOST_SHORT: Final = 6


class DrawList(QWidget):
    """Signals:
    repeat_wanted, copy_wanted, assign_wanted: of this draw (its uid).
    """

    repeat_wanted = Signal(str)
    copy_wanted = Signal(str)
    assign_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: dict[str, DrawCard] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)

    def show_draws(self, draws: Sequence[DrawTold]) -> None:
        """The latest first; an answer that was shown beside one stays as long as it is the same draw."""
        empty(self._column)
        self.cards = {}
        for draw in draws:
            card = DrawCard(draw, self)
            card.repeat.clicked.connect(lambda _=False, uid=draw.uid: self.repeat_wanted.emit(uid))
            card.copy.clicked.connect(lambda _=False, uid=draw.uid: self.copy_wanted.emit(uid))
            card.assign.clicked.connect(lambda _=False, uid=draw.uid: self.assign_wanted.emit(uid))
            self.cards[draw.uid] = card
            self._column.addWidget(card)
        self._column.addStretch(1)

    def show_repeated(self, uid: str, found: Repetition) -> None:
        if uid in self.cards:
            self.cards[uid].answer.show_message(found.sentence, tone="ok" if found.same else "danger")


class DrawCard(Card):
    """One draw."""

    def __init__(self, draw: DrawTold, parent: QWidget | None = None) -> None:
        title = tr("Draw {n}, {time}, by {person}", n=draw.number, time=day_and_time(draw.drawn_at), person=draw.by)
        super().__init__(title, parent)
        self.answer = Banner("ok", parent=self)
        self.answer.hide()
        self.repeat = TextButton(tr("Repeat this draw"), icon_name="redo")
        self.copy = TextButton(tr("Copy its facts"), icon_name="copy")
        self.assign = TextButton(tr("Assign …"), icon_name="people")
        for button in (self.repeat, self.copy, self.assign):
            button.setAccessibleDescription(title)
        self.repeat.setToolTip(tr("Draw again from the seed and the list that were written down, and compare"))
        self.copy.setToolTip(tr("Everything that it takes to repeat it with another program, as text"))
        for words in _sentences(draw):
            self.body.addWidget(label(words, wrap=True))
        rows = FormRows(self)
        rows.add_row(tr("Seed, typed by a person") if draw.typed else tr("Seed, by the computer"), CodeLabel(draw.seed))
        rows.add_row(tr("Drawn"), label("\n".join(drawn_lines(draw)), wrap=True))
        self.body.addWidget(rows)
        self.body.addWidget(self.answer)
        buttons = QHBoxLayout()
        for button in (self.assign, self.repeat, self.copy):
            buttons.addWidget(button)
        buttons.addStretch(1)
        self.body.addLayout(buttons)


def _sentences(draw: DrawTold) -> list[str]:
    purpose, role = labels.purpose(draw.purpose).lower(), labels.role(draw.role).lower()
    told = [tr("{rule}; {purpose}, heard as {role}.", rule=draw.rule, purpose=purpose, role=role)]
    there = tr_n("{n} session could be drawn.", "{n} sessions could be drawn.", draw.candidates)
    told.append(f"{there} {left_out_words(draw.left_out)}".strip())
    if draw.short:
        told.append(too_few([(each.words, each.drawn, each.wanted) for each in draw.short]))
    if draw.earlier:
        numbers = ", ".join(map(str, draw.earlier))
        told.append(tr("Drawn again after draw {numbers}: {reason}", numbers=numbers, reason=draw.reason))
    return told


def too_few(strata: Sequence[tuple[str, int, int]]) -> str:
    """The first few strata that could not be filled: name, how many there are, how many were wanted."""
    named = "; ".join(tr("{stratum}: {n} of {wanted}", stratum=s, n=n, wanted=w) for s, n, w in strata[:MOST_SHORT])
    rest = len(strata) - MOST_SHORT
    more = tr_n("; and {n} more", "; and {n} more", rest) if rest > 0 else ""
    return tr("Too few: {strata}{more}.", strata=named, more=more)


def drawn_lines(draw: DrawTold) -> list[str]:
    """What was drawn, with who rates it by now."""
    found = []
    for each in draw.chosen:
        raters = ", ".join(each.raters)
        found.append(tr("{place}: {raters}", place=each.place, raters=raters) if raters else each.place)
    return found


def left_out_words(left_out: Sequence[tuple[str, int]]) -> str:
    """What could not be drawn, as a sentence; empty where everything could."""
    if not left_out:
        return ""
    return tr("Left out: {reasons}.", reasons=", ".join(f"{why} ({n})" for why, n in left_out))
