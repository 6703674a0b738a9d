"""Symptom scores under the competence chart, case by case on its time axis; they explain nothing there."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.lines import Line2D

from fidelity_rater.app.competence_models import MeasurePanel
from fidelity_rater.app.look import LookTokens
from fidelity_rater.charts.drawn import Hit
from fidelity_rater.charts.style import write

MOST_NUMBERED = 60


def draw_measure(axes: Axes, measure: MeasurePanel, index: int, look: LookTokens) -> list[Hit]:
    """Draw a line for each case; its points tell their values and open nothing."""
    hits = []
    numbered = sum(map(len, measure.lines)) <= MOST_NUMBERED
    for line in measure.lines:
        points = [(point.x, point.value) for point in line]
        axes.add_artist(
            Line2D(
                *zip(*points, strict=True),
                color=look.other.strong,
                linewidth=1.2,
                marker="p",
                markersize=6,
                markerfacecolor=look.surface,
                markeredgecolor=look.other.strong,
                zorder=3,
            )
        )
        for point in line:
            hits.append(Hit(index, point.x, point.value, "", point.told))
            if numbered:
                at = (point.x, point.value)
                write(axes, f"{point.value:g}", at, transform=axes.transData, size=7, color=look.muted, shift=(0, 6))
    return hits
