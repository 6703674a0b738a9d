"""What rules may ask about, of all therapists in a handful of statements: one per kind of fact, however many there are.

The sessions of a case come as one JSON text, and so do a therapist's records: a row with its columns for each takes
twice as long.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from functools import cache
from operator import attrgetter, itemgetter
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Select, func, select

from fidelity_rater.app.ports.accreditation import FactsAsked
from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.domain.accreditation.facts import CaseFacts, ContactFacts, RatedAs, SessionFacts, TherapistFacts
from fidelity_rater.domain.accreditation.records import Paper, ResultElsewhere, Training
from fidelity_rater.domain.caseload import Attendance
from fidelity_rater.domain.course import course_plan
from fidelity_rater.domain.measures import key_of
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.storage.tables import case, document, focus, measure, rating, recording, scale, session, therapist
from fidelity_rater.storage.types import uid_text

_BETWEEN: Final = "\x1f"
_RECORDS: Final[dict[DocumentKind, Callable[[Mapping[str, Any]], Any]]] = {
    DocumentKind.SUPERVISION: ContactFacts.from_json,
    DocumentKind.TRAINING: Training.from_json,
    DocumentKind.PAPER: Paper.from_json,
    DocumentKind.ELSEWHERE: ResultElsewhere.from_json,
}
_NO_MEASURES: Final = frozenset[str]()
_FIRST: Final = itemgetter(0, 1)
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
        cases, records = self._cases(), self._records(found)
        return tuple(
            TherapistFacts(
                uid=uid_text(raw),
                code=code,
                cases=tuple(cases.get(key, ())),
                contacts=records[DocumentKind.SUPERVISION].get(raw, ()),
                trainings=records[DocumentKind.TRAINING].get(raw, ()),
                papers=records[DocumentKind.PAPER].get(raw, ()),
                results=records[DocumentKind.ELSEWHERE].get(raw, ()),
            )
            for key, raw, code in found
        )

    def _cases(self) -> dict[int, list[CaseFacts]]:
        sessions, areas = self._sessions(), self._focal_areas()
        columns = (case.c.therapist_id, case.c.id, case.c.uid, case.c.code, case.c.presenting_problem)
        found: dict[int, list[CaseFacts]] = defaultdict(list)
        for owner, key, uid, code, problem in self._rows(self._mine(select(*columns)).order_by(case.c.id)):
            held = tuple(sessions.get(key, ()))
            found[owner].append(CaseFacts(uid_text(uid), code, problem, areas.get(key, ""), held))
        return found

    def _focal_areas(self) -> dict[int, str]:
        """The area that leads each case by its latest entry."""
        query: Select[Any] = select(focus.c.case_id, focus.c.areas).join_from(focus, case)
        query = self._mine(query)
        entries = self._rows(query.order_by(focus.c.case_id, focus.c.since, focus.c.n))
        return {key: areas[0] if (areas := json.loads(text)) else "" for key, text in entries}

    def _sessions(self) -> dict[int, list[SessionFacts]]:
        recorded = self._recorded() if self._asked.recordings else frozenset[int]()
        ratings = self._ratings() if self._asked.ratings else {}
        measures = self._measures() if self._asked.measures else {}
        plan = cache(course_plan)
        found: dict[int, list[SessionFacts]] = {}
        for case_id, planned, adaptation, text in self._rows(self._held()):
            course = plan(planned, adaptation)
            found[case_id] = [
                SessionFacts(
                    f"{uid[:8]}-{uid[8:12]}-{uid[12:16]}-{uid[16:20]}-{uid[20:]}".lower(),
                    number,
                    attendance == Attendance.ATTENDED,
                    date.fromisoformat(day) if day else None,
                    phase or course.phase_of(attended or number),
                    key in recorded,
                    ratings.get(key, ()),
                    measures.get(key, _NO_MEASURES),
                )
                for number, key, uid, attended, day, attendance, phase in sorted(json.loads(f"[{text}]"), key=_FIRST)
            ]
        return found

    def _held(self) -> Select[Any]:
        of_case, s = (case.c.id, case.c.planned_sessions, case.c.adaptation), session.c
        one = func.json_array(s.scheduled, s.id, func.hex(s.uid), s.attended, s.held_on, s.attendance, s.phase)
        query: Select[Any] = select(*of_case, func.group_concat(one))
        joined: Select[Any] = query.join_from(case, session)
        return self._mine(joined).where(~s.archived).group_by(s.case_id)

    def _recorded(self) -> frozenset[int]:
        query: Select[Any] = select(recording.c.session_id).distinct()
        query = self._of_mine(query, recording.c.session_id)
        return frozenset(key for (key,) in self._rows(query))

    def _ratings(self) -> dict[int, tuple[RatedAs, ...]]:
        """What counts of the ratings of each session."""
        scales = dict(self._rows(select(scale.c.id, scale.c.sha256)))

        @cache
        def read(text: str) -> tuple[RatedAs, ...]:
            told = (one.split(" ") for one in sorted(text.split(_BETWEEN)))
            return tuple(RatedAs(Role(role), Purpose(purpose), scales[int(key)].hex()) for role, purpose, key in told)

        rated_as = rating.c.role.op("||")(" ").op("||")(rating.c.purpose).op("||")(" ").op("||")(rating.c.scale_id)
        query: Select[Any] = select(rating.c.session_id, func.group_concat(rated_as, _BETWEEN))
        query = query.where(
            rating.c.signed_us.is_not(None), rating.c.id.not_in(_REPLACED), rating.c.id.not_in(_CALIBRATIONS)
        )
        query = self._of_mine(query, rating.c.session_id).group_by(rating.c.session_id)
        return {key: read(text) for key, text in self._rows(query)}

    def _measures(self) -> dict[int, frozenset[str]]:
        @cache
        def read(text: str) -> frozenset[str]:
            return frozenset(key_of(name) for name in text.split(_BETWEEN))

        query: Select[Any] = select(measure.c.session_id, func.group_concat(measure.c.measure, _BETWEEN))
        query = self._of_mine(query, measure.c.session_id).group_by(measure.c.session_id)
        return {key: read(text) for key, text in self._rows(query)}

    def _records(self, found: Iterable[Any]) -> dict[DocumentKind, dict[bytes, tuple[Any, ...]]]:
        kinds = [kind for kind in _RECORDS if self._asked.records or kind is DocumentKind.SUPERVISION]
        if not self._asked.supervision:
            kinds.remove(DocumentKind.SUPERVISION)
        query: Select[Any] = select(document.c.kind, document.c.about, document.c.body).where(
            document.c.kind.in_(kinds)
        )
        if self._asked.therapist_uid:
            query = query.where(document.c.about == self._asked.therapist_uid)
        bodies: dict[tuple[str, bytes], list[str]] = defaultdict(list)
        for kind, about, body in self._rows(query):
            bodies[kind, about].append(body)
        records: dict[DocumentKind, dict[bytes, tuple[Any, ...]]] = {kind: {} for kind in _RECORDS}
        for (word, about), texts in bodies.items():
            kind = DocumentKind(word)
            read = map(_RECORDS[kind], json.loads(f"[{','.join(texts)}]"))
            records[kind][about] = tuple(sorted(read, key=_ON))
        return records

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
