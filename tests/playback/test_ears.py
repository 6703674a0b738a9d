"""What reaches the ears: one channel alone, a quiet voice lifted, a moment from its first to its last millisecond."""

from __future__ import annotations

import importlib.util
import io
import sys
import wave
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import av
import numpy as np
import pytest
from av.stream import Disposition

from fidelity_rater.app.ports.sound import Channel, PlayerState
from fidelity_rater.domain.timecode import ClockQuality
from fidelity_rater.playback.engine import open_player
from helpers.shaped_sounds import add_sound, sine, waveform
from helpers.sounds import encoded

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
RATE = 16_000


@pytest.fixture(scope="module")
def bench() -> Iterator[dict[str, ModuleType]]:
    player = open_player()
    player.close()
    if player.engine == "none":
        pytest.skip("libVLC is not installed on this computer")
    if not BENCHMARKS.exists():
        pytest.skip("the benchmarks are not beside these tests")
    modules = {}
    for name in ("clock", "spans"):
        spec = importlib.util.spec_from_file_location(name, BENCHMARKS / f"{name}.py")
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(modules[name])
    yield modules
    for name in modules:
        del sys.modules[name]


def wav(samples: np.ndarray) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(samples.shape[1] if samples.ndim > 1 else 1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(samples.astype("<i2").tobytes())
    return file.getvalue()


def tone(hertz: float, seconds: float) -> np.ndarray:
    return np.sin(2 * np.pi * hertz * np.arange(int(seconds * RATE)) / RATE) * 16_000


def loudness(sound: np.ndarray, hertz: float) -> float:
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(len(sound))))
    at = np.abs(np.fft.rfftfreq(len(sound), 1 / RATE) - hertz) < 10
    return float(20 * np.log10(spectrum[at].max() / (4000 * len(sound)) + 1e-9))


@pytest.mark.parametrize(("channel", "heard", "gone"), [(Channel.LEFT, 440, 880), (Channel.RIGHT, 880, 440)])
def test_one_channel_is_heard_on_both_ears(bench: Any, channel: Channel, heard: int, gone: int) -> None:
    session = bench["clock"].Session(wav(np.stack([tone(440, 6), tone(880, 6)], 1)), 6000, channels=2)
    try:
        session.player.play()
        session.wait_for(PlayerState.PLAYING)
        session.look(0.5, 1.0)
        session.player.set_channel(channel)
        session.look(0.8, 1.0)
        sound = np.concatenate([samples for _, samples, _ in session.tape.pieces[-8:]]).astype(float)
    finally:
        session.close()
    for ear in (0, 1):
        assert loudness(sound[:, ear], heard) > -3
        assert loudness(sound[:, ear], gone) < -60


def test_a_quiet_voice_is_lifted_and_the_clock_stays_right(bench: Any) -> None:
    """The quiet one by 10 dB at least, the loud one by 2 dB at most, nothing clipped, time as exact as before."""
    voice = bench["clock"].speechlike(8).astype(float)
    voice /= np.sqrt((voice**2).mean())
    gains = np.repeat(10 ** (np.array([-40, -14, -40, -14]) / 20), len(voice) // 4) * 32_767
    original = (voice * gains).clip(-32_000, 32_000).astype(np.int16)
    session = bench["clock"].Session(wav(original), 8000)
    try:
        if not session.player.can_level:
            pytest.skip("this libVLC does not let its compressor be switched on")
        session.player.play()
        session.wait_for(PlayerState.PLAYING)
        session.player.set_levelled(True)
        session.look(7.0, 1.0)
        session.tape.pieces.sort(key=lambda piece: piece[0])
        newest = session.tape.pieces[-1][2]
        sound = np.concatenate([samples for _, samples, flush in session.tape.pieces if flush == newest]).astype(float)
        errors = [
            error for look, error, _ in bench["clock"].errors(session, original) if look.quality is ClockQuality.OK
        ]
    finally:
        session.close()
    assert np.abs(sound).max() < 32_767
    assert np.median(np.abs(errors)) < 5
    found = bench["clock"].find(sound[3 * RATE : 3 * RATE + RATE // 5], original, 3500.0, 1500.0)
    assert found is not None
    begins_ms = found - 100 - 3000
    for start_ms, least, most in ((4200, 10, 30), (2200, -20, 2), (6200, -20, 2)):
        at, length = int((start_ms - begins_ms) * RATE / 1000), RATE
        before = original[start_ms * RATE // 1000 :][:length].astype(float)
        gain = 20 * np.log10(np.sqrt((sound[at : at + length] ** 2).mean()) / np.sqrt((before**2).mean()))
        assert least <= gain <= most


def test_a_moment_is_heard_from_its_first_to_its_last_millisecond(bench: Any) -> None:
    """The benchmark has the true figures; a busy computer is given some room here."""
    spans = bench["spans"]
    original = bench["clock"].speechlike(spans.SECONDS)
    ear = spans.Ear(bench["clock"].encode(original, "wav", "pcm_s16le"))
    try:
        begins, ends, stands = spans.moment_errors(ear, original, 12_345, 13_345)
    finally:
        ear.close()
    assert abs(begins) < 45
    assert abs(ends) < 120
    assert stands == 0, "and there it stands"


@pytest.mark.parametrize(
    ("layouts", "marked"), [(("mono", "stereo"), None), (("stereo", "mono"), None), (("mono", "stereo"), "stereo")]
)
def test_of_two_tracks_the_one_that_is_drawn_is_heard(bench: Any, layouts: tuple[str, str], marked: str | None) -> None:
    """As where a meeting was recorded once for everybody and once for the person who recorded it."""
    file = io.BytesIO()
    hertz = {"mono": 440, "stereo": 880}
    with av.open(file, "w", format="matroska") as output:
        streams = [output.add_stream("pcm_s16le", rate=48_000, layout=layout) for layout in layouts]
        if marked:
            streams[layouts.index(marked)].disposition = Disposition.default
        for stream, layout in zip(streams, layouts, strict=True):
            lane = sine(4, rate=48_000, hertz=hertz[layout]).astype(np.float32)
            add_sound(output, stream, np.stack([lane] * (2 if layout == "stereo" else 1)), layout)
    drawn = "stereo" if waveform(file.getvalue(), duration_ms=4000).lanes == 2 else "mono"
    assert drawn == (marked or layouts[0])
    sound = played(bench, file.getvalue())
    other = "mono" if drawn == "stereo" else "stereo"
    assert loudness(sound, hertz[drawn]) > loudness(sound, hertz[other]) + 30


def test_the_sound_of_a_video_is_heard(bench: Any) -> None:
    sound = played(bench, encoded("mp4", "aac", 4.0, video=True))
    assert np.abs(sound).max() > 500


def played(bench: Any, data: bytes) -> np.ndarray:
    """A second of what is delivered of a recording."""
    session = bench["clock"].Session(data, 4000)
    try:
        session.player.play()
        session.wait_for(PlayerState.PLAYING)
        session.look(1.0, 1.0)
        assert session.tape.pieces
        return np.concatenate([samples for _, samples, _ in session.tape.pieces]).astype(float)
    finally:
        session.close()
