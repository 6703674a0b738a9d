"""What a report says, ready to be set on paper or on a page: plain values, every sentence already translated.

A report is its head and its sections; a section holds blocks, and there are few kinds of them, so that whoever sets
them needs to know nothing of ratings. Codes only: no name is ever in one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Tone(StrEnum):
    """How words are meant to be taken; never told by colour alone."""

    PLAIN = "plain"
    QUIET = "quiet"
    CAUTION = "caution"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Words:
    """One paragraph; line breaks are kept. ``own`` marks what a person wrote in their own words."""

    text: str
    tone: Tone = Tone.PLAIN
    own: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and what they are, one line each."""

    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``number`` has its cells aligned as figures, ``wide`` gives it the room that is left."""

    title: str
    number: bool = False
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a heading of their own; the first cell of each names its row."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart. ``of`` is what it draws: an :class:`ItemProfile`, or a read model that ``charts`` knows."""

    title: str
    alt: str
    of: object


@dataclass(frozen=True, slots=True)
class Answer:
    """One dimension's answer: ``3 of 4``, what that level is called, and its anchor."""

    dimension: str
    hue: str
    value: str
    level: str = ""
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """A moment: where it lies, what it says of its item, and its note where notes are shown."""

    time: str
    bearing: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One item as it was rated."""

    label: str
    code: str
    answers: tuple[Answer, ...] = ()
    state: str = ""
    flag: str = ""
    """A raised harm flag, in words."""
    heard: tuple[Heard, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One strength or one thing to work on; ``towards`` names the next level, ``anchor`` says what it takes."""

    number: int
    text: str
    about: tuple[str, ...] = ()
    heard: tuple[Heard, ...] = ()
    towards: str = ""
    anchor: str = ""


Block = Words | Facts | Table | Picture | Entry | Point


@dataclass(frozen=True, slots=True)
class Section:
    """Blocks under a heading; ``level`` 2 stands within the section before it."""

    title: str
    blocks: tuple[Block, ...]
    level: int = 1


@dataclass(frozen=True, slots=True)
class FixedWords:
    """What introduces moments, a note, what a remark is about, and the next level up."""

    moments: str
    note: str
    about: str
    towards: str


@dataclass(frozen=True, slots=True)
class Head:
    """What is told before all else. ``at`` dates the document, so that the same report is the same bytes again."""

    title: str
    subject: str
    running: str
    """At the top of every page."""
    page: str
    """``Page {page} of {pages}``, to be filled in where pages are known."""
    words: FixedWords
    language: str
    scale_language: str
    at: datetime
    warnings: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """A document for people."""

    head: Head
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class SessionReport(Report):
    """One signed rating."""


@dataclass(frozen=True, slots=True)
class CaseReport(Report):
    """One case, session by session."""


@dataclass(frozen=True, slots=True)
class TherapistReport(Report):
    """One therapist, over all cases."""


@dataclass(frozen=True, slots=True)
class PortfolioReport(Report):
    """What a panel was shown, how it voted, and what it decided."""


@dataclass(frozen=True, slots=True)
class Track:
    """One dimension of a profile. ``competent``: the scale's own level of that name, no pass mark."""

    name: str
    hue: str
    minimum: int
    maximum: int
    competent: int | None = None


@dataclass(frozen=True, slots=True)
class ProfileRow:
    """One item: its value on each track, None where there is none; ``words`` stand in place of numbers."""

    label: str
    values: tuple[int | None, ...]
    words: str = ""


@dataclass(frozen=True, slots=True)
class ItemProfile:
    """One rating's items, group by group. ``competent`` says in words what the broken line is."""

    tracks: tuple[Track, ...]
    groups: tuple[tuple[str, tuple[ProfileRow, ...]], ...]
    competent: str = ""

    @property
    def rows(self) -> int:
        return sum(len(rows) for _, rows in self.groups)
