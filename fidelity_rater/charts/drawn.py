"""A drawn chart: the figure, and what in it can be pointed at."""

from __future__ import annotations

from dataclasses import dataclass

from matplotlib.figure import Figure


@dataclass(frozen=True, slots=True)
class Hit:
    """Where something is drawn: the panel's index and data coordinates, and the sentence to tell there.

    ``key`` says what it opens: a rating's uid, or the number of a row; empty where it only tells.
    """

    panel: int
    x: float
    y: float
    key: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """A figure and what in it can be pointed at."""

    figure: Figure
    hits: tuple[Hit, ...]
