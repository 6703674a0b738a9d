"""Transcript files that meeting and captioning programs write, read as the domain's transcript."""

from __future__ import annotations

import hashlib
from itertools import pairwise

from fidelity_rater.app.ports.transcripts import ReadTranscript
from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.domain.transcript import Line, Transcript
from fidelity_rater.exchange.cues import ReadCues, read_cues
from fidelity_rater.exchange.decoding import text_of
from fidelity_rater.exchange.voices import Told, who_says_what
from fidelity_rater.i18n import tr, tr_n


class CaptionFiles:
    """Reads WebVTT (Teams, Zoom and others) and SRT; which one it is, the file says itself, not its ending."""

    @property
    def endings(self) -> tuple[str, ...]:
        return (".vtt", ".srt")

    def read(self, data: bytes) -> ReadTranscript:
        found = read_cues(text_of(data))
        told = who_says_what(found.cues, kind=found.format)
        lines = [
            Line(cue.start_ms, cue.end_ms, said.text, said.voice)
            for cue, part in zip(found.cues, told.cues, strict=True)
            for said in part
        ]
        if not lines:
            raise UserFacingError(
                tr("The transcript is empty: the file holds no line of talk."),
                tr("Check that the transcript was finished when it was saved."),
            )
        ordered = tuple(sorted(lines, key=lambda line: (line.start_ms, line.end_ms)))
        transcript = Transcript(ordered, format=found.format, sha256=hashlib.sha256(data).hexdigest())
        return ReadTranscript(transcript, _remarks(found, told, lines, ordered))


def _remarks(found: ReadCues, told: Told, lines: list[Line], ordered: tuple[Line, ...]) -> tuple[str, ...]:
    astray = sum(1 for before, line in pairwise(lines) if line.start_ms < before.start_ms)
    overlapping = _overlapping(ordered)
    remarks = []
    if found.broken:
        remarks.append(
            tr_n(
                "{n} line of talk was left out because its times are broken (line {first} of the file).",
                "{n} lines of talk were left out because their times are broken (first in line {first} of the file).",
                len(found.broken),
                first=found.broken[0],
            )
        )
    if found.odd:
        remarks.append(
            tr("The times in line {n} of the file mix comma and point. They were read all the same.", n=found.odd[0])
        )
    if astray:
        remarks.append(
            tr_n(
                "{n} line was out of order in the file. The lines are shown by their times.",
                "{n} lines were out of order in the file. The lines are shown by their times.",
                astray,
            )
        )
    if overlapping:
        remarks.append(
            tr_n("{n} line begins before another has ended.", "{n} lines begin before another has ended.", overlapping)
        )
    if told.carried:
        remarks.append(
            tr_n(
                "{n} line without a name was given to whoever spoke before.",
                "{n} lines without a name were given to whoever spoke before.",
                told.carried,
            )
        )
    return tuple(remarks)


def _overlapping(ordered: tuple[Line, ...]) -> int:
    """Lines that begin within an earlier one; what two voices say in one cue is no overlap but how it was written."""
    count, reached, before = 0, 0, None
    for line in ordered:
        same_cue = before is not None and (before.start_ms, before.end_ms) == (line.start_ms, line.end_ms)
        if line.start_ms < reached and not (same_cue and before is not None and before.voice != line.voice):
            count += 1
        reached, before = max(reached, line.end_ms), line
    return count
