"""What is shown once the first round is over: ratings in words, the rest of the portfolio, and the votes."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.panel.models import DecisionShown, Everything, RatingShown, VoteShown
from fidelity_rater.app.report_models import Column, Table
from fidelity_rater.app.spoken_time import day_and_time
from fidelity_rater.i18n import tr
from fidelity_rater.ui.panel.blocks import facts_grid, section_card, table_view
from fidelity_rater.ui.panel.scan_rows import ScansCard
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import Card
from fidelity_rater.ui.widgets.text import label


class AllShown(QWidget):
    """Signals:
    rating_chosen: open this rating on the desk (uid).
    look_wanted, copy_wanted: show a scan; save a copy of it (:class:`Attachment`).
    """

    rating_chosen = Signal(str)
    look_wanted = Signal(object)
    copy_wanted = Signal(object)

    def __init__(self, everything: Everything, *, by: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        if everything.votes:
            column.addWidget(votes_card(everything.votes))
        if everything.words:
            words = Card(tr("Words to the panel, from {who}", who=by), self)
            words.body.addWidget(label(everything.words, wrap=True))
            column.addWidget(words)
        column.addWidget(label(tr("Signed ratings"), "heading"))
        self.opens: dict[str, TextButton] = {}
        for rating in everything.ratings:
            column.addWidget(self._rating(rating))
        for notice in everything.notices:
            column.addWidget(label(notice, "muted", wrap=True))
        for section in everything.sections:
            column.addWidget(section_card(section))
        self.scans: ScansCard | None = None
        if everything.scans:
            self.scans = ScansCard(everything.scans, self)
            self.scans.look_wanted.connect(self.look_wanted)
            self.scans.copy_wanted.connect(self.copy_wanted)
            column.addWidget(self.scans)

    def _rating(self, rating: RatingShown) -> Card:
        card = Card(parent=self)
        card.body.setSpacing(6)
        head = QHBoxLayout()
        title = tr("Self-rating, {who}", who=rating.who) if rating.self_rating else rating.who
        words = label(tr("{session} · {who}", session=rating.session_label, who=title), "strong", wrap=True)
        button = TextButton(tr("Open on the desk"), "link", parent=card)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.show_name(tr("Open on the desk: {session}, {who}", session=rating.session_label, who=title))
        button.clicked.connect(lambda _=False, uid=rating.uid: self.rating_chosen.emit(uid))
        self.opens[rating.uid] = button
        head.addWidget(words, 1)
        head.addWidget(button)
        card.body.addLayout(head)
        told = (rating.purpose, rating.scale, tr("signed {time}", time=day_and_time(rating.signed_at)), *rating.notes)
        card.body.addWidget(label(" · ".join(told), "muted", wrap=True))
        columns = (
            Column(tr("Figure"), wide=True),
            Column(tr("Value"), number=True),
            Column(tr("Stands on"), wide=True),
        )
        rows = tuple((each.name, each.value, each.basis) for each in rating.figures)
        card.body.addWidget(table_view(Table(tr("Totals"), columns, rows)))
        for departure in rating.departures:
            card.body.addWidget(label(departure, "error", wrap=True))
        return card


def votes_card(votes: tuple[VoteShown, ...], parent: QWidget | None = None) -> Card:
    """Votes with their words, the first round before the second."""
    card = Card(tr("Votes"), parent)
    card.body.setSpacing(8)
    for number, heading in ((1, tr("First round")), (2, tr("Second round"))):
        of_round = [vote for vote in votes if vote.round == number]
        if of_round:
            card.body.addWidget(label(heading, "strong"))
        if of_round:
            card.body.addLayout(facts_grid(line for vote in of_round for line in _vote(vote)))
    return card


def _vote(vote: VoteShown) -> Iterator[tuple[str, str]]:
    who = tr("{initials} (you)", initials=vote.initials) if vote.me else vote.initials
    at = tr("{verdict}, signed {time}", verdict=vote.verdict_label, time=day_and_time(vote.at)) if vote.at else ""
    yield who, at or vote.verdict_label
    if vote.words:
        yield "", vote.words
    for _, session, words in vote.comments:
        yield "", tr("{session}: {words}", session=session, words=words)


def decision_card(decision: DecisionShown, parent: QWidget | None = None) -> Card:
    """What was decided, with its reasons, conditions and minutes."""
    card = Card(tr("The decision: {verdict}", verdict=decision.verdict_label), parent)
    rows = (
        (tr("Reasons"), decision.reasons),
        (tr("Conditions"), decision.conditions),
        (tr("Minutes"), decision.minutes),
        (tr("Signed"), tr("{who}, {time}", who=decision.by, time=day_and_time(decision.at)) if decision.at else ""),
    )
    card.body.addLayout(facts_grid(row for row in rows if row[1]))
    return card
