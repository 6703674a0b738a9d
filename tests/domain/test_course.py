"""Courses as they really run."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity_rater.domain.caseload import Attendance, Case, FocalArea, FocusEntry, Phase, Session
from fidelity_rater.domain.course import (
    course_plan,
    focus_fault,
    next_numbers,
    numbered,
    phase_of,
    propose_phase,
    with_focus,
    with_plan,
)
from fidelity_rater.domain.errors import UserFacingError

COURSE = [Phase.INITIAL, Phase.MIDDLE, Phase.TERMINATION]


def session(scheduled: int, attendance: Attendance = Attendance.ATTENDED, **more: Any) -> Session:
    return Session(f"s{scheduled}", "case", scheduled, None, None, attendance, **more)


def case(**more: Any) -> Case:
    return Case("case", "therapist", "C1", **more)


@pytest.mark.parametrize(
    ("planned", "adaptation", "lengths"),
    [
        (16, "standard", [4, 8, 4]),
        (20, "standard", [4, 12, 4]),
        (12, "standard", [4, 5, 3]),
        (8, "brief", [2, 4, 2]),
        (18, "standard", [4, 10, 4]),
        (10, "standard", [3, 4, 3]),
        (6, "standard", [2, 2, 2]),
    ],
)
def test_plans_of_published_and_other_lengths(planned: int, adaptation: str, lengths: list[int]) -> None:
    plan = course_plan(planned, adaptation)
    assert [len(plan.sessions_of(phase)) for phase in COURSE] == lengths


@given(st.integers(1, 100), st.sampled_from(["standard", "brief"]))
def test_phases_follow_one_another_and_fill_the_plan(planned: int, adaptation: str) -> None:
    plan = course_plan(planned, adaptation)
    phases = [plan.phase_of(number) for number in range(1, planned + 1)]
    assert phases == sorted(phases, key=COURSE.index)
    assert phases == [phase for phase in COURSE for _ in plan.sessions_of(phase)]
    assert plan.phase_of(planned + 1) is Phase.MAINTENANCE
    if adaptation == "standard" and planned >= 9:
        assert len(plan.sessions_of(Phase.TERMINATION)) in {3, 4}


@pytest.mark.parametrize(
    ("number", "phase", "alternative"),
    [
        (3, Phase.INITIAL, None),
        (4, Phase.INITIAL, Phase.MIDDLE),
        (5, Phase.MIDDLE, None),
        (9, Phase.MIDDLE, Phase.TERMINATION),
        (10, Phase.TERMINATION, None),
        (13, Phase.MAINTENANCE, Phase.TERMINATION),
    ],
)
def test_twelve_sessions_leave_two_of_them_open(number: int, phase: Phase, alternative: Phase | None) -> None:
    proposal = propose_phase(planned_sessions=12, number=number)
    assert (proposal.phase, proposal.alternative) == (phase, alternative)
    assert str(number) in proposal.why
    assert "12" in proposal.why


def test_a_course_of_no_sessions_has_no_plan() -> None:
    with pytest.raises(ValueError, match="at least one"):
        course_plan(0)


def test_attended_numbers_skip_what_was_missed_cancelled_or_archived() -> None:
    sessions = [
        session(4),
        session(2, Attendance.MISSED),
        session(1),
        session(3, archived=True),
        session(5, Attendance.CANCELLED),
        session(6),
    ]
    assert [(s.scheduled, s.attended) for s in numbered(sessions)] == [
        (1, 1),
        (2, None),
        (3, None),
        (4, 2),
        (5, None),
        (6, 3),
    ]
    assert next_numbers(sessions) == (7, 4)
    assert next_numbers([]) == (1, 1)


def test_a_session_whose_forerunners_are_not_here_is_not_the_first() -> None:
    assert [(s.scheduled, s.attended) for s in numbered([session(6), session(13)])] == [(6, 6), (13, 13)]
    again = [session(4, archived=True), session(4), session(5)]
    assert [s.attended for s in numbered(again)] == [None, 4, 5]
    assert next_numbers([session(6), session(8, Attendance.MISSED)]) == (9, 8)


def test_the_phase_goes_by_meetings_attended_and_by_what_was_confirmed() -> None:
    attended = Session("s", "case", scheduled=6, attended=4, held_on=None)
    missed = Session("s", "case", scheduled=6, attended=None, held_on=None, attendance=Attendance.MISSED)
    confirmed = Session("s", "case", scheduled=6, attended=4, held_on=None, phase=Phase.TERMINATION)
    assert phase_of(attended, case()) is Phase.INITIAL
    assert phase_of(missed, case()) is Phase.MIDDLE
    assert phase_of(confirmed, case()) is Phase.TERMINATION


def test_an_extended_plan_moves_the_ending() -> None:
    extended = with_plan(case(planned_sessions=16), 20)
    late = Session("s", "case", scheduled=14, attended=14, held_on=None)
    assert phase_of(late, case(planned_sessions=16)) is Phase.TERMINATION
    assert phase_of(late, extended) is Phase.MIDDLE


def test_a_plan_is_not_cut_below_what_was_held() -> None:
    held = [session(n) for n in range(1, 11)]
    assert with_plan(case(), 10, sessions=held).planned_sessions == 10
    with pytest.raises(UserFacingError, match="10 sessions"):
        with_plan(case(), 9, sessions=held)
    followed_up = [*held[:8], session(9, phase=Phase.MAINTENANCE), session(10, phase=Phase.MAINTENANCE)]
    assert with_plan(case(), 8, sessions=followed_up).planned_sessions == 8
    for wrong in (0, 101):
        with pytest.raises(UserFacingError):
            with_plan(case(), wrong)


def test_the_first_focus_needs_no_reason_and_every_change_does() -> None:
    agreed = with_focus(case(), [FocalArea.GRIEF], since=date(2026, 3, 1))
    with pytest.raises(UserFacingError, match="without a reason"):
        with_focus(agreed, [FocalArea.ROLE_DISPUTE], since=date(2026, 4, 1))
    both = [FocalArea.GRIEF, FocalArea.ROLE_TRANSITION]
    changed = with_focus(agreed, both, since=date(2026, 4, 1), reason="The move came up")
    assert changed.focus_on(date(2026, 2, 1)) == ()
    assert changed.focus_on(date(2026, 3, 31)) == (FocalArea.GRIEF,)
    assert changed.focus_on(date(2026, 4, 1)) == tuple(both)


def test_an_entry_put_in_before_others_is_checked_against_them() -> None:
    agreed = with_focus(case(), [FocalArea.GRIEF], since=date(2026, 3, 1))
    with pytest.raises(UserFacingError):
        with_focus(agreed, [FocalArea.ROLE_DISPUTE], since=date(2026, 2, 1))


def test_an_entry_of_the_same_day_is_a_correction() -> None:
    agreed = with_focus(case(), [FocalArea.GRIEF], since=date(2026, 3, 1))
    corrected = with_focus(agreed, [FocalArea.ROLE_DISPUTE], since=date(2026, 3, 1))
    assert corrected.focus_history == (FocusEntry(date(2026, 3, 1), (FocalArea.ROLE_DISPUTE,)),)


def test_two_focal_areas_at_most() -> None:
    with pytest.raises(UserFacingError):
        with_focus(case(), list(FocalArea)[:3], since=date(2026, 3, 1))
    with pytest.raises(UserFacingError):
        with_focus(case(), [FocalArea.GRIEF, FocalArea.GRIEF], since=date(2026, 3, 1))


def test_a_focus_given_up_and_taken_up_again_is_no_change() -> None:
    history = (
        FocusEntry(date(2026, 3, 1), (FocalArea.GRIEF,)),
        FocusEntry(date(2026, 4, 1), (), "Not sure any more"),
        FocusEntry(date(2026, 5, 1), (FocalArea.GRIEF,)),
    )
    assert focus_fault(history) == ""
    another = FocusEntry(date(2026, 5, 1), (FocalArea.ROLE_DISPUTE,))
    assert "2026-05-01" in focus_fault((*history[:2], another))
