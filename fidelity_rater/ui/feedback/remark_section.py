"""All strengths, or all things to work on, with what the scores propose."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from fidelity_rater.app.feedback.models import Candidate, ChosenItem, Part, ShownRemark
from fidelity_rater.i18n import tr
from fidelity_rater.ui.feedback.remark_card import RemarkCard
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import SectionHeader
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.sentence_button import SentenceButton
from fidelity_rater.ui.widgets.text import label


class RemarkSection(QWidget):
    """Remarks of one kind. Signals begin with the remark's uid where they are about one.

    Signals:
        added: begin one on this item (empty: on none).
        item_shown: go to an item that is proposed.
        text_edited, moved, removed, item_untied, item_tied, moment_tied: as :class:`RemarkCard` tells them.
        item_followed, moment_played: as named (item; moment).
        left: back to the items.
    """

    added = Signal(str)
    text_edited = Signal(str, str)
    moved = Signal(str, int)
    removed = Signal(str)
    item_followed = Signal(str)
    item_untied = Signal(str, str)
    item_tied = Signal(str)
    moment_played = Signal(str)
    moment_tied = Signal(str, str, bool)
    left = Signal()

    def __init__(self, part: Part, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.part = part
        self.cards: dict[str, RemarkCard] = {}
        self.candidates: list[CandidateRow] = []
        self._chosen: ChosenItem | None = None
        self._locked = False
        strengths = part is Part.STRENGTHS
        self.title: QLabel = label(tr("What went well") if strengths else tr("What to work on"), "heading")
        self.add = TextButton(tr("One of my own"), "flat", icon_name="plus", parent=self)
        self.add.setToolTip(tr("Begin with no item; one can be tied later"))
        self.proposed = SectionHeader("", parent=self)
        self.full: QLabel = label(tr("Three are enough: more are not worked on."), "muted", wrap=True)
        self._cards, self._rows = QVBoxLayout(), QVBoxLayout()
        self._under = QWidget(self)
        self._lay_out()
        self.add.clicked.connect(lambda: self.added.emit(""))
        self.proposed.folded.connect(lambda folded: self._under.setVisible(not folded))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self.add)
        self._cards.setSpacing(8)
        self._rows.setSpacing(6)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._under.setLayout(self._rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addLayout(self._cards)
        column.addWidget(self.full)
        column.addWidget(self.proposed)
        column.addWidget(self._under)

    def show_remarks(
        self, remarks: Sequence[ShownRemark], candidates: Sequence[Candidate], *, room: bool, locked: bool
    ) -> None:
        """Show these; cards that stay are only changed in place. Announces nothing."""
        if locked != self._locked:
            self._locked = locked
            empty(self._cards)
            self.cards = {}
        self._place_cards(remarks)
        for remark in remarks:
            self.cards[remark.uid].show_remark(remark)
        self.add.setVisible(not locked and room)
        self.full.setVisible(not locked and not room)
        self._show_candidates(candidates if room and not locked else ())
        self.show_chosen(self._chosen)

    def _place_cards(self, remarks: Sequence[ShownRemark]) -> None:
        """Let every remark have its card in its place; one that stays keeps its words and the keys."""
        uids = [remark.uid for remark in remarks]
        for uid in [uid for uid in self.cards if uid not in uids]:
            gone = self.cards.pop(uid)
            gone.hide()
            self._cards.removeWidget(gone)
            gone.deleteLater()
        for at, remark in enumerate(remarks):
            card = self.cards.get(remark.uid) or self._made_card(remark)
            if self._cards.indexOf(card) != at:
                self._cards.removeWidget(card)
                self._cards.insertWidget(at, card)
        self.cards = {uid: self.cards[uid] for uid in uids}

    def _made_card(self, remark: ShownRemark) -> RemarkCard:
        card = self.cards[remark.uid] = RemarkCard(remark, self.part, locked=self._locked, parent=self)
        card.text_edited.connect(self.text_edited)
        card.moved.connect(self.moved)
        card.removed.connect(self.removed)
        card.item_followed.connect(lambda _, item: self.item_followed.emit(item))
        card.item_untied.connect(self.item_untied)
        card.item_tied.connect(self.item_tied)
        card.moment_played.connect(lambda _, moment: self.moment_played.emit(moment))
        card.moment_tied.connect(self.moment_tied)
        card.left.connect(self.left)
        return card

    def _show_candidates(self, candidates: Sequence[Candidate]) -> None:
        if [row.candidate for row in self.candidates] != list(candidates):
            empty(self._rows)
            self.candidates = [CandidateRow(one, self.part, parent=self._under) for one in candidates]
            for row in self.candidates:
                row.taken.connect(self.added)
                row.followed.connect(self.item_followed)
                self._rows.addWidget(row)
        self.proposed.show_title(tr("The scores propose ({n})", n=len(candidates)))
        self.proposed.setVisible(bool(candidates))
        self._under.setVisible(bool(candidates) and not self.proposed.is_folded)

    def show_chosen(self, chosen: ChosenItem | None) -> None:
        self._chosen = chosen
        for card in self.cards.values():
            card.show_chosen(chosen)

    def keep(self) -> None:
        """Have what is being typed told now."""
        for card in self.cards.values():
            card.words.keep()


class CandidateRow(QWidget):
    """Something that could be said, with why.

    Signals:
        taken: say something of this item.
        followed: go to it first.
    """

    taken = Signal(str)
    followed = Signal(str)

    def __init__(self, candidate: Candidate, part: Part, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.candidate = candidate
        self.link = SentenceButton(candidate.label, parent=self)
        self.link.setToolTip(tr("Go to this item"))
        self.why: QLabel = label(candidate.why, "muted", wrap=True)
        self.why.setContentsMargins(7, 0, 0, 0)
        words = tr("Add as strength") if part is Part.STRENGTHS else tr("Work on this")
        self.take = TextButton(words, parent=self)
        self.take.show_name(tr("{act}: {item}", act=words, item=candidate.label))
        said = QVBoxLayout()
        said.setSpacing(0)
        said.addWidget(self.link)
        said.addWidget(self.why)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addLayout(said, 1)
        row.addWidget(self.take, 0, Qt.AlignmentFlag.AlignTop)
        self.take.clicked.connect(lambda: self.taken.emit(candidate.item))
        self.link.clicked.connect(lambda: self.followed.emit(candidate.item))
