from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fidelity_rater.app.desk_models import SoundPart, SoundStatus
from fidelity_rater.ui.keys.binder import KeyBinder
from fidelity_rater.ui.widgets.text import KeyHint
from fidelity_rater.ui.widgets.transport_bar import TransportBar

HOUR = SoundStatus(duration_ms=3_130_000)


@pytest.fixture
def bar(qtbot: QtBot) -> TransportBar:
    widget = TransportBar()
    qtbot.addWidget(widget)
    widget.resize(900, 90)
    widget.show_sound(HOUR)
    widget.show()
    return widget


def test_the_position_reads_as_people_read_it(bar: TransportBar) -> None:
    bar.show_position(767_390)
    assert bar.position.text() == "12:47.3"
    assert bar.duration.text() == "/ 52:10"


def test_showing_is_silent(bar: TransportBar, qtbot: QtBot) -> None:
    heard: list[object] = []
    for signal in (bar.position_chosen, bar.rate_chosen, bar.volume_chosen, bar.part_chosen, bar.play_pressed):
        signal.connect(lambda *values: heard.append(values))
    parts = (SoundPart("a", "Part 1 of 2"), SoundPart("b", "Part 2 of 2"))
    bar.show_sound(replace(HOUR, playing=True, rate=1.5, volume=40, parts=parts, part="b"))
    bar.show_position(5000)
    assert heard == []
    assert bar.part.currentText() == "Part 2 of 2"
    assert bar.part.isVisible()


def test_one_control_plays_and_pauses(bar: TransportBar, qtbot: QtBot) -> None:
    with qtbot.waitSignal(bar.play_pressed):
        bar.play.click()
    assert bar.play.accessibleName() == "Play"
    bar.show_sound(replace(HOUR, playing=True))
    assert bar.play.accessibleName() == "Pause"


def test_steps_are_as_long_as_the_rater_set_them(bar: TransportBar, qtbot: QtBot) -> None:
    bar.show_sound(replace(HOUR, skip_ms=3000))
    with qtbot.waitSignal(bar.skipped, check_params_cb=lambda by: by == -3000):
        bar.back.click()
    assert bar.forward_text.text() == "3 s"


@pytest.mark.parametrize(
    ("rate", "press", "announced"), [(1.0, "faster", 1.05), (0.55, "slower", 0.5), (2.0, "faster", None)]
)
def test_speed_goes_in_fine_steps_within_bounds(
    bar: TransportBar, rate: float, press: str, announced: float | None
) -> None:
    heard: list[float] = []
    bar.show_sound(replace(HOUR, rate=rate))
    bar.rate_chosen.connect(heard.append)
    getattr(bar, press).click()
    assert heard == ([] if announced is None else [announced])


def test_one_press_leads_back_to_normal_speed(bar: TransportBar, qtbot: QtBot) -> None:
    bar.show_sound(replace(HOUR, rate=1.35))
    assert bar.rate.text() == "1.35×"
    with qtbot.waitSignal(bar.rate_chosen, check_params_cb=lambda rate: rate == 1.0):
        bar.normal.click()


def test_mute_remembers_how_loud_it_was(bar: TransportBar, qtbot: QtBot) -> None:
    bar.show_sound(replace(HOUR, volume=70))
    with qtbot.waitSignal(bar.volume_chosen, check_params_cb=lambda volume: volume == 0):
        bar.mute.click()
    bar.show_sound(replace(HOUR, volume=0))
    with qtbot.waitSignal(bar.volume_chosen, check_params_cb=lambda volume: volume == 70):
        bar.mute.click()


def test_a_fault_is_said_and_stops_what_cannot_work(bar: TransportBar, qtbot: QtBot) -> None:
    bar.show_sound(replace(HOUR, fault="No sound device was found. Plug one in and try again."))
    assert bar.fault.isVisible()
    assert "No sound device" in bar.fault.message.text()
    assert not bar.play.isEnabled()
    with qtbot.waitSignal(bar.fault_retried):
        bar.fault.action.click()
    bar.show_sound(HOUR)
    assert not bar.fault.isVisible()
    assert bar.play.isEnabled()


def test_uncertain_times_are_marked(bar: TransportBar) -> None:
    assert not bar.approximate.isVisible()
    bar.show_sound(replace(HOUR, approximate=True))
    assert bar.approximate.isVisible()


def test_how_it_is_heard_is_shown_and_asked_for(bar: TransportBar, qtbot: QtBot) -> None:
    hearing = bar.hearing
    bar.show_sound(replace(HOUR, skips_silences=True, saved_ms=250_000, stereo=True, channel="left", levelled=True))
    assert (hearing.skipping.isChecked(), hearing.levelling.isChecked(), hearing.channel.isChecked()) == (True,) * 3
    assert "saves 4 minutes" in hearing.skipping.accessibleName()
    assert "left" in hearing.channel.accessibleName()
    with qtbot.waitSignal(hearing.skipping_chosen, check_params_cb=lambda on: on is False):
        hearing.skipping.click()
    with qtbot.waitSignal(hearing.levelling_chosen, check_params_cb=lambda on: on is False):
        hearing.levelling.click()
    with qtbot.waitSignal(hearing.channel_chosen, check_params_cb=lambda channel: channel == "right"):
        hearing.channel.click()
    assert hearing.skipping.isChecked(), "it shows what is, not what was asked for"


def test_what_cannot_be_had_is_not_offered(bar: TransportBar) -> None:
    hearing = bar.hearing
    bar.show_sound(replace(HOUR, stereo=False, can_level=False))
    assert not hearing.channel.isVisible()
    assert not hearing.levelling.isVisible()
    asked: list[object] = []
    hearing.levelling_chosen.connect(asked.append)
    hearing.channel_chosen.connect(asked.append)
    hearing.toggle_levelling()
    hearing.next_channel()
    assert asked == []


def test_where_room_is_short_the_key_caps_give_way(qtbot: QtBot) -> None:
    bar = TransportBar()
    qtbot.addWidget(bar)
    KeyBinder().show_on(bar)
    bar.show_sound(replace(HOUR, stereo=True))
    bar.resize(bar.minimumSizeHint().width(), 60)
    bar.show()
    assert bar.layout() is not None
    assert not any(cap.isVisible() for cap in bar.findChildren(KeyHint))
    assert bar.volume.geometry().right() <= bar.width()
    bar.resize(1600, 60)
    assert any(cap.isVisible() for cap in bar.findChildren(KeyHint))


def test_key_caps_that_gave_way_ask_for_no_room(qtbot: QtBot) -> None:
    """Not even until the bar is laid out anew: the window around it would grow beyond the screen."""
    window = QWidget()
    qtbot.addWidget(window)
    bar = TransportBar(window)
    KeyBinder().show_on(bar)
    bar.show_sound(HOUR)
    bar.resize(2000, 60)
    window.show()
    least = bar.minimumSizeHint().width()
    assert any(cap.isVisible() for cap in bar.findChildren(KeyHint))
    bar.resize(least, 60)
    assert not any(cap.isVisible() for cap in bar.findChildren(KeyHint))
    assert bar.minimumSizeHint().width() == least
