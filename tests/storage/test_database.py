"""Opening, settings, a full disk, other writers, copies and closing."""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from fidelity_rater.app.errors import DiskFull, LibraryInUse, NewerLibrary, NotALibrary, UserFacingError
from fidelity_rater.domain.ratings.events import note_written
from fidelity_rater.storage import engine as engine_module
from fidelity_rater.storage.database import Database, create_database
from fidelity_rater.storage.engine import configured_connection, raw_connection
from storage import stories
from storage.stories import Quiet, Story

OTHER_KEY = b"k" * 32


def plain_sqlite(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t (x)")
    connection.close()


def foreign(path: Path, key: bytes) -> None:
    path.unlink()
    connection = raw_connection(path, key, create=True)
    connection.execute("CREATE TABLE t (x)")
    connection.close()


def halve(path: Path) -> None:
    os.truncate(path, path.stat().st_size // 2 // 4096 * 4096)


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda path: path.unlink(), "no library"),
        (lambda path: path.write_bytes(b""), "empty"),
        (lambda path: path.write_bytes(b"x" * 100), "cut short"),
        (lambda path: os.truncate(path, path.stat().st_size - 1), "cut short"),
        (halve, "cut short|damaged"),
        (lambda path: path.write_bytes(os.urandom(20 * 4096)), "damaged"),
        (lambda path: path.write_bytes(bytes(4096) + path.read_bytes()[4096:]), "damaged"),
        (plain_sqlite, "another program"),
        (lambda path: foreign(path, bytes(range(32))), "another program"),
    ],
    ids=["missing", "empty", "stub", "byte short", "halved", "garbage", "no header", "plain", "foreign"],
)
def test_what_is_no_library_is_refused_and_left_alone(
    database_path: Path, key: bytes, spoil: Callable[[Path], None], says: str
) -> None:
    spoil(database_path)
    before = database_path.read_bytes() if database_path.exists() else None
    with pytest.raises(NotALibrary, match=says) as told:
        Database.open(database_path, key)
    assert told.value.remedy
    assert (database_path.read_bytes() if database_path.exists() else None) == before


def test_a_wrong_key_opens_nothing(database_path: Path) -> None:
    with pytest.raises(NotALibrary):
        Database.open(database_path, OTHER_KEY)


def test_a_newer_library_is_refused_and_left_alone(database_path: Path, key: bytes) -> None:
    connection = raw_connection(database_path, key)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = database_path.read_bytes()
    with pytest.raises(NewerLibrary):
        Database.open(database_path, key)
    assert database_path.read_bytes() == before


def test_nothing_is_created_over_something(database_path: Path, key: bytes) -> None:
    before = database_path.read_bytes()
    with pytest.raises(FileExistsError):
        create_database(database_path, key, uid=stories.uid(), name="Another")
    assert database_path.read_bytes() == before


def test_the_file_tells_nothing_without_its_key(database: Database, database_path: Path) -> None:
    Story(database)
    database.close()
    data = database_path.read_bytes()
    assert b"SQLite" not in data
    assert b"CREATE TABLE" not in data


def test_a_folder_may_have_any_name(tmp_path: Path, key: bytes) -> None:
    path = tmp_path / "Über 100%25 #1 'quoted'" / "library.db"
    path.parent.mkdir()
    create_database(path, key, uid=stories.uid(), name="Odd")
    opened = Database.open(path, key)
    Story(opened)
    opened.close()
    assert [found.name for found in path.parent.iterdir()] == ["library.db"]


def test_a_library_knows_its_name(database_path: Path, key: bytes, tmp_path: Path) -> None:
    path, uid = tmp_path / "demo.db", stories.uid()
    create_database(path, key, uid=uid, name="Probé", demo=True)
    opened = Database.open(path, key)
    assert (opened.info.uid, opened.info.name, opened.info.demo) == (uid, "Probé", True)
    opened.close()


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("synchronous", 2),
        ("journal_mode", "wal"),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("trusted_schema", 0),
        ("cell_size_check", 1),
        ("secure_delete", 1),
        ("temp_store", 2),
        ("busy_timeout", engine_module.BUSY_MS),
        ("cache_size", -65536),
    ],
)
def test_every_connection_has_the_settings_that_saving_relies_on(database: Database, setting: str, value: Any) -> None:
    with database.work(), database.read():  # two connections are in use, so a third is opened
        assert database.pragma(setting) == value
    assert database.pragma(setting) == value


def test_a_full_disk_is_told_and_leaves_everything_usable(
    database_path: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    def connection(path: Path, key: bytes) -> Any:
        made = configured_connection(path, key)
        made.execute("PRAGMA max_page_count = 120")
        return made

    monkeypatch.setattr(engine_module, "configured_connection", connection)
    database = Database.open(database_path, key)
    story = Story(database)
    desk = story.begin()
    with pytest.raises(DiskFull) as told:
        while True:
            desk.do(note_written(None, "n" * 20_000))
    assert told.value.remedy
    with database.read() as work:
        kept = work.ratings.events(desk.uid)
    assert len(kept) == desk.state.head_seq - 1 > 3
    with database.work() as work:
        work.therapists.set_name(story.therapist.uid, "still writable")
        work.commit()
    assert database.check(Quiet()) == ()
    database.close()


def test_a_failed_sync_is_told_as_no_room(database: Database) -> None:
    class Failing(Exception):
        sqlite_errorcode = 10 | (4 << 8)

    from fidelity_rater.storage.faults import translated

    assert isinstance(translated(Failing()), DiskFull)


def test_another_writer_is_waited_for_and_then_told(
    database: Database, database_path: Path, key: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_module, "BUSY_MS", 50)
    other = Database.open(database_path, key)
    with database.work() as work:
        work.therapists.add(stories.therapist())
        with pytest.raises(LibraryInUse), other.work():
            pytest.fail("two writers at once")
        with other.read() as reading:
            assert reading.therapists.all() == ()
        work.commit()
    with other.work() as work:
        assert len(work.therapists.all()) == 1
    other.close()


def test_a_reader_cannot_write_behind_a_writers_back(database: Database) -> None:
    with database.read() as reading:
        assert reading.therapists.all() == ()
        with database.work() as work:
            work.therapists.add(stories.therapist())
            work.commit()
        with pytest.raises(UserFacingError):
            _add_and_commit(database, reading)


def _add_and_commit(database: Database, reading: Any) -> None:
    from fidelity_rater.storage.faults import speaking

    with speaking():
        reading.therapists.add(stories.therapist("T02"))


def test_many_threads_read_and_write(database: Database) -> None:
    faults: list[BaseException] = []

    def live(number: int) -> None:
        try:
            for n in range(5):
                with database.work() as work:
                    work.therapists.add(stories.therapist(f"T{number}-{n}"))
                    work.commit()
                with database.queries() as queries:
                    assert any(row.therapist.code == f"T{number}-{n}" for row in queries.caseload())
        except BaseException as fault:  # noqa: BLE001 - told below
            faults.append(fault)

    threads = [threading.Thread(target=live, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    with database.read() as work:
        assert len(work.therapists.all()) == 40


def test_closing_merges_the_log_and_can_be_repeated(database_path: Path, key: bytes) -> None:
    database = Database.open(database_path, key)
    Story(database)
    database.close()
    database.close()
    assert [path.name for path in database_path.parent.glob("library.db*")] == ["library.db"]


def test_a_copy_is_a_library_of_its_own(database: Database, tmp_path: Path, key: bytes) -> None:
    story = Story(database)
    desk = story.begin()
    desk.score("A", 2)
    copy = tmp_path / "copy.db"
    database.backup_to(copy)
    desk.score("A", 3)
    with pytest.raises(FileExistsError):
        database.backup_to(copy)
    opened = Database.open(copy, key)
    with opened.read() as work:
        assert len(work.ratings.events(desk.uid)) == 2
    assert opened.check(Quiet()) == ()
    opened.close()
    assert [path.name for path in tmp_path.glob("copy*")] == ["copy.db"]


def test_a_copy_that_does_not_read_back_is_not_kept(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fidelity_rater.storage import copies

    monkeypatch.setattr(copies, "_copy", lambda engine, target, key: target.write_bytes(os.urandom(8192)))
    with pytest.raises(NotALibrary):
        database.backup_to(tmp_path / "copy.db")
    assert list(tmp_path.glob("copy*")) == []


def test_the_vault_is_told_names_and_keys(database: Database) -> None:
    story = Story(database)
    sealed = story.sealed
    assert database.vault_name_and_key(story.recording.uid) == (sealed.vault_name, sealed.wrapped_key)
    assert database.vault_name_and_key(stories.uid()) is None
    assert database.all_vault_names() == {sealed.vault_name}
    with database.work() as work:
        work.recordings.destroy(story.recording.uid, stories.START)
        work.commit()
    assert database.vault_name_and_key(story.recording.uid) == (sealed.vault_name, b"")
    assert database.all_vault_names() == set()
