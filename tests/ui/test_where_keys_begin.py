"""The keys begin where a person would, and the window begins no larger than its screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from fidelity_rater.ui.main_window import SMALLEST, MainWindow
from fidelity_rater.ui.theme import Theme
from helpers.screens import enter_library, make_window
from helpers.window import PASSPHRASE, open_workplace


@pytest.fixture
def window(own_home: Path, dressed: Theme, qtbot: QtBot) -> Iterator[MainWindow]:
    window = make_window(own_home, dressed, qtbot)
    yield window
    window.close()


def test_a_newcomer_types_their_name_at_once(window: MainWindow) -> None:
    assert window.focusWidget() is window.start.introduce.name


def test_somebody_known_begins_a_library_with_enter(window: MainWindow) -> None:
    window.start.on_introduced("Anna Berg", "AB", PASSPHRASE)
    assert window.focusWidget() is window.start.libraries.new


def test_an_empty_library_begins_at_what_to_do_first(window: MainWindow) -> None:
    area = enter_library(window)
    assert window.focusWidget() is area.caseload.empty.action


def test_a_library_with_therapists_begins_at_their_list(window: MainWindow) -> None:
    work = open_workplace(window._shell.application)
    work.caseload.place("T07", "C2", scheduled=6)
    window.enter(work, None)
    assert window.area is not None
    assert window.focusWidget() is window.area.caseload.list.view


def test_a_room_of_tabs_begins_at_its_tabs(window: MainWindow) -> None:
    area = enter_library(window)
    for show, room in (
        (area.show_raters, lambda: area.screens.raters),
        (area.show_accreditation, lambda: area.screens.accreditation),
    ):
        area.show_caseload()
        show()
        assert window.focusWidget() is room().bar


def test_the_window_fits_its_screen(window: MainWindow) -> None:
    room = window.screen().availableSize()
    assert window.size() == window.size().boundedTo(room.expandedTo(QSize(*SMALLEST)))
    assert window.height() < room.height() or window.height() == SMALLEST[1]
