"""Sessions that several people have rated: what is to be agreed on, and what is done."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.consensus.listing import MOST_LISTED
from fidelity_rater.app.consensus.models import SharedSession, Stage
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import Card, scrolling
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.text import label


class SessionList(QWidget):
    """Signals:
    session_chosen: this one is to be opened (its place in what was shown).
    """

    session_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[int, TextButton] = {}
        page = QWidget()
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolling(page, tr("Sessions that several people have rated")))

    def show_sessions(self, sessions: Sequence[SharedSession]) -> None:
        empty(self._column)
        self.buttons = {}
        done = False
        left = sum(each.stage is not Stage.DONE for each in sessions)
        if left >= MOST_LISTED:
            self._add_heading(tr("To agree on, the first {n} sessions", n=MOST_LISTED))
        elif left:
            self._add_heading(tr_n("{n} session to agree on", "{n} sessions to agree on", left))
        for place, session in enumerate(sessions):
            if session.stage is Stage.DONE and not done:
                done = True
                self._add_heading(tr("Agreed and signed"))
            self._column.addWidget(self._card(place, session))
        self._column.addStretch(1)

    def _add_heading(self, words: str) -> None:
        self._column.addWidget(label(words, "heading", wrap=True))

    def _card(self, place: int, session: SharedSession) -> Card:
        card = Card(parent=self)
        card.body.setContentsMargins(16, 10, 16, 10)
        row = QHBoxLayout()
        row.setSpacing(16)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(session.label, "strong", wrap=True))
        raters = tr(
            "{kind} · {raters} · {told}", kind=session.kind, raters=", ".join(session.raters), told=session.told
        )
        words.addWidget(label(raters, "muted", wrap=True))
        if session.refusal:
            words.addWidget(label(session.refusal, wrap=True))
        row.addLayout(words, 1)
        button = TextButton(_act(session), "primary" if session.stage is Stage.BEGUN else "")
        button.setAccessibleName(tr("{act}: {session}", act=_act(session), session=session.label))
        button.setEnabled(not session.refusal)
        button.clicked.connect(lambda _=False, n=place: self.session_chosen.emit(n))
        self.buttons[place] = button
        row.addWidget(button)
        card.body.addLayout(row)
        return card


def _act(session: SharedSession) -> str:
    return {
        Stage.WAITING: tr("Compare and agree"),
        Stage.BEGUN: tr("Go on"),
        Stage.OUTDATED: tr("Agree anew"),
        Stage.DONE: tr("Look at it"),
    }[session.stage]
