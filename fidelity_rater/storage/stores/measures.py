"""What clients report of their symptoms: at most one total per session and measure."""

from __future__ import annotations

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from fidelity_rater.domain.measures import Measurement
from fidelity_rater.storage.stores.rows import local_id
from fidelity_rater.storage.tables import case, measure, session


class MeasureRows:
    """The measurements of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def set(self, value: Measurement) -> None:
        key = local_id(self._connection, session, value.session_uid)
        told = {"value": value.value, "taken_on": value.on}
        put = insert(measure).values(session_id=key, measure=value.measure, **told)
        self._connection.execute(put.on_conflict_do_update(index_elements=["session_id", "measure"], set_=told))

    def remove(self, session_uid: str, name: str) -> None:
        key = local_id(self._connection, session, session_uid)
        self._connection.execute(delete(measure).where(measure.c.session_id == key, measure.c.measure == name))

    def of_case(self, case_uid: str) -> tuple[Measurement, ...]:
        query = (
            select(session.c.uid, measure.c.measure, measure.c.value, measure.c.taken_on)
            .join_from(session, measure)
            .where(session.c.case_id == local_id(self._connection, case, case_uid))
            .order_by(session.c.scheduled, session.c.id, measure.c.measure)
        )
        return tuple(Measurement(*row) for row in self._connection.execute(query))
