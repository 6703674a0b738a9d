"""Where somebody speaks: by the voice detector where it is installed, else by loudness.

The detector hears 30 ms at a time and errs both ways for single frames, so its answers are smoothed the same way as
loudness: pauses shorter than a breath belong to the speech around them, single knocks are none, and a little is left on
either side, because words begin and end softly.
"""

from __future__ import annotations

import logging
from collections import deque
from itertools import repeat
from typing import Any, Final

import numpy as np

from fidelity_rater.app.ports.waveform import Span, SpeechBasis
from fidelity_rater.media.binning import FULL_SCALE

log = logging.getLogger(__name__)

Array = np.ndarray[Any, Any]

FRAME_MS: Final = 30
VOICE_RATE: Final = 8000
FRAME: Final = VOICE_RATE * FRAME_MS // 1000
MODE: Final = 1
TAPS: Final = 2
MOST_WAITING: Final = 30_000_000
"""Bytes: half an hour. More would weigh on a small laptop; what came before is heard while decoding."""
PAUSE_MS: Final = 400
BLIP_MS: Final = 180
MARGIN_MS: Final = 90
ABOVE_QUIET: Final = 4.0
"""Twelve decibels."""
QUIETEST: Final = 16
"""Less than this, of 32,768, is no speech however quiet the room."""


class LoudnessHearing:
    """Tells speech by loudness: twelve decibels above the quietest twentieth of the recording."""

    basis = SpeechBasis.LOUDNESS
    waiting = 0

    def take(self, lanes: list[Array]) -> None:
        """Loudness is read off the peaks; the sound itself says no more."""

    def listen(self) -> None:
        """Nothing waits."""

    def heard_ms(self, known_ms: int) -> int:
        """Tell how far speech is known."""
        return known_ms

    def spans(self, loudness: Array, *, bin_ms: float, known_ms: int) -> tuple[Span, ...]:
        per_frame = max(1, round(FRAME_MS / bin_ms))
        frames = len(loudness) // per_frame
        if not frames:
            return ()
        squares = np.square(loudness[: frames * per_frame], dtype=np.float64).reshape(frames, per_frame)
        level = np.sqrt(squares.mean(axis=1))
        flags = level > max(QUIETEST, ABOVE_QUIET * float(np.percentile(level, 5)))
        return smoothed(flags, frame_ms=bin_ms * per_frame, known_ms=known_ms)


class VoiceHearing:
    """Tells speech by the WebRTC voice detector, which works at 8 kHz inside whatever it is given."""

    basis = SpeechBasis.VOICE

    def __init__(self, detector: Any, rate: int) -> None:
        self._is_speech = detector.is_speech
        self._rate = rate
        self._heard = 0
        self._made = 0
        self._left = b""
        self._flags = bytearray()
        self._pieces: deque[bytes] = deque()
        self.waiting = 0
        """Bytes that are kept to be listened to."""

    def take(self, lanes: list[Array]) -> None:
        """Keep a thinned copy to listen to later; of a very long recording the oldest is listened to now."""
        self._pieces.append(self._at_voice_rate(lanes).tobytes())
        self.waiting += len(self._pieces[-1])
        while self.waiting > MOST_WAITING:
            self.listen()

    def listen(self) -> None:
        """Ask the detector about the oldest piece that waits."""
        piece = self._pieces.popleft()
        self.waiting -= len(piece)
        data = self._left + piece
        size = 2 * FRAME
        end = len(data) - len(data) % size
        frames = [data[at : at + size] for at in range(0, end, size)]
        self._flags.extend(map(self._is_speech, frames, repeat(VOICE_RATE)))
        self._left = data[end:]

    def heard_ms(self, known_ms: int) -> int:
        """Tell how far speech is known: what is left of a frame at the end is never asked about."""
        return min(known_ms, len(self._flags) * FRAME_MS) if self.waiting else known_ms

    def _at_voice_rate(self, lanes: list[Array]) -> Array:
        """Thin the sound out. A few samples in each place's stead are filter enough for a detector of voices."""
        count = len(lanes[0])
        last = -(-(self._heard + count) * VOICE_RATE // self._rate)
        sound = np.zeros(last - self._made, np.float32)
        taps = TAPS if self._rate >= TAPS * VOICE_RATE else 1
        for lane in lanes:
            for tap in range(taps):
                picked = lane[self._places(last, tap * self._rate // (VOICE_RATE * taps), count)]
                sound[: len(picked)] += picked.astype(np.float32)
        sound *= np.float32((1 if lanes[0].dtype == np.int16 else FULL_SCALE) / (len(lanes) * taps))
        self._heard += count
        self._made = last
        return sound.clip(-FULL_SCALE, FULL_SCALE - 1).astype(np.int16)

    def _places(self, last: int, beyond: int, count: int) -> slice | Array:
        """Say which samples of a block to take; a slice where the rate allows, which is far cheaper."""
        if self._rate % VOICE_RATE == 0:
            step = self._rate // VOICE_RATE
            return slice(self._made * step - self._heard + beyond, count, step)
        places = np.arange(self._made, last) * self._rate // VOICE_RATE - self._heard + beyond
        return np.clip(places, 0, count - 1)

    def spans(self, loudness: Array, *, bin_ms: float, known_ms: int) -> tuple[Span, ...]:
        return smoothed(np.frombuffer(bytes(self._flags), np.bool_), frame_ms=FRAME_MS, known_ms=known_ms)


def smoothed(flags: Array, *, frame_ms: float, known_ms: int) -> tuple[Span, ...]:
    """Turn an answer per frame into spans of speech."""
    turns = np.flatnonzero(np.diff(np.concatenate(([False], flags, [False])).astype(np.int8)))
    starts, ends = turns[::2] * frame_ms, turns[1::2] * frame_ms
    if not len(starts):
        return ()
    apart = starts[1:] - ends[:-1] >= PAUSE_MS
    starts, ends = starts[np.concatenate(([True], apart))], ends[np.concatenate((apart, [True]))]
    long = ends - starts >= BLIP_MS
    starts = np.maximum(starts[long] - MARGIN_MS, 0)
    ends = np.minimum(ends[long] + MARGIN_MS, known_ms)
    return tuple(
        (int(start), int(end)) for start, end in zip(np.rint(starts), np.rint(ends), strict=True) if start < end
    )


def hearing(rate: int, *, voice: bool = True) -> LoudnessHearing | VoiceHearing:
    """Choose the voice detector where it is wanted and installed."""
    if voice:
        try:
            import webrtcvad
        except ImportError:
            log.info("no voice detector is installed: speech is told by loudness")
        else:
            return VoiceHearing(webrtcvad.Vad(MODE), rate)
    return LoudnessHearing()
