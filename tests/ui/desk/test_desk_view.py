"""The desk by mouse, what it shows, and what it never does."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from fidelity_rater.app.commands import CommandId
from fidelity_rater.app.desk_models import (
    AnswerKind,
    DeskDimension,
    DeskGroup,
    DeskItem,
    DeskProgress,
    GivenState,
    MissingLine,
    SoundStatus,
)
from fidelity_rater.ui.desk.footer_bar import FooterBar
from fidelity_rater.ui.desk.item_row import ItemRow
from fidelity_rater.ui.theme import Theme
from fidelity_rater.ui.widgets.text import ElidedLabel


def test_a_press_scores_and_chooses_its_item(stage: Any, qtbot: QtBot) -> None:
    row = stage.view.items.row("core-3")
    qtbot.mouseClick(row.fields["quality"].buttons[4], Qt.MouseButton.LeftButton)
    assert stage.told == [("score_chosen", "core-3", "quality", 5)]
    assert stage.at == ("core-3", "quality")
    assert row.fields["quality"].buttons[4].isChecked()
    assert stage.view.detail.name.text() == "Item core-3"


def test_a_press_on_the_name_only_chooses(stage: Any, qtbot: QtBot) -> None:
    qtbot.mouseClick(stage.view.items.row("core-2"), Qt.MouseButton.LeftButton)
    assert stage.told == []
    assert stage.at[0] == "core-2"


def test_a_press_on_an_anchor_scores(stage: Any, qtbot: QtBot) -> None:
    qtbot.mouseClick(stage.view.detail.sections[0].anchors.rows[2], Qt.MouseButton.LeftButton)
    assert stage.told == [("score_chosen", "core-0", "adherence", 2)]
    assert stage.view.detail.sections[0].anchors.rows[2].isChecked()
    assert stage.view.detail.sections[0].header.aside.text() == "2 label 2"


def test_showing_announces_nothing(stage: Any) -> None:
    stage.change(
        "core-4", state=GivenState("unratable", "Could not be rated", "Inaudible"), missing=False, has_note=True
    )
    stage.view.show_groups(stage.groups)
    assert stage.told == []
    assert stage.at[0] == "core-0"
    assert "Could not be rated" in stage.view.items.row("core-4").accessibleName()


def test_answers_change_rows_in_place(stage: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = {name: stage.view.items.row(name) for name in ("core-0", "core-1", "pro-0")}
    touched: list[str] = []
    show = ItemRow.show_item
    monkeypatch.setattr(ItemRow, "show_item", lambda row, item: (touched.append(item.id), show(row, item)))
    stage.change("core-1", missing=False)
    assert touched == ["core-1"]
    assert all(stage.view.items.row(name) is row for name, row in rows.items())


def test_one_item_alone_can_be_shown(stage: Any) -> None:
    stage.view.show_item(replace(stage.find("core-1"), missing=False))
    assert stage.view.items.sections[0].header.aside.text() == "1 of 12"


def test_another_phase_keeps_the_place_where_the_item_stays(stage: Any) -> None:
    stage.view.show_chosen("core-7", "quality")
    fewer = (replace(stage.groups[0], items=stage.groups[0].items[5:9]), *stage.groups[2:])
    stage.view.show_groups(fewer)
    assert stage.at == ("core-7", "quality")
    stage.view.show_groups(stage.groups[2:])
    assert stage.at[0] == "pro-0"


@pytest.mark.parametrize("item", ["core-0", "core-11", "unsafe"])
def test_the_chosen_item_is_in_sight(stage: Any, qtbot: QtBot, item: str) -> None:
    stage.view.show_chosen(item)
    row, port = stage.view.items.row(item), stage.view.items._area.viewport()

    def in_sight() -> bool:
        return port.rect().contains(row.rect().translated(row.mapTo(port, row.rect().topLeft())))

    qtbot.waitUntil(in_sight)


def test_a_harm_flag_asks_at_once_and_does_not_go_on(stage: Any, qtbot: QtBot) -> None:
    stage.view.show_chosen("unsafe")
    qtbot.keyClicks(stage.view.items, "2")
    form = stage.view.detail.harm
    assert stage.at[0] == "unsafe"
    assert form.isVisible()
    assert form.done.hasFocus()
    assert not form.keep.isEnabled()
    form.done.setText("Session stopped, client seen the same day")
    form.told.setText("Clinical lead")
    assert not form.keep.isEnabled()
    form.when.setText("3 March, noon")
    form.keep.click()
    assert stage.told[-1] == (
        "harm_action_given",
        "unsafe",
        "Session stopped, client seen the same day",
        "Clinical lead",
        "3 March, noon",
    )


def test_a_flag_can_be_raised_where_the_scale_offers_it(stage: Any) -> None:
    stage.view.show_chosen("core-0")
    assert not stage.view.detail.flag.isVisible()
    stage.view.show_chosen("risk")
    stage.view.detail.flag.click()
    assert stage.told == [("harm_raised", "risk")]


def test_the_proscribed_block_is_another_colour(stage: Any, dressed: Theme) -> None:
    stage.view.show_chosen("pro-0")
    grounds = {
        section.grab().toImage().pixelColor(section.width() // 2, 4).name()
        for section in (stage.view.items.sections[1], stage.view.items.sections[2])
    }
    assert len(grounds) == 2
    assert dressed.look.proscribed.soft in grounds


def test_none_heard_is_offered_only_in_its_block_and_while_open(stage: Any) -> None:
    sections = stage.view.items.sections
    assert [s.none_heard.isVisible() for s in sections[:3]] == [False, False, True]
    groups = (*stage.groups[:2], replace(stage.groups[2], none_heard=False), *stage.groups[3:])
    stage.view.show_groups(groups)
    assert not sections[2].none_heard.isVisible()


def test_items_on_demand_are_folded_until_one_is_scored(stage: Any) -> None:
    assert stage.view.items.sections[3].header.is_folded
    assert not stage.view.items.row("tech-0").isVisible()
    stage.view.show_chosen("tech-0")
    assert stage.view.items.row("tech-0").isVisible()


def test_a_scale_of_counts_works_too(stage: Any, qtbot: QtBot) -> None:
    count = DeskDimension("questions", "Questions", "other", AnswerKind.COUNT)
    items = (
        DeskItem("open", "Open questions", "Count", (count,)),
        DeskItem("closed", "Closed questions", "Count", (count,)),
    )
    stage.groups = (DeskGroup("counts", "Counts", "counts", items, (("Count", "other"),)),)
    stage.view.show_groups(stage.groups)
    assert stage.at == ("open", "questions")
    heard: list[tuple[str, str, int]] = []
    stage.view.score_chosen.disconnect()
    stage.view.score_chosen.connect(lambda *values: heard.append(values))
    qtbot.keyClicks(stage.view.items, "+")
    assert heard == [("open", "questions", 1)]
    assert stage.at[0] == "open"  # counting goes on where it is


def test_what_is_missing_leads_there(stage: Any, qtbot: QtBot) -> None:
    stage.view.header.sign.click()
    assert stage.told == [("sign_requested",)]
    lines = (
        MissingLine("harm_action", "Say what was done.", "unsafe"),
        MissingLine("item_open", "Open.", "core-4", False),
    )
    stage.view.show_missing(lines)
    stage.view.sign.passphrase.setText("correct horse")
    assert not stage.view.sign.sign.isEnabled()
    with qtbot.waitSignal(stage.view.missing_followed, check_params_cb=lambda *v: v == ("harm_action", "unsafe")):
        stage.view.sign.lines[0].click()
    assert stage.at[0] == "unsafe"
    assert stage.view.side.current is stage.view.detail
    assert stage.view.sign.passphrase.text() == ""


def test_signing_needs_the_passphrase_and_says_what_went_wrong(stage: Any, qtbot: QtBot) -> None:
    stage.view.header.sign.click()
    stage.view.show_missing((MissingLine("item_open", "Open.", "core-4", False),))
    assert not stage.view.sign.sign.isEnabled()
    stage.view.sign.passphrase.setText("correct horse")
    with qtbot.waitSignal(stage.view.passphrase_given, check_params_cb=lambda given: given == "correct horse"):
        stage.view.sign.sign.click()
    stage.view.show_signing(True)
    assert not stage.view.sign.sign.isEnabled()
    stage.view.show_signing(False, "This passphrase does not open the identity.")
    assert stage.view.sign.fault.isVisible()
    assert stage.view.sign.sign.isEnabled()


def test_a_signed_rating_takes_no_answers(stage: Any, qtbot: QtBot) -> None:
    header = replace(_header(), signed="Signed on 3 March 2026.")
    stage.view.show_header(header)
    qtbot.keyClicks(stage.view.items, "3x")
    assert stage.told == []
    assert stage.view.toast.isVisible()
    assert not stage.view.header.sign.isVisible()
    with qtbot.waitSignal(stage.view.correction_requested):
        stage.view.header.correct.click()
    stage.view.toast.hide()


def test_what_was_signed_before_is_not_told_of_the_rating_that_is_about_to_begin(stage: Any) -> None:
    stage.view.show_header(replace(_header(), signed="Signed on 3 March 2026.", outside_scope="Outside."))
    assert stage.view.header.signed.isVisibleTo(stage.view.header)
    stage.view.header.show_actions(False)
    assert not stage.view.header.signed.isVisibleTo(stage.view.header)
    assert not stage.view.header.scope.isVisibleTo(stage.view.header)


def _header() -> Any:
    from fidelity_rater.app.desk_models import DeskHeader

    return DeskHeader(
        "T07", "Case 2", "Grief", "Session 6 of 16", "Middle", "Formative", "Supervisor", "Scale", "Short"
    )


def test_progress_in_words(stage: Any) -> None:
    stage.view.show_progress(DeskProgress(31, 41, heard_ms=2_300_000, duration_ms=3_130_000, departures=2, harm_open=1))
    assert stage.view.footer.text.whole_text == (
        "31 of 41 answered · heard 38 of 52 min · 2 departures without a moment · 1 harm flag without an action"
    )


@pytest.mark.parametrize("text", [100, 150])
def test_nothing_is_cut_off(stage: Any, qtbot: QtBot, dressed: Theme, text: int) -> None:
    dressed.scale_text(text)
    view = stage.view
    view.show_sound(SoundStatus(duration_ms=3_130_000, rate=1.25, approximate=True))
    view.resize(1280, 800)
    assert (view.width(), view.height()) == (1280, 800), "not for a moment is the window asked to be wider"
    QApplication.processEvents()
    assert (view.width(), view.height()) == (1280, 800)
    qtbot.waitUntil(lambda: _none_cut_off(view))
    for page in (view.cover, view.sign):
        view.side.show_page(page)
        qtbot.waitUntil(lambda: _none_cut_off(view))


def _none_cut_off(top: QWidget) -> bool:
    assert _cut_off(top) == []
    return True


def _cut_off(top: QWidget) -> list[str]:
    short = []
    for widget in top.findChildren(QWidget):
        if (
            not widget.isVisible()
            or isinstance(widget, ElidedLabel)
            or not isinstance(widget, QLabel | QAbstractButton)
        ):
            continue
        wraps = isinstance(widget, QLabel) and widget.wordWrap()
        needed = widget.heightForWidth(widget.width()) if wraps else widget.minimumSizeHint().height()
        if widget.height() < needed or (not wraps and widget.width() < widget.minimumSizeHint().width()):
            short.append(f"{type(widget).__name__} {widget.text()!r} {widget.size()} {widget.minimumSizeHint()}")
    return short


def test_every_control_has_a_name(stage: Any) -> None:
    nameless = [
        f"{type(w).__name__} in {type(w.parent()).__name__}"
        for w in stage.view.findChildren(QWidget)
        if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible() and not w.accessibleName()
    ]
    assert nameless == []


def test_marking_is_in_sight_while_one_listens(stage: Any, qtbot: QtBot) -> None:
    footer, asked = stage.view.footer, []
    stage.view.commands.bind(
        {
            CommandId.MARK_FOR: lambda: asked.append("for"),
            CommandId.MARK_AGAINST: lambda: asked.append("against"),
        },
        changing=True,
    )
    footer.mark_for.click()
    footer.mark_against.click()
    assert asked == ["for", "against"]
    assert footer.mark_for.toolTip() == "Mark for (M)"
    stage.view.show_header(replace(_header(), signed="Signed by JT."))
    assert not footer.mark_for.isVisible()


def test_marking_gives_way_to_how_far_one_has_come(dressed: Theme, qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    footer = FooterBar(window)
    footer.show_progress(DeskProgress(scored=10, asked=31, heard_ms=480_000, duration_ms=3_300_000, departures=4))
    window.show()
    for width, in_sight in ((1280, True), (800, False), (1280, True)):
        footer.resize(width, 36)
        assert footer.mark_for.isVisible() is in_sight
        qtbot.waitUntil(lambda: footer.text.text() == footer.text.whole_text)
    assert footer.minimumSizeHint().width() < 800
