"""Sessions of a case."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, insert, select, update

from fidelity_rater.domain.caseload import Session
from fidelity_rater.storage.mapping import session_values, to_session
from fidelity_rater.storage.stores.rows import local_id, the_row
from fidelity_rater.storage.tables import case, session

SESSIONS: Select[Any] = select(session, case.c.uid.label("case_uid")).join(case)


class SessionRows:
    """The sessions of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, value: Session) -> None:
        owner = local_id(self._connection, case, value.case_uid)
        self._connection.execute(insert(session).values(case_id=owner, **session_values(value)))

    def save(self, value: Session) -> None:
        key = local_id(self._connection, session, value.uid)
        owner = local_id(self._connection, case, value.case_uid)
        changed = update(session).where(session.c.id == key).values(case_id=owner, **session_values(value))
        self._connection.execute(changed)

    def get(self, uid: str) -> Session:
        return to_session(the_row(self._connection, SESSIONS.where(session.c.uid == uid), uid))

    def of_case(self, case_uid: str) -> tuple[Session, ...]:
        owner = local_id(self._connection, case, case_uid)
        query = SESSIONS.where(session.c.case_id == owner).order_by(session.c.scheduled, session.c.id)
        return tuple(to_session(row) for row in self._connection.execute(query))
