"""A stamped label is the text that matplotlib would have set."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import IdentityTransform

from fidelity_rater.charts import label
from fidelity_rater.charts.label import FONT, Label, Style

PLACE = (60, 50)


def ink(*artists: Artist, dpi: float = 100) -> np.ndarray:
    """How much ink lies on each pixel of a small figure, 0 to 255."""
    figure = Figure(figsize=(1.6, 1.0), dpi=dpi)
    for artist in artists:
        artist.set_transform(IdentityTransform())
        figure.add_artist(artist)
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    return 255 - np.asarray(canvas.buffer_rgba())[:, :, 0].astype(int)


def plain(words: str, style: Style) -> Text:
    return Text(
        *PLACE, words, color=style.color, fontfamily=FONT, fontsize=style.size, ha=style.ha, va=style.va,
        rotation=style.rotation, fontweight="bold" if style.bold else "normal",
    )  # fmt: skip


@pytest.mark.parametrize("dpi", [100, 200])
@pytest.mark.parametrize(
    "style",
    [
        Style(9, "#000000"),
        Style(8, "#000000", ha="left", va="center"),
        Style(10, "#000000", va="center", bold=True, rotation=90),
        Style(8, "#000000", ha="right", va="top"),
    ],
)
def test_a_stamp_lies_where_the_text_would(style: Style, dpi: float) -> None:
    stamped, set_anew = ink(Label(*PLACE, "Grief\n12", style), dpi=dpi), ink(plain("Grief\n12", style), dpi=dpi)
    assert stamped.sum() == pytest.approx(set_anew.sum(), rel=0.1)
    for axis in (0, 1):
        mine, other = (np.flatnonzero(found.max(axis=axis) > 60) for found in (stamped, set_anew))
        assert abs(mine[0] - other[0]) <= 1
        assert abs(mine[-1] - other[-1]) <= 1


def test_words_are_set_once_in_each_style() -> None:
    label._set.cache_clear()
    for color in ("#000000", "#000000", "#333333"):
        ink(Label(*PLACE, "Grief", Style(9, color)))
    assert label._set.cache_info().misses == 2


def test_the_ink_is_the_colour_asked_for() -> None:
    assert ink(Label(*PLACE, "M", Style(20, "#ffffff"))).max() == 0


def test_an_invisible_or_empty_label_leaves_nothing() -> None:
    hidden = Label(*PLACE, "Grief", Style(9, "#000000"))
    hidden.set_visible(False)
    assert not ink(hidden, Label(*PLACE, " ", Style(9, "#000000"))).any()


def test_as_svg_it_is_a_text_of_its_own(tmp_path: Path) -> None:
    figure = Figure()
    figure.add_artist(Label(0.5, 0.5, "Grief", Style(9, "#000000")))
    figure.savefig(tmp_path / "label.svg")
    drawing = (tmp_path / "label.svg").read_text()
    assert "<!-- Grief -->" in drawing
    assert "<image" not in drawing
