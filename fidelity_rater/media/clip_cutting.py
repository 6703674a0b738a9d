"""Cutting passages: what is read goes to each passage that wants it, and is encoded beside the reading."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO, Final

from fidelity_rater.app.ports.clips import Covered, CutClip, Span
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.media import refusals
from fidelity_rater.media.beside import Beside
from fidelity_rater.media.clip_covering import Stretch, stretches
from fidelity_rater.media.clip_reading import AFTER_S, BEFORE_S, Block, Passing, every_block
from fidelity_rater.media.clip_writing import CODEC, SUFFIX, Passage

if TYPE_CHECKING:
    from av.audio.stream import AudioStream
    from av.container import InputContainer

APART_S: Final = BEFORE_S + AFTER_S
WAITING: Final = 4
"""Blocks of a second each, read ahead of the encoder."""


class Cut:
    """All clips of one recording, in the order in which they were asked for."""

    def __init__(self, spans: Sequence[Span], covered: Sequence[Covered]) -> None:
        self._spans = [(max(0, start), end) for start, end in spans]
        self._covered = tuple(covered)
        self._waiting = sorted(range(len(spans)), key=lambda number: self._spans[number])
        self._growing: dict[int, tuple[Passage, BytesIO]] = {}
        self._made: dict[int, CutClip] = {}
        self._rate, self._lanes = 0, 0
        self._stretches: tuple[Stretch, ...] = ()

    @property
    def done(self) -> bool:
        return not self._waiting and not self._growing

    def take(self, block: Block) -> None:
        """Give a block to the passages it belongs to."""
        place, self._rate, lanes = block
        if not self._lanes:
            self._lanes, self._stretches = len(lanes), stretches(self._covered, self._rate)
        after = place + len(lanes[0])
        while self._waiting and self._sample(self._spans[self._waiting[0]][0]) < after:
            self._begin(self._waiting.pop(0))
        for number, (passage, _) in list(self._growing.items()):
            passage.take(place, lanes)
            if passage.done:
                self._finish(number)

    def clips(self, reached: float) -> tuple[CutClip, ...]:
        """Finish what grows: the recording ends there, or is silent as far as it is known to go on (in seconds)."""
        if not self._lanes:
            raise refusals.damaged()
        until = round(reached * self._rate)
        while self._waiting and self._sample(self._spans[self._waiting[0]][0]) < until:
            self._begin(self._waiting.pop(0))
        for number, (passage, _) in list(self._growing.items()):
            passage.silence(until)
            self._finish(number)
        if len(self._made) < len(self._spans):
            raise refusals.beyond_the_end()
        return tuple(self._made[number] for number in range(len(self._spans)))

    def _begin(self, number: int) -> None:
        (start_ms, end_ms), out = self._spans[number], BytesIO()
        start, end = self._sample(start_ms), self._sample(end_ms)
        passage = Passage(out, start=start, end=end, rate=self._rate, lanes=self._lanes, covered=self._stretches)
        self._growing[number] = passage, out

    def _finish(self, number: int) -> None:
        passage, out = self._growing.pop(number)
        passage.close()
        start_ms, end_ms = self._spans[number]
        if passage.at > passage.start:
            end_ms = end_ms if passage.done else passage.at * 1000 // self._rate
            altered = any(one.start_ms < end_ms and one.end_ms > start_ms for one in self._covered)
            self._made[number] = CutClip(out.getvalue(), start_ms, end_ms, CODEC, SUFFIX, altered)

    def _sample(self, ms: int) -> int:
        return round(ms * self._rate / 1000)


def cut_passing(
    container: InputContainer,
    stream: AudioStream,
    spans: Sequence[Span],
    *,
    covered: Sequence[Covered],
    progress: Progress,
    exact: bool = False,
) -> tuple[CutClip, ...]:
    """Cut while passing over the recording; raises ``Doubtful`` where its time stamps do not say where sound lies."""
    cut, passing = Cut(spans, covered), Passing(container, stream, wanted=_wanted(spans), exact=exact)
    with Beside(cut.take, waiting=WAITING) as beside:
        for block in passing.blocks(progress):
            progress.check()
            beside.hand(block)
    return cut.clips(passing.reached_s)


def cut_all(
    container: InputContainer,
    stream: AudioStream,
    spans: Sequence[Span],
    *,
    covered: Sequence[Covered],
    progress: Progress,
    duration_ms: int,
) -> tuple[CutClip, ...]:
    """Cut while decoding everything."""
    cut = Cut(spans, covered)
    with Beside(cut.take, waiting=WAITING) as beside:
        for block in every_block(container, stream, duration_ms=duration_ms, progress=progress):
            beside.hand(block)
            if cut.done:
                break
    return cut.clips(0.0)


def cut_whole(
    container: InputContainer,
    stream: AudioStream,
    out: BinaryIO,
    *,
    covered: Sequence[Covered],
    progress: Progress,
    duration_ms: int,
) -> tuple[str, str]:
    """Encode the whole recording anew."""
    passages: list[Passage] = []

    def encode(block: Block) -> None:
        place, rate, lanes = block
        if not passages:
            found = stretches(covered, rate)
            passages.append(Passage(out, start=0, end=None, rate=rate, lanes=len(lanes), covered=found))
        passages[0].take(place, lanes)

    with Beside(encode, waiting=WAITING) as beside:
        for block in every_block(container, stream, duration_ms=duration_ms, progress=progress):
            beside.hand(block)
    if not passages:
        raise refusals.damaged()
    passages[0].close()
    return CODEC, SUFFIX


def _wanted(spans: Iterable[Span]) -> list[tuple[float, float]]:
    """Put spans in order as seconds, those that lie close together as one."""
    found: list[tuple[float, float]] = []
    for start_ms, end_ms in sorted(spans):
        start, end = max(0, start_ms) / 1000, end_ms / 1000
        if found and start <= found[-1][1] + APART_S:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found
