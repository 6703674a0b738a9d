"""The log of packages that were sent from here or taken in."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select
from sqlalchemy.dialects.sqlite import insert

from fidelity_rater.app.ports.documents import PackageNote
from fidelity_rater.storage.tables import package_log


class PackageRows:
    """The package log of one unit of work."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, value: PackageNote) -> None:
        noted = insert(package_log).values(
            uid=value.uid,
            kind=value.kind,
            sent=value.sent,
            other=value.other_uid,
            about=value.about,
            at_us=value.at,
        )
        self._connection.execute(noted.on_conflict_do_nothing(index_elements=["uid"]))

    def get(self, uid: str) -> PackageNote | None:
        row = self._connection.execute(select(package_log).where(package_log.c.uid == uid)).one_or_none()
        return None if row is None else _to_note(row)

    def all(self) -> tuple[PackageNote, ...]:
        query = select(package_log).order_by(package_log.c.at_us.desc(), package_log.c.id.desc())
        return tuple(_to_note(row) for row in self._connection.execute(query))


def _to_note(row: Row[Any]) -> PackageNote:
    return PackageNote(row.uid, row.kind, row.sent, row.other, row.about, row.at_us)
