"""A therapist's code, name and profile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QWidget

from fidelity_rater.app.caseload_models import Therapist, TherapistProfile
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.dialog import FormDialog
from fidelity_rater.ui.forms.fields import OpenChoiceField

Save = Callable[[str, str, TherapistProfile], object]


def occupations() -> tuple[str, ...]:
    return (
        tr("Clinical psychology"),
        tr("Counselling"),
        tr("Counselling psychology"),
        tr("Medicine, psychiatry"),
        tr("Nursing"),
        tr("Occupational therapy"),
        tr("Psychological wellbeing practice"),
        tr("Psychotherapy"),
        tr("Social work"),
    )


def routes() -> tuple[str, ...]:
    return (
        tr("Accredited in interpersonal psychotherapy"),
        tr("In training in interpersonal psychotherapy"),
        tr("Course completed, not yet accredited"),
        tr("Supervised practice only"),
    )


def supervision_kinds() -> tuple[str, ...]:
    return (
        tr("Expert, one to one"),
        tr("Expert, in a group"),
        tr("Peer, one to one"),
        tr("Peer, in a group"),
        tr("None"),
    )


def supervision_frequencies() -> tuple[str, ...]:
    return (tr("Weekly"), tr("Every two weeks"), tr("Once a month"), tr("Less often"))


class TherapistDialog(FormDialog):
    """Adds a therapist, or edits one."""

    def __init__(
        self, parent: QWidget, *, jobs: JobRunner, save: Save, done: Callable[[], None],
        therapist: Therapist | None = None, name: str = "",
    ) -> None:  # fmt: skip
        title = tr("Edit therapist {code}", code=therapist.code) if therapist else tr("Add a therapist")
        super().__init__(parent, jobs=jobs, title=title)
        self._save, self._done = save, done
        self.code, self.name, self.year = QLineEdit(), QLineEdit(), QLineEdit()
        self.occupation = OpenChoiceField(occupations())
        self.route = OpenChoiceField(routes())
        self.kind = OpenChoiceField(supervision_kinds())
        self.frequency = OpenChoiceField(supervision_frequencies())
        self.rows.add_row(tr("Code"), self.code, hint=tr("Stands for the therapist everywhere, such as T07. No name."))
        self.rows.add_row(
            tr("Name (optional)"), self.name, hint=tr("Kept apart, hidden unless you show names, never exported.")
        )
        self.rows.add_row(tr("Occupation"), self.occupation)
        self.rows.add_row(tr("Qualified in the year"), self.year)
        self.rows.add_row(tr("Route to the skill"), self.route)
        self.rows.add_row(tr("Kind of supervision"), self.kind)
        self.rows.add_row(tr("How often"), self.frequency)
        if therapist is not None:
            self._show(therapist, name)

    def _show(self, therapist: Therapist, name: str) -> None:
        profile = therapist.profile
        self.code.setText(therapist.code)
        self.name.setText(name)
        self.year.setText(str(profile.year_qualified or ""))
        for field, text in (
            (self.occupation, profile.occupation),
            (self.route, profile.route_to_skill),
            (self.kind, profile.supervision_kind),
            (self.frequency, profile.supervision_frequency),
        ):
            field.show_text(text)

    def on_accepted(self) -> None:
        year = self.year.text().strip()
        if year and not (year.isdecimal() and 1900 <= int(year) <= 2100):
            self.banner.show_message(tr("The year of qualification is written with four digits."), tone="warning")
            return
        profile = replace(
            TherapistProfile(),
            occupation=self.occupation.text,
            year_qualified=int(year) if year else None,
            route_to_skill=self.route.text,
            supervision_kind=self.kind.text,
            supervision_frequency=self.frequency.text,
        )
        code, name = self.code.text(), " ".join(self.name.text().split())
        self.save(lambda: self._save(code, name, profile), done=lambda _: self._done())
