"""What the work of a case is about, from a day on, and why it changed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtWidgets import QLineEdit, QWidget

from fidelity_rater.app import labels
from fidelity_rater.app.caseload_models import Case, FocalArea
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.dialog import FormDialog
from fidelity_rater.ui.forms.fields import ChoiceField, DateField

Save = Callable[[tuple[FocalArea, ...], date, str], object]


class FocusDialog(FormDialog):
    """Adds an entry to a case's focal-area history."""

    def __init__(
        self, parent: QWidget, *, jobs: JobRunner, case: Case, today: date, save: Save, done: Callable[[], None]
    ) -> None:
        super().__init__(
            parent,
            jobs=jobs,
            title=tr("Focal area of {code}", code=case.code),
            explanation=tr("One area, or a primary and one other. What stood before stays in the history."),
        )
        self._save, self._done = save, done
        areas = [(str(area), labels.focal_area(area)) for area in FocalArea]
        self.primary = ChoiceField([("", tr("Not agreed yet")), *areas])
        self.other = ChoiceField([("", tr("None")), *areas])
        self.since = DateField()
        self.since.show_day(today)
        self.reason = QLineEdit()
        standing = case.focus_on(today)
        self.primary.show_key(str(standing[0]) if standing else "")
        self.other.show_key(str(standing[1]) if len(standing) > 1 else "")
        self.rows.add_row(tr("Primary focal area"), self.primary)
        self.rows.add_row(tr("A second one"), self.other)
        self.rows.add_row(tr("From"), self.since)
        self.rows.add_row(tr("Reason"), self.reason, hint=tr("Needed where an agreed focal area changes."))
        self.primary.choice_made.connect(self.on_primary)
        self.on_primary(self.primary.key)

    def on_primary(self, key: str) -> None:
        """A second area needs a first one."""
        self.other.setEnabled(bool(key))
        if not key:
            self.other.show_key("")

    def on_accepted(self) -> None:
        keys = [key for key in (self.primary.key, self.other.key) if key]
        if len(set(keys)) != len(keys):
            self.banner.show_message(tr("The second focal area is the same as the first."), tone="warning")
            return
        areas, since, reason = tuple(FocalArea(key) for key in keys), self.since.day, self.reason.text()
        assert since is not None
        self.save(lambda: self._save(areas, since, reason), done=lambda _: self._done())
