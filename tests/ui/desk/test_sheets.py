"""What is asked before the first score, and the cover sheet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from fidelity_rater.app.desk_models import BeginAnswers, BeginQuestions, CoverSheet, DeskChoice, ItemDetail
from fidelity_rater.ui.desk.begin_panel import BeginPanel
from fidelity_rater.ui.desk.cover_panel import CoverPanel
from fidelity_rater.ui.desk.desk_view import DeskView
from helpers.shown_texts import untranslated


def choices(*ids: str) -> tuple[DeskChoice, ...]:
    return tuple(DeskChoice(name, name.capitalize(), f"About {name}.") for name in ids)


AREAS = choices("grief", "dispute", "transition")
QUESTIONS = BeginQuestions(
    session="T07, session 6",
    purposes=choices("formative", "summative"),
    roles=choices("supervisor", "panel"),
    forms=choices("short", "full"),
    phases=choices("initial", "middle"),
    focal_areas=AREAS,
    phase="middle",
    phase_why="Session 6 of 16.",
    form="short",
)
SHEET = CoverSheet(
    purposes=QUESTIONS.purposes,
    phases=QUESTIONS.phases,
    focal_areas=AREAS,
    difficulties=choices("low", "high"),
    audio_qualities=choices("good", "poor"),
    acquaintances=choices("none", "colleague"),
    purpose="formative",
    phase="middle",
    declared_focus=("transition",),
)


@pytest.fixture
def begin(qtbot: QtBot) -> BeginPanel:
    panel = BeginPanel()
    qtbot.addWidget(panel)
    panel.show_questions(QUESTIONS)
    panel.show()
    return panel


@pytest.fixture
def cover(qtbot: QtBot) -> CoverPanel:
    panel = CoverPanel()
    qtbot.addWidget(panel)
    panel.show_cover(SHEET)
    panel.show()
    return panel


def test_purpose_and_role_are_never_filled_in(begin: BeginPanel) -> None:
    for name in ("purpose", "role"):
        assert not any(button.isChecked() for button in begin.rows[name].buttons.values())
    assert begin.rows["phase"].buttons["middle"].isChecked()
    assert not begin.begin.isEnabled()


def test_rating_begins_once_everything_is_answered(begin: BeginPanel, qtbot: QtBot) -> None:
    begin.rows["purpose"].buttons["summative"].click()
    assert begin.purpose_text.text() == "About summative."
    assert not begin.begin.isEnabled()
    begin.rows["role"].buttons["panel"].click()
    begin.focus.buttons["grief"].click()
    wanted = BeginAnswers("summative", "panel", "short", "middle", ("grief",))
    with qtbot.waitSignal(begin.answers_given, check_params_cb=lambda answers: answers == wanted):
        begin.begin.click()
    begin.rows["purpose"].buttons["summative"].click()
    assert not begin.begin.isEnabled()


def test_enter_begins_once_nothing_is_left_to_ask(begin: BeginPanel) -> None:
    begin.show()
    begin.rows["purpose"].buttons["summative"].click()
    assert begin.focusWidget() is not begin.begin
    begin.rows["role"].buttons["panel"].click()
    assert begin.focusWidget() is begin.begin


def test_at_most_two_focal_areas_the_first_is_primary(begin: BeginPanel) -> None:
    begin.focus.buttons["dispute"].click()
    begin.focus.buttons["grief"].click()
    assert begin.focus.order.text() == "Primary: Dispute. Secondary: Grief."
    assert not begin.focus.buttons["transition"].isEnabled()
    begin.focus.buttons["dispute"].click()
    assert begin.focus.buttons["transition"].isEnabled()


def test_showing_the_cover_announces_nothing(cover: CoverPanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(cover.cover_edited):
        cover.show_cover(
            replace(SHEET, difficulty="high", difficulty_reason="Angry at the ending", rater_focus="grief")
        )
    assert cover.choices["difficulty"].buttons["high"].isChecked()
    assert cover.texts["difficulty_reason"].text() == "Angry at the ending"


@pytest.mark.parametrize(
    ("press", "told"),
    [
        (lambda c: c.choices["phase"].buttons["initial"].click(), ("phase", "initial")),
        (lambda c: c.choices["focal_areas_heard"].buttons["grief"].click(), ("focal_areas_heard", ["grief"])),
        (lambda c: c.choices["difficulty"].buttons["low"].click(), ("difficulty", "low")),
        (lambda c: c.focus.buttons["grief"].click(), ("focal_areas", ["transition", "grief"])),
        (lambda c: c.focus.buttons["transition"].click(), ("focal_areas", [])),
    ],
)
def test_each_answer_is_told_under_its_field(
    cover: CoverPanel, qtbot: QtBot, press: Any, told: tuple[str, Any]
) -> None:
    with qtbot.waitSignal(cover.cover_edited, check_params_cb=lambda *values: values == told):
        press(cover)


def test_an_answer_can_be_taken_back_but_not_the_phase(cover: CoverPanel, qtbot: QtBot) -> None:
    cover.show_cover(replace(SHEET, audio_quality="poor"))
    with qtbot.waitSignal(cover.cover_edited, check_params_cb=lambda *values: values == ("audio_quality", None)):
        cover.choices["audio_quality"].buttons["poor"].click()
    with qtbot.assertNotEmitted(cover.cover_edited):
        cover.choices["phase"].buttons["middle"].click()


def test_a_line_is_told_when_it_is_finished(cover: CoverPanel, qtbot: QtBot) -> None:
    field = cover.texts["inaudible_parts"]
    with qtbot.assertNotEmitted(cover.cover_edited):
        qtbot.keyClicks(field, "minutes 4 to 6")
        cover.show_cover(SHEET)
    assert field.text() == "minutes 4 to 6"
    with qtbot.waitSignal(cover.cover_edited, check_params_cb=lambda *v: v == ("inaudible_parts", "minutes 4 to 6")):
        qtbot.keyClick(field, Qt.Key.Key_Return)


def test_a_locked_sheet_can_only_be_read(cover: CoverPanel) -> None:
    cover.show_cover(replace(SHEET, locked=True))
    assert not any(row.isEnabled() for row in cover.choices.values())
    assert all(field.isReadOnly() for field in cover.texts.values())


def test_every_word_of_the_desk_is_translated(qtbot: QtBot, pseudo_locale: None) -> None:
    view = DeskView()
    qtbot.addWidget(view)
    view.detail.show_detail(_detail())
    shortcuts = ("Ctrl+Z", "Ctrl+Shift+Z", "F6")
    qt_own = ("Scroll Left", "Scroll Right")
    assert untranslated(view, data=(*shortcuts, *qt_own, "D", "L", "WW")) == []


def _detail() -> ItemDetail:
    from fidelity_rater.app.desk_models import AnswerKind, DeskDimension, DeskItem, DeskLevel

    dimension = DeskDimension("d", "D", "other", AnswerKind.ORDINAL, levels=(DeskLevel(1, "L"),))
    return ItemDetail(DeskItem("i", "L", "D", (dimension,)), "", "D")
