"""Read models straight from the tables: few statements per screen, and no column that the screen does not show."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import ColumnElement, Connection, Subquery, func, select

from fidelity_rater.app.ports.accreditation import FactsAsked
from fidelity_rater.app.ports.cohort import CohortCounts, CohortRequest, CohortStock
from fidelity_rater.app.ports.queries import (
    CaseRow,
    ExportRow,
    Opening,
    PackedSheet,
    RatedSheet,
    RatingRow,
    SessionRow,
    SharedRow,
    TherapistPage,
    TherapistRow,
    TrajectoryRows,
)
from fidelity_rater.domain.accreditation.facts import TherapistFacts
from fidelity_rater.domain.caseload import Attendance, Recording, Session
from fidelity_rater.domain.people import Purpose
from fidelity_rater.domain.ratings.events import EventKind
from fidelity_rater.storage.export_rows import export_rows
from fidelity_rater.storage.mapping import to_recording, to_session, to_therapist
from fidelity_rater.storage.rating_rows import RATINGS, SUPERSEDED, to_rating_row
from fidelity_rater.storage.shared_rows import rated_alike, shared_rows, sharing_therapists
from fidelity_rater.storage.sheets import packed_sheets_where, sheets_where
from fidelity_rater.storage.stores.cases import cases_of
from fidelity_rater.storage.stores.recordings import RECORDINGS
from fidelity_rater.storage.stores.rows import local_id, the_row
from fidelity_rater.storage.stores.sessions import SESSIONS
from fidelity_rater.storage.tables import (
    case,
    case_name,
    person,
    rating,
    rating_event,
    recording,
    session,
    therapist,
    therapist_name,
)

if TYPE_CHECKING:
    from fidelity_rater.storage.cohort import KeptScores, View

_IN_USE: Final = ~case.c.archived & ~session.c.archived


def _per_therapist(name: str, *what: ColumnElement[Any], of: Any, where: ColumnElement[bool]) -> Subquery:
    grouped = select(case.c.therapist_id, *what).select_from(of).where(where).group_by(case.c.therapist_id)
    return grouped.subquery(name)


_CASES = _per_therapist("cases", func.count().label("n"), of=case, where=~case.c.archived)
_SESSIONS = _per_therapist(
    "sessions",
    func.count().label("n"),
    func.max(session.c.held_on).filter(session.c.attendance == Attendance.ATTENDED).label("last_on"),
    of=case.join(session),
    where=_IN_USE,
)
_RECORDINGS = _per_therapist(
    "recordings",
    func.count().label("n"),
    of=case.join(session).join(recording),
    where=_IN_USE & recording.c.deleted_us.is_(None),
)
_RATINGS = _per_therapist(
    "ratings",
    func.count().label("n"),
    func.count().filter(rating.c.signed_us.is_(None)).label("drafts"),
    of=case.join(session).join(rating),
    where=_IN_USE & ~SUPERSEDED,
)
_CASELOAD: Final = (
    select(
        therapist,
        func.coalesce(therapist_name.c.name, "").label("name"),
        func.coalesce(_CASES.c.n, 0).label("cases"),
        func.coalesce(_SESSIONS.c.n, 0).label("sessions"),
        func.coalesce(_RECORDINGS.c.n, 0).label("recordings"),
        func.coalesce(_RATINGS.c.n, 0).label("ratings"),
        func.coalesce(_RATINGS.c.drafts, 0).label("drafts"),
        _SESSIONS.c.last_on,
    )
    .select_from(therapist)
    .outerjoin(therapist_name)
    .outerjoin(_CASES, _CASES.c.therapist_id == therapist.c.id)
    .outerjoin(_SESSIONS, _SESSIONS.c.therapist_id == therapist.c.id)
    .outerjoin(_RECORDINGS, _RECORDINGS.c.therapist_id == therapist.c.id)
    .outerjoin(_RATINGS, _RATINGS.c.therapist_id == therapist.c.id)
    .order_by(therapist.c.archived, therapist.c.code)
)


class SqlQueries:
    """Reads one consistent view of the library."""

    def __init__(self, connection: Connection, kept_scores: Callable[[], KeptScores]) -> None:
        self._connection, self._kept_scores = connection, kept_scores
        self._view: View | None = None

    def caseload(self) -> tuple[TherapistRow, ...]:
        return tuple(
            TherapistRow(
                therapist=to_therapist(row),
                name=row.name,
                cases=row.cases,
                sessions=row.sessions,
                recordings=row.recordings,
                ratings=row.ratings,
                drafts=row.drafts,
                last_session_on=row.last_on,
            )
            for row in self._connection.execute(_CASELOAD)
        )

    def therapist_page(self, therapist_uid: str) -> TherapistPage:
        query = select(therapist, therapist_name.c.name).outerjoin(therapist_name)
        row = the_row(self._connection, query.where(therapist.c.uid == therapist_uid), therapist_uid)
        mine = case.c.therapist_id == row.id
        names = self._connection.execute(select(case.c.uid, case_name.c.name).join_from(case, case_name).where(mine))
        name_of = {named.uid: named.name for named in names}
        held = defaultdict(list)
        for found in self._session_rows(mine):
            held[found.session.case_uid].append(found)
        cases = tuple(
            CaseRow(case=found, name=name_of.get(found.uid, ""), sessions=tuple(held[found.uid]))
            for found in cases_of(self._connection, row.id)
        )
        return TherapistPage(therapist=to_therapist(row), name=row.name or "", cases=cases)

    def session_row(self, session_uid: str) -> SessionRow:
        found = self._session_rows(session.c.uid == session_uid)
        if not found:
            raise KeyError(session_uid)
        return found[0]

    def trajectory(self, therapist_uid: str) -> TrajectoryRows:
        row = the_row(self._connection, select(therapist).where(therapist.c.uid == therapist_uid), therapist_uid)
        mine = case.c.therapist_id == row.id
        cases = cases_of(self._connection, row.id)
        sessions = self._sessions(mine & ~session.c.archived)
        order = {found.uid: n for n, found in enumerate(cases)}
        held = [found for found in sessions if found.attendance is Attendance.ATTENDED]
        sheets = sheets_where(self._connection, mine, cases=cases, sessions={found.uid: found for found in sessions})
        return TrajectoryRows(
            therapist=to_therapist(row),
            cases=cases,
            sheets=sheets,
            held=tuple(sorted(held, key=lambda found: (order[found.case_uid], found.scheduled))),
        )

    def packed_sheets(self, therapist_uid: str) -> tuple[PackedSheet, ...]:
        key = local_id(self._connection, therapist, therapist_uid)
        mine = case.c.therapist_id == key
        sessions = {found.uid: found for found in self._sessions(mine & ~session.c.archived)}
        return packed_sheets_where(self._connection, mine, cases=cases_of(self._connection, key), sessions=sessions)

    def openings(self, therapist_uid: str) -> tuple[Opening, ...]:
        key = local_id(self._connection, therapist, therapist_uid)
        query = select(rating.c.uid, session.c.uid.label("session_uid"), rating_event.c.body)
        query = query.join_from(case, session).join(rating).join(rating_event)
        rows = self._connection.execute(query.where(case.c.therapist_id == key, rating_event.c.seq == 1))
        return tuple(Opening(row.uid, row.session_uid, json.loads(row.body)) for row in rows)

    def closings(self, therapist_uid: str) -> dict[str, Mapping[str, Any]]:
        key = local_id(self._connection, therapist, therapist_uid)
        query = select(rating.c.uid, rating_event.c.body)
        query = query.join_from(case, session).join(rating).join(rating_event)
        last = (rating_event.c.seq == rating.c.head_seq) & (rating_event.c.kind == EventKind.SIGNED)
        rows = self._connection.execute(query.where(case.c.therapist_id == key, rating.c.signed_us.is_not(None), last))
        return {row.uid: json.loads(row.body) for row in rows}

    def case_sheets(self, case_uid: str) -> tuple[RatedSheet, ...]:
        key = local_id(self._connection, case, case_uid)
        owner = self._connection.execute(select(case.c.therapist_id).where(case.c.id == key)).scalar_one()
        mine = case.c.id == key
        sessions = {found.uid: found for found in self._sessions(mine & ~session.c.archived)}
        return sheets_where(self._connection, mine, cases=cases_of(self._connection, owner), sessions=sessions)

    def unfinished(self, person_uid: str) -> tuple[RatingRow, ...]:
        """This person's drafts, latest first."""
        from_person = RATINGS.where(rating.c.signed_us.is_(None), person.c.uid == person_uid)
        latest_first = from_person.order_by(rating.c.created_us.desc(), rating.c.id.desc())
        return tuple(to_rating_row(row) for row in self._connection.execute(latest_first))

    def shared(self, *, sessions: Collection[str] | None = None) -> tuple[SharedRow, ...]:
        return shared_rows(self._connection, sessions)

    def rated_alike(self, *, most: int, but_for: Collection[str] = ()) -> tuple[str, ...]:
        return rated_alike(self._connection, most=most, but_for=but_for)

    def sharing(self, purpose: Purpose) -> frozenset[str]:
        return sharing_therapists(self._connection, purpose)

    def export_rows(self) -> Iterator[ExportRow]:
        return export_rows(self._connection)

    def cohort_stock(self) -> tuple[CohortStock, ...]:
        return self._kept_scores().stock(self._cohort_view())

    def cohort(self, request: CohortRequest) -> CohortCounts:
        return self._kept_scores().counts(self._cohort_view(), request)

    def accreditation_facts(self, asked: FactsAsked) -> tuple[TherapistFacts, ...]:
        from fidelity_rater.storage.accreditation import accreditation_facts

        return accreditation_facts(self._connection, asked)

    def _cohort_view(self) -> View:
        if self._view is None:
            from fidelity_rater.storage.cohort import View

            self._view = View(self._connection)
        return self._view

    def _sessions(self, condition: ColumnElement[bool]) -> list[Session]:
        query = SESSIONS.where(condition).order_by(session.c.scheduled, session.c.id)
        return [to_session(row) for row in self._connection.execute(query)]

    def _session_rows(self, condition: ColumnElement[bool]) -> list[SessionRow]:
        """Sessions by scheduled number, with what belongs to them, in three statements."""
        recordings: dict[str, list[Recording]] = defaultdict(list)
        with_case = RECORDINGS.join(case, case.c.id == session.c.case_id).where(condition)
        for row in self._connection.execute(with_case.order_by(recording.c.part, recording.c.id)):
            recordings[row.session_uid].append(to_recording(row))
        ratings: dict[str, list[RatingRow]] = defaultdict(list)
        rated = RATINGS.join(case, case.c.id == session.c.case_id).where(condition)
        for row in self._connection.execute(rated.order_by(rating.c.created_us, rating.c.id)):
            ratings[row.session_uid].append(to_rating_row(row))
        return [
            SessionRow(session=found, recordings=tuple(recordings[found.uid]), ratings=tuple(ratings[found.uid]))
            for found in self._sessions(condition)
        ]
