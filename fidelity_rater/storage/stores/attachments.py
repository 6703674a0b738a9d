"""Scans and other files on documents: their names, and the wrapped key that makes their bytes more than noise."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from fidelity_rater.app.ports.documents import Attachment
from fidelity_rater.app.ports.sealed import SealedSound
from fidelity_rater.storage.tables import attachment

_LIVING = attachment.c.wrapped_key.is_not(None)
_IN_ORDER = (attachment.c.added_us, attachment.c.id)


class AttachmentRows:
    """The attachments of one unit of work. ``destroyed`` says whether a key was destroyed in it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.destroyed = False

    def add(self, value: Attachment, sealed: SealedSound) -> None:
        self._connection.execute(delete(attachment).where(attachment.c.uid == value.uid, ~_LIVING))
        self._connection.execute(insert(attachment).values(_values(value, sealed)))

    def get(self, uid: str) -> Attachment | None:
        row = self._connection.execute(select(attachment).where(attachment.c.uid == uid, _LIVING)).one_or_none()
        return None if row is None else _to_attachment(row)

    def of(self, about: str) -> tuple[Attachment, ...]:
        query = select(attachment).where(attachment.c.about == about, _LIVING).order_by(*_IN_ORDER)
        return tuple(_to_attachment(row) for row in self._connection.execute(query))

    def living(self) -> tuple[tuple[Attachment, int], ...]:
        """Every attachment that can be opened, with the size of its bytes."""
        query = select(attachment).where(_LIVING).order_by(*_IN_ORDER)
        return tuple((_to_attachment(row), row.sealed_size) for row in self._connection.execute(query))

    def remove(self, uid: str) -> None:
        gone = update(attachment).where(attachment.c.uid == uid, _LIVING)
        if self._connection.execute(gone.values(wrapped_key=None, deleted_us=datetime.now(UTC))).rowcount:
            self.destroyed = True


def _values(value: Attachment, sealed: SealedSound) -> dict[str, Any]:
    return {
        "uid": value.uid,
        "about": value.about,
        "name": value.name,
        "media_type": value.media_type,
        "size": value.size,
        "added_us": value.added_at,
        "vault_name": sealed.vault_name,
        "wrapped_key": sealed.wrapped_key,
        "sealed_sha256": sealed.sha256,
        "sealed_size": sealed.size,
    }


def _to_attachment(row: Row[Any]) -> Attachment:
    return Attachment(
        uid=row.uid,
        about=row.about,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        added_at=row.added_us,
    )
