"""The competence chart: one panel per summary, one dot per rating, phase bands, the trend over the common core."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D

from fidelity_rater.app import labels
from fidelity_rater.app.competence_models import Axis, CompetenceChart, Dot
from fidelity_rater.app.development.error_words import band_in_words, errors_in_words
from fidelity_rater.app.look import Hue, LookTokens
from fidelity_rater.charts.bands import draw_bands, has_bands, reach_pt
from fidelity_rater.charts.drawn import Drawn, Hit
from fidelity_rater.charts.legend import Sign, legend_height_in, write_legend
from fidelity_rater.charts.measures import draw_measure
from fidelity_rater.charts.panels import BOTTOM_IN, PANEL_HEIGHT_IN, TOP_IN, Panel, lay_panels
from fidelity_rater.charts.style import new_figure, write
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.scoring.results import SummaryScore
from fidelity_rater.i18n import tr, tr_n

MARKERS = {Role.SUPERVISOR: "o", Role.PANEL: "s", Role.PEER: "D", Role.TRAINEE: "^"}
SMALLEST_WIDTH_IN = 6.0
UNDER_AXIS_IN = 0.42
"""For the sessions' numbers and what they are, before the legend begins."""
PANEL_LOWEST_IN, PANEL_HIGHEST_IN = 1.45, 3.6
"""A panel that is lower cannot be read; one that is higher says no more."""
MOST_NUMBERED = 60
"""More dots than this and their numbers of items would hide one another; they are told when a dot is pointed at."""
FLAG = "⚑"
_SPREAD = 0.3


def draw_competence(
    chart: CompetenceChart, look: LookTokens, *, width_in: float = 11.0, height_in: float | None = None
) -> Drawn:
    """Draw the chart; inches at 100 dots each. A height is kept to as far as the chart can still be read."""
    width_in = max(width_in, SMALLEST_WIDTH_IN)
    signs, title = _signs(chart, look), _title(chart)
    foot_in = max(BOTTOM_IN, UNDER_AXIS_IN + legend_height_in(signs, title, width_in=width_in))
    figure = new_figure(look, width_in=width_in, height_in=_height_in(chart, height_in, foot_in=foot_in))
    placed = _spread(chart.dots)
    hits: list[Hit] = []
    panels = lay_panels(figure, chart, look, foot_in=foot_in)
    for index, panel in enumerate(panels[: len(chart.axes)]):
        draw_bands(panel, [(place.x, place.dot) for place in placed], chart, look)
        _trend_lines(panel, chart, look)
        hits += _dots(panel, placed, index, chart=chart, look=look)
    for index, measure in enumerate(chart.measures, start=len(chart.axes)):
        hits += draw_measure(panels[index].axes, measure, index, look)
    write_legend(figure, signs, title=title, look=look)
    return Drawn(figure, tuple(hits))


def _height_in(chart: CompetenceChart, wanted: float | None, *, foot_in: float) -> float:
    around, count = TOP_IN + foot_in, len(chart.axes) + len(chart.measures)
    if wanted is None:
        return PANEL_HEIGHT_IN * count + around
    return min(max(wanted, PANEL_LOWEST_IN * count + around), PANEL_HIGHEST_IN * count + around)


def _trend_lines(panel: Panel, chart: CompetenceChart, look: LookTokens) -> None:
    strong = look.hue(panel.axis.hue).strong
    lines = [line for line in chart.trends if line.summary == panel.axis.summary and len(line.points) >= 2]
    own = [line.kind == "self" for line in lines]
    styles = [
        ":" if mine else "-" if line.purpose is Purpose.FORMATIVE else "--"
        for line, mine in zip(lines, own, strict=True)
    ]
    drawn = LineCollection(
        [[(x, value) for x, value, _ in line.points] for line in lines],
        colors=[look.muted if mine else strong for mine in own],
        linewidths=[1.2 if mine else 1.8 for mine in own],
        linestyles=styles,
        alpha=0.75,
        zorder=2,
        transform=panel.axes.transData,
    )
    panel.axes.add_artist(drawn)


@dataclass(frozen=True, slots=True)
class _Placed:
    """A dot's place among those of its session; every second one tells its number below."""

    dot: Dot
    x: float
    below: bool
    who: str


def _spread(dots: tuple[Dot, ...]) -> list[_Placed]:
    """Ratings of one session side by side, so that none hides another."""
    by_x: dict[int, list[Dot]] = defaultdict(list)
    for dot in dots:
        by_x[dot.x].append(dot)
    placed = []
    for x, found in by_x.items():
        step = _SPREAD * 2 / max(len(found), 2)
        start = x - step * (len(found) - 1) / 2
        placed += [_Placed(dot, start + step * n, n % 2 == 1, dot.told + _departed(dot)) for n, dot in enumerate(found)]
    return placed


def _departed(dot: Dot) -> str:
    """What no mean may hide: proscribed behaviour and a harm flag, as lines of their own."""
    heard = sum(1 for departure in dot.departures if departure.extent)
    lines = [tr_n("{n} proscribed item heard", "{n} proscribed items heard", heard)] if heard else []
    if _harm(dot):
        lines.append(tr("{flag} harm flag raised", flag=FLAG))
    return "".join(f"\n{line}" for line in lines)


def _harm(dot: Dot) -> bool:
    return any(departure.harm for departure in dot.departures)


def _dots(panel: Panel, placed: list[_Placed], index: int, *, chart: CompetenceChart, look: LookTokens) -> list[Hit]:
    axes, axis = panel.axes, panel.axis
    hits, missing = [], []
    groups: dict[tuple[Role, Purpose], list[tuple[float, float]]] = defaultdict(list)
    numbered = len(placed) <= MOST_NUMBERED
    floor = axis.minimum - 0.04 * (axis.maximum - axis.minimum)
    for place in placed:
        summary = place.dot.summary(axis.summary)
        if summary is None:
            continue
        rating, x = place.dot.rating, place.x
        y = floor if summary.value is None else summary.value
        hits.append(Hit(index, x, y, rating.uid, _told(place, axis, summary, chart)))
        if summary.value is None:
            missing.append((x, y))
            continue
        groups[rating.role, rating.purpose].append((x, y))
        if numbered:
            reach = reach_pt(panel, chart.band_of(place.dot, summary), y, dots=len(placed))
            _write_number(axes, summary.scored, at=(x, y), reach=reach, below=place.below, look=look)
        if index == 0 and _harm(place.dot):
            ink = look.danger.strong
            write(axes, FLAG, (x, y), transform=axes.transData, size=11, color=ink, shift=(6, 4), zorder=5)
    for (role, purpose), points in groups.items():
        _mark(axes, points, look.hue(axis.hue), marker=MARKERS.get(role, "o"), filled=purpose is Purpose.SUMMATIVE)
    if missing:
        axes.add_artist(
            Line2D(*zip(*missing, strict=True), marker="x", color=look.muted, markersize=5, linestyle="", zorder=3)
        )
    return hits


def _mark(axes: Axes, points: list[tuple[float, float]], hue: Hue, *, marker: str, filled: bool) -> None:
    dots = Line2D(
        *zip(*points, strict=True),
        marker=marker,
        markersize=7.5,
        markerfacecolor=hue.strong if filled else hue.soft,
        markeredgecolor=hue.strong,
        markeredgewidth=1.4,
        linestyle="",
        zorder=4,
    )
    axes.add_artist(dots)


def _write_number(
    axes: Axes, number: int, *, at: tuple[float, float], reach: tuple[float, float], below: bool, look: LookTokens
) -> None:
    """Clear of the dot, and of its band."""
    down, up = reach
    shift = (0, -max(13.0, down + 8.0) if below else max(6.0, up + 2.0))
    write(axes, str(number), at, transform=axes.transData, size=7, color=look.muted, shift=shift, zorder=4)


def _told(place: _Placed, axis: Axis, summary: SummaryScore, chart: CompetenceChart) -> str:
    """One dot in words, for pointing at it and for screen readers."""
    if summary.value is None:
        return f"{place.who}\n{axis.name}: {summary.not_computed}"
    value = tr_n(
        "{name} {value} on {n} item",
        "{name} {value} on {n} items",
        summary.scored,
        name=axis.name,
        value=f"{summary.value:.2f}",
    )
    if summary.done is not None and summary.expected is not None:
        value += tr("; expected items done {done} of {expected}", done=summary.done, expected=summary.expected)
    return f"{place.who}\n{value}; {band_in_words(chart, place.dot, summary)}"


def _signs(chart: CompetenceChart, look: LookTokens) -> list[Sign]:
    roles = dict.fromkeys(dot.rating.role for dot in chart.dots)
    signs = [Sign(labels.role(role), marker=MARKERS.get(role, "o")) for role in roles]
    for purpose in dict.fromkeys(dot.rating.purpose for dot in chart.dots):
        ground = look.muted if purpose is Purpose.SUMMATIVE else look.surface
        signs.append(Sign(labels.purpose(purpose), marker="o", ground=ground))
    signs.append(Sign(tr("trend over the common core items"), line=True))
    if has_bands(chart):
        signs.append(Sign(tr("likely band"), band=True))
    if any(s.value is None for dot in chart.dots for s in dot.summaries):
        signs.append(Sign(tr("not computed"), marker="x"))
    if any(_harm(dot) for dot in chart.dots):
        signs.append(Sign(tr("{flag} harm flag raised", flag=FLAG)))
    if chart.measures:
        signs.append(Sign(tr("symptom score"), marker="p", line=True))
    return signs


def _title(chart: CompetenceChart) -> str:
    sentences = [tr("Small numbers: items a dot stands on."), *errors_in_words(chart)]
    if chart.measures:
        sentences.append(tr("Symptom scores stand here on the same time axis; that says nothing about causes."))
    return " ".join(sentences)
