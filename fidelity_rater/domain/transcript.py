"""Transcripts: who said what, when, in a recording; and how the talk was shared."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple


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


TURN_GAP_MS = 5_000
"""A voice that goes on after a longer silence than this begins a new turn."""


@dataclass(frozen=True, slots=True)
class Talk:
    """How much one speaker talked. ``speaker`` None: the voice has not been named; ``voice`` empty: none was told.

    Time in which a speaker's own lines overlap counts once; time in which two speakers talk counts for both.
    """

    speaker: Speaker | None
    voice: str
    ms: int
    turns: int
    longest_ms: int
    words: int


def talk(transcript: Transcript, *, gap_ms: int = TURN_GAP_MS) -> tuple[Talk, ...]:
    """Tell who talked how much, in the order of first lines.

    Voices that were named the same speaker count as one. Lines of one speaker are one turn as long as nobody else
    speaks in the pause between them and the pause is not longer than ``gap_ms``; a word thrown in while somebody goes
    on talking is a turn of its own and ends nobody's.
    """
    by_who: dict[tuple[Speaker | None, str], list[Line]] = {}
    for line in transcript.lines:
        by_who.setdefault(_who(transcript, line), []).append(line)
    heard_by = _Others(transcript)
    return tuple(_talk_of(who, lines, heard_by, gap_ms=gap_ms) for who, lines in by_who.items())


def talk_over(talks: Iterable[Iterable[Talk]]) -> tuple[Talk, ...]:
    """Add up several recordings; the therapist first, then the client, others, voices that nobody has named.

    A voice without a speaker is the same person only within one recording, so all such are one here.
    """
    together: dict[Speaker | None, list[Talk]] = {}
    for one in (one for each in talks for one in each):
        together.setdefault(one.speaker, []).append(one)
    order = (*Speaker, None)
    return tuple(
        Talk(
            speaker,
            "",
            ms=sum(one.ms for one in together[speaker]),
            turns=sum(one.turns for one in together[speaker]),
            longest_ms=max(one.longest_ms for one in together[speaker]),
            words=sum(one.words for one in together[speaker]),
        )
        for speaker in order
        if speaker in together
    )


def shares(talks: Sequence[Talk]) -> tuple[float, ...]:
    """Each one's part of all talk, 0 to 1; they add up to 1 unless nobody talked."""
    total = sum(one.ms for one in talks)
    return tuple(one.ms / total if total else 0.0 for one in talks)


def _who(transcript: Transcript, line: Line) -> tuple[Speaker | None, str]:
    speaker = transcript.speaker_of(line)
    return (speaker, "") if speaker is not None else (None, line.voice)


def _talk_of(who: tuple[Speaker | None, str], lines: Sequence[Line], others: _Others, *, gap_ms: int) -> Talk:
    turns: list[tuple[int, int]] = []
    talked = 0
    for start, end in merged((line.start_ms, line.end_ms) for line in lines):
        talked += end - start
        goes_on = turns and start - turns[-1][1] <= gap_ms and not others.speak_between(turns[-1][1], start, who)
        if goes_on:
            turns[-1] = (turns[-1][0], end)
        else:
            turns.append((start, end))
    longest = max((end - start for start, end in turns), default=0)
    return Talk(*who, talked, len(turns), longest, sum(len(line.text.split()) for line in lines))


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans in order, those that touch or overlap made one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


class _Others:
    """Tells whether anybody else speaks in a pause.

    For each line in the order of beginnings it keeps the two latest ends so far of two different people: whoever
    pauses, the later one that is not theirs answers, so that a question costs one search.
    """

    def __init__(self, transcript: Transcript) -> None:
        lines = sorted(transcript.lines, key=lambda line: line.start_ms)
        self._starts = [line.start_ms for line in lines]
        self._latest: list[tuple[_End, _End]] = []
        first = second = _End(-1, (None, ""))
        for line in lines:
            new = _End(line.end_ms, _who(transcript, line))
            if new.who == first.who:
                first = new if new.ms > first.ms else first
            elif new.ms > first.ms:
                first, second = new, first
            elif new.ms > second.ms:
                second = new
            self._latest.append((first, second))

    def speak_between(self, from_ms: int, to_ms: int, who: tuple[Speaker | None, str]) -> bool:
        """Whether somebody other than ``who`` speaks after the one and before the other."""
        before = bisect_left(self._starts, to_ms)
        if not before:
            return False
        first, second = self._latest[before - 1]
        return (second if first.who == who else first).ms > from_ms


class _End(NamedTuple):
    """Where somebody has stopped speaking so far."""

    ms: int
    who: tuple[Speaker | None, str]
