"""The public halves of everyone whose ratings are here."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select, update

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.domain.people import Person
from fidelity_rater.i18n import tr
from fidelity_rater.storage.mapping import person_values, to_person
from fidelity_rater.storage.stores.rows import the_row
from fidelity_rater.storage.tables import person


def other_keys() -> UserFacingError:
    return UserFacingError(
        tr("This person is already in the library with other keys."),
        tr("Compare fingerprints with them before going on."),
    )


class PeopleRows:
    """The people of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, value: Person) -> None:
        row = self._connection.execute(select(person).where(person.c.uid == value.uid)).one_or_none()
        if row is None:
            self._connection.execute(insert(person).values(person_values(value)))
        elif (row.signing_key, row.receiving_key) != (value.signing_key, value.receiving_key):
            raise other_keys()
        elif (row.name, row.initials) != (value.name, value.initials):
            renewed = update(person).where(person.c.id == row.id).values(name=value.name, initials=value.initials)
            self._connection.execute(renewed)

    def get(self, uid: str) -> Person:
        return to_person(the_row(self._connection, select(person).where(person.c.uid == uid), uid))

    def all(self) -> tuple[Person, ...]:
        """In the order in which they came."""
        return tuple(to_person(row) for row in self._connection.execute(select(person).order_by(person.c.id)))
