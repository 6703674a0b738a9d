"""The app's own look on a matplotlib figure, made of few and cheap parts.

Drawing is a wait that a person feels, and most of it is texts and the parts that matplotlib makes for every tick. So
the axes are bare, lines of a kind are one collection, and every text goes through :func:`write`.
"""

from __future__ import annotations

from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.transforms import Transform

from fidelity_rater.app.look import LookTokens
from fidelity_rater.charts.label import Label, Style


def new_figure(look: LookTokens, *, width_in: float, height_in: float, dpi: float = 100.0) -> Figure:
    """An empty figure on the look's ground; inches and dots per inch."""
    figure = Figure(figsize=(width_in, height_in), dpi=dpi)
    figure.set_facecolor(look.surface)
    return figure


def bare_axes(
    figure: Figure,
    box: tuple[float, float, float, float],
    *,
    x_limits: tuple[float, float],
    y_limits: tuple[float, float],
) -> Axes:
    """Axes that draw nothing of their own; ``box`` is left, bottom, width and height as parts of the figure."""
    axes = figure.add_axes(box)
    axes.set_axis_off()
    axes.set_xlim(*x_limits)
    axes.set_ylim(*y_limits)
    return axes


def write(
    on: Axes | Figure,
    words: str,
    at: tuple[float, float],
    *,
    transform: Transform,
    size: float,
    color: str,
    shift: tuple[float, float] = (0, 0),
    ha: str = "center",
    va: str = "baseline",
    bold: bool = False,
    rotation: float = 0,
    zorder: float = 3,
) -> Artist:
    """Put a text at a place in ``transform``'s coordinates, shifted by so many points."""
    label = Label(*at, words, Style(size, color, ha, va, bold, rotation), shift)
    label.set_transform(transform)
    label.set_zorder(zorder)
    return on.add_artist(label)
