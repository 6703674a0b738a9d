"""A library made before there were transcripts, packages or scans opens, is backed up first, and loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from fidelity_rater.app.ports.documents import Attachment
from fidelity_rater.app.ports.sealed import SealedSound
from fidelity_rater.domain.measures import Measurement
from fidelity_rater.domain.transcript import Line, Transcript
from fidelity_rater.storage.database import Database
from fidelity_rater.storage.engine import APPLICATION_ID, raw_connection
from fidelity_rater.storage.migrations import CURRENT
from fidelity_rater.storage.shelf import FolderShelf
from fidelity_rater.storage.triggers import TRIGGERS
from helpers.libraries import Told, add_recording, heard, new_identity
from storage.stories import START, Quiet, Story, uid

Rows = dict[str, list[Any]]
_SCRIPTS = "fidelity_rater.storage.migrations.versions"
_r0003 = import_module(f"{_SCRIPTS}.r0003_beside_ratings")
_TABLES = {
    "0001": import_module(f"{_SCRIPTS}.r0001_initial")._TABLES,
    "0002": (import_module(f"{_SCRIPTS}.r0002_transcripts")._TRANSCRIPT,),
    "0003": (*_r0003._ADDED_COLUMNS, *_r0003._TABLES),
}
_LATER_TRIGGERS = {
    "0001": ("transcript", "clip", "same_sound", "max(seq)", "attachment"),
    "0002": ("clip", "max(seq)", "attachment"),
    "0003": ("attachment",),
}
OLDER = pytest.mark.parametrize("revision", sorted(_TABLES))


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


def as_of(revision: str, path: Path, key: bytes) -> Rows:
    """Make a database anew as an earlier version made it, with the rows that it has, and without what came later."""
    rows = rows_of(path, key)
    for file in path.parent.glob(f"{path.name}*"):
        file.unlink()
    connection = raw_connection(path, key, create=True)
    try:
        connection.execute("BEGIN")
        for each in sorted(_TABLES):
            for statement in _TABLES[each] if each <= revision else ():
                connection.execute(statement)
        tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for name, found in rows.items():
            assert (name,) in tables or found == [], "nothing of it could be there then"
        older = {name: _fill(connection, name, rows[name]) for (name,) in tables}
        for statement in TRIGGERS.values():
            if not any(word in statement for word in _LATER_TRIGGERS[revision]):
                connection.execute(statement)
        connection.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.execute("INSERT INTO alembic_version VALUES (?)", (revision,))
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("COMMIT")
        connection.execute("PRAGMA journal_mode = WAL")
    finally:
        connection.close()
    return older


def _fill(connection: Any, name: str, rows: list[Any]) -> list[Any]:
    """Put rows into a table that may have had fewer columns; those that came later are last, and empty."""
    count = len(connection.execute(f'PRAGMA table_info("{name}")').fetchall())
    for row in rows:
        assert not any(row[count:])
        connection.execute(f'INSERT INTO "{name}" VALUES ({", ".join("?" * count)})', row[:count])
    return [row[:count] for row in rows]


@pytest.fixture
def story(database: Database) -> Story:
    made = Story(database)
    made.begin().score("A", 2)
    signed = made.begin(purpose="summative")
    signed.score("A", 3)
    signed.sign()
    database.close()
    return made


@OLDER
def test_an_older_library_is_kept_brought_up_to_date_and_whole(
    story: Story, database_path: Path, key: bytes, revision: str
) -> None:
    rows = as_of(revision, database_path, key)
    opened = Database.open(database_path, key)
    assert opened.check(Quiet()) == ()
    assert opened.pragma("journal_mode") == "wal"
    with opened.work() as work:
        work.transcripts.keep(story.recording.uid, Transcript((Line(0, 1, "word"),)))
        work.measures.set(Measurement(story.session.uid, "phq9", 11))
        scan = Attachment(uid(), uid(), "letter.pdf", "application/pdf", 9, START)
        work.attachments.add(scan, SealedSound("a" * 32, b"key", "5e" * 32, 9))
        for head in work.ratings.of_session(story.session.uid):
            assert head.session_named == ""
            assert all(
                event.stamp.recording_uid in (None, story.recording.uid) for event in work.ratings.events(head.uid)
            )
        work.commit()
    opened.close()
    now = rows_of(database_path, key)
    assert [len(now.pop(name)) for name in ("transcript", "measure", "attachment")] == [1, 1, 1]
    lacking = {name for name in now if name not in rows}
    assert all(now[name] == [] for name in lacking)
    for name in now.keys() - lacking:
        assert [row[: len(old)] for row, old in zip(now[name], rows[name], strict=True)] == rows[name]
    (kept,) = (database_path.parent / "backups").glob(f"library-{revision}-*.db")
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
    as_of("0001", folder / "library.db", key)
    opened = FolderShelf().open(folder, ada)
    assert heard(opened, recording.uid) == b"sound" * 9
    before = sorted(path.name.partition("-")[2][:4] for path in (folder / "backups").glob("library-*"))
    assert before == ["0001", "0001"], "the database and its key slots"
    later(opened, recording.uid)
    left = list((folder / "backups").glob("library-*"))
    assert len(left) == (2 if later is not _delete else 0)
    assert opened.check(Told()) == ()
    opened.close()
