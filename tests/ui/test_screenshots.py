"""Every screen can be drawn, and what is drawn is a picture of the screen and nothing of whoever draws it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QImageReader
from PySide6.QtWidgets import QApplication

from fidelity_rater.app.look import DARK, LIGHT
from fidelity_rater.ui.screenshots import EVERY, ROOMS, Sitting, draw_screens
from fidelity_rater.ui.theme import ColourChoice
from helpers.small_demo import small_demo_application
from helpers.window import cheap_application, known_person

SCREENS = (66, 15)
LIGHT_ROOMS = ("start", "caseload", "results", "exchange")
SEEN_ELSEWHERE = ("raters", "accreditation")
"""Their scenes are walked through, and each is looked at, in ``test_rooms_seen``."""
DARK_ROOMS = tuple(room for room in ROOMS if room not in (*LIGHT_ROOMS, *SEEN_ELSEWHERE))
HALVES = (
    Sitting(replace(EVERY[0].look, packing=100), LIGHT_ROOMS),
    Sitting(replace(EVERY[-1].look, packing=100), DARK_ROOMS),
)
"""Each room once, and each look and size: every room in every look is the same code, and drawing is slow."""


@pytest.mark.slow
@pytest.mark.parametrize(("half", "screens"), list(zip(HALVES, SCREENS, strict=True)), ids=["light", "dark"])
def test_every_screen_is_drawn(half: Sitting, screens: int, own_home: Path, tmp_path: Path, qapp: QApplication) -> None:
    application = cheap_application(own_home)
    known_person(application, name="Private Person")
    before = set(own_home.rglob("*"))
    drawn: list[str] = []
    for path in draw_screens(small_demo_application, tmp_path / "shots", sittings=[half]):
        drawn.append(path.name)
        _check(path)
        path.unlink()  # hundreds of megabytes otherwise
    assert set(own_home.rglob("*")) == before, "nothing is made in the home of whoever draws"
    pages = [name for name in drawn if name.startswith("report")]
    assert (len(pages) > 1) is ("exchange" in half.rooms)
    assert len(drawn) - len(pages) == len(set(drawn) - set(pages)) == screens
    assert drawn[0].startswith("start-first-time") is ("start" in half.rooms), "a newcomer's picture is the first"


def _check(path: Path) -> None:
    """As large as it says, and in the colours that it says."""
    reader = QImageReader(str(path))
    assert reader.size().isValid()
    if path.name.startswith("report"):
        return
    assert path.stem.endswith(f"-{reader.size().width()}x{reader.size().height()}")
    if path.name.startswith(("start-first", "caseload-talk", "locked")):
        picture, ground = reader.read(), (DARK if "-dark-" in path.name else LIGHT).window
        assert picture.pixelColor(picture.width() - 30, picture.height() - 4).name() == ground


def test_all_of_it_is_drawn_in_each_look_and_size() -> None:
    assert {*SEEN_ELSEWHERE, *(room for sitting in HALVES for room in sitting.rooms)} == set(ROOMS)
    assert {sitting.look.colours for sitting in HALVES} == {sitting.look.colours for sitting in EVERY}
    assert {sitting.look.size for sitting in HALVES} == {sitting.look.size for sitting in EVERY}
    small = [sitting for sitting in EVERY if sitting.look.size == min(sitting.look.size for sitting in EVERY)]
    assert {sitting.look.colours for sitting in small} == set(ColourChoice) - {ColourChoice.SYSTEM}
    assert all(sitting.rooms == tuple(ROOMS) for sitting in small)
