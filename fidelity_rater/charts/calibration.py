"""A rater's biases over time: one panel for each dimension, every attempt with its spread, nought in the middle."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.lines import Line2D

from fidelity_rater.app.calibration.models import DriftLine
from fidelity_rater.app.look import LookTokens
from fidelity_rater.charts.drawn import Drawn, Hit
from fidelity_rater.charts.legend import Sign, legend_height_in, write_legend
from fidelity_rater.charts.style import bare_axes, new_figure, write
from fidelity_rater.i18n import tr

PANEL_IN, GAP_IN = 1.35, 0.3
LEFT_IN, RIGHT_IN, TOP_IN, DAYS_IN = 0.75, 0.35, 0.3, 0.35
SMALLEST_WIDTH_IN, WIDEST_IN = 4.8, 11.0
MARKERS: Final = ("o", "s", "D", "^")
LEAST_SPAN: Final = 1.5
"""A rater close to the consensus must look close to it."""
MOST_DAYS_TOLD: Final = 7
DAY_IN: Final = 0.85
"""About as wide as a day is when written."""


def draw_drift(
    lines: Sequence[DriftLine], look: LookTokens, *, most_bias: float | None = None, width_in: float = 8.0
) -> Drawn:
    """Draw the lines that have points, each in a panel; a hit's key is the uid of the attempt's rating."""
    shown = [line for line in lines if line.points]
    width = min(max(width_in, SMALLEST_WIDTH_IN), WIDEST_IN)
    signs, note = _signs(most_bias), tr("Above nought: more lenient than the consensus; below: stricter.")
    foot = legend_height_in(signs, note, width_in=width) + 0.1
    panels = max(len(shown), 1)
    height = TOP_IN + panels * PANEL_IN + (panels - 1) * GAP_IN + DAYS_IN + foot
    figure = new_figure(look, width_in=width, height_in=height)
    limits, span = _days(shown), _span(shown, most_bias)
    hits: list[Hit] = []
    for index, line in enumerate(shown):
        top = TOP_IN + index * (PANEL_IN + GAP_IN)
        box = (LEFT_IN / width, 1 - (top + PANEL_IN) / height, 1 - (LEFT_IN + RIGHT_IN) / width, PANEL_IN / height)
        axes = bare_axes(figure, box, x_limits=limits, y_limits=(-span, span))
        _ground(axes, line, look, span=span, most_bias=most_bias)
        hits += _marks(axes, line, index, look)
        if index == len(shown) - 1:
            _write_days(axes, line_days(shown), look, room_in=width - LEFT_IN - RIGHT_IN)
    write_legend(figure, signs, title=note, look=look)
    return Drawn(figure, tuple(hits))


def line_days(lines: Sequence[DriftLine]) -> list[date]:
    """The days of all attempts, each once, in order."""
    return sorted({point[0] for line in lines for point in line.points})


def _days(lines: Sequence[DriftLine]) -> tuple[float, float]:
    days = line_days(lines) or [date(2000, 1, 1)]
    pad = max((days[-1] - days[0]).days * 0.06, 5)
    return days[0].toordinal() - pad, days[-1].toordinal() + pad


def _span(lines: Sequence[DriftLine], most_bias: float | None) -> float:
    reached = [abs(bias) + spread for line in lines for _, bias, spread, *_ in line.points]
    return max([LEAST_SPAN, 1.2 * (most_bias or 0), *(1.08 * one for one in reached)])


def _ground(axes: Axes, line: DriftLine, look: LookTokens, *, span: float, most_bias: float | None) -> None:
    across = axes.get_yaxis_transform(which="grid")
    if most_bias is not None:
        band = [[(0, -most_bias), (0, most_bias), (1, most_bias), (1, -most_bias)]]
        axes.add_artist(PolyCollection(band, facecolors=look.ok.soft, linewidths=0, transform=across, zorder=0))
    levels = range(-int(span), int(span) + 1)
    grid = [[(0, level), (1, level)] for level in levels]
    axes.add_artist(LineCollection(grid, colors=look.grid, linewidths=0.8, transform=across, zorder=0.5))
    axes.add_artist(Line2D([0, 1], [0, 0], color=look.muted, linewidth=1.2, transform=across, zorder=1))
    for level in levels:
        words = f"+{level}" if level > 0 else str(level).replace("-", "−")
        write(axes, words, (0, level), transform=across, size=8, color=look.muted, shift=(-5, 0), ha="right",
              va="center")  # fmt: skip
    hue = look.hue(line.hue).strong
    write(axes, line.name, (0, 1), transform=axes.transAxes, size=10, color=hue, shift=(0, 4), ha="left", va="bottom",
          bold=True)  # fmt: skip


def _marks(axes: Axes, line: DriftLine, index: int, look: LookTokens) -> list[Hit]:
    hue = look.hue(line.hue)
    days = [point[0].toordinal() for point in line.points]
    biases = [point[1] for point in line.points]
    places = list(zip(days, biases, line.points, strict=True))
    bars = [[(x, bias - point[2]), (x, bias + point[2])] for x, bias, point in places]
    axes.add_artist(LineCollection(bars, colors=hue.strong, linewidths=1.4, alpha=0.55, zorder=2,
                                   transform=axes.transData))  # fmt: skip
    axes.add_artist(
        Line2D(days, biases, color=hue.strong, linewidth=0.8, marker=MARKERS[index % len(MARKERS)], markersize=6.5,
               markerfacecolor=hue.strong, markeredgecolor=hue.strong, zorder=4)
    )  # fmt: skip
    if line.drift is not None:
        _trend(axes, line, days, biases, hue.strong)
    return [Hit(index, x, y, point[3], point[4]) for x, y, point in places]


def _trend(axes: Axes, line: DriftLine, days: list[int], biases: list[float], ink: str) -> None:
    """The straight line that the slope is told of."""
    assert line.drift is not None
    per_day = line.drift.per_month / (365.25 / 12)
    centre, middle = sum(days) / len(days), sum(biases) / len(biases)
    ends = [days[0], days[-1]]
    heights = [middle + per_day * (day - centre) for day in ends]
    axes.add_artist(Line2D(ends, heights, color=ink, linewidth=1.2, linestyle=(0, (6, 4)), zorder=3))


def _write_days(axes: Axes, days: list[date], look: LookTokens, *, room_in: float) -> None:
    """A few days under the last panel, evenly spread between the first and the last."""
    if not days:
        return
    most = max(2, min(MOST_DAYS_TOLD, int(room_in / DAY_IN)))
    length = (days[-1] - days[0]).days
    count = min(most, length + 1)
    told = [days[0] + timedelta(days=round(length * n / max(count - 1, 1))) for n in range(count)]
    down = axes.get_xaxis_transform(which="grid")
    for day in dict.fromkeys(told):
        at = (day.toordinal(), 0)
        write(axes, day.isoformat(), at, transform=down, size=8, color=look.muted, shift=(0, -5), va="top")


def _signs(most_bias: float | None) -> list[Sign]:
    signs = [Sign(tr("bias of one attempt, with its spread (one standard deviation)"), marker="o")]
    signs.append(Sign(tr("drift, where it can be told"), line=True, dashed=True))
    if most_bias is not None:
        signs.append(Sign(tr("shaded: up to {most}, as asked of raters", most=most_bias)))
    return signs
