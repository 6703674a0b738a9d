"""What every player does, libVLC and the simulated one alike."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from fidelity_rater.app.clock import ClockReading
from fidelity_rater.app.ports.sound import PlayerFault, PlayerState
from fidelity_rater.domain.timecode import ClockQuality
from helpers.sounds import MemorySource, SpoiltSource, wav_bytes

DURATION_MS = 6000
NEAR_MS = 80


@pytest.fixture(scope="module")
def sound() -> bytes:
    return wav_bytes(DURATION_MS / 1000)


def ready(rig: Any, sound: bytes) -> Any:
    rig.load(MemorySource(sound))
    rig.until_state(PlayerState.PAUSED)
    return rig


def test_a_loaded_recording_stands_at_its_start(rig: Any, sound: bytes) -> None:
    ready(rig, sound)
    assert rig.states == [PlayerState.LOADING, PlayerState.PAUSED]
    assert rig.last.media_ms == 0
    assert rig.last.fault is None
    assert rig.clock.now() == ClockReading(0, ClockQuality.PAUSED)
    assert rig.player.engine


def test_playing_moves_time_and_pausing_stops_it_where_it_was(rig: Any, sound: bytes) -> None:
    ready(rig, sound)
    rig.player.play()
    first = rig.until_heard()
    rig.until(lambda: rig.last.media_ms > first.media_ms)
    assert rig.last.rate == 1.0
    rig.player.pause()
    stopped = rig.until_state(PlayerState.PAUSED)
    rig.run(50)
    assert rig.clock.now() == ClockReading(round(stopped.media_ms), ClockQuality.PAUSED)
    assert stopped.rate == 0
    rig.player.play()
    resumed = rig.until_heard()
    assert stopped.media_ms - NEAR_MS <= resumed.media_ms <= stopped.media_ms + 600


def test_play_before_the_recording_is_ready_is_remembered(rig: Any, sound: bytes) -> None:
    rig.load(MemorySource(sound))
    rig.player.play()
    rig.until_heard()


def test_a_seek_echoes_at_once_and_then_plays_from_there(rig: Any, sound: bytes) -> None:
    ready(rig, sound)
    rig.player.play()
    rig.until_heard()
    rig.player.seek(4000)
    assert rig.last.echo
    assert rig.last.media_ms == 4000
    assert rig.clock.now() == ClockReading(4000, ClockQuality.SETTLING)
    heard = rig.until_heard()
    assert 4000 < heard.media_ms <= 4800, "the first word from there is not the target once more"
    assert rig.clock.now().quality is ClockQuality.OK


def test_a_seek_while_paused_stays_paused_and_is_exact(rig: Any, sound: bytes) -> None:
    ready(rig, sound)
    rig.player.seek(2500)
    assert rig.clock.now() == ClockReading(2500, ClockQuality.PAUSED)
    rig.player.play()
    assert 2500 - NEAR_MS <= rig.until_heard().media_ms <= 3200


@pytest.mark.parametrize(("asked", "reached"), [(-500, 0), (DURATION_MS + 999_000, DURATION_MS)])
def test_a_seek_is_clamped_to_the_recording(rig: Any, sound: bytes, asked: int, reached: int) -> None:
    ready(rig, sound)
    rig.player.seek(asked)
    assert rig.last.media_ms == reached


def test_of_many_seeks_the_last_counts(rig: Any, sound: bytes) -> None:
    ready(rig, sound)
    rig.player.play()
    rig.until_heard()
    for target in range(500, 4001, 500):
        rig.player.seek(target)
    assert rig.clock.now().media_ms == 4000
    assert rig.until_heard().media_ms >= 4000 - NEAR_MS


def test_pausing_right_after_a_seek_stands_at_its_target(rig: Any, sound: bytes) -> None:
    ready(rig, sound)
    rig.player.play()
    rig.until_heard()
    rig.player.seek(3000)
    rig.player.pause()
    rig.until_state(PlayerState.PAUSED)
    assert rig.clock.now() == ClockReading(3000, ClockQuality.PAUSED)
    rig.player.play()
    assert 3000 - NEAR_MS <= rig.until_heard().media_ms <= 3700


def test_playing_goes_on_from_where_the_clock_stood_even_when_it_was_not_sure(rig: Any, sound: bytes) -> None:
    ready(rig, sound)
    rig.player.play()
    rig.until_heard()
    rig.player.seek(3000)
    rig.run(200)
    rig.player.pause()
    stopped = rig.until_state(PlayerState.PAUSED)
    rig.player.play()
    began = rig.until_state(PlayerState.PLAYING)
    heard = rig.until_heard()
    elapsed_ms = (heard.monotonic_s - began.monotonic_s) * 1000
    assert heard.media_ms - elapsed_ms == pytest.approx(stopped.media_ms, abs=NEAR_MS)


def test_the_speed_changes_where_the_clock_stands(rig: Any, sound: bytes) -> None:
    ready(rig, sound)
    rig.player.play()
    rig.until_heard()
    before = rig.clock.now().media_ms
    rig.player.set_rate(1.5)
    assert rig.last.echo
    assert abs(rig.last.media_ms - before) < NEAR_MS
    first = rig.until_heard()
    assert first.rate == 1.5
    rig.until(lambda: rig.last.media_ms >= first.media_ms + 600)
    took_ms = (rig.last.monotonic_s - first.monotonic_s) * 1000
    assert (rig.last.media_ms - first.media_ms) / took_ms == pytest.approx(1.5, abs=0.1)


@pytest.mark.parametrize(("asked", "got"), [(9.0, 2.0), (0.01, 0.5)])
def test_the_speed_stays_within_half_and_double(rig: Any, sound: bytes, asked: float, got: float) -> None:
    ready(rig, sound)
    rig.player.set_rate(asked)
    rig.player.play()
    assert rig.until_heard().rate == got


def test_the_end_stands_at_the_whole_length(rig: Any, sound: bytes) -> None:
    ready(rig, sound)
    rig.player.seek(DURATION_MS - 1800)
    rig.player.play()
    ended = rig.until_state(PlayerState.ENDED)
    assert ended.media_ms == DURATION_MS
    assert ended.fault is None
    assert rig.clock.now() == ClockReading(DURATION_MS, ClockQuality.PAUSED)


def test_after_the_end_a_seek_works_and_stays_paused(rig: Any, sound: bytes) -> None:
    ready(rig, sound)
    rig.player.seek(DURATION_MS - 1400)
    rig.player.play()
    rig.until_state(PlayerState.ENDED)
    rig.player.seek(1000)
    assert rig.last.state is PlayerState.PAUSED
    assert rig.clock.now() == ClockReading(1000, ClockQuality.PAUSED)
    rig.player.play()
    assert 1000 - NEAR_MS <= rig.until_heard().media_ms <= 1700


def test_after_the_end_play_begins_again(rig: Any, sound: bytes) -> None:
    ready(rig, sound)
    rig.player.seek(DURATION_MS - 1400)
    rig.player.play()
    rig.until_state(PlayerState.ENDED)
    rig.player.play()
    assert rig.until_heard().media_ms <= 700


def test_volume_may_be_set_at_any_time_and_beyond_its_ends(rig: Any, sound: bytes) -> None:
    rig.player.set_volume(150)
    ready(rig, sound)
    for percent in (-5, 0, 100, 200, 900):
        rig.player.set_volume(percent)
    rig.player.play()
    rig.until_heard()


def test_an_empty_source_is_unplayable(rig: Any) -> None:
    rig.load(MemorySource(b""))
    assert rig.until_state(PlayerState.FAILED).fault is PlayerFault.UNPLAYABLE
    rig.player.play()
    rig.player.seek(10)
    assert rig.last.state is PlayerState.FAILED


def test_a_source_that_cannot_be_read_has_failed(rig: Any, sound: bytes) -> None:
    rig.load(SpoiltSource(sound, good_bytes=0))
    assert rig.until_state(PlayerState.FAILED).fault is PlayerFault.SOURCE_FAILED


def test_a_source_spoilt_in_the_middle_is_told_as_a_failing_source(rig: Any, sound: bytes) -> None:
    rig.load(SpoiltSource(sound, good_bytes=len(sound) * 2 // 3))
    rig.player.play()
    failed = rig.until_state(PlayerState.FAILED)
    assert failed.fault is PlayerFault.SOURCE_FAILED
    assert failed.media_ms < DURATION_MS


def test_another_recording_takes_the_place_of_the_first(rig: Any, sound: bytes) -> None:
    ready(rig, sound)
    rig.player.play()
    rig.until_heard()
    second = MemorySource(wav_bytes(3))
    rig.load(second, 3000)
    rig.until_state(PlayerState.PAUSED)
    assert rig.clock.now() == ClockReading(0, ClockQuality.PAUSED)
    rig.player.seek(99_000)
    assert rig.last.media_ms == 3000


def test_unloading_empties_the_player_and_gives_the_readers_back(rig: Any, sound: bytes) -> None:
    source = MemorySource(sound)
    rig.load(source)
    rig.until_state(PlayerState.PAUSED)
    rig.player.unload()
    rig.until_state(PlayerState.EMPTY)
    rig.player.close()
    assert source.readers
    assert all(reader.closed for reader in source.readers)


def test_closing_twice_is_fine_and_leaves_no_thread(rig: Any, sound: bytes) -> None:
    ready(rig, sound)
    rig.player.play()
    rig.until_heard()
    rig.player.close()
    rig.player.close()
    assert "player" not in {thread.name for thread in threading.enumerate()}
    said = len(rig.reports)
    rig.player.play()
    rig.run(50)
    assert len(rig.reports) == said
