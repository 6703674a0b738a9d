"""The room of raters: four pages, each built when gone to, whose wishes come out of the room."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fidelity_rater.ui.library_area import LibraryArea
from fidelity_rater.ui.raters.screen import AGREEMENT, ASSIGNMENTS, CALIBRATION, CONSENSUS
from fidelity_rater.ui.theme import Theme
from helpers.screens import enter_library, make_window


@pytest.fixture
def area(own_home: Path, dressed: Theme, qtbot: QtBot) -> Iterator[LibraryArea]:
    window = make_window(own_home, dressed, qtbot)
    yield enter_library(window)
    window.close()


def test_each_page_opens_in_an_empty_library(area: LibraryArea) -> None:
    area.show_raters()
    raters = area.screens.raters
    assert raters.tab == ASSIGNMENTS
    for name in (AGREEMENT, CONSENSUS, CALIBRATION):
        raters.show_tab(name)
        assert raters.pages.currentWidget() is raters.page(name)
    assert len(raters.made) == 4


def test_a_rating_chosen_on_any_page_is_opened(area: LibraryArea, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[tuple[str, str]] = []
    monkeypatch.setattr(area.rating, "open", lambda uid, *, item="": opened.append((uid, item)))
    area.show_raters()
    raters = area.screens.raters
    for name in (ASSIGNMENTS, AGREEMENT, CONSENSUS, CALIBRATION):
        page = raters.page(name)
        page.rating_chosen.emit(name, "CORE-01")  # type: ignore[attr-defined]
    assert opened == [(name, "CORE-01") for name in (ASSIGNMENTS, AGREEMENT, CONSENSUS, CALIBRATION)]


def test_what_was_assigned_is_rated_by_its_assignment(area: LibraryArea, monkeypatch: pytest.MonkeyPatch) -> None:
    begun: list[tuple[str, str]] = []

    def begin(session: str, *, anew: bool = False, assignment: str = "") -> None:
        begun.append((session, assignment))

    monkeypatch.setattr(area.rating, "begin", begin)
    area.show_raters()
    area.screens.raters.page(ASSIGNMENTS).rate_wanted.emit("session", "assignment")  # type: ignore[attr-defined]
    assert begun == [("session", "assignment")]


def test_a_package_that_is_wanted_is_asked_for(area: LibraryArea) -> None:
    sent: list[object] = []
    area.show_raters()
    area.screens.order_wanted.disconnect()
    area.screens.order_wanted.connect(sent.append)
    area.screens.raters.page(ASSIGNMENTS).send_wanted.emit("an order")  # type: ignore[attr-defined]
    assert sent == ["an order"]
