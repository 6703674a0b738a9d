"""What the competence chart's signs mean, in a few columns under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from textwrap import wrap

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from fidelity_rater.app.look import LookTokens
from fidelity_rater.charts.style import write

COLUMNS = 4
SIZE_PT = 8.0
LETTER_IN = 0.062
"""About as wide as a letter of this size is; matplotlib's own legend measures every text and takes far longer."""
TITLE_IN = 0.14
ROW_IN, HANDLE_IN, PAD_IN, SPACE_IN = 0.17, 0.22, 0.09, 0.22
BAND_IN = 0.15
BAND_PT, BAND_ALPHA = 3.5, 0.35


@dataclass(frozen=True, slots=True)
class Sign:
    """One entry: a marker, a line or a band, and what it means."""

    meaning: str
    marker: str = ""
    ground: str = "none"
    line: bool = False
    dashed: bool = False
    band: bool = False


def legend_height_in(signs: Sequence[Sign], title: str, *, width_in: float) -> float:
    """How much room the signs and their title take."""
    rows = max(map(len, _columns(signs, room_in=width_in)))
    return ROW_IN * (rows + 0.6) + TITLE_IN * len(wrap(title, int(width_in / LETTER_IN)))


def write_legend(figure: Figure, signs: Sequence[Sign], *, title: str, look: LookTokens) -> None:
    """Write the signs column by column, centred at the foot of the figure, under their title."""
    width, height = figure.get_size_inches()
    columns = _columns(signs, room_in=width)
    rows = max(map(len, columns))
    x = (width - _width_in(columns)) / 2
    for column in columns:
        for row, sign in enumerate(column):
            y = (ROW_IN * (rows - row) - 0.01) / height
            _draw(figure, sign, x / width, (x + HANDLE_IN) / width, y, look)
            at = ((x + HANDLE_IN + PAD_IN) / width, y)
            write(
                figure,
                sign.meaning,
                at,
                transform=figure.transFigure,
                size=SIZE_PT,
                color=look.muted,
                ha="left",
                va="center",
            )
        x += _width_in([column]) + SPACE_IN
    lines = wrap(title, int(width / LETTER_IN))
    at = (0.5, (ROW_IN * (rows + 0.6)) / height)
    write(figure, "\n".join(lines), at, transform=figure.transFigure, size=SIZE_PT, color=look.muted, va="bottom")


def _columns(signs: Sequence[Sign], *, room_in: float) -> list[Sequence[Sign]]:
    """The signs in as many columns, up to the most, as there is room for."""
    for most in range(COLUMNS, 1, -1):
        rows = ceil(len(signs) / most)
        columns = [signs[first : first + rows] for first in range(0, len(signs), rows)]
        if _width_in(columns) <= room_in:
            return columns
    return [signs]


def _width_in(columns: Sequence[Sequence[Sign]]) -> float:
    letters = sum(max(len(sign.meaning) for sign in column) for column in columns)
    return LETTER_IN * letters + (HANDLE_IN + PAD_IN) * len(columns) + SPACE_IN * (len(columns) - 1)


def _draw(figure: Figure, sign: Sign, left: float, right: float, y: float, look: LookTokens) -> None:
    xs = [left, right] if sign.line else [(left + right) / 2]
    handle = Line2D(
        xs,
        [y] * len(xs),
        color=look.muted,
        linestyle=("--" if sign.dashed else "-") if sign.line else "none",
        marker=sign.marker or "none",
        markerfacecolor=sign.ground,
        transform=figure.transFigure,
    )
    if sign.band:
        handle = Line2D(
            [(left + right) / 2] * 2,
            [y - BAND_IN / 2 / figure.get_figheight(), y + BAND_IN / 2 / figure.get_figheight()],
            color=look.muted,
            linewidth=BAND_PT,
            alpha=BAND_ALPHA,
            solid_capstyle="butt",
            transform=figure.transFigure,
        )
    figure.add_artist(handle)
