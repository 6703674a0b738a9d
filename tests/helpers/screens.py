"""A main window with everything inline, so that a test sees at once what a press does."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.playback.simulated import SimulatedPlayer
from fidelity_rater.ui.library_area import LibraryArea
from fidelity_rater.ui.main_window import MainWindow
from fidelity_rater.ui.shell import Shell
from fidelity_rater.ui.theme import Theme
from helpers.window import cheap_application, stock_workplace


def make_window(home: Path, theme: Theme, qtbot: QtBot, players: list[SimulatedPlayer] | None = None) -> MainWindow:
    """A window on the start screen."""
    window = MainWindow(Shell(cheap_application(home, players), InlineJobs(), theme, open_jobs=InlineJobs))
    qtbot.addWidget(window)
    window.show()
    return window


def enter_library(window: MainWindow) -> LibraryArea:
    """Somebody new, in a new library."""
    window.enter(stock_workplace(window._shell.application), None)
    assert window.area is not None
    return window.area


def begin_rating(area: LibraryArea, *, purpose: str = "formative", role: str = "supervisor", session: int = 6) -> None:
    """A new rating of a session without sound, on the desk."""
    area.begin_rating(area.work.caseload.place("T07", "C2", scheduled=session).uid, anew=True)
    begin = area.rating.view.begin
    begin.rows["purpose"].buttons[purpose].click()
    if not begin.rows["role"].buttons[role].isChecked():  # the role of the last rating is proposed again
        begin.rows["role"].buttons[role].click()
    begin.begin.click()
    assert area.rating.desk is not None
