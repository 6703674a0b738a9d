"""The competence chart: what is drawn is what the read model says, in both looks and any language."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import Any

import pytest
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure

from fidelity_rater.app.competence_models import CompetenceChart
from fidelity_rater.app.look import DARK, LIGHT, LookTokens
from fidelity_rater.charts.competence import MARKERS, MOST_NUMBERED, draw_competence
from fidelity_rater.charts.drawn import Drawn
from fidelity_rater.charts.label import Label
from fidelity_rater.charts.rendering import render
from fidelity_rater.domain.people import Purpose, Role
from helpers.trajectories import Life, core

LOOKS = pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)


def no_dots() -> CompetenceChart:
    life = Life()
    life.rate()
    return life.chart(phases=frozenset({"maintenance"}))


def one_dot() -> CompetenceChart:
    life = Life(sessions=1)
    life.rate(1)
    return life.chart()


def many_dots() -> CompetenceChart:
    life = Life(cases=3, sessions=6)
    for case in (1, 2, 3):
        for session in range(1, 7):
            life.rate(session, core(session % 5, 1 + session % 5), case=case)
    life.rate(3, core(2, 2), role=Role.TRAINEE, rater="TR")
    life.rate(3, core(4, 4), role=Role.PANEL, rater="PM", purpose=Purpose.SUMMATIVE)
    life.rate(5, {"E1": (3, 3)}, rater="XX")
    return life.chart()


def drawn(chart: CompetenceChart, look: LookTokens = LIGHT, **size: Any) -> Drawn:
    found = draw_competence(chart, look, **size)
    FigureCanvasAgg(found.figure).draw()
    return found


def texts(figure: Figure) -> list[str]:
    return [text.get_text() for text in figure.findobj(Label) if text.get_visible() and text.get_text().strip()]


def points(panel: Axes, marker: str) -> set[tuple[float, float]]:
    lines = [line for line in panel.get_lines() if line.get_marker() == marker]
    return {(float(x), float(y)) for line in lines for x, y in zip(line.get_xdata(), line.get_ydata(), strict=True)}


def trends(panel: Axes) -> list[tuple[Any, Any]]:
    """The trend lines as drawn: their points and their dashes."""
    (found,) = [part for part in panel.get_children() if isinstance(part, LineCollection) and part.get_zorder() == 2]
    return list(zip(found.get_segments(), found.get_linestyle(), strict=False))


@LOOKS
@pytest.mark.parametrize("make", [no_dots, one_dot, many_dots])
def test_it_draws_on_the_looks_ground(make: Any, look: LookTokens) -> None:
    chart = make()
    found = drawn(chart, look)
    assert len(found.figure.axes) == len(chart.axes)
    picture = render(found)
    assert "#" + picture.rgba[:3].hex() == look.surface
    assert len(found.hits) == len(chart.dots) * len(chart.axes)


def test_every_hit_lands_on_its_dot() -> None:
    chart = many_dots()
    found = drawn(chart)
    roles = {dot.rating.uid: dot.rating.role for dot in chart.dots}
    for hit in found.hits:
        dot = chart.dot_of(hit.key)
        assert dot is not None
        summary = dot.summary(chart.axes[hit.panel].summary)
        assert summary is not None
        marker = "x" if summary.value is None else MARKERS[roles[hit.key]]
        assert (hit.x, hit.y) in points(found.figure.axes[hit.panel], marker)
        assert summary.value is None or hit.y == summary.value
        assert abs(hit.x - dot.x) < 0.5
    places = [(hit.panel, hit.x, hit.y) for hit in found.hits]
    assert len(set(places)) == len(places), "no dot hides another"


def test_a_spot_lies_in_the_picture_where_the_dot_is_painted() -> None:
    chart = one_dot()
    picture = render(drawn(chart), scale=2.0)
    assert len(picture.rgba) == picture.width * picture.height * 4
    assert picture.width == 2200
    hue = tuple(int(LIGHT.adherence.soft[i : i + 2], 16) for i in (1, 3, 5))
    spot = picture.spots[0]
    at = (round(spot.y) * picture.width + round(spot.x)) * 4
    assert tuple(picture.rgba[at : at + 3]) == hue


def test_a_dot_says_what_it_stands_on_and_that_its_doubt_is_unknown() -> None:
    chart = one_dot()
    adherence, quality = (hit.sentence for hit in drawn(chart).hits)
    assert adherence == (
        "T01-C1, session 1 · Initial phase · AE (Supervisor, formative)\nAdherence 3.00 on 5 items; uncertainty unknown"
    )
    assert "expected items done 5 of 5" in quality


def test_no_mean_hides_what_was_proscribed_or_harmful() -> None:
    life = Life()
    life.rate(1, core(4, 5))
    life.rate(2, core(4, 5, P1=(2,), P7=(1,)))
    calm, alarming = (hit.sentence.splitlines() for hit in drawn(life.chart()).hits if hit.panel == 0)
    assert len(calm) == 2
    assert alarming[1:3] == ["2 proscribed items heard", "⚑ harm flag raised"]
    found = texts(drawn(life.chart()).figure)
    assert found.count("⚑") == 1
    assert "⚑ harm flag raised" in found
    assert "⚑ harm flag raised" not in texts(drawn(one_dot()).figure)


def test_what_is_not_computed_is_a_cross_below_the_axis_that_says_why() -> None:
    chart = many_dots()
    found = drawn(chart)
    without = {
        (dot.rating.uid, index): summary.not_computed
        for dot in chart.dots
        for index, axis in enumerate(chart.axes)
        if (summary := dot.summary(axis.summary)) is not None and summary.value is None
    }
    crossed = [hit for hit in found.hits if (hit.key, hit.panel) in without]
    assert len(crossed) == len(without) > 0
    for hit in crossed:
        assert hit.y < chart.axes[hit.panel].minimum
        assert hit.sentence.endswith(without[hit.key, hit.panel])
    assert "not computed" in texts(found.figure)
    assert "not computed" not in texts(drawn(one_dot()).figure)


def test_a_trend_line_joins_only_points_of_its_case_purpose_and_kind() -> None:
    chart = many_dots()
    found = drawn(chart)
    spans = [(case.first_x, case.last_x) for case in chart.cases]
    for index, axis in enumerate(chart.axes):
        lines = [[tuple(map(float, point)) for point in line] for line, _ in trends(found.figure.axes[index])]
        told = [line.points for line in chart.trends if line.summary == axis.summary and len(line.points) > 1]
        assert lines == [[(x, value) for x, value, _ in points] for points in told]
        assert len(lines) == 3
        for line in lines:
            assert any(first <= line[0][0] and line[-1][0] <= last for first, last in spans)


def test_summative_ratings_are_filled_and_have_lines_of_their_own() -> None:
    life = Life()
    for session in (3, 4, 5):
        life.rate(session, core(1, 2))
        life.rate(session, core(4, 4), purpose=Purpose.SUMMATIVE)
        life.rate(session, core(2, 2), role=Role.TRAINEE, rater="TR")
    panel = drawn(life.chart()).figure.axes[0]
    fills = {line.get_markerfacecolor() for line in panel.get_lines() if line.get_marker() == "o"}
    assert fills == {LIGHT.adherence.strong, LIGHT.adherence.soft}
    assert len({str(style) for _, style in trends(panel)}) == 3


def test_the_competent_level_is_named_as_the_scales_own_and_no_pass_mark() -> None:
    figure = drawn(one_dot()).figure
    (said,) = [text for text in texts(figure) if "competent" in text]
    assert "not a pass mark" in said
    assert "this scale's" in said


def test_small_numbers_give_way_where_they_would_hide_one_another() -> None:
    life = Life(cases=4, sessions=16)
    for number in range(MOST_NUMBERED + 1):
        life.rate(1 + number % 16, case=1 + number // 16)
    numbered = drawn(many_dots())
    assert "5" in [text.get_text() for text in numbered.figure.axes[0].findobj(Label)]
    crowded = drawn(life.chart())
    assert "6" not in [text.get_text() for text in crowded.figure.axes[0].findobj(Label)]


@pytest.mark.parametrize("width_in", [3.0, 8.0, 20.0])
def test_nothing_is_cut_off_at_any_width(width_in: float) -> None:
    figure = drawn(many_dots(), width_in=width_in).figure
    box = figure.get_tightbbox()
    width, height = figure.get_size_inches()
    assert box.x0 >= -0.01
    assert box.x1 <= width + 0.01
    assert box.y0 >= -0.01
    assert box.y1 <= height + 0.01


@pytest.mark.usefixtures("pseudo_locale")
def test_every_text_can_be_translated() -> None:
    life = Life(cases=2)
    for session in (1, 3, 5):
        life.rate(session, role=Role.PANEL if session == 1 else Role.SUPERVISOR, case=2)
    life.rate(4, {"E1": (3, 3)})
    chart = life.chart()
    chart = replace(chart, axes=tuple(replace(axis, name="") for axis in chart.axes))
    said = texts(drawn(chart).figure)
    codes = {case.code for case in chart.cases}
    foreign = [
        text
        for text in said
        if "⟦" not in text and sum(c.isalpha() for c in text) > 1 and not set(text.split("\n")) & codes
    ]
    assert foreign == []


def test_a_chart_never_loads_pyplot() -> None:
    code = (
        "import sys\n"
        "import fidelity_rater.charts.competence, fidelity_rater.charts.rendering, fidelity_rater.charts.saving\n"
        "print('matplotlib.pyplot' in sys.modules, 'PySide6' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout == "False False\n"


def test_a_height_is_kept_to_as_far_as_the_chart_can_be_read() -> None:
    chart = one_dot()
    heights = [draw_competence(chart, LIGHT, height_in=wanted).figure.get_size_inches()[1] for wanted in (1, 5.2, 40)]
    lowest, kept, highest = heights
    assert kept == 5.2
    assert 4 < lowest < 5.2 < 7 < highest < 12
