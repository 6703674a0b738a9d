"""The decision as it is written: what, why, on which conditions, and what was said."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fidelity_rater.app.panel.deciding import DecisionDraft
from fidelity_rater.app.panel.models import Verdict
from fidelity_rater.app.saved import SavedState
from fidelity_rater.i18n import tr
from fidelity_rater.ui.door.answer_field import AnswerField
from fidelity_rater.ui.panel.signing import Signing
from fidelity_rater.ui.panel.vote_card import verdict_choices
from fidelity_rater.ui.widgets.card import Card, FormRows
from fidelity_rater.ui.widgets.choice_row import ChoiceRow
from fidelity_rater.ui.widgets.saved_indicator import SavedIndicator
from fidelity_rater.ui.widgets.text import label


class DecisionForm(Card):
    """Signals:
    changed: what is written reads otherwise now.
    sign_wanted: sign the decision with this passphrase.
    """

    changed = Signal()
    sign_wanted = Signal(str)

    def __init__(self, draft: DecisionDraft, *, why_not: str, parent: QWidget | None = None) -> None:
        super().__init__(tr("The decision"), parent)
        self.verdict = draft.verdict
        self.choice = ChoiceRow(verdict_choices(), name=tr("What the panel decides"), parent=self)
        self.choice.show_chosen(str(draft.verdict) if draft.verdict else None)
        self.reasons = AnswerField(tr("Reasons"), lines=4, parent=self)
        self.conditions = AnswerField(tr("Conditions"), lines=3, parent=self)
        self.minutes = AnswerField(tr("Minutes"), lines=6, parent=self)
        self.reasons.show_answer(draft.reasons)
        self.conditions.show_answer(draft.conditions)
        self.minutes.show_answer(draft.minutes)
        rows = FormRows(self)
        rows.add_row(tr("What the panel decides"), self.choice)
        rows.add_row(tr("Reasons"), self.reasons, hint=tr("What it stands on; the therapist reads them."))
        rows.add_row(tr("Conditions"), self.conditions, hint=tr("Asked for where the panel defers: what is wanting."))
        rows.add_row(tr("Minutes"), self.minutes, hint=tr("Who was there, when, and what was talked over."))
        self.saved = SavedIndicator()
        self.saved.show_saved(SavedState())
        told = tr("The votes go into it whole. A signed decision stays as it is.")
        self.signing = Signing(tr("Sign the decision"), told, self)
        self.signing.setVisible(not why_not)
        self.body.addWidget(rows)
        self.body.addWidget(self.saved)
        if why_not:
            self.body.addWidget(label(why_not, "muted", wrap=True))
        self.body.addWidget(self.signing)
        self.choice.choice_chosen.connect(self.on_chosen)
        self.choice.choice_withdrawn.connect(lambda: self.on_chosen(""))
        for field in (self.reasons, self.conditions, self.minutes):
            field.edited.connect(lambda _: self.changed.emit())
        self.signing.sign_wanted.connect(self.sign_wanted)

    def on_chosen(self, key: str) -> None:
        self.verdict = Verdict(key) if key else None
        self.choice.show_chosen(key or None)
        self.changed.emit()

    @property
    def draft(self) -> DecisionDraft:
        return DecisionDraft(self.verdict, self.reasons.text, self.conditions.text, self.minutes.text)

    def keep(self) -> None:
        """Have what is half typed told."""
        for field in (self.reasons, self.conditions, self.minutes):
            field.keep()
