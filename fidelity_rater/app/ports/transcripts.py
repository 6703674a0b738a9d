"""Port for transcript files that other programs have written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from fidelity_rater.domain.transcript import Transcript


@dataclass(frozen=True, slots=True)
class ReadTranscript:
    """A transcript as its file has it; ``remarks`` are whole, translated sentences about what is odd in it."""

    transcript: Transcript
    remarks: tuple[str, ...] = ()


class TranscriptReader(Protocol):
    """Reads transcript files."""

    @property
    def endings(self) -> tuple[str, ...]:
        """The file names' endings it knows, each with its dot, in lower case."""
        ...

    def read(self, data: bytes) -> ReadTranscript:
        """Raises ``UserFacingError`` with one clear sentence for what is no transcript, empty or broken."""
        ...
