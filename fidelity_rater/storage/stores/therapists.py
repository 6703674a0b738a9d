"""Therapists by code; their names in a table apart."""

from __future__ import annotations

from sqlalchemy import Connection, delete, insert, select, update

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.domain.caseload import Therapist
from fidelity_rater.i18n import tr
from fidelity_rater.storage.mapping import therapist_values, to_therapist
from fidelity_rater.storage.stores.rows import local_id, the_row
from fidelity_rater.storage.tables import person, therapist, therapist_name, therapist_person


def code_taken(code: str) -> UserFacingError:
    return UserFacingError(
        tr("There is already a therapist with the code {code}.", code=code), tr("Choose another code.")
    )


class TherapistRows:
    """The therapists of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, value: Therapist) -> None:
        self._refuse_taken(value)
        self._connection.execute(insert(therapist).values(therapist_values(value)))

    def save(self, value: Therapist) -> None:
        key = local_id(self._connection, therapist, value.uid)
        self._refuse_taken(value)
        self._connection.execute(update(therapist).where(therapist.c.id == key).values(therapist_values(value)))

    def get(self, uid: str) -> Therapist:
        return to_therapist(the_row(self._connection, select(therapist).where(therapist.c.uid == uid), uid))

    def by_code(self, code: str) -> Therapist | None:
        row = self._connection.execute(select(therapist).where(therapist.c.code == code)).one_or_none()
        return None if row is None else to_therapist(row)

    def all(self) -> tuple[Therapist, ...]:
        return tuple(
            to_therapist(row) for row in self._connection.execute(select(therapist).order_by(therapist.c.code))
        )

    def name_of(self, uid: str) -> str:
        key = local_id(self._connection, therapist, uid)
        query = select(therapist_name.c.name).where(therapist_name.c.therapist_id == key)
        return self._connection.execute(query).scalar_one_or_none() or ""

    def set_name(self, uid: str, name: str) -> None:
        key = local_id(self._connection, therapist, uid)
        self._connection.execute(delete(therapist_name).where(therapist_name.c.therapist_id == key))
        if name:
            self._connection.execute(insert(therapist_name).values(therapist_id=key, name=name))

    def person_of(self, uid: str) -> str | None:
        key = local_id(self._connection, therapist, uid)
        query = select(person.c.uid).join_from(therapist_person, person)
        return self._connection.execute(query.where(therapist_person.c.therapist_id == key)).scalar_one_or_none()

    def set_person(self, uid: str, person_uid: str | None) -> None:
        key = local_id(self._connection, therapist, uid)
        who = None if person_uid is None else local_id(self._connection, person, person_uid)
        self._connection.execute(delete(therapist_person).where(therapist_person.c.therapist_id == key))
        if who is not None:
            self._connection.execute(insert(therapist_person).values(therapist_id=key, person_id=who))

    def _refuse_taken(self, value: Therapist) -> None:
        query = select(therapist.c.uid).where(therapist.c.code == value.code, therapist.c.uid != value.uid)
        if self._connection.execute(query).first() is not None:
            raise code_taken(value.code)
