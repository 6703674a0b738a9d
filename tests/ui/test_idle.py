from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from fidelity_rater.ui.idle import IdleWatch


@pytest.fixture
def watch(qapp: QApplication) -> Iterator[IdleWatch]:
    made = IdleWatch(qapp, minutes=1)
    yield made
    made.close()


def shown(qtbot: QtBot, widget: QWidget) -> QWidget:
    qtbot.addWidget(widget)
    widget.resize(200, 100)
    with qtbot.waitActive(widget):
        widget.show()
        widget.activateWindow()
    return widget


@pytest.mark.parametrize("touch", ["key", "click", "move"])
def test_a_touch_begins_the_wait_anew(qtbot: QtBot, watch: IdleWatch, touch: str) -> None:
    widget = shown(qtbot, QLineEdit())
    window = widget.windowHandle()
    before = watch.timer.timerId()
    if touch == "key":
        QTest.keyClick(window, Qt.Key.Key_A)
    elif touch == "click":
        QTest.mouseClick(window, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(5, 5))
    else:
        QTest.mouseMove(window, QPoint(9, 9))
    assert watch.timer.timerId() != before  # started anew


def test_a_dialog_is_watched_too(qtbot: QtBot, watch: IdleWatch) -> None:
    shown(qtbot, QWidget())
    dialog = shown(qtbot, QDialog())
    before = watch.timer.timerId()
    QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_A)
    assert watch.timer.timerId() != before


def test_it_tells_once_nobody_has_touched_anything(qtbot: QtBot, watch: IdleWatch) -> None:
    with qtbot.waitSignal(watch.idled, timeout=2000):
        watch.timer.setInterval(20)


def test_with_no_minutes_it_never_tells(watch: IdleWatch) -> None:
    watch.set_minutes(0)
    assert not watch.timer.isActive()
