"""What the read models ask of SQLite: few statements however much there is, and no table read from end to end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, event

from fidelity_rater.app.ports.accreditation import FactsAsked
from fidelity_rater.app.ports.queries import Queries
from fidelity_rater.domain.transcript import Line, Transcript
from fidelity_rater.storage.database import Database
from fidelity_rater.storage.unit_of_work import reading
from storage import stories
from storage.stories import Story

_LARGE = ("transcript", "recording", "score", "rating_event", "rating", "old", "next_rating", "heard")

_ASKED: dict[str, tuple[Callable[[Queries, Story], Any], int]] = {
    "caseload": (lambda queries, story: queries.caseload(), 1),
    "therapist page": (lambda queries, story: queries.therapist_page(story.therapist.uid), 7),
    "session": (lambda queries, story: queries.session_row(story.session.uid), 3),
    "trajectory": (lambda queries, story: queries.trajectory(story.therapist.uid), 6),
    "case sheets": (lambda queries, story: queries.case_sheets(story.case.uid), 7),
    "rated alike": (lambda queries, story: queries.rated_alike(most=100), 1),
    "shared": (lambda queries, story: queries.shared(sessions=(story.session.uid,)), 1),
    "drafts": (lambda queries, story: queries.unfinished(story.rater.uid), 1),
}


@contextmanager
def watched() -> Iterator[list[tuple[str, Any]]]:
    """Every statement that is run meanwhile, with its parameters."""
    asked: list[tuple[str, Any]] = []

    def note(conn: Any, cursor: Any, statement: str, parameters: Any, *rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "EXPLAIN")):
            asked.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def plans(database: Database, asked: list[tuple[str, Any]]) -> list[str]:
    """The steps of every statement's plan."""
    with reading(database.engine) as connection:
        return [
            step.detail
            for statement, parameters in asked
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]


def scans(plan: list[str]) -> list[str]:
    return [step for step in plan for name in _LARGE if step.split()[:2] == ["SCAN", name]]


@pytest.fixture
def busy(database: Database) -> Story:
    """Sessions and ratings enough that an N+1 would show."""
    story = Story(database)
    for number in range(2, 6):
        held = stories.session(story.case, number)
        with database.work() as work:
            work.sessions.add(held)
            work.commit()
        desk = story.begin(session_uid=held.uid)
        desk.score("A", 1)
    return story


@pytest.mark.parametrize("name", _ASKED)
def test_a_screen_needs_few_statements_and_scans_no_large_table(database: Database, busy: Story, name: str) -> None:
    ask, most = _ASKED[name]
    with watched() as asked, database.queries() as queries:
        ask(queries, busy)
    assert 0 < len(asked) <= most
    steps = plans(database, asked)
    assert steps
    if name == "caseload":  # it counts every rating there is, by way of a covering index
        assert not any({"score", "rating_event"} & set(step.split()) for step in steps)
    else:
        assert scans(steps) == []


def test_a_click_touches_only_its_own_rating(database: Database, busy: Story) -> None:
    desk = busy.begin()
    with watched() as asked:
        desk.score("A", 3)
    assert len(asked) == 4
    assert scans(plans(database, asked)) == []


def test_a_rating_opens_without_reading_others(database: Database, busy: Story) -> None:
    desk = busy.begin()
    with watched() as asked, database.read() as work:
        work.ratings.get(desk.uid)
        work.ratings.events(desk.uid)
        work.ratings.heard(desk.uid)
        work.ratings.place(desk.uid)
    assert scans(plans(database, asked)) == []


def test_a_cases_transcripts_are_reached_by_its_sessions(database: Database, busy: Story) -> None:
    with database.work() as work:
        work.transcripts.keep(busy.recording.uid, Transcript((Line(0, 1, "a"),)))
        work.commit()
    with watched() as asked, database.read() as work:
        assert len(work.transcripts.of_case(busy.case.uid)) == 1
        work.transcripts.get(busy.recording.uid)
        work.recordings.get(busy.recording.uid)
    assert len(asked) == 5
    assert scans(plans(database, asked)) == []


def test_the_plan_check_bites(database: Database, busy: Story) -> None:
    assert scans(plans(database, [("SELECT count(*) FROM score WHERE value = 3", ())])) != []


def test_no_screen_reads_what_it_does_not_show(database: Database, busy: Story) -> None:
    for ask, _ in _ASKED.values():
        with watched() as asked, database.queries() as queries:
            ask(queries, busy)
        for statement, _parameters in asked:
            for unseen in ("packed", "signature", "head_hash", "body", "signing_key", "wrapped_key", "data"):
                assert f".{unseen}" not in statement


def test_readiness_takes_few_statements_and_reads_no_rows_of_ratings(database: Database, busy: Story) -> None:
    for asked_for, most in ((FactsAsked(), 11), (FactsAsked(therapist_uid=busy.therapist.uid), 11)):
        with watched() as asked, database.queries() as queries:
            assert len(queries.accreditation_facts(asked_for)[0].cases[0].sessions) == 5
        assert len(asked) <= most
        steps = plans(database, asked)
        # Of everybody's ratings it reads an index that holds all it asks for, a tenth of what the rows are.
        of_ratings = [step for step in steps if step.startswith("SCAN rating")]
        assert all("COVERING INDEX" in step for step in of_ratings), of_ratings
        if asked_for.therapist_uid:
            assert of_ratings == []


def test_sessions_to_agree_on_come_in_order_so_that_the_first_are_all_that_is_read(database: Database) -> None:
    with watched() as asked, database.queries() as queries:
        queries.rated_alike(most=1)
    assert [step for step in plans(database, asked) if "ORDER BY" in step] == []
