"""Ports for the picture of a recording: its peaks, made once and kept sealed, and where somebody speaks.

Drawing reads peaks only, never the sound. Times are whole milliseconds on the recording's own time axis, the clock's.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, Protocol

from fidelity_rater.app.ports.jobs import Progress

Span = tuple[int, int]
"""Start and end in milliseconds."""


class SpeechBasis(StrEnum):
    """What speech was told from silence by."""

    VOICE = "voice"
    LOUDNESS = "loudness"


@dataclass(frozen=True, slots=True)
class Columns:
    """What one lane looks like in equal columns from left to right: signed 16-bit extremes and loudness (RMS).

    Each array has one entry per column. A column beyond what is known so far, or beyond the recording, has
    ``lows[i] > highs[i]``, so that "nothing known" and "silence" are told apart.
    """

    lows: array[int]
    highs: array[int]
    loudness: array[int]


class Waveform(Protocol):
    """A recording's peaks, whole or as far as they are known. Immutable; safe to read on any thread."""

    @property
    def lanes(self) -> int:
        """1, or 2 for stereo (left, right); more channels than two are mixed to one lane."""
        ...

    @property
    def duration_ms(self) -> int:
        """The decoded length once all of it is known; before that, what the recording's facts say."""
        ...

    @property
    def known_ms(self) -> int:
        """How far its peaks are known; all of it where :attr:`whole`."""
        ...

    @property
    def speech_known_ms(self) -> int:
        """How far :attr:`speech` is known: the rest may hold speech that is not found yet. All of it where whole."""
        ...

    @property
    def whole(self) -> bool: ...

    @property
    def damaged(self) -> tuple[Span, ...]:
        """Stretches that could not be decoded."""
        ...

    @property
    def loudest(self) -> int:
        """The largest magnitude anywhere so far, 0 to 32768; what the gain view scales by."""
        ...

    @property
    def speech(self) -> tuple[Span, ...]:
        """Where somebody speaks, in order, without overlaps, as far as :attr:`speech_known_ms`."""
        ...

    @property
    def speech_basis(self) -> SpeechBasis: ...

    def columns(self, lane: int | None, start_ms: float, end_ms: float, count: int) -> Columns:
        """The picture of a stretch in ``count`` columns; ``lane`` None: all lanes together."""
        ...

    def pixels(
        self, lane: int | None, start_ms: float, end_ms: float, *, width: int, height: int, gain: int = 1
    ) -> bytes:
        """The same picture a byte a pixel from the upper left: 0 nothing, 1 sound, 2 as loud as it mostly is there.

        ``gain`` times larger, cut off at the edges. Each row takes ``width`` bytes and what is lacking to a multiple
        of four.
        """
        ...

    def as_bytes(self) -> bytes:
        """A whole waveform as it is kept. Raises ``ValueError`` where it is not whole."""
        ...


class Waveforms(Protocol):
    """Makes waveforms from sound, and reads kept ones."""

    def warm(self) -> None:
        """Load what making and reading need, so that the first waveform need not wait. Belongs in a job."""
        ...

    def make(
        self,
        reader: BinaryIO,
        *,
        duration_ms: int,
        progress: Progress,
        grown: Callable[[Waveform], None] = lambda waveform: None,
    ) -> Waveform:
        """Decode the sound once, from start to end. Slow; belongs in a job.

        ``grown`` is handed what is known so far, first within a fraction of a second and then a few times a second,
        on the job's thread; peaks come first, speech may follow. Damage in the middle is stepped over and told in
        :attr:`Waveform.damaged`. Raises ``Cancelled``, or ``UserFacingError`` where nothing can be decoded.
        """
        ...

    def read(self, data: bytes) -> Waveform | None:
        """A kept waveform; None where the bytes are of another version or not one at all: then it is made anew."""
        ...
