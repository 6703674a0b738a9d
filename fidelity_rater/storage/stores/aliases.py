"""Aliases: the uids that others use for what has a uid of its own here."""

from __future__ import annotations

from sqlalchemy import Connection, insert, select

from fidelity_rater.storage.stores import refusals
from fidelity_rater.storage.tables import alias


class AliasRows:
    """The aliases of one unit of work. One never leads to another: ``local`` is one step."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def set(self, foreign_uid: str, local_uid: str) -> None:
        meant, known = self.local(local_uid), self.local(foreign_uid)
        if meant == known:
            return
        if known != foreign_uid or self.foreign_of(foreign_uid):
            raise refusals.stands_for_another()
        self._connection.execute(insert(alias).values(foreign_uid=foreign_uid, local_uid=meant))

    def local(self, uid: str) -> str:
        query = select(alias.c.local_uid).where(alias.c.foreign_uid == uid)
        return self._connection.execute(query).scalar_one_or_none() or uid

    def foreign_of(self, local_uid: str) -> tuple[str, ...]:
        query = select(alias.c.foreign_uid).where(alias.c.local_uid == local_uid).order_by(alias.c.foreign_uid)
        return tuple(self._connection.execute(query).scalars())
