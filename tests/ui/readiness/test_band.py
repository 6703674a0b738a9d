"""The band beside a line: told in words as it is drawn, and nothing lies beyond the scale."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from fidelity_rater.ui.readiness.band import Band, BandPicture
from fidelity_rater.ui.theme import Theme


@pytest.mark.parametrize(
    ("low", "high", "crosses"), [(2.6, 3.4, True), (3.0, 3.4, True), (3.01, 3.4, False), (None, None, False)]
)
def test_a_band_that_holds_the_line_crosses_it(low: float | None, high: float | None, crosses: bool) -> None:
    assert Band(3.1, 3.0, 1, 5, low, high).crosses is crosses


def test_a_picture_says_what_it_draws(dressed: Theme, qtbot: QtBot) -> None:
    picture = BandPicture()
    qtbot.addWidget(picture)
    picture.resize(432, 80)
    picture.show_band(Band(3.1, 3.0, 1, 5, 2.6, 3.4))
    assert picture.accessibleName() == "Mean 3.1, likely between 2.6 and 3.4. The line is 3."
    drawn = picture.grab().toImage()
    assert drawn.pixelColor(round(picture.place_of(3.1)), 2 * picture.fontMetrics().height()) != drawn.pixelColor(0, 0)
    assert picture.place_of(0) == picture.place_of(1) < picture.place_of(3) < picture.place_of(5) == picture.place_of(9)
    picture.show_band(Band(3.1, 3.0, 1, 5))
    assert "cannot be told yet" in picture.accessibleName()
    picture.show_band(None)
    assert picture.isHidden()
