"""The competence chart: one panel per summary, one dot per rating, phase bands, the trend over the common core."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.transforms import ScaledTranslation

from fidelity_rater.app import labels
from fidelity_rater.app.competence_models import Axis, CompetenceChart, Dot, PhaseBand
from fidelity_rater.app.look import Hue, LookTokens
from fidelity_rater.charts.style import FONT, dress, new_figure
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.scoring.results import SummaryScore
from fidelity_rater.i18n import tr, tr_n

MARKERS = {Role.SUPERVISOR: "o", Role.PANEL: "s", Role.PEER: "D", Role.TRAINEE: "^"}
PANEL_HEIGHT_IN = 2.3
LEFT_IN, RIGHT_IN, TOP_IN, BOTTOM_IN = 0.65, 1.25, 0.6, 1.15
SMALLEST_WIDTH_IN = 6.0
MOST_NUMBERED = 60
"""More dots than this and their numbers of items would hide one another; they are told when a dot is pointed at."""
MOST_TICKS = 24
LETTER_IN = 0.075
"""About as wide as a letter of the phase names is."""
_SPREAD = 0.3


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a rating is drawn: the panel's index and data coordinates, and the sentence to tell there."""

    panel: int
    x: float
    y: float
    rating_uid: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure and what in it can be pointed at."""

    figure: Figure
    hits: tuple[Hit, ...]


def draw_competence(
    chart: CompetenceChart, look: LookTokens, *, width_in: float = 11.0, height_in: float | None = None
) -> Drawn:
    """Draw the chart; inches at 100 dots each."""
    axes_read = chart.axes
    height = height_in or PANEL_HEIGHT_IN * len(axes_read) + TOP_IN + BOTTOM_IN
    width = max(width_in, SMALLEST_WIDTH_IN)
    figure = new_figure(look, width_in=width, height_in=height)
    figure.subplots_adjust(
        left=LEFT_IN / width,
        right=1 - RIGHT_IN / width,
        top=1 - TOP_IN / height,
        bottom=BOTTOM_IN / height,
        hspace=0.06,
    )
    panels = figure.subplots(len(axes_read), 1, sharex=True, squeeze=False)[:, 0]
    hits: list[Hit] = []
    for index, (axis, panel) in enumerate(zip(axes_read, panels, strict=True)):
        _panel(panel, chart, axis, look=look, first=index == 0)
        hits += _dots(panel, chart, axis, index, look)
    _session_numbers(panels[-1], chart, look)
    _legend(figure, chart, look)
    return Drawn(figure, tuple(hits))


def _panel(panel: Axes, chart: CompetenceChart, axis: Axis, *, look: LookTokens, first: bool) -> None:
    hue = look.hue(axis.hue)
    span = axis.maximum - axis.minimum
    panel.set_ylim(axis.minimum - 0.08 * span, axis.maximum + 0.16 * span)
    panel.set_ylabel(axis.name, color=hue.strong, fontfamily=FONT, fontsize=10, fontweight="bold")
    if span <= 10:
        panel.set_yticks(range(int(axis.minimum), int(axis.maximum) + 1))
    dress(panel, look)
    figure_width = panel.get_window_extent().width / panel.figure.dpi
    place_in = figure_width / max(1, chart.places[-1].x + 1) if chart.places else figure_width
    for number, band in enumerate(chart.bands):
        panel.axvspan(
            band.first_x - 0.5, band.last_x + 0.5, color=look.sunken if number % 2 else look.hover, lw=0, zorder=0
        )
        if first:
            _write_phase(panel, band, look, room_in=(band.last_x - band.first_x + 1) * place_in)
    if first:
        _case_names(panel, chart, look)
    if axis.competent is not None:
        panel.axhline(axis.competent, color=hue.strong, linewidth=1, linestyle=(0, (6, 4)), zorder=1.5)
        panel.annotate(
            tr("{level} = this scale's\n“competent”;\nnot a pass mark", level=axis.competent),
            (1.0, axis.competent),
            xycoords=("axes fraction", "data"),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            fontsize=8,
            color=hue.strong,
            fontfamily=FONT,
            annotation_clip=False,
        )
    _trend_lines(panel, chart, axis, look)


def _write_phase(panel: Axes, band: PhaseBand, look: LookTokens, *, room_in: float) -> None:
    """The phase's name over its band: whole, else its first word, else its first letter, whichever has room."""
    name = labels.phase(band.phase)
    fitting = (text for text in (name, name.split()[0]) if len(text) * LETTER_IN <= room_in)
    panel.annotate(
        next(fitting, name[0]),
        ((band.first_x + band.last_x) / 2, 1.0),
        xycoords=("data", "axes fraction"),
        xytext=(0, 2),
        textcoords="offset points",
        ha="center",
        va="bottom",
        fontsize=8,
        color=look.muted,
        fontfamily=FONT,
        annotation_clip=False,
    )


def _case_names(panel: Axes, chart: CompetenceChart, look: LookTokens) -> None:
    for case in chart.cases:
        panel.annotate(
            f"{case.code}\n{labels.focal_areas(case.focal_areas)}",
            ((case.first_x + case.last_x) / 2, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(0, 16),
            textcoords="offset points",
            ha="center",
            va="bottom",
            fontsize=9,
            color=look.text,
            fontfamily=FONT,
            annotation_clip=False,
        )


def _trend_lines(panel: Axes, chart: CompetenceChart, axis: Axis, look: LookTokens) -> None:
    hue = look.hue(axis.hue)
    for line in chart.trends:
        if line.summary != axis.summary or len(line.points) < 2:
            continue
        own = line.kind == "self"
        panel.plot(
            [x for x, _, _ in line.points],
            [value for _, value, _ in line.points],
            color=look.muted if own else hue.strong,
            linewidth=1.2 if own else 1.8,
            linestyle=":" if own else "-" if line.purpose is Purpose.FORMATIVE else "--",
            alpha=0.75,
            zorder=2,
        )


def _dots(panel: Axes, chart: CompetenceChart, axis: Axis, index: int, look: LookTokens) -> list[Hit]:
    hits, missing = [], []
    groups: dict[tuple[Role, Purpose], list[tuple[float, float]]] = defaultdict(list)
    numbered = len(chart.dots) <= MOST_NUMBERED
    floor = axis.minimum - 0.04 * (axis.maximum - axis.minimum)
    for dot, x, neighbour in _spread(chart.dots):
        summary = dot.summary(axis.summary)
        if summary is None:
            continue
        y = floor if summary.value is None else summary.value
        hits.append(Hit(index, x, y, dot.rating.uid, told(dot, axis, summary)))
        if summary.value is None:
            missing.append((x, y))
            continue
        groups[dot.rating.role, dot.rating.purpose].append((x, y))
        if numbered:
            _write_number(panel, summary.scored, x=x, y=y, below=neighbour, look=look)
    for (role, purpose), points in groups.items():
        _scatter(panel, points, look.hue(axis.hue), marker=MARKERS.get(role, "o"), filled=purpose is Purpose.SUMMATIVE)
    if missing:
        panel.plot(*zip(*missing, strict=True), marker="x", color=look.muted, markersize=5, linestyle="", zorder=3)
    return hits


def _scatter(panel: Axes, points: list[tuple[float, float]], hue: Hue, *, marker: str, filled: bool) -> None:
    panel.plot(
        *zip(*points, strict=True),
        marker=marker,
        markersize=7.5,
        markerfacecolor=hue.strong if filled else hue.soft,
        markeredgecolor=hue.strong,
        markeredgewidth=1.4,
        linestyle="",
        zorder=4,
    )


def _write_number(panel: Axes, number: int, *, x: float, y: float, below: bool, look: LookTokens) -> None:
    # Plain texts on a shifted transform: an annotation each would cost three times as much to draw.
    shift = ScaledTranslation(0, (-13 if below else 6) / 72, panel.figure.dpi_scale_trans)
    panel.text(
        x,
        y,
        str(number),
        transform=panel.transData + shift,
        ha="center",
        fontsize=7,
        color=look.muted,
        fontfamily=FONT,
        zorder=4,
    )


def _spread(dots: tuple[Dot, ...]) -> list[tuple[Dot, float, bool]]:
    """Ratings of one session side by side, so that none hides another; every second one tells its number below."""
    by_x: dict[int, list[Dot]] = defaultdict(list)
    for dot in dots:
        by_x[dot.x].append(dot)
    placed = []
    for x, found in by_x.items():
        step = _SPREAD * 2 / max(len(found), 2)
        start = x - step * (len(found) - 1) / 2
        placed += [(dot, start + step * number, number % 2 == 1) for number, dot in enumerate(found)]
    return placed


def told(dot: Dot, axis: Axis, summary: SummaryScore) -> str:
    """One dot in words, for pointing at it and for screen readers."""
    who = tr(
        "{case}, session {n} · {phase} · {rater} ({role}, {purpose})",
        case=dot.case_code,
        n=dot.session_number,
        phase=labels.phase(dot.phase),
        rater=dot.rating.rater_initials,
        role=labels.role(dot.rating.role),
        purpose=labels.purpose(dot.rating.purpose).lower(),
    )
    if summary.value is None:
        return f"{who}\n{axis.name}: {summary.not_computed}"
    value = tr_n(
        "{name} {value} on {n} item",
        "{name} {value} on {n} items",
        summary.scored,
        name=axis.name,
        value=f"{summary.value:.2f}",
    )
    if summary.done is not None and summary.expected is not None:
        value += tr("; expected items done {done} of {expected}", done=summary.done, expected=summary.expected)
    return f"{who}\n{value}; {tr('uncertainty unknown')}"


def _session_numbers(panel: Axes, chart: CompetenceChart, look: LookTokens) -> None:
    places = chart.places
    step = 1 + len(places) // MOST_TICKS
    shown = [place for place in places if (place.attended or 0) % step == 1 % step]
    panel.set_xticks([place.x for place in shown])
    panel.set_xticklabels([str(place.attended) for place in shown], color=look.muted, fontsize=8, fontfamily=FONT)
    panel.set_xlabel(tr("Session (as attended)"), color=look.muted, fontsize=9, fontfamily=FONT)
    if places:
        panel.set_xlim(places[0].x - 0.8, places[-1].x + 0.8)


def _legend(figure: Figure, chart: CompetenceChart, look: LookTokens) -> None:
    roles = dict.fromkeys(dot.rating.role for dot in chart.dots)
    handles = [
        Line2D([], [], marker=MARKERS.get(role, "o"), linestyle="", color=look.muted, markerfacecolor="none",
               label=labels.role(role))
        for role in roles
    ]  # fmt: skip
    purposes = dict.fromkeys(dot.rating.purpose for dot in chart.dots)
    handles += [
        Line2D([], [], marker="o", linestyle="", color=look.muted, label=labels.purpose(purpose),
               markerfacecolor=look.muted if purpose is Purpose.SUMMATIVE else look.surface)
        for purpose in purposes
    ]  # fmt: skip
    handles.append(Line2D([], [], color=look.muted, label=tr("trend over the common core items")))
    if any(s.value is None for dot in chart.dots for s in dot.summaries):
        handles.append(Line2D([], [], marker="x", linestyle="", color=look.muted, label=tr("not computed")))
    legend = figure.legend(
        handles=handles,
        loc="lower center",
        ncols=4,
        frameon=False,
        fontsize=8,
        labelcolor=look.muted,
        title=tr("Small numbers: items a dot stands on. Uncertainty unknown until agreement between raters is known."),
        title_fontsize=8,
    )
    legend.get_title().set_color(look.muted)
