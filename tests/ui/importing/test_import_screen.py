"""Importing: facts, duplicates and faults for each file; the others go on; what comes next is offered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fidelity_rater.app.caseload_models import ConsentPurpose
from fidelity_rater.app.importing import ImportPlace
from fidelity_rater.ui.importing.screen import ImportScreen
from fidelity_rater.ui.library_area import LibraryArea
from fidelity_rater.ui.theme import Theme
from helpers.screens import enter_library, make_window
from helpers.sounds import wav_bytes


@pytest.fixture
def area(own_home: Path, dressed: Theme, qtbot: QtBot) -> Iterator[LibraryArea]:
    window = make_window(own_home, dressed, qtbot)
    yield enter_library(window)
    window.close()


def tape(folder: Path, name: str = "tape.wav", seconds: float = 2) -> Path:
    path = folder / name
    path.write_bytes(wav_bytes(seconds))
    return path


def show(area: LibraryArea, *paths: Path, place: ImportPlace | None = None) -> ImportScreen:
    area.bring_in(paths, place or ImportPlace("T07", "C2"))
    return area.screens.importing


def test_a_broken_file_gets_its_sentence_and_the_others_go_on(area: LibraryArea, tmp_path: Path) -> None:
    broken = tmp_path / "letter.wav"
    broken.write_bytes(b"Dear colleague, this is no sound at all. " * 50)
    screen = show(area, tape(tmp_path), broken, tmp_path / "gone.wav")
    good, bad, missing = screen.rows
    assert good.ready
    assert not bad.ready
    assert not missing.ready
    assert bad.banner.message.text() != missing.banner.message.text()
    screen.start.click()
    assert good.imported is not None
    with area.work.library.queries() as queries:
        assert queries.caseload()[0].recordings == 1


def test_several_files_take_the_next_numbers_unless_one_is_named(area: LibraryArea, tmp_path: Path) -> None:
    area.work.caseload.place("T07", "C2", scheduled=4)
    screen = show(area, tape(tmp_path, "a.wav"), tape(tmp_path, "b.wav", 3))
    assert [row.number.number for row in screen.rows] == [5, 6]
    screen = show(area, tape(tmp_path, "c.wav", 4), place=ImportPlace("T07", "C2", 4))
    assert {row.number.number for row in screen.rows if row.path.name == "c.wav"} == {4}


def test_broken_files_take_no_number_and_a_number_given_by_hand_stays(area: LibraryArea, tmp_path: Path) -> None:
    broken = tmp_path / "letter.wav"
    broken.write_bytes(b"Dear colleague. " * 50)
    screen = show(area, tape(tmp_path, "a.wav"), broken, tape(tmp_path, "b.wav", 3))
    assert [row.number.number for row in screen.rows if row.ready] == [1, 2]
    screen.rows[0].number.more.click()
    screen = show(area, tape(tmp_path, "c.wav", 4))
    assert [row.number.number for row in screen.rows if row.ready] == [2, 3, 4]


def test_parts_of_one_session_come_under_it_together(area: LibraryArea, tmp_path: Path) -> None:
    screen = show(area, tape(tmp_path, "a.wav"), tape(tmp_path, "b.wav", 3))
    for row in screen.rows:
        row.number.show_number(2)
        row.day.show_day(date(2026, 1, 5))
    screen.start.click()
    first, second = screen.rows
    assert first.session_uid == second.session_uid
    assert [row.imported.recording.part for row in screen.rows if row.imported] == [1, 2]


def test_the_same_sound_is_pointed_out_and_may_come_in_all_the_same(area: LibraryArea, tmp_path: Path) -> None:
    screen = show(area, tape(tmp_path))
    screen.start.click()
    again = tape(tmp_path, "copy.wav")
    screen = show(area, again)
    row = screen.rows[-1]
    assert "T07" in row.banner.message.text()
    assert row.ready


def test_consent_is_asked_with_nothing_ticked_and_kept_as_answered(area: LibraryArea, tmp_path: Path) -> None:
    screen = show(area, tape(tmp_path))
    assert not any(box.isChecked() for box in screen.consent.purposes.values())
    screen.consent.purposes[ConsentPurpose.SUPERVISION].click()
    screen.start.click()
    imported = screen.rows[0].imported
    assert imported is not None
    assert imported.recording.consent.purposes == {ConsentPurpose.SUPERVISION}
    assert imported.recording.consent.given_on == date.today()  # noqa: DTZ011 - as the form fills it in


def test_the_original_stays_until_it_is_asked_away(area: LibraryArea, tmp_path: Path) -> None:
    path = tape(tmp_path)
    screen = show(area, path)
    screen.start.click()
    assert path.exists()
    screen.rows[0].delete.click()
    assert not path.exists()
    assert screen.rows[0].delete.isHidden()


def test_an_original_that_has_changed_is_not_deleted(area: LibraryArea, tmp_path: Path) -> None:
    path = tape(tmp_path)
    screen = show(area, path)
    screen.start.click()
    tape(tmp_path, seconds=3)
    screen.rows[0].delete.click()
    assert path.exists()
    assert not screen.banner.isHidden()


def test_nothing_starts_without_a_place(area: LibraryArea, tmp_path: Path) -> None:
    screen = show(area, tape(tmp_path), place=ImportPlace("", ""))
    assert not screen.start.isEnabled()
    screen.therapist.setEditText("T07")
    screen.case.setEditText("C2")
    assert screen.start.isEnabled()


def test_a_code_that_is_none_is_refused_and_the_files_wait_for_a_better_one(area: LibraryArea, tmp_path: Path) -> None:
    screen = show(area, tape(tmp_path), place=ImportPlace("T07!", "C2"))
    screen.start.click()
    assert not screen.banner.isHidden()
    with area.work.library.queries() as queries:
        assert not queries.caseload()
    screen.therapist.setEditText("T07")
    screen.start.click()
    assert screen.rows[0].imported is not None


def test_leaving_out_the_last_file_leads_back(area: LibraryArea, tmp_path: Path, qtbot: QtBot) -> None:
    screen = show(area, tape(tmp_path))
    with qtbot.waitSignal(screen.left):
        screen.rows[0].leave_out.click()
    assert area.shown is area.caseload
