"""Recordings: their facts, their consent, and the wrapped key that makes their sound more than noise."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, delete, insert, select, update

from fidelity_rater.app.ports.sealed import SealedSound
from fidelity_rater.domain.caseload import Consent, Recording
from fidelity_rater.storage.mapping import consent_values, recording_values, to_recording
from fidelity_rater.storage.stores import clips, refusals
from fidelity_rater.storage.stores.rows import local_id, the_row
from fidelity_rater.storage.tables import clip, recording, session, transcript

_SEALED = {"vault_name", "wrapped_key", "sealed_sha256", "sealed_size"}

RECORDINGS: Select[Any] = select(
    *(column for column in recording.c if column.name not in _SEALED), session.c.uid.label("session_uid")
).join_from(recording, session)


class RecordingRows:
    """The recordings of one unit of work. ``destroyed`` says whether a key was destroyed in it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.destroyed = False

    def add(self, value: Recording, sealed: SealedSound) -> None:
        owner = local_id(self._connection, session, value.session_uid)
        self._connection.execute(insert(recording).values(session_id=owner, **recording_values(value, sealed)))

    def get(self, uid: str) -> Recording:
        return to_recording(the_row(self._connection, RECORDINGS.where(recording.c.uid == uid), uid))

    def of_session(self, session_uid: str) -> tuple[Recording, ...]:
        owner = local_id(self._connection, session, session_uid)
        query = RECORDINGS.where(recording.c.session_id == owner).order_by(recording.c.part, recording.c.id)
        return tuple(to_recording(row) for row in self._connection.execute(query))

    def of_size(self, size: int) -> tuple[Recording, ...]:
        query = RECORDINGS.where(recording.c.size == size).order_by(recording.c.id)
        return tuple(to_recording(row) for row in self._connection.execute(query))

    def by_sha256(self, sha256: str) -> tuple[Recording, ...]:
        query = RECORDINGS.where(recording.c.sha256 == sha256).order_by(recording.c.id)
        return tuple(to_recording(row) for row in self._connection.execute(query))

    def set_consent(self, uid: str, consent: Consent) -> None:
        self._change(uid, **consent_values(consent))

    def set_session(self, uid: str, session_uid: str) -> None:
        self._change(uid, session_id=local_id(self._connection, session, session_uid))

    def living(self) -> tuple[str, ...]:
        query = select(recording.c.uid).where(recording.c.deleted_us.is_(None))
        return tuple(
            self._connection.execute(query.order_by(recording.c.added_us.desc(), recording.c.id.desc())).scalars()
        )

    def reseal(self, uid: str, sealed: SealedSound) -> SealedSound:
        columns = (recording.c[name] for name in (*sorted(_SEALED), "deleted_us"))
        row = the_row(self._connection, select(*columns).where(recording.c.uid == uid), uid)
        if row.deleted_us is not None:
            raise refusals.sound_deleted()
        if (sealed.sha256, sealed.size) != (row.sealed_sha256, row.sealed_size):
            raise refusals.other_sound()
        self._change(uid, vault_name=sealed.vault_name, wrapped_key=sealed.wrapped_key)
        return SealedSound(row.vault_name, row.wrapped_key, row.sealed_sha256, row.sealed_size)

    def destroy(self, uid: str, at: datetime) -> None:
        if self.get(uid).deleted_at is None:
            key = local_id(self._connection, recording, uid)
            self._connection.execute(delete(transcript).where(transcript.c.recording_id == key))
            clips.destroy(self._connection, clip.c.recording.in_(clips.uids_of(self._connection, uid)), at)
            self._change(uid, wrapped_key=None, deleted_us=at)
            self.destroyed = True

    def _change(self, uid: str, **values: Any) -> None:
        key = local_id(self._connection, recording, uid)
        self._connection.execute(update(recording).where(recording.c.id == key).values(values))
