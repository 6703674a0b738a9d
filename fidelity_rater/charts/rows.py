"""Figures in rows on one axis: item profiles, domains, oneself beside another, therapists side by side.

Every series has a marker of its own and every mark the number it stands on, so that nothing rests on colour.
"""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.lines import Line2D

from fidelity_rater.app.development.models import Line, RowPicture, Share
from fidelity_rater.app.look import LookTokens
from fidelity_rater.charts.drawn import Drawn, Hit
from fidelity_rater.charts.legend import Sign, legend_height_in, write_legend
from fidelity_rater.charts.style import bare_axes, new_figure, write
from fidelity_rater.i18n import tr

MARKERS = ("o", "s", "D", "^", "v", "P")
ROW_IN, SERIES_IN, GROUP_IN = 0.2, 0.11, 0.3
RIGHT_IN, TOP_IN, FOOT_IN = 0.4, 0.4, 0.15
LETTER_IN, NARROWEST_LABEL_IN, WIDEST_LABEL_IN = 0.079, 1.6, 3.7
APART_IN = 0.04
"""How far the two marks of a joined row lie above and below its middle: of equal ones both are seen."""
SMALLEST_WIDTH_IN, WIDEST_IN = 5.6, 11.0
LETTERS = 46
"""About as many letters of a label as there is room for."""


def draw_rows(picture: RowPicture, look: LookTokens, *, width_in: float = 9.0) -> Drawn:
    """Draw the rows; the picture is as high as they need. A hit's key is the number of its row."""
    width = min(max(width_in, SMALLEST_WIDTH_IN), WIDEST_IN)
    layout = _Layout(picture)
    signs = _signs(picture)
    foot = FOOT_IN + legend_height_in(signs, picture.note, width_in=width)
    height = TOP_IN + layout.height_in + foot
    figure = new_figure(look, width_in=width, height_in=height)
    span = picture.maximum - picture.minimum
    label_in = labels_in(picture.lines)
    box = (label_in / width, foot / height, 1 - (label_in + RIGHT_IN) / width, layout.height_in / height)
    limits = (picture.minimum - 0.06 * span, picture.maximum + 0.1 * span)
    axes = bare_axes(figure, box, x_limits=limits, y_limits=(layout.height_in, 0))
    _ground(axes, picture, layout, look=look, label_in=label_in)
    hits = _marks(axes, picture, layout, look)
    write_legend(figure, signs, title=picture.note, look=look)
    return Drawn(figure, tuple(hits))


class _Layout:
    """Where the rows lie, in inches from the top of the axes."""

    def __init__(self, picture: RowPicture) -> None:
        self.groups: list[tuple[str, float]] = []
        self.rows: list[float] = []
        many = len(picture.series) > 1 and not picture.joined
        group, y = "", 0.0
        for line in picture.lines:
            if line.group and line.group != group:
                group = line.group
                self.groups.append((group, y + GROUP_IN - 0.06))
                y += GROUP_IN
            height = ROW_IN + (SERIES_IN * (len(line.marks) - 1) if many else 0)
            self.rows.append(y + height / 2)
            y += height
        self.height_in = max(y, ROW_IN) + 0.04

    def y_of(self, row: int, place: int, count: int, *, joined: bool) -> float:
        """A mark's height: the marks of a row lie under each other, unless they are joined."""
        return self.rows[row] + (place - (count - 1) / 2) * (2 * APART_IN if joined else SERIES_IN)


def labels_in(lines: Sequence[Line] | Sequence[Share]) -> float:
    """How wide the column of labels has to be."""
    longest = max((len(fitting(line.label)) for line in lines), default=0)
    return min(max(longest * LETTER_IN + 0.25, NARROWEST_LABEL_IN), WIDEST_LABEL_IN)


def _ground(axes: Axes, picture: RowPicture, layout: _Layout, *, look: LookTokens, label_in: float) -> None:
    stripes = [
        [(0, y - ROW_IN / 2), (0, y + ROW_IN / 2), (1, y + ROW_IN / 2), (1, y - ROW_IN / 2)] for y in layout.rows[::2]
    ]
    across = axes.get_yaxis_transform(which="grid")
    axes.add_artist(PolyCollection(stripes, facecolors=look.hover, linewidths=0, transform=across, zorder=0))
    levels = range(round(picture.minimum), round(picture.maximum) + 1)
    down = axes.get_xaxis_transform(which="grid")
    lines = [[(level, 0), (level, 1)] for level in levels]
    axes.add_artist(LineCollection(lines, colors=look.grid, linewidths=0.8, transform=down, zorder=0.5))
    for level in levels:
        write(axes, str(level), (level, 1), transform=down, size=9, color=look.muted, shift=(0, 3), va="bottom")
    hue = look.hue(picture.hue).strong
    write(axes, picture.axis, (0.5, 1), transform=axes.transAxes, size=10, color=hue, shift=(0, 15), bold=True,
          va="bottom")  # fmt: skip
    if picture.competent is not None:
        _competent(axes, picture.competent, hue)
    for name, y in layout.groups:
        write(axes, name, (0, y), transform=across, size=9, color=look.text, shift=(-label_in * 72 + 8, 0), ha="left",
              va="bottom", bold=True)  # fmt: skip
    for line, y in zip(picture.lines, layout.rows, strict=True):
        write(axes, fitting(line.label), (0, y), transform=across, size=9, color=look.text, shift=(-6, 0),
              ha="right", va="center")  # fmt: skip


def _competent(axes: Axes, level: float, ink: str) -> None:
    down = axes.get_xaxis_transform(which="grid")
    axes.add_artist(
        Line2D([level, level], [0, 1], color=ink, linewidth=1, linestyle=(0, (6, 4)), transform=down, zorder=1.5)
    )


def fitting(label: str) -> str:
    """A label, shortened where it has no room."""
    return label if len(label) <= LETTERS else label[: LETTERS - 1].rstrip() + "…"


def _marks(axes: Axes, picture: RowPicture, layout: _Layout, look: LookTokens) -> list[Hit]:
    hue = look.hue(picture.hue)
    hits: list[Hit] = []
    spans: list[list[tuple[float, float]]] = []
    places: dict[int, list[tuple[float, float]]] = {}
    for row, line in enumerate(picture.lines):
        spans += _spans(line, row, layout, picture)
        for place, mark in enumerate(line.marks):
            y = layout.y_of(row, place, len(line.marks), joined=picture.joined)
            places.setdefault(mark.series, []).append((mark.value, y))
            hits.append(Hit(0, mark.value, y, str(row), mark.told))
            if picture.joined and place:
                continue  # both stand on the same
            right = max(one.value for one in line.marks) if picture.joined else mark.high
            at = (right, layout.rows[row] if picture.joined else y)
            write(
                axes,
                str(mark.n),
                at,
                transform=axes.transData,
                size=7,
                color=look.muted,
                shift=(7, 0),
                ha="left",
                va="center",
                zorder=5,
            )
    axes.add_artist(
        LineCollection(spans, colors=hue.strong, linewidths=1.1, alpha=0.65, zorder=2, transform=axes.transData)
    )
    for series, points in places.items():
        marks = Line2D(
            *zip(*points, strict=True),
            marker=MARKERS[series % len(MARKERS)],
            markersize=6.5,
            markerfacecolor=hue.strong if series == 0 else hue.soft,
            markeredgecolor=hue.strong,
            markeredgewidth=1.2,
            linestyle="",
            zorder=4,
        )
        axes.add_artist(marks)
    return hits


def _spans(line: Line, row: int, layout: _Layout, picture: RowPicture) -> list[list[tuple[float, float]]]:
    """Lines from lowest to highest, or between the marks of a row."""
    count = len(line.marks)
    if picture.joined:
        ends = [(mark.value, layout.y_of(row, place, count, joined=True)) for place, mark in enumerate(line.marks)]
        return [ends] if count > 1 else []
    found = []
    for place, mark in enumerate(line.marks):
        y = layout.y_of(row, place, count, joined=False)
        found.append([(mark.low, y), (mark.high, y)])
    return found


def _signs(picture: RowPicture) -> list[Sign]:
    signs = [Sign(name, marker=MARKERS[place % len(MARKERS)]) for place, name in enumerate(picture.series)]
    if picture.competent is not None:
        words = tr("{level} = this scale's “competent”; not a pass mark", level=picture.competent)
        signs.append(Sign(words, line=True, dashed=True))
    return signs
