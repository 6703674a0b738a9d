"""Starts the window: Qt, the look, the watch for crashes, the runner of slow work."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QLibraryInfo, QLocale, QSettings, QTranslator
from PySide6.QtWidgets import QApplication

from fidelity_rater.app.application import Application
from fidelity_rater.crashes import Crashes
from fidelity_rater.logs import start_logging, stop_logging
from fidelity_rater.ui.crash import CrashWatch
from fidelity_rater.ui.jobs import QtJobs
from fidelity_rater.ui.main_window import MainWindow
from fidelity_rater.ui.shell import Shell
from fidelity_rater.ui.stopping import StopRequests
from fidelity_rater.ui.theme import ColourChoice, Theme


def run_window(application: Application, demo: bool = False, package: Path | None = None) -> int:
    """Show the window until it is closed; return the process's exit code. ``package`` is opened in it."""
    existing = QApplication.instance()
    qt = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    leave_no_trail()
    log = start_logging(application.log_folder)
    crashes = Crashes(application.log_folder).catch()
    watch = CrashWatch(crashes)
    try:
        return _run(qt, application, demo=demo, package=package)
    finally:
        watch.release()
        crashes.release()
        stop_logging(log)


def leave_no_trail() -> None:
    """Have Qt's own file dialog write no list of the folders it was in: one may bear a client's name."""
    QSettings.setPath(QSettings.Format.NativeFormat, QSettings.Scope.UserScope, os.devnull)


def dressed(qt: QApplication, application: Application) -> Theme:
    """Give the application its name, its language and its look."""
    qt.setApplicationName("fidelity-rater")
    qt.setApplicationDisplayName("")
    _speak(qt)
    settings = application.settings.load()
    return Theme(qt, choice=ColourChoice(settings.appearance), text=settings.text_percent)


def _run(qt: QApplication, application: Application, *, demo: bool, package: Path | None = None) -> int:
    theme = dressed(qt, application)
    jobs = QtJobs()
    window = MainWindow(Shell(application, jobs, theme, open_jobs=QtJobs))
    window.show()
    if demo:
        window.later(window.start.open_demo)
    if package is not None:
        window.later(lambda: window.hold_package(package))
    stopping = StopRequests()
    stopping.stop_requested.connect(window.close)
    code = qt.exec()
    stopping.release()
    window.close()
    jobs.close()
    theme.close()
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    return code


def _speak(qt: QApplication) -> None:
    """Have Qt's own words, such as those of its file dialogs, in the person's language where Qt knows it."""
    translator = QTranslator(qt)
    if translator.load(QLocale(), "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        qt.installTranslator(translator)
