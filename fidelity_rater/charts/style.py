"""The app's own look on a matplotlib figure."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from fidelity_rater.app.look import LookTokens

FONT = ["DejaVu Sans"]
"""Ships inside matplotlib, so that a saved chart looks the same on every machine."""


def new_figure(look: LookTokens, *, width_in: float, height_in: float, dpi: float = 100.0) -> Figure:
    """An empty figure on the look's ground; inches and dots per inch."""
    figure = Figure(figsize=(width_in, height_in), dpi=dpi)
    figure.set_facecolor(look.surface)
    return figure


def dress(axes: Axes, look: LookTokens) -> None:
    """Quiet axes: a light grid, no box, the look's inks."""
    axes.set_facecolor(look.surface)
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(look.control)
    axes.grid(axis="y", color=look.grid, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(colors=look.muted, labelsize=9, length=0)
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontfamily(FONT)
