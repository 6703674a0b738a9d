"""Making a waveform: the sound is decoded here and summed up beside, and a picture of it is handed out now and then.

Peaks come first. The detector of voices cannot work beside the decoding, because it keeps Python to itself; it listens
to what was kept for it once all is decoded, so that nobody waits for the picture longer than for the sound.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from itertools import chain, repeat
from typing import TYPE_CHECKING, Any, Final

from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.app.ports.waveform import Span, Waveform
from fidelity_rater.media import refusals
from fidelity_rater.media.beside import Beside
from fidelity_rater.media.binning import bin_samples
from fidelity_rater.media.decoding import Decoding
from fidelity_rater.media.peaks_format import Picture
from fidelity_rater.media.pyramid import BLOCK
from fidelity_rater.media.reading import best_sound
from fidelity_rater.media.speech import hearing
from fidelity_rater.media.summing import Summing
from fidelity_rater.media.waveform import DrawnWaveform

if TYPE_CHECKING:
    from av.container import InputContainer

FIRST_S: Final = 0.1
EVERY_S: Final = 0.25
SMALL: Final = 65_536
LARGE: Final = 524_288
"""Samples at a time: few at first, so that the first picture is soon there."""
SMALL_ONES: Final = 8
LARGE_S: Final = 10
WAITING: Final = 3


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
        self._hearing = hearing(self._rate, voice=voice)
        self._summing = Summing(self._rate, self._decoding.channels, expected_ms=duration_ms, hearing=self._hearing)
        self._due = 0.0
        self._told = 0

    def run(self, grown: Callable[[Waveform], None]) -> Waveform:
        """Decode to the end, then hear where somebody speaks."""
        self._due = time.monotonic() + FIRST_S
        with Beside(self._summing.take_in, waiting=WAITING) as beside:
            for frame in self._decoding.blocks(sizes(self._rate)):
                beside.hand(frame)
                self._progress.check()
                if time.monotonic() >= self._due and self._summing.known.samples > self._told:
                    self._tell(grown, decoded=False)
        if not self._summing.known.samples:
            raise refusals.damaged()
        if self._hearing.waiting:
            self._tell(grown, decoded=True)
        while self._hearing.waiting:
            self._hearing.listen()
            self._progress.check()
            if time.monotonic() >= self._due and self._hearing.waiting:
                self._tell(grown, decoded=True)
        return self._waveform(decoded=True, whole=True)

    def _tell(self, grown: Callable[[Waveform], None], *, decoded: bool) -> None:
        waveform = self._waveform(decoded=decoded)
        self._told = self._summing.known.samples
        self._progress.tell(waveform.known_ms, waveform.duration_ms)
        grown(waveform)
        self._due = time.monotonic() + EVERY_S

    def _waveform(self, *, decoded: bool, whole: bool = False) -> DrawnWaveform:
        known, hearing = self._summing.known, self._hearing
        peaks, known_ms = known.peaks, round(known.samples * 1000 / self._rate)
        heard_ms = known_ms if whole else min(known_ms, hearing.heard_ms(known_ms))
        picture = Picture(
            peaks=peaks,
            duration_ms=known_ms if decoded else max(known_ms, self._expected_ms),
            damaged=self._damaged(known.samples),
            loudest=known.loudest,
            speech=hearing.spans(peaks.loudness(), bin_ms=peaks.bin_ms, known_ms=heard_ms),
            speech_basis=hearing.basis,
        )
        return DrawnWaveform(picture, known_ms, whole, heard_ms)

    def _damaged(self, samples: int) -> tuple[Span, ...]:
        ms = 1000 / self._rate
        return tuple((round(first * ms), round(last * ms)) for first, last in self._decoding.gaps if last <= samples)


def sizes(rate: int) -> Iterator[int]:
    """Tell how many samples to take at a time, in whole blocks of bins."""
    block = BLOCK * bin_samples(rate)
    most = min(LARGE, LARGE_S * rate)
    return chain(repeat(max(1, min(SMALL, most) // block) * block, SMALL_ONES), repeat(max(1, most // block) * block))
