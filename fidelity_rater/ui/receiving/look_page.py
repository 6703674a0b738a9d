"""What a package is, before anything of it is taken in: its signer, its contents, and where it belongs."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from fidelity_rater.app.sharing.models import Incoming, PlaceQuestion
from fidelity_rater.app.spoken_time import day_and_time
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.fields import ChoiceField
from fidelity_rater.ui.receiving.signer_card import SignerCard
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.card import Card, FormRows
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.text import label


class LookPage(QWidget):
    """Shows an :class:`Incoming`; holds the answers to its questions."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.banners: list[Banner] = []
        self.questions: dict[str, ChoiceField] = {}
        self.signer = SignerCard()
        self.contents, self.places = Card(tr("What it carries")), Card(tr("Where it belongs"))
        self._told, self._lines, self._rows = QVBoxLayout(), QVBoxLayout(), QVBoxLayout()
        self._told.setSpacing(8)
        self._lines.setSpacing(6)
        self.contents.body.addLayout(self._lines)
        self.places.body.addLayout(self._rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addLayout(self._told)
        for card in (self.signer, self.contents, self.places):
            column.addWidget(card)

    def show_incoming(self, incoming: Incoming) -> None:
        for layout in (self._told, self._lines, self._rows):
            empty(layout)
        self._show_told(incoming)
        for sentence in incoming.lines:
            self._lines.addWidget(label(tr("• {line}", line=sentence), wrap=True))
        made = tr("Made on {time}", time=day_and_time(incoming.made_at))
        self._lines.addWidget(label(made, "muted", wrap=True))
        self.signer.show_signer(incoming)
        self._show_questions(incoming)

    def _show_told(self, incoming: Incoming) -> None:
        told = [(incoming.refusal, "danger")] if incoming.refusal else []
        if incoming.taken_at is not None:
            when = day_and_time(incoming.taken_at)
            told.append((tr("You have taken this package in before, on {time}.", time=when), "info"))
        told += [(sentence, "warning") for sentence in incoming.cautions]
        self.banners = []
        for sentence, tone in told:
            banner = Banner(tone, parent=self)
            banner.show_message(sentence)
            self._told.addWidget(banner)
            self.banners.append(banner)

    def _show_questions(self, incoming: Incoming) -> None:
        open_questions = () if incoming.refusal else tuple(one for one in incoming.questions if not one.settled)
        rows = FormRows()
        self.questions = {}
        for question in open_questions:
            field = ChoiceField(question.choices)
            field.show_key(question.proposed)
            rows.add_row(_asked(question), field)
            self.questions[question.foreign_uid] = field
        self._rows.addWidget(rows)
        self.places.setVisible(bool(open_questions) and incoming.taken_at is None)

    @property
    def answers(self) -> dict[str, str]:
        """The local uid, or "" for a new one, by foreign uid."""
        return {uid: field.key for uid, field in self.questions.items()}


def _asked(question: PlaceQuestion) -> str:
    if question.what == "therapist":
        return tr("Who is the therapist {code} of the package?", code=question.code)
    return tr("Which case is {code} of the package?", code=question.code)
