"""What is noticed when libVLC or a sound device is missing, and what still works then."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from fidelity_rater.app.clock import ClockReading, PlaybackClock
from fidelity_rater.app.ports.sound import PlayerFault, PlayerReport, PlayerState
from fidelity_rater.domain.timecode import ClockQuality
from fidelity_rater.playback import alsa, engine
from fidelity_rater.playback.absent import AbsentPlayer
from fidelity_rater.playback.engine import open_player
from helpers.sounds import MemorySource, encoded, wav_bytes


@pytest.mark.parametrize("error", [NotImplementedError, ImportError, SystemExit, OSError])
def test_without_libvlc_there_is_an_absent_player(monkeypatch: pytest.MonkeyPatch, error: type[BaseException]) -> None:
    def refuse(name: str) -> None:
        raise error(name)

    monkeypatch.setattr(engine.importlib, "import_module", refuse)
    assert isinstance(open_player(), AbsentPlayer)


def test_a_wrong_library_path_does_not_end_the_program() -> None:
    code = (
        "import os; os.environ['PYTHON_VLC_LIB_PATH'] = '/nowhere/libvlc.so'\n"
        "from fidelity_rater.playback.engine import open_player\n"
        "assert open_player().engine == 'none'"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False, capture_output=True).returncode == 0


def test_a_libvlc_that_does_not_start_is_absent_too(capfd: pytest.CaptureFixture[str]) -> None:
    assert open_player(["--no-such-option"]).engine == "none"


def test_choosing_the_engine_loads_it_only_then() -> None:
    code = (
        "import sys, fidelity_rater.playback.engine, fidelity_rater.playback.simulated; sys.exit('vlc' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_absent_player_stands_where_it_is_put_and_says_why() -> None:
    player, clock, reports = AbsentPlayer(), PlaybackClock(), list[PlayerReport]()
    for listener in (clock.on_report, reports.append):
        player.on_report(listener)
    clock.load(5000)
    player.load(MemorySource(b""), duration_ms=5000)
    player.set_rate(2)
    player.set_volume(50)
    player.play()
    assert clock.now() == ClockReading(0, ClockQuality.PAUSED)
    player.seek(99_000)
    player.pause()
    assert clock.now() == ClockReading(5000, ClockQuality.PAUSED)
    player.unload()
    assert {report.fault for report in reports} == {PlayerFault.NO_ENGINE}
    player.close()
    player.play()
    assert reports[-1].state is PlayerState.EMPTY


def test_without_a_sound_device_the_player_pauses_and_says_so(silent_rig: Any) -> None:
    """Time that nobody hears must not run on, and trying again must look again."""
    silent_rig.load(MemorySource(wav_bytes(6)))
    for _ in range(2):
        silent_rig.player.play()
        silent_rig.until_state(PlayerState.PLAYING)
        assert silent_rig.last.fault is None
        stopped = silent_rig.until_state(PlayerState.PAUSED)
        assert stopped.fault is PlayerFault.NO_SOUND_DEVICE
        silent_rig.run(400)
        assert silent_rig.clock.now() == ClockReading(round(stopped.media_ms), ClockQuality.PAUSED)


def test_a_missing_sound_device_prints_nothing() -> None:
    """ALSA would print eight lines with every piece of sound."""
    code = (
        "import ctypes\n"
        "from fidelity_rater.playback.alsa import silence_alsa\n"
        "try:\n"
        "    alsa = ctypes.CDLL('libasound.so.2')\n"
        "except OSError:\n"
        "    raise SystemExit(77)\n"
        "pcm = ctypes.c_void_p()\n"
        "import sys\n"
        "if sys.argv[1] == 'silenced': silence_alsa()\n"
        "assert alsa.snd_pcm_open(ctypes.byref(pcm), b'no-such-output', 0, 0) < 0"
    )
    told = {}
    for how in ("silenced", "loud"):
        done = subprocess.run([sys.executable, "-c", code, how], check=False, capture_output=True)
        if done.returncode == 77 or not sys.platform.startswith("linux"):
            pytest.skip("there is no ALSA on this computer")
        assert done.returncode == 0, done.stderr
        told[how] = done.stderr
    assert told["silenced"] == b""
    assert b"ALSA lib" in told["loud"]


def test_without_alsa_nothing_happens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(alsa, "_LIBRARY", "libno-such-thing.so.9")
    alsa.silence_alsa()


def test_a_sound_device_is_not_missed(vlc_rig: Any) -> None:
    vlc_rig.load(MemorySource(wav_bytes(6)))
    vlc_rig.player.play()
    vlc_rig.until_heard()
    vlc_rig.until(lambda: vlc_rig.last.media_ms > 1600)
    assert {report.fault for report in vlc_rig.reports} == {None}


def test_a_recording_played_again_after_its_end_misses_no_device(vlc_rig: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Opened anew, libVLC lists no device until its first sound is due."""
    from fidelity_rater.playback.deck import Deck

    bare: list[Deck] = []
    reopen = Deck.reopen

    def reopened(deck: Deck) -> None:
        bare.append(deck)
        reopen(deck)

    monkeypatch.setattr(Deck, "reopen", reopened)
    monkeypatch.setattr(Deck, "_devices", lambda _: set() if bare and bare.pop() else {b"card"})
    vlc_rig.load(MemorySource(wav_bytes(3)), 3000)
    vlc_rig.player.play()
    vlc_rig.until_state(PlayerState.ENDED)
    vlc_rig.player.play()
    vlc_rig.until(lambda: vlc_rig.last.state is PlayerState.PLAYING)
    vlc_rig.until(lambda: vlc_rig.last.media_ms > 1500 and not bare)
    assert {report.fault for report in vlc_rig.reports} == {None}


@pytest.mark.parametrize(
    ("container", "codec"),
    [("mp3", "libmp3lame"), ("ipod", "aac"), ("opus", "libopus"), ("flac", "flac"), ("asf", "wmav2"), ("mp4", "aac")],
)
def test_every_format_plays_from_memory_with_exact_times(vlc_rig: Any, container: str, codec: str) -> None:
    vlc_rig.load(MemorySource(encoded(container, codec, 4.0, video=container == "mp4")), 4000)
    vlc_rig.player.play()
    vlc_rig.until_heard()
    vlc_rig.player.seek(2000)
    assert 1900 <= vlc_rig.until_heard().media_ms <= 2700
    assert not vlc_rig.last.approximate


def test_what_the_exact_demuxers_refuse_is_tried_with_the_others_and_marked(vlc_rig: Any) -> None:
    """A text file is refused by the first and played as nothing by the second; nothing hangs."""
    vlc_rig.load(MemorySource(b"Notes of the session, typed.\n" * 400))
    vlc_rig.player.play()
    vlc_rig.until(lambda: vlc_rig.last.fault is PlayerFault.UNPLAYABLE)
    assert vlc_rig.last.approximate


def test_sound_that_ends_before_its_time_is_told(vlc_rig: Any) -> None:
    vlc_rig.load(MemorySource(wav_bytes(2)), 30_000)
    vlc_rig.player.play()
    ended = vlc_rig.until_state(PlayerState.ENDED)
    assert ended.fault is PlayerFault.UNPLAYABLE
    assert ended.media_ms < 5000
    vlc_rig.player.seek(500)
    vlc_rig.player.play()
    assert vlc_rig.until_heard().media_ms < 1500
