"""How the answers of many ratings are distributed over a dimension's levels: one bar a row, numbers in its parts.

The levels are told by number and by how dark they are; what lies below competent is hatched.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from math import copysign

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.collections import PolyCollection
from matplotlib.colors import to_hex, to_rgb
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch
from matplotlib.path import Path

from fidelity_rater.app.development.models import Share, SharePicture
from fidelity_rater.app.look import LookTokens, contrast
from fidelity_rater.charts.drawn import Drawn, Hit
from fidelity_rater.charts.rows import fitting, labels_in
from fidelity_rater.charts.style import bare_axes, new_figure, write
from fidelity_rater.i18n import tr

ROW_IN, BAR_IN, GROUP_IN = 0.23, 0.17, 0.3
RIGHT_IN, TOP_IN, FOOT_IN = 1.15, 0.55, 0.3
SMALLEST_WIDTH_IN, WIDEST_IN = 5.6, 11.0
DIGIT_IN = 0.075
STROKES_IN = 0.07

Corners = list[tuple[float, float]]


def draw_shares(picture: SharePicture, look: LookTokens, *, width_in: float = 9.0) -> Drawn:
    """Draw the bars; the picture is as high as they need. A hit's key is the number of its row."""
    width = min(max(width_in, SMALLEST_WIDTH_IN), WIDEST_IN)
    rows, groups, room = _layout(picture.lines)
    height = TOP_IN + room + FOOT_IN
    figure = new_figure(look, width_in=width, height_in=height)
    label_in = labels_in(picture.lines)
    across_in = width - label_in - RIGHT_IN
    box = (label_in / width, FOOT_IN / height, across_in / width, room / height)
    axes = bare_axes(figure, box, x_limits=(0, 1), y_limits=(room, 0))
    inks = _inks(picture, look)
    hits = _bars(axes, picture, rows, inks=inks, room_in=across_in, look=look)
    _labels(axes, picture, rows, groups=groups, look=look, label_in=label_in)
    _key(figure, picture, inks=inks, look=look)
    write(figure, picture.note, (0.5, 0.08 / height), transform=figure.transFigure, size=8, color=look.muted,
          va="bottom")  # fmt: skip
    return Drawn(figure, tuple(hits))


def _layout(lines: Sequence[Share]) -> tuple[list[float], list[tuple[str, float]], float]:
    """The middle of each row, each group's name with its foot, and the room of all, in inches from the top."""
    rows, groups = [], []
    group, y = "", 0.0
    for line in lines:
        if line.group and line.group != group:
            group = line.group
            groups.append((group, y + GROUP_IN - 0.06))
            y += GROUP_IN
        rows.append(y + ROW_IN / 2)
        y += ROW_IN
    return rows, groups, max(y, ROW_IN)


def _inks(picture: SharePicture, look: LookTokens) -> list[str]:
    """From the hue's ground to its ink, a step each level."""
    hue = look.hue(picture.hue)
    (r, g, b), (red, green, blue) = to_rgb(hue.soft), to_rgb(hue.strong)
    steps = [place / max(len(picture.levels) - 1, 1) for place in range(len(picture.levels))]
    return [to_hex((r + (red - r) * step, g + (green - g) * step, b + (blue - b) * step)) for step in steps]


def _bars(
    axes: Axes, picture: SharePicture, rows: list[float], *, inks: list[str], room_in: float, look: LookTokens
) -> list[Hit]:
    bars: list[list[Corners]] = [[] for _ in picture.levels]
    on_them = [max((look.text, look.surface), key=partial(contrast, ground)) for ground in inks]
    hits = []
    for row, (line, y) in enumerate(zip(picture.lines, rows, strict=True)):
        total = sum(line.counts)
        hits.append(Hit(0, 0.5, y, str(row), line.told))
        x = 0.0
        for place, count in enumerate(line.counts):
            part = count / total
            if not count:
                continue
            low, high = y - BAR_IN / 2, y + BAR_IN / 2
            bars[place].append([(x, low), (x, high), (x + part, high), (x + part, low)])
            percent = str(round(100 * part))
            if part * room_in > DIGIT_IN * len(percent) + 0.05:
                write(axes, percent, (x + part / 2, y), transform=axes.transData, size=7, color=on_them[place],
                      va="center", zorder=5)  # fmt: skip
            x += part
    for place, (corners, level) in enumerate(zip(bars, picture.levels, strict=True)):
        for drawn in _parts(corners, inks[place], below=_is_below(picture, level), inch=1 / room_in, look=look):
            drawn.set_transform(axes.transData)
            axes.add_artist(drawn)
    return hits


def _labels(
    axes: Axes,
    picture: SharePicture,
    rows: list[float],
    *,
    groups: list[tuple[str, float]],
    look: LookTokens,
    label_in: float,
) -> None:
    across = axes.get_yaxis_transform(which="grid")
    for name, y in groups:
        write(axes, name, (0, y), transform=across, size=9, color=look.text, shift=(-label_in * 72 + 8, 0), ha="left",
              va="bottom", bold=True)  # fmt: skip
    for line, y in zip(picture.lines, rows, strict=True):
        total = sum(line.counts)
        mean = sum(level * n for level, n in zip(picture.levels, line.counts, strict=True)) / total
        label = fitting(line.label)
        write(axes, label, (0, y), transform=across, size=9, color=look.text, shift=(-6, 0), ha="right", va="center")
        words = tr("n {n} · {mean}", n=total, mean=f"{mean:.2f}")
        write(axes, words, (1, y), transform=across, size=8, color=look.muted, shift=(6, 0), ha="left", va="center")


def _key(figure: Figure, picture: SharePicture, *, inks: list[str], look: LookTokens) -> None:
    """The dimension, and its levels one after the other, over the bars."""
    width, height = figure.get_size_inches()
    y = height - 0.24
    ink = look.hue(picture.hue).strong
    write(figure, picture.axis, (0.12 / width, y / height), transform=figure.transFigure, size=10, color=ink,
          ha="left", va="center", bold=True)  # fmt: skip
    x = 0.12 + 0.11 * len(picture.axis) + 0.2
    for place, (level, name) in enumerate(zip(picture.levels, picture.level_names, strict=True)):
        corners = [[(x, y + 0.06), (x, y - 0.06), (x + 0.2, y - 0.06), (x + 0.2, y + 0.06)]]
        for part in _parts(corners, inks[place], below=_is_below(picture, level), inch=1.0, look=look):
            part.set_transform(figure.dpi_scale_trans)
            figure.add_artist(part)
        words = f"{level} {name}"
        at = ((x + 0.26) / width, y / height)
        write(figure, words, at, transform=figure.transFigure, size=8, color=look.muted, ha="left", va="center")
        x += 0.26 + 0.066 * len(words) + 0.18


def _parts(corners: list[Corners], ink: str, *, below: bool, inch: float, look: LookTokens) -> Iterator[Artist]:
    """Parts of bars of one level; hatched where the level is below competent. ``inch``: how much of x an inch is."""
    edge = look.disabled if below else look.control
    yield PolyCollection(corners, facecolors=ink, edgecolors=edge, linewidths=0.6, zorder=2)
    if below and corners:
        yield PathPatch(_strokes(corners, inch), fill=False, edgecolor=edge, linewidth=1.0, zorder=2)


def _strokes(corners: list[Corners], inch: float) -> Path:
    """Slanting strokes across rectangles, all as one path: matplotlib's own hatching takes several times as long."""
    ends: list[tuple[float, float]] = []
    for (left, top), (_, bottom), (right, _), _ in corners:
        width, height = (right - left) / inch, bottom - top
        for number in range(1, int((width + abs(height)) / STROKES_IN) + 1):
            along = number * STROKES_IN
            both = max(0.0, along - abs(height)), min(width, along)
            ends += [(left + across * inch, top + copysign(along - across, height)) for across in both]
    return Path(ends, [Path.MOVETO, Path.LINETO] * (len(ends) // 2))


def _is_below(picture: SharePicture, level: int) -> bool:
    return picture.competent is not None and level < picture.competent
