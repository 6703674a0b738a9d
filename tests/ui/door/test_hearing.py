"""Playing one moment after another, in time that is turned by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from fidelity_rater.app.clock import PlaybackClock
from fidelity_rater.app.door.models import Play
from fidelity_rater.app.inline_jobs import InlineJobs
from fidelity_rater.playback.simulated import SimulatedPlayer
from fidelity_rater.ui.hearing.hearing import Heard, Hearing
from fidelity_rater.ui.hearing.player_bar import PlayerBar
from ui.door.conftest import Trainee


@pytest.fixture
def player() -> SimulatedPlayer:
    return SimulatedPlayer()


@pytest.fixture
def play(trainee: Trainee) -> Play:
    document = trainee.receive(clip=True)
    trainee.work.door.show_now(document.uid)
    found = trainee.work.door.letter(document.uid).moments[0].play
    assert found is not None
    return found


@pytest.fixture
def hearing(trainee: Trainee, player: SimulatedPlayer, qtbot: QtBot) -> Iterator[Hearing]:
    trainee.work.application = replace(trainee.work.application, open_player=lambda: player)
    made = Hearing(trainee.work, InlineJobs(), open_sound=trainee.work.door.sounds.open)
    made._clock = PlaybackClock(player.time)
    yield made
    made.close()


def run(hearing: Hearing, player: SimulatedPlayer, ms: int) -> None:
    for _ in range(0, ms, 50):
        player.advance(50)
        hearing.look()


def test_it_ends_where_the_moment_ends_and_begins_anew(hearing: Hearing, player: SimulatedPlayer, play: Play) -> None:
    short = replace(play, start_ms=1000, end_ms=3000)
    hearing.start(short)
    run(hearing, player, 1000)
    assert hearing.playing
    assert hearing.heard.position_ms == pytest.approx(1000, abs=100)
    run(hearing, player, 1500)
    assert not hearing.playing
    assert hearing.heard.position_ms == pytest.approx(2000, abs=100)
    hearing.start(short)
    assert hearing.playing
    assert hearing.heard.position_ms == pytest.approx(0, abs=100)


def test_paused_it_goes_on_where_it_was(hearing: Hearing, player: SimulatedPlayer, play: Play) -> None:
    hearing.start(play)
    run(hearing, player, 1000)
    hearing.start(play)
    assert not hearing.playing
    at = hearing.heard.position_ms
    hearing.start(play)
    run(hearing, player, 500)
    assert hearing.heard.position_ms > at


def test_an_engine_that_tells_late_that_it_paused_is_looked_after_until_then(
    hearing: Hearing, player: SimulatedPlayer, play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    pause_now = player.pause
    monkeypatch.setattr(player, "pause", lambda: None)
    shown: list[Heard] = []
    hearing.changed.connect(shown.append)
    hearing.start(replace(play, start_ms=0, end_ms=1000))
    run(hearing, player, 1200)
    assert hearing.playing
    pause_now()
    assert hearing._looking.isActive()
    hearing.look()
    assert not shown[-1].playing
    assert not hearing._looking.isActive()


def test_another_stretch_of_the_same_sound_needs_no_reading(
    hearing: Hearing, player: SimulatedPlayer, play: Play, monkeypatch: pytest.MonkeyPatch
) -> None:
    hearing.start(play)
    monkeypatch.setattr(player, "load", lambda *_, **__: pytest.fail("read again"))
    hearing.start(replace(play, start_ms=5000, end_ms=6000))
    assert hearing.playing
    assert hearing.heard.recording_ms == pytest.approx(play.offset_ms + 5000, abs=200)


def test_forgotten_nothing_is_heard(hearing: Hearing, player: SimulatedPlayer, play: Play) -> None:
    hearing.start(play)
    hearing.forget()
    assert hearing.heard.play is None
    hearing.toggle()
    assert not hearing.playing


def test_a_press_beside_the_handle_goes_as_far_as_what_is_heard_asks_for(qtbot: QtBot, play: Play) -> None:
    bar = PlayerBar()
    qtbot.addWidget(bar)
    for length_ms, page_ms in ((12_000, 5000), (3_300_000, 165_000)):
        bar.show_heard(Heard(replace(play, start_ms=0, end_ms=length_ms)))
        assert bar.slider.pageStep() == page_ms
