"""Every control has a name for a screen reader and a place in the tab order, and none is cut off at 150 %."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractButton, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from fidelity_rater.app.importing import ImportPlace
from fidelity_rater.ui.main_window import MainWindow
from fidelity_rater.ui.theme import Theme
from helpers.screens import begin_rating, enter_library, make_window
from helpers.sounds import wav_bytes


@pytest.fixture
def window(own_home: Path, dressed: Theme, qtbot: QtBot) -> Iterator[MainWindow]:
    window = make_window(own_home, dressed, qtbot)
    window.resize(1280, 800)
    yield window
    window.choose_text(100)
    window.close()


def walk(window: MainWindow, tmp_path: Path, qtbot: QtBot, look: Callable[[str, QWidget], None]) -> None:
    """Look at every screen and dialog there is."""
    look("start", window.start)
    area = enter_library(window)
    work = area.work
    session = work.caseload.place("T07", "C2", scheduled=6)
    tape = tmp_path / "tape.wav"
    tape.write_bytes(wav_bytes(2))
    look("empty caseload", area)
    area.bring_in([tape], ImportPlace("T07", "C2", 6))
    look("import", area)
    area.screens.importing.on_start()
    look("imported", area)
    area.show_caseload()
    qtbot.waitUntil(lambda: bool(area.caseload.view.cards))
    look("caseload", area)
    page = area.caseload.view.page
    assert page is not None
    editing, case = area.caseload.editing, page.cases[0].case
    for name, act in (
        ("therapist", editing.edit_therapist),
        ("case", lambda: editing.edit_case(case.uid)),
        ("focus", lambda: editing.set_focus(case.uid)),
        ("measures", lambda: editing.edit_measures(case.uid)),
        ("session", lambda: editing.edit_session(session.uid)),
        ("settings", lambda: window.acts.carry_out("settings")),
        ("identity", lambda: window.acts.carry_out("identity")),
        ("about", lambda: window.acts.carry_out("about")),
        ("keys", lambda: window.acts.carry_out("keys")),
    ):
        act()
        for dialog in [d for d in window.findChildren(QDialog) if d.isVisible()]:
            look(name, dialog)
            dialog.reject()
    begin_rating(area)
    look("desk", area)
    area.show_caseload()
    window.lock()
    look("lock", window.lock_screen)
    window.on_unlocked()


def test_every_control_that_can_be_reached_has_a_name(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    nameless: list[str] = []

    def look(where: str, root: QWidget) -> None:
        for widget in root.findChildren(QWidget):
            reached = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus) and widget.isVisible()
            if not reached or widget.focusProxy() is not None or inner(widget):
                continue
            interface = QAccessible.queryAccessibleInterface(widget)
            if interface is None or not interface.text(QAccessible.Text.Name).strip():
                nameless.append(f"{where}: {type(widget).__name__} in {type(widget.parentWidget()).__name__}")

    walk(window, tmp_path, qtbot, look)
    assert not nameless


def inner(widget: QWidget) -> bool:
    """Parts that Qt puts into its own controls, and areas that only scroll."""
    return widget.objectName().startswith("qt_") or type(widget).__name__ in ("QScrollArea", "PageArea", "QScrollBar")


def test_no_button_is_cut_off_at_150_percent(window: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    window.choose_text(150)
    cut: list[str] = []

    def look(where: str, root: QWidget) -> None:
        QCoreApplication.processEvents()  # layouts answer to a new text size when the event loop turns
        for button in root.findChildren(QAbstractButton):
            text = isinstance(button, QPushButton) and bool(button.text())
            if text and button.isVisible() and button.width() < button.minimumSizeHint().width():
                cut.append(f"{where}: {button.text()}")
        for widget in root.findChildren(QWidget):
            inside = widget.parentWidget() is root and widget.isVisible() and not widget.isWindow()
            if inside and widget.geometry().right() > root.width():
                cut.append(f"{where}: {type(widget).__name__} is wider than the screen")

    walk(window, tmp_path, qtbot, look)
    assert not cut
    assert window.width() == 1280, "the screens fit a small laptop"
