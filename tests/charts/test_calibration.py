"""The picture of a rater's drift: every attempt can be pointed at, and nothing is told that is not known."""

from __future__ import annotations

from datetime import date

import pytest

from fidelity_rater.app.calibration.models import DriftLine
from fidelity_rater.app.look import DARK, LIGHT, LookTokens
from fidelity_rater.charts.calibration import draw_drift
from fidelity_rater.charts.rendering import render
from fidelity_rater.domain.calibration import Drift

POINTS = (
    (date(2026, 1, 5), 0.4, 0.6, "a", "first"),
    (date(2026, 4, 5), 0.1, 0.5, "b", "second"),
)


def line(dimension: str, points: tuple[tuple[date, float, float, str, str], ...], drift: Drift | None) -> DriftLine:
    return DriftLine(dimension, dimension.title(), dimension, points, drift, "words")


@pytest.mark.parametrize("look", [LIGHT, DARK])
def test_every_attempt_is_a_place_in_its_panel(look: LookTokens) -> None:
    lines = (
        line("adherence", POINTS, Drift(-0.1, 4, 90)),
        line("quality", POINTS[:1], None),
        line("other", (), None),
    )
    drawn = draw_drift(lines, look, most_bias=0.5, width_in=7)
    assert [(hit.panel, hit.key, hit.sentence) for hit in drawn.hits] == [
        (0, "a", "first"), (0, "b", "second"), (1, "a", "first"),
    ]  # fmt: skip
    picture = render(drawn)
    assert len(drawn.figure.axes) == 2, "a dimension without attempts has no panel"
    assert all(0 < spot.x < picture.width and 0 < spot.y < picture.height for spot in picture.spots)


def test_a_wide_spread_stays_within_the_picture() -> None:
    drawn = draw_drift((line("quality", ((date(2026, 1, 5), -2.5, 2.0, "a", "far"),), None),), LIGHT)
    low, high = drawn.figure.axes[0].get_ylim()
    assert low < -4.5
    assert high > 4.5
