"""What goes away leaves the focus where it was at work."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fidelity_rater.ui.theme import Theme
from fidelity_rater.ui.widgets.card import scrolling
from fidelity_rater.ui.widgets.emptying import empty


def test_focus_stays_on_the_page_whose_contents_are_made_anew(dressed: Theme, qtbot: QtBot) -> None:
    window, page = QWidget(), QWidget()
    qtbot.addWidget(window)
    top, inside, elsewhere = QPushButton("Caseload"), QPushButton("Retire"), QPushButton("Send")
    lines = QVBoxLayout(page)
    lines.addWidget(inside)
    area = scrolling(page, "References")
    column = QVBoxLayout(window)
    for part in (top, area, elsewhere):
        column.addWidget(part)
    with qtbot.waitExposed(window):
        window.show()
    inside.setFocus()
    empty(lines)
    assert QApplication.focusWidget() is area
    lines.addWidget(QPushButton("Retire"))
    elsewhere.setFocus()
    empty(lines)
    assert QApplication.focusWidget() is elsewhere, "what was not in there is left alone"
