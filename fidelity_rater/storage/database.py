"""The encrypted database of a library: made, opened, checked, copied, closed. Folders and key slots live elsewhere."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Engine, insert, select

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.storage import checks, triggers
from fidelity_rater.storage.copies import keep_before_migration, write_copy
from fidelity_rater.storage.engine import APPLICATION_ID, make_engine
from fidelity_rater.storage.entrance import admitted_revision, refuse_at_sight
from fidelity_rater.storage.faults import speaking
from fidelity_rater.storage.migrations import CURRENT, Lineage, stamp, upgrade
from fidelity_rater.storage.queries import SqlQueries
from fidelity_rater.storage.stores.clips import destroyed_with
from fidelity_rater.storage.stores.sealed import last_deletion, living_vault_names, sealed_kind, sealed_of
from fidelity_rater.storage.tables import library, metadata
from fidelity_rater.storage.unit_of_work import SqlUnitOfWork, empty_log, reading, writing
from fidelity_rater.storage.vault import SealedKind

if TYPE_CHECKING:
    from fidelity_rater.storage.cohort import KeptScores

_ANALYSED_ROWS: Final = 400

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DatabaseInfo:
    """What the database says of the library it belongs to."""

    uid: str
    name: str
    demo: bool


def create_database(path: Path, key: bytes, *, uid: str, name: str, demo: bool = False) -> None:
    """Make a library's database where nothing is; raises ``FileExistsError`` otherwise. ``key`` is 32 raw bytes."""
    with speaking():
        path.touch(mode=0o600, exist_ok=False)
        engine = make_engine(path, key)
        try:
            with engine.begin() as connection:
                metadata.create_all(connection)
                stamp(connection, CURRENT.head)
                triggers.install(connection)
                connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
                connection.execute(insert(library).values(id=1, uid=uid, name=name, demo=demo))
            empty_log(engine)
        except BaseException:
            engine.dispose()
            path.unlink()
            raise
        engine.dispose()


class Database:
    """An open database. Safe to use from several threads, one unit of work per thread at a time."""

    def __init__(self, path: Path, key: bytes, engine: Engine, info: DatabaseInfo) -> None:
        self._path, self._key, self.engine = path, key, engine
        self._info = info
        self._closed = False
        self._kept: KeptScores | None = None

    @classmethod
    def open(cls, path: Path, key: bytes, *, lineage: Lineage = CURRENT) -> Database:
        """Open what :func:`create_database` has made; never creates.

        Raises ``NotALibrary`` (missing, empty, truncated, foreign, wrong key), ``NewerLibrary`` or ``LibraryInUse``.
        An older library is backed up beside itself (``backups/``), the copy verified, and then brought up to date.
        """
        refuse_at_sight(path)
        revision = admitted_revision(path, key, lineage)
        engine = make_engine(path, key)
        try:
            if revision != lineage.head:
                with speaking():
                    keep_before_migration(engine, path, key, revision)
                    upgrade(engine, lineage)
            return cls(path, key, engine, _ready(engine))
        except BaseException:
            engine.dispose()
            raise

    @property
    def info(self) -> DatabaseInfo:
        return self._info

    @contextmanager
    def work(self) -> Iterator[SqlUnitOfWork]:
        """A unit of work that may write: BEGIN IMMEDIATE, rolled back unless committed."""
        with writing(self.engine) as work:
            yield work

    @contextmanager
    def read(self) -> Iterator[SqlUnitOfWork]:
        """A unit of work that sees one consistent state and never blocks a writer."""
        with reading(self.engine) as connection:
            yield SqlUnitOfWork(connection)

    @contextmanager
    def queries(self) -> Iterator[SqlQueries]:
        """Read models on one consistent state."""
        with reading(self.engine) as connection:
            yield SqlQueries(connection, self._kept_scores)

    def _kept_scores(self) -> KeptScores:
        """Made with the first look at a cohort: numpy is not loaded before."""
        if self._kept is None:
            from fidelity_rater.storage.cohort import KeptScores

            self._kept = KeptScores()
        return self._kept

    def check(self, progress: Progress) -> tuple[str, ...]:
        """Look for damage; every finding is one translated sentence."""
        return checks.findings(self.engine, progress)

    def backup_to(self, path: Path) -> None:
        """Write a verified copy under the same key; ``path`` must not exist. Nothing half-written is left behind."""
        with speaking():
            write_copy(self.engine, path, self._key)

    def vault_name_and_key(self, uid: str) -> tuple[str, bytes] | None:
        """The vault file and the wrapped key, which is empty once destroyed; None: nothing sealed has this uid."""
        with reading(self.engine) as connection:
            return sealed_of(connection, uid)

    def clips_gone_with(self, recording_uid: str) -> tuple[str, ...]:
        """The vault files of a recording's clips whose keys are destroyed."""
        with reading(self.engine) as connection:
            return destroyed_with(connection, recording_uid)

    def kind_of(self, uid: str) -> SealedKind:
        """What lies in the vault under this uid."""
        with reading(self.engine) as connection:
            return sealed_kind(connection, uid)

    def all_vault_names(self) -> set[str]:
        """The vault files that something still stands for; any other file in the vault may be swept away."""
        with reading(self.engine) as connection:
            return living_vault_names(connection)

    def last_deletion(self) -> datetime | None:
        """When a recording, a clip or an attachment was last deleted."""
        with reading(self.engine) as connection:
            return last_deletion(connection)

    def pragma(self, name: str) -> Any:
        """A setting as a connection in use has it; for tests and benchmarks."""
        with speaking(), self.engine.connect().execution_options(begin="NONE") as connection:
            return connection.exec_driver_sql(f"PRAGMA {name}").scalar_one_or_none()

    def close(self) -> None:
        """Merge the log into the database, let the planner learn, and let go of every connection; idempotent."""
        if self._closed:
            return
        self._closed = True
        try:
            with speaking(), self.engine.connect().execution_options(begin="NONE") as connection:
                connection.exec_driver_sql(f"PRAGMA analysis_limit = {_ANALYSED_ROWS}")
                connection.exec_driver_sql("PRAGMA optimize")
            empty_log(self.engine)
        except UserFacingError as fault:
            # Everything committed is in the log; the next opening merges it.
            _log.warning("library closed without tidying: %s", fault.message)
        finally:
            self.engine.dispose()


def _ready(engine: Engine) -> DatabaseInfo:
    """Make sure of the triggers and read which library this is."""
    with reading(engine) as connection:
        complete = triggers.installed(connection) == triggers.TRIGGERS
        info = _info(connection)
    if not complete:
        with writing(engine) as work:
            work.install_triggers()
            work.commit()
    return info


def _info(connection: Connection) -> DatabaseInfo:
    row = connection.execute(select(library)).one()
    return DatabaseInfo(uid=row.uid, name=row.name, demo=row.demo)
