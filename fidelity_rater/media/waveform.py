"""A waveform: the peaks, what is said about them, and how they come to be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from fidelity_rater.app.ports.waveform import Columns, Span, SpeechBasis
from fidelity_rater.media.mask import pixels
from fidelity_rater.media.peaks_format import Picture, packed, unpacked
from fidelity_rater.media.pyramid import BLOCK, Lane, Peaks

Array = np.ndarray[Any, Any]

LONGEST_TRUSTED_MS: Final = 2 * 3_600_000
"""Room is made at once for so much; a damaged header may promise days."""


@dataclass(frozen=True, slots=True)
class DrawnWaveform:
    """A recording's picture as far as it is known."""

    picture: Picture
    known_ms: int
    whole: bool
    speech_known_ms: int

    @property
    def lanes(self) -> int:
        return len(self.picture.peaks.lanes)

    @property
    def duration_ms(self) -> int:
        return self.picture.duration_ms

    @property
    def damaged(self) -> tuple[Span, ...]:
        return self.picture.damaged

    @property
    def loudest(self) -> int:
        return self.picture.loudest

    @property
    def speech(self) -> tuple[Span, ...]:
        return self.picture.speech

    @property
    def speech_basis(self) -> SpeechBasis:
        return self.picture.speech_basis

    def columns(self, lane: int | None, start_ms: float, end_ms: float, count: int) -> Columns:
        return self.picture.peaks.columns(lane, start_ms, end_ms, count)

    def pixels(
        self, lane: int | None, start_ms: float, end_ms: float, *, width: int, height: int, gain: int = 1
    ) -> bytes:
        return pixels(*self.picture.peaks.extremes(lane, start_ms, end_ms, width), height=height, gain=gain)

    def as_bytes(self) -> bytes:
        if not self.whole:
            raise ValueError("a waveform is kept once it is whole")
        return packed(self.picture)


def read_waveform(data: bytes) -> DrawnWaveform | None:
    """Read a kept waveform; None where the bytes are not one of this version."""
    picture = unpacked(data)
    return None if picture is None else DrawnWaveform(picture, picture.duration_ms, True, picture.duration_ms)


class Growth:
    """Lanes that grow at their end; earlier peaks keep the arrays they were given."""

    def __init__(self, lanes: int, *, bin_ms: float, expected_ms: int) -> None:
        capacity = BLOCK + int(min(expected_ms, LONGEST_TRUSTED_MS) / bin_ms * 1.01)
        self._lanes = tuple(Lane(capacity) for _ in range(lanes))
        self._bin_ms = bin_ms
        self._bins = 0
        self.loudest = 0

    def put(self, lanes: list[tuple[Array, Array, Array]]) -> None:
        """Add bins, whole blocks of them except at the very end."""
        count = len(lanes[0][0])
        if self._bins + count > self._lanes[0].capacity:
            capacity = 2 * (self._bins + count)
            self._lanes = tuple(lane.copied(self._bins, capacity) for lane in self._lanes)
        for lane, (lows, highs, loudness) in zip(self._lanes, lanes, strict=True):
            lane.put(self._bins, lows, highs, loudness)
            self.loudest = max(self.loudest, -int(lows.min()), int(highs.max()))
        self._bins += count

    def peaks(self) -> Peaks:
        return Peaks(self._lanes, self._bins, self._bin_ms)
