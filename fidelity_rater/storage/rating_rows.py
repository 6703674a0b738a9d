"""A rating as lists show it: its columns, and which of several ratings is the current one."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, and_, exists, or_, select

from fidelity_rater.app.ports.documents import DocumentKind
from fidelity_rater.app.ports.queries import RatingRow
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.storage.tables import document, person, rating, scale, session

_old = rating.alias("old")
_next = rating.alias("next_rating")

SUPERSEDED: Final[ColumnElement[bool]] = exists().where(
    _next.c.supersedes_id == rating.c.id, _next.c.signed_us.is_not(None)
)
"""A rating gives way once its correction is signed, not while that is being written."""

CURRENT: Final[ColumnElement[bool]] = and_(
    ~SUPERSEDED, or_(rating.c.supersedes_id.is_(None), rating.c.signed_us.is_not(None))
)
"""One per person, session, scale and purpose: the latest signed correction, else the first rating."""

CALIBRATION: Final[ColumnElement[bool]] = exists().where(
    document.c.about == rating.c.uid, document.c.kind == DocumentKind.CALIBRATION
)
"""Made to see how its rater rates, and no rating of a therapist: it counts nowhere but there."""

_COLUMNS: Final = (
    rating.c.id,
    rating.c.uid,
    rating.c.role,
    rating.c.purpose,
    rating.c.form,
    rating.c.n_scored,
    rating.c.created_us,
    rating.c.signed_us,
    session.c.uid.label("session_uid"),
    person.c.uid.label("person_uid"),
    person.c.initials.label("rater_initials"),
    scale.c.sha256.label("scale_sha256"),
    _old.c.uid.label("supersedes_uid"),
    SUPERSEDED.label("superseded"),
)
RATINGS: Final[Select[Any]] = (
    select(*_COLUMNS)
    .join_from(rating, session)
    .join(person, person.c.id == rating.c.person_id)
    .join(scale)
    .outerjoin(_old, _old.c.id == rating.c.supersedes_id)
)


def to_rating_row(row: Row[Any]) -> RatingRow:
    return RatingRow(
        uid=row.uid,
        session_uid=row.session_uid,
        person_uid=row.person_uid,
        rater_initials=row.rater_initials,
        role=Role(row.role),
        purpose=Purpose(row.purpose),
        scale_sha256=row.scale_sha256,
        form=row.form,
        scored=row.n_scored,
        created_at=row.created_us,
        signed_at=row.signed_us,
        supersedes_uid=row.supersedes_uid,
        superseded=bool(row.superseded),
    )
