"""Coming into the demo: a newcomer is led to the session to rate; a reset is asked for twice."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from fidelity_rater.app.demo.door import DemoEntry
from fidelity_rater.ui.library_area import LibraryArea
from fidelity_rater.ui.main_window import MainWindow
from fidelity_rater.ui.theme import Theme
from helpers.screens import make_window
from helpers.window import open_workplace


@pytest.fixture
def window(own_home: Path, dressed: Theme, qtbot: QtBot) -> Iterator[MainWindow]:
    window = make_window(own_home, dressed, qtbot)
    yield window
    window.close()


def enter_demo(window: MainWindow, *, first_time: bool) -> LibraryArea:
    work = open_workplace(window._shell.application)
    session = work.caseload.place("T07", "C2", scheduled=6)
    entry = DemoEntry(
        work.library,
        work.person,
        work.application.identities,
        passphrase="public",
        notice="Made up.",
        first_session_uid=session.uid,
        first_time=first_time,
    )
    window.enter(work, entry)
    assert window.area is not None
    return window.area


def test_a_newcomer_is_led_to_the_session_to_rate(window: MainWindow) -> None:
    area = enter_demo(window, first_time=True)
    assert area.at_desk
    assert area.rating.view.begin.isVisible()
    assert not area.strip.rate.isVisible()


def test_who_was_here_before_comes_to_the_caseload_and_finds_the_way_to_rate(window: MainWindow) -> None:
    area = enter_demo(window, first_time=False)
    assert area.shown is area.caseload
    assert "Made up." in area.strip.message.text()
    area.strip.rate.click()
    assert area.at_desk
    area.show_caseload()
    assert area.strip.rate.isVisible()


def test_a_reset_is_asked_for_twice(window: MainWindow, qtbot: QtBot) -> None:
    area = enter_demo(window, first_time=False)
    area.reset_wanted.disconnect()
    with qtbot.assertNotEmitted(area.reset_wanted):
        area.strip.action.click()
    assert "throws away" in area.strip.message.text()
    with qtbot.waitSignal(area.reset_wanted, timeout=1000):
        area.strip.action.click()
