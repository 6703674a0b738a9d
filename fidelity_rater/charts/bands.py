"""How sure the dots of the competence chart are: a thin band behind each, or one bar beside the panel for all of them.

Bands of many dots would run into one ground that says nothing; how wide they are is the same for every dot of a purpose
anyway, but at the ends of the scale.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D

from fidelity_rater.app.competence_models import LIKELY, CompetenceChart, Dot
from fidelity_rater.app.look import LookTokens
from fidelity_rater.charts.legend import BAND_ALPHA, BAND_PT
from fidelity_rater.charts.panels import Panel
from fidelity_rater.charts.style import write
from fidelity_rater.domain.people import Purpose
from fidelity_rater.i18n import tr

APART_PT: Final = 9.0
"""Less room than this for a dot and its band, and neighbours would run into one another."""
_POINTS_PER_INCH: Final = 72
_EDGE_IN, _STEP_IN, _LINE_PT = 1.14, 0.08, 11
"""The bars stand right of what is said beside the "competent" line."""
_HOLLOW, _FILLED = "○", "●"
"""As formative and summative dots are drawn."""


def has_bands(chart: CompetenceChart) -> bool:
    """Whether any dot has a band."""
    return any(chart.band_of(dot, summary) is not None for dot in chart.dots for summary in dot.summaries)


def draw_bands(panel: Panel, placed: Sequence[tuple[float, Dot]], chart: CompetenceChart, look: LookTokens) -> None:
    """Draw how sure one summary's dots are; ``placed`` are the dots with where they stand."""
    bands = {}
    for x, dot in placed:
        summary = dot.summary(panel.axis.summary)
        band = chart.band_of(dot, summary) if summary is not None else None
        if band is not None:
            bands[x] = band
    if not bands:
        return
    if _room_pt(panel) / len(placed) >= APART_PT:
        _at_each(panel, bands, look)
    else:
        _beside(panel, chart, look)


def reach_pt(panel: Panel, band: tuple[float, float] | None, value: float, *, dots: int) -> tuple[float, float]:
    """How far the band at a dot goes down and up from it, in points; nothing where no band is drawn there."""
    if band is None or _room_pt(panel) / dots < APART_PT:
        return 0.0, 0.0
    low, high = panel.axes.get_ylim()
    figure = panel.axes.figure
    height_pt = panel.axes.get_position().height * figure.get_size_inches()[1] * _POINTS_PER_INCH  # type: ignore[union-attr]
    a_point = height_pt / (high - low)
    return float((value - band[0]) * a_point), float((band[1] - value) * a_point)


def _room_pt(panel: Panel) -> float:
    figure = panel.axes.figure
    return float(panel.axes.get_position().width * figure.get_size_inches()[0] * _POINTS_PER_INCH)  # type: ignore[union-attr]


def _at_each(panel: Panel, bands: dict[float, tuple[float, float]], look: LookTokens) -> None:
    bars = LineCollection(
        [[(x, low), (x, high)] for x, (low, high) in bands.items()],
        colors=look.hue(panel.axis.hue).strong,
        linewidths=BAND_PT,
        alpha=BAND_ALPHA,
        capstyle="butt",
        zorder=1.8,
        transform=panel.axes.transData,
    )
    panel.axes.add_artist(bars)


def _beside(panel: Panel, chart: CompetenceChart, look: LookTokens) -> None:
    """Bars as long as a band, on the panel's foot at the right edge, a purpose each, and their halves in numbers."""
    axes, axis = panel.axes, panel.axis
    transform = axes.get_yaxis_transform(which="grid")
    known = [error for error in chart.errors or () if error.summary == axis.summary and error.sem is not None]
    ink, per_inch = look.hue(axis.hue).strong, _POINTS_PER_INCH / _room_pt(panel)
    left = 1 + (_EDGE_IN - _STEP_IN * (len(known) - 1)) * per_inch
    for place, error in enumerate(known):
        x, half = left + place * _STEP_IN * per_inch, LIKELY * (error.sem or 0.0)
        bar = Line2D(
            [x, x],
            [axis.minimum, min(axis.minimum + 2 * half, axis.maximum)],
            color=ink,
            linewidth=BAND_PT,
            alpha=BAND_ALPHA,
            solid_capstyle="butt",
            transform=transform,
        )
        bar.set_clip_on(False)
        axes.add_artist(bar)
        words = tr("± {half}", half=f"{half:.2f}")
        if len(known) > 1:
            words = f"{_FILLED if error.purpose is Purpose.SUMMATIVE else _HOLLOW} {words}"
        shift = (-5, _LINE_PT * (len(known) - 1 - place))
        write(
            axes,
            words,
            (left, axis.minimum),
            transform=transform,
            size=8,
            color=ink,
            shift=shift,
            ha="right",
            va="bottom",
        )
