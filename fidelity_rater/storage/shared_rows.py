"""Sessions that several people have rated: where a consensus can be made, and agreement be seen."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import Connection, Select, func, select

from fidelity_rater.app.ports.queries import SharedRow
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.storage.rating_rows import CALIBRATION, CURRENT, RATINGS, to_rating_row
from fidelity_rater.storage.tables import case, rating, session, therapist

_COUNTS: Final = CURRENT & ~CALIBRATION & rating.c.signed_us.is_not(None) & (rating.c.role != Role.TRAINEE)
_SEVERAL = (
    select(rating.c.session_id)
    .where(rating.c.signed_us.is_not(None), rating.c.role != Role.TRAINEE)
    .group_by(rating.c.session_id)
    .having(func.count(rating.c.person_id.distinct()) > 1)
)
_COUNTED = (
    RATINGS.add_columns(
        therapist.c.code.label("therapist_code"),
        case.c.code.label("case_code"),
        session.c.scheduled,
        session.c.attended,
        case.c.planned_sessions,
        session.c.held_on,
    )
    .join(case, case.c.id == session.c.case_id)
    .join(therapist)
    .where(_COUNTS, ~session.c.archived, ~case.c.archived, ~therapist.c.archived)
    .order_by(therapist.c.code, case.c.code, session.c.scheduled, session.c.id, rating.c.created_us, rating.c.id)
)
_SHARED = _COUNTED.where(rating.c.session_id.in_(_SEVERAL))
AT_ONCE: Final = 500
"""Sessions that are named in one statement."""


def rated_alike(connection: Connection, *, most: int, but_for: Collection[str]) -> tuple[str, ...]:
    """Walk the caseload by code and stop at the last that is asked for; ratings are read of likely sessions only."""
    mine = rating.c.session_id == session.c.id
    signed = select(func.count()).where(mine, rating.c.signed_us.is_not(None), rating.c.role != Role.TRAINEE)
    likely = signed.correlate(session).scalar_subquery() > 1
    alike = (
        select(rating.c.scale_id)
        .where(mine, _COUNTS)
        .correlate(session)
        .group_by(rating.c.scale_id, rating.c.form, rating.c.purpose)
        .having(func.count(rating.c.person_id.distinct()) > 1)
        .exists()
    )
    query = (
        select(session.c.uid)
        .select_from(therapist)
        # The sums keep SQLite from going the other way, through all sessions and then a sort.
        .join(case, case.c.therapist_id == therapist.c.id + 0)
        .join(session, session.c.case_id == case.c.id + 0)
        .where(~therapist.c.archived, ~case.c.archived, ~session.c.archived, likely, alike)
        .order_by(therapist.c.code, case.c.code, session.c.scheduled, session.c.id)
    )
    left_out, found = frozenset(but_for), []
    with connection.execution_options(stream_results=True).execute(query) as rows:
        for (uid,) in rows:
            if uid not in left_out:
                found.append(uid)
            if len(found) >= most:
                break
    return tuple(found)


def sharing_therapists(connection: Connection, purpose: Purpose) -> frozenset[str]:
    """Whose sessions they are; found without making a row of any rating."""
    of_session = (
        select(therapist.c.uid)
        .select_from(rating)
        .join(session, session.c.id == rating.c.session_id)
        .join(case, case.c.id == session.c.case_id)
        .join(therapist, therapist.c.id == case.c.therapist_id)
        .where(_COUNTS, rating.c.purpose == purpose, ~session.c.archived, ~case.c.archived, ~therapist.c.archived)
        .group_by(rating.c.session_id)
        .having(func.count(rating.c.person_id.distinct()) > 1)
    )
    return frozenset(uid for (uid,) in connection.execute(of_session))


def shared_rows(connection: Connection, sessions: Collection[str] | None = None) -> tuple[SharedRow, ...]:
    """What counts of them; a session whose second rating does not count is left out again."""
    if sessions is None:
        return _rows(connection, _SHARED)
    asked = sorted(sessions)
    parts = [asked[start : start + AT_ONCE] for start in range(0, len(asked), AT_ONCE)]
    found = [one for part in parts for one in _rows(connection, _COUNTED.where(session.c.uid.in_(part)))]
    if len(parts) > 1:
        found.sort(key=lambda one: (one.therapist_code, one.case_code, one.scheduled))
    return tuple(found)


def _rows(connection: Connection, query: Select[Any]) -> tuple[SharedRow, ...]:
    found = [
        SharedRow(
            rating=to_rating_row(row),
            therapist_code=row.therapist_code,
            case_code=row.case_code,
            scheduled=row.scheduled,
            attended=row.attended,
            planned=row.planned_sessions,
            held_on=row.held_on,
        )
        for row in connection.execute(query)
    ]
    raters: dict[str, set[str]] = {}
    for one in found:
        raters.setdefault(one.rating.session_uid, set()).add(one.rating.person_uid)
    return tuple(one for one in found if len(raters[one.rating.session_uid]) > 1)
