"""One rating's items, each a row with its score on every dimension, as SVG made by hand.

A report is often the first thing that a process makes, and loading matplotlib would be most of its wait; rows of marks
need none of it. Every mark has a shape of its own and the number inside it, so nothing rests on colour.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import Final

from fidelity_rater.app.look import LookTokens
from fidelity_rater.app.report_models import ItemProfile, ProfileRow, Track
from fidelity_rater.i18n import tr

WIDTH: Final = 680
HIGHEST: Final = 860
"""Of one picture, so that it fits on a page."""
LABELS, GAP = 304, 28
LETTERS: Final = 50
"""About as many as the labels' column holds."""
HEAD, GROUP, ROW, LINE, FOOT = 40, 26, 21, 13, 24
MARK: Final = 8
FONT: Final = "DejaVu Sans, Verdana, sans-serif"


def draw_profile(profile: ItemProfile, look: LookTokens) -> tuple[str, ...]:
    """Draw the profile as one SVG picture, or as several where one would not fit on a page."""
    return tuple(_Page(profile, look).draw(lines) for lines in _pages(profile))


@dataclass(frozen=True, slots=True)
class _Line:
    """A group's name, or an item."""

    label: tuple[str, ...]
    row: ProfileRow | None = None

    @property
    def height(self) -> int:
        return GROUP if self.row is None else ROW + LINE * (len(self.label) - 1)


def _pages(profile: ItemProfile) -> Iterator[list[_Line]]:
    page: list[_Line] = []
    left = HIGHEST - HEAD - FOOT
    for name, rows in profile.groups:
        for place, row in enumerate(rows):
            line = _Line(tuple(wrap(row.label, LETTERS)) or ("",), row)
            if left < line.height + (GROUP if place == 0 else 0):
                yield page
                page, left = [], HIGHEST - HEAD - FOOT
            if place == 0 or not page:
                words = name if place == 0 else tr("{group}, continued", group=name)
                page.append(_Line((words,)))
                left -= GROUP
            page.append(line)
            left -= line.height
    if page:
        yield page


class _Page:
    """One picture."""

    def __init__(self, profile: ItemProfile, look: LookTokens) -> None:
        self._profile, self._look = profile, look
        self._out: list[str] = []
        count = max(len(profile.tracks), 1)
        self._span = (WIDTH - LABELS - GAP * count - MARK) / count

    def draw(self, lines: list[_Line]) -> str:
        height = HEAD + sum(line.height for line in lines) + (FOOT if self._profile.competent else 8)
        look = self._look
        size = f'viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}"'
        self._out = [
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="{FONT}" font-size="10">',
            f'<rect width="{WIDTH}" height="{height}" fill="{look.surface}"/>',
        ]
        self._stripes(lines)
        self._heads(height)
        top = float(HEAD)
        for line in lines:
            self._line(line, top)
            top += line.height
        if self._profile.competent:
            self._dash(4, 24, top + 13, look.muted)
            self._words(self._profile.competent, 30, top + 16, size=8.5, colour=look.muted)
        self._out.append("</svg>")
        return "".join(self._out)

    def _heads(self, height: int) -> None:
        """The tracks' names, the numbers of their levels and the broken line of the competent one."""
        for place, track in enumerate(self._profile.tracks):
            colour = self._look.hue(track.hue).strong
            self._words(track.name, self._x(place, track.minimum) - MARK, 14, colour=colour, bold=True)
            for level in range(track.minimum, track.maximum + 1):
                self._words(str(level), self._x(place, level), 30, size=9, colour=self._look.muted, anchor="middle")
            if track.competent is not None:
                x = self._x(place, track.competent)
                foot = height - (FOOT if self._profile.competent else 8)
                self._out.append(
                    f'<path d="M{x:.1f} {HEAD - 6}V{foot}" stroke="{colour}" stroke-dasharray="4 3" fill="none"/>'
                )

    def _x(self, place: int, value: int) -> float:
        track = self._profile.tracks[place]
        left = LABELS + GAP + place * (self._span + GAP)
        return left + self._span * (value - track.minimum) / max(track.maximum - track.minimum, 1)

    def _stripes(self, lines: list[_Line]) -> None:
        top = HEAD
        for number, line in enumerate(lines):
            if number % 2 and line.row is not None:
                self._out.append(f'<rect y="{top}" width="{WIDTH}" height="{line.height}" fill="{self._look.window}"/>')
            top += line.height

    def _line(self, line: _Line, top: float) -> None:
        if line.row is None:
            self._words(line.label[0], 4, top + GROUP - 8, bold=True)
            return
        for number, words in enumerate(line.label):
            self._words(words, 4, top + 14 + LINE * number)
        middle = top + line.height / 2
        for place, track in enumerate(self._profile.tracks):
            self._track(place, track, line.row.values[place], middle)
        if line.row.words and not any(value is not None for value in line.row.values):
            at = self._x(0, self._profile.tracks[0].minimum) - MARK
            self._words(line.row.words, at, middle + 3.5, size=9, colour=self._look.muted, ground=True)

    def _track(self, place: int, track: Track, value: int | None, middle: float) -> None:
        start, end = self._x(place, track.minimum), self._x(place, track.maximum)
        self._out.append(f'<path d="M{start:.1f} {middle:.1f}H{end:.1f}" stroke="{self._look.grid}" fill="none"/>')
        if value is None:
            return
        hue = self._look.hue(track.hue)
        x = self._x(place, value)
        self._out.append(_shape(place, x, middle, hue.strong))
        self._words(str(value), x, middle + 3.5, colour=hue.on, anchor="middle", bold=True)

    def _dash(self, start: float, end: float, y: float, colour: str) -> None:
        self._out.append(f'<path d="M{start} {y}H{end}" stroke="{colour}" stroke-dasharray="4 3" fill="none"/>')

    def _words(
        self,
        words: str,
        x: float,
        y: float,
        *,
        size: float = 10,
        colour: str = "",
        anchor: str = "start",
        bold: bool = False,
        ground: bool = False,
    ) -> None:
        if ground:
            width = len(words) * size * 0.62 + 8
            self._out.append(
                f'<rect x="{x - 4:.1f}" y="{y - size:.1f}" width="{width:.1f}" height="{size + 4:.1f}" '
                f'fill="{self._look.surface}"/>'
            )
        weight = ' font-weight="bold"' if bold else ""
        self._out.append(
            f'<text x="{x:.1f}" y="{y:.1f}" font-size="{size:g}" fill="{colour or self._look.text}" '
            f'text-anchor="{anchor}"{weight}>{escape(words)}</text>'
        )


def _shape(place: int, x: float, y: float, colour: str) -> str:
    """A circle, a square or a diamond, by the track's place."""
    if place == 0:
        return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{MARK}" fill="{colour}"/>'
    side = MARK * 2 - 2
    turned = f' transform="rotate(45 {x:.1f} {y:.1f})"' if place > 1 else ""
    return (
        f'<rect x="{x - side / 2:.1f}" y="{y - side / 2:.1f}" width="{side}" height="{side}" rx="2" '
        f'fill="{colour}"{turned}/>'
    )
