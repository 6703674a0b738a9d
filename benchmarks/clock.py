"""Measure how far a moment's time is from the true place in the sound.

Run ``python benchmarks/clock.py``; it takes about three minutes. ``--file`` measures a recording of your own as well.

What libVLC delivers is caught with its audio callbacks. For each reading of the clock, the stretch of sound that was
due at that very moment is looked up in the original by cross-correlation: where it is found is the truth. Beside the
clock stands the raw player's own ``get_time``. Readings while the clock says "settling" are counted apart: it stands
still at a seek's target until sound is heard of, and a rating made then is marked so.

Off 1x libVLC's time stretcher holds sound back that libVLC's time does not know of: steadily 25 to 32 ms from half to
double speed, in wav and Opus alike. It is a constant, so the player takes 28 ms off (``STRETCH_LEAD_MS``), and the
figures here are after that. The stretcher also cuts sound into strides of 30 ms and moves them about, so there the
truth itself swings by some 15 ms.
"""

from __future__ import annotations

import argparse
import ctypes
import io
import sys
import threading
import time
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import vlc

from fidelity_rater.app.clock import PlaybackClock
from fidelity_rater.app.ports.sound import PlayerReport, PlayerState
from fidelity_rater.domain.timecode import ClockQuality
from fidelity_rater.playback.vlc_player import OPTIONS, VlcPlayer

RATE = 16_000
SECONDS = 120
LOOK_EVERY_S = 0.031
GOOD_MATCH = 0.35
TARGETS_AT_1X = (5.0, 30.0)
TARGET_OFF_1X = 40.0
PAUSES = 5
SEEKS_MS = (61_234, 8_765, 95_001, 33_333, 101_777, 2_500, 77_077, 50_050)


@dataclass
class Tape:
    """What libVLC delivered: pieces of sound, each with the moment at which it was due and the flush it came after."""

    pieces: list[tuple[float, np.ndarray, int]] = field(default_factory=list)
    flushes: int = 0
    flushed_at: dict[int, float] = field(default_factory=dict)
    channels: int = 1
    pauses: list[float] = field(default_factory=list)
    keep: list[Any] = field(default_factory=list)

    def attach(self, player: Any) -> None:
        """Take the place of the sound card."""
        make = vlc.CallbackDecorators
        callbacks = (
            make.AudioPlayCb(self._on_play),
            make.AudioPauseCb(lambda _opaque, moment_us: self.pauses.append(moment_us / 1e6)),
            make.AudioResumeCb(lambda *_: None),
            make.AudioFlushCb(self._on_flush),
            make.AudioDrainCb(lambda *_: None),
        )
        self.keep.extend(callbacks)
        player.audio_set_format("S16N", RATE, self.channels)
        player.audio_set_callbacks(*callbacks, None)

    def _on_play(self, _opaque: Any, samples: int, count: int, due_us: int) -> None:
        piece = np.frombuffer(ctypes.string_at(samples, count * 2 * self.channels), np.int16)
        if self.channels > 1:
            piece = piece.reshape(-1, self.channels)
        self.pieces.append((due_us / 1e6, piece, self.flushes))

    def _on_flush(self, _opaque: Any, _moment: int) -> None:
        now_s = time.monotonic()
        self.flushes += 1
        self.flushed_at[self.flushes] = now_s
        while self.pieces and self.pieces[-1][0] > now_s:
            self.pieces.pop()

    def heard_at(self, moment_s: float, window_s: float) -> np.ndarray | None:
        """Return the sound due around that moment, or nothing where there is a gap.

        Off 1x pieces are due up to 30 ms beside the end of the one before; a sound card plays them end to end all the
        same, on average when they are due, and so does this.
        """
        near = [piece for piece in self.pieces if abs(piece[0] - moment_s) < 1.0]
        latest = max((flush for due, _, flush in near if due <= moment_s), default=None)
        near = [piece for piece in near if piece[2] == latest]
        if not near:
            return None
        lengths = np.cumsum([0] + [len(samples) for _, samples, _ in near]) / RATE
        begins_s = float(np.median([due - length for (due, _, _), length in zip(near, lengths, strict=False)]))
        sound = np.concatenate([samples for _, samples, _ in near]).astype(np.float64)
        first = round((moment_s - window_s / 2 - begins_s) * RATE)
        out = sound[first : first + int(window_s * RATE)] if first >= 0 else sound[:0]
        return out if len(out) == int(window_s * RATE) and np.ptp(out) > 50 else None


@dataclass(frozen=True)
class Look:
    """One reading of both clocks."""

    moment_s: float
    clock_ms: int
    raw_ms: int
    quality: ClockQuality
    rate: float


class MemorySource:
    """A recording in memory, as the vault hands it out."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    @property
    def size(self) -> int:
        return len(self._data)

    def open(self) -> io.BytesIO:
        return io.BytesIO(self._data)


class Session:
    """A recording loaded in libVLC, with the clock that the rating desk uses."""

    def __init__(self, data: bytes, duration_ms: int, *, channels: int = 1) -> None:
        self.tape = Tape(channels=channels)
        self.looks: list[Look] = []
        self._news = threading.Condition()
        self._last: PlayerReport | None = None
        self._vlc: Any = None
        self.clock = PlaybackClock()
        self.clock.load(duration_ms)
        self.player = VlcPlayer(vlc.Instance(*OPTIONS), tap=self._tap)
        self.player.on_report(self._on_report)
        self.player.load(MemorySource(data), duration_ms=duration_ms)
        self.wait_for(PlayerState.PAUSED)

    def _tap(self, player: Any) -> None:
        self._vlc = player
        self.tape.attach(player)

    def _on_report(self, report: PlayerReport) -> None:
        self.clock.on_report(report)
        with self._news:
            self._last = report
            self._news.notify_all()

    def wait_for(self, state: PlayerState) -> None:
        """Wait until the player says that it is there."""
        with self._news:
            self._news.wait_for(
                lambda: self._last is not None and self._last.state is state and not self._last.fault, 10
            )

    def look(self, seconds: float, rate: float) -> None:
        """Read both clocks again and again for so long."""
        pause = threading.Event()
        until = time.monotonic() + seconds
        while (now := time.monotonic()) < until:
            reading = self.clock.now()
            self.looks.append(Look(now, reading.media_ms, self._vlc.get_time(), reading.quality, rate))
            pause.wait(LOOK_EVERY_S)

    def close(self) -> None:
        self.player.close()


def find(heard: np.ndarray, original: np.ndarray, around_ms: float, reach_ms: float) -> float | None:
    """Return where in the original the middle of this stretch lies, in milliseconds."""
    half = len(heard) // 2
    first = max(0, int((around_ms - reach_ms) * RATE / 1000) - half)
    field_ = original[first : int((around_ms + reach_ms) * RATE / 1000) + half].astype(np.float64)
    if len(field_) <= len(heard):
        return None
    size = 1 << int(np.ceil(np.log2(len(field_) + len(heard))))
    cross = np.fft.irfft(np.fft.rfft(field_, size) * np.conj(np.fft.rfft(heard, size)), size)[
        : len(field_) - len(heard)
    ]
    energy = np.cumsum(np.concatenate(([0.0], field_**2)))
    norm = np.sqrt((energy[len(heard) :] - energy[: -len(heard)])[: len(cross)] * (heard**2).sum()) + 1e-9
    match = cross / norm
    best = int(match.argmax())
    return (first + best + half) * 1000 / RATE if match[best] >= GOOD_MATCH else None


def errors(session: Session, original: np.ndarray) -> list[tuple[Look, float, float]]:
    """Return each look with the clock's and the raw player's error in milliseconds."""
    out = []
    for look in session.looks:
        heard = session.tape.heard_at(look.moment_s, 0.12 if look.rate == 1.0 else 0.04)
        if heard is None:
            continue
        true_ms = find(heard, original, look.clock_ms, 400.0 if look.quality is ClockQuality.OK else 900.0)
        if true_ms is not None:
            out.append((look, look.clock_ms - true_ms, look.raw_ms - true_ms))
    return out


def measure(data: bytes, original: np.ndarray) -> dict[str, list[tuple[Look, float, float]]]:
    """Play at three speeds, after seeks and after pauses; return the errors of each part."""
    parts: dict[str, list[tuple[Look, float, float]]] = {}
    duration_ms = len(original) * 1000 // RATE
    for name, rate in (("1x", 1.0), ("0.75x", 0.75), ("1.5x", 1.5), ("seeks", 1.0), ("pauses", 1.0)):
        session = Session(data, duration_ms)
        try:
            session.player.set_rate(rate)
            session.player.play()
            session.wait_for(PlayerState.PLAYING)
            session.look(6.0 if name.endswith("x") else 1.0, rate)
            for target_ms in SEEKS_MS if name == "seeks" else ():
                session.player.seek(int(target_ms * duration_ms / (SECONDS * 1000)))
                session.look(1.0, rate)
            for _ in range(PAUSES if name == "pauses" else 0):
                session.player.pause()
                session.wait_for(PlayerState.PAUSED)
                session.player.play()
                session.wait_for(PlayerState.PLAYING)
                session.look(0.8, rate)
            parts[name] = errors(session, original)
        finally:
            session.close()
    return parts


def speechlike(seconds: float) -> np.ndarray:
    """Make noise with syllables and moving colour: every stretch of it is unlike any other."""
    random = np.random.default_rng(11)
    count = int(seconds * RATE)
    spectrum = np.fft.rfft(random.standard_normal(count))
    hertz = np.fft.rfftfreq(count, 1 / RATE)
    voice = np.fft.irfft(spectrum * np.exp(-((hertz - 1200) ** 2) / (2 * 1000**2)), count)
    knots = random.uniform(0.15, 1.0, int(seconds * 5) + 2)
    loudness = np.interp(np.arange(count) * 5 / RATE, np.arange(len(knots)), knots)
    voice *= loudness
    return (voice / np.abs(voice).max() * 28_000).astype(np.int16)


def encode(data: np.ndarray, container: str, codec: str, *, quality: int | None = None) -> bytes:
    """Encode the sound in memory; with a ``quality`` at a variable bit rate."""
    file = io.BytesIO()
    rate = 48_000 if codec == "libopus" else RATE
    with av.open(file, "w", format=container) as output:
        stream: Any = output.add_stream(codec, rate=rate, layout="mono")
        stream.bit_rate = 64_000
        if quality is not None:
            stream.codec_context.qscale = True
            stream.codec_context.global_quality = quality * 118
        resampler = av.AudioResampler(format=stream.codec_context.format, layout="mono", rate=rate)
        for at in range(0, len(data), RATE):
            frame = av.AudioFrame.from_ndarray(data[None, at : at + RATE], format="s16", layout="mono")
            frame.sample_rate, frame.pts, frame.time_base = RATE, at, Fraction(1, RATE)
            for piece in resampler.resample(frame):
                output.mux(stream.encode(piece))
        for piece in resampler.resample(None):
            output.mux(stream.encode(piece))
        output.mux(stream.encode())
    return file.getvalue()


def decode(path: Path) -> np.ndarray:
    """Read a recording on its own time axis."""
    pieces: list[np.ndarray] = []
    with path.open("rb") as file, av.open(file, mode="r") as container:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        for frame in container.decode(audio=0):
            pieces.extend(piece.to_ndarray()[0] for piece in resampler.resample(frame))
    return np.concatenate(pieces)


def figures(values: list[float]) -> str:
    """Write median, 95th percentile and maximum of the error, and its mean with sign."""
    if not values:
        return "-"
    size = np.abs(values)
    return f"{np.median(size):7.1f} {np.percentile(size, 95):7.1f} {size.max():7.1f} {np.mean(values):+8.1f}"


def report(name: str, parts: dict[str, list[tuple[Look, float, float]]]) -> bool:
    """Print a recording's figures; return whether they reach the targets."""
    reached = True
    for part, rows in parts.items():
        sure = [row for row in rows if row[0].quality is ClockQuality.OK]
        unsure = [row for row in rows if row[0].quality is not ClockQuality.OK]
        clock = [row[1] for row in sure]
        if not clock:
            print(f"{name:10} {part:6} nothing could be matched")
            return False
        p50, p95 = np.median(np.abs(clock)), np.percentile(np.abs(clock), 95)
        good = p95 <= TARGET_OFF_1X if part.endswith("5x") else p50 <= TARGETS_AT_1X[0] and p95 <= TARGETS_AT_1X[1]
        reached = reached and bool(good)
        print(
            f"{name:10} {part:6} {len(sure):4} | {figures(clock)} | {figures([row[2] for row in sure])} | "
            f"{100 * len(unsure) / len(rows):3.0f} % {figures([row[1] for row in unsure])} {'' if good else '  MISSED'}"
        )
    return reached


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--file", type=Path, help="a recording of your own, measured as well")
    asked = parser.parse_args()
    sound = speechlike(SECONDS)
    recordings = {
        "wav": (encode(sound, "wav", "pcm_s16le"), sound),
        "mp3 VBR": (encode(sound, "mp3", "libmp3lame", quality=5), sound),
        "m4a": (encode(sound, "ipod", "aac"), sound),
        "opus": (encode(sound, "opus", "libopus"), sound),
    }
    if asked.file is not None:
        recordings["file"] = (asked.file.read_bytes(), decode(asked.file))
    print(
        "error in ms              |      p50     p95     max     mean |     p50     p95     max     mean |"
        "\n                  looks  | the clock                       | the player's own get_time       | settling"
    )
    reached = [report(name, measure(data, original)) for name, (data, original) in recordings.items()]
    print("targets reached" if all(reached) else "targets missed")
    return 0 if all(reached) else 1


if __name__ == "__main__":
    sys.exit(main())
