"""The result under the desk: it makes room for what is written, and comes back; a person's hand counts for more."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from fidelity_rater.ui.rating.outcome_strip import OutcomeStrip


def test_it_gives_way_and_comes_back_but_not_against_a_hand(qtbot: QtBot) -> None:
    strip = OutcomeStrip()
    qtbot.addWidget(strip)
    strip.show_state(signed=True)
    strip.give_way(True)
    assert not strip.is_open
    assert strip.area.isHidden()
    with qtbot.waitSignal(strip.unfolded, check_params_cb=lambda open_: open_):
        strip.give_way(False)
    assert strip.is_open
    strip.give_way(True)
    strip.header.on_pressed()
    strip.give_way(True)
    assert strip.is_open, "opened by hand while one writes, it stays"
    strip.header.on_pressed()
    strip.give_way(False)
    assert not strip.is_open, "folded by hand, it stays so"


def test_the_result_of_a_draft_is_not_opened_by_leaving_a_tab(qtbot: QtBot) -> None:
    strip = OutcomeStrip()
    qtbot.addWidget(strip)
    strip.show_state(signed=True)
    strip.give_way(True)
    strip.show_state(signed=False)
    strip.give_way(False)
    assert not strip.is_open
