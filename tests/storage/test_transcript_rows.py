"""Transcripts in the database: a damaged one is told in a sentence, a removed one is overwritten and in no log."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.domain.transcript import Line, Transcript
from fidelity_rater.storage.database import Database
from storage import stories
from storage.stories import START, Quiet, Story

SAID = "spoken in confidence "
WORDS = Transcript((Line(0, 10, SAID * 2000, "K"),))


@pytest.fixture
def story(database: Database) -> Story:
    made = Story(database)
    with database.work() as work:
        work.transcripts.keep(made.recording.uid, WORDS)
        work.commit()
    return made


_WHOLE = '{"format":"","lines":[[0,10,"K","a"]],"sha256":"","speakers":{}}'


@pytest.mark.parametrize(
    "body",
    [
        "", "{", "null", "[]", "7", "{}", "[" * 100_000,
        _WHOLE.replace('"lines":[[0,10,"K","a"]],', ""),
        _WHOLE.replace('"K"', "5"),
        _WHOLE.replace("10", '"10"'),
        _WHOLE.replace("10", "10.5"),
        _WHOLE.replace("0,10", "10,0"),
        _WHOLE.replace("0,10", "-1,10"),
        _WHOLE.replace('"a"', "null"),
        _WHOLE.replace(',"a"', ""),
        _WHOLE.replace("[[", "[").replace("]]", "]"),
        _WHOLE.replace('"speakers":{}', '"speakers":{"K":"nobody"}'),
        _WHOLE.replace('"speakers":{}', '"speakers":[]'),
        _WHOLE.replace('"format":""', '"format":1'),
    ],
    ids=range(19),
)  # fmt: skip
def test_a_damaged_row_is_one_sentence_and_the_others_are_read(database: Database, story: Story, body: str) -> None:
    whole, sealed = stories.recording(story.session, 2)
    with database.work() as work:
        work.recordings.add(whole, sealed)
        work.transcripts.keep(whole.uid, WORDS)
        work._connection.execute(text("UPDATE transcript SET body = :body WHERE recording_id = 1"), {"body": body})
        work.commit()
    with database.read() as work:
        with pytest.raises(UserFacingError, match="transcript of this recording is damaged"):
            work.transcripts.get(story.recording.uid)
        assert work.transcripts.of_case(story.case.uid) == {whole.uid: WORDS}
    (finding,) = database.check(Quiet())
    assert "damaged" in finding
    assert story.recording.uid[:8] in finding


@pytest.mark.parametrize("how", ["removed", "destroyed", "replaced"])
def test_what_is_taken_away_is_overwritten_and_taken_out_of_the_log(
    database: Database, story: Story, database_path: Path, how: str
) -> None:
    acts: dict[str, Any] = {
        "removed": lambda work: work.transcripts.remove(story.recording.uid),
        "destroyed": lambda work: work.recordings.destroy(story.recording.uid, START),
        "replaced": lambda work: work.transcripts.keep(story.recording.uid, Transcript(())),
    }
    log = Path(f"{database_path}-wal")
    with database.work() as work:
        work.therapists.set_name(story.therapist.uid, "Ada")
        work.commit()
    assert log.stat().st_size > 0
    assert database.pragma("secure_delete") == 1
    with database.work() as work:
        acts[how](work)
        work.commit()
    assert log.stat().st_size == 0
