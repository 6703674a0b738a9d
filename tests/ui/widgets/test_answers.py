"""Score buttons, counts, flags and states: what a press announces, and what showing never does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fidelity_rater.app.desk_models import AnswerKind, DeskDimension, DeskLevel, DeskState, GivenState
from fidelity_rater.app.look import LIGHT
from fidelity_rater.ui.theme import Theme
from fidelity_rater.ui.widgets.anchor_panel import AnchorPanel
from fidelity_rater.ui.widgets.count_field import CountField
from fidelity_rater.ui.widgets.flag_button import FlagButton
from fidelity_rater.ui.widgets.score_buttons import ScoreButtons
from fidelity_rater.ui.widgets.state_picker import StatePicker

QUALITY = DeskDimension(
    "quality",
    "Quality",
    "quality",
    AnswerKind.ORDINAL,
    levels=tuple(DeskLevel(n, f"level {n}", f"anchor {n}") for n in range(1, 6)),
    competent=3,
)
COUNT = DeskDimension("questions", "Questions", "other", AnswerKind.COUNT, maximum=3)


@pytest.fixture
def scores(qtbot: QtBot, dressed: Theme) -> ScoreButtons:
    widget = ScoreButtons(QUALITY, item_label="Symptom check")
    qtbot.addWidget(widget)
    widget.show()
    return widget


def test_pressing_a_level_announces_it_and_shows_nothing_yet(scores: ScoreButtons, qtbot: QtBot) -> None:
    with qtbot.waitSignal(scores.score_chosen, check_params_cb=lambda value: value == 4):
        qtbot.mouseClick(scores.buttons[3], Qt.MouseButton.LeftButton)
    assert not scores.buttons[3].isChecked()  # only the model says what stands


def test_showing_a_score_is_silent(scores: ScoreButtons, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(scores.score_chosen), qtbot.assertNotEmitted(scores.score_withdrawn):
        scores.show_dimension(replace(QUALITY, value=4))
    assert [button.isChecked() for button in scores.buttons] == [False, False, False, True, False]


def test_pressing_the_standing_level_takes_it_back(scores: ScoreButtons, qtbot: QtBot) -> None:
    scores.show_dimension(replace(QUALITY, value=4))
    with qtbot.waitSignal(scores.score_withdrawn), qtbot.assertNotEmitted(scores.score_chosen):
        qtbot.mouseClick(scores.buttons[3], Qt.MouseButton.LeftButton)


def test_digits_score_and_others_do_not(scores: ScoreButtons, qtbot: QtBot) -> None:
    scores.setFocus()
    with qtbot.waitSignal(scores.score_chosen, check_params_cb=lambda value: value == 2):
        qtbot.keyClick(scores, Qt.Key.Key_2)
    with qtbot.assertNotEmitted(scores.score_chosen):
        qtbot.keyClick(scores, Qt.Key.Key_9)
        qtbot.keyClick(scores, Qt.Key.Key_P)


def test_locked_says_why_and_takes_nothing(scores: ScoreButtons, qtbot: QtBot) -> None:
    scores.show_dimension(replace(QUALITY, locked="Not heard, so there is nothing to judge."))
    with qtbot.assertNotEmitted(scores.score_chosen):
        qtbot.mouseClick(scores.buttons[2], Qt.MouseButton.LeftButton)
        qtbot.keyClick(scores, Qt.Key.Key_2)
    assert scores.toolTip() == "Not heard, so there is nothing to judge."
    assert scores.buttons[0].toolTip() == scores.toolTip()


def test_a_screen_reader_hears_item_level_and_standing(scores: ScoreButtons) -> None:
    scores.show_dimension(replace(QUALITY, value=3))
    assert scores.accessibleName() == "Symptom check: Quality"
    assert scores.accessibleDescription() == "3 level 3"
    assert scores.buttons[4].accessibleName() == "Quality 5 level 5"


def test_the_standing_level_is_filled_with_the_hue(scores: ScoreButtons, qtbot: QtBot) -> None:
    scores.show_dimension(replace(QUALITY, value=1))
    standing, other = (scores.buttons[n].grab().toImage().pixelColor(4, 4).name() for n in (0, 1))
    assert standing == LIGHT.quality.strong
    assert other == LIGHT.surface


def test_the_active_ring_can_be_seen(scores: ScoreButtons) -> None:
    scores.clearFocus()
    without = scores.grab().toImage()
    scores.show_active(True)
    assert scores.grab().toImage() != without


def test_a_flag_dimension_asks_yes_or_no(qtbot: QtBot) -> None:
    widget = ScoreButtons(DeskDimension("heard", "Heard", "other", AnswerKind.FLAG))
    qtbot.addWidget(widget)
    assert [button.accessibleName() for button in widget.buttons] == ["Heard 0 no", "Heard 1 yes"]


@pytest.mark.parametrize(("value", "by", "announced"), [(None, 1, 1), (0, 1, 1), (2, -1, 1), (None, -1, None)])
def test_a_count_goes_up_and_down(qtbot: QtBot, value: int | None, by: int, announced: int | None) -> None:
    widget, heard = CountField(replace(COUNT, value=value)), []
    qtbot.addWidget(widget)
    widget.score_chosen.connect(heard.append)
    widget.step(by)
    assert heard == ([] if announced is None else [announced])


def test_a_count_below_the_least_is_taken_back_and_above_the_most_refused(qtbot: QtBot) -> None:
    widget = CountField(replace(COUNT, value=0))
    qtbot.addWidget(widget)
    with qtbot.waitSignal(widget.score_withdrawn):
        widget.less.click()
    widget.show_dimension(replace(COUNT, value=3))
    assert not widget.more.isEnabled()
    with qtbot.assertNotEmitted(widget.score_chosen):
        widget.step(1)
        assert not widget.choose(4)


def test_no_count_is_not_nought(qtbot: QtBot) -> None:
    widget = CountField(COUNT)
    qtbot.addWidget(widget)
    assert widget.shown.text() == "–"
    widget.show_dimension(replace(COUNT, value=0))
    assert widget.shown.text() == "0"


def test_a_flag_is_raised_then_lowered(qtbot: QtBot) -> None:
    widget = FlagButton()
    qtbot.addWidget(widget)
    with qtbot.waitSignal(widget.flag_raised):
        widget.click()
    with qtbot.assertNotEmitted(widget.flag_lowered):
        widget.show_raised(True)
    with qtbot.waitSignal(widget.flag_lowered):
        widget.click()


STATES = (
    DeskState("not_this_session", "Not this session"),
    DeskState("unratable", "Could not be rated", reasons=(("inaudible", "inaudible"),), free_reason=True),
)


@pytest.fixture
def picker(qtbot: QtBot) -> StatePicker:
    widget = StatePicker()
    qtbot.addWidget(widget)
    widget.show_states(STATES, None)
    widget.show()
    return widget


def test_a_state_without_reason_is_chosen_at_once(picker: StatePicker, qtbot: QtBot) -> None:
    with qtbot.waitSignal(picker.state_chosen, check_params_cb=lambda *given: given == ("not_this_session", "")):
        picker.states.buttons["not_this_session"].click()


def test_a_state_with_reasons_asks_first(picker: StatePicker, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(picker.state_chosen):
        picker.states.buttons["unratable"].click()
    assert picker.question.isVisible()
    with qtbot.waitSignal(picker.state_chosen, check_params_cb=lambda *given: given == ("unratable", "inaudible")):
        picker.reasons.buttons["inaudible"].click()
    assert not picker.question.isVisible()


def test_a_reason_in_own_words_must_say_something(picker: StatePicker, qtbot: QtBot) -> None:
    picker.states.buttons["unratable"].click()
    with qtbot.assertNotEmitted(picker.state_chosen):
        picker.own_words.setText("   ")
        qtbot.keyClick(picker.own_words, Qt.Key.Key_Return)
    picker.own_words.setText(" fire alarm ")
    with qtbot.waitSignal(picker.state_chosen, check_params_cb=lambda *given: given == ("unratable", "fire alarm")):
        qtbot.keyClick(picker.own_words, Qt.Key.Key_Return)


def test_the_standing_state_is_taken_back_by_pressing_it(picker: StatePicker, qtbot: QtBot) -> None:
    picker.show_states(STATES, GivenState("not_this_session", "Not this session"))
    assert picker.states.buttons["not_this_session"].isChecked()
    with qtbot.waitSignal(picker.state_withdrawn):
        picker.states.buttons["not_this_session"].click()


def test_anchors_are_where_the_score_is_given(qtbot: QtBot, dressed: Theme) -> None:
    panel = AnchorPanel()
    qtbot.addWidget(panel)
    panel.show_dimension(replace(QUALITY, value=2))
    assert [row.isChecked() for row in panel.rows] == [False, True, False, False, False]
    assert "competent" in panel.rows[2].name.text()
    with qtbot.waitSignal(panel.score_chosen, check_params_cb=lambda value: value == 5):
        panel.rows[4].click()
    with qtbot.waitSignal(panel.score_withdrawn):
        panel.rows[1].click()
    panel.show_dimension(replace(QUALITY, locked="Nothing to judge."))
    with qtbot.assertNotEmitted(panel.score_chosen):
        panel.rows[4].click()
    assert panel.locked.text() == "Nothing to judge."


def test_a_dimension_with_fewer_levels_leaves_no_old_ones(qtbot: QtBot) -> None:
    panel = AnchorPanel()
    qtbot.addWidget(panel)
    panel.show_dimension(QUALITY)
    panel.show_dimension(replace(QUALITY, levels=QUALITY.levels[:2]))
    assert [not row.isHidden() for row in panel.rows] == [True, True, False, False, False]
