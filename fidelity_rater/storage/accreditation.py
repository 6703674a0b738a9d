"""What rules may ask about, of all therapists in a handful of statements: one per kind of fact, however many there are.

The sessions of a case come as one JSON text, and so do a therapist's records: a row with its columns for each takes
twice as long.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, Text, func, select, type_coerce

from fidelity_rater.app.ports.accreditation import FactsAsked
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.domain.accreditation.facts import NEVER, CaseFacts, ContactFacts, SessionFacts, TherapistFacts
from fidelity_rater.domain.accreditation.records import Paper, ResultElsewhere, Training
from fidelity_rater.domain.caseload import Attendance
from fidelity_rater.domain.course import course_plan
from fidelity_rater.domain.measures import key_of
from fidelity_rater.domain.people import Role
from fidelity_rater.storage.rating_rows import CALIBRATION, SUPERSEDED
from fidelity_rater.storage.tables import case, document, focus, measure, rating, recording, session, therapist
from fidelity_rater.storage.types import uid_text

_BETWEEN: Final = "\x1f"
_RECORDS: Final[dict[DocumentKind, Callable[[Mapping[str, Any]], Any]]] = {
    DocumentKind.TRAINING: Training.from_json,
    DocumentKind.PAPER: Paper.from_json,
    DocumentKind.ELSEWHERE: ResultElsewhere.from_json,
}
_OF_CONTACT: Final = (
    "$.on", "$.minutes", "$.group_size", "$.cases", "$.own_minutes", "$.supervisor_accredited",
)  # fmt: skip
_NO_MEASURES: Final = frozenset[str]()
_HELD: Final = ~session.c.archived & (session.c.attendance == Attendance.ATTENDED)
_ON: Final = attrgetter("on")
_REPLACED: Final = select(rating.c.supersedes_id).where(
    rating.c.supersedes_id.is_not(None), rating.c.signed_us.is_not(None)
)
_CALIBRATIONS: Final = select(rating.c.id).where(
    rating.c.uid.in_(select(document.c.about).where(document.c.kind == DocumentKind.CALIBRATION))
)


def accreditation_facts(connection: Connection, asked: FactsAsked) -> tuple[TherapistFacts, ...]:
    """By therapist's code. Raises ``KeyError`` for an unknown one."""
    reader = _Reader(connection, asked)
    return reader.read()


class _Reader:
    """One reading: what is asked for, of one therapist or of all who are in use."""

    def __init__(self, connection: Connection, asked: FactsAsked) -> None:
        self._connection, self._asked = connection, asked

    def read(self) -> tuple[TherapistFacts, ...]:
        query = select(therapist.c.id, therapist.c.uid, therapist.c.code).order_by(therapist.c.code)
        uid = self._asked.therapist_uid
        found = self._rows(query.where(therapist.c.uid == uid if uid else ~therapist.c.archived))
        if uid and not found:
            raise KeyError(uid)
        self._only = found[0][0] if uid else None
        cases, contacts, records = self._cases(), self._contacts(), self._records()
        return tuple(
            TherapistFacts(
                uid=uid_text(raw),
                code=code,
                cases=tuple(cases.get(key, ())),
                contacts=contacts.get(raw, ()),
                trainings=records[DocumentKind.TRAINING].get(raw, ()),
                papers=records[DocumentKind.PAPER].get(raw, ()),
                results=records[DocumentKind.ELSEWHERE].get(raw, ()),
            )
            for key, raw, code in found
        )

    def _cases(self) -> dict[int, list[CaseFacts]]:
        sessions, areas, began = self._sessions(), self._focal_areas(), self._began()
        columns = (case.c.therapist_id, case.c.id, case.c.uid, case.c.code, case.c.presenting_problem)
        found: dict[int, list[CaseFacts]] = defaultdict(list)
        for owner, key, uid, code, problem in self._rows(self._mine(select(*columns)).order_by(case.c.id)):
            held, first = tuple(sessions.get(key, ())), began.get(key, NEVER)
            found[owner].append(CaseFacts(uid_text(uid), code, problem, areas.get(key, ""), first, held))
        return found

    def _focal_areas(self) -> dict[int, str]:
        """The area that leads each case by its latest entry."""
        query: Select[Any] = select(focus.c.case_id, focus.c.areas).join_from(focus, case)
        query = self._mine(query)
        entries = self._rows(query.order_by(focus.c.case_id, focus.c.since, focus.c.n))
        return {key: areas[0] if (areas := json.loads(text)) else "" for key, text in entries}

    def _began(self) -> dict[int, date]:
        query: Select[Any] = select(session.c.case_id, func.min(session.c.held_on)).join_from(case, session)
        rows = self._rows(self._mine(query).where(_HELD).group_by(session.c.case_id))
        return {key: date.fromisoformat(day) for key, day in rows if day}

    def _sessions(self) -> dict[int, list[SessionFacts]]:
        recorded = self._recorded() if self._asked.recordings else frozenset[int]()
        reviewed, self_rated = self._rated() if self._asked.ratings else (frozenset[int](), frozenset[int]())
        measures = self._measures() if self._asked.measures else {}
        plan = cache(course_plan)
        found: dict[int, list[SessionFacts]] = {}
        for case_id, planned, adaptation, text in self._rows(self._held()):
            course = plan(planned, adaptation)
            found[case_id] = [
                SessionFacts(
                    f"{uid[:8]}-{uid[8:12]}-{uid[12:16]}-{uid[16:20]}-{uid[20:]}",
                    number,
                    phase or course.phase_of(attended or number),
                    key in recorded,
                    key in reviewed,
                    key in self_rated,
                    measures.get(key, _NO_MEASURES),
                )
                for number, key, uid, attended, phase in sorted(json.loads(f"[{text}]"))
            ]
        return found

    def _held(self) -> Select[Any]:
        of_case, s = (case.c.id, case.c.planned_sessions, case.c.adaptation), session.c
        one = func.json_array(s.scheduled, s.id, func.lower(func.hex(s.uid)), s.attended, s.phase)
        query: Select[Any] = select(*of_case, func.group_concat(one))
        joined: Select[Any] = query.join_from(case, session)
        return self._mine(joined).where(_HELD).group_by(s.case_id)

    def _recorded(self) -> frozenset[int]:
        query: Select[Any] = select(recording.c.session_id).distinct()
        query = self._of_mine(query, recording.c.session_id)
        return frozenset(key for (key,) in self._rows(query))

    def _rated(self) -> tuple[frozenset[int], frozenset[int]]:
        """The sessions that others have rated, and those that the therapists have."""
        by_self = rating.c.role == Role.TRAINEE
        query: Select[Any] = select(rating.c.session_id, func.max(~by_self), func.max(by_self))
        # Of one therapist's each is looked up; of everybody's all that do not count are listed once.
        counts = ~SUPERSEDED & ~CALIBRATION
        if self._only is None:
            counts = rating.c.id.not_in(_REPLACED) & rating.c.id.not_in(_CALIBRATIONS)
        query = query.where(rating.c.signed_us.is_not(None), counts)
        rows = self._rows(self._of_mine(query, rating.c.session_id).group_by(rating.c.session_id))
        return frozenset(key for key, others, _ in rows if others), frozenset(key for key, _, own in rows if own)

    def _measures(self) -> dict[int, frozenset[str]]:
        @cache
        def read(text: str) -> frozenset[str]:
            return frozenset(key_of(name) for name in text.split(_BETWEEN))

        query: Select[Any] = select(measure.c.session_id, func.group_concat(measure.c.measure, _BETWEEN))
        query = self._of_mine(query, measure.c.session_id).group_by(measure.c.session_id)
        return {key: read(text) for key, text in self._rows(query)}

    def _contacts(self) -> dict[bytes, tuple[ContactFacts, ...]]:
        """There are tens of thousands: of each only what counts is read, in the order of ``_OF_CONTACT``."""
        if not self._asked.supervision:
            return {}
        what = func.group_concat(func.json_extract(type_coerce(document.c.body, Text), *_OF_CONTACT))
        query: Select[Any] = select(document.c.about, what).where(document.c.kind == DocumentKind.SUPERVISION)
        rows = self._rows(self._about_mine(query).group_by(document.c.about))
        return {
            about: tuple(
                ContactFacts(date.fromisoformat(day), minutes, size, tuple(cases), own, accredited)
                for day, minutes, size, cases, own, accredited in json.loads(f"[{text}]")
            )
            for about, text in rows
        }

    def _records(self) -> dict[DocumentKind, dict[bytes, tuple[Any, ...]]]:
        records: dict[DocumentKind, dict[bytes, tuple[Any, ...]]] = {kind: {} for kind in _RECORDS}
        if not self._asked.records:
            return records
        d = document.c
        query = self._about_mine(select(d.kind, d.about, d.body).where(d.kind.in_(_RECORDS)))
        bodies: dict[tuple[str, bytes], list[str]] = defaultdict(list)
        for word, about, body in self._rows(query):
            bodies[word, about].append(body)
        for (word, about), texts in bodies.items():
            read = map(_RECORDS[DocumentKind(word)], json.loads(f"[{','.join(texts)}]"))
            records[DocumentKind(word)][about] = tuple(sorted(read, key=_ON))
        return records

    def _about_mine(self, query: Select[Any]) -> Select[Any]:
        uid = self._asked.therapist_uid
        return query.where(document.c.about == uid) if uid else query

    def _mine(self, query: Select[Any]) -> Select[Any]:
        return query if self._only is None else query.where(case.c.therapist_id == self._only)

    def _of_mine(self, query: Select[Any], session_id: ColumnElement[int]) -> Select[Any]:
        if self._only is None:
            return query
        mine = select(session.c.id).join_from(case, session).where(case.c.therapist_id == self._only)
        return query.where(session_id.in_(mine))

    def _rows(self, query: Select[Any]) -> list[tuple[Any, ...]]:
        """From the driver's own cursor: rows of plain columns, by the thousand, cost half of what Row objects do."""
        cursor = self._connection.execute(query).cursor
        assert cursor is not None
        return list(cursor.fetchall())
