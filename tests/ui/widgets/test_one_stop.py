"""A row of choices is one stop of the Tab key, and the arrow keys lead through it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fidelity_rater.app.desk_models import DeskChoice
from fidelity_rater.ui.desk.focus_choice import FocusChoice
from fidelity_rater.ui.widgets.choice_row import ChoiceRow

Key = Qt.Key
ANSWERS = [DeskChoice(key, key.title()) for key in ("low", "middle", "high")]


class Page(QWidget):
    """Rows of choices between two buttons."""

    def __init__(self) -> None:
        super().__init__()
        self.row, self.areas = ChoiceRow(ANSWERS, name="How much"), FocusChoice()
        self.areas.show_areas(ANSWERS, ())
        self.first, self.last = QPushButton("First"), QPushButton("Last")
        column = QVBoxLayout(self)
        for widget in (self.first, self.row, self.areas, self.last):
            column.addWidget(widget)


def shown(qtbot: QtBot) -> Page:
    page = Page()
    qtbot.addWidget(page)
    with qtbot.waitExposed(page):
        page.show()
    page.activateWindow()
    page.first.setFocus()
    return page


def press(qtbot: QtBot, *keys: Key) -> QWidget:
    focused = QApplication.focusWidget()
    for key in keys:
        assert focused is not None
        qtbot.keyClick(focused, key)
        focused = QApplication.focusWidget()
    assert focused is not None
    return focused


def test_tab_stops_once_in_each_row(qtbot: QtBot) -> None:
    page = shown(qtbot)
    assert press(qtbot, Key.Key_Tab) is page.row.buttons["low"]
    assert press(qtbot, Key.Key_Tab) is page.areas.buttons["low"]
    assert press(qtbot, Key.Key_Tab) is page.last
    assert press(qtbot, Key.Key_Backtab) is page.areas.buttons["low"]


def test_arrow_keys_lead_through_a_row_and_no_further(qtbot: QtBot) -> None:
    page = shown(qtbot)
    row = page.row.buttons
    assert press(qtbot, Key.Key_Tab, Key.Key_Right) is row["middle"]
    assert press(qtbot, Key.Key_Down, Key.Key_Right, Key.Key_Right) is row["high"]
    assert press(qtbot, Key.Key_Left, Key.Key_Left, Key.Key_Up) is row["low"]
    with qtbot.waitSignal(page.row.choice_chosen, check_params_cb=lambda key: key == "middle"):
        press(qtbot, Key.Key_Right, Key.Key_Space)


def test_tab_leads_to_the_answer_that_stands(qtbot: QtBot) -> None:
    page = shown(qtbot)
    page.row.show_chosen("high")
    page.areas.show_areas(ANSWERS, ("middle", "high"))
    assert press(qtbot, Key.Key_Tab) is page.row.buttons["high"]
    assert press(qtbot, Key.Key_Tab) is page.areas.buttons["middle"]
    assert press(qtbot, Key.Key_Left) is page.areas.buttons["middle"], "what cannot be pressed is passed over"
    page.row.begin()
    assert page.row.buttons["high"].hasFocus()


def test_who_walks_a_row_stays_where_they_are(qtbot: QtBot) -> None:
    page = shown(qtbot)
    press(qtbot, Key.Key_Tab, Key.Key_Right)
    page.row.show_chosen("high")
    assert page.row.buttons["middle"].hasFocus()
    assert press(qtbot, Key.Key_Tab, Key.Key_Backtab) is page.row.buttons["middle"]
