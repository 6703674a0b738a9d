"""The ground of the competence chart's panels: where they lie, grid, phases, names, the "competent" line."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from fidelity_rater.app import labels
from fidelity_rater.app.competence_models import Axis, CompetenceChart, MeasurePanel, PhaseBand
from fidelity_rater.app.look import LookTokens
from fidelity_rater.charts.style import bare_axes, write
from fidelity_rater.i18n import tr

PANEL_HEIGHT_IN = 2.3
LEFT_IN, RIGHT_IN, TOP_IN, BOTTOM_IN = 0.65, 1.25, 0.6, 1.35
GAP = 0.06
"""Between panels, as a part of a panel's height."""
MOST_TICKS = 24
LETTER_IN = 0.075
"""About as wide as a letter of the phase names is."""
_DIGIT_PT = 6.0
_MOST_STEPS = 7


@dataclass(frozen=True, slots=True)
class Panel:
    """One summary's place in the figure."""

    axes: Axes
    axis: Axis


def lay_panels(
    figure: Figure, chart: CompetenceChart, look: LookTokens, *, foot_in: float = BOTTOM_IN
) -> tuple[Panel, ...]:
    """Make the panels, one under the other, with everything that lies behind the dots; ``foot_in``: room below."""
    width, height = figure.get_size_inches()
    axes_of = (*chart.axes, *map(_axis_of, chart.measures))
    count = len(axes_of)
    room = (height - TOP_IN - foot_in) / height
    each = room / (count + GAP * (count - 1))
    limits = (chart.places[0].x - 0.8, chart.places[-1].x + 0.8) if chart.places else (0.0, 1.0)
    panels = []
    for index, axis in enumerate(axes_of):
        span = axis.maximum - axis.minimum
        box = (
            LEFT_IN / width,
            1 - TOP_IN / height - each - index * each * (1 + GAP),
            1 - (LEFT_IN + RIGHT_IN) / width,
            each,
        )
        y_limits = (axis.minimum - 0.08 * span, axis.maximum + 0.16 * span)
        panels.append(Panel(bare_axes(figure, box, x_limits=limits, y_limits=y_limits), axis))
    for panel in panels:
        _bands(panel.axes, chart, look)
        _levels(panel, look)
        _competent(panel, look)
    if panels:
        place_in = (width - LEFT_IN - RIGHT_IN) / (limits[1] - limits[0])
        _heads(panels[0].axes, chart, look, place_in=place_in)
        _session_numbers(panels[-1].axes, chart, look)
    return tuple(panels)


def _axis_of(measure: MeasurePanel) -> Axis:
    return Axis(measure.measure, measure.name, "other", measure.minimum, measure.maximum, None)


def _bands(axes: Axes, chart: CompetenceChart, look: LookTokens) -> None:
    corners = [
        [(band.first_x - 0.5, y) for y in (0, 1)] + [(band.last_x + 0.5, y) for y in (1, 0)] for band in chart.bands
    ]
    colors = [look.sunken if number % 2 else look.hover for number in range(len(corners))]
    transform = axes.get_xaxis_transform(which="grid")
    axes.add_artist(PolyCollection(corners, facecolors=colors, linewidths=0, transform=transform, zorder=0))


def _levels(panel: Panel, look: LookTokens) -> None:
    """The grid with its numbers, the base line and the summary's name."""
    axes, axis = panel.axes, panel.axis
    levels = _marked(axes, axis)
    transform = axes.get_yaxis_transform(which="grid")
    lines = [[(0, level), (1, level)] for level in levels]
    axes.add_artist(LineCollection(lines, colors=look.grid, linewidths=0.8, transform=transform, zorder=0.5))
    base = Line2D([0, 1], [0, 0], color=look.control, linewidth=0.8, transform=axes.transAxes, zorder=2.5)
    base.set_clip_on(False)
    axes.add_artist(base)
    numbers = [f"{level:g}" for level in levels]
    for number, level in zip(numbers, levels, strict=True):
        place = (0, level)
        write(
            axes,
            number,
            place,
            transform=transform,
            size=9,
            color=look.muted,
            shift=(-3.5, 0),
            ha="right",
            va="center_baseline",
        )
    out = 12.5 + _DIGIT_PT * max(map(len, numbers), default=1)
    name_color = look.hue(axis.hue).strong
    write(
        axes,
        axis.name,
        (0, 0.5),
        transform=axes.transAxes,
        size=10,
        color=name_color,
        shift=(-out, 0),
        va="center",
        bold=True,
        rotation=90,
    )


def _marked(axes: Axes, axis: Axis) -> list[float]:
    """The levels that are told beside the panel: all of a few, round ones of many."""
    if axis.maximum - axis.minimum <= 10:
        return [float(level) for level in range(int(axis.minimum), int(axis.maximum) + 1)]
    least, most = axes.get_ylim()
    ticks = MaxNLocator(nbins=_MOST_STEPS, steps=[1, 2, 2.5, 5, 10]).tick_values(least, most)
    return [float(tick) for tick in ticks if least <= tick <= most]


def _competent(panel: Panel, look: LookTokens) -> None:
    competent = panel.axis.competent
    if competent is None:
        return
    axes, color = panel.axes, look.hue(panel.axis.hue).strong
    transform = axes.get_yaxis_transform(which="grid")
    line = Line2D(
        [0, 1], [competent] * 2, color=color, linewidth=1, linestyle=(0, (6, 4)), transform=transform, zorder=1.5
    )
    axes.add_artist(line)
    words = tr("{level} = this scale's\n“competent”;\nnot a pass mark", level=competent)
    place = (1, competent)
    write(axes, words, place, transform=transform, size=8, color=color, shift=(4, 0), ha="left", va="center")


def _heads(axes: Axes, chart: CompetenceChart, look: LookTokens, *, place_in: float) -> None:
    """Phases and cases over the first panel."""
    transform = axes.get_xaxis_transform(which="grid")
    for band in chart.bands:
        name = _fitting_name(band, room_in=(band.last_x - band.first_x + 1) * place_in)
        middle = ((band.first_x + band.last_x) / 2, 1)
        write(axes, name, middle, transform=transform, size=8, color=look.muted, shift=(0, 2), va="bottom")
    for case in chart.cases:
        name = f"{case.code}\n{labels.focal_areas(case.focal_areas)}"
        middle = ((case.first_x + case.last_x) / 2, 1)
        write(axes, name, middle, transform=transform, size=9, color=look.text, shift=(0, 16), va="bottom")


def _fitting_name(band: PhaseBand, *, room_in: float) -> str:
    """The phase's name whole, else its first word, else its first letter, whichever has room."""
    name = labels.phase(band.phase)
    fitting = (text for text in (name, name.split()[0]) if len(text) * LETTER_IN <= room_in)
    return next(fitting, name[0])


def _session_numbers(axes: Axes, chart: CompetenceChart, look: LookTokens) -> None:
    step = 1 + len(chart.places) // MOST_TICKS
    transform = axes.get_xaxis_transform(which="grid")
    for place in chart.places:
        if place.scheduled % step == 1 % step:
            at = (place.x, 0)
            number = str(place.scheduled)
            write(axes, number, at, transform=transform, size=8, color=look.muted, shift=(0, -3.5), va="top")
    words = tr("Session")
    write(axes, words, (0.5, 0), transform=axes.transAxes, size=9, color=look.muted, shift=(0, -15), va="top")
