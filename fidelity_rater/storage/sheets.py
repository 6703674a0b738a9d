"""Rated sheets for charts: the standing scores of many ratings, in two statements however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, select

from fidelity_rater.app.ports.queries import PackedSheet, RatedSheet
from fidelity_rater.domain.caseload import Case, Session
from fidelity_rater.domain.ratings.events import Score
from fidelity_rater.storage.mapping import Scores
from fidelity_rater.storage.rating_rows import CALIBRATION, CURRENT, RATINGS, to_rating_row
from fidelity_rater.storage.tables import case, rating, score, session

_COVER = RATINGS.add_columns(rating.c.phase, rating.c.focal_areas, rating.c.harm_actions).join(
    case, case.c.id == session.c.case_id
)
_COUNTED = CURRENT & ~CALIBRATION
_SCORES = (
    select(score.c.rating_id, score.c.item, score.c.dimension, score.c.value, score.c.state, score.c.reason)
    .join_from(case, session)
    .join(rating, rating.c.session_id == session.c.id)
    .join(score, score.c.rating_id == rating.c.id)
)


def sheets_where(
    connection: Connection, condition: ColumnElement[bool], *, cases: Sequence[Case], sessions: Mapping[str, Session]
) -> tuple[RatedSheet, ...]:
    """The current ratings that meet a condition on case or session, by case, session and age; no calibrations.

    ``cases`` are all of the therapist's, in order; ``sessions``, by uid, all that are wanted.
    """
    order, scores = _order(cases), _scores(connection, condition)
    query = _COVER.where(condition, _COUNTED).order_by(rating.c.created_us, rating.c.id)
    sheets = [
        _sheet(row, sessions[row.session_uid], order, scores.get(row.id, {}))
        for row in connection.execute(query)
        if row.session_uid in sessions
    ]
    return tuple(sorted(sheets, key=_place))


def packed_sheets_where(
    connection: Connection, condition: ColumnElement[bool], *, cases: Sequence[Case], sessions: Mapping[str, Session]
) -> tuple[PackedSheet, ...]:
    """The signed ones among these; one statement, and a rating's scores are one column of its own row."""
    order = _order(cases)
    query = _COVER.add_columns(rating.c.packed).where(condition, _COUNTED, rating.c.packed.is_not(None))
    sheets = [
        PackedSheet(_sheet(row, sessions[row.session_uid], order, {}), row.packed)
        for row in connection.execute(query.order_by(rating.c.created_us, rating.c.id))
        if row.session_uid in sessions
    ]
    return tuple(sorted(sheets, key=lambda one: _place(one.sheet)))


def _order(cases: Sequence[Case]) -> dict[str, tuple[int, Case]]:
    return {found.uid: (n, found) for n, found in enumerate(cases, start=1)}


def _place(sheet: RatedSheet) -> tuple[int, int]:
    return sheet.case_order, sheet.session.scheduled


def _scores(connection: Connection, condition: ColumnElement[bool]) -> dict[int, dict[tuple[str, str], Score]]:
    shared = Scores()
    found: dict[int, dict[tuple[str, str], Score]] = defaultdict(dict)
    cursor = connection.execute(_SCORES.where(condition, _COUNTED)).cursor
    assert cursor is not None
    # Thousands of rows, of plain columns: as the driver gives them they cost half of what they do as Row objects.
    for key, item, dimension, value, state, reason in cursor.fetchall():
        found[key][item, dimension] = shared[value, state, reason]
    return found


def _sheet(
    row: Row[Any], held: Session, order: Mapping[str, tuple[int, Case]], scores: dict[tuple[str, str], Score]
) -> RatedSheet:
    number, owner = order[held.case_uid]
    return RatedSheet(
        rating=to_rating_row(row),
        case_uid=owner.uid,
        case_code=owner.code,
        case_order=number,
        session=held,
        adaptation=owner.adaptation,
        phase=row.phase,
        focal_areas=tuple(row.focal_areas),
        scores=scores,
        harm_actions=row.harm_actions,
    )
