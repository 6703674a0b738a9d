"""How a library made by an earlier version becomes one of today. Alembic is loaded only when that is needed."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine

from fidelity_rater.storage import triggers

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Lineage:
    """Where the migration scripts lie, and the revisions they lead through, oldest first."""

    location: Path
    revisions: tuple[str, ...]

    @property
    def head(self) -> str:
        return self.revisions[-1]


CURRENT: Final = Lineage(Path(__file__).parent, ("0001", "0002", "0003", "0004", "0005"))


class MigrationFailed(RuntimeError):
    """A migration lost something; nothing of it stays."""


def revision_of(execute: Callable[[str], Any]) -> str | None:
    """The revision of an open library, by plain SQL; None where it has none."""
    known = "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
    if execute(known).fetchone() == (0,):
        return None
    found = execute("SELECT version_num FROM alembic_version").fetchone()
    return None if found is None else str(found[0])


def stamp(connection: Connection, revision: str) -> None:
    """Write the revision of a library that was made as of today."""
    connection.exec_driver_sql(
        "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
        "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
    )
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (?)", (revision,))


def upgrade(engine: Engine, lineage: Lineage) -> None:
    """Bring a library up to date in one exclusive transaction: all of it, or none."""
    with engine.connect().execution_options(begin="NONE") as connection:
        connection.detach()
        # Rebuilding a table with foreign keys on would delete its children; off, it drops its triggers.
        connection.exec_driver_sql("PRAGMA foreign_keys = OFF")
        connection.exec_driver_sql("BEGIN EXCLUSIVE")
        before = _counts(connection)
        triggers.remove(connection)
        _run_scripts(connection, lineage)
        _refuse_loss(before, _counts(connection))
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise MigrationFailed("rows were orphaned")
        triggers.install(connection)
        connection.commit()
    _log.info("library brought to revision %s", lineage.head)


def _run_scripts(connection: Connection, lineage: Lineage) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(lineage.location).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    if revision_of(connection.exec_driver_sql) != lineage.head:
        raise MigrationFailed("the scripts did not lead to the newest revision")


def _counts(connection: Connection) -> dict[str, int]:
    names = connection.exec_driver_sql(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'alembic_version'"
    )
    return {
        name: connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one()  # noqa: S608
        for name in names.scalars().all()
    }


def _refuse_loss(before: dict[str, int], after: dict[str, int]) -> None:
    lost = [name for name, count in before.items() if after.get(name, 0) < count]
    if lost:
        raise MigrationFailed(f"rows were lost from {', '.join(sorted(lost))}")
