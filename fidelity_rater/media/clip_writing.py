"""Writing a passage as Opus in Ogg: 48 kHz, one lane or two, nothing beside the sound, and always the same bytes."""

from __future__ import annotations

from fractions import Fraction
from typing import Any, BinaryIO, Final

import av
import numpy as np

from fidelity_rater.media.clip_covering import Covering, Lanes, Stretch

CODEC: Final = "opus"
SUFFIX: Final = ".opus"
RATE: Final = 48_000
BIT_RATES: Final = {1: 48_000, 2: 64_000}
EFFORT: Final = "5"
"""Of ten: half the time of the most, and nobody hears the difference in speech at these bit rates."""
PIECE_S: Final = 1


class OpusWriter:
    """One Ogg stream. The encoder's own delay is written where players take it off, so time 0 is the first sample."""

    def __init__(self, out: BinaryIO, *, rate: int, lanes: int) -> None:
        target: Any = _Writing(out)
        # Exact bits: the stream's number is 0 instead of chance, and no version of any program is named.
        self._container = av.open(target, "w", format="ogg", container_options={"fflags": "+bitexact"})
        self._layout = "stereo" if lanes == 2 else "mono"
        self._stream: Any = self._container.add_stream(
            "libopus", rate=RATE, layout=self._layout, options={"compression_level": EFFORT}
        )
        self._stream.bit_rate = BIT_RATES[lanes]
        self._rate, self._written = rate, 0

    def write(self, lanes: Lanes) -> None:
        samples = np.stack([np.clip(np.nan_to_num(lane), -1.0, 1.0) for lane in lanes]).astype(np.float32)
        frame = av.AudioFrame.from_ndarray(samples, format="fltp", layout=self._layout)
        frame.sample_rate, frame.pts, frame.time_base = self._rate, self._written, Fraction(1, self._rate)
        self._container.mux(self._stream.encode(frame))
        self._written += samples.shape[1]

    def close(self) -> None:
        if self._written:
            self._container.mux(self._stream.encode(None))
        self._container.close()


class _Writing:
    """Bytes one after another, whatever else the output could do; without a name, without seeking."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out

    def write(self, data: bytes) -> int:
        return self._out.write(data)


class Passage:
    """A passage in the making: takes blocks at their places, leaves off what lies beside it, and encodes the rest."""

    def __init__(
        self, out: BinaryIO, *, start: int, end: int | None, rate: int, lanes: int, covered: tuple[Stretch, ...]
    ) -> None:
        self.start, self.end, self.at = start, end, start
        self._rate, self._lanes = rate, lanes
        self._covering = Covering(covered, rate=rate, start=start)
        self._writer = OpusWriter(out, rate=rate, lanes=lanes)

    @property
    def done(self) -> bool:
        return self.end is not None and self.at >= self.end

    def take(self, place: int, lanes: Lanes) -> None:
        """Take sound whose first sample is at ``place``; what is missing before it is silence."""
        last = len(lanes[0]) if self.end is None else min(len(lanes[0]), self.end - place)
        self.silence(place)
        first = max(0, self.at - place)
        if last > first:
            self._put([lane[first:last] for lane in lanes])

    def silence(self, until: int) -> None:
        """Go on without sound: the recording has none there."""
        until = until if self.end is None else min(until, self.end)
        while self.at < until:
            count = min(until - self.at, PIECE_S * self._rate)
            self._put([np.zeros(count, np.float32) for _ in range(self._lanes)])

    def _put(self, lanes: Lanes) -> None:
        self.at += len(lanes[0])
        ready = self._covering.put(lanes)
        if len(ready[0]):
            self._writer.write(ready)

    def close(self) -> None:
        rest = self._covering.rest()
        if rest:
            self._writer.write(rest)
        self._writer.close()
