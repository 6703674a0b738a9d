"""Turns a drawn chart into pixels, away from any window, so that it can be done in a job."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.backends.backend_agg import FigureCanvasAgg

from fidelity_rater.charts.drawn import Drawn


@dataclass(frozen=True, slots=True)
class Spot:
    """Where something is in the picture, in its pixels from the top left; see :class:`charts.drawn.Hit`."""

    x: float
    y: float
    key: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A rendered chart: rows of RGBA bytes, top row first."""

    width: int
    height: int
    rgba: bytes
    spots: tuple[Spot, ...]


def render(drawn: Drawn, *, scale: float = 1.0) -> Picture:
    """Render at ``scale`` device pixels per logical one (the figure's 100 dots per inch)."""
    figure = drawn.figure
    figure.set_dpi(100 * scale)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    width, height = canvas.get_width_height()
    spots = []
    for hit in drawn.hits:
        x, y = figure.axes[hit.panel].transData.transform((hit.x, hit.y))
        spots.append(Spot(float(x), float(height - y), hit.key, hit.sentence))
    return Picture(width, height, bytes(canvas.buffer_rgba()), tuple(spots))
