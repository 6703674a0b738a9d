"""What a client has allowed: the same questions at import and later."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from fidelity_rater.app import labels
from fidelity_rater.app.caseload_models import Consent, ConsentPurpose, Role
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.fields import DateField
from fidelity_rater.ui.widgets.card import FormRows
from fidelity_rater.ui.widgets.flow_layout import FlowLayout
from fidelity_rater.ui.widgets.text import label


class ConsentForm(QWidget):
    """Nothing is ticked beforehand: silence is not consent.

    Signals:
        edited: something was answered.
    """

    edited = Signal()

    def __init__(self, *, with_withdrawal: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.purposes = {purpose: QCheckBox(labels.consent_purpose(purpose)) for purpose in ConsentPurpose}
        self.hearers = {role: QCheckBox(labels.role(role)) for role in Role}
        self.given = DateField(none_text=tr("recorded"))
        self.review = DateField(none_text=tr("set"))
        self.withdrawn = DateField(none_text=tr("withdrawn"), parent=self)
        self.withdrawn.setVisible(with_withdrawal)
        for field in (self.given, self.review, self.withdrawn):
            field.show_day(None)
        self.meaning = label("", "muted", wrap=True)
        rows = FormRows()
        rows.add_row(tr("Consent given on"), self.given)
        rows.add_row(tr("The client allows it for"), _boxes(self.purposes.values()))
        rows.add_row(
            tr("Who may hear it"),
            _boxes(self.hearers.values()),
            hint=tr("Tick none to let everyone hear it whom the purposes cover."),
        )
        rows.add_row(tr("To be looked at again on"), self.review)
        if with_withdrawal:
            rows.add_row(tr("Consent withdrawn on"), self.withdrawn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(rows)
        column.addWidget(self.meaning)
        for box in (*self.purposes.values(), *self.hearers.values()):
            box.toggled.connect(self.on_edited)
        for box in self.purposes.values():
            box.toggled.connect(self.on_purpose)
        for field in (self.given, self.review, self.withdrawn):
            field.day_chosen.connect(self.on_edited)
        self.on_edited()

    @property
    def consent(self) -> Consent:
        return Consent(
            purposes=frozenset(p for p, box in self.purposes.items() if box.isChecked()),
            hearers=frozenset(str(r) for r, box in self.hearers.items() if box.isChecked()),
            given_on=self.given.day,
            withdrawn_on=self.withdrawn.day,
            review_on=self.review.day,
        )

    def show_consent(self, consent: Consent) -> None:
        """Show what is recorded."""
        self.given.show_day(consent.given_on)
        self.review.show_day(consent.review_on)
        self.withdrawn.show_day(consent.withdrawn_on)
        for purpose, box in self.purposes.items():
            box.setChecked(purpose in consent.purposes)
        for role, box in self.hearers.items():
            box.setChecked(str(role) in consent.hearers)
        self.on_edited()

    def on_purpose(self, allowed: bool) -> None:
        """A purpose that is ticked was allowed some day: today, unless another day is chosen."""
        if allowed and self.given.day is None:
            self.given.show_day(date.today())  # noqa: DTZ011 - the wall calendar where the person sits
            self.on_edited()

    def on_edited(self) -> None:
        self.meaning.setText(meaning(self.consent))
        self.edited.emit()


def meaning(consent: Consent) -> str:
    """What follows from a consent, in a sentence."""
    if not consent.recorded:
        return tr("Not recorded: the recording is kept, and not played until consent is recorded.")
    if consent.withdrawn_on is not None:
        return tr("Withdrawn: the recording is not played any more. Scores stay.")
    allowed = []
    if ConsentPurpose.SUPERVISION in consent.purposes:
        allowed.append(tr("formative ratings"))
    if ConsentPurpose.ASSESSMENT in consent.purposes:
        allowed.append(tr("summative ratings"))
    if not allowed:
        return tr("It allows no rating: those need supervision or assessment.")
    return tr("It may be played for {what}.", what=tr(" and ").join(allowed))


def _boxes(boxes: object) -> QWidget:
    holder = QWidget()
    flow = FlowLayout(holder, spacing=12)
    for box in boxes:  # type: ignore[attr-defined]
        flow.addWidget(box)
    return holder
