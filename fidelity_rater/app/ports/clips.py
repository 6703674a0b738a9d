"""Port for cutting stretches out of a recording, so that only they leave. Never writes anything but its output."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO, Protocol

from fidelity_rater.app.ports.jobs import Progress

Span = tuple[int, int]
"""Start and end in milliseconds on the recording's own time axis."""


class Cover(StrEnum):
    """What takes the place of a stretch that must not be heard."""

    SILENCE = "silence"
    TONE = "tone"


@dataclass(frozen=True, slots=True)
class Covered:
    """A stretch that must not be heard, and what is heard in its place."""

    start_ms: int
    end_ms: int
    cover: Cover = Cover.SILENCE


@dataclass(frozen=True, slots=True)
class CutClip:
    """What was cut. ``start_ms`` and ``end_ms`` are what it really holds, on the recording's time axis."""

    data: bytes
    start_ms: int
    end_ms: int
    codec: str
    """Named for people and players, such as ``opus``."""
    suffix: str
    """Of a file that holds it, such as ``.opus``."""
    altered: bool


class ClipCutter(Protocol):
    def cut(
        self, reader: BinaryIO, spans: Sequence[Span], *, covered: Sequence[Covered] = (), progress: Progress
    ) -> tuple[CutClip, ...]:
        """Cut each span (margins already added; what lies beyond the recording is left off) in order, re-encoded.

        Nothing of a covered stretch is in the output. Raises ``Cancelled``, or ``UserFacingError`` where the sound
        cannot be read there.
        """
        ...

    def whole(
        self, reader: BinaryIO, out: BinaryIO, *, covered: Sequence[Covered], progress: Progress
    ) -> tuple[str, str]:
        """Re-encode the whole recording with stretches covered; return codec and suffix."""
        ...

    def bare(self, reader: BinaryIO, out: BinaryIO, *, progress: Progress) -> tuple[str, str] | None:
        """Copy the sound as it is, and nothing else of the file: no tags, chapters, pictures or other tracks.

        Return codec and suffix; None where only :meth:`whole` can do it without moving the sound on its time axis.
        What is in ``out`` then means nothing.
        """
        ...
