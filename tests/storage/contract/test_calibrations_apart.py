"""Ratings made to calibrate count nowhere but there, and sessions that several people have rated are found."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from fidelity_rater.app.ports.cohort import CohortRequest
from fidelity_rater.app.ports.documents import Document, DocumentKind
from fidelity_rater.domain.people import Person, Purpose, Role
from storage import stories
from storage.contract.test_cohort import sign
from storage.stories import SCALE, START, Story


def calibrates(story: Story, rating_uid: str) -> None:
    """Say that a rating was made to calibrate."""
    with story.library.work() as work:
        about = Document(
            stories.uid(), DocumentKind.CALIBRATION, rating_uid, story.rater.uid, {"rating": rating_uid}, START, START
        )
        work.documents.keep(about)
        work.commit()


def rater(story: Story, initials: str) -> Person:
    found = stories.person(initials)
    with story.library.work() as work:
        work.people.keep(found)
        work.commit()
    return found


def request(**changes: Any) -> CohortRequest:
    known: dict[str, Any] = {
        "scales": (SCALE,), "width": 1, "cells": (0,), "roles": frozenset({Role.SUPERVISOR}),
        "purpose": Purpose.FORMATIVE,
    }  # fmt: skip
    return CohortRequest(**{**known, **changes})


def test_a_rating_made_to_calibrate_counts_in_no_result(story: Story) -> None:
    counted, apart = sign(story, 3), sign(story, 1)
    calibrates(story, apart)
    calibrates(story, stories.uid())
    with story.library.queries() as queries:
        assert [sheet.rating.uid for sheet in queries.case_sheets(story.case.uid)] == [counted]
        assert [sheet.rating.uid for sheet in queries.trajectory(story.therapist.uid).sheets] == [counted]
        assert queries.cohort(request()).answers == ({3: 1},)
        assert [stock.ratings for stock in queries.cohort_stock()] == [1]
        assert {row.uid for row in queries.session_row(story.session.uid).ratings} == {counted, apart}


def test_what_was_counted_before_is_left_out_once_it_is_known_to_calibrate(story: Story) -> None:
    sign(story, 3)
    apart = sign(story, 1)
    with story.library.queries() as queries:
        assert queries.cohort(request()).ratings == 2
    calibrates(story, apart)
    with story.library.queries() as queries:
        assert queries.cohort(request()).ratings == 1


def test_a_rating_made_to_calibrate_is_not_exported(story: Story) -> None:
    desk = story.begin()
    desk.score("A", 3)
    with story.library.queries() as queries:
        assert len(list(queries.export_rows())) == 1
    calibrates(story, desk.uid)
    with story.library.queries() as queries:
        assert list(queries.export_rows()) == []


def test_a_session_that_two_people_rated_is_shared(story: Story) -> None:
    first = sign(story, 1, person_uid=story.rater.uid)
    sign(story, 4, role=Role.TRAINEE)
    with story.library.queries() as queries:
        assert queries.shared() == (), "a self-rating makes no second"
    other = rater(story, "CD")
    draft = story.begin(person_uid=other.uid)
    with story.library.queries() as queries:
        assert queries.shared() == (), "nor does a draft"
    draft.sign()
    with story.library.queries() as queries:
        one, two = queries.shared()
    assert {one.rating.uid, two.rating.uid} == {first, draft.uid}
    assert (one.therapist_code, one.case_code, one.scheduled) == ("T01", "C1", story.session.scheduled)
    with story.library.queries() as queries:
        assert queries.sharing(Purpose.FORMATIVE) == {story.therapist.uid}
        assert queries.sharing(Purpose.SUMMATIVE) == frozenset()
    assert (one.attended, one.planned, one.held_on) == (1, story.case.planned_sessions, story.session.held_on)


def test_a_calibration_or_the_same_person_makes_no_second(story: Story) -> None:
    sign(story, 1, person_uid=story.rater.uid)
    sign(story, 1, person_uid=story.rater.uid, purpose=Purpose.SUMMATIVE)
    calibrates(story, sign(story, 2))
    with story.library.queries() as queries:
        assert queries.shared() == ()
        assert queries.sharing(Purpose.FORMATIVE) == frozenset()


def test_only_the_latest_of_a_persons_corrections_is_shared(story: Story) -> None:
    first = sign(story, 1, person_uid=story.rater.uid)
    second = sign(story, 2, person_uid=story.rater.uid, supersedes_uid=first, correction_reason="misheard")
    other = sign(story, 3)
    with story.library.queries() as queries:
        assert {row.rating.uid for row in queries.shared()} == {second, other}


def test_what_is_not_in_use_is_not_shared(story: Story) -> None:
    sign(story, 1)
    sign(story, 2)
    with story.library.work() as work:
        work.sessions.save(replace(story.session, archived=True))
        work.commit()
    with story.library.queries() as queries:
        assert queries.shared() == ()
        assert queries.sharing(Purpose.FORMATIVE) == frozenset()


def test_the_first_that_were_rated_alike_are_found_by_code(story: Story) -> None:
    """Not those that two people have rated for different purposes: there is nothing to agree on."""
    earlier = story.session
    later, apart = (replace(earlier, uid=stories.uid(), scheduled=number, attended=None) for number in (30, 20))
    with story.library.work() as work:
        work.sessions.add(later)
        work.sessions.add(apart)
        work.commit()
    for held in (later, earlier):
        for person in (story.rater.uid, rater(story, f"R{held.scheduled}").uid):
            sign(story, 1, person_uid=person, session_uid=held.uid)
    sign(story, 1, person_uid=story.rater.uid, session_uid=apart.uid)
    sign(story, 1, person_uid=rater(story, "EF").uid, session_uid=apart.uid, purpose=Purpose.SUMMATIVE)
    with story.library.queries() as queries:
        assert queries.rated_alike(most=9) == (earlier.uid, later.uid)
        assert queries.rated_alike(most=1) == (earlier.uid,)
        assert queries.rated_alike(most=9, but_for={earlier.uid}) == (later.uid,)
        assert {row.rating.session_uid for row in queries.shared()} == {earlier.uid, later.uid, apart.uid}
        assert {row.rating.session_uid for row in queries.shared(sessions={later.uid, stories.uid()})} == {later.uid}
        assert queries.shared(sessions=()) == ()


def test_what_does_not_count_makes_no_session_rated_alike(story: Story) -> None:
    first = sign(story, 1, person_uid=story.rater.uid)
    calibrates(story, sign(story, 2, person_uid=rater(story, "CD").uid))
    sign(story, 3, person_uid=rater(story, "EF").uid, role=Role.TRAINEE)
    sign(story, 4, person_uid=story.rater.uid, supersedes_uid=first, correction_reason="misheard")
    with story.library.queries() as queries:
        assert queries.rated_alike(most=9) == ()
