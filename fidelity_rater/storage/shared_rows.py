"""Sessions that several people have rated: where a consensus can be made, and agreement be seen."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Connection, func, select

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
_SHARED = (
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
    .where(_COUNTS, rating.c.session_id.in_(_SEVERAL), ~session.c.archived, ~case.c.archived, ~therapist.c.archived)
    .order_by(therapist.c.code, case.c.code, session.c.scheduled, session.c.id, rating.c.created_us, rating.c.id)
)


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


def shared_rows(connection: Connection) -> tuple[SharedRow, ...]:
    """What counts of them; a session whose second rating does not count is left out again."""
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
        for row in connection.execute(_SHARED)
    ]
    raters: dict[str, set[str]] = {}
    for one in found:
        raters.setdefault(one.rating.session_uid, set()).add(one.rating.person_uid)
    return tuple(one for one in found if len(raters[one.rating.session_uid]) > 1)
