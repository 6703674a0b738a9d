"""Looking for damage in an open library: pages, references, triggers, chains and projections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, Engine, Row, select

from fidelity_rater.app.errors import NotALibrary, UserFacingError
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.domain.ratings.chain import first_break
from fidelity_rater.domain.ratings.events import RatingEvent, Score
from fidelity_rater.domain.ratings.fold import BrokenSequence, fold
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.storage import triggers
from fidelity_rater.storage.faults import speaking
from fidelity_rater.storage.stores import transcripts
from fidelity_rater.storage.stores.ratings import RatingRows
from fidelity_rater.storage.tables import rating, recording, score, transcript
from fidelity_rater.storage.unit_of_work import empty_log, reading

_STEPS = 4


def findings(engine: Engine, progress: Progress) -> tuple[str, ...]:
    """Every finding as one sentence; none means sound. Where pages are damaged, nothing is read from them."""
    try:
        # Until the log is merged, SQLCipher's own check raises false alarms.
        empty_log(engine)
        with speaking(), engine.connect().execution_options(begin="NONE") as connection:
            if altered := _altered_pages(connection, progress):
                return altered
            found = list(_structure(connection, progress))
        with reading(engine) as connection:
            found += _ratings(connection, progress)
            found += _transcripts(connection, progress)
    except NotALibrary as damage:
        return (damage.message,)
    return tuple(found)


def _altered_pages(connection: Connection, progress: Progress) -> tuple[str, ...]:
    progress.check()
    bad = len(connection.exec_driver_sql("PRAGMA cipher_integrity_check").all())
    progress.tell(1, _STEPS)
    if not bad:
        return ()
    return (tr_n("One page of the database has been altered.", "{n} pages of the database have been altered.", bad),)


def _structure(connection: Connection, progress: Progress) -> Iterator[str]:
    told = connection.exec_driver_sql("PRAGMA integrity_check").scalars().all()
    if told != ["ok"]:
        yield tr_n(
            "The database has one fault in its structure.", "The database has {n} faults in its structure.", len(told)
        )
    progress.tell(2, _STEPS)
    orphans = len(connection.exec_driver_sql("PRAGMA foreign_key_check").all())
    if orphans:
        yield tr_n(
            "One entry refers to something that is missing.", "{n} entries refer to something that is missing.", orphans
        )
    if triggers.installed(connection) != triggers.TRIGGERS:
        yield tr("The rules that protect signed ratings are missing.")
    progress.tell(3, _STEPS)


def _ratings(connection: Connection, progress: Progress) -> Iterator[str]:
    store = RatingRows(connection)
    heads = connection.execute(select(rating.c.id, rating.c.uid, rating.c.head_seq, rating.c.head_hash)).all()
    for done, head in enumerate(heads, start=1):
        fault = _fault(connection, head.id, (head.head_seq, head.head_hash), store.events(head.uid))
        if fault:
            yield f"{fault} ({head.uid[:8]})"
        progress.tell(3 * len(heads) + done, 4 * len(heads))
    if not heads:
        progress.tell(_STEPS, _STEPS)


def _transcripts(connection: Connection, progress: Progress) -> Iterator[str]:
    query = select(recording.c.uid, transcript.c.body).join_from(transcript, recording)
    for uid, body in connection.execute(query):
        progress.check()
        try:
            transcripts.read(body)
        except UserFacingError as fault:
            yield f"{fault.message} ({uid[:8]})"


def _fault(connection: Connection, key: int, head: tuple[int, bytes], events: tuple[RatingEvent, ...]) -> str | None:
    if first_break(events) is not None or (events and (events[-1].seq, events[-1].hash) != head):
        return tr("The record of a rating has been altered or cut short.")
    try:
        state = fold(events)
    except BrokenSequence:
        return tr("The record of a rating contradicts itself.")
    standing = {(row.item, row.dimension): Score(row.value, row.state, row.reason) for row in _scores(connection, key)}
    if standing != {slot: found.score for slot, found in state.scores().items()}:
        return tr("The scores of a rating are not what its record says.")
    return None


def _scores(connection: Connection, key: int) -> list[Row[Any]]:
    columns = (score.c.item, score.c.dimension, score.c.value, score.c.state, score.c.reason)
    return list(connection.execute(select(*columns).where(score.c.rating_id == key)))
