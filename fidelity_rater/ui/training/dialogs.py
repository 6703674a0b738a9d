"""Forms that add an entry to the log or change one. What cannot be is said in the form, which stays as it was typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QCheckBox, QLineEdit, QWidget

from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.app.training import wording
from fidelity_rater.app.training.models import (
    Mode,
    Paper,
    PaperKind,
    SupervisionContact,
    TherapistLog,
    Training,
    TrainingKind,
)
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.dialog import FormDialog
from fidelity_rater.ui.forms.fields import ChoiceField, DateField, LinesField, NumberField, OpenChoiceField
from fidelity_rater.ui.widgets.flow_layout import FlowLayout
from fidelity_rater.ui.widgets.text import label

Keep = Callable[[Any], Any]


class RecordDialog(FormDialog):
    """Saves what :meth:`record` makes of the fields."""

    def __init__(
        self, parent: QWidget, *, jobs: JobRunner, title: str, keep: Keep, done: Callable[[Any], None],
        explanation: str = "",
    ) -> None:  # fmt: skip
        super().__init__(parent, jobs=jobs, title=title, explanation=explanation)
        self._keep, self._done = keep, done

    def record(self) -> Any:
        """The entry as it is typed."""
        raise NotImplementedError

    def on_accepted(self) -> None:
        record = self.record()
        self.save(lambda: self._keep(record), done=self._done)


class ContactDialog(RecordDialog):
    """One supervision contact."""

    def __init__(
        self, parent: QWidget, *, jobs: JobRunner, log: TherapistLog, contact: SupervisionContact, keep: Keep,
        done: Callable[[Any], None],
    ) -> None:  # fmt: skip
        title = tr("Change a supervision contact") if contact.uid else tr("Add a supervision contact")
        super().__init__(parent, jobs=jobs, title=title, keep=keep, done=done)
        self._contact = contact
        self.on = DateField()
        self.minutes = NumberField(1, 24 * 60, step=5, unit=tr("min"))
        self.group = NumberField(1, 50)
        self.own = _untold_field(24 * 60, step=5, unit=tr("min"))
        self.mode = ChoiceField((str(mode), wording.mode(mode)) for mode in Mode)
        self.supervisor = OpenChoiceField(sorted({each.supervisor for each in log.supervision if each.supervisor}))
        self.accredited = yes_no_field()
        self.note = LinesField(lines=3)
        self.cases = {case.uid: QCheckBox(case.code) for case in log.cases if _offered(case, contact.case_uids)}
        self._add_rows()
        self._show(contact)

    def _add_rows(self) -> None:
        self.rows.add_row(tr("Date"), self.on)
        self.rows.add_row(tr("Length"), self.minutes)
        self.rows.add_row(
            tr("Cases that were talked about"),
            self._case_boxes(),
            hint=tr("Time that several cases shared counts for none of them for sure; write it down one by one."),
        )
        self.rows.add_row(tr("How many were supervised"), self.group, hint=tr("1 means alone with the supervisor."))
        self.rows.add_row(
            tr("Time on own cases"),
            self.own,
            hint=tr("Alone, all of it counts unless told. In a group nothing does, unless a rule gives a share."),
        )
        self.rows.add_row(tr("How"), self.mode)
        self.rows.add_row(tr("Supervisor"), self.supervisor, hint=tr("A code or initials."))
        self.rows.add_row(tr("Is the supervisor accredited?"), self.accredited)
        self.rows.add_row(tr("Note (optional)"), self.note)

    def _case_boxes(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, spacing=12)
        for box in self.cases.values():
            flow.addWidget(box)
        if not self.cases:
            flow.addWidget(label(tr("This therapist has no case yet."), "muted"))
        return holder

    def _show(self, contact: SupervisionContact) -> None:
        self.on.show_day(contact.on)
        self.minutes.show_number(contact.minutes)
        self.group.show_number(contact.group_size)
        _show_told(self.own, contact.own_minutes)
        self.mode.show_key(str(contact.mode))
        self.supervisor.show_text(contact.supervisor)
        show_yes_no(self.accredited, contact.supervisor_accredited)
        self.note.setPlainText(contact.note)
        for uid in contact.case_uids:
            if uid in self.cases:
                self.cases[uid].setChecked(True)

    def record(self) -> SupervisionContact:
        day = self.on.day
        assert day is not None
        return replace(
            self._contact,
            on=day,
            minutes=round(self.minutes.number),
            mode=Mode(self.mode.key),
            group_size=round(self.group.number),
            case_uids=tuple(uid for uid, box in self.cases.items() if box.isChecked()),
            own_minutes=_told(self.own),
            supervisor=self.supervisor.text,
            supervisor_accredited=yes_no(self.accredited),
            note=self.note.text,
        )


class TrainingDialog(RecordDialog):
    """One course, workshop, or stretch of practice."""

    def __init__(
        self, parent: QWidget, *, jobs: JobRunner, log: TherapistLog, training: Training, keep: Keep,
        done: Callable[[Any], None],
    ) -> None:  # fmt: skip
        title = tr("Change a training") if training.uid else tr("Add a training")
        super().__init__(parent, jobs=jobs, title=title, keep=keep, done=done)
        self._training = training
        self.kind = ChoiceField((str(kind), wording.training_kind(kind)) for kind in TrainingKind)
        self.name = QLineEdit(training.title)
        self.on = DateField()
        self.until = DateField(none_text=tr("more than one day"))
        self.hours = _untold_field(10_000, step=0.5, unit=tr("h"))
        self.days = _untold_field(1000, unit="")
        self.others = _untold_field(1000, unit="")
        self.provider = OpenChoiceField(sorted({each.provider for each in log.training if each.provider}))
        self.rows.add_row(tr("Kind"), self.kind)
        self.rows.add_row(tr("What it was"), self.name)
        self.rows.add_row(tr("Began on"), self.on)
        self.rows.add_row(tr("Ended on"), self.until)
        self.rows.add_row(tr("Hours"), self.hours)
        self.rows.add_row(tr("Days"), self.days)
        self._others_label = self.rows.add_row(tr("How many people were supervised"), self.others)
        self.rows.add_row(tr("Held by (optional)"), self.provider)
        self.kind.choice_made.connect(lambda _: self._show_others())
        self._show(training)

    def _show(self, training: Training) -> None:
        self.kind.show_key(str(training.kind))
        self.on.show_day(training.on)
        self.until.show_day(training.until)
        for field, told in ((self.hours, training.hours), (self.days, training.days), (self.others, training.others)):
            _show_told(field, told)
        self.provider.show_text(training.provider)
        self._show_others()

    def _show_others(self) -> None:
        """Only supervising others has people who are supervised."""
        wanted = self.kind.key == str(TrainingKind.SUPERVISING)
        self.others.setVisible(wanted)
        self._others_label.setVisible(wanted)

    def record(self) -> Training:
        day = self.on.day
        assert day is not None
        hours = self.hours.number
        kind = TrainingKind(self.kind.key)
        return replace(
            self._training,
            kind=kind,
            title=self.name.text(),
            on=day,
            until=self.until.day,
            hours=None if hours < 0 else hours,
            days=_told(self.days),
            others=_told(self.others) if kind is TrainingKind.SUPERVISING else None,
            provider=self.provider.text,
        )


class PaperDialog(RecordDialog):
    """One letter, attestation or report."""

    def __init__(
        self, parent: QWidget, *, jobs: JobRunner, log: TherapistLog, paper: Paper, keep: Keep,
        done: Callable[[Any], None],
    ) -> None:  # fmt: skip
        title = tr("Change a paper") if paper.uid else tr("Add a paper")
        explanation = "" if paper.uid else tr("Its scan is added once the entry is there.")
        super().__init__(parent, jobs=jobs, title=title, keep=keep, done=done, explanation=explanation)
        self._paper = paper
        self.kind = ChoiceField((str(kind), wording.paper_kind(kind)) for kind in PaperKind)
        self.name = QLineEdit(paper.title)
        self.on = DateField()
        self.until = DateField(none_text=tr("ends"))
        self.case = case_field(log, paper.case_uid, none=tr("of no single case"))
        self.rows.add_row(tr("Kind"), self.kind)
        self.rows.add_row(tr("What it is"), self.name)
        self.rows.add_row(tr("Dated"), self.on)
        self.rows.add_row(tr("Valid until"), self.until)
        self.rows.add_row(tr("Case"), self.case)
        self.kind.show_key(str(paper.kind))
        self.on.show_day(paper.on)
        self.until.show_day(paper.until)

    def record(self) -> Paper:
        day = self.on.day
        assert day is not None
        return replace(
            self._paper,
            kind=PaperKind(self.kind.key),
            title=self.name.text(),
            on=day,
            until=self.until.day,
            case_uid=self.case.key,
        )


def yes_no_field() -> ChoiceField:
    return ChoiceField((("", tr("Not known")), ("yes", tr("Yes")), ("no", tr("No"))))


def show_yes_no(field: ChoiceField, told: bool | None) -> None:
    field.show_key({None: "", True: "yes", False: "no"}[told])


def yes_no(field: ChoiceField) -> bool | None:
    return {"": None, "yes": True, "no": False}[field.key]


def case_field(log: TherapistLog, chosen: str, *, none: str) -> ChoiceField:
    """A choice among the therapist's cases, or none."""
    offered = [(case.uid, case.code) for case in log.cases if _offered(case, (chosen,))]
    made = ChoiceField([("", none), *offered])
    made.show_key(chosen)
    return made


def _offered(case: Any, chosen: tuple[str, ...]) -> bool:
    return not case.archived or case.uid in chosen


def _untold_field(most: float, *, step: float = 1, unit: str) -> NumberField:
    """A number that need not be told: one step below nought says so."""
    made = NumberField(-step, most, step=step, unit=unit)
    made.call_least(tr("not told"))
    return made


def _show_told(field: NumberField, told: float | None) -> None:
    field.show_number(field.box.minimum() if told is None else told)


def _told(field: NumberField) -> int | None:
    return None if field.number < 0 else round(field.number)
