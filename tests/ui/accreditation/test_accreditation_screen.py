"""The room of accreditation: readiness, the log with the therapists beside it, portfolios and the panel."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fidelity_rater.ui.accreditation.screen import LOG, PANEL, READINESS, AccreditationScreen
from fidelity_rater.ui.keys.lines import Place
from fidelity_rater.ui.library_area import LibraryArea
from fidelity_rater.ui.theme import Theme
from helpers.screens import enter_library, make_window


@pytest.fixture
def area(own_home: Path, dressed: Theme, qtbot: QtBot) -> Iterator[LibraryArea]:
    window = make_window(own_home, dressed, qtbot)
    made = enter_library(window)
    made.work.caseload.place("T07", "C1", scheduled=1)
    made.work.caseload.place("T09", "C1", scheduled=1)
    yield made
    window.close()


@pytest.fixture
def screen(area: LibraryArea) -> AccreditationScreen:
    area.show_accreditation()
    return area.screens.accreditation


def uid_of(area: LibraryArea, code: str) -> str:
    with area.work.library.read() as uow:
        therapist = uow.therapists.by_code(code)
    assert therapist is not None
    return therapist.uid


def test_the_therapists_stand_beside_the_log_alone(qtbot: QtBot, screen: AccreditationScreen) -> None:
    assert screen.tab == READINESS
    assert not screen.list.isVisible()
    screen.show_tab(LOG)
    assert screen.list.isVisible()
    assert not screen.list.add.isVisible(), "therapists are added in the caseload"
    screen.show_tab(PANEL)
    assert not screen.list.isVisible()


def test_the_first_therapists_log_is_shown_until_another_is_chosen(
    qtbot: QtBot, area: LibraryArea, screen: AccreditationScreen
) -> None:
    screen.show_tab(LOG)
    qtbot.waitUntil(lambda: screen.log.therapist_uid == uid_of(area, "T07"))
    screen.list.show_chosen(uid_of(area, "T09"))
    assert screen.log.therapist_uid == uid_of(area, "T09")
    assert screen.log.title.text() == "T09"


def test_readiness_leads_to_the_log_of_its_therapist(
    qtbot: QtBot, area: LibraryArea, screen: AccreditationScreen
) -> None:
    screen.readiness.log_wanted.emit(uid_of(area, "T09"))
    assert screen.tab == LOG
    qtbot.waitUntil(lambda: screen.list.chosen == uid_of(area, "T09"))
    assert screen.log.therapist_uid == uid_of(area, "T09")


def test_what_is_missing_is_shown_in_the_caseload(qtbot: QtBot, area: LibraryArea, screen: AccreditationScreen) -> None:
    with area.work.library.read() as uow:
        (case,) = uow.cases.of_therapist(uid_of(area, "T09"))
        (session,) = uow.sessions.of_case(case.uid)
    for signal, uid in ((screen.readiness.case_wanted, case.uid), (screen.readiness.session_wanted, session.uid)):
        area.show_accreditation()
        signal.emit(uid)
        assert area.place is Place.CASELOAD
        qtbot.waitUntil(lambda: area.caseload.therapist_uid == uid_of(area, "T09"))
