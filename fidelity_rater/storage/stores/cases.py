"""Cases with their history of focal areas; what the client is called in a table apart."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.domain.caseload import Case, FocusEntry
from fidelity_rater.i18n import tr
from fidelity_rater.storage.mapping import case_values, focus_values, to_case, to_focus
from fidelity_rater.storage.stores.rows import local_id, the_row
from fidelity_rater.storage.tables import case, case_name, focus, therapist

CASES: Select[Any] = select(case, therapist.c.uid.label("therapist_uid")).join(therapist)


def code_taken(code: str) -> UserFacingError:
    return UserFacingError(
        tr("This therapist already has a case with the code {code}.", code=code), tr("Choose another code.")
    )


class CaseRows:
    """The cases of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, value: Case) -> None:
        owner = local_id(self._connection, therapist, value.therapist_uid)
        self._refuse_taken(value, owner)
        made = self._connection.execute(
            insert(case).values(therapist_id=owner, **case_values(value)).returning(case.c.id)
        ).scalar_one()
        self._write_focus(made, value.focus_history)

    def save(self, value: Case) -> None:
        key = local_id(self._connection, case, value.uid)
        owner = local_id(self._connection, therapist, value.therapist_uid)
        self._refuse_taken(value, owner)
        changed = update(case).where(case.c.id == key).values(therapist_id=owner, **case_values(value))
        self._connection.execute(changed)
        self._connection.execute(delete(focus).where(focus.c.case_id == key))
        self._write_focus(key, value.focus_history)

    def get(self, uid: str) -> Case:
        return self._with_focus(the_row(self._connection, CASES.where(case.c.uid == uid), uid))

    def by_code(self, therapist_uid: str, code: str) -> Case | None:
        query = CASES.where(therapist.c.uid == therapist_uid, case.c.code == code)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else self._with_focus(row)

    def of_therapist(self, therapist_uid: str) -> tuple[Case, ...]:
        """In the order in which they were added."""
        return cases_of(self._connection, local_id(self._connection, therapist, therapist_uid))

    def name_of(self, uid: str) -> str:
        key = local_id(self._connection, case, uid)
        query = select(case_name.c.name).where(case_name.c.case_id == key)
        return self._connection.execute(query).scalar_one_or_none() or ""

    def set_name(self, uid: str, name: str) -> None:
        key = local_id(self._connection, case, uid)
        self._connection.execute(delete(case_name).where(case_name.c.case_id == key))
        if name:
            self._connection.execute(insert(case_name).values(case_id=key, name=name))

    def _with_focus(self, row: Any) -> Case:
        history = self._connection.execute(select(focus).where(focus.c.case_id == row.id).order_by(focus.c.n))
        return to_case(row, (to_focus(entry) for entry in history))

    def _write_focus(self, key: int, history: tuple[FocusEntry, ...]) -> None:
        rows = [{"case_id": key, "n": n, **focus_values(entry)} for n, entry in enumerate(history)]
        if rows:
            self._connection.execute(insert(focus), rows)

    def _refuse_taken(self, value: Case, owner: int) -> None:
        taken = select(case.c.id).where(
            case.c.therapist_id == owner, case.c.code == value.code, case.c.uid != value.uid
        )
        if self._connection.execute(taken).first() is not None:
            raise code_taken(value.code)


def cases_of(connection: Connection, therapist_id: int) -> tuple[Case, ...]:
    """A therapist's cases with their histories, in two statements."""
    histories: dict[int, list[FocusEntry]] = {}
    entries = select(focus).join(case).where(case.c.therapist_id == therapist_id).order_by(focus.c.case_id, focus.c.n)
    for entry in connection.execute(entries):
        histories.setdefault(entry.case_id, []).append(to_focus(entry))
    rows = connection.execute(CASES.where(case.c.therapist_id == therapist_id).order_by(case.c.id))
    return tuple(to_case(row, histories.get(row.id, ())) for row in rows)
