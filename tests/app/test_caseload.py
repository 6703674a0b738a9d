"""Edits of the caseload: each is one step that can be taken back, codes are clean, names stay apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.worlds import World
from fidelity_rater.app.caseload import LONGEST_CODE
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.domain.caseload import Attendance, Case, FocalArea, Phase, Session, Therapist, TherapistProfile


def picture(world: World) -> Any:
    """Everything that edits can change and a person can see."""
    with world.library.queries() as queries:
        shown = [queries.therapist_page(row.therapist.uid) for row in queries.caseload()]
    return [page for page in shown if not page.therapist.archived]


def visible(world: World) -> list[int]:
    with world.library.read() as uow:
        return [s.scheduled for s in uow.sessions.of_case(world.case.uid) if not s.archived]


EDITS: dict[str, Callable[[World], object]] = {
    "Edit therapist T09": lambda w: w.caseload.edit_therapist(
        replace(w.therapist, code="T09", profile=TherapistProfile("nurse", 2011)), name="Terry Other"
    ),
    "Archive therapist T01": lambda w: w.caseload.archive_therapist(w.therapist.uid),
    "Edit case C7": lambda w: w.caseload.edit_case(replace(w.case, code="C7", planned_sessions=12), name="Somebody"),
    "Archive case C1": lambda w: w.caseload.archive_case(w.case.uid),
    "Set focal area of C1": lambda w: w.caseload.set_focus(
        w.case.uid, (FocalArea.GRIEF,), since=date(2026, 2, 1), reason="the loss came up"
    ),
    "Edit session 8": lambda w: w.caseload.edit_session(replace(w.session, scheduled=8, phase=Phase.TERMINATION)),
    "Archive session 6": lambda w: w.caseload.archive_session(w.session.uid),
}


@pytest.mark.parametrize("label", EDITS)
def test_an_edit_is_one_step_back_and_one_step_forth(world: World, label: str) -> None:
    before = picture(world)
    EDITS[label](world)
    after = picture(world)
    assert after != before
    assert world.caseload.undo_label == label
    assert world.caseload.undo() == label
    assert picture(world) == before
    assert world.caseload.redo_label == label
    assert world.caseload.redo() == label
    assert picture(world) == after
    assert all(changed & Changed.CASELOAD for changed in world.news)
    assert len(world.news) == 3


def test_what_was_added_can_be_taken_back_and_added_again(world: World) -> None:
    added = world.caseload.add_therapist("T02", name="Anna")
    world.caseload.undo()
    assert [page.therapist.code for page in picture(world)] == ["T01"]
    again = world.caseload.add_therapist(" T02 ")
    assert again.uid == added.uid
    with world.library.read() as uow:
        assert uow.therapists.name_of(again.uid) == ""
    case = world.caseload.add_case(again.uid, "C1")
    world.caseload.undo()
    assert world.caseload.add_case(again.uid, "C1").uid == case.uid


def test_a_code_in_use_is_refused_even_in_the_archive(world: World) -> None:
    world.caseload.archive_therapist(world.therapist.uid)
    with pytest.raises(UserFacingError, match="already a therapist"):
        world.caseload.add_therapist("T01")
    with pytest.raises(UserFacingError, match="already has a case"):
        world.caseload.add_case(world.therapist.uid, "C1")


def test_a_new_edit_forgets_what_could_be_redone(world: World) -> None:
    world.caseload.archive_case(world.case.uid)
    world.caseload.undo()
    world.caseload.archive_session(world.session.uid)
    assert world.caseload.redo_label is None
    assert world.caseload.redo() is None


def test_with_nothing_done_there_is_nothing_to_undo(world: World) -> None:
    while world.caseload.undo():
        pass
    assert world.caseload.undo_label is None
    assert picture(world) == []


def test_a_refused_edit_is_no_step_and_no_news(world: World) -> None:
    label = world.caseload.undo_label
    with pytest.raises(UserFacingError):
        world.caseload.edit_therapist(replace(world.therapist, code=""))
    assert world.caseload.undo_label == label
    assert world.news == []


@pytest.mark.parametrize("code", ["", "   ", "x" * (LONGEST_CODE + 1), "<T07>", "T07, really"])
def test_what_cannot_be_a_code_is_refused(world: World, code: str) -> None:
    for add in (world.caseload.add_therapist, lambda c: world.caseload.add_case(world.therapist.uid, c)):
        with pytest.raises(UserFacingError) as told:
            add(code)
        assert told.value.remedy


def test_a_code_loses_its_stray_spaces(world: World) -> None:
    assert world.caseload.add_therapist("  T  08 ").code == "T 08"


def test_names_are_kept_apart_from_codes(world: World) -> None:
    with world.library.read() as uow:
        assert uow.therapists.name_of(world.therapist.uid) == "Terry Real"
        assert uow.cases.name_of(world.case.uid) == "Carol Client"
        assert "Terry" not in repr(uow.therapists.get(world.therapist.uid))
        assert "Carol" not in repr(uow.cases.get(world.case.uid))
    world.caseload.edit_therapist(replace(world.therapist, code="T03"))
    world.caseload.edit_case(replace(world.case, planned_sessions=8))
    with world.library.read() as uow:
        assert uow.therapists.name_of(world.therapist.uid) == "Terry Real"
        assert uow.cases.name_of(world.case.uid) == "Carol Client"


def attended(world: World) -> dict[int, int | None]:
    with world.library.read() as uow:
        return {s.scheduled: s.attended for s in uow.sessions.of_case(world.case.uid) if not s.archived}


def test_missed_sessions_do_not_move_the_attended_number_on(world: World) -> None:
    world.caseload.add_session(world.case.uid, 4)
    world.caseload.add_session(world.case.uid, 5, attendance=Attendance.MISSED)
    world.caseload.add_session(world.case.uid, 7, attendance=Attendance.CANCELLED)
    world.caseload.add_session(world.case.uid, 8)
    assert attended(world) == {4: 4, 5: None, 6: 5, 7: None, 8: 6}
    with world.library.read() as uow:
        first = next(s for s in uow.sessions.of_case(world.case.uid) if s.scheduled == 4)
    world.caseload.edit_session(replace(first, attendance=Attendance.MISSED))
    assert attended(world) == {4: None, 5: None, 6: 4, 7: None, 8: 5}
    world.caseload.undo()
    assert attended(world) == {4: 4, 5: None, 6: 5, 7: None, 8: 6}
    world.caseload.archive_session(first.uid)
    assert attended(world) == {5: None, 6: 4, 7: None, 8: 5}


def test_a_session_number_is_given_once(world: World) -> None:
    with pytest.raises(UserFacingError, match="session 6 already"):
        world.caseload.add_session(world.case.uid, 6)
    other = world.caseload.add_session(world.case.uid, 7)
    with pytest.raises(UserFacingError, match="session 6 already"):
        world.caseload.edit_session(replace(other, scheduled=6))
    world.caseload.archive_session(world.session.uid)
    world.caseload.edit_session(replace(other, scheduled=6))
    assert visible(world) == [6]
    with pytest.raises(UserFacingError, match="session 6 already"):
        world.caseload.archive_session(world.session.uid, archived=False)


def test_archiving_and_bringing_back_are_named_as_such(world: World) -> None:
    world.caseload.archive_session(world.session.uid)
    world.caseload.archive_session(world.session.uid, archived=False)
    assert world.caseload.undo_label == "Bring back session 6"
    world.caseload.archive_therapist(world.therapist.uid, archived=False)
    assert world.caseload.undo_label == "Bring back T01"


def test_a_change_of_focus_asks_for_a_reason_and_keeps_its_history(world: World) -> None:
    with pytest.raises(UserFacingError, match="without a reason"):
        world.caseload.set_focus(world.case.uid, (FocalArea.GRIEF,), since=date(2026, 2, 9))
    after = world.caseload.set_focus(world.case.uid, (FocalArea.GRIEF,), since=date(2026, 2, 9), reason="he died")
    assert after.focus_on(date(2026, 2, 8)) == (FocalArea.ROLE_TRANSITION,)
    assert after.focus_on(date(2026, 2, 9)) == (FocalArea.GRIEF,)


def test_a_place_is_found_or_made(world: World) -> None:
    assert world.caseload.place("T01", "C1", scheduled=6).uid == world.session.uid
    made = world.caseload.place("T05", "C2", scheduled=3, held_on=date(2026, 4, 1))
    assert (made.scheduled, made.held_on) == (3, date(2026, 4, 1))
    assert world.caseload.place(" T05 ", "C2", scheduled=3) == made


def test_a_place_in_the_archive_is_brought_back(world: World) -> None:
    world.caseload.archive_case(world.case.uid)
    world.caseload.archive_therapist(world.therapist.uid)
    world.caseload.place("T01", "C1", scheduled=6)
    with world.library.read() as uow:
        assert not uow.therapists.get(world.therapist.uid).archived
        assert not uow.cases.get(world.case.uid).archived


def test_a_commit_that_fails_leaves_the_step_undone(world: World) -> None:
    before, label = picture(world), world.caseload.undo_label
    world.refusing(UserFacingError("no room"))
    with pytest.raises(UserFacingError, match="no room"):
        world.caseload.archive_case(world.case.uid)
    with pytest.raises(UserFacingError, match="no room"):
        world.caseload.undo()
    world.refusing(None)
    assert picture(world) == before
    assert world.caseload.undo_label == label


def test_the_values_given_back_are_the_librarys(world: World) -> None:
    therapist: Therapist = world.caseload.add_therapist("T11", profile=TherapistProfile("psychologist"))
    case: Case = world.caseload.add_case(therapist.uid, "C3", planned_sessions=8, adaptation="brief")
    session: Session = world.caseload.add_session(case.uid, 2, phase=Phase.INITIAL)
    with world.library.read() as uow:
        assert uow.therapists.get(therapist.uid) == therapist
        assert uow.cases.get(case.uid) == case
        assert uow.sessions.get(session.uid) == session
    assert session.attended == 2
