"""Transcripts: who said what, when, in a recording; and how the talk was shared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Speaker(StrEnum):
    """Who a named voice is in the session."""

    THERAPIST = "therapist"
    CLIENT = "client"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Line:
    """What one voice said in one stretch. ``voice`` is the name as the file has it; empty: not told. Milliseconds."""

    start_ms: int
    end_ms: int
    text: str
    voice: str = ""

    def __post_init__(self) -> None:
        if self.start_ms < 0 or self.end_ms < self.start_ms:
            raise ValueError("a line begins within the recording and does not end before it begins")


@dataclass(frozen=True, slots=True)
class Transcript:
    """The lines of one recording in the order of their beginnings, and who its voices are.

    ``speakers`` maps a voice to who it is; a voice that is missing there has not been named yet. ``format`` is
    ``vtt`` or ``srt``; ``sha256`` is that of the file it came from.
    """

    lines: tuple[Line, ...]
    speakers: Mapping[str, Speaker] = field(default_factory=dict)
    format: str = ""
    sha256: str = ""

    @property
    def voices(self) -> tuple[str, ...]:
        """Every voice in the order of its first line."""
        return tuple(dict.fromkeys(line.voice for line in self.lines if line.voice))

    def speaker_of(self, line: Line) -> Speaker | None:
        return self.speakers.get(line.voice)

    def as_json(self) -> dict[str, Any]:
        return {
            "format": self.format,
            "sha256": self.sha256,
            "speakers": {voice: str(speaker) for voice, speaker in self.speakers.items()},
            "lines": [[line.start_ms, line.end_ms, line.voice, line.text] for line in self.lines],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Transcript:
        return cls(
            lines=tuple(Line(start, end, text, voice) for start, end, voice, text in data["lines"]),
            speakers={voice: Speaker(speaker) for voice, speaker in data["speakers"].items()},
            format=data["format"],
            sha256=data["sha256"],
        )
