"""The overview: a seek bar first, with the sound, its moments and what was heard drawn in it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from fidelity_rater.app.evidence_models import HeardBand
from fidelity_rater.app.look import LIGHT
from fidelity_rater.ui.waveform.overview import EDGE, Overview
from helpers.waves import MadeWaveform
from ui.waveform.conftest import HOUR, WIDTH, differing, inked, moment, painted

LEFT = Qt.MouseButton.LeftButton
SOUND = (LIGHT.control, LIGHT.muted)


def at(ms: int, y: int = 23) -> QPoint:
    return QPoint(EDGE + round(ms * WIDTH / HOUR), y)


def test_a_press_goes_there_once_the_hand_lets_go(overview: Overview, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(overview.position_chosen):
        qtbot.mousePress(overview, LEFT, pos=at(HOUR // 2))
        qtbot.mouseMove(overview, at(HOUR // 4))
    assert overview.value() == HOUR // 4
    with qtbot.waitSignal(overview.position_chosen, check_params_cb=lambda ms: ms == HOUR // 4):
        qtbot.mouseRelease(overview, LEFT, pos=at(HOUR // 4))


def test_the_clock_never_pulls_it_out_of_a_hand(overview: Overview, qtbot: QtBot) -> None:
    qtbot.mousePress(overview, LEFT, pos=at(HOUR // 2))
    overview.show_position(1000)
    assert overview.value() == HOUR // 2
    qtbot.mouseRelease(overview, LEFT, pos=at(HOUR // 2))
    overview.show_position(1000)
    assert overview.value() == 1000


@pytest.mark.parametrize(
    ("key", "goes_to"),
    [
        (Qt.Key.Key_Left, 595_000),
        (Qt.Key.Key_Right, 605_000),
        (Qt.Key.Key_PageUp, 540_000),
        (Qt.Key.Key_PageDown, 660_000),
        (Qt.Key.Key_Home, 0),
        (Qt.Key.Key_End, HOUR),
    ],
)
def test_keys_move_it(overview: Overview, qtbot: QtBot, key: Qt.Key, goes_to: int) -> None:
    overview.show_position(600_000)
    with qtbot.waitSignal(overview.position_chosen, check_params_cb=lambda ms: ms == goes_to):
        qtbot.keyClick(overview, key)


def test_the_frame_is_dragged_by_its_upper_edge(overview: Overview, qtbot: QtBot) -> None:
    overview.show_window(1_800_000, 2_160_000)
    qtbot.mousePress(overview, LEFT, pos=at(1_900_000, y=3))
    with (
        qtbot.assertNotEmitted(overview.position_chosen),
        qtbot.waitSignal(overview.window_dragged, check_params_cb=lambda ms: abs(ms - 800_000) < 4000),
    ):
        qtbot.mouseMove(overview, at(900_000, y=3))
    qtbot.mouseRelease(overview, LEFT, pos=at(900_000, y=3))
    qtbot.mousePress(overview, LEFT, pos=at(1_900_000))
    assert overview.held, "elsewhere within the frame one seeks as everywhere"
    qtbot.mouseRelease(overview, LEFT, pos=at(1_900_000))


def test_it_fills_in_while_the_sound_becomes_known(overview: Overview) -> None:
    overview.show_waveform(None)
    overview.show_progress("Drawing the sound … 0 %")
    assert inked(painted(overview), at(HOUR // 4).x(), *SOUND) <= 3, "a plain bar"
    overview.show_waveform(MadeWaveform(HOUR, level=lambda ms: 0.9, known=HOUR // 2))
    half = painted(overview)
    assert inked(half, at(HOUR // 4).x(), *SOUND) > 10
    assert inked(half, at(HOUR * 5 // 8).x(), *SOUND) <= 3
    assert inked(half, at(HOUR * 5 // 8).x(), LIGHT.sunken) > 8, "what is not known does not look like silence"
    overview.show_progress("Drawing the sound … 51 %")
    assert differing(half, painted(overview)), "how far it has come is told"
    assert "51 %" in overview.accessibleDescription()
    overview.show_waveform(MadeWaveform(HOUR, level=lambda ms: 0.9))
    overview.show_progress("")
    assert inked(painted(overview), at(HOUR * 5 // 8).x(), *SOUND) > 10


def test_now_is_at_its_time_also_at_the_ends(overview: Overview) -> None:
    for now in (0, HOUR // 2, HOUR):
        overview.show_position(now)
        assert inked(painted(overview), at(now).x(), LIGHT.text) > 30


def test_moments_for_lie_above_and_against_below(overview: Overview) -> None:
    bare = painted(overview)
    overview.show_moments([moment("f", 600_000, 610_000), moment("a", 1_200_000, 1_210_000, bearing="against")])
    marked = painted(overview)

    def rows(ms: int) -> set[int]:
        columns = range(at(ms).x() - 5, at(ms).x() + 6)
        return {y for y in range(46) for x in columns if bare.pixel(x, y) != marked.pixel(x, y)}

    assert max(rows(600_000)) < 12
    assert min(rows(1_200_000)) > 34
    overview.remove_moment("f")
    overview.show_moment(moment("a", 1_200_000, 1_210_000))
    after = painted(overview)
    assert set(differing(after, bare)) <= set(range(at(1_200_000).x() - 5, at(1_200_000).x() + 6))


def test_what_was_heard_selected_and_skipped_is_seen(overview: Overview) -> None:
    overview.show_waveform(MadeWaveform(HOUR, level=lambda ms: 0.2))
    for show in (
        lambda: overview.show_heard(HeardBand(((600_000, 1_200_000),))),
        lambda: overview.show_skipped(((600_000, 1_200_000),)),
        lambda: overview.show_selection((600_000, 1_200_000)),
    ):
        before = painted(overview)
        show()
        changed = set(differing(before, painted(overview)))
        assert {at(700_000).x(), at(1_100_000).x()} <= changed
        assert changed <= set(range(at(600_000).x() - 2, at(1_200_000).x() + 3))


def test_the_pointer_is_told_time_and_moment(overview: Overview, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr("PySide6.QtWidgets.QToolTip.showText", lambda place, text, widget: said.append(text))
    overview.show_moments([moment("f", 600_000, 610_000)])
    qtbot.mouseMove(overview, at(600_000))
    qtbot.mouseMove(overview, at(900_000))
    assert said[0].startswith("10:0")
    assert "Item a" in said[0]
    assert "\n" not in said[1]


@pytest.mark.parametrize("duration", [0, 1, 100, 48 * HOUR])
def test_every_length_can_be_looked_at(overview: Overview, qtbot: QtBot, duration: int) -> None:
    overview.show_duration(duration)
    overview.show_waveform(MadeWaveform(duration) if duration else None)
    overview.show_window(0, min(30_000, duration))
    overview.show_moments([moment("m", 0, duration)])
    painted(overview)
    qtbot.mouseMove(overview, at(0))
    assert overview.isEnabled() == (duration > 0)
