"""Copies of the exact scale files that ratings were made on, by content hash."""

from __future__ import annotations

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert

from fidelity_rater.storage.stores.rows import the_row
from fidelity_rater.storage.tables import scale


class ScaleRows:
    """The scales of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def keep(self, sha256: str, data: bytes) -> None:
        kept = insert(scale).values(sha256=sha256, data=data).on_conflict_do_nothing(index_elements=["sha256"])
        self._connection.execute(kept)

    def get(self, sha256: str) -> bytes:
        query = select(scale.c.data).where(scale.c.sha256 == sha256)
        data: bytes = the_row(self._connection, query, sha256).data
        return data

    def all(self) -> tuple[str, ...]:
        return tuple(self._connection.execute(select(scale.c.sha256).order_by(scale.c.sha256)).scalars())
