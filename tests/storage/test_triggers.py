"""What the database refuses by itself, when the code above it is wrong: raw SQL against every rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlcipher3 import dbapi2

from fidelity_rater.app.errors import NotAllowed
from fidelity_rater.app.ports.documents import Attachment, Clip
from fidelity_rater.app.ports.library import HeardSpan
from fidelity_rater.domain.transcript import Line, Transcript
from fidelity_rater.storage.database import Database, create_database
from fidelity_rater.storage.engine import configured_connection, raw_connection
from fidelity_rater.storage.faults import speaking
from fidelity_rater.storage.triggers import TRIGGERS
from storage import stories
from storage.conftest import KEY
from storage.stories import START, Quiet, Story, everything


@pytest.fixture(scope="module")
def rated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with a signed rating (1), a bare draft (2) and a draft with a score (3)."""
    path: Path = tmp_path_factory.mktemp("rated") / "library.db"
    create_database(path, KEY, uid=stories.uid(), name="Rated")
    database = Database.open(path, KEY)
    story = Story(database)
    signed = story.begin()
    signed.score("A", 2)
    kept, sealed = stories.recording(story.session, 2)
    cut, sealed_cut = stories.recording(story.session, 3)
    clips = [Clip(stories.uid(), cut.uid, 0, 9, "opus", stories.uid()) for _ in range(2)]
    with database.work() as work:
        work.ratings.add_heard(signed.uid, story.recording.uid, [HeardSpan(0, 9000, 1.0)])
        work.recordings.add(kept, sealed)
        work.transcripts.keep(kept.uid, Transcript((Line(0, 1, "word"),)))
        work.recordings.add(cut, sealed_cut)
        for n, clip in enumerate(clips):
            work.clips.add(clip, replace(sealed_cut, vault_name=f"clip {n}"))
        work.clips.remove(clips[1].uid)
        for n in (1, 2):
            scan = Attachment(stories.uid(), stories.uid(), "scan.pdf", "application/pdf", 9, START)
            work.attachments.add(scan, replace(sealed_cut, vault_name=f"scan {n}"))
            if n == 1:
                work.attachments.remove(scan.uid)
        work.commit()
    signed.sign()
    story.begin(purpose="summative")
    second = stories.person("CD")
    with database.work() as work:
        work.people.keep(second)
        work.recordings.destroy(story.recording.uid, START)
        work.commit()
    story.begin(person_uid=second.uid).score("A", 2)
    database.close()
    return path


@pytest.fixture
def raw(rated: Path) -> Iterator[Any]:
    """A bare connection, of which nothing stays."""
    connection = configured_connection(rated, KEY)
    connection.execute("BEGIN")
    yield connection
    connection.rollback()
    connection.close()


_EVENT = (
    "INSERT INTO rating_event (rating_id, seq, kind, body, at_us, clock, actor_id, hash) "
    "VALUES ({rating}, {seq}, 'note_written', '{{}}', 1, 'none', 1, zeroblob(32))"
)
_SCORE = "INTO score (rating_id, item, dimension, value, at_us, clock) VALUES ({rating}, 'A', 'adherence', 4, 1, 'ok')"
_RATING = (
    "INTO rating (uid, session_id, person_id, role, purpose, scale_id, created_us, supersedes_id, correction_reason) "
    "VALUES (randomblob(16), 1, 1, 'supervisor', '{purpose}', 1, 1, {old}, 'why')"
)
_CLIP = (
    "INSERT INTO clip (uid, recording, start_ms, end_ms, vault_name, wrapped_key, sealed_sha256, sealed_size) "
    "SELECT randomblob(16), uid, 0, 9, 'new', x'00', zeroblob(32), 1 FROM recording WHERE id = {recording}"
)


@pytest.mark.parametrize(
    "statement",
    [
        # a signed rating
        "UPDATE score SET value = 4 WHERE rating_id = 1",
        "DELETE FROM score WHERE rating_id = 1",
        "UPDATE score SET rating_id = 1, item = 'B' WHERE rating_id = 3",
        "INSERT " + _SCORE.format(rating=1).replace("'A'", "'B'"),
        "INSERT OR REPLACE " + _SCORE.format(rating=1),
        "INSERT INTO heard (rating_id, recording_id, rate, start_ms, end_ms) VALUES (1, 1, 2.0, 0, 9)",
        "INSERT OR REPLACE INTO heard (rating_id, recording_id, rate, start_ms, end_ms) VALUES (1, 1, 1.0, 0, 9)",
        "UPDATE heard SET end_ms = 9999 WHERE rating_id = 1",
        "DELETE FROM heard WHERE rating_id = 1",
        _EVENT.format(rating=1, seq=4),
        "UPDATE rating SET signed_us = NULL, signature = NULL WHERE id = 1",
        "UPDATE rating SET packed = x'00' WHERE id = 1",
        "UPDATE rating SET n_scored = 9 WHERE id = 1",
        "DELETE FROM rating WHERE id = 1",
        "INSERT OR REPLACE INTO rating SELECT * FROM rating WHERE id = 1",
        "INSERT OR REPLACE "
        + _RATING.format(purpose="formative", old="NULL").replace("(uid", "(id, uid").replace("(rand", "(1, rand"),
        # events
        "UPDATE rating_event SET body = '{}' WHERE rating_id = 3 AND seq = 2",
        "DELETE FROM rating_event WHERE rating_id = 3 AND seq = 2",
        "DELETE FROM rating_event WHERE rating_id = 3 AND seq = 1",
        "INSERT OR REPLACE INTO rating_event SELECT * FROM rating_event WHERE rating_id = 3 AND seq = 2",
        _EVENT.format(rating=3, seq=4),
        _EVENT.format(rating=3, seq=2),
        _EVENT.format(rating=3, seq=0),
        # heads and identities
        "UPDATE rating SET head_seq = 5 WHERE id = 3",
        "UPDATE rating SET head_hash = zeroblob(32) WHERE id = 3",
        "UPDATE rating SET head_seq = 1 WHERE id = 3",
        "UPDATE rating SET signed_us = 1, signature = x'00' WHERE id = 3",
        "UPDATE rating SET person_id = 1 WHERE id = 3",
        "UPDATE rating SET purpose = 'summative' WHERE id = 3",
        "UPDATE rating SET session_named = zeroblob(16) WHERE id = 3",
        # corrections
        "INSERT " + _RATING.format(purpose="formative", old="NULL"),
        "INSERT " + _RATING.format(purpose="formative", old="2"),
        "INSERT " + _RATING.format(purpose="summative", old="1"),
        "INSERT " + _RATING.format(purpose="formative", old="1").replace("'why'", "''"),
        # a destroyed key, parents, types
        "UPDATE recording SET wrapped_key = x'00', deleted_us = NULL WHERE id = 1",
        "UPDATE recording SET wrapped_key = x'00' WHERE id = 1",
        # a recording's sound and words
        "UPDATE recording SET sealed_sha256 = zeroblob(32) WHERE id = 2",
        "UPDATE recording SET sha256 = zeroblob(32) WHERE id = 2",
        "UPDATE recording SET sealed_size = 1 WHERE id = 2",
        "UPDATE recording SET wrapped_key = NULL, deleted_us = 1 WHERE id = 2",
        "INSERT INTO transcript VALUES (1, '{}')",
        "UPDATE transcript SET recording_id = 1",
        "INSERT INTO transcript VALUES (2, '{}')",
        "INSERT INTO transcript VALUES (9, '{}')",
        # a recording's clips
        "UPDATE recording SET wrapped_key = NULL, deleted_us = 1 WHERE id = 3",
        "UPDATE clip SET wrapped_key = x'00', deleted_us = NULL WHERE id = 2",
        _CLIP.format(recording=1),
        # a scan
        "UPDATE attachment SET wrapped_key = x'00', deleted_us = NULL WHERE id = 1",
        "UPDATE attachment SET wrapped_key = NULL WHERE id = 2",
        "DELETE FROM therapist WHERE id = 1",
        "DELETE FROM session WHERE id = 1",
        "DELETE FROM recording WHERE id = 1",
        "UPDATE score SET value = 'four' WHERE rating_id = 3",
        "UPDATE score SET value = NULL WHERE rating_id = 3",
    ],
)
def test_the_database_refuses(raw: Any, statement: str) -> None:
    before = everything(raw)
    with pytest.raises(dbapi2.IntegrityError):
        raw.execute(statement)
    assert everything(raw) == before


def test_what_is_allowed_stays_allowed(raw: Any) -> None:
    raw.execute("INSERT " + _SCORE.format(rating=3).replace("'A'", "'B'"))
    raw.execute("INSERT " + _RATING.format(purpose="formative", old="1"))
    raw.execute("DELETE FROM rating_event WHERE rating_id = 2")
    raw.execute("DELETE FROM rating WHERE id = 2")
    raw.execute("UPDATE recording SET vault_name = 'new', wrapped_key = x'01' WHERE id = 2")
    raw.execute("UPDATE transcript SET body = '{}' WHERE recording_id = 2")
    raw.execute("DELETE FROM transcript WHERE recording_id = 2")
    raw.execute("UPDATE recording SET wrapped_key = NULL, deleted_us = 1 WHERE id = 2")
    raw.execute(_CLIP.format(recording=3))
    raw.execute("UPDATE clip SET wrapped_key = NULL, deleted_us = 1 WHERE id <> 2")
    raw.execute("UPDATE attachment SET wrapped_key = NULL, deleted_us = 1 WHERE id = 2")
    raw.execute("UPDATE recording SET wrapped_key = NULL, deleted_us = 1 WHERE id = 3")


def test_the_head_moves_over_several_events_only_to_the_last(raw: Any) -> None:
    raw.execute(_EVENT.format(rating=3, seq=3))
    raw.execute(_EVENT.format(rating=3, seq=4))
    for seq in (3, 5):
        with pytest.raises(dbapi2.IntegrityError):
            raw.execute(f"UPDATE rating SET head_seq = {seq}, head_hash = zeroblob(32) WHERE id = 3")
    raw.execute("UPDATE rating SET head_seq = 4, head_hash = zeroblob(32) WHERE id = 3")


def test_a_refusal_about_a_signed_rating_reads_as_one(raw: Any) -> None:
    with pytest.raises(NotAllowed, match="signed"), speaking():
        raw.execute("DELETE FROM score WHERE rating_id = 1")


def test_missing_or_altered_triggers_are_put_back_at_opening(database_path: Path, key: bytes) -> None:
    connection = raw_connection(database_path, key)
    connection.execute("DROP TRIGGER event_update")
    connection.execute("DROP TRIGGER rating_update_locked")
    connection.execute("CREATE TRIGGER rating_update_locked BEFORE UPDATE ON rating BEGIN SELECT 1; END")
    connection.execute("CREATE TRIGGER stranger BEFORE UPDATE ON rating BEGIN SELECT 1; END")
    connection.close()
    opened = Database.open(database_path, key)
    connection = raw_connection(database_path, key)
    assert dict(connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")) == TRIGGERS
    connection.close()
    opened.close()


def test_a_check_notices_what_was_done_behind_the_librarys_back(
    database: Database, database_path: Path, key: bytes
) -> None:
    story = Story(database)
    desks = [story.begin(purpose=purpose) for purpose in ("formative", "summative")]
    for desk in desks:
        desk.score("A", 2)
    assert database.check(Quiet()) == ()
    connection = raw_connection(database_path, key)
    for name in ("event_update", "score_update_locked"):
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("UPDATE rating_event SET body = replace(body, '2', '4') WHERE rating_id = 1")
    connection.execute("UPDATE score SET value = 4 WHERE rating_id = 2")
    connection.execute("INSERT INTO focus (case_id, n, since, areas) VALUES (77, 0, '', '[]')")
    connection.close()
    found = database.check(Quiet())
    assert len(found) == 4
    assert sum(desks[0].uid[:8] in finding for finding in found) == 1
    assert sum(desks[1].uid[:8] in finding for finding in found) == 1


def test_a_check_notices_an_altered_page(database_path: Path, key: bytes) -> None:
    data = bytearray(database_path.read_bytes())
    data[5 * 4096 + 100] ^= 1
    database_path.write_bytes(data)
    opened = Database.open(database_path, key)
    assert any("altered" in finding for finding in opened.check(Quiet()))
    opened.close()
