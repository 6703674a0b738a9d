"""How a recording is heard, the same with every player: libVLC, the simulated one, and the one without an engine."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from fidelity_rater.app.ports.sound import Channel, PlayerFault, PlayerState
from fidelity_rater.playback import levelling
from fidelity_rater.playback.absent import AbsentPlayer
from fidelity_rater.playback.simulated import HandTime, SimulatedPlayer
from helpers.sounds import MemorySource, wav_bytes
from playback.conftest import HandRig, Rig, vlc_player

NEAR_MS = 80
CHOICES: list[Callable[[Any], None]] = [
    lambda player: player.set_channel(Channel.LEFT),
    lambda player: player.set_channel(Channel.BOTH),
    lambda player: player.set_levelled(True),
    lambda player: player.set_levelled(False),
]


@pytest.fixture(params=["simulated", "libvlc", "absent"])
def rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    made: Rig
    if request.param == "simulated":
        hands = HandTime()
        made = HandRig(SimulatedPlayer(hands), hands)
    else:
        made = Rig(vlc_player() if request.param == "libvlc" else AbsentPlayer(), time.monotonic)
    yield made
    made.player.close()


def plays(rig: Rig) -> bool:
    return rig.player.engine != "none"


@pytest.fixture(scope="module")
def sound() -> bytes:
    return wav_bytes(6)


def test_whether_voices_can_be_levelled_is_known_before_anything_is_loaded(rig: Rig) -> None:
    assert isinstance(rig.player.can_level, bool)
    assert plays(rig) or not rig.player.can_level


def test_choices_made_before_a_recording_is_there_hold_for_it(rig: Rig, sound: bytes) -> None:
    for choose in CHOICES[::2]:
        choose(rig.player)
    rig.load(MemorySource(sound))
    rig.until_state(PlayerState.PAUSED)
    assert rig.clock.now().media_ms == 0
    rig.player.play()
    if plays(rig):
        assert rig.until_heard().media_ms < 700


@pytest.mark.parametrize("choose", CHOICES, ids=["left", "both", "levelled", "not levelled"])
def test_a_choice_while_paused_moves_nothing(rig: Rig, sound: bytes, choose: Callable[[Any], None]) -> None:
    rig.load(MemorySource(sound))
    rig.until_state(PlayerState.PAUSED)
    rig.player.seek(2500)
    choose(rig.player)
    rig.until_state(PlayerState.PAUSED)
    assert rig.clock.now().media_ms == 2500
    rig.player.play()
    if plays(rig):
        assert 2500 - NEAR_MS <= rig.until_heard().media_ms <= 3300


def test_choices_while_playing_keep_the_place_and_playing(rig: Rig, sound: bytes) -> None:
    rig.load(MemorySource(sound))
    rig.until_state(PlayerState.PAUSED)
    rig.player.seek(1000)
    rig.player.play()
    if not plays(rig):
        return
    rig.until_heard()
    for choose in CHOICES:
        before = rig.clock.now().media_ms
        choose(rig.player)
        assert before - NEAR_MS <= rig.until_heard().media_ms <= before + 1500
        assert rig.last.state is PlayerState.PLAYING
    assert PlayerState.FAILED not in rig.states


def test_choices_without_a_recording_and_after_closing_do_nothing(rig: Rig) -> None:
    for choose in CHOICES:
        choose(rig.player)
    rig.player.close()
    said = len(rig.reports)
    for choose in CHOICES:
        choose(rig.player)
    assert len(rig.reports) == said


def test_sound_is_said_to_go_out_only_where_it_does(rig: Rig, sound: bytes) -> None:
    rig.load(MemorySource(sound))
    rig.until_state(PlayerState.PAUSED)
    rig.player.play()
    if plays(rig):
        rig.until_heard()
        rig.until(lambda: rig.last.sounding)
        assert {report.fault for report in rig.reports} == {None}
    else:
        assert rig.last.fault is PlayerFault.NO_ENGINE
        assert rig.last.state is PlayerState.PAUSED


def test_where_nothing_goes_out_none_is_said_to_sound(silent_rig: Any, sound: bytes) -> None:
    silent_rig.load(MemorySource(sound))
    silent_rig.until_state(PlayerState.PAUSED)
    silent_rig.player.play()
    silent_rig.until_state(PlayerState.PLAYING)
    stopped = silent_rig.until_state(PlayerState.PAUSED)
    assert stopped.fault is PlayerFault.NO_SOUND_DEVICE
    assert not any(report.sounding for report in silent_rig.reports if report.state is PlayerState.PLAYING)


def test_a_libvlc_that_cannot_level_says_so_and_plays_on(
    vlc_rig: Any, sound: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(levelling, "_setter", lambda: None)
    assert not vlc_rig.player.can_level
    vlc_rig.player.set_levelled(True)
    vlc_rig.load(MemorySource(sound))
    vlc_rig.player.play()
    vlc_rig.until_heard()
    vlc_rig.player.set_levelled(True)
    assert vlc_rig.until_heard().state is PlayerState.PLAYING
