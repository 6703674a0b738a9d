"""At one and a half times the text the rating desk still fits the smallest screen it is made for."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from fidelity_rater.ui.theme import Theme
from helpers.screens import begin_rating, enter_library, make_window
from helpers.shown_texts import shown_texts
from helpers.window import PASSPHRASE


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


def test_a_signed_rating_has_room_for_all_that_is_beside_it(own_home: Path, dressed: Theme, qtbot: QtBot) -> None:
    """The result of it gives way: to its numbers in one line, or, once it is unfolded, to a few lines that scroll."""
    dressed.scale_text(150)
    window = make_window(own_home, dressed, qtbot)
    window.resize(1280, 800)
    try:
        area = enter_library(window)
        begin_rating(area)
        screen = area.rating
        screen.view.score_chosen.emit("CORE-01", "adherence", 3)
        screen.view.passphrase_given.emit(PASSPHRASE)
        screen.view.side.show_tab(screen.view.moments)
        qtbot.waitUntil(lambda: screen.view.splitter.height() >= screen.view.splitter.minimumSizeHint().height())
        assert screen.height() - screen.outcome.height() >= screen.view.least_height()
        window.resize(1280, 700)
        screen.open(screen.desk.rating.head.uid)  # type: ignore[union-attr]
        qtbot.waitUntil(lambda: not screen.outcome.is_open)
        assert "Adherence not computed" in shown_texts(screen.outcome.header)[-1]
        screen.outcome.header.button.click()
        qtbot.waitUntil(lambda: 0 < screen.outcome.area.height() < screen.outcome.table.height())
        assert window.height() == 700
    finally:
        window.close()
        dressed.scale_text(100)
