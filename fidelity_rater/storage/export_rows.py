"""Every standing score, one row each, for export. Codes only; read therapist by therapist, so memory stays small."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from sqlalchemy import Connection, bindparam, select

from fidelity_rater.app.ports.queries import ExportRow
from fidelity_rater.domain.caseload import Attendance, Phase
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.timecode import ClockQuality
from fidelity_rater.storage.mapping import Scores
from fidelity_rater.storage.rating_rows import CALIBRATION, RATINGS
from fidelity_rater.storage.tables import case, rating, recording, score, session, therapist

_PHASES = frozenset(Phase)
_CLOCKS = {str(quality): quality for quality in ClockQuality}

_RATED = (
    RATINGS.add_columns(
        rating.c.phase,
        rating.c.focal_areas,
        case.c.code.label("case_code"),
        session.c.scheduled,
        session.c.attended,
        session.c.attendance,
        session.c.held_on,
    )
    .join(case, case.c.id == session.c.case_id)
    .where(case.c.therapist_id == bindparam("therapist_key"), ~CALIBRATION)
    .order_by(case.c.id, session.c.scheduled, session.c.id, rating.c.created_us, rating.c.id)
)
_SCORES = (
    select(
        score.c.rating_id,
        score.c.item,
        score.c.dimension,
        score.c.value,
        score.c.state,
        score.c.reason,
        score.c.media_ms,
        score.c.clock,
        recording.c.uid.label("recording_uid"),
        score.c.at_us,
    )
    .join_from(case, session)
    .join(rating, rating.c.session_id == session.c.id)
    .join(score, score.c.rating_id == rating.c.id)
    .outerjoin(recording, recording.c.id == score.c.recording_id)
    .where(case.c.therapist_id == bindparam("therapist_key"))
    .order_by(score.c.rating_id, score.c.item, score.c.dimension)
)


def export_rows(connection: Connection) -> Iterator[ExportRow]:
    """By therapist code, case, session, age of the rating, item and dimension."""
    shared = Scores()
    for key, code in connection.execute(select(therapist.c.id, therapist.c.code).order_by(therapist.c.code)).all():
        scores: dict[int, list[Any]] = {}
        for found in connection.execute(_SCORES, {"therapist_key": key}).all():
            scores.setdefault(found[0], []).append(found)
        for rated in connection.execute(_RATED, {"therapist_key": key}).all():
            # What all scores of a rating share is read and converted once.
            row = _row_of(code, rated)
            for _, item, dimension, value, state, reason, media_ms, clock, source, at in scores.get(rated.id, ()):
                yield row(
                    item=item,
                    dimension=dimension,
                    score=shared[value, state, reason],
                    media_ms=media_ms,
                    clock=_CLOCKS[clock],
                    recording_uid=source,
                    scored_at=at,
                )


def _row_of(code: str, rated: Any) -> Callable[..., ExportRow]:
    return partial(
        ExportRow,
        therapist_code=code,
        case_code=rated.case_code,
        session_scheduled=rated.scheduled,
        session_attended=rated.attended,
        attendance=Attendance(rated.attendance),
        held_on=rated.held_on,
        phase=Phase(rated.phase) if rated.phase in _PHASES else rated.phase,
        focal_areas=tuple(rated.focal_areas),
        rating_uid=rated.uid,
        rater_initials=rated.rater_initials,
        role=Role(rated.role),
        purpose=Purpose(rated.purpose),
        form=rated.form,
        scale_sha256=rated.scale_sha256,
        signed_at=rated.signed_us,
        superseded=bool(rated.superseded),
    )
