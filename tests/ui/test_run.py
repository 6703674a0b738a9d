"""The window as the command opens it: real threads, the demo's door, and an end that leaves nothing running."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fidelity_rater.ui.jobs import QtJobs
from fidelity_rater.ui.main_window import MainWindow
from fidelity_rater.ui.run import run_window
from fidelity_rater.ui.shell import Shell
from fidelity_rater.ui.theme import Theme
from helpers.window import cheap_application


def test_closing_the_window_ends_the_program_well(own_home: Path, dressed: Theme, qapp: QApplication) -> None:
    hooks = sys.excepthook
    seen: list[str] = []

    def close_it() -> None:
        (window,) = [w for w in QApplication.topLevelWidgets() if isinstance(w, MainWindow)]
        seen.append(window.windowTitle())
        window.close()

    QTimer.singleShot(100, close_it)
    assert run_window(cheap_application(own_home)) == 0
    assert seen == ["Fidelity Rater"]
    assert sys.excepthook is hooks


def test_making_the_demo_can_be_stopped_and_leaves_nothing(own_home: Path, dressed: Theme, qtbot: QtBot) -> None:
    application = cheap_application(own_home)
    window = MainWindow(Shell(application, QtJobs(), dressed, open_jobs=QtJobs))
    qtbot.addWidget(window)
    window.show()
    start = window.start
    start.demo.open.click()
    qtbot.waitUntil(lambda: start.progress.bar.maximum() == 1000, timeout=20_000)
    assert not start.demo.open.isEnabled()
    start.progress.cancel.click()
    qtbot.waitUntil(lambda: not start.work.busy, timeout=20_000)
    assert window.area is None
    assert not application.demo.made
    assert start.demo.open.isEnabled()
    window.close()
