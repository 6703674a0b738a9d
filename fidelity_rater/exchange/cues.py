"""From the text of a WebVTT or SRT file to its cues.

webvtt-py reads the formats. Before it does, times are written the one way that both formats allow, because programs
write them in many (``0:0:5.32``, a point for a comma, no number above), and times that cannot be are made such that
only their own cue is left out: alone, one of them would cost the whole file, and nobody would know its line.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from fidelity_rater.domain.errors import UserFacingError
from fidelity_rater.i18n import tr

_ARROW: Final = "-->"
_TIME: Final = r"(?:(\d{1,3}):)?(\d{1,2}):(\d{1,2})(?:([.,])(\d{1,9}))?"
_TIMES: Final = re.compile(rf"\s*{_TIME}\s*-->\s*{_TIME}(?=\s|$)")
_NUMBER: Final = re.compile(r"\s*\d+\s*")
_ONE_TIME: Final = re.compile(rf"\s*{_TIME}(?=\s|$)")
_LIKE_A_TIME: Final = re.compile(r"[\d:.,;> -]*")
_LONGEST_TIME: Final = 40
_BROKEN: Final = "broken --> broken"
_HEADER: Final = "WEBVTT"
MOST_CUES: Final = 20_000
"""Nobody says so much in a session; more would only keep everybody waiting."""


@dataclass(frozen=True, slots=True)
class Cue:
    """One stretch as the file has it: the text's own lines, with their tags."""

    start_ms: int
    end_ms: int
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReadCues:
    """What a file holds: its cues in its own order, and the numbers of lines whose times are broken or odd."""

    format: str
    cues: tuple[Cue, ...]
    broken: tuple[int, ...] = ()
    odd: tuple[int, ...] = ()


def read_cues(text: str) -> ReadCues:
    """Read either format; which one, the text says itself. Raises ``UserFacingError`` where it is neither."""
    lines = re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff"))
    first = next((at for at, line in enumerate(lines) if line.strip()), 0)
    lines[:first] = []
    if lines[0].startswith(_HEADER):
        return _read(lines, "vtt", skipped=first)
    _must_be_srt(lines)
    return _read(lines, "srt", skipped=first)


def _must_be_srt(lines: list[str]) -> None:
    """SRT numbers its cues, or has commas in its times; with neither, this is WebVTT that lost its first line."""
    times = [at for at, line in enumerate(lines) if _like_times(line)]
    if not times:
        raise UserFacingError(
            tr("The file has no times in it, so it is neither a WebVTT nor an SRT transcript."),
            tr("Save the transcript as .vtt or .srt from the program that made it."),
        )
    numbered = any(at and _NUMBER.fullmatch(lines[at - 1]) for at in times)
    if not numbered and not any("," in lines[at] for at in times):
        raise UserFacingError(
            tr("The file looks like WebVTT, but its first line, WEBVTT, is missing."),
            tr("Save the transcript again from the program that made it, or write WEBVTT into its first line."),
        )


def _read(lines: list[str], kind: str, *, skipped: int) -> ReadCues:
    if sum(1 for line in lines if _ARROW in line) > MOST_CUES:
        raise UserFacingError(
            tr("The file holds more than {n} lines of talk, too many for the transcript of a session.", n=MOST_CUES),
            tr("Choose the transcript of one session."),
        )
    mended, broken, odd = _mended(lines, kind, skipped=skipped)
    cues = tuple(_parsed(mended, kind))
    if not cues and broken:
        raise UserFacingError(
            tr("The times in line {n} of the file are broken.", n=broken[0]),
            tr("Save the transcript again from the program that made it."),
        )
    if not cues:
        raise UserFacingError(
            tr("The transcript is empty: the file holds no line of talk."),
            tr("Check that the transcript was finished when it was saved."),
        )
    return ReadCues(kind, cues, broken, odd)


def _parsed(lines: list[str], kind: str) -> list[Cue]:
    from webvtt import WebVTT
    from webvtt.errors import MalformedFileError

    try:
        captions = WebVTT.from_buffer(lines, format=kind).captions
    except MalformedFileError:
        return []
    return [
        Cue(caption.start_time.in_milliseconds(), caption.end_time.in_milliseconds(), tuple(caption.lines))
        for caption in captions
        if any(line.strip() for line in caption.lines)
    ]


def _mended(lines: list[str], kind: str, *, skipped: int) -> tuple[list[str], tuple[int, ...], tuple[int, ...]]:
    """The lines with every time written in full, and the numbers of the lines that are broken, or odd, in the file."""
    mended: list[str] = []
    broken: list[int] = []
    odd: list[int] = []
    for at, line in enumerate(lines):
        if _ARROW not in line or (kind == "vtt" and at == 0):
            mended.append(line)
            continue
        times = _times(line)
        if times is None and not _like_times(line):
            mended.append(line.replace(_ARROW, "\N{RIGHTWARDS ARROW}"))  # somebody's words
            continue
        if kind == "srt":
            _begin_srt_cue(mended)
        if times is None:
            broken.append(at + 1 + skipped)
            mended.append(_BROKEN)
            continue
        if kind == "srt" and _mixes_marks(line):
            odd.append(at + 1 + skipped)
        mark = "." if kind == "vtt" else ","
        mended.append(f"{_written(times[0], mark)} {_ARROW} {_written(times[1], mark)}")
    return mended, tuple(broken), tuple(odd)


def _begin_srt_cue(mended: list[str]) -> None:
    """See to it that a number stands above the times: the parser asks for one."""
    if mended and _NUMBER.fullmatch(mended[-1]):
        mended[-1] = mended[-1].strip()
        return
    while mended and not mended[-1].strip():
        mended.pop()
    if mended and _NUMBER.fullmatch(mended[-1]):
        mended[-1] = mended[-1].strip()  # its number, and a blank line under it
        return
    mended.extend(["", "1"] if mended else ["1"])


def _like_times(line: str) -> bool:
    """Whether a line is meant to tell a cue's times, however broken; other arrows are somebody's words."""
    before, arrow, after = line.partition(_ARROW)
    if not arrow:
        return False
    figures = len(before) <= _LONGEST_TIME and bool(_LIKE_A_TIME.fullmatch(before.strip()))
    return (figures and any(map(str.isdigit, before))) or bool(_ONE_TIME.match(before) or _ONE_TIME.match(after))


def _times(line: str) -> tuple[int, int] | None:
    found = _TIMES.match(line)
    if found is None:
        return None
    start, end = _ms(found.groups()[:5]), _ms(found.groups()[5:])
    return (start, end) if start is not None and end is not None and start <= end else None


def _ms(parts: tuple[str | None, ...]) -> int | None:
    hours, minutes, seconds, _, fraction = parts
    if int(minutes or 0) > 59 or int(seconds or 0) > 59:
        return None
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    return whole * 1000 + int((fraction or "0")[:3].ljust(3, "0"))


def _mixes_marks(line: str) -> bool:
    found = _TIMES.match(line)
    return found is not None and len({mark for mark in (found.group(4), found.group(9)) if mark}) > 1


def _written(ms: int, mark: str) -> str:
    seconds, ms = divmod(ms, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}{mark}{ms:03d}"
