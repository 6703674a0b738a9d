"""How sure dots are, on the chart: a band at each, one bar where they would crowd, and nothing where it is unknown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from fidelity_rater.app.competence_models import CompetenceChart, RatingError
from fidelity_rater.app.look import LIGHT
from fidelity_rater.charts.competence import draw_competence
from fidelity_rater.charts.label import Label
from fidelity_rater.domain.people import Purpose, Role
from helpers.trajectories import Life, core


def charted(*, sessions: int = 3, sem: float | None = 0.6, why: str = "", both: bool = False) -> CompetenceChart:
    life = Life(sessions=sessions)
    for session in range(1, sessions + 1):
        life.rate(session, core(3, 3))
        if both:
            life.rate(session, core(2, 2), purpose=Purpose.SUMMATIVE)
    life.rate(1, core(4, 4), rater="TR", role=Role.TRAINEE)
    chart = life.chart()
    purposes = tuple(Purpose) if both else (Purpose.FORMATIVE,)
    errors = [RatingError(axis.summary, one, sem, 0.4, 0.7, 12, 3, why=why) for axis in chart.axes for one in purposes]
    return replace(chart, errors=tuple(errors))


def bands(figure: Figure) -> list[list[tuple[float, float]]]:
    """Of the first panel."""
    found = []
    for part in figure.axes[0].get_children():
        if isinstance(part, LineCollection):
            ends = [[tuple(end) for end in segment] for segment in part.get_segments()]
            found += [segment for segment in ends if len(segment) == 2 and segment[0][0] == segment[1][0]]
    return found


def texts(figure: Figure) -> str:
    return "\n".join(part.get_text() for part in figure.findobj(Label)).replace("\n", " ")


def test_each_dot_has_its_band_but_not_a_self_rating() -> None:
    figure = draw_competence(charted(), LIGHT).figure
    found = bands(figure)
    assert len(found) == 3
    for (_, low), (_, high) in found:
        assert (low, high) == (pytest.approx(3 - 1.96 * 0.6), pytest.approx(4.0)), "no further than the scale"
    assert "likely band" in texts(figure)
    assert "Adherence 0.60 (0.40 to 0.70)" in texts(figure)


def test_where_bands_would_crowd_one_bar_tells_how_wide_they_are() -> None:
    figure = draw_competence(charted(sessions=90), LIGHT, width_in=8).figure
    assert bands(figure) == []
    assert "± 1.18" in texts(figure)
    both = texts(draw_competence(charted(sessions=60, both=True), LIGHT, width_in=8).figure)
    assert "○ ± 1.18" in both
    assert "● ± 1.18" in both


def test_where_it_is_not_known_the_reason_stands_in_its_place() -> None:
    figure = draw_competence(charted(sem=None, why="Nobody rated twice."), LIGHT).figure
    assert bands(figure) == []
    assert "How sure a dot is, is not known: Nobody rated twice." in texts(figure)
    assert "likely band" not in texts(figure)


def test_much_to_say_under_the_chart_takes_room_from_the_panels_and_hides_nothing() -> None:
    short, long = charted(), charted(sem=None, why="Because of this and of that, and for many reasons more. " * 8)
    heights = []
    for chart in (short, long):
        figure = draw_competence(chart, LIGHT, width_in=6, height_in=5).figure
        heights.append(min(axes.get_position().y0 for axes in figure.axes) * figure.get_figheight())
    assert heights[1] > heights[0] + 0.3


def test_a_dots_number_stands_clear_of_its_band() -> None:
    def lifts(chart: CompetenceChart) -> list[float]:
        figure = draw_competence(chart, LIGHT).figure
        return [part._shift[1] for part in figure.axes[0].findobj(Label) if part.get_text() in {"5", "6"}]

    banded, plain = lifts(charted()), lifts(replace(charted(), errors=()))
    assert len(banded) == len(plain) == 4
    assert sum(abs(a) > abs(b) + 5 for a, b in zip(banded, plain, strict=True)) == 3, "all but the self-rating's"
