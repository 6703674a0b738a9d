"""Reading stretches of a recording on its own time axis without decoding what lies between them.

Every packet is looked at, because only the count from the start is exact in every kind of file (a jump into an mp3 may
be off by seconds); few are decoded. Where time stamps lie or the sound changes its kind, nothing is guessed: the
reading is given up, and the recording is decoded from its start as its peaks were.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any, Final

import av
import numpy as np

from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.media.clip_covering import Lanes
from fidelity_rater.media.decoding import BEYOND_S, LEAP_S, Decoding, lanes

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer

Block = tuple[int, int, Lanes]
"""A block's place in samples, the rate they are counted at, and the sound."""

Frame = tuple[float, int, Lanes]
"""The same of one frame, its place as its time stamp says."""

FIRST_S: Final = 1.0
"""Decoded at the start of every recording, to learn how its time stamps stand to its samples."""
BEFORE_S: Final = 1.0
"""Decoded before a stretch, so that decoders have settled: an mp3 needs earlier frames' bytes, Opus 80 ms."""
AFTER_S: Final = 1.0
JUMP_S: Final = 30.0
EXACT: Final = frozenset({"wav", "w64", "aiff", "au", "mov,mp4,m4a,3gp,3g2,mj2"})
"""Kinds whose index is exact: what lies between stretches need not even be read."""
TELL_EVERY: Final = 2000


class Doubtful(Exception):
    """The time stamps do not tell where the sound lies."""


class Passing:
    """Goes through a recording once and decodes only the stretches wanted, in seconds, in order, apart."""

    def __init__(
        self,
        container: InputContainer,
        stream: AudioStream,
        *,
        wanted: Sequence[tuple[float, float]],
        exact: bool = False,
    ) -> None:
        """``exact``: it is known that a jump into this file lands where it says."""
        self._container, self._stream, self._wanted = container, stream, list(wanted)
        self._base = float(stream.time_base or 0)
        self._start_s = (container.start_time or 0) / av.time_base
        self._exact = exact or container.format.name in EXACT
        self._kind: tuple[str, int, str] | None = None
        self._broken = False
        """Something was left out before what is decoded next."""
        self._landing = math.inf
        self.reached_s = 0.0
        """The recording is known to go on until here."""

    def blocks(self, progress: Progress) -> Iterator[Block]:
        """Hand out what was decoded, a little more than wanted; raises :class:`Doubtful`."""
        try:
            yield from self._gathered(self._frames(progress))
        except av.FFmpegError as error:
            raise Doubtful from error
        if self._kind is None:
            raise Doubtful

    def _frames(self, progress: Progress) -> Iterator[Frame]:
        total = round(self._wanted[-1][1] * 1000)
        latest, skipped = -BEFORE_S, False
        for number, packet in enumerate(self._container.demux(self._stream)):
            if not packet.size and packet.pts is None:  # the end: decoders hand out what they still hold
                if not skipped:
                    yield from self._decoded(packet)
                return
            at = self._time(packet, latest)
            latest = self.reached_s = max(latest, at)
            if number % TELL_EVERY == 0:
                progress.tell(min(total, max(0, round(at * 1000))), total)
            while self._wanted and at > self._wanted[0][1] + AFTER_S:
                del self._wanted[0]
            if not self._wanted:
                return
            ahead = self._wanted[0][0] - BEFORE_S - at
            if ahead > 0 and at > FIRST_S and self._kind is not None:
                skipped = True
                if self._exact and ahead > JUMP_S:
                    self._jump(self._wanted[0][0] - BEFORE_S)
                continue
            if skipped:
                self._stream.codec_context.flush_buffers()
                skipped, self._broken = False, True
            yield from self._decoded(packet)

    def _time(self, packet: Any, latest: float) -> float:
        if packet.pts is None:
            raise Doubtful
        at = float(packet.pts * self._base - self._start_s)
        if at < latest - LEAP_S or (latest >= 0 and at > latest + BEYOND_S and not self._exact):
            raise Doubtful
        if at > self._landing + BEFORE_S / 2:
            raise Doubtful  # a jump went beyond what it was to find
        self._landing = math.inf
        return at

    def _jump(self, at: float) -> None:
        self._landing = at
        self._container.seek(round((at + self._start_s) / self._base), stream=self._stream, backward=True)

    def _decoded(self, packet: Any) -> Iterator[Frame]:
        try:
            frames = packet.decode()
        except av.FFmpegError:
            return  # damage is stepped over: silence takes its place
        for frame in frames:
            kind = (frame.format.name, frame.sample_rate, frame.layout.name)
            if self._kind is None:
                self._kind = kind
            if kind != self._kind or frame.pts is None or not frame.sample_rate:
                raise Doubtful
            place = (frame.pts * self._base - self._start_s) * frame.sample_rate
            yield place, frame.sample_rate, floats(lanes(frame))

    def _gathered(self, frames: Iterator[Frame]) -> Iterator[Block]:
        """Join frames that follow each other: each call for a few milliseconds would cost more than its sound."""
        run: Run | None = None
        for place, rate, block in frames:
            if run is None or self._broken or not run.goes_on_at(place):
                if run is not None:
                    yield from run.ready()
                run = Run(place, rate, usually_off=run.usually_off if run else None, left_out=self._broken)
                self._broken = False
            run.add(place, block)
            if run.waiting >= rate:
                yield from run.ready()
        if run is not None:
            yield from run.ready()


class Run:
    """Frames that follow each other, counted.

    Time stamps of some files are rounded to milliseconds. Where the count from the start stands to them is learned from
    the first frames; a run before which frames were left out is laid so that it stands to its time stamps in the same
    way. (After a gap of the recording itself, the count begins at the time stamp.)
    """

    def __init__(self, place: float, rate: int, *, usually_off: float | None, left_out: bool) -> None:
        self.usually_off, self._left_out = usually_off, left_out
        self._first, self._rate = place, rate
        self._place: int | None = None
        self._parts: list[Lanes] = []
        self._offs: list[float] = []
        self._count = self.waiting = 0

    def goes_on_at(self, place: float) -> bool:
        return abs(place - self._first - self._count) < LEAP_S * self._rate

    def add(self, place: float, lanes: Lanes) -> None:
        self._offs.append(place - self._first - self._count)
        self._parts.append(lanes)
        self._count += len(lanes[0])
        self.waiting += len(lanes[0])

    def ready(self) -> Iterator[Block]:
        """Hand out what was gathered."""
        if not self._parts:
            return
        if self._place is None:
            off = sum(self._offs) / len(self._offs)
            if self.usually_off is None:
                self.usually_off = off
            self._place = round(self._first + (off - self.usually_off if self._left_out else 0.0))
        block = [np.concatenate(lane) for lane in zip(*self._parts, strict=True)]
        place, self._parts, self.waiting = self._place, [], 0
        self._place += len(block[0])
        yield place, self._rate, block


def every_block(
    container: InputContainer, stream: AudioStream, *, duration_ms: int, progress: Progress
) -> Iterator[Block]:
    """Decode everything, as it was decoded for the peaks."""
    decoding = Decoding(container, stream, duration_ms=duration_ms)
    rate, place = decoding.rate, 0
    for frame in decoding.blocks(repeat(max(1, rate))):
        progress.tell(min(duration_ms, place * 1000 // rate), duration_ms)
        block = floats(lanes(frame))
        yield place, rate, block
        place += len(block[0])


def floats(block: Lanes) -> Lanes:
    """Bring lanes to numbers from -1 to 1."""
    return [
        part.astype(np.float32) * np.float32(1 / 32_768) if part.dtype == np.int16 else part.astype(np.float32)
        for part in block
    ]
