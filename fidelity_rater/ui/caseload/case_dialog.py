"""A case's code, plan, problem and suitability sheet; for a new one, the focal area as well if it is agreed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from fidelity_rater.app import labels
from fidelity_rater.app.caseload_models import Case
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.i18n import tr
from fidelity_rater.ui.caseload.suitability import questions
from fidelity_rater.ui.forms.dialog import FormDialog
from fidelity_rater.ui.forms.fields import ChoiceField, LinesField, NumberField
from fidelity_rater.ui.widgets.card import FormRows, SectionHeader

Save = Callable[[Case, str], object]
LONGEST_COURSE = 100


class CaseDialog(FormDialog):
    """Edits a case; a new one comes with its uid and therapist and nothing else."""

    def __init__(
        self, parent: QWidget, *, jobs: JobRunner, case: Case, name: str, save: Save, done: Callable[[], None]
    ) -> None:
        title = tr("Edit case {code}", code=case.code) if case.code else tr("Add a case")
        super().__init__(parent, jobs=jobs, title=title)
        self._case, self._save, self._done = case, save, done
        self.code, self.name = QLineEdit(case.code), QLineEdit(name)
        self.adaptation = ChoiceField((key, labels.adaptation(key)) for key in labels.ADAPTATIONS)
        self.adaptation.show_key(case.adaptation)
        self.planned = NumberField(1, LONGEST_COURSE)
        self.planned.show_number(case.planned_sessions)
        self.problem = LinesField()
        self.problem.setPlainText(case.presenting_problem)
        self.answers: dict[str, QLineEdit] = {}
        self.rows.add_row(tr("Code"), self.code, hint=tr("Stands for the client everywhere, such as C2. No name."))
        self.rows.add_row(
            tr("Name (optional)"), self.name, hint=tr("Kept apart, hidden unless you show names, never exported.")
        )
        self.rows.add_row(tr("Form of IPT"), self.adaptation)
        self.rows.add_row(
            tr("Sessions planned"),
            self.planned,
            hint=tr("Where a course was extended, put in the new number: phases are proposed from it."),
        )
        self.rows.add_row(tr("Presenting problem"), self.problem, hint=tr("In a sentence, without names or places."))
        self._add_suitability(case)

    def _add_suitability(self, case: Case) -> None:
        header = SectionHeader(tr("Suitability sheet"), folded=True)
        header.show_aside(tr("in your own words; leave out what you do not know"))
        sheet = FormRows()
        for key, question, hint in questions():
            field = QLineEdit(case.suitability.get(key, ""))
            self.answers[key] = field
            sheet.add_row(question, field, hint=hint)
        sheet.hide()
        header.folded.connect(sheet.setHidden)
        header.folded.connect(lambda _: self.fit())
        box = QVBoxLayout()
        box.setSpacing(8)
        box.addWidget(header)
        box.addWidget(sheet)
        self.rows.add_layout(box)

    def on_accepted(self) -> None:
        known = {key: " ".join(field.text().split()) for key, field in self.answers.items()}
        case = replace(
            self._case,
            code=self.code.text(),
            adaptation=self.adaptation.key,
            planned_sessions=round(self.planned.number),
            presenting_problem=self.problem.text,
            suitability={**self._case.suitability, **known} if any(known.values()) else {},
        )
        name = " ".join(self.name.text().split())
        self.save(lambda: self._save(case, name), done=lambda _: self._done())
