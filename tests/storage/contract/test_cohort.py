"""A cohort's counts: what counts, by cell, by therapist, and how far ratings of one session lie apart."""

from __future__ import annotations

import struct
from datetime import date
from typing import Any

import pytest

from fidelity_rater.app.ports.cohort import CohortRequest
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.ratings.events import Draft, EventKind
from fidelity_rater.domain.scoring.packed import FIRST_STATE, OPEN
from storage import stories
from storage.stories import SCALE, Story

OTHERS = frozenset({Role.SUPERVISOR, Role.PEER, Role.PANEL})


def ask(**changes: Any) -> CohortRequest:
    known: dict[str, Any] = {
        "scales": (SCALE,), "width": 3, "cells": (0, 2), "roles": OTHERS, "purpose": Purpose.FORMATIVE,
    }  # fmt: skip
    return CohortRequest(**{**known, **changes})


def sign(story: Story, *cells: int, cover: dict[str, Any] | None = None, **head: Any) -> str:
    """Sign a rating with such a packed block."""
    if "person_uid" not in head:
        rater = stories.person()
        with story.library.work() as work:
            work.people.keep(rater)
            work.commit()
        head["person_uid"] = rater.uid
    desk = story.begin(**head)
    event = desk.event(Draft(EventKind.SIGNED, {}))
    desk.state.apply(event)
    with story.library.work() as work:
        work.ratings.append(event)
        packed = struct.pack(f"<{len(cells)}h", *cells)
        work.ratings.sign(desk.uid, signed_at=event.stamp.at, signature=b"s" * 64, packed=packed)
        work.commit()
    return desk.uid


def count(story: Story, **changes: Any) -> Any:
    with story.library.queries() as queries:
        return queries.cohort(ask(**changes))


def test_nothing_signed_is_nothing_counted(story: Story) -> None:
    story.begin()
    found = count(story)
    assert (found.ratings, found.sessions, found.therapists) == (0, 0, ())
    assert found.answers == ({}, {})
    with story.library.queries() as queries:
        assert queries.cohort_stock() == ()


def test_answers_are_counted_by_cell_and_by_therapist_and_two_of_a_session_compared(story: Story) -> None:
    sign(story, 4, OPEN, FIRST_STATE + 1)
    sign(story, 2, OPEN, 3)
    other = stories.therapist("A00")
    case = stories.case(other)
    session = stories.session(case)
    with story.library.work() as work:
        work.therapists.add(other)
        work.cases.add(case)
        work.sessions.add(session)
        work.commit()
    sign(story, OPEN, 1, 0, session_uid=session.uid)
    found = count(story)
    assert (found.ratings, found.sessions) == (3, 2)
    assert [dict(answers) for answers in found.answers] == [{4: 1, 2: 1}, {FIRST_STATE + 1: 1, 3: 1, 0: 1}]
    assert [(t.code, t.ratings, t.numbers, t.sums) for t in found.therapists] == [
        ("A00", 1, (0, 1), (0, 0)),
        ("T01", 2, (2, 1), (6, 3)),
    ]
    assert (found.compared, found.apart) == ((1, 0), (2, 0))
    sign(story, 0, OPEN, OPEN, session_uid=session.uid)
    sign(story, 1, OPEN, OPEN, role=Role.PANEL)
    again = count(story)
    assert again.ratings == 5, "what was signed since is read as well"
    assert (again.compared, again.apart) == ((1, 0), (3, 0)), "three raters: from the lowest to the highest"


def test_self_ratings_other_purposes_and_what_was_corrected_stay_apart(story: Story) -> None:
    rater = story.rater.uid
    first = sign(story, 1, 1, 1, person_uid=rater)
    sign(story, 3, 3, 3, person_uid=rater, supersedes_uid=first, correction_reason="misheard")
    sign(story, 4, 4, 4, role=Role.TRAINEE)
    sign(story, 2, 2, 2, purpose=Purpose.SUMMATIVE)
    assert count(story).answers[0] == {3: 1}
    assert count(story, roles=frozenset({Role.TRAINEE})).answers[0] == {4: 1}
    assert count(story, purpose=Purpose.SUMMATIVE).answers[0] == {2: 1}
    assert count(story, width=4).ratings == 0, "a block of another shape is of another scale"
    with story.library.queries() as queries:
        stock = {(s.role, s.purpose): s.ratings for s in queries.cohort_stock()}
    assert stock == {
        (Role.SUPERVISOR, Purpose.FORMATIVE): 1,
        (Role.TRAINEE, Purpose.FORMATIVE): 1,
        (Role.SUPERVISOR, Purpose.SUMMATIVE): 1,
    }


def test_a_cohort_is_narrowed_by_phase_focus_and_days(story: Story) -> None:
    sign(story, 1, 1, 1)
    held = story.session.held_on
    assert held is not None
    phase, areas = _cover(story)
    assert count(story, phases=frozenset({phase})).ratings == 1
    assert count(story, phases=frozenset({"no phase"})).ratings == 0
    assert count(story, focal_areas=frozenset(areas)).ratings == 1
    assert count(story, focal_areas=frozenset({"elsewhere"})).ratings == 0
    assert count(story, since=held, until=held).ratings == 1
    assert count(story, since=date(2099, 1, 1)).ratings == 0
    assert count(story, until=date(1999, 1, 1)).ratings == 0


@pytest.mark.parametrize("what", ["session", "therapist"])
def test_what_is_not_in_use_does_not_count(story: Story, what: str) -> None:
    from dataclasses import replace

    sign(story, 1, 1, 1)
    with story.library.work() as work:
        if what == "session":
            work.sessions.save(replace(story.session, archived=True))
        else:
            work.therapists.save(replace(story.therapist, archived=True))
        work.commit()
    assert count(story).ratings == 0
    with story.library.queries() as queries:
        assert queries.cohort_stock() == ()


def test_ratings_that_are_named_do_not_count(story: Story) -> None:
    one, _ = sign(story, 1, OPEN, 2), sign(story, 4, OPEN, 3)
    found = count(story, without=frozenset({one}))
    assert (found.ratings, [dict(answers) for answers in found.answers]) == (1, [{4: 1}, {3: 1}])
    assert found.compared == (0, 0)
    assert count(story).ratings == 2  # what is kept of them is kept whole


def test_numbers_that_fit_no_byte_are_counted_too(story: Story) -> None:
    sign(story, 1000, OPEN, -300)
    sign(story, FIRST_STATE, OPEN, 7)
    found = count(story)
    assert [dict(answers) for answers in found.answers] == [{FIRST_STATE: 1, 1000: 1}, {-300: 1, 7: 1}]
    assert found.therapists[0].sums == (1000, -293)


def _cover(story: Story) -> tuple[str, tuple[str, ...]]:
    with story.library.queries() as queries:
        (stock,) = queries.cohort_stock()
    return stock.phase, stock.focal_areas
