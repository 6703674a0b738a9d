"""Read models: what each screen is told, and which of several ratings is the current one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from fidelity_rater.domain.caseload import Attendance, Phase
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.ratings.events import EventKind, Score, cover_set, harm_action_told
from storage import stories
from storage.stories import START, Desk, Story


def correct(story: Story, first: Desk) -> Desk:
    return story.begin(
        supersedes_uid=first.uid, correction_reason="misheard", created_at=START + timedelta(hours=1), form="full"
    )


def test_the_caseload_counts_what_is_in_use(story: Story) -> None:
    missed = stories.session(story.case, 9, attendance=Attendance.MISSED, attended=None)
    away = stories.session(story.case, 8, archived=True)
    gone, sealed = stories.recording(story.session, 2)
    signed = story.begin()
    signed.sign()
    correct(story, signed)
    with story.library.work() as work:
        work.therapists.set_name(story.therapist.uid, "Ada")
        work.therapists.add(stories.therapist("Z", archived=False))
        work.therapists.add(stories.therapist("A", archived=True))
        work.cases.add(stories.case(story.therapist, "old", archived=True))
        work.sessions.add(missed)
        work.sessions.add(away)
        work.recordings.add(gone, sealed)
        work.recordings.destroy(gone.uid, START)
        work.commit()
    with story.library.queries() as queries:
        first, *others = queries.caseload()
    assert (first.therapist, first.name) == (story.therapist, "Ada")
    assert (first.cases, first.sessions, first.recordings, first.ratings, first.drafts) == (1, 2, 1, 2, 1)
    assert first.last_session_on == story.session.held_on
    assert [(row.therapist.code, row.cases, row.ratings, row.last_session_on) for row in others] == [
        ("Z", 0, 0, None),
        ("A", 0, 0, None),
    ]


def test_a_therapist_page_holds_everything_in_order(story: Story) -> None:
    second = stories.session(story.case, 2)
    part, sealed = stories.recording(story.session, 2)
    other = stories.case(story.therapist, "B0")
    with story.library.work() as work:
        work.cases.add(other)
        work.cases.set_name(other.uid, "Ms Y")
        work.sessions.add(second)
        work.recordings.add(part, sealed)
        work.commit()
    desk = story.begin()
    desk.score("A", 3)
    desk.score("A", 4, "quality")
    with story.library.queries() as queries:
        page = queries.therapist_page(story.therapist.uid)
        row = queries.session_row(story.session.uid)
    assert [(found.case.code, found.name) for found in page.cases] == [("C1", ""), ("B0", "Ms Y")]
    assert [found.session for found in page.cases[0].sessions] == [story.session, second]
    assert page.cases[0].sessions[0] == row
    assert row.recordings == (story.recording, part)
    (rating,) = row.ratings
    assert (rating.uid, rating.rater_initials, rating.scored, rating.signed_at) == (desk.uid, "AB", 1, None)
    assert (rating.role, rating.purpose, rating.scale_sha256) == (Role.SUPERVISOR, Purpose.FORMATIVE, stories.SCALE)


def test_a_correction_takes_over_once_it_is_signed(story: Story) -> None:
    first = story.begin()
    first.score("A", 1)
    first.sign()
    second = correct(story, first)
    second.score("A", 4)

    def current() -> list[tuple[str, bool]]:
        with story.library.queries() as queries:
            return [(sheet.rating.uid, sheet.rating.superseded) for sheet in queries.case_sheets(story.case.uid)]

    assert current() == [(first.uid, False)]
    second.sign()
    assert current() == [(second.uid, False)]
    with story.library.queries() as queries:
        rows = queries.session_row(story.session.uid).ratings
        exported = list(queries.export_rows())
    assert [(row.uid, row.superseded, row.supersedes_uid) for row in rows] == [
        (first.uid, True, None),
        (second.uid, False, first.uid),
    ]
    assert [(row.rating_uid, row.superseded) for row in exported] == [(first.uid, True), (second.uid, False)]


def test_a_trajectory_tells_sheets_by_case_and_session(story: Story) -> None:
    later_case = stories.case(story.therapist, "A-second", adaptation="brief", archived=True)
    sessions = [stories.session(later_case, 2), stories.session(later_case, 1)]
    missed = stories.session(story.case, 2, attendance=Attendance.CANCELLED, attended=None)
    away = stories.session(story.case, 3, archived=True)
    with story.library.work() as work:
        work.cases.add(later_case)
        for held in (*sessions, missed, away):
            work.sessions.add(held)
        work.commit()
    for held in (*sessions, away, story.session):
        story.begin(session_uid=held.uid).score("A", held.scheduled)
    with story.library.queries() as queries:
        found = queries.trajectory(story.therapist.uid)
        of_case = queries.case_sheets(later_case.uid)
    assert found.therapist == story.therapist
    assert found.cases == (story.case, later_case)
    assert found.held == (story.session, sessions[1], sessions[0])
    assert [(sheet.case_order, sheet.case_code, sheet.session.scheduled) for sheet in found.sheets] == [
        (1, "C1", 1),
        (2, "A-second", 1),
        (2, "A-second", 2),
    ]
    assert found.sheets[1:] == of_case
    assert found.sheets[2].scores == {("A", "adherence"): Score(2)}
    assert (found.sheets[2].adaptation, found.sheets[2].phase, found.sheets[2].focal_areas) == (
        "brief", "middle", ("grief",),
    )  # fmt: skip


def test_packed_sheets_are_the_signed_ones_of_a_trajectory(story: Story) -> None:
    away, later = stories.session(story.case, 3, archived=True), stories.session(story.case, 2)
    with story.library.work() as work:
        for held in (away, later):
            work.sessions.add(held)
        work.commit()
    for held in (later, away, story.session):
        story.begin(session_uid=held.uid).sign()
    story.begin(purpose=Purpose.SUMMATIVE).score("A", 3)
    with story.library.queries() as queries:
        found = queries.packed_sheets(story.therapist.uid)
        whole = queries.trajectory(story.therapist.uid).sheets
    assert [one.sheet.session.scheduled for one in found] == [1, 2]
    assert [one.sheet for one in found] == [sheet for sheet in whole if sheet.rating.signed_at is not None]
    assert {one.packed for one in found} == {b"\x01\x00"}


def test_a_sheet_follows_its_cover_through_undo_and_redo(story: Story) -> None:
    desk = story.begin()

    def told() -> tuple[Any, ...]:
        with story.library.queries() as queries:
            (sheet,) = queries.case_sheets(story.case.uid)
        return sheet.phase, sheet.focal_areas, sheet.rating.form, sheet.harm_actions

    assert told() == ("middle", ("grief",), "short", {})
    desk.do(cover_set("phase", "termination"))
    desk.do(cover_set("focal_areas", ["role_dispute", "grief"]))
    desk.do(cover_set("form", "full"))
    desk.do(harm_action_told("X", done="rang the service", told="lead", when="today"))
    desk.do(cover_set("room", "7"))
    everything = ("termination", ("role_dispute", "grief"), "full", {"X": "rang the service"})
    assert told() == everything
    for _ in range(3):
        desk.step(EventKind.UNDONE)
    assert told() == ("termination", ("role_dispute", "grief"), "short", {})
    for _ in range(2):
        desk.step(EventKind.REDONE)
    assert told() == everything
    desk.do(cover_set("phase", None))
    assert told()[0] == ""
    with story.library.read() as work:
        assert work.ratings.get(desk.uid).form == "full"


def test_drafts_come_latest_first_and_only_this_persons(story: Story) -> None:
    early = story.begin()
    late = story.begin(purpose=Purpose.SUMMATIVE, created_at=START + timedelta(days=1))
    other = stories.person("CD")
    with story.library.work() as work:
        work.people.keep(other)
        work.commit()
    story.begin(person_uid=other.uid)
    with story.library.queries() as queries:
        assert [row.uid for row in queries.unfinished(story.rater.uid)] == [late.uid, early.uid]
    late.sign()
    with story.library.queries() as queries:
        assert [row.uid for row in queries.unfinished(story.rater.uid)] == [early.uid]


def test_export_rows_carry_codes_and_stamps(story: Story) -> None:
    desk = story.begin()
    given = desk.score("B", 2)
    desk.do(stories.score_given("A", "adherence", Score(state="not_applicable", reason="no occasion")))
    desk.do(cover_set("phase", "of our own"))
    with story.library.queries() as queries:
        state, number = list(queries.export_rows())
    assert (state.item, state.score, state.media_ms) == ("A", Score(state="not_applicable", reason="no occasion"), None)
    assert (number.therapist_code, number.case_code, number.session_scheduled) == ("T01", "C1", 1)
    assert (number.score, number.media_ms, number.recording_uid) == (Score(2), 2000, story.recording.uid)
    assert (number.scored_at, number.clock, number.phase) == (given.stamp.at, given.stamp.clock, "of our own")
    desk.do(cover_set("phase", "initial"))
    with story.library.queries() as queries:
        assert next(iter(queries.export_rows())).phase is Phase.INITIAL


def test_a_rating_without_events_is_an_empty_sheet(story: Story) -> None:
    with story.library.work() as work:
        work.ratings.open(story.head(form="full"))
        work.commit()
    with story.library.queries() as queries:
        (sheet,) = queries.case_sheets(story.case.uid)
    assert (sheet.phase, sheet.focal_areas, sheet.scores, sheet.rating.form) == ("", (), {}, "full")


def test_every_ratings_opening_is_told_at_once(story: Story) -> None:
    desk = story.begin()
    with story.library.queries() as queries:
        (found,) = queries.openings(story.therapist.uid)
    with story.library.read() as work:
        first = work.ratings.events(desk.uid)[0]
        assert (found.rating_uid, found.session_uid) == (desk.uid, work.ratings.get(desk.uid).session_uid)
    assert found.data == first.data


def test_what_every_signature_says_is_told_at_once(story: Story) -> None:
    desk = story.begin()
    with story.library.queries() as queries:
        assert queries.closings(story.therapist.uid) == {}, "a draft is not signed"
    desk.sign()
    with story.library.queries() as queries:
        found = queries.closings(story.therapist.uid)
    with story.library.read() as work:
        assert found == {desk.uid: work.ratings.events(desk.uid)[-1].data}


def test_the_unknown_is_a_key_error(story: Story) -> None:
    with story.library.queries() as queries:
        for ask in (queries.therapist_page, queries.session_row, queries.trajectory, queries.case_sheets):
            with pytest.raises(KeyError):
                ask(stories.uid())
        assert queries.unfinished(stories.uid()) == ()
        assert list(queries.export_rows()) == []


def test_recodings_keep_the_same_rows(story: Story) -> None:
    with story.library.work() as work:
        work.therapists.save(replace(story.therapist, code="T77"))
        work.commit()
    story.begin().score("A", 1)
    with story.library.queries() as queries:
        assert [row.therapist_code for row in queries.export_rows()] == ["T77"]
