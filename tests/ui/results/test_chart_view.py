"""The chart as a widget: its dots can be pointed at, walked by key, and opened."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from fidelity_rater.charts.rendering import Picture, Spot
from fidelity_rater.ui.results.chart_view import ChartView

SPOTS = (Spot(40, 60, "r1", "the first"), Spot(100, 60, "r2", "the second"), Spot(160, 20, "r3", "the third"))


@pytest.fixture
def view(qtbot: QtBot) -> ChartView:
    view = ChartView()
    qtbot.addWidget(view)
    view.show_picture(Picture(200, 120, bytes([10, 20, 30, 255]) * 200 * 120, SPOTS))
    return view


def point(view: ChartView, spot: Spot) -> QPoint:
    return view.place_of(spot).toPoint()


def test_it_shows_the_picture_at_its_size(view: ChartView) -> None:
    assert (view.width(), view.height()) == (200, 120)
    assert view.grab().toImage().pixelColor(5, 5).name() == "#0a141e"


def test_a_sharper_picture_is_as_large_on_screen(view: ChartView) -> None:
    view.show_picture(Picture(400, 240, bytes(4) * 400 * 240, SPOTS), ratio=2.0)
    assert (view.width(), view.height()) == (200, 120)
    assert view.place_of(SPOTS[0]) == QPointF(20, 30)


def test_a_click_on_a_dot_opens_its_rating(view: ChartView, qtbot: QtBot) -> None:
    with qtbot.waitSignal(view.spot_opened, check_params_cb=lambda uid: uid == "r2"):
        qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=point(view, SPOTS[1]) + QPoint(6, 0))


@pytest.mark.parametrize(
    ("button", "where"),
    [
        (Qt.MouseButton.LeftButton, lambda view: QPoint(70, 100)),
        (Qt.MouseButton.RightButton, lambda view: point(view, SPOTS[1])),
    ],
)
def test_other_clicks_open_nothing(
    view: ChartView, qtbot: QtBot, button: Qt.MouseButton, where: Callable[[ChartView], QPoint]
) -> None:
    with qtbot.assertNotEmitted(view.spot_opened):
        qtbot.mouseClick(view, button, pos=where(view))


def test_the_hand_shows_what_can_be_opened(view: ChartView, qtbot: QtBot) -> None:
    qtbot.mouseMove(view, point(view, SPOTS[0]))
    view.mouseMoveEvent(_move(point(view, SPOTS[0])))
    assert view.cursor().shape() == Qt.CursorShape.PointingHandCursor
    view.mouseMoveEvent(_move(QPoint(5, 5)))
    assert view.cursor().shape() == Qt.CursorShape.ArrowCursor


def _move(at: QPoint):  # type: ignore[no-untyped-def]
    from PySide6.QtGui import QMouseEvent

    none = Qt.MouseButton.NoButton
    return QMouseEvent(QEvent.Type.MouseMove, QPointF(at), QPointF(at), none, none, Qt.KeyboardModifier.NoModifier)


def test_keys_walk_from_dot_to_dot_and_enter_opens(view: ChartView, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(view.spot_opened):
        qtbot.keyClick(view, Qt.Key.Key_Return)
    assert view.chosen_sentence == ""
    said = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left):
        qtbot.keyClick(view, key)
        said.append(view.chosen_sentence)
    assert said == ["the first", "the second", "the third", "the third", "the second"]
    assert view.accessibleDescription() == "the second"
    with qtbot.waitSignal(view.spot_opened, check_params_cb=lambda uid: uid == "r2"):
        qtbot.keyClick(view, Qt.Key.Key_Enter)


def test_the_dot_that_the_keys_have_reached_is_ringed(view: ChartView, qtbot: QtBot) -> None:
    view.show()
    qtbot.waitExposed(view)
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    before = view.grab().toImage()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    after = view.grab().toImage()
    assert before != after
    ring = point(view, SPOTS[0]) + QPoint(10, 0)
    assert before.pixelColor(ring) != after.pixelColor(ring)


def test_a_new_picture_forgets_the_place(view: ChartView, qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_Right)
    view.show_picture(Picture(200, 120, bytes(4) * 200 * 120, SPOTS[:1]))
    assert view.chosen_sentence == ""


def test_other_keys_are_left_to_others(view: ChartView, qtbot: QtBot) -> None:
    qtbot.keyClick(view, Qt.Key.Key_Escape)
    empty = ChartView()
    qtbot.addWidget(empty)
    qtbot.keyClick(empty, Qt.Key.Key_Right)
    assert empty.chosen_sentence == ""


def test_pointing_tells_the_dot(view: ChartView, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda place, text, widget: told.append(text))
    monkeypatch.setattr(QToolTip, "hideText", lambda: told.append(""))
    for at in (point(view, SPOTS[2]), QPoint(5, 100)):
        QApplication.sendEvent(view, QHelpEvent(QEvent.Type.ToolTip, at, view.mapToGlobal(at)))
    assert told == ["the third", ""]
