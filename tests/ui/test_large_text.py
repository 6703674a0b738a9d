"""At one and a half times the text the rating desk still fits the smallest screen it is made for."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from fidelity_rater.ui.theme import Theme
from helpers.screens import begin_rating, enter_library, make_window


def test_no_score_is_cut_off(own_home: Path, dressed: Theme, qtbot: QtBot) -> None:
    dressed.scale_text(150)
    window = make_window(own_home, dressed, qtbot)
    try:
        area = enter_library(window)
        begin_rating(area)
        view = area.rating.view
        least = [view.splitter.widget(at).minimumSizeHint().width() for at in range(view.splitter.count())]
        assert sum(least) + view.splitter.handleWidth() <= 1270
    finally:
        window.close()
        dressed.scale_text(100)
