"""A dialog of steps is as large as its page needs, unless the person has made it another size."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.ui.forms.step_dialog import StepDialog


def test_it_shrinks_to_a_short_page_but_not_under_somebodys_hands(qtbot: QtBot) -> None:
    over = QWidget()
    over.resize(1200, 900)
    qtbot.addWidget(over)
    dialog = StepDialog(over, jobs=InlineJobs(), title="Steps")
    tall, short = QWidget(), QWidget()
    tall.setMinimumHeight(500)
    for page in (tall, short):
        dialog.pages.add_page(page)
    dialog.show_step(tall, heading="Tall", accept="Go on")
    dialog.show_over()
    high = dialog.height()
    assert high >= 500
    dialog.show_step(short, heading="Short", accept="Go on")
    assert dialog.minimumHeight() <= dialog.height() < high - 100
    dialog.show_step(tall, heading="Tall", accept="Go on")
    assert dialog.height() == high
    dialog.resize(dialog.width(), high + 40)
    dialog.show_step(short, heading="Short", accept="Go on")
    assert dialog.height() == high + 40
