"""The crash dialog is calm, says where the report lies, and comes once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMessageLogContext, QtMsgType
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fidelity_rater.crashes import Crashes
from fidelity_rater.logs import start_logging, stop_logging
from fidelity_rater.ui.crash import CrashDialog, CrashWatch, log_qt_message
from helpers.shown_texts import untranslated


@pytest.fixture
def crashes() -> Iterator[Crashes]:
    handler = start_logging()
    yield Crashes()
    stop_logging(handler)


@pytest.fixture
def watch(qtbot: QtBot, crashes: Crashes) -> Iterator[CrashWatch]:
    watch = CrashWatch(crashes)
    yield watch
    watch.release()


def test_the_dialog_speaks_every_language(qtbot: QtBot, pseudo_locale: None) -> None:
    dialog = CrashDialog(Path("/logs/report.log"))
    qtbot.addWidget(dialog)
    assert untranslated(dialog, data=(str(Path("/logs/report.log")),)) == []


def test_the_dialog_says_where_the_report_lies(qtbot: QtBot, crashes: Crashes) -> None:
    dialog = CrashDialog(crashes.log_file)
    qtbot.addWidget(dialog)
    assert dialog.place.text() == str(crashes.log_file)
    dialog.keep_on.click()
    assert dialog.result() == CrashDialog.DialogCode.Accepted


def test_a_crash_on_another_thread_is_told_on_the_windows_own(
    watch: CrashWatch, crashes: Crashes, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[threading.Thread] = []
    monkeypatch.setattr(CrashDialog, "ask", lambda *_: told.append(threading.current_thread()) or True)
    thread = threading.Thread(target=crashes.report, args=(RuntimeError(),))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(told))
    assert told == [threading.main_thread()]


def test_a_second_crash_while_the_first_is_told_opens_no_second_dialog(
    watch: CrashWatch, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def ask(*_: object) -> bool:
        told.append("told")
        watch.on_crashed()
        return True

    monkeypatch.setattr(CrashDialog, "ask", ask)
    watch.on_crashed()
    assert told == ["told"]


def test_the_program_ends_when_the_person_wants_so(
    watch: CrashWatch, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes: list[int] = []
    monkeypatch.setattr(CrashDialog, "ask", lambda *_: False)
    monkeypatch.setattr(QApplication, "exit", codes.append)
    watch.on_crashed()
    assert codes == [1]


def test_qts_messages_are_kept_without_their_words(crashes: Crashes) -> None:
    log_qt_message(QtMsgType.QtWarningMsg, QMessageLogContext(), "QFile::open: cannot read /home/jo/Ottilie.wav")
    log_qt_message(QtMsgType.QtCriticalMsg, QMessageLogContext(), "could not load Ottilie")
    text = crashes.log_file.read_text(encoding="utf-8")
    assert "WARNING fidelity_rater.ui.crash" in text
    assert "Qt: QFile::open" in text
    assert "Qt said something" in text
    assert "Ottilie" not in text
