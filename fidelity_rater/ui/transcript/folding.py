"""Finding words whatever their case and accents: “cafe” finds “Café”."""

from __future__ import annotations

import unicodedata


def folded(text: str) -> str:
    """Text to search in, without case and accents."""
    return _fold(text)[0]


def spans_of(wanted: str, text: str) -> tuple[tuple[int, int], ...]:
    """Where the folded words stand in the text itself: start and length of each."""
    if not wanted:
        return ()
    inside, places = _fold(text)
    spans = []
    at = inside.find(wanted)
    while at >= 0:
        start, last = places[at], places[at + len(wanted) - 1]
        spans.append((start, last + 1 - start))
        at = inside.find(wanted, at + len(wanted))
    return tuple(spans)


def _fold(text: str) -> tuple[str, list[int]]:
    """The folded text, and for each of its characters the place of the one it came from."""
    if text.isascii():
        return text.lower(), list(range(len(text)))
    characters, places = [], []
    for at, character in enumerate(text):
        for part in unicodedata.normalize("NFKD", character).casefold():
            if not unicodedata.combining(part):
                characters.append(part)
                places.append(at)
    return "".join(characters), places
