"""From an older library to today's: tried with a made-up next revision."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from fidelity_rater.app.errors import NotALibrary
from fidelity_rater.storage import migrations
from fidelity_rater.storage.database import Database
from fidelity_rater.storage.engine import raw_connection
from fidelity_rater.storage.migrations import CURRENT, Lineage, MigrationFailed
from fidelity_rater.storage.triggers import TRIGGERS
from storage.stories import Quiet, Story, everything

_HEADER = """
from alembic import op
import sqlalchemy as sa
revision = "0006"
down_revision = "0005"
branch_labels = depends_on = None
def upgrade():
"""
_REBUILDS_RATINGS = """
    with op.batch_alter_table("rating", recreate="always") as batch:
        batch.add_column(sa.Column("mood", sa.Text))
    op.execute("CREATE TABLE extra (x INTEGER) STRICT")
"""
_LOSES_ROWS = '    op.execute("DELETE FROM heard"); op.execute("DELETE FROM score")'
_ORPHANS = '    op.execute("UPDATE case_ SET therapist_id = 99")'
_FAILS = '    op.execute("CREATE TABLE extra (x INTEGER)"); raise RuntimeError("power cut")'


@pytest.fixture
def filled(database: Database, database_path: Path) -> Path:
    story = Story(database)
    story.begin().score("A", 2)
    signed = story.begin(purpose="summative")
    signed.score("A", 3)
    signed.sign()
    database.close()
    (database_path.parent / "keys.json").write_text("slots")
    return database_path


def lineage(folder: Path, body: str) -> Lineage:
    """Today's scripts and one more."""
    (folder / "versions").mkdir(parents=True)
    (folder / "env.py").write_text((CURRENT.location / "env.py").read_text())
    for script in (CURRENT.location / "versions").glob("r*.py"):
        (folder / "versions" / script.name).write_text(script.read_text())
    (folder / "versions" / "r0006_next.py").write_text(_HEADER + body)
    return Lineage(folder, (*CURRENT.revisions, "0006"))


def dump(path: Path, key: bytes) -> list[Any]:
    connection = raw_connection(path, key)
    try:
        return everything(connection)
    finally:
        connection.close()


def test_an_older_library_is_backed_up_and_brought_up_to_date(filled: Path, key: bytes, tmp_path: Path) -> None:
    before = dump(filled, key)
    opened = Database.open(filled, key, lineage=lineage(tmp_path / "next", _REBUILDS_RATINGS))
    assert opened.check(Quiet()) == ()
    with opened.queries() as queries:
        (row,) = queries.caseload()
    assert row.ratings == 2
    opened.close()
    connection = raw_connection(filled, key)
    assert dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")) == TRIGGERS
    assert connection.execute("SELECT count(*) FROM score").fetchone() == (2,)
    assert connection.execute("SELECT mood FROM rating").fetchall() == [(None,), (None,)]
    connection.close()
    (kept,) = (filled.parent / "backups").glob("library-0005-*.db")
    assert dump(kept, key) == before
    assert kept.with_suffix(".keys.json").read_text() == "slots"


@pytest.mark.parametrize(
    ("body", "fault"),
    [(_LOSES_ROWS, MigrationFailed), (_ORPHANS, MigrationFailed), (_FAILS, RuntimeError)],
    ids=["loses rows", "orphans rows", "fails half-way"],
)
def test_a_migration_that_goes_wrong_leaves_nothing(
    filled: Path, key: bytes, tmp_path: Path, body: str, fault: type[Exception]
) -> None:
    before = dump(filled, key)
    with pytest.raises(fault):
        Database.open(filled, key, lineage=lineage(tmp_path / "next", body))
    assert dump(filled, key) == before
    Database.open(filled, key).close()


def test_no_migration_without_a_verified_backup(
    filled: Path, key: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from fidelity_rater.storage import copies

    before = dump(filled, key)
    monkeypatch.setattr(copies, "_copy", lambda engine, target, key: target.write_bytes(b"x" * 8192))
    with pytest.raises(NotALibrary):
        Database.open(filled, key, lineage=lineage(tmp_path / "next", _REBUILDS_RATINGS))
    assert dump(filled, key) == before


def test_the_scripts_lead_to_the_tables_of_today(database_path: Path, key: bytes, tmp_path: Path) -> None:
    from alembic import command
    from alembic.config import Config

    from fidelity_rater.storage import triggers
    from fidelity_rater.storage.engine import APPLICATION_ID, make_engine

    path = tmp_path / "scripted.db"
    path.touch()
    engine = make_engine(path, key)
    with engine.connect() as connection:
        config = Config()
        config.set_main_option("script_location", str(CURRENT.location))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        triggers.install(connection)
        connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.commit()
    engine.dispose()
    assert schema(path, key) == schema(database_path, key)


def schema(path: Path, key: bytes) -> Any:
    connection = raw_connection(path, key)
    try:
        rows = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    finally:
        connection.close()
    return {name: " ".join(sql.split()).replace("( ", "(").replace(" )", ")") for name, sql in rows}


def test_revisions_are_listed_as_the_scripts_lie() -> None:
    scripts = sorted((CURRENT.location / "versions").glob("r*.py"))
    assert tuple(script.name[1:5] for script in scripts) == CURRENT.revisions
    assert migrations.CURRENT.head == CURRENT.revisions[-1]


def test_opening_a_library_of_today_does_not_load_alembic(filled: Path, key: bytes) -> None:
    code = (
        "import sys; from pathlib import Path; from fidelity_rater.storage.database import Database;"
        f"Database.open(Path({str(filled)!r}), bytes.fromhex({key.hex()!r})).close();"
        "sys.exit('alembic' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=Path(__file__).parents[2])
