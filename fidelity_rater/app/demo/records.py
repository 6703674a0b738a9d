"""The demo's log: supervision contacts told as rows of weeks, training, papers, and invented results elsewhere."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.demo.data import session_code
from fidelity_rater.app.ports.documents import Attachment, Document
from fidelity_rater.app.ports.library import Library, UnitOfWork
from fidelity_rater.app.ports.sealed import SealedSound
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.app.training.log import KINDS
from fidelity_rater.app.training.models import (
    Mode,
    Paper,
    PaperKind,
    Record,
    ResultElsewhere,
    SupervisionContact,
    Training,
    TrainingKind,
)
from fidelity_rater.app.training.scans import kind_of

Told = Mapping[str, Any]


def keep_records(
    library: Library, told: Told, *, session_uids: Mapping[str, str], author_uid: str, scan: Callable[[str], bytes]
) -> None:
    """Put in what there is of the therapists and cases that are there; ``session_uids`` by session's code."""
    with library.read() as uow:
        uids = _uids(uow)
    records = [*_records(told, {**uids, **session_uids})]
    scans = [(_attachment(record, name, data := scan(name)), _seal(library, data)) for record, name in records if name]
    with library.work() as uow:
        for record, _ in records:
            uow.documents.keep(_document(record, author_uid))
        for attachment, sealed in scans:
            uow.attachments.add(attachment, sealed)
        uow.commit()


def _uids(uow: UnitOfWork) -> dict[str, str]:
    """Therapists and cases by code."""
    found = {}
    for therapist in uow.therapists.all():
        found[therapist.code] = therapist.uid
        found |= {case.code: case.uid for case in uow.cases.of_therapist(therapist.uid)}
    return found


def _attachment(record: Record, name: str, data: bytes) -> Attachment:
    return Attachment(new_uid(), record.uid, name, kind_of(data) or "", len(data), _noon(record.on))


def _seal(library: Library, data: bytes) -> SealedSound:
    return library.vault.seal(io.BytesIO(data), size=len(data), progress=SilentProgress())


def _records(told: Told, uids: Mapping[str, str]) -> Iterator[tuple[Record, str]]:
    """Each record, with the file name of its scan or nothing; a record of a case that is not there is left out."""
    for row in _there(told["supervision"], uids):
        yield from ((contact, "") for contact in contacts(row, uids))
    for row in _there(told["training"], uids):
        yield _training(row, uids), ""
    for row in _there(told["paper"], uids):
        yield _paper(row, uids), ""
    for row in _there(told["result"], uids):
        yield _result(row, uids), row.get("scan", "")


def _there(rows: Iterable[Told], uids: Mapping[str, str]) -> Iterator[Told]:
    for row in rows:
        codes = [row["therapist"], *row.get("cases", ()), *([row["case"]] if "case" in row else ())]
        if all(code in uids for code in codes):
            yield row


def contacts(row: Told, uids: Mapping[str, str]) -> Iterator[SupervisionContact]:
    """A row of weeks as contacts; weeks count from 1."""
    for week in range(1, row["weeks"] + 1):
        if week in row.get("missed", ()):
            continue
        yield SupervisionContact(
            uid=new_uid(),
            therapist_uid=uids[row["therapist"]],
            on=row["first"] + timedelta(days=row.get("every", 7) * (week - 1)),
            minutes=row["minutes"],
            mode=Mode(row.get("mode", Mode.IN_PERSON)),
            group_size=row.get("group_size", 1),
            case_uids=tuple(uids[code] for code in row["cases"]),
            own_minutes=None if week in row.get("untold", ()) else row.get("own_minutes"),
            supervisor=row["supervisor"],
            supervisor_accredited=row.get("accredited"),
            note=row.get("note", {}).get(str(week), ""),
        )


def _training(row: Told, uids: Mapping[str, str]) -> Training:
    return Training(
        uid=new_uid(),
        therapist_uid=uids[row["therapist"]],
        kind=TrainingKind(row["kind"]),
        title=row["title"],
        on=row["on"],
        until=row.get("until"),
        hours=row.get("hours"),
        days=row.get("days"),
        others=row.get("others"),
        provider=row.get("provider", ""),
    )


def _paper(row: Told, uids: Mapping[str, str]) -> Paper:
    return Paper(
        uid=new_uid(),
        therapist_uid=uids[row["therapist"]],
        kind=PaperKind(row["kind"]),
        title=row["title"],
        on=row["on"],
        until=row.get("until"),
        case_uid=uids.get(row.get("case", ""), ""),
    )


def _result(row: Told, uids: Mapping[str, str]) -> ResultElsewhere:
    return ResultElsewhere(
        uid=new_uid(),
        therapist_uid=uids[row["therapist"]],
        body=row["body"],
        form=row["form"],
        mark=row["mark"],
        on=row["on"],
        by=row.get("by", ""),
        case_uid=uids.get(row.get("case", ""), ""),
        session_uid=uids.get(session_code(row["case"], row["session"]), "") if "session" in row else "",
        self_rated=row.get("self_rated", False),
        passed=row.get("passed"),
    )


def _document(record: Record, author_uid: str) -> Document:
    at = _noon(record.on)
    return Document(record.uid, KINDS[type(record)], record.therapist_uid, author_uid, record.as_json(), at, at)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
