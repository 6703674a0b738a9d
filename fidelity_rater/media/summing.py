"""Summing up decoded sound: what is done beside the decoding, in few looks at many samples.

Python lets one thread at a time do anything but decode and reckon with numbers, and a thread that wants its turn is
slow to wake; so there is little to gain from another thread unless it is asked seldom, for much at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from fidelity_rater.media.binning import Binning, bin_samples
from fidelity_rater.media.decoding import lanes
from fidelity_rater.media.pyramid import Peaks
from fidelity_rater.media.speech import LoudnessHearing, VoiceHearing
from fidelity_rater.media.waveform import Growth

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame

AT_ONCE: Final = 65_536
"""About so many samples at a time stay in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Known:
    """The peaks as far as they are reckoned."""

    peaks: Peaks
    samples: int
    loudest: int


class Summing:
    """Turns decoded sound into bins, and keeps of it what the detector of voices will need."""

    def __init__(self, rate: int, channels: int, *, expected_ms: int, hearing: LoudnessHearing | VoiceHearing) -> None:
        count = 2 if channels == 2 else 1
        self._bin = bin_samples(rate)
        self._binnings = [Binning(self._bin) for _ in range(count)]
        self._growth = Growth(count, bin_ms=self._bin * 1000 / rate, expected_ms=expected_ms)
        self._hearing = hearing
        self.known = Known(self._growth.peaks(), 0, 0)
        """Replaced, never changed: safe to read on any thread."""

    def take_in(self, frame: AudioFrame) -> None:
        """Add a frame of whole blocks of bins; only the very last may be shorter."""
        sound = lanes(frame)
        samples = len(sound[0])
        size = max(1, AT_ONCE // self._bin) * self._bin
        with np.errstate(over="ignore", invalid="ignore"):  # a float wav may hold what is no number
            for at in range(0, samples, size):
                for binning, lane in zip(self._binnings, sound, strict=True):
                    binning.add(lane[at : at + size])
            self._growth.put([binning.taken() for binning in self._binnings])
            self._hearing.take(sound)
        self.known = Known(self._growth.peaks(), self.known.samples + samples, self._growth.loudest)
