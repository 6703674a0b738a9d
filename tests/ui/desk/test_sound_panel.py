"""The sound panel: two pictures and the controls that stay of one mind."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from fidelity_rater.app.desk_models import SoundStatus
from fidelity_rater.app.evidence_models import DeskMoment
from fidelity_rater.ui.desk.sound_panel import SoundPanel
from fidelity_rater.ui.theme import Theme
from helpers.waves import MadeWaveform

HALF_HOUR = SoundStatus(duration_ms=1_800_000, part="one")


@pytest.fixture
def panel(qtbot: QtBot, dressed: Theme) -> SoundPanel:
    widget = SoundPanel()
    qtbot.addWidget(widget)
    widget.resize(1280, 200)
    widget.show_sound(HALF_HOUR)
    widget.show()
    return widget


def test_both_pictures_seek(panel: SoundPanel, qtbot: QtBot) -> None:
    for picture in (panel.overview, panel.strip):
        with qtbot.waitSignal(panel.transport.position_chosen):
            qtbot.mouseClick(picture, Qt.MouseButton.LeftButton, pos=QPoint(300, 30))


def test_the_time_that_is_read_is_the_hands_while_it_moves(panel: SoundPanel, qtbot: QtBot) -> None:
    panel.show_position(767_390)
    assert panel.transport.position.text() == "12:47.3"
    qtbot.mousePress(panel.overview, Qt.MouseButton.LeftButton, pos=QPoint(6, 30))
    panel.show_position(768_000)
    assert panel.transport.position.text() == "00:00.0"
    qtbot.mouseRelease(panel.overview, Qt.MouseButton.LeftButton, pos=QPoint(6, 30))
    panel.show_position(768_000)
    assert panel.transport.position.text() == "12:48.0"


def test_the_frame_and_the_strip_show_the_same_stretch(panel: SoundPanel) -> None:
    panel.overview.window_dragged.emit(600_000)
    assert panel.strip.window_ms == (600_000, 630_000)
    panel.strip.zoom_in()
    assert panel.overview._window == panel.strip.window_ms


def test_only_the_parts_own_moments_are_drawn(panel: SoundPanel) -> None:
    one = DeskMoment("m1", "a", "A", 0, 1000, "for", "", "one")
    two = DeskMoment("m2", "a", "A", 0, 1000, "for", "", "two")
    panel.show_moments([one, two])
    assert [m.uid for m in panel.strip.moments.all()] == ["m1"]
    panel.strip.show_selection((0, 500))
    panel.show_sound(SoundStatus(duration_ms=1000, part="two"))
    assert [m.uid for m in panel.strip.moments.all()] == ["m2"]
    assert panel.selection is None, "what is selected belongs to its part"
    panel.show_moment(one)
    assert [m.uid for m in panel.overview.moments.all()] == ["m2"]
    panel.remove_moment("m2")
    assert len(panel.overview.moments) == len(panel.strip.moments) == 0


def test_what_cannot_be_played_can_still_be_looked_at(panel: SoundPanel) -> None:
    panel.show_waveform(MadeWaveform(1_800_000))
    panel.show_sound(SoundStatus(duration_ms=1_800_000, part="one", fault="No sound device."))
    assert panel.overview.maximum() == 1_800_000
    assert not panel.overview.isEnabled()
    assert not panel.strip.isEnabled()


def test_the_tools_offer_what_makes_a_difference(panel: SoundPanel, qtbot: QtBot) -> None:
    panel.show_waveform(MadeWaveform(1_800_000, level=lambda ms: 0.9))
    assert not panel.tools.larger.isVisibleTo(panel)
    assert not panel.tools.apart.isVisibleTo(panel)
    panel.show_waveform(MadeWaveform(1_800_000, level=lambda ms: 0.01, right=lambda ms: 0.02))
    assert panel.tools.larger.isChecked()
    assert panel.tools.larger.text() == f"×{panel.strip.gain}"
    qtbot.mouseClick(panel.tools.larger, Qt.MouseButton.LeftButton)
    assert panel.strip.gain == 1
    qtbot.mouseClick(panel.tools.apart, Qt.MouseButton.LeftButton)
    assert panel.strip.apart
    span = panel.strip.window_ms[1] - panel.strip.window_ms[0]
    qtbot.mouseClick(panel.tools.nearer, Qt.MouseButton.LeftButton)
    assert panel.strip.window_ms[1] - panel.strip.window_ms[0] < span


def test_the_strip_folds_away(panel: SoundPanel, qtbot: QtBot) -> None:
    tall = panel.sizeHint().height()
    qtbot.mouseClick(panel.fold, Qt.MouseButton.LeftButton)
    assert not panel.strip_shown
    qtbot.waitUntil(lambda: panel.sizeHint().height() < tall - 60)
    qtbot.mouseClick(panel.fold, Qt.MouseButton.LeftButton)
    assert panel.strip_shown
