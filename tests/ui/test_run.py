"""The window as the command opens it: real threads, the demo's door, and an end that leaves nothing running."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QSettings, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from fidelity_rater.ui.jobs import QtJobs
from fidelity_rater.ui.main_window import MainWindow
from fidelity_rater.ui.run import leave_no_trail, run_window
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


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there does Qt bring a file dialog of its own")
def test_no_folder_that_a_file_was_looked_for_in_is_written_down(tmp_path: Path, qtbot: QtBot) -> None:
    def look_in(folder: str) -> list[Path]:
        (tmp_path / folder).mkdir()
        dialog = QFileDialog(directory=str(tmp_path / folder))
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
        dialog.show()
        dialog.accept()
        dialog.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        return [path for path in kept.rglob("*") if path.is_file() and b"Anna" in path.read_bytes()]

    kept = tmp_path / "config"
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, str(kept))
    assert look_in("Anna's first session")
    for path in kept.iterdir():
        path.unlink()
    leave_no_trail()
    assert not look_in("Anna's second session")


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
