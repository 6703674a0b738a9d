"""What the rating screen asks before a rating, does on one, and says of it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.caseload_models import FocalArea, Role
from fidelity_rater.app.desk_models import BeginAnswers
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.app.rating import acts, pictures
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.app.rating.outcome import outcome
from fidelity_rater.app.rating.questions import Beginning, beginning, choice_of
from helpers.window import cheap_application, open_workplace

TODAY = date(2026, 3, 2)


@pytest.fixture
def work(own_home: Path) -> Iterator[Workplace]:
    work = open_workplace(cheap_application(own_home))
    yield work
    work.close()


@pytest.fixture
def session_uid(work: Workplace) -> str:
    session = work.caseload.place("T07", "C2", scheduled=6)
    work.caseload.set_focus(session.case_uid, (FocalArea.GRIEF,), since=date(2026, 1, 1))
    return session.uid


def ask(work: Workplace, session_uid: str) -> Beginning:
    return beginning(work.library, work.application.scales, session_uid=session_uid, person=work.person, today=TODAY)


def begun(work: Workplace, session_uid: str) -> RatingDesk:
    questions = ask(work, session_uid).questions
    answers = BeginAnswers("formative", "peer", questions.form or "", "middle", ("grief",))
    return work.desk(work.opening.begin(choice_of(session_uid, answers)), jobs=InlineJobs())


def test_only_what_has_a_reason_is_proposed(work: Workplace, session_uid: str) -> None:
    questions = ask(work, session_uid).questions
    assert questions.role is None
    assert questions.phase
    assert questions.phase_why
    assert questions.declared_focus == ("grief",)
    assert {choice.id for choice in questions.purposes} == {"formative", "summative"}
    assert not any("example" in choice.id for choice in questions.forms)
    assert questions.form in {choice.id for choice in questions.forms}


def test_answers_begin_that_rating_and_it_is_found_as_a_draft(work: Workplace, session_uid: str) -> None:
    assert not ask(work, session_uid).drafts
    desk = begun(work, session_uid)
    assert desk.rating.head.role is Role.PEER
    assert desk.rating.head.form == work.application.scales.default().default_form.id
    assert desk.state.phase == "middle"
    assert ask(work, session_uid).drafts == (desk.rating.head.uid,)


def test_a_harm_flag_goes_up_and_down(work: Workplace, session_uid: str) -> None:
    desk = begun(work, session_uid)
    item = next(row.id for group in pictures.groups(desk) for row in group.items if row.harm_offered)
    acts.raise_harm(desk, item)
    assert pictures.detail(desk, item).item.harm_raised
    acts.lower_harm(desk, item)
    assert not pictures.detail(desk, item).item.harm_raised


def test_a_state_is_taken_back_and_a_cover_field_is_known_by_its_name(work: Workplace, session_uid: str) -> None:
    desk = begun(work, session_uid)
    row = next(row for group in pictures.groups(desk) for row in group.items if row.states)
    state = row.states[0]
    desk.put_state(row.id, state.id, state.reasons[0][0] if state.reasons else "noise")
    assert pictures.detail(desk, row.id).item.state is not None
    acts.withdraw_state(desk, row.id)
    assert pictures.detail(desk, row.id).item.state is None
    acts.set_cover(desk, "audio_quality", "poor")
    assert pictures.cover(desk).audio_quality == "poor"
    with pytest.raises(ValueError, match="no_such_field"):
        acts.set_cover(desk, "no_such_field", "poor")


def test_no_number_without_items_and_never_without_its_basis(work: Workplace, session_uid: str) -> None:
    desk = begun(work, session_uid)
    empty = outcome(desk)
    assert empty.notice
    assert all(not line.value and line.basis for line in empty.lines)
    for group in pictures.groups(desk):
        for row in group.items:
            for dimension in row.dimensions:
                if not group.on_demand and dimension.levels and not row.rule_name.startswith("Not"):
                    desk.give(row.id, dimension.id, dimension.levels[-1].value)
    full = outcome(desk)
    numbers = [line for line in full.lines if line.value]
    assert numbers
    assert all("of" in line.basis for line in numbers)
