"""A session's number, date, attendance and confirmed phase."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from fidelity_rater.app import labels
from fidelity_rater.app.caseload_models import Attendance, Phase, Session
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.dialog import FormDialog
from fidelity_rater.ui.forms.fields import ChoiceField, DateField, NumberField

Save = Callable[[Session], object]
LAST_NUMBER = 200


class SessionDialog(FormDialog):
    """Adds a session or edits one."""

    def __init__(
        self, parent: QWidget, *, jobs: JobRunner, session: Session, new: bool, save: Save, done: Callable[[], None]
    ) -> None:
        title = tr("Add a session") if new else tr("Edit session {n}", n=session.scheduled)
        super().__init__(parent, jobs=jobs, title=title)
        self._session, self._save, self._done = session, save, done
        self.number = NumberField(1, LAST_NUMBER)
        self.number.show_number(session.scheduled)
        self.held_on = DateField(none_text=tr("known"))
        self.held_on.show_day(session.held_on)
        self.attendance = ChoiceField((str(a), labels.attendance(a)) for a in Attendance)
        self.attendance.show_key(str(session.attendance))
        self.phase = ChoiceField([("", tr("As the plan proposes")), *((str(p), labels.phase(p)) for p in Phase)])
        self.phase.show_key(str(session.phase or ""))
        self.rows.add_row(
            tr("Scheduled number"),
            self.number,
            hint=tr("Missed and cancelled sessions keep their number; held ones are counted beside it."),
        )
        self.rows.add_row(tr("Date"), self.held_on)
        self.rows.add_row(tr("Attendance"), self.attendance)
        self.rows.add_row(tr("Phase"), self.phase, hint=tr("Maintenance sessions after the course are marked so here."))

    def on_accepted(self) -> None:
        session = replace(
            self._session,
            scheduled=round(self.number.number),
            held_on=self.held_on.day,
            attendance=Attendance(self.attendance.key),
            phase=Phase(self.phase.key) if self.phase.key else None,
        )
        self.save(lambda: self._save(session), done=lambda _: self._done())
