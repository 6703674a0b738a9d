"""Pictures of rows and of shares: every figure is there in words, shapes and numbers, and leads to its row."""

from __future__ import annotations

from dataclasses import replace

import pytest
from matplotlib.patches import PathPatch

from fidelity_rater.app.cohort.exhibits import cohort_exhibit
from fidelity_rater.app.competence_models import CompetenceChart, MeasurePanel, MeasurePoint
from fidelity_rater.app.development.models import Choice, Line, Mark, RowPicture, SharePicture
from fidelity_rater.app.look import DARK, LIGHT, LookTokens
from fidelity_rater.charts.competence import draw_competence
from fidelity_rater.charts.drawn import Drawn
from fidelity_rater.charts.label import Label
from fidelity_rater.charts.rendering import render
from fidelity_rater.charts.rows import draw_rows
from fidelity_rater.charts.shares import draw_shares
from helpers.trajectories import Life
from ui.results.sources import small_view

ROWS = RowPicture(
    axis="Quality",
    hue="quality",
    minimum=1,
    maximum=5,
    competent=3,
    series=("Self", "Supervisor"),
    lines=(
        Line("Symptom check", "Core", (Mark(0, 3, 4, 2, 4, "self 3"), Mark(1, 3, 4, 3, 3, "supervisor 3"))),
        Line("A label that is far too long to have room beside the picture", "Other", (Mark(1, 2, 1, 2, 2, "one"),)),
    ),
    note="What the numbers are.",
)


def words_in(drawn: Drawn) -> list[str]:
    return [text.get_text() for text in drawn.figure.findobj(Label)]


@pytest.mark.parametrize("look", [LIGHT, DARK])
@pytest.mark.parametrize("joined", [True, False])
def test_each_mark_tells_its_sentence_and_its_row(look: LookTokens, joined: bool) -> None:
    drawn = draw_rows(replace(ROWS, joined=joined), look)
    assert [(hit.key, hit.sentence) for hit in drawn.hits] == [("0", "self 3"), ("0", "supervisor 3"), ("1", "one")]
    first, second = drawn.hits[:2]
    assert first.y != second.y, "of two equal figures neither hides the other"
    words = words_in(drawn)
    assert {"Symptom check", "Core", "Self", "Supervisor", "What the numbers are.", "1", "5"} <= set(words)
    assert any(word.endswith("…") for word in words)
    assert any("not a pass mark" in word for word in words)


def test_the_picture_is_as_high_as_its_rows_and_every_spot_lies_in_it() -> None:
    few, many = draw_rows(ROWS, LIGHT), draw_rows(replace(ROWS, lines=ROWS.lines * 8), LIGHT)
    assert many.figure.get_figheight() > few.figure.get_figheight() + 2
    picture = render(many)
    assert len(picture.spots) == 24
    assert all(0 < spot.x < picture.width and 0 < spot.y < picture.height for spot in picture.spots)


def test_shares_are_numbered_and_named_by_level() -> None:
    shown = cohort_exhibit(small_view(), Choice("quality"))
    assert isinstance(shown.picture, SharePicture)
    drawn = draw_shares(shown.picture, LIGHT)
    words = words_in(drawn)
    assert {"17", "33"} <= set(words), "percent"
    assert "n 12 · 2.83" in words
    levels = zip(shown.picture.levels, shown.picture.level_names, strict=True)
    assert {f"{level} {name}" for level, name in levels} <= set(words)
    assert [hit.key for hit in drawn.hits] == [str(n) for n in range(len(shown.picture.lines))]
    strokes = [part for part in drawn.figure.axes[0].findobj(PathPatch) if len(part.get_path().vertices)]
    below = sum(level < (shown.picture.competent or 0) for level in shown.picture.levels)
    assert len(strokes) == below, "what is below competent is told by more than colour"
    assert all(0 <= x <= 1 for part in strokes for x in part.get_path().vertices[:, 0]), "no stroke leaves its bar"


def with_measures(chart: CompetenceChart) -> CompetenceChart:
    points = tuple(MeasurePoint(place.x, 12 - place.x, f"PHQ-9 {12 - place.x}") for place in chart.places[:4])
    return replace(chart, measures=(MeasurePanel("phq9", "PHQ-9", 0, 27, (points,)),))


def test_symptom_scores_stand_under_the_ratings_and_claim_no_cause() -> None:
    life = Life()
    life.rate(3)
    chart = life.chart()
    drawn = draw_competence(with_measures(chart), LIGHT)
    told = [hit for hit in drawn.hits if hit.sentence.startswith("PHQ-9")]
    assert len(told) == 4
    assert {(hit.key, hit.panel) for hit in told} == {("", len(chart.axes))}, "they open no rating"
    below, last = drawn.figure.axes[len(chart.axes)], drawn.figure.axes[len(chart.axes) - 1]
    assert below.get_position().y1 < last.get_position().y0
    assert below.get_xlim() == last.get_xlim(), "one time axis"
    assert any("says nothing about causes" in word.replace("\n", " ") for word in words_in(drawn))
