"""The list that drops from a combo box shows all of its entries, whether a mouse or a key opened it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QComboBox, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fidelity_rater.ui.forms.fields import ChoiceField, OpenChoiceField
from fidelity_rater.ui.theme import ColourChoice, Theme


def _fitting(box: QComboBox) -> tuple[int, int]:
    """The height of the rows that the list is to show, and of its place for them."""
    view = box.view()
    rows = min(box.count(), box.maxVisibleItems())
    wanted = sum(view.visualRect(view.model().index(row, 0)).height() for row in range(rows))
    return wanted, view.viewport().height()


@pytest.mark.parametrize(("colours", "text"), [(ColourChoice.LIGHT, 100), (ColourChoice.DARK, 150)])
@pytest.mark.qt_log_ignore("does not support grabbing the keyboard", extend=True)
@pytest.mark.parametrize("focused", [True, False])
def test_a_list_shows_all_of_its_entries(
    dressed: Theme, qtbot: QtBot, colours: ColourChoice, text: int, focused: bool
) -> None:
    dressed.choose(colours)
    dressed.scale_text(text)
    window = QWidget()
    qtbot.addWidget(window)
    dressed.dress(window)
    column = QVBoxLayout(window)
    boxes: list[QComboBox] = [
        ChoiceField([("a", "Short form"), ("b", "Full form")]),
        ChoiceField([(str(n), f"Session {n}") for n in range(30)]),
        OpenChoiceField(["Supervisor", "Panel", "Peer"]),
        QComboBox(),
    ]
    boxes[-1].addItems(["All", "Middle phase", "Termination"])
    for box in boxes:
        column.addWidget(box)
    window.show()
    qtbot.waitUntil(window.isVisible)
    for box in boxes:
        height = box.height()
        if focused:
            box.setFocus()
            qtbot.waitUntil(box.hasFocus)
        box.showPopup()
        qtbot.waitUntil(box.view().isVisible)
        wanted, room = _fitting(box)
        assert room >= wanted > 0
        assert (box.count() > box.maxVisibleItems()) or box.view().verticalScrollBar().maximum() == 0
        box.hidePopup()
        assert box.height() == height
