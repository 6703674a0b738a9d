"""The sessions on which an item's raters lie apart: what each gave, kept and wrote, side by side, to be heard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app import labels
from fidelity_rater.app.agreement.library_models import Side, SideBySide, SideMoment
from fidelity_rater.app.rating.moment_sounds import MomentWanted
from fidelity_rater.app.spoken_time import media_time
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.hearing.moment_button import MomentButton
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import Card, line
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.flow_layout import FlowLayout
from fidelity_rater.ui.widgets.page_area import PageArea
from fidelity_rater.ui.widgets.text import label

SHOWN_AT_FIRST = 6
LEAST_LETTERS = 14


class SideView(QWidget):
    """One rater's side of one session.

    Signals:
        opened: the rating is to be opened at the item (rating uid).
        moment_heard: play, or pause, this (:class:`MomentWanted`), and what to call it.
    """

    opened = Signal(str)
    moment_heard = Signal(object, str)

    def __init__(self, side: Side, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        left = QWidget(self)
        left.setMinimumWidth(self.fontMetrics().averageCharWidth() * LEAST_LETTERS)
        given = QVBoxLayout(left)
        given.setContentsMargins(0, 0, 0, 0)
        given.setSpacing(2)
        given.addWidget(label(side.answer, "strong", wrap=True))
        given.addWidget(label(_who(side), "muted", wrap=True))
        given.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(4)
        if side.note:
            column.addWidget(label(side.note, wrap=True))
        row = QWidget(self)
        flow = FlowLayout(row, spacing=6)
        self.moments = [self._moment(side, moment, row) for moment in side.moments]
        self.open = TextButton(tr("Open the rating"), "link", parent=row)
        self.open.show_name(tr("Open the rating of {rater}", rater=side.rating.initials))
        self.open.clicked.connect(lambda: self.opened.emit(side.rating.rating_uid))
        for button in (*self.moments, self.open):
            flow.addWidget(button)
        if not side.moments:
            column.addWidget(label(tr("No moment kept for this item."), "muted", wrap=True))
        column.addWidget(row)
        column.addStretch(1)
        both = QHBoxLayout(self)
        both.setContentsMargins(0, 0, 0, 0)
        both.setSpacing(12)
        both.addWidget(left, 2)
        both.addLayout(column, 3)

    def _moment(self, side: Side, moment: SideMoment, parent: QWidget) -> MomentButton:
        button = MomentButton(moment.uid, _when(moment), parent=parent)
        words = tr("{rater}, {moment}", rater=side.rating.initials, moment=_when(moment))
        button.show_name(tr("{told}: {note}", told=words, note=moment.note) if moment.note else words)
        button.setToolTip(moment.note or tr("Play, or pause, this moment"))
        wanted = MomentWanted(moment.uid, side.rating.rating_uid, moment.recording_uid, moment.start_ms, moment.end_ms)
        button.clicked.connect(lambda: self.moment_heard.emit(wanted, words))
        return button

    def show_sounding(self, uid: str) -> None:
        """Show which of the moments sounds (its uid); empty: none."""
        for button in self.moments:
            button.show_sounding(uid)


def _who(side: Side) -> str:
    rating = side.rating
    blind = {True: tr("blind"), False: tr("not blind"), None: ""}[rating.blind]
    role = labels.role(rating.role)
    return " · ".join(part for part in (rating.initials, role, blind) if part)


def _when(moment: SideMoment) -> str:
    span = tr(
        "{start} to {end}",
        start=media_time(moment.start_ms, tenths=False),
        end=media_time(moment.end_ms, tenths=False),
    )
    return tr("{span} against", span=span) if moment.against else tr("{span} for", span=span)


class SidesPanel(QWidget):
    """All of them, the furthest apart first.

    Signals:
        rating_chosen: a rating is to be opened at an item (rating uid, item id).
        moment_heard: play, or pause, this (:class:`MomentWanted`), and what to call it.
    """

    rating_chosen = Signal(str, str)
    moment_heard = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._item = ""
        self._sessions: tuple[SideBySide, ...] = ()
        self._views: list[SideView] = []
        self._sounding = ""
        self.heading = label("", "heading", wrap=True)
        self.told = label("", "muted", wrap=True)
        page = QWidget()
        self._column = QVBoxLayout(page)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(10)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.area = PageArea(page, name=tr("Sessions side by side"))
        self.more = TextButton(tr("Show more sessions"), parent=self)
        self.more.clicked.connect(self.on_more)
        self.more.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.heading)
        column.addWidget(self.told)
        column.addWidget(self.area, 1)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_waiting(self, heading: str) -> None:
        """An item was chosen; its sessions are being read."""
        self.heading.setText(heading)
        self.told.setText(tr("Reading what was kept as evidence …"))
        self._show(())

    def show_sessions(self, heading: str, item: str, sessions: Sequence[SideBySide]) -> None:
        self._item, self._sessions = item, tuple(sessions)
        self.heading.setText(heading)
        apart = sum(session.apart > 0 for session in sessions)
        if not sessions:
            self.told.setText(tr("No session has two numbers on this item."))
        elif apart:
            self.told.setText(
                tr_n(
                    "The raters differ on {n} of these sessions.", "The raters differ on {n} of these sessions.", apart
                )
            )
        else:
            self.told.setText(tr("The raters agree on all of them."))
        self._show(self._sessions[:SHOWN_AT_FIRST])
        self.more.setVisible(len(self._sessions) > SHOWN_AT_FIRST)

    def on_more(self) -> None:
        self.more.hide()
        self._add(self._sessions[SHOWN_AT_FIRST:])

    def _show(self, sessions: Sequence[SideBySide]) -> None:
        empty(self._column)
        self._views = []
        self.more.hide()
        self._add(sessions)

    def _add(self, sessions: Sequence[SideBySide]) -> None:
        for session in sessions:
            card = Card(parent=self.area.widget())
            card.body.setContentsMargins(12, 8, 12, 8)
            card.body.setSpacing(6)
            card.body.addWidget(label(_named(session), "strong", wrap=True))
            for place, side in enumerate(session.sides):
                if place:
                    card.body.addWidget(line())
                view = SideView(side, card)
                view.opened.connect(self.on_opened)
                view.moment_heard.connect(lambda wanted, words, of=session: self.on_moment_heard(of, wanted, words))
                view.show_sounding(self._sounding)
                self._views.append(view)
                card.body.addWidget(view)
            self._column.addWidget(card)

    def show_sounding(self, uid: str) -> None:
        """Show which of the moments sounds (its uid); empty: none."""
        self._sounding = uid
        for view in self._views:
            view.show_sounding(uid)

    def on_moment_heard(self, one: SideBySide, wanted: MomentWanted, words: str) -> None:
        self.moment_heard.emit(wanted, tr("{session} · {moment}", session=one.session.label, moment=words))

    def on_opened(self, rating_uid: str) -> None:
        self.rating_chosen.emit(rating_uid, self._item)


def _named(one: SideBySide) -> str:
    if not one.apart:
        return tr("{session} · same score", session=one.session.label)
    return tr("{session} · {n} apart", session=one.session.label, n=f"{one.apart:g}")
