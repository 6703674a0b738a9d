"""Symptom totals: typed in or taken from a file, each act one step back, and nothing kept that cannot be."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.worlds import World
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.measures.known import KnownMeasures
from fidelity_rater.app.measures.measures import Measures
from fidelity_rater.app.measures.models import CaseGrid, Entry, Fate, Look, Measure, Measurement
from fidelity_rater.app.measures.values import number_of, shown
from fidelity_rater.exchange.measures import LARGEST_BYTES, MeasureTables
from fidelity_rater.resources import resource_path

PHQ, GAD = Measure("phq9", "PHQ-9", 0, 27), Measure("gad7", "GAD-7", 0, 21)


@pytest.fixture
def known() -> KnownMeasures:
    return KnownMeasures(resource_path("measures.toml").read_bytes, name="measures.toml")


@pytest.fixture
def measures(world: World, known: KnownMeasures) -> Measures:
    """The case of the world, with sessions 1, 2 and 6."""
    world.caseload.add_session(world.case.uid, 1, held_on=date(2026, 1, 5))
    world.caseload.add_session(world.case.uid, 2, held_on=date(2026, 1, 12))
    return Measures(world.library, world.caseload, known=known, reader=MeasureTables())


@pytest.fixture
def case(world: World) -> str:
    return world.case.uid


def uid_of(grid: CaseGrid, scheduled: int) -> str:
    return next(session.uid for session in grid.sessions if session.scheduled == scheduled)


def type_in(measures: Measures, case: str, scheduled: int, text: str, measure: Measure = PHQ) -> CaseGrid:
    return measures.put(case, [Entry(uid_of(measures.of_case(case), scheduled), measure, text)])


def texts(grid: CaseGrid) -> dict[tuple[int, str], str]:
    numbers = {session.uid: session.scheduled for session in grid.sessions}
    return {(numbers[session], measure): grid.text(session, measure) for session, measure in grid.totals}


def file(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "totals.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_new_case_begins_with_the_usual_measures_and_keeps_what_is_typed(
    measures: Measures, case: str, world: World
) -> None:
    grid = measures.of_case(case)
    assert [m.name for m in grid.measures] == ["PHQ-9", "GAD-7"]
    assert [s.scheduled for s in grid.sessions] == [1, 2, 6]
    world.news.clear()
    grid = type_in(measures, case, 2, " 11,5 ")
    assert texts(grid) == {(2, "phq9"): "11.5"}
    assert world.news == [Changed.MEASURES]
    assert type_in(measures, case, 2, "11.50") == grid
    assert len(world.news) == 1, "the same again is no edit"


def test_each_total_can_be_taken_back_and_given_again(measures: Measures, case: str, world: World) -> None:
    type_in(measures, case, 1, "20")
    type_in(measures, case, 1, "18")
    assert texts(type_in(measures, case, 1, "")) == {}
    assert measures.undo_label(case) == "PHQ-9 of session 1"
    assert texts(measures.undo(case)) == {(1, "phq9"): "18"}
    assert texts(measures.undo(case)) == {(1, "phq9"): "20"}
    assert texts(measures.redo(case)) == {(1, "phq9"): "18"}
    world.caseload.set_focus(case, (), since=date(2026, 1, 5), reason="not agreed")
    assert measures.undo_label(case) is None, "the last edit is none of a total"
    assert texts(measures.undo(case)) == {(1, "phq9"): "18"}


REFUSED = {
    "28": "PHQ-9 goes from 0 to 27, so 28 cannot be its total.",
    "-1": "PHQ-9 goes from 0 to 27, so -1 cannot be its total.",
    "twelve": "PHQ-9: “twelve” is not a number.",
    "=1+1": "PHQ-9: “=1+1” is not a number.",
    "1e3": "is not a number",
    "1.2.3": "is not a number",
    "nan": "is not a number",
    "١٢": "is not a number",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_cannot_be_a_total_is_refused_in_one_sentence(measures: Measures, case: str, text: str) -> None:
    grid = measures.of_case(case)
    with pytest.raises(UserFacingError) as refused:
        measures.put(case, [Entry(uid_of(grid, 1), GAD, "3"), Entry(uid_of(grid, 1), PHQ, text)])
    assert REFUSED[text] in str(refused.value)
    assert measures.of_case(case) == grid, "all or none"


@given(st.decimals(min_value=-9999, max_value=9999, places=3))
def test_a_total_is_shown_as_it_can_be_typed(value: Any) -> None:
    assert number_of(shown(float(value))) == float(value)
    assert number_of(shown(float(value)).replace(".", ",")) == float(value)


def test_a_measure_of_ones_own_is_one_however_it_is_written(measures: Measures, case: str, world: World) -> None:
    own = measures.named(case, " Sleep   diary ")
    assert (own.name, own.maximum) == ("Sleep diary", None)
    type_in(measures, case, 1, "410", own)
    assert measures.named(case, "sleep-diary") == own
    assert measures.named(case, "phq 9") == PHQ
    other = world.caseload.add_case(world.therapist.uid, "C9")
    assert own in measures.offered(other.uid), "what one case has is offered to the next"
    assert [m.name for m in measures.of_case(case).measures] == ["Sleep diary"]
    for name in ("", " - ", "x" * 41):
        with pytest.raises(UserFacingError):
            measures.named(case, name)


def test_what_an_older_version_kept_by_name_gets_its_range(measures: Measures, case: str, world: World) -> None:
    grid = measures.of_case(case)
    with world.library.work() as uow:
        uow.measures.set(Measurement(uid_of(grid, 1), "WSAS", 30))
        uow.commit()
    (kept,) = measures.of_case(case).measures
    assert (kept.id, kept.name, kept.maximum) == ("WSAS", "WSAS", 40)
    assert texts(type_in(measures, case, 1, "31", kept)) == {(1, "WSAS"): "31"}


def looked(measures: Measures, case: str, tmp_path: Path, text: str) -> Look:
    return measures.look(case, file(tmp_path, text))


def test_a_file_is_looked_at_before_anything_is_kept(measures: Measures, case: str, tmp_path: Path) -> None:
    type_in(measures, case, 1, "18")
    before = type_in(measures, case, 2, "15")
    look = looked(
        measures, case, tmp_path, "session,PHQ-9,GAD-7,Remark\n1,18,12,came late\n2,14,,\n3,9,,gone\n6,99,,\n"
    )
    assert [(row.fate, row.line, row.measure) for row in look.rows] == [
        (Fate.SAME, 2, "PHQ-9"),
        (Fate.NEW, 2, "GAD-7"),
        (Fate.DIFFERENT, 3, "PHQ-9"),
        (Fate.UNPLACED, 4, "PHQ-9"),
        (Fate.UNPLACED, 5, "PHQ-9"),
    ]
    assert [row.why for row in look.of(Fate.UNPLACED)] == [
        "This case has no session 3.",
        "PHQ-9 goes from 0 to 27, so 99 cannot be its total.",
    ]
    assert look.remarks == ("The column “Remark” holds no numbers and is left out.",)
    assert measures.of_case(case) == before
    after = measures.take_in(look)
    assert texts(after) == {(1, "phq9"): "18", (2, "phq9"): "15", (1, "gad7"): "12"}
    assert measures.undo(case) == before
    replaced = measures.take_in(look, replace=True)
    assert texts(replaced)[(2, "phq9")] == "14"
    assert measures.undo_label(case) == "Take 2 totals from a file"
    assert measures.undo(case) == before


def test_what_changed_since_the_look_is_not_written_over(measures: Measures, case: str, tmp_path: Path) -> None:
    look = looked(measures, case, tmp_path, "session,PHQ-9,GAD-7\n1,18,3\n")
    before = type_in(measures, case, 1, "20")
    with pytest.raises(UserFacingError, match="changed meanwhile"):
        measures.take_in(look)
    assert measures.of_case(case) == before, "not half of it either"
    assert measures.take_in(looked(measures, case, tmp_path, "session,PHQ-9\n1,20\n")) == before


PLACED = {
    "by number": ("session,PHQ-9\n2,9", 2, None),
    "by a number in words": ("Session,PHQ-9\nS02,9", 2, None),
    "by day": ("date,PHQ-9\n2026-01-12,9", 2, None),
    "by day and time": ("date,PHQ-9\n2026-01-12 10:30,9", 2, None),
    "by day with dots": ("date,PHQ-9\n12.1.2026,9", 2, None),
    "by the month first, as another line shows": ("date,PHQ-9\n01/12/2026,9\n01/13/2026,1", 2, None),
    "by number, filled in the day before": ("session,date,PHQ-9\n2,2026-01-11,9", 2, date(2026, 1, 11)),
    "told twice alike": ("session,PHQ-9\n2,9\n2,9", 2, None),
    "of this case among others": ("therapist,case,session,measure,total\nT01,C1,2,PHQ9,9\nT01,C2,1,PHQ9,3", 2, None),
}


@pytest.mark.parametrize("name", PLACED)
def test_a_total_finds_its_session(measures: Measures, case: str, tmp_path: Path, name: str) -> None:
    text, scheduled, on = PLACED[name]
    grid = measures.take_in(looked(measures, case, tmp_path, text))
    (kept,) = grid.totals.values()
    assert kept == Measurement(uid_of(grid, scheduled), "phq9", 9, on)


UNPLACED = {
    "no such session": ("session,PHQ-9\n9,9", "This case has no session 9."),
    "no session on the day": ("date,PHQ-9\n2026-01-06,9", "No session was held on 2026-01-06."),
    "a day that can be two": (
        "date,PHQ-9\n05/01/2026,9",
        "05/01/2026 can be read in two ways; write it as 2026-03-31.",
    ),
    "no day": ("date,PHQ-9\nsoon,9", "“soon” is not a date; write it as 2026-03-31."),
    "no such day": ("date,PHQ-9\n2026-02-30,9", "“2026-02-30” is not a date; write it as 2026-03-31."),
    "no number of a session": ("session,PHQ-9\nlast,9", "“last” is not the number of a session."),
    "neither": ("session,date,PHQ-9\n,,9", "The line tells no session and no date."),
    "a formula": ("session,PHQ-9\n2,=9+0", "PHQ-9: “=9+0” is not a number."),
    "a command in disguise": ("session,PHQ-9\n2,@SUM(1)", "PHQ-9: “@SUM(1)” is not a number."),
    "two totals for one": ("session,PHQ-9\n2,9\nS2,8", "Line 3 tells another total for it."),
    "no name": ("session,measure,total\n2,,9", "The measure has no name."),
    "an endless name": ("session,measure,total\n2," + "x" * 90 + ",9", "cannot be the name of a measure."),
}


@pytest.mark.parametrize("name", UNPLACED)
def test_what_cannot_be_placed_says_why_and_stays_out(measures: Measures, case: str, tmp_path: Path, name: str) -> None:
    text, says = UNPLACED[name]
    before = measures.of_case(case)
    look = looked(measures, case, tmp_path, text)
    assert look.rows
    assert all(row.fate is Fate.UNPLACED for row in look.rows)
    assert says in look.rows[0].why
    assert measures.take_in(look, replace=True) == before


def test_totals_of_other_cases_are_counted_and_left_out(measures: Measures, case: str, tmp_path: Path) -> None:
    look = looked(measures, case, tmp_path, "therapist,case,session,PHQ-9\nT02,C1,1,9\nT01,T01-C1,2,8\n,,6,7\n")
    assert look.others == 1
    assert [row.scheduled for row in look.rows] == [2, 6]


def test_what_is_no_file_or_far_too_large_is_not_read(measures: Measures, case: str, tmp_path: Path) -> None:
    with pytest.raises(UserFacingError, match="folder or a device"):
        measures.look(case, tmp_path)
    with pytest.raises(UserFacingError, match="not there"):
        measures.look(case, tmp_path / "gone.csv")
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as made:
        made.truncate(LARGEST_BYTES + 1)
    with pytest.raises(UserFacingError, match="larger than 2 MB"):
        measures.look(case, huge)


def test_a_broken_list_of_questionnaires_is_told_not_raised() -> None:
    with pytest.raises(UserFacingError, match=r"measures.toml: measures: is missing"):
        KnownMeasures(lambda: b"format = 1", name="measures.toml").all()


def test_it_is_kept_in_an_encrypted_library_too(real_world: World, known: KnownMeasures) -> None:
    measures = Measures(real_world.library, real_world.caseload, known=known, reader=MeasureTables())
    case = real_world.case.uid
    type_in(measures, case, 6, "12.5")
    assert texts(measures.of_case(case)) == {(6, "phq9"): "12.5"}
    assert texts(measures.undo(case)) == {}
