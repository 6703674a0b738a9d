"""Units of work on the database: one connection, one transaction, all or nothing."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from sqlalchemy import Connection, Engine

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.storage import triggers
from fidelity_rater.storage.faults import speaking
from fidelity_rater.storage.stores.aliases import AliasRows
from fidelity_rater.storage.stores.attachments import AttachmentRows
from fidelity_rater.storage.stores.cases import CaseRows
from fidelity_rater.storage.stores.clips import ClipRows
from fidelity_rater.storage.stores.contacts import ContactRows
from fidelity_rater.storage.stores.documents import DocumentRows
from fidelity_rater.storage.stores.measures import MeasureRows
from fidelity_rater.storage.stores.packages import PackageRows
from fidelity_rater.storage.stores.people import PeopleRows
from fidelity_rater.storage.stores.ratings import RatingRows
from fidelity_rater.storage.stores.recordings import RecordingRows
from fidelity_rater.storage.stores.scales import ScaleRows
from fidelity_rater.storage.stores.sessions import SessionRows
from fidelity_rater.storage.stores.therapists import TherapistRows
from fidelity_rater.storage.stores.transcripts import TranscriptRows

_log = logging.getLogger(__name__)


class SqlUnitOfWork:
    """The stores on one connection. Made by :func:`writing` and :func:`reading` only."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.committed = False

    @cached_property
    def therapists(self) -> TherapistRows:
        return TherapistRows(self._connection)

    @cached_property
    def cases(self) -> CaseRows:
        return CaseRows(self._connection)

    @cached_property
    def sessions(self) -> SessionRows:
        return SessionRows(self._connection)

    @cached_property
    def recordings(self) -> RecordingRows:
        return RecordingRows(self._connection)

    @cached_property
    def transcripts(self) -> TranscriptRows:
        return TranscriptRows(self._connection)

    @cached_property
    def people(self) -> PeopleRows:
        return PeopleRows(self._connection)

    @cached_property
    def scales(self) -> ScaleRows:
        return ScaleRows(self._connection)

    @cached_property
    def ratings(self) -> RatingRows:
        return RatingRows(self._connection)

    @cached_property
    def documents(self) -> DocumentRows:
        return DocumentRows(self._connection)

    @cached_property
    def clips(self) -> ClipRows:
        return ClipRows(self._connection)

    @cached_property
    def attachments(self) -> AttachmentRows:
        return AttachmentRows(self._connection)

    @cached_property
    def contacts(self) -> ContactRows:
        return ContactRows(self._connection)

    @cached_property
    def packages(self) -> PackageRows:
        return PackageRows(self._connection)

    @cached_property
    def aliases(self) -> AliasRows:
        return AliasRows(self._connection)

    @cached_property
    def measures(self) -> MeasureRows:
        return MeasureRows(self._connection)

    def commit(self) -> None:
        with speaking():
            self._connection.commit()
        self.committed = True

    def install_triggers(self) -> None:
        """Put the database's own rules back in place."""
        triggers.install(self._connection)

    @property
    def forgot(self) -> bool:
        """Whether a sound's key was destroyed, or words were taken away, and that is on disk."""
        used = self.__dict__
        return self.committed and (
            any(used[name].destroyed for name in ("recordings", "clips", "attachments") if name in used)
            or any(used[name].removed for name in ("transcripts", "documents") if name in used)
        )


@contextmanager
def writing(engine: Engine) -> Iterator[SqlUnitOfWork]:
    """A unit of work that may write; nothing of it stays unless committed."""
    with speaking(), engine.connect() as connection:
        connection.begin()
        work = SqlUnitOfWork(connection)
        yield work
        connection.rollback()
    if work.forgot:
        try:
            empty_log(engine)
        except UserFacingError as fault:
            # It is gone from every page that is read; closing the library tries again to empty the log.
            _log.warning("log not emptied after something was forgotten: %s", fault.message)


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """A connection that sees one consistent state and takes no lock."""
    with speaking(), engine.connect().execution_options(begin="DEFERRED") as connection:
        yield connection
        connection.rollback()


def empty_log(engine: Engine) -> None:
    """Merge the write-ahead log and empty it, so that no older page outlives what replaced it."""
    with speaking(), engine.connect().execution_options(begin="NONE") as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
