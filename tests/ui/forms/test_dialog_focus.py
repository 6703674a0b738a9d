"""A dialog's keys begin at its first question, and it grows for what went wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.ui.forms.task_dialog import TaskDialog
from fidelity_rater.ui.rating.correction_dialog import CorrectionDialog
from fidelity_rater.ui.theme import Theme


def test_a_reason_can_be_typed_at_once(dressed: Theme, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    dialog = CorrectionDialog(parent, jobs=InlineJobs(), correct=str, done=lambda _: None)
    dialog.show_over()
    assert dialog.focusWidget() is dialog.reason
    dialog.reject()


def test_a_fault_takes_no_room_from_the_rows(dressed: Theme, qtbot: QtBot) -> None:
    parent = QWidget()
    parent.resize(900, 900)
    qtbot.addWidget(parent)
    parent.show()
    dialog = CorrectionDialog(parent, jobs=InlineJobs(), correct=str, done=lambda _: None)
    dialog.show_over()
    before = dialog.height()
    dialog.banner.show_message("The reason is missing. " * 8)
    assert dialog.height() >= before + dialog.banner.heightForWidth(dialog.width() - 48)
    dialog.reject()


def test_enter_closes_what_is_done(dressed: Theme, qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.show()
    dialog = TaskDialog(parent, jobs=InlineJobs(), text="Writing", work=lambda _: 3, told=str)
    dialog.begin()
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog.close_button, Qt.Key.Key_Return)
