"""Who speaks in a cue: from WebVTT's own voice tags, or from names written before the words.

Names before the words ("Anna Berg: Good morning") are no part of either format, and people say things like "Well: that
depends". So a beginning counts as a name only where the whole file writes names, by these rules:

1. It looks like one: up to five words and forty characters of letters, digits and a few signs, not beginning in lower
   case, then a colon, then a space or the end of the line.
2. The file writes names: beginnings that come twice or more start at least a fifth of its lines; or nearly all of its
   lines (nine in ten, of at least two) have a beginning.
3. This one is a name: it comes twice or more, or stands in a file where nearly all lines have one; and it starts at
   least a tenth of those lines, or else none of its words is also said in lower case.

Where a file has voice tags, nothing before a colon is taken for a name. Where it writes names before the words, a line
without one goes on with whoever spoke before.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from fidelity_rater.exchange.cues import Cue

_VOICE: Final = re.compile(r"<v(?:\.[^\s<>.]+)*[ \t]+([^<>\n]*)>")
_TAG: Final = re.compile(r"<[^<>]*>")
_SRT_TAG: Final = re.compile(r"</?[A-Za-z][^<>]*>|\{\\[^{}]*\}")
_NAMED: Final = re.compile(r"([^:]{1,40}):(?:\s+|$)")
_LOOKS_LIKE_NAME: Final = re.compile(r"[\w.'’()&/ -]+")
_WORD: Final = re.compile(r"[^\W\d_]+")
_JOINERS: Final = "\u200c\u200d\u200e\u200f"
"""Marks without a shape of their own that scripts need."""
MOST_WORDS: Final = 5
FIFTH: Final = 0.2
TENTH: Final = 0.1
NEARLY_ALL: Final = 0.9


@dataclass(frozen=True, slots=True)
class Said:
    """What one voice says within one cue, without tags."""

    voice: str
    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """What each cue says; ``carried`` counts the lines that got the name of whoever spoke before."""

    cues: tuple[tuple[Said, ...], ...]
    carried: int = 0


def who_says_what(cues: Sequence[Cue], *, kind: str) -> Told:
    """Take voices and words of every cue apart."""
    if any(_VOICE.search(line) for cue in cues for line in cue.lines):
        return Told(tuple(_by_tags(cue) for cue in cues))
    tag = _TAG if kind == "vtt" else _SRT_TAG
    plain = [[text for line in cue.lines if (text := _plain(tag.sub("", line)))] for cue in cues]
    names = _names(plain)
    if not names:
        return Told(tuple((Said("", " ".join(texts)),) if texts else () for texts in plain))
    return _by_names(plain, names)


def _by_tags(cue: Cue) -> tuple[Said, ...]:
    parts = _VOICE.split("\n".join(cue.lines))  # words before any tag, then name, words, name, words
    pairs = [("", parts[0]), *zip(parts[1::2], parts[2::2], strict=True)]
    said = (Said(_plain(name), _plain(_TAG.sub("", words))) for name, words in pairs)
    return tuple(one for one in said if one.text)


def _by_names(plain: Iterable[Sequence[str]], names: frozenset[str]) -> Told:
    voice, carried = "", 0
    cues = []
    for texts in plain:
        said: list[Said] = []
        for text in texts:
            name = _beginning(text)
            if name in names:
                voice = name
                said.append(Said(voice, _after(text)))
            elif said:
                said[-1] = Said(said[-1].voice, f"{said[-1].text} {text}".strip())
            else:
                carried += bool(voice)
                said.append(Said(voice, text))
        cues.append(tuple(one for one in said if one.text))
    return Told(tuple(cues), carried)


def _names(plain: Sequence[Sequence[str]]) -> frozenset[str]:
    """What stands before a colon and is a name, by the rules above."""
    lines = [texts for texts in plain if texts]
    beginnings = Counter(name for texts in lines for text in texts if (name := _beginning(text)))
    starting = [name for texts in lines if (name := _beginning(texts[0]))]
    nearly_all = len(lines) > 1 and len(starting) >= NEARLY_ALL * len(lines)
    again = sum(1 for name in starting if beginnings[name] > 1)
    if not nearly_all and again < max(2.0, FIFTH * len(lines)):
        return frozenset()
    often = TENTH * len(starting)
    spoken = {word for texts in lines for text in texts for word in _WORD.findall(_after(text)) if word.islower()}
    return frozenset(
        name
        for name, times in beginnings.items()
        if (times > 1 or nearly_all)
        and (times >= often or not any(word.lower() in spoken for word in _WORD.findall(name) if not word.islower()))
    )


def _beginning(text: str) -> str:
    """What stands before the first colon and looks like a name; empty: nothing does."""
    found = _NAMED.match(text)
    if found is None:
        return ""
    name = found.group(1).strip()
    if not _LOOKS_LIKE_NAME.fullmatch(name) or len(name.split()) > MOST_WORDS or name[0].islower():
        return ""
    return name if any(character.isalpha() for character in name) else ""


def _after(text: str) -> str:
    """The words without what stands before the first colon, where that looks like a name."""
    return text.partition(":")[2].strip() if _beginning(text) else text


def _plain(text: str) -> str:
    """Entities as characters, white space as single spaces, nothing that only steers a terminal."""
    whole = html.unescape(text)
    kept = "".join(one for one in whole if one.isprintable() or one.isspace() or one in _JOINERS)
    return " ".join(kept.split())
