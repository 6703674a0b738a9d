"""Before the first score: what this rating is for, in which role, on which form, in which phase; purpose first."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.desk_models import BeginAnswers, BeginQuestions
from fidelity_rater.i18n import tr
from fidelity_rater.ui.desk.focus_choice import FocusChoice
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import Card, FormRows, scrolling
from fidelity_rater.ui.widgets.choice_row import ChoiceRow
from fidelity_rater.ui.widgets.text import label


class BeginPanel(QWidget):
    """Asks once, then the desk opens.

    Signals:
        answers_given: how the rater answered (:class:`BeginAnswers`).
        back_pressed: not now.
    """

    answers_given = Signal(object)
    back_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._answers: dict[str, str | None] = {}
        self._focus: tuple[str, ...] = ()
        self._questions: BeginQuestions | None = None
        self.rows = {name: ChoiceRow() for name in ("purpose", "role", "form", "phase")}
        self.focus = FocusChoice()
        self.session = label("", "muted", wrap=True)
        self.purpose_text = label("", "muted", wrap=True)
        self.phase_why = label("", "muted", wrap=True)
        self.notice = label("", "muted", wrap=True)
        self.assigned = Banner("info", parent=self)
        self.assigned.hide()
        self.begin = TextButton(tr("Begin rating"), "primary")
        self.back = TextButton(tr("Not now"), "flat")
        self._lay_out()
        for name, row in self.rows.items():
            row.choice_chosen.connect(lambda key, field=name: self._answer(field, key))
            row.choice_withdrawn.connect(lambda field=name: self._answer(field, None))
        self.focus.areas_chosen.connect(self._answer_focus)
        self.begin.clicked.connect(self.on_begin)
        self.back.clicked.connect(self.back_pressed)

    def _lay_out(self) -> None:
        card = Card()
        card.setMaximumWidth(720)
        card.body.addWidget(label(tr("Before you listen"), "title"))
        card.body.addWidget(self.session)
        card.body.addWidget(self.assigned)
        form = FormRows()
        form.add_row(tr("What is this rating for?"), _with(self.rows["purpose"], self.purpose_text))
        form.add_row(tr("You rate as"), self.rows["role"])
        form.add_row(tr("Form"), self.rows["form"])
        form.add_row(tr("Phase of this session"), _with(self.rows["phase"], self.phase_why))
        form.add_row(tr("Focal area that the therapist declares"), self.focus)
        card.body.addWidget(form)
        card.body.addWidget(self.notice)
        buttons = QHBoxLayout()
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        buttons.addWidget(self.begin)
        card.body.addLayout(buttons)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 24, 24, 24)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 8)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolling(page, tr("Before you listen")))

    def show_questions(self, questions: BeginQuestions) -> None:
        """Ask. Only what is proposed with its reason, or known from before, is answered already."""
        self._questions = questions
        self._answers = {
            "purpose": questions.purpose,
            "role": questions.role,
            "form": questions.form,
            "phase": questions.phase,
        }
        self._focus = questions.declared_focus
        self.session.setText(questions.session)
        self.notice.setText(questions.notice)
        offered = (questions.purposes, questions.roles, questions.forms, questions.phases)
        for (name, row), choices in zip(self.rows.items(), offered, strict=True):
            settled = [choice for choice in choices if choice.id == self._answers[name]]
            row.show_choices(settled if questions.assignment else choices)
        self.phase_why.setText(questions.phase_why)
        self.phase_why.setVisible(bool(questions.phase_why))
        self.assigned.show_message(_assigned_words(questions))
        self.focus.setEnabled(not questions.assignment)
        self._show()
        if questions.assignment:
            self.begin.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.rows["purpose"].begin()

    def on_begin(self) -> None:
        answers = self._answers
        purpose, role, form, phase = (answers.get(name) for name in ("purpose", "role", "form", "phase"))
        if purpose and role and form and phase:
            assignment = self._questions.assignment if self._questions is not None else ""
            self.answers_given.emit(BeginAnswers(purpose, role, form, phase, self._focus, assignment))

    def _answer(self, field: str, key: str | None) -> None:
        before = self.begin.isEnabled()
        self._answers[field] = key
        self._show()
        if self.begin.isEnabled() and not before:  # nothing is left to ask: Enter begins
            self.begin.setFocus(Qt.FocusReason.OtherFocusReason)

    def _answer_focus(self, areas: tuple[str, ...]) -> None:
        self._focus = areas
        self._show()

    def _show(self) -> None:
        questions = self._questions
        if questions is None:
            return
        for name, row in self.rows.items():
            row.show_chosen(self._answers.get(name), firm=bool(questions.assignment))
        self.focus.show_areas(questions.focal_areas, self._focus)
        chosen = next((c for c in questions.purposes if c.id == self._answers.get("purpose")), None)
        self.purpose_text.setText(chosen.explanation if chosen else tr("Choose one; the trainee will see it."))
        complete = all(self._answers.get(name) for name in self.rows)
        self.begin.setEnabled(complete)
        self.begin.setToolTip("" if complete else tr("Answer purpose, role, form and phase first."))


def _assigned_words(questions: BeginQuestions) -> str:
    """That all of this is settled, and what whoever settled it writes; empty where nobody has."""
    if not questions.assignment:
        return ""
    settled = tr("The assignment settles all of this. Your own view of the focal area is asked on the cover sheet.")
    if not questions.assigned_words:
        return settled
    return tr("{settled} They write: {words}", settled=settled, words=questions.assigned_words)


def _with(row: QWidget, text: QWidget) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    column.addWidget(row)
    column.addWidget(text)
    return made
