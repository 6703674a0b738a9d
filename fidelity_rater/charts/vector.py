"""Charts as SVG in memory, for documents: the same bytes for the same chart, and no name of a maker inside."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from fidelity_rater.app.competence_models import CompetenceChart
from fidelity_rater.app.look import LookTokens
from fidelity_rater.app.report_models import ItemProfile
from fidelity_rater.charts.profile import HIGHEST, WIDTH, draw_profile

MOST_UPRIGHT: Final = 40
"""More places on the axis than this, and the chart takes the page's long side."""
UPRIGHT_IN, ACROSS_IN = (7.2, 9.2), (10.2, 6.6)
PER_INCH: Final = 96


@dataclass(frozen=True, slots=True)
class Drawing:
    """One picture and its size in inches; ``across``: wants the page's long side."""

    svg: str
    width_in: float
    height_in: float
    across: bool = False


def drawings(of: object, look: LookTokens) -> tuple[Drawing, ...]:
    """Draw what a report's picture shows, in as many parts as fit on pages."""
    if isinstance(of, ItemProfile):
        return tuple(Drawing(svg, WIDTH / PER_INCH, HIGHEST / PER_INCH) for svg in draw_profile(of, look))
    if isinstance(of, CompetenceChart):
        return (_competence(of, look),)
    raise TypeError(f"no chart draws {type(of).__name__}")


def font_folder() -> Path:
    """Where the charts' own fonts lie, found without loading matplotlib."""
    spec = find_spec("matplotlib")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "mpl-data" / "fonts" / "ttf"


def _competence(chart: CompetenceChart, look: LookTokens) -> Drawing:
    from fidelity_rater.charts.competence import draw_competence

    across = len(chart.places) > MOST_UPRIGHT
    width, height = ACROSS_IN if across else UPRIGHT_IN
    wanted = min(height, 1.9 * len(chart.axes) + 2)
    figure = draw_competence(chart, look, width_in=width, height_in=wanted).figure
    width, height = figure.get_size_inches()
    return Drawing(as_svg(figure), float(width), float(height), across)


def as_svg(figure: object) -> str:
    """A figure as SVG whose letters are drawn, so that it looks alike on every machine."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    assert isinstance(figure, Figure)
    out = io.StringIO()
    with mpl.rc_context({"svg.fonttype": "path", "svg.hashsalt": "fidelity-rater"}):
        figure.savefig(out, format="svg", facecolor=figure.get_facecolor(), metadata={"Date": None, "Creator": None})
    text = out.getvalue()
    return re.sub(r"\s*<metadata>.*?</metadata>", "", text[text.index("<svg") :], flags=re.DOTALL)
