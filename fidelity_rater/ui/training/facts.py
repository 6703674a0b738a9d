"""What the card of one entry says: its heading, and its facts line by line."""

from __future__ import annotations

from datetime import date

from fidelity_rater.app.training import wording
from fidelity_rater.app.training.models import (
    Paper,
    Record,
    ResultElsewhere,
    SupervisionContact,
    TherapistLog,
    Training,
)
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.forms.days import spoken_day
from fidelity_rater.ui.training import sections

Facts = list[tuple[str, str]]


def heading(record: Record) -> str:
    match record:
        case SupervisionContact():
            return tr("Supervision on {day}", day=spoken_day(record.on))
        case ResultElsewhere():
            return tr("{form}: {mark}", form=record.form, mark=record.mark)
        case Training() | Paper():
            return record.title


def facts(log: TherapistLog, record: Record, *, today: date) -> Facts:
    """Everything that is told, as name and value; what is not told is left out."""
    return [(name, value) for name, value in _every(log, record, today) if value]


def _every(log: TherapistLog, record: Record, today: date) -> Facts:
    match record:
        case SupervisionContact():
            return _contact(log, record)
        case Training():
            return _training(record)
        case Paper():
            return _paper(log, record, today)
        case ResultElsewhere():
            return _result(log, record)


def _contact(log: TherapistLog, contact: SupervisionContact) -> Facts:
    accredited = {True: tr("yes"), False: tr("no"), None: tr("not known")}[contact.supervisor_accredited]
    return [
        (tr("Length"), wording.duration(contact.minutes)),
        (tr("On own cases"), wording.own_time(contact)),
        (tr("Cases"), sections.cases_of(log, contact.case_uids) or tr("none named")),
        (tr("Supervisees"), tr_n("{n} person", "{n} people", contact.group_size)),
        (tr("How"), wording.mode(contact.mode)),
        (tr("Supervisor"), contact.supervisor or tr("not told")),
        (tr("Supervisor accredited"), accredited),
        (tr("Note"), contact.note),
    ]


def _training(training: Training) -> Facts:
    return [
        (tr("Kind"), wording.training_kind(training.kind)),
        (tr("When"), sections.span(training.on, training.until)),
        (tr("Extent"), wording.extent(training) or tr("not told")),
        (tr("Held by"), training.provider),
    ]


def _paper(log: TherapistLog, paper: Paper, today: date) -> Facts:
    return [
        (tr("Kind"), wording.paper_kind(paper.kind)),
        (tr("Dated"), spoken_day(paper.on)),
        (tr("Valid until"), sections.validity(paper, today) or tr("no end told")),
        (tr("Case"), log.code_of(paper.case_uid)),
    ]


def _result(log: TherapistLog, result: ResultElsewhere) -> Facts:
    return [
        (tr("Body"), result.body),
        (tr("Form"), result.form),
        (tr("Mark"), result.mark),
        (tr("Date"), spoken_day(result.on)),
        (tr("Rated by"), sections.rated_by(result) or tr("not told")),
        (tr("Case"), sections.place(log, result) or ""),
        (tr("The body decided"), sections.decision(result.passed) or tr("not told")),
    ]
