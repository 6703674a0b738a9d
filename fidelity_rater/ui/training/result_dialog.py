"""The form for a result on another body's own form."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.app.training.models import KnownForm, ResultElsewhere, TherapistLog
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.fields import ChoiceField, DateField, OpenChoiceField
from fidelity_rater.ui.training.dialogs import Keep, RecordDialog, case_field, show_yes_no, yes_no, yes_no_field
from fidelity_rater.ui.widgets.text import label


class ResultDialog(RecordDialog):
    """One result, as it stands on the form."""

    def __init__(
        self, parent: QWidget, *, jobs: JobRunner, log: TherapistLog, forms: Sequence[KnownForm],
        result: ResultElsewhere, keep: Keep, done: Callable[[Any], None],
    ) -> None:  # fmt: skip
        title = (
            tr("Change a result on another body's form") if result.uid else tr("Add a result on another body's form")
        )
        super().__init__(
            parent,
            jobs=jobs,
            title=title,
            keep=keep,
            done=done,
            explanation=tr(
                "Copy what stands on the form. Only this counts for that body's mark; "
                "scores on this app's scale never stand in for it."
            ),
        )
        self._log, self._forms, self._result = log, tuple(forms), result
        self.body = OpenChoiceField(sorted({f.body for f in forms} | {each.body for each in log.results}))
        self.form = OpenChoiceField()
        self.mark = QLineEdit(result.mark)
        self.range = label("", "muted", wrap=True)
        self.on = DateField()
        self.self_rated = QCheckBox(tr("The therapist filled it in (a self-rating)"))
        self.by = QLineEdit(result.by)
        self.case = case_field(log, result.case_uid, none=tr("of no single case"))
        self.session = ChoiceField()
        self.passed = yes_no_field()
        self._add_rows()
        self._show(result)
        self.body.currentTextChanged.connect(lambda _: self._show_forms())
        self.form.currentTextChanged.connect(lambda _: self._show_range())
        self.case.choice_made.connect(lambda _: self._show_sessions())
        self.self_rated.toggled.connect(self.by.setDisabled)

    def _add_rows(self) -> None:
        self.rows.add_row(tr("Body"), self.body, hint=tr("As the rules name it, so that it counts there."))
        self.rows.add_row(tr("Form"), self.form)
        self.rows.add_row(tr("Mark"), self.mark)
        self.rows.add_layout(_alone(self.range))
        self.rows.add_row(tr("Date"), self.on)
        self.rows.add_layout(_alone(self.self_rated))
        self.rows.add_row(tr("Rated by"), self.by, hint=tr("A code or initials."))
        self.rows.add_row(tr("Case"), self.case)
        self.rows.add_row(tr("Session"), self.session)
        self.rows.add_row(tr("Did the body itself decide that it is passed?"), self.passed)

    def _show(self, result: ResultElsewhere) -> None:
        self.body.show_text(result.body)
        self._show_forms()
        self.form.show_text(result.form)
        self._show_range()
        self.on.show_day(result.on)
        self.self_rated.setChecked(result.self_rated)
        self.by.setDisabled(result.self_rated)
        self._show_sessions()
        self.session.show_key(result.session_uid)
        show_yes_no(self.passed, result.passed)

    def _show_forms(self) -> None:
        """Offer the forms of the body."""
        known = {each.form for each in self._forms if each.body == self.body.text}
        known |= {each.form for each in self._log.results if each.body == self.body.text}
        self.form.show_choices(sorted(known))
        if len(known) == 1 and not self.form.text:
            self.form.show_text(next(iter(known)))
        self._show_range()

    def _show_range(self) -> None:
        found = [each for each in self._forms if (each.body, each.form) == (self.body.text, self.form.text)]
        known = [each for each in found if each.least is not None and each.most is not None]
        self.range.setText(tr("From {least} to {most}.", least=known[0].least, most=known[0].most) if known else "")
        self.range.setVisible(bool(known))

    def _show_sessions(self) -> None:
        case = next((case for case in self._log.cases if case.uid == self.case.key), None)
        sessions = case.sessions if case is not None else ()
        offered = [(one.uid, tr("Session {n}", n=one.scheduled)) for one in sessions]
        self.session.show_choices([("", tr("of no single session")), *offered])
        self.session.setEnabled(bool(sessions))

    def record(self) -> ResultElsewhere:
        day = self.on.day
        assert day is not None
        own = self.self_rated.isChecked()
        return replace(
            self._result,
            body=self.body.text,
            form=self.form.text,
            mark=self.mark.text(),
            on=day,
            by="" if own else self.by.text(),
            self_rated=own,
            case_uid=self.case.key,
            session_uid=self.session.key,
            passed=yes_no(self.passed),
        )


def _alone(widget: QWidget) -> QVBoxLayout:
    row = QVBoxLayout()
    row.addWidget(widget)
    return row
