"""Where a recording belongs is found or made by codes; a case comes in with all that was told of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.caseload import new_uid
from fidelity_rater.app.caseload_models import Case
from fidelity_rater.app.errors import UserFacingError
from helpers.window import cheap_application, open_workplace


@pytest.fixture
def work(own_home: Path) -> Iterator[Workplace]:
    work = open_workplace(cheap_application(own_home))
    yield work
    work.close()


def test_what_is_missing_is_made_once(work: Workplace) -> None:
    first = work.caseload.place("T07", "C2", scheduled=3)
    again = work.caseload.place(" T07 ", "C2", scheduled=3)
    other = work.caseload.place("T07", "C2", scheduled=4)
    assert first.uid == again.uid
    assert other.case_uid == first.case_uid
    with work.library.queries() as queries:
        (row,) = queries.caseload()
    assert (row.cases, row.sessions) == (1, 2)


def test_a_name_is_no_code(work: Workplace) -> None:
    with pytest.raises(UserFacingError):
        work.caseload.place("Ruth Adler!", "C2", scheduled=1)
    with work.library.queries() as queries:
        assert not queries.caseload()


def test_a_case_comes_in_whole_and_goes_in_one_step(work: Workplace) -> None:
    therapist = work.caseload.add_therapist("T07")
    told = Case(new_uid(), therapist.uid, " C2 ", presenting_problem="Low mood", suitability={"conclusion": "suitable"})
    case = work.caseload.add_case_as(told, name="Somebody")
    assert case.code == "C2"
    with work.library.read() as uow:
        kept = uow.cases.get(case.uid)
        assert (kept.presenting_problem, kept.suitability["conclusion"]) == ("Low mood", "suitable")
        assert uow.cases.name_of(case.uid) == "Somebody"
    work.caseload.undo()
    with work.library.read() as uow:
        assert uow.cases.get(case.uid).archived
