"""A library made before there were transcripts opens, is backed up first, and loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from fidelity_rater.domain.transcript import Line, Transcript
from fidelity_rater.storage.database import Database
from fidelity_rater.storage.engine import APPLICATION_ID, raw_connection
from fidelity_rater.storage.migrations import CURRENT
from fidelity_rater.storage.shelf import FolderShelf
from fidelity_rater.storage.triggers import TRIGGERS
from helpers.libraries import Told, add_recording, heard, new_identity
from storage.stories import Quiet, Story

Rows = dict[str, list[Any]]
_FIRST = import_module("fidelity_rater.storage.migrations.versions.r0001_initial")


def rows_of(path: Path, key: bytes) -> Rows:
    """Every row of every table, but for the revision."""
    connection = raw_connection(path, key)
    try:
        names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        return {
            name: connection.execute(f'SELECT * FROM "{name}"').fetchall()
            for (name,) in names
            if not name.startswith(("sqlite_", "alembic"))
        }
    finally:
        connection.close()


def as_of_0001(path: Path, key: bytes) -> Rows:
    """Make a database anew as the first version made it, with the rows that it has."""
    rows = rows_of(path, key)
    assert rows.pop("transcript") == []
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()
    connection = raw_connection(path, key, create=True)
    try:
        connection.execute("BEGIN")
        for statement in _FIRST._TABLES:
            connection.execute(statement)
        for name, found in rows.items():
            for row in found:
                connection.execute(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(row))})', row)
        for name, statement in TRIGGERS.items():
            if "transcript" not in statement and name != "recording_same_sound":
                connection.execute(statement)
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.execute("INSERT INTO alembic_version VALUES ('0001')")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()
    return rows


@pytest.fixture
def story(database: Database) -> Story:
    made = Story(database)
    made.begin().score("A", 2)
    signed = made.begin(purpose="summative")
    signed.score("A", 3)
    signed.sign()
    database.close()
    return made


def test_a_first_library_is_kept_brought_up_to_date_and_whole(story: Story, database_path: Path, key: bytes) -> None:
    rows = as_of_0001(database_path, key)
    opened = Database.open(database_path, key)
    assert opened.check(Quiet()) == ()
    assert opened.pragma("journal_mode") == "wal"
    with opened.work() as work:
        work.transcripts.keep(story.recording.uid, Transcript((Line(0, 1, "word"),)))
        work.commit()
    opened.close()
    now = rows_of(database_path, key)
    assert len(now.pop("transcript")) == 1
    assert now == rows
    (kept,) = (database_path.parent / "backups").glob("library-0001-*.db")
    assert rows_of(kept, key) == rows
    connection = raw_connection(database_path, key)
    assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [(CURRENT.head,)]
    assert dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")) == TRIGGERS
    connection.close()
    Database.open(database_path, key).close()
    assert len(list((database_path.parent / "backups").iterdir())) == 1


def _delete(library: Any, uid: str) -> None:
    with library.work() as work:
        work.recordings.destroy(uid, work.recordings.get(uid).added_at.replace(year=2999))
        work.commit()
    library.vault.erase(uid)


@pytest.mark.parametrize("later", [lambda library, uid: None, _delete], ids=["kept", "deleted"])
def test_a_first_librarys_folder_opens_and_a_deletion_reaches_the_copy_from_before(
    tmp_path: Path, later: Callable[[Any, str], None]
) -> None:
    ada = new_identity(tmp_path / "people")
    library, _ = FolderShelf().create(tmp_path / "Clinic", name="Clinic", identity=ada)
    recording = add_recording(library, b"sound" * 9)
    folder, key = library.info.folder, library._database._key
    library.close()
    as_of_0001(folder / "library.db", key)
    opened = FolderShelf().open(folder, ada)
    assert heard(opened, recording.uid) == b"sound" * 9
    before = sorted(path.name.partition("-")[2][:4] for path in (folder / "backups").glob("library-*"))
    assert before == ["0001", "0001"], "the database and its key slots"
    later(opened, recording.uid)
    left = list((folder / "backups").glob("library-*"))
    assert len(left) == (2 if later is not _delete else 0)
    assert opened.check(Told()) == ()
    opened.close()
