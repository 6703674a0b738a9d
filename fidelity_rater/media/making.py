"""Making a waveform while the sound is decoded: block after block into bins, and a picture of it now and then."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.waveform import Span, Waveform
from fidelity_rater.media import refusals
from fidelity_rater.media.binning import Binning, bin_samples
from fidelity_rater.media.decoding import Decoding, Samples
from fidelity_rater.media.peaks_format import Picture
from fidelity_rater.media.pyramid import BLOCK
from fidelity_rater.media.reading import best_sound
from fidelity_rater.media.speech import hearing
from fidelity_rater.media.waveform import DrawnWaveform, Growth

if TYPE_CHECKING:
    from av.container import InputContainer

FIRST_S: Final = 0.1
EVERY_S: Final = 0.25
AT_ONCE: Final = 65_536
"""About so many samples at a time: they stay in the processor's cache."""
TOGETHER: Final = 32
"""Blocks whose bins are rounded and put away together."""


class Making:
    """One waveform in the making."""

    def __init__(self, container: InputContainer, *, duration_ms: int, progress: Progress, voice: bool) -> None:
        stream: Any = best_sound(container)
        if stream is None:
            raise refusals.without_sound(video=bool(container.streams.video))
        if stream.codec_context is None:
            raise refusals.unknown_sound()
        self._decoding = Decoding(container, stream, duration_ms=duration_ms)
        self._rate = self._decoding.rate
        self._expected_ms, self._progress = duration_ms, progress
        self._bin = bin_samples(self._rate)
        self._hearing = hearing(self._rate, voice=voice)
        lanes = 2 if self._decoding.channels == 2 else 1
        self._binnings = [Binning(self._bin) for _ in range(lanes)]
        self._growth = Growth(lanes, bin_ms=self._bin * 1000 / self._rate, expected_ms=duration_ms)
        self._samples = 0

    def run(self, grown: Callable[[Waveform], None]) -> Waveform:
        """Decode to the end."""
        due = time.monotonic() + FIRST_S
        block = BLOCK * self._bin
        waiting = 0
        for lanes in self._decoding.blocks(block * max(1, AT_ONCE // block)):
            self._take_in(lanes)
            self._samples += len(lanes[0])
            waiting += 1
            self._progress.check()
            now = time.monotonic()
            if now >= due:
                self._put()
                waiting = 0
                self._progress.tell(self._known_ms(), max(self._known_ms(), self._expected_ms))
                grown(self._waveform(whole=False))
                due = time.monotonic() + EVERY_S
            elif waiting >= TOGETHER:
                self._put()
                waiting = 0
        if not self._samples:
            raise refusals.damaged()
        if waiting:
            self._put()
        return self._waveform(whole=True)

    def _take_in(self, lanes: list[Samples]) -> None:
        with np.errstate(over="ignore", invalid="ignore"):  # a float wav may hold what is no number
            for binning, lane in zip(self._binnings, lanes, strict=True):
                binning.add(lane)
            self._hearing.hear(lanes)

    def _put(self) -> None:
        self._growth.put([binning.taken() for binning in self._binnings])

    def _known_ms(self) -> int:
        return round(self._samples * 1000 / self._rate)

    def _waveform(self, *, whole: bool) -> DrawnWaveform:
        known_ms, peaks = self._known_ms(), self._growth.peaks()
        picture = Picture(
            peaks=peaks,
            duration_ms=known_ms if whole else max(known_ms, self._expected_ms),
            damaged=self._damaged(),
            loudest=self._growth.loudest,
            speech=self._hearing.spans(peaks.loudness(), bin_ms=peaks.bin_ms, known_ms=known_ms),
            speech_basis=self._hearing.basis,
        )
        return DrawnWaveform(picture, known_ms, whole)

    def _damaged(self) -> tuple[Span, ...]:
        ms = 1000 / self._rate
        return tuple(
            (round(first * ms), round(last * ms)) for first, last in self._decoding.gaps if last <= self._samples
        )
