"""Contacts: people whose public cards were brought in. Names and keys stand with the people."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, Select, delete, select
from sqlalchemy.dialects.sqlite import insert

from fidelity_rater.app.ports.documents import Contact
from fidelity_rater.storage.mapping import to_person
from fidelity_rater.storage.stores.people import PeopleRows
from fidelity_rater.storage.stores.rows import local_id
from fidelity_rater.storage.tables import contact, person

_CONTACTS: Select[Any] = select(person, contact.c.added_us, contact.c.compared_us).join_from(contact, person)


class ContactRows:
    """The contacts of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, value: Contact) -> None:
        PeopleRows(self._connection).keep(value.person)
        key = local_id(self._connection, person, value.person.uid)
        told = {"added_us": value.added_at, "compared_us": value.compared_at}
        kept = insert(contact).values(person_id=key, **told)
        self._connection.execute(kept.on_conflict_do_update(index_elements=["person_id"], set_=told))

    def get(self, person_uid: str) -> Contact | None:
        row = self._connection.execute(_CONTACTS.where(person.c.uid == person_uid)).one_or_none()
        return None if row is None else _to_contact(row)

    def all(self) -> tuple[Contact, ...]:
        rows = self._connection.execute(_CONTACTS.order_by(person.c.id))
        return by_name(_to_contact(row) for row in rows)

    def remove(self, person_uid: str) -> None:
        whose = select(person.c.id).where(person.c.uid == person_uid)
        self._connection.execute(delete(contact).where(contact.c.person_id.in_(whose)))


def by_name(found: Any) -> tuple[Contact, ...]:
    """In the order of their names, whatever their case."""
    return tuple(sorted(found, key=lambda each: (each.person.name.casefold(), each.person.uid)))


def _to_contact(row: Row[Any]) -> Contact:
    return Contact(to_person(row), row.added_us, row.compared_us)
