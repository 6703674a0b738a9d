"""Transcripts: at most one a recording, kept whole and read whole."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.domain.transcript import Transcript
from fidelity_rater.i18n import tr
from fidelity_rater.storage.stores import refusals
from fidelity_rater.storage.stores.rows import local_id, the_row
from fidelity_rater.storage.tables import case, recording, session, transcript

log = logging.getLogger(__name__)


class TranscriptRows:
    """The transcripts of one unit of work. ``removed`` says whether words were taken away in it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.removed = False

    def keep(self, recording_uid: str, value: Transcript) -> None:
        query = select(recording.c.id, recording.c.deleted_us).where(recording.c.uid == recording_uid)
        row = the_row(self._connection, query, recording_uid)
        if row.deleted_us is not None:
            raise refusals.sound_deleted()
        put = insert(transcript).values(recording_id=row.id, body=written(value))
        replaced = put.on_conflict_do_update(index_elements=["recording_id"], set_={"body": put.excluded.body})
        self._connection.execute(replaced)
        self.removed = True  # what it replaces, if anything

    def get(self, recording_uid: str) -> Transcript | None:
        key = local_id(self._connection, recording, recording_uid)
        body = self._connection.execute(
            select(transcript.c.body).where(transcript.c.recording_id == key)
        ).scalar_one_or_none()
        return None if body is None else read(body)

    def remove(self, recording_uid: str) -> None:
        key = local_id(self._connection, recording, recording_uid)
        self._connection.execute(delete(transcript).where(transcript.c.recording_id == key))
        self.removed = True

    def of_case(self, case_uid: str) -> Mapping[str, Transcript]:
        query = (
            select(recording.c.uid, transcript.c.body)
            .join_from(session, recording)
            .join(transcript)
            .where(session.c.case_id == local_id(self._connection, case, case_uid))
            .order_by(session.c.scheduled, recording.c.part, recording.c.id)
        )
        found = {}
        for uid, body in self._connection.execute(query):
            try:
                found[uid] = read(body)
            except UserFacingError:
                log.warning("a damaged transcript was left out")
        return found


def written(value: Transcript) -> str:
    """The text that a transcript is kept as."""
    return json.dumps(value.as_json(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read(body: str) -> Transcript:
    """A kept transcript. Raises ``UserFacingError`` for what is none."""
    try:
        value = Transcript.from_json(json.loads(body))
        if not _is_sound(value):
            raise ValueError("not of the kinds that are kept")
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise damaged() from error
    return value


def damaged() -> UserFacingError:
    """Say that a transcript is not what was kept."""
    return UserFacingError(tr("The transcript of this recording is damaged."), tr("Import its file again."))


def _is_sound(value: Transcript) -> bool:
    """Tell whether every part is of its kind; JSON would let a number through where words are kept."""
    words: list[Any] = [value.format, value.sha256, *value.speakers]
    times: list[Any] = []
    for line in value.lines:
        words += (line.text, line.voice)
        times += (line.start_ms, line.end_ms)
    return all(type(word) is str for word in words) and all(type(time) is int for time in times)
