"""One's vote: what for, in which words, signed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fidelity_rater.app import labels
from fidelity_rater.app.desk_models import DeskChoice
from fidelity_rater.app.panel.models import Verdict
from fidelity_rater.app.panel.voting import VoteDraft
from fidelity_rater.app.saved import SavedState
from fidelity_rater.i18n import tr
from fidelity_rater.ui.door.answer_field import AnswerField
from fidelity_rater.ui.panel.signing import Signing
from fidelity_rater.ui.widgets.card import Card
from fidelity_rater.ui.widgets.choice_row import ChoiceRow
from fidelity_rater.ui.widgets.saved_indicator import SavedIndicator
from fidelity_rater.ui.widgets.text import label


def verdict_choices() -> tuple[DeskChoice, ...]:
    return tuple(DeskChoice(str(each), labels.verdict(each)) for each in Verdict)


class VoteCard(Card):
    """Signals:
    changed: what is written reads otherwise now.
    sign_wanted: sign the vote with this passphrase.
    """

    changed = Signal()
    sign_wanted = Signal(str)

    def __init__(self, number: int, draft: VoteDraft, parent: QWidget | None = None) -> None:
        super().__init__(tr("Your first vote") if number == 1 else tr("Your second vote"), parent)
        self.verdict = draft.verdict
        told = (
            tr("On what you have heard, and on nothing else. Your words on each recording above go with it.")
            if number == 1
            else tr("After everything was shown and talked over. Your first vote stays on record beside it.")
        )
        self.body.addWidget(label(told, "muted", wrap=True))
        self.choice = ChoiceRow(verdict_choices(), name=tr("What you vote for"), parent=self)
        self.choice.show_chosen(str(draft.verdict) if draft.verdict else None)
        self.words = AnswerField(tr("On the whole"), hint=tr("What your vote stands on"), lines=4, parent=self)
        self.words.show_answer(draft.words)
        self.saved = SavedIndicator()
        self.saved.show_saved(SavedState())
        self.signing = Signing(tr("Sign the vote"), tr("A signed vote stays as it is."), self)
        for widget in (self.choice, self.words, self.saved, self.signing):
            self.body.addWidget(widget)
        self.choice.choice_chosen.connect(self.on_chosen)
        self.choice.choice_withdrawn.connect(lambda: self.on_chosen(""))
        self.words.edited.connect(lambda _: self.changed.emit())
        self.signing.sign_wanted.connect(self.sign_wanted)

    def on_chosen(self, key: str) -> None:
        self.verdict = Verdict(key) if key else None
        self.choice.show_chosen(key or None)
        self.changed.emit()
