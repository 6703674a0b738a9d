"""Beside the letter: everything that has come, how the numbers went, and what came of earlier suggestions."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from fidelity_rater.app.door.models import Beside, EarlierFeedback, FollowUpState, ReceivedRow, Trend, TrendPoint
from fidelity_rater.app.self_rating import Gap, Order, SessionCompared
from fidelity_rater.app.spoken_time import day_and_time
from fidelity_rater.i18n import tr
from fidelity_rater.ui.door.trend_picture import TrendPicture
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import Card, scrolling
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.text import label

SHORTEST_LIST = 2
LEAST_EXTENT = 2
"""Means of differences hardly lie further apart than this, up and down."""


class SideColumn(QWidget):
    """Signals:
    chosen: show this feedback (uid).
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons: dict[str, TextButton] = {}
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 16, 8, 16)
        column.setSpacing(6)
        column.addWidget(label(tr("Feedback"), "title"))
        self._list = QVBoxLayout()
        self._list.setSpacing(4)
        column.addLayout(self._list)
        self._beside = QVBoxLayout()
        self._beside.setSpacing(6)
        column.addLayout(self._beside)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self.area = scrolling(page, tr("Everything that has come"))
        outer.addWidget(self.area)

    def show_rows(self, rows: Sequence[ReceivedRow], chosen: str) -> None:
        """Show what has come, and which is open."""
        if list(self.buttons) != [row.uid for row in rows]:
            empty(self._list)
            self.buttons = {row.uid: self._button(row) for row in rows}
        for row in rows:
            button = self.buttons[row.uid]
            button.show_text(row_words(row))
            button.setToolTip(tr("From {sender}, {time}", sender=row.sender, time=day_and_time(row.at)))
            button.show_icon("lock" if row.sealed else "note" if row.unread else "check" if row.answered else "book")
            button.setChecked(row.uid == chosen)

    def _button(self, row: ReceivedRow) -> TextButton:
        button = TextButton("", icon_name="note")
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setStyleSheet("text-align: left;")
        button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        button.clicked.connect(lambda: self._on_pressed(button, row.uid))
        self._list.addWidget(button)
        return button

    def _on_pressed(self, button: QAbstractButton, uid: str) -> None:
        button.setChecked(True)
        self.chosen.emit(uid)

    def show_beside(self, beside: Beside | None) -> None:
        """Show what goes with the letter; None: nothing, it is sealed."""
        empty(self._beside)
        if beside is None:
            return
        trends = [trend for trend in beside.trends if len(trend.points) >= SHORTEST_LIST]
        if trends:
            self._head(tr("Over your sessions"))
        for trend in trends:
            self._beside.addWidget(label(trend.name, "muted", wrap=True))
            self._beside.addWidget(TrendPicture(trend, self))
        if len(beside.compared) >= SHORTEST_LIST:
            self._head(tr("You and your supervisor"))
            for gaps in gap_trends(beside.compared):
                self._beside.addWidget(label(gaps.name, "muted", wrap=True))
                self._beside.addWidget(TrendPicture(gaps, self))
            for compared in beside.compared:
                self._beside.addWidget(label(compared_words(compared), wrap=True))
        if beside.earlier:
            self._head(tr("Earlier suggestions"))
            for each in beside.earlier:
                self._beside.addWidget(earlier_card(each))

    def _head(self, words: str) -> None:
        self._beside.addSpacing(12)
        self._beside.addWidget(label(words, "heading", wrap=True))


def gap_trends(compared: Sequence[SessionCompared]) -> tuple[Trend, ...]:
    """One's own view less the supervisor's over sessions, for each dimension that has two points at least."""
    found: dict[str, list[tuple[SessionCompared, Gap, float]]] = {}
    for each in compared:
        for gap in each.comparison.gaps:
            if gap.mean is not None:
                found.setdefault(gap.dimension, []).append((each, gap, gap.mean))
    return tuple(_gap_trend(gaps) for gaps in found.values() if len(gaps) >= SHORTEST_LIST)


def _gap_trend(gaps: list[tuple[SessionCompared, Gap, float]]) -> Trend:
    extent = max(LEAST_EXTENT, *(ceil(abs(mean)) for _, _, mean in gaps))
    return Trend(
        tr("{name}: you less your supervisor (0 is the same)", name=gaps[0][1].name),
        gaps[0][1].hue,
        -extent,
        extent,
        tuple(TrendPoint(each.label, each.held_on, mean, gap.n, False) for each, gap, mean in gaps),
    )


def row_words(row: ReceivedRow) -> str:
    """A line of the list: which session, and how it stands."""
    place = row.place
    where = tr("{case} · {session}", case=place.case, session=place.words) if place.case else place.words
    state = tr("sealed") if row.sealed else tr("new") if row.unread else tr("answered") if row.answered else ""
    return tr("{where}, {state}", where=where, state=state) if state else where


def compared_words(compared: SessionCompared) -> str:
    """How far apart the two were in one session, with the order."""
    gaps = [
        tr("{name} {gap} (n {n})", name=gap.name.lower(), gap=f"{gap.mean:+.1f}", n=gap.n)
        if gap.mean is not None
        else tr("{name}: too few", name=gap.name.lower())
        for gap in compared.comparison.gaps
    ]
    when = {
        Order.BEFORE: tr("rated before looking"),
        Order.BETWEEN: tr("begun before, signed after looking"),
        Order.AFTER: tr("rated after looking"),
        Order.UNKNOWN: tr("order not known"),
    }[compared.comparison.order]
    return tr("{session}: you less supervisor {gaps}; {when}", session=compared.label, gaps=", ".join(gaps), when=when)


def earlier_card(each: EarlierFeedback) -> Card:
    """What was suggested then, the step that was meant, and what has come of it."""
    card = Card()
    card.body.setContentsMargins(12, 10, 12, 12)
    card.body.setSpacing(6)
    place = each.row.place
    where = tr("{case} · {session}", case=place.case, session=place.words) if place.case else place.words
    card.body.addWidget(label(where, "muted", wrap=True))
    for suggestion in each.suggestions:
        card.body.addWidget(label(suggestion.text, wrap=True))
        if suggestion.step:
            card.body.addWidget(label(tr("You meant to: {step}", step=suggestion.step), "muted", wrap=True))
        card.body.addWidget(label(state_words(suggestion.state), "muted", wrap=True))
    return card


def state_words(state: FollowUpState | None) -> str:
    """What has become of a suggestion, as far as it was told."""
    if state is None:
        return tr("Nothing was told yet of what came of it.")
    return {
        FollowUpState.OPEN: tr("Still open"),
        FollowUpState.WORKED_ON: tr("Worked on ✓"),
        FollowUpState.DROPPED: tr("Put aside"),
    }[state]
