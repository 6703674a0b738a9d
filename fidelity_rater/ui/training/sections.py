"""The four sections of the log: what each is called, its table, its sums, and what to say where it is empty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from fidelity_rater.app.ports.tables import Table, Value
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

Row = tuple[Value, ...]


class SectionKey(StrEnum):
    """Which section."""

    SUPERVISION = "supervision"
    TRAINING = "training"
    PAPERS = "papers"
    RESULTS = "results"


@dataclass(frozen=True, slots=True)
class Section:
    """One section as it is shown. ``lines`` stand over the table, ``note`` under them in small."""

    key: SectionKey
    title: str
    add: str
    empty: str
    hint: str
    icon: str
    records: tuple[Record, ...]
    table: Table
    lines: tuple[str, ...] = ()
    note: str = ""


def section(log: TherapistLog, key: SectionKey, *, today: date) -> Section:
    """Make one section of a log."""
    makers: dict[SectionKey, Callable[[], Section]] = {
        SectionKey.SUPERVISION: lambda: _supervision(log),
        SectionKey.TRAINING: lambda: _training(log),
        SectionKey.PAPERS: lambda: _papers(log, today),
        SectionKey.RESULTS: lambda: _results(log),
    }
    return makers[key]()


def title(key: SectionKey) -> str:
    return {
        SectionKey.SUPERVISION: tr("Supervision"),
        SectionKey.TRAINING: tr("Training"),
        SectionKey.PAPERS: tr("Papers"),
        SectionKey.RESULTS: tr("Other bodies' results"),
    }[key]


def count(log: TherapistLog, key: SectionKey) -> int:
    return len(
        {
            SectionKey.SUPERVISION: log.supervision,
            SectionKey.TRAINING: log.training,
            SectionKey.PAPERS: log.papers,
            SectionKey.RESULTS: log.results,
        }[key]
    )


def _supervision(log: TherapistLog) -> Section:
    def row(contact: SupervisionContact) -> Row:
        return (
            spoken_day(contact.on),
            wording.duration(contact.minutes),
            wording.own_time(contact),
            cases_of(log, contact.case_uids),
            wording.group(contact.group_size),
            wording.mode(contact.mode),
            contact.supervisor or None,
            _scans(log, contact),
        )

    cases = "  ·  ".join(wording.case_line(case) for case in log.sums.cases)
    return Section(
        SectionKey.SUPERVISION,
        title(SectionKey.SUPERVISION),
        add=tr("Add contact …"),
        empty=tr("No supervision contact yet"),
        hint=tr("Write each one down with its length and the cases that were talked about; the sums follow."),
        icon="clock",
        records=log.supervision,
        table=_table(
            title(SectionKey.SUPERVISION),
            (tr("Date"), tr("Length"), tr("Own cases"), tr("Cases"), tr("Group"), tr("How"), tr("By"), tr("Scans")),
            [row(each) for each in log.supervision],
        ),
        lines=tuple(line for line in (wording.contacts_line(log.sums), cases) if line) if log.supervision else (),
        note=wording.untold_line(log.sums),
    )


def _training(log: TherapistLog) -> Section:
    def row(training: Training) -> Row:
        return (
            span(training.on, training.until),
            training.title,
            wording.training_kind(training.kind),
            wording.extent(training) or None,
            training.provider or None,
            _scans(log, training),
        )

    hours = sum(each.hours or 0 for each in log.training)
    said = tr_n("{n} entry", "{n} entries", len(log.training))
    return Section(
        SectionKey.TRAINING,
        title(SectionKey.TRAINING),
        add=tr("Add training …"),
        empty=tr("No training yet"),
        hint=tr("Courses, workshops and follow-up days; also hours of supervised therapy and of supervising others."),
        icon="book",
        records=log.training,
        table=_table(
            title(SectionKey.TRAINING),
            (tr("Date"), tr("What"), tr("Kind"), tr("Extent"), tr("Held by"), tr("Scans")),
            [row(each) for each in log.training],
        ),
        lines=(tr("{entries} · {hours} h told", entries=said, hours=f"{hours:g}") if hours else said,)
        if log.training
        else (),
    )


def _papers(log: TherapistLog, today: date) -> Section:
    def row(paper: Paper) -> Row:
        return (
            spoken_day(paper.on),
            validity(paper, today),
            paper.title,
            wording.paper_kind(paper.kind),
            log.code_of(paper.case_uid) or None,
            _scans(log, paper),
        )

    over = sum(each.until is not None and each.until < today for each in log.papers)
    bare = sum(each.uid not in log.scans for each in log.papers)
    parts = (
        tr_n("{n} paper", "{n} papers", len(log.papers)),
        tr_n("{n} has run out", "{n} have run out", over) if over else "",
        tr_n("{n} without a scan", "{n} without a scan", bare) if bare else "",
    )
    return Section(
        SectionKey.PAPERS,
        title(SectionKey.PAPERS),
        add=tr("Add paper …"),
        empty=tr("No paper yet"),
        hint=tr("Registration, membership, attestations, letters and case reports; hang a scan on each."),
        icon="note",
        records=log.papers,
        table=_table(
            title(SectionKey.PAPERS),
            (tr("Dated"), tr("Valid until"), tr("What"), tr("Kind"), tr("Case"), tr("Scans")),
            [row(each) for each in log.papers],
        ),
        lines=(" · ".join(part for part in parts if part),) if log.papers else (),
    )


def _results(log: TherapistLog) -> Section:
    def row(result: ResultElsewhere) -> Row:
        return (
            spoken_day(result.on),
            result.body,
            result.form,
            result.mark,
            rated_by(result),
            place(log, result),
            decision(result.passed),
            _scans(log, result),
        )

    return Section(
        SectionKey.RESULTS,
        title(SectionKey.RESULTS),
        add=tr("Add result …"),
        empty=tr("No result on another body's form yet"),
        hint=tr(
            "Where a body asks for a mark on its own form, enter it here by hand, with a scan of the form. "
            "Only that counts for the body's mark; scores on this app's scale never stand in for it."
        ),
        icon="sheet",
        records=log.results,
        table=_table(
            title(SectionKey.RESULTS),
            (
                tr("Date"), tr("Body"), tr("Form"), tr("Mark"), tr("Rated by"), tr("Case"), tr("Decided"), tr("Scans"),
            ),
            [row(each) for each in log.results],
        ),
        lines=(tr_n("{n} result", "{n} results", len(log.results)),) if log.results else (),
        note=tr("Only these count for that body's mark. Scores on this app's scale never stand in for them."),
    )  # fmt: skip


def span(on: date, until: date | None) -> str:
    """One day, or from when to when."""
    if until is None or until == on:
        return spoken_day(on)
    return tr("{first} to {last}", first=spoken_day(on), last=spoken_day(until))


def validity(paper: Paper, today: date) -> str | None:
    """Until when a paper holds, and whether that is over; None where it does not say."""
    if paper.until is None:
        return None
    day = spoken_day(paper.until)
    return tr("{day} (over)", day=day) if paper.until < today else day


def rated_by(result: ResultElsewhere) -> str | None:
    if result.self_rated:
        return tr("the therapist")
    return result.by or None


def place(log: TherapistLog, result: ResultElsewhere) -> str | None:
    """The case and session of a result."""
    case, number = log.code_of(result.case_uid), log.session_number(result.session_uid)
    if number is not None:
        return tr("{case}, session {n}", case=case, n=number)
    return case or None


def decision(passed: bool | None) -> str | None:
    """What the body itself decided."""
    return None if passed is None else (tr("passed") if passed else tr("not passed"))


def cases_of(log: TherapistLog, uids: Sequence[str]) -> str | None:
    codes = [log.code_of(uid) or tr("another case") for uid in uids]
    return ", ".join(codes) or None


def _scans(log: TherapistLog, record: Record) -> str | None:
    found = log.scans.get(record.uid, ())
    return tr_n("{n} scan", "{n} scans", len(found)) if found else None


def _table(name: str, columns: tuple[str, ...], rows: Sequence[Row]) -> Table:
    return Table(name, columns, tuple(rows))
