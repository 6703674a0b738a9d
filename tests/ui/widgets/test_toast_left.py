"""What a toast said is over once its screen was left."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fidelity_rater.ui.theme import Theme
from fidelity_rater.ui.widgets.toast import Toast


def test_leaving_the_screen_ends_the_toast(dressed: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    page = QWidget(window)
    toast = Toast(page)
    window.show()
    toast.show_message("Signed and locked")
    assert toast.isVisible()
    page.hide()
    page.show()
    assert not toast.isVisible()
