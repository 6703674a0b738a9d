"""Texts that are set once and stamped from then on: most of what a chart writes, it wrote in the chart before, too.

Setting a text (finding its font, its layout, its glyphs) is what takes longest in drawing a chart. On pixels a label is
therefore set into a small picture of its own, which is kept; as SVG or PDF it is an ordinary text.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil, floor
from typing import Any, NamedTuple

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backend_bases import RendererBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

FONT = ["DejaVu Sans"]
"""Ships inside matplotlib, so that a saved chart looks the same on every machine."""
POINTS = 72
"""Points per inch."""
_MARGIN = 1
_KEPT = 2048


class Style(NamedTuple):
    """How a label is set; size in points, rotation in degrees."""

    size: float
    color: str
    ha: str = "center"
    va: str = "baseline"
    bold: bool = False
    rotation: float = 0


class Label(Artist):
    """A text in the charts' font, so many points from a place; its words and style stay as they are made.

    It is no :class:`Text` until it is drawn as one: making a few hundred of these takes longer than stamping them.
    """

    def __init__(self, x: float, y: float, words: str, style: Style, shift: tuple[float, float] = (0, 0)) -> None:
        super().__init__()
        self._place, self._words, self._style, self._shift = (x, y), words, style, shift

    def get_text(self) -> str:
        """The words, asked for as of matplotlib's own texts."""
        return self._words

    def set_clip_path(self, path: Any, transform: Any = None) -> None:
        """Never clipped: a label may lie outside its axes."""

    def draw(self, renderer: RendererBase) -> None:
        if self.get_visible() and self._words.strip():
            figure = self.get_figure(root=True)
            assert isinstance(figure, Figure)
            x, y = self.get_transform().transform(self._place)
            x, y = (at + points * figure.dpi / POINTS for at, points in zip((x, y), self._shift, strict=True))
            if isinstance(renderer, RendererAgg):
                stamp = _set(self._words, self._style, renderer.dpi)
                gc = renderer.new_gc()
                renderer.draw_image(gc, round(x) + stamp.left, round(y) + stamp.bottom, stamp.rgba)
                gc.restore()
            else:
                text = _text(self._words, self._style)
                text.set_position((x, y))
                text.set_figure(figure)
                text.draw(renderer)
        self.stale = False


class _Stamp(NamedTuple):
    rgba: np.ndarray
    """Rows from the bottom up."""
    left: int
    bottom: int
    """Of the picture's corner, in pixels from the label's place."""


@lru_cache(maxsize=_KEPT)
def _set(words: str, style: Style, dpi: float) -> _Stamp:
    text = _text(words, style)
    text.set_figure(Figure(dpi=dpi))
    box = text.get_window_extent(RendererAgg(1, 1, dpi))
    left, bottom = floor(box.x0) - _MARGIN, floor(box.y0) - _MARGIN
    small = RendererAgg(ceil(box.x1) + _MARGIN - left, ceil(box.y1) + _MARGIN - bottom, dpi)
    text.set_position((-left, -bottom))
    text.draw(small)
    return _Stamp(np.asarray(small.buffer_rgba())[::-1].copy(), left, bottom)


def _text(words: str, style: Style) -> Text:
    """The same as a text of matplotlib's, placed in pixels."""
    return Text(
        0,
        0,
        words,
        color=style.color,
        fontproperties=_font(style.size, style.bold),
        ha=style.ha,
        va=style.va,
        rotation=style.rotation,
        transform=IdentityTransform(),
        clip_on=False,
    )


@lru_cache(maxsize=64)
def _font(size: float, bold: bool) -> FontProperties:
    return FontProperties(family=FONT, size=size, weight="bold" if bold else "normal")
