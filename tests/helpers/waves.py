"""A waveform without a recording: as loud at each place as a test says."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from fidelity_rater.app.ports.waveform import Columns, Span, SpeechBasis
from fidelity_rater.media.mask import pixels


def talk(ms: float) -> float:
    """Someone speaks for eight seconds of every ten, now louder, now softer."""
    if ms % 10_000 > 8000:
        return 0.01
    return 0.2 + 0.5 * abs((ms * 0.37) % 700 - 350) / 350 * (0.4 + 0.6 * ((ms // 900) * 37 % 11) / 10)


@dataclass(frozen=True)
class MadeWaveform:
    """Loudness, from 0 to 1, is a function of time and, where it has two parameters, of the lane."""

    duration_ms: int
    level: Callable[[float], float] = talk
    right: Callable[[float], float] | None = None
    known: int | None = None
    speech: tuple[Span, ...] = ()
    damaged: tuple[Span, ...] = ()
    speech_basis: SpeechBasis = SpeechBasis.VOICE

    @property
    def lanes(self) -> int:
        return 1 if self.right is None else 2

    @property
    def known_ms(self) -> int:
        return self.duration_ms if self.known is None else self.known

    @property
    def speech_known_ms(self) -> int:
        return self.known_ms

    @property
    def whole(self) -> bool:
        return self.known is None

    @property
    def loudest(self) -> int:
        times = [self.duration_ms * n / 997 for n in range(997)]
        return round(32767 * max(level(at) for level in (self.level, self.right or self.level) for at in times))

    def columns(self, lane: int | None, start_ms: float, end_ms: float, count: int) -> Columns:
        step = (end_ms - start_ms) / count
        level = self.right if lane == 1 and self.right is not None else self.level
        highs = array("h")
        lows = array("h")
        loudness = array("H")
        for column in range(count):
            at = start_ms + (column + 0.5) * step
            if at >= self.known_ms or at < 0:
                lows.append(1)
                highs.append(0)
                loudness.append(0)
                continue
            value = round(32767 * level(at))
            lows.append(-value)
            highs.append(value)
            loudness.append(value // 3)
        return Columns(lows, highs, loudness)

    def pixels(
        self, lane: int | None, start_ms: float, end_ms: float, *, width: int, height: int, gain: int = 1
    ) -> bytes:
        columns = self.columns(lane, start_ms, end_ms, width)
        numbers = (np.array(values) for values in (columns.lows, columns.highs, columns.loudness))
        return pixels(*numbers, height=height, gain=gain)

    def as_bytes(self) -> bytes:
        raise ValueError("made for a test")
