"""What the stores share: finding a row by its uid."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, Select, Table, select


def local_id(connection: Connection, table: Table, uid: str) -> int:
    """The local key of a row. Raises ``KeyError`` for an unknown uid."""
    found = connection.execute(select(table.c.id).where(table.c.uid == uid)).scalar_one_or_none()
    if found is None:
        raise KeyError(uid)
    return int(found)


def the_row(connection: Connection, query: Select[Any], uid: str) -> Row[Any]:
    """The one row of a query. Raises ``KeyError`` where there is none."""
    found = connection.execute(query).one_or_none()
    if found is None:
        raise KeyError(uid)
    return found
