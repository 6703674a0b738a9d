"""Every screen can be drawn, and what is drawn is a picture of the screen and nothing of whoever draws it."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from fidelity_rater.app.look import DARK, LIGHT
from fidelity_rater.ui.screenshots import EVERY, draw_screens
from helpers.window import cheap_application, known_person

SCREENS = 34
BOTH = EVERY[:1] + EVERY[-1:]
"""Each look and each size once: the other two are the same code, and drawing is slow."""


@pytest.mark.slow
def test_every_screen_is_drawn_in_both_looks(own_home: Path, tmp_path: Path, qapp: QApplication) -> None:
    application = cheap_application(own_home)
    known_person(application, name="Private Person")
    assert {look for look, _ in BOTH} == {look for look, _ in EVERY}
    assert {size for _, size in BOTH} == {size for _, size in EVERY}
    drawn = list(draw_screens(application, tmp_path / "shots", pictures=BOTH))
    assert len(drawn) == len(set(drawn)) == SCREENS * len(BOTH)
    for path in drawn:
        picture = QImage(str(path))
        dark = "-dark-" in path.name
        size = path.stem.rpartition("-")[2]
        assert f"{picture.width()}x{picture.height()}" == size
        if "dialog" not in path.name and path.name.startswith(("start", "caseload")):
            ground = (DARK if dark else LIGHT).window
            assert picture.pixelColor(picture.width() - 30, picture.height() - 4).name() == ground
    assert not application.front_door.recent(), "the demo that was drawn is none of this person's libraries"
    assert application.settings.load().last_identity


def test_the_first_picture_is_that_of_a_newcomer(own_home: Path, tmp_path: Path, qapp: QApplication) -> None:
    application = cheap_application(own_home)
    known_person(application, name="Private Person")
    drawing = draw_screens(application, tmp_path / "shots")
    (first,) = islice(drawing, 1)
    drawing.close()  # type: ignore[attr-defined]
    assert first.name.startswith("start-first-time")
    assert not QImage(str(first)).isNull()
