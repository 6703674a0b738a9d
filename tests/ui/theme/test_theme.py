from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtGui import QImage, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from fidelity_rater.app.look import DARK, LIGHT
from fidelity_rater.ui.theme import ColourChoice, Theme, current_look, icon, icon_names, palette_for, pixmap
from fidelity_rater.ui.theme.stylesheet import stylesheet_for


def _screen(qtbot: QtBot) -> QWidget:
    screen = QWidget()
    screen.setObjectName("screen")
    qtbot.addWidget(screen)
    QVBoxLayout(screen).addWidget(QLabel("Symptom check"))
    screen.resize(160, 80)
    return screen


def _ground(widget: QWidget) -> str:
    return widget.grab().toImage().pixelColor(2, 2).name()


def test_the_painted_ground_is_light_or_dark(dressed: Theme, qtbot: QtBot) -> None:
    screen = _screen(qtbot)
    assert _ground(screen) == LIGHT.window
    dressed.choose(ColourChoice.DARK)
    assert _ground(screen) == DARK.window
    assert current_look() is DARK
    dressed.choose(ColourChoice.LIGHT)
    assert _ground(screen) == LIGHT.window


def test_changing_the_look_is_told_once(dressed: Theme, qtbot: QtBot) -> None:
    with qtbot.waitSignal(dressed.look_changed):
        dressed.choose(ColourChoice.DARK)
    with qtbot.assertNotEmitted(dressed.look_changed):
        dressed.choose(ColourChoice.DARK)


def test_the_system_is_followed_only_when_asked(dressed: Theme, qtbot: QtBot) -> None:
    dressed.choose(ColourChoice.DARK)
    dressed.on_system_changed()
    assert dressed.look is DARK
    dressed.choose(ColourChoice.SYSTEM)
    assert dressed.look is LIGHT  # the offscreen platform names no scheme


@pytest.mark.parametrize(("asked", "shown"), [(125, 125), (150, 150), (400, 150), (20, 100)])
def test_text_scales_within_bounds(dressed: Theme, qapp: QApplication, asked: int, shown: int) -> None:
    before = qapp.font().pointSizeF()
    dressed.scale_text(asked)
    assert dressed.text_percent == shown
    assert qapp.font().pointSizeF() == pytest.approx(before * shown / 100)
    dressed.scale_text(100)
    assert qapp.font().pointSizeF() == pytest.approx(before)


@pytest.mark.parametrize("look", [LIGHT, DARK], ids=lambda look: look.name)
def test_stylesheet_and_palette_know_every_colour(look: Any, qapp: QApplication) -> None:
    assert "$" not in stylesheet_for(look)
    palette = palette_for(look)
    assert palette.color(QPalette.ColorRole.Window).name() == look.window
    assert palette.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text).name() == look.disabled


def test_every_icon_is_drawn_in_the_ink_asked_for(qapp: QApplication) -> None:
    for name in icon_names():
        picture = pixmap(name, 24, colour="#ff0000").toImage().convertToFormat(QImage.Format.Format_ARGB32)
        inked = [
            picture.pixelColor(x, y) for x in range(24) for y in range(24) if picture.pixelColor(x, y).alpha() > 200
        ]
        assert inked, name
        assert all(colour.red() > 200 and colour.green() < 40 for colour in inked), name


def test_an_unknown_icon_is_a_bug(qapp: QApplication) -> None:
    with pytest.raises(FileNotFoundError):
        icon("no-such-icon")
