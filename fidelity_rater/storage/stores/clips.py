"""Clips that came in packages: where they belong, and the wrapped key that makes their sound more than noise."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, update

from fidelity_rater.app.ports.documents import Clip
from fidelity_rater.app.ports.sealed import SealedSound
from fidelity_rater.storage.stores import refusals
from fidelity_rater.storage.stores.aliases import AliasRows
from fidelity_rater.storage.tables import clip, recording

_LIVING = clip.c.wrapped_key.is_not(None)


class ClipRows:
    """The clips of one unit of work. ``destroyed`` says whether a key was destroyed in it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.destroyed = False

    def add(self, value: Clip, sealed: SealedSound) -> None:
        named = recording.c.uid.in_(uids_of(self._connection, value.recording_uid))
        gone = select(recording.c.id).where(named, recording.c.deleted_us.is_not(None))
        if self._connection.execute(gone).first() is not None:
            raise refusals.sound_deleted()
        self._connection.execute(delete(clip).where(clip.c.uid == value.uid, ~_LIVING))
        self._connection.execute(insert(clip).values(_values(value, sealed)))

    def get(self, uid: str) -> Clip | None:
        row = self._connection.execute(select(clip).where(clip.c.uid == uid, _LIVING)).one_or_none()
        return None if row is None else _to_clip(row)

    def of_recording(self, recording_uid: str) -> tuple[Clip, ...]:
        return self._all(clip.c.recording.in_(uids_of(self._connection, recording_uid)))

    def of_package(self, package_uid: str) -> tuple[Clip, ...]:
        return self._all(clip.c.package == package_uid)

    def living(self) -> tuple[tuple[Clip, int], ...]:
        """Every clip that can be heard, with the size of its sound."""
        query = select(clip).where(_LIVING).order_by(clip.c.id)
        return tuple((_to_clip(row), row.sealed_size) for row in self._connection.execute(query))

    def remove(self, uid: str) -> None:
        if destroy(self._connection, clip.c.uid == uid, datetime.now(UTC)):
            self.destroyed = True

    def _all(self, condition: ColumnElement[bool]) -> tuple[Clip, ...]:
        query = select(clip).where(condition, _LIVING).order_by(clip.c.start_ms, clip.c.id)
        return tuple(_to_clip(row) for row in self._connection.execute(query))


def uids_of(connection: Connection, recording_uid: str) -> tuple[str, ...]:
    """The recording's uid here and all that others use for it, whichever of them is given."""
    aliases = AliasRows(connection)
    here = aliases.local(recording_uid)
    return here, *aliases.foreign_of(here)


def destroy(connection: Connection, condition: ColumnElement[bool], at: datetime) -> bool:
    """Forget the keys of clips; tell whether there were any."""
    gone = update(clip).where(condition, _LIVING).values(wrapped_key=None, deleted_us=at)
    return bool(connection.execute(gone).rowcount)


def destroyed_with(connection: Connection, recording_uid: str) -> tuple[str, ...]:
    """The vault files of a recording's clips whose keys are destroyed."""
    query = select(clip.c.vault_name).where(clip.c.recording.in_(uids_of(connection, recording_uid)), ~_LIVING)
    return tuple(connection.execute(query).scalars())


def _values(value: Clip, sealed: SealedSound) -> dict[str, Any]:
    return {
        "uid": value.uid,
        "recording": value.recording_uid,
        "start_ms": value.start_ms,
        "end_ms": value.end_ms,
        "codec": value.codec,
        "package": value.package_uid,
        "moment": value.moment_uid,
        "altered": value.altered,
        "vault_name": sealed.vault_name,
        "wrapped_key": sealed.wrapped_key,
        "sealed_sha256": sealed.sha256,
        "sealed_size": sealed.size,
    }


def _to_clip(row: Row[Any]) -> Clip:
    return Clip(
        uid=row.uid,
        recording_uid=row.recording,
        start_ms=row.start_ms,
        end_ms=row.end_ms,
        codec=row.codec,
        package_uid=row.package,
        moment_uid=row.moment,
        altered=row.altered,
    )
