"""One portfolio before the panel: where one is, what can be heard, one's vote; and, once it is time, everything."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from fidelity_rater.app.panel.deciding import DecisionDraft
from fidelity_rater.app.panel.models import Asked, PanelView, Stage
from fidelity_rater.app.panel.voting import VoteDraft
from fidelity_rater.app.sharing.models import SoundChoice
from fidelity_rater.i18n import tr
from fidelity_rater.ui.hearing.hearing import Heard
from fidelity_rater.ui.panel.all_shown import AllShown, decision_card, votes_card
from fidelity_rater.ui.panel.decision_form import DecisionForm
from fidelity_rater.ui.panel.evidence_card import EvidenceCard
from fidelity_rater.ui.panel.seats_card import SeatsCard
from fidelity_rater.ui.panel.vote_card import VoteCard
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.text import label

WIDEST = 940


@dataclass(frozen=True, slots=True)
class DoorShown:
    """What a page is made of: the view, what is half written, and who can be asked."""

    view: PanelView
    vote: VoteDraft
    decision: DecisionDraft
    askable: tuple[Asked, ...] = ()


class DoorPage(QWidget):
    """Made anew for each reading.

    Signals:
        play_wanted: as of :class:`EvidenceCard`.
        vote_changed, decision_changed: what is written reads so now (:class:`VoteDraft`, :class:`DecisionDraft`).
        vote_signed, decision_signed: sign it with this passphrase.
        rating_chosen: open this rating on the desk.
        look_wanted, copy_wanted: show a scan; save a copy of it (:class:`Attachment`).
        portfolio_send_wanted: send one's own portfolio to another member, with this much sound.
        report_wanted, decision_send_wanted: as named.
        part_wanted: bring this part of the page into sight.
    """

    play_wanted = Signal(object, str)
    vote_changed = Signal(object)
    vote_signed = Signal(object, str)
    decision_changed = Signal(object)
    decision_signed = Signal(object, str)
    rating_chosen = Signal(str)
    look_wanted = Signal(object)
    copy_wanted = Signal(object)
    portfolio_send_wanted = Signal(object)
    report_wanted = Signal()
    decision_send_wanted = Signal()
    part_wanted = Signal(QWidget)

    def __init__(self, shown: DoorShown, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.shown = shown
        self.cards: list[EvidenceCard] = []
        self.menu: QMenu | None = None
        self.vote: VoteCard | None = None
        self.decision: DecisionForm | None = None
        self.all: AllShown | None = None
        view = shown.view
        inner = QWidget(self)
        inner.setMaximumWidth(WIDEST)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16, 24)
        row.addStretch(1)
        row.addWidget(inner, 100)
        row.addStretch(1)
        self._column = QVBoxLayout(inner)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(10)
        self._add_head(view)
        self.seats = SeatsCard(view, shown.askable, inner)
        if view.stage is Stage.DECIDED and view.decision is not None:
            self._column.addWidget(decision_card(view.decision, inner))
        if view.everything is not None:
            self._column.addWidget(self.seats)
            self._add_everything(view)
        self._add_evidence(view)
        self._add_votes(view)
        if view.everything is None:
            self._column.addWidget(self.seats)
        self._add_decision(view)
        self._offer_way_down()
        self._column.addStretch(1)

    def _add_everything(self, view: PanelView) -> None:
        assert view.everything is not None
        self.all = AllShown(view.everything, by=view.by, parent=self)
        self.all.rating_chosen.connect(self.rating_chosen)
        self.all.look_wanted.connect(self.look_wanted)
        self.all.copy_wanted.connect(self.copy_wanted)
        self._column.addWidget(self.all)
        self._column.addWidget(label(tr("What can be heard"), "heading"))

    def _add_head(self, view: PanelView) -> None:
        head = QHBoxLayout()
        title = tr("Portfolio of {therapist}", therapist=view.therapist)
        head.addWidget(label(title, "title", wrap=True), 1)
        self.report = TextButton(tr("Report …"), icon_name="export", parent=self)
        self.report.setVisible(view.everything is not None)
        self.send_decision = TextButton(tr("Send the decision …"), "primary", icon_name="export", parent=self)
        self.send_decision.setVisible(view.decision is not None and view.decision.mine)
        self.send = TextButton(tr("Send the portfolio …"), icon_name="export", parent=self)
        self.send.setVisible(view.stage is Stage.LAID)
        self.down = TextButton("", icon_name="chevron-down", parent=self)
        self.down.hide()
        self.down.clicked.connect(self.on_down)
        for button in (self.down, self.report, self.send, self.send_decision):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            head.addWidget(button)
        self.report.clicked.connect(self.report_wanted)
        self.send.clicked.connect(self.on_send)
        self.send_decision.clicked.connect(self.decision_send_wanted)
        self._column.addLayout(head)
        self.where = Banner("ok" if view.stage is Stage.DECIDED else "info", parent=self)
        self.where.show_message(view.where)
        self._column.addWidget(self.where)
        for caution in view.cautions:
            banner = Banner("warning", parent=self)
            banner.show_message(caution)
            self._column.addWidget(banner)

    def on_send(self) -> None:
        """Ask how much sound goes along."""
        self.menu = QMenu(self)
        for choice, words in (
            (SoundChoice.CLIPS, tr("With clips of the evidence")),
            (SoundChoice.WHOLE, tr("With whole recordings")),
            (SoundChoice.NONE, tr("Without sound")),
        ):
            action = self.menu.addAction(words)
            action.triggered.connect(lambda _=False, how=choice: self.portfolio_send_wanted.emit(how))
        self.menu.popup(self.send.mapToGlobal(self.send.rect().bottomLeft()))

    def _add_evidence(self, view: PanelView) -> None:
        writable = bool(view.vote_due)
        comments = dict(self.shown.vote.comments)
        for case in view.cases:
            words = tr("{case} · {focus}", case=case.code, focus=case.focus)
            self._column.addWidget(label(words, "heading", wrap=True))
            for session in case.sessions:
                card = EvidenceCard(session, comment=comments.get(session.named, ""), writable=writable, parent=self)
                card.play_wanted.connect(self.play_wanted)
                card.commented.connect(self._on_vote_changed)
                self.cards.append(card)
                self._column.addWidget(card)

    def _add_votes(self, view: PanelView) -> None:
        if view.own and view.everything is None:
            self._column.addWidget(votes_card(view.own, self))
        if view.vote_due:
            self.vote = VoteCard(view.vote_due, self.shown.vote, self)
            self.vote.changed.connect(self._on_vote_changed)
            self.vote.sign_wanted.connect(lambda passphrase: self.vote_signed.emit(self.vote_draft, passphrase))
            self._column.addWidget(self.vote)

    def _add_decision(self, view: PanelView) -> None:
        if view.leading.first_over and view.decision is None and view.everything is not None:
            why = view.leading.why_not_decide
            self.decision = DecisionForm(self.shown.decision, why_not=why, parent=self)
            self.decision.changed.connect(self._on_decision_changed)
            self.decision.sign_wanted.connect(self._on_decision_signed)
            self._column.addWidget(self.decision)

    def _offer_way_down(self) -> None:
        """What is due stands under everything that it stands on: say so at the top, and lead there."""
        self.down.setVisible(self._due is not None)
        self.down.show_text(tr("To your vote") if self.vote is not None else tr("To the decision"))

    @property
    def _due(self) -> VoteCard | DecisionForm | None:
        return self.vote if self.vote is not None else self.decision

    def on_down(self) -> None:
        part = self._due
        if part is not None:
            self.part_wanted.emit(part)
            part.choice.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def vote_draft(self) -> VoteDraft:
        """The vote as it reads on the page."""
        comments = {card.session.named: card.comment.text for card in self.cards if card.comment.text}
        if self.vote is None:
            return VoteDraft(comments=comments)
        return VoteDraft(self.vote.verdict, comments, self.vote.words.text)

    def _on_vote_changed(self) -> None:
        if self.vote is not None:
            self.vote_changed.emit(self.vote_draft)

    def _on_decision_changed(self) -> None:
        if self.decision is not None:
            self.decision_changed.emit(self.decision.draft)

    def _on_decision_signed(self, passphrase: str) -> None:
        if self.decision is not None:
            self.decision_signed.emit(self.decision.draft, passphrase)

    def show_heard(self, heard: Heard) -> None:
        for card in self.cards:
            card.show_heard(heard)

    def keep_typing(self) -> None:
        """Have what is half typed told."""
        for card in self.cards:
            card.comment.keep()
        if self.vote is not None:
            self.vote.words.keep()
        if self.decision is not None:
            self.decision.keep()
