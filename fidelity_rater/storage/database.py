"""The encrypted database of a library: made, opened, checked, copied and closed. Folders, locks and key slots live elsewhere."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.library import UnitOfWork
from fidelity_rater.app.ports.queries import Queries


@dataclass(frozen=True, slots=True)
class DatabaseInfo:
    """What the database says of the library it belongs to."""

    uid: str
    name: str
    demo: bool


def create_database(path: Path, key: bytes, *, uid: str, name: str, demo: bool = False) -> None:
    """Make a library's database where nothing is; raises ``FileExistsError`` otherwise. ``key`` is 32 raw bytes."""
    raise NotImplementedError


class Database:
    """An open database. Safe to use from several threads, one unit of work per thread at a time."""

    @classmethod
    def open(cls, path: Path, key: bytes) -> Database:
        """Open what :func:`create_database` has made; never creates.

        Raises ``NotALibrary`` (missing, empty, truncated, foreign, wrong key), ``NewerLibrary`` or ``LibraryInUse``.
        An older library is backed up beside itself (``backups/``), the copy verified, and then brought up to date.
        """
        raise NotImplementedError

    @property
    def info(self) -> DatabaseInfo:
        raise NotImplementedError

    def work(self) -> AbstractContextManager[UnitOfWork]:
        """A unit of work that may write: BEGIN IMMEDIATE, rolled back unless committed."""
        raise NotImplementedError

    def read(self) -> AbstractContextManager[UnitOfWork]:
        """A unit of work that sees one consistent state and never blocks a writer."""
        raise NotImplementedError

    def queries(self) -> AbstractContextManager[Queries]:
        """Read models on one consistent state."""
        raise NotImplementedError

    def check(self, progress: Progress) -> tuple[str, ...]:
        """Look for damage; every finding is one translated sentence."""
        raise NotImplementedError

    def backup_to(self, path: Path) -> None:
        """Write a verified copy under the same key; ``path`` must not exist. Nothing half-written is left behind."""
        raise NotImplementedError

    def vault_name_and_key(self, recording_uid: str) -> tuple[str, bytes] | None:
        """A recording's file in the vault and its wrapped key; the key is empty once destroyed, None: no such recording."""
        raise NotImplementedError

    def all_vault_names(self) -> set[str]:
        """The vault files that a recording still stands for; any other file in the vault may be swept away."""
        raise NotImplementedError

    def close(self) -> None:
        """Merge the log into the database, let the planner learn, and let go of every connection; idempotent."""
        raise NotImplementedError
