"""What has a file of its own in the vault, whichever kind it is: found by its uid, known by its file."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Connection, func, select

from fidelity_rater.storage.tables import attachment, clip, recording
from fidelity_rater.storage.vault import SealedKind

_TABLES: Final = {SealedKind.RECORDING: recording, SealedKind.CLIP: clip, SealedKind.ATTACHMENT: attachment}


def sealed_of(connection: Connection, uid: str) -> tuple[str, bytes] | None:
    """The vault file and the wrapped key, which is empty once destroyed; None: nothing sealed has this uid."""
    for table in _TABLES.values():
        query = select(table.c.vault_name, table.c.wrapped_key).where(table.c.uid == uid)
        if (row := connection.execute(query).one_or_none()) is not None:
            return row.vault_name, row.wrapped_key or b""
    return None


def sealed_kind(connection: Connection, uid: str) -> SealedKind:
    """What has, or had, this uid; a recording where nothing has."""
    found = (
        kind
        for kind, table in _TABLES.items()
        if connection.execute(select(table.c.id).where(table.c.uid == uid)).first() is not None
    )
    return next(found, SealedKind.RECORDING)


def last_deletion(connection: Connection) -> datetime | None:
    """When anything sealed was last deleted."""
    found = (connection.execute(select(func.max(table.c.deleted_us))).scalar_one() for table in _TABLES.values())
    return max((at for at in found if at is not None), default=None)


def living_vault_names(connection: Connection) -> set[str]:
    """The vault files whose keys still exist."""
    return {
        name
        for table in _TABLES.values()
        for name in connection.execute(select(table.c.vault_name).where(table.c.wrapped_key.is_not(None))).scalars()
    }
