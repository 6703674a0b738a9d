"""Decoding a recording from start to end, in equal blocks without a gap, on the recording's own time axis.

The axis is the player's: a frame's time stamp less the container's start. Where time stamps leap ahead (a lost page, a
damaged packet, a recorder that paused) silence takes the place of what is missing, so that sample n is always heard at
n / rate. Frames go through FFmpeg's own queue, not through Python lists: one call per frame is all that Python pays.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

import av
import numpy as np

from fidelity_rater.media import refusals
from fidelity_rater.media.probe import BAD_PACKETS

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.audio.stream import AudioStream
    from av.container import InputContainer

Samples = np.ndarray[Any, Any]

LEAP_S: Final = 0.005
"""Smaller differences are rounding in the file (webm and wma count in milliseconds)."""
BACK_S: Final = 2.0
"""A time stamp further back than this begins a new count; a nearer one repeats what was there."""
BEYOND_S: Final = 600.0
"""A leap further than this beyond the promised end is a damaged time stamp, not silence."""
STUCK: Final = 20
"""So many failures to read on in a row, and the rest is given up."""
SILENCE: Final = 32_768

_DTYPES: Final = {"u8": "u1", "s16": "i2", "s32": "i4", "s64": "i8", "flt": "f4", "dbl": "f8"}


class Decoding:
    """One pass over a recording's sound."""

    def __init__(self, container: InputContainer, stream: AudioStream, *, duration_ms: int) -> None:
        self._container, self._stream = container, stream
        self._latest_s = duration_ms / 1000 + BEYOND_S
        self._fifo = av.AudioFifo()
        self._bad = 0
        self._shift = 0.0
        self._resamplers: dict[tuple[str, int, str], Any] = {}
        self.gaps: list[tuple[int, int]] = []
        """First and last sample of each stretch that is missing amid the sound."""
        self.written = 0
        self._sizes: Iterator[int] = iter(())
        self._size = self._due = 0
        """How many samples the next block has, and how many will have been written when it is ready."""
        self._rest = self._frames()
        first = next(self._rest, None)
        if first is None:
            raise refusals.damaged() if self._bad else refusals.no_sound()
        self._first = first
        self.rate, self.channels = first.sample_rate, first.layout.nb_channels
        if not self.rate or not self.channels or first.format.name.removesuffix("p") not in _DTYPES:
            raise refusals.damaged()

    def blocks(self, sizes: Iterator[int]) -> Iterator[AudioFrame]:
        """Hand out frames of as many samples as ``sizes`` says, which has no end; the last may be shorter."""
        self._sizes, self._size = sizes, next(sizes)
        self._due = self._size
        per_tick = float(self._stream.time_base or 0) * self.rate
        start = (self._container.start_time or 0) * self.rate / av.time_base
        leap, channels = LEAP_S * self.rate, self.channels
        for frame in self._all_frames():
            pts = frame.pts
            off = 0.0 if pts is None else pts * per_tick - start + self._shift - self.written
            # The queue itself refuses another rate or format, but not other channels.
            if self.written and -leap < off < leap and frame.layout.nb_channels == channels:
                try:
                    self._queue(frame)
                except ValueError:
                    pass
                else:
                    if self.written >= self._due:
                        yield from self._ready()
                    continue
            for piece in self._placed(frame, off):
                self._queue(piece)
                yield from self._ready()
        if self._fifo.samples:
            yield self._read(0)

    def _queue(self, frame: AudioFrame) -> None:
        frame.pts = None
        self._fifo.write(frame)
        self.written += frame.samples

    def _ready(self) -> Iterator[AudioFrame]:
        while self.written >= self._due:
            yield self._read(self._size)
            self._size = next(self._sizes)
            self._due += self._size

    def _read(self, samples: int) -> AudioFrame:
        fifo: Any = self._fifo
        frame: AudioFrame = fifo.read(samples)
        return frame

    def _all_frames(self) -> Iterator[AudioFrame]:
        yield self._first
        yield from self._rest

    def _frames(self) -> Iterator[AudioFrame]:
        """Decode packet by packet, stepping over damage."""
        stuck, heard = 0, False
        while stuck < STUCK:
            try:
                for packet in self._container.demux(self._stream):
                    try:
                        for frame in packet.decode():
                            heard = True
                            yield frame
                        stuck = 0
                    except av.FFmpegError:
                        self._bad += 1
                        if not heard and self._bad > BAD_PACKETS:
                            return
                return
            except av.FFmpegError:
                self._bad += 1
                stuck += 1

    def _placed(self, frame: AudioFrame, off: float) -> Iterator[AudioFrame]:
        """Hand out a frame that does not simply follow, at its place: after silence, or less what was there before."""
        missing = round(off)
        if missing < -BACK_S * self.rate or self.written + missing > self._latest_s * self.rate:
            self._shift -= off  # another count of time begins, or it is damaged: the sound goes on where it was
            missing = 0
        if missing > 0 and self.written:
            self.gaps.append((self.written, self.written + missing))
        while missing > 0:
            yield self._silence(min(missing, SILENCE))
            missing -= SILENCE
        missing = min(missing, 0) if off < 0 else 0
        for piece in self._alike(frame):
            if -missing < piece.samples:
                yield without_start(piece, -missing) if missing else piece
            missing = min(0, missing + piece.samples)

    def _alike(self, frame: AudioFrame) -> list[AudioFrame]:
        """Give a frame of another rate or layout (a recorder's chained pieces) the kind of the first."""
        kind = (frame.format.name, frame.sample_rate, frame.layout.name)
        first = self._first
        if kind == (first.format.name, first.sample_rate, first.layout.name):
            return [frame]
        if kind not in self._resamplers:
            self._resamplers[kind] = av.AudioResampler(first.format.name, first.layout.name, first.sample_rate)
        try:
            frame.pts = None
            return list(self._resamplers[kind].resample(frame))
        except av.FFmpegError:
            self._bad += 1
            return []

    def _silence(self, samples: int) -> AudioFrame:
        first = self._first
        frame = av.AudioFrame(format=first.format.name, layout=first.layout.name, samples=samples)
        frame.sample_rate = self.rate
        for plane in frame.planes:
            plane.update((b"\x80" if first.format.name.startswith("u8") else b"\0") * plane.buffer_size)
        return frame


def without_start(frame: AudioFrame, samples: int) -> AudioFrame:
    """Cut the first samples off a frame."""
    array: Any = frame.to_ndarray()
    kept = array[:, samples:] if frame.format.is_planar else array[:, samples * frame.layout.nb_channels :]
    cut = av.AudioFrame.from_ndarray(np.ascontiguousarray(kept), format=frame.format.name, layout=frame.layout.name)
    cut.sample_rate = frame.sample_rate
    return cut


def lanes(frame: AudioFrame) -> list[Samples]:
    """Take a frame apart into one lane or two; more channels than two are mixed to one."""
    name, count, channels = frame.format.name, frame.samples, frame.layout.nb_channels
    dtype = np.dtype(_DTYPES[name.removesuffix("p")])
    if frame.format.is_planar:
        parts = [np.frombuffer(memoryview(plane), dtype, count) for plane in frame.planes]
    else:
        packed = np.frombuffer(memoryview(frame.planes[0]), dtype, count * channels)
        parts = [packed] if channels == 1 else list(packed.reshape(count, channels).T)
    parts = [_calm(part) for part in parts]
    if channels <= 2:
        return parts
    mixed = np.zeros(count, np.float32)
    for part in parts:
        mixed += _floats(part)
    return [mixed / np.float32(channels)]


def _calm(part: Samples) -> Samples:
    """Bring whatever the decoder made to int16 or float32, without losing what is quiet."""
    if part.dtype == np.uint8:
        return (part.astype(np.int16) - 128) << 8
    if part.dtype.kind == "i" and part.dtype != np.int16:
        return part.astype(np.float32) * np.float32(1 / (1 << (8 * part.dtype.itemsize - 1)))
    if part.dtype == np.float64:
        return part.astype(np.float32)
    return np.ascontiguousarray(part)


def _floats(part: Samples) -> Samples:
    return part.astype(np.float32) * np.float32(1 / 32_768) if part.dtype == np.int16 else part
