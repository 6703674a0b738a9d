"""Saved, banner, toast, progress, empty screens, folding sections, labels."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from fidelity_rater.app.desk_models import DeskChoice, SavedState
from fidelity_rater.app.spoken_time import clock_time
from fidelity_rater.ui.theme import ColourChoice, Theme
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import IconButton, TextButton
from fidelity_rater.ui.widgets.card import FormRows, SectionHeader
from fidelity_rater.ui.widgets.choice_row import ChoiceRow
from fidelity_rater.ui.widgets.empty_state import EmptyState
from fidelity_rater.ui.widgets.progress_line import ProgressLine
from fidelity_rater.ui.widgets.saved_indicator import SavedIndicator
from fidelity_rater.ui.widgets.text import ElidedLabel, KeyHint
from fidelity_rater.ui.widgets.toast import Toast

NOON = datetime(2026, 3, 1, 12, 0, 5, tzinfo=UTC)


def test_saved_is_said_only_when_all_of_it_is(qtbot: QtBot) -> None:
    widget = SavedIndicator()
    qtbot.addWidget(widget)
    widget.show()
    assert widget.text.text() == "Nothing to save yet"
    widget.show_saved(SavedState(NOON, pending=1))
    assert widget.text.text() == "Saving …"
    widget.show_saved(SavedState(NOON))
    assert widget.text.text() == f"Saved {clock_time(NOON)}"
    assert not widget.retry.isVisible()


def test_what_is_not_saved_says_why_and_offers_to_try_again(qtbot: QtBot) -> None:
    widget = SavedIndicator()
    qtbot.addWidget(widget)
    widget.show()
    widget.show_saved(SavedState(NOON, pending=3, fault="The disk is full."))
    assert widget.text.text() == "Not saved: The disk is full."
    with qtbot.waitSignal(widget.retry_pressed):
        widget.retry.click()


def test_a_banner_without_message_is_not_there(qtbot: QtBot) -> None:
    banner = Banner("warning", action="Choose another folder", dismissable=True)
    qtbot.addWidget(banner)
    banner.show_message("The backup folder is gone.")
    assert banner.isVisible()
    with qtbot.waitSignal(banner.action_pressed):
        banner.action.click()
    with qtbot.waitSignal(banner.dismissed):
        banner.close_button.click()
    assert not banner.isVisible()
    banner.show_message("Back again.", tone="ok")
    assert banner.isVisible()
    banner.show_message("")
    assert not banner.isVisible()


def test_a_banner_wraps_at_any_width(qtbot: QtBot, dressed: Theme) -> None:
    banner = Banner("info")
    qtbot.addWidget(banner)
    banner.show_message("One sentence that is much longer than the space there is for it on a narrow window. " * 3)
    assert banner.heightForWidth(300) > banner.heightForWidth(900)


def test_a_toast_goes_by_itself_and_can_be_undone(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(600, 300)
    parent.show()
    toast = Toast(parent)
    toast.timer.setInterval(1)
    toast.show_message("Therapist T07 archived.", action="Undo")
    assert toast.isVisible()
    qtbot.waitUntil(lambda: not toast.isVisible())
    toast.timer.setInterval(60_000)
    toast.show_message("Therapist T07 archived.", action="Undo")
    with qtbot.waitSignal(toast.action_pressed):
        toast.action.click()
    assert not toast.isVisible()
    assert not toast.timer.isActive()


def test_a_toast_lies_over_the_bar_that_ends_its_screen(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(600, 300)
    bar = QWidget(parent)
    bar.setGeometry(0, 264, 600, 36)
    toast = Toast(parent, bar=bar)
    parent.show()
    toast.show_message("Marked 06:58.7–07:06.7, to be placed later", action="Undo (Ctrl+Z)")
    assert parent.rect().contains(toast.geometry())
    assert toast.geometry().bottom() == parent.rect().bottom(), "as little as can be of what is above the bar is hidden"


def test_a_toast_stays_inside_its_window(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    parent.resize(600, 300)
    parent.show()
    toast = Toast(parent)
    toast.show_message("Done.")
    parent.resize(300, 200)
    assert parent.rect().contains(toast.geometry())
    assert not toast.action.isVisible()
    toast.hide()


def test_progress_shows_its_share_and_stops_once(qtbot: QtBot) -> None:
    line = ProgressLine()
    qtbot.addWidget(line)
    line.show_work("Encrypting the recording")
    assert line.bar.maximum() == 0
    line.show_progress(3 * 2**33, 4 * 2**33)
    assert (line.bar.value(), line.bar.maximum()) == (750, 1000)
    with qtbot.waitSignal(line.cancel_pressed):
        line.cancel.click()
    assert not line.cancel.isEnabled()


def test_an_empty_screen_leads_on(qtbot: QtBot) -> None:
    empty = EmptyState("people", "No therapists yet.", action="Add a therapist")
    qtbot.addWidget(empty)
    with qtbot.waitSignal(empty.action_pressed):
        empty.action.click()


def test_a_section_folds(qtbot: QtBot) -> None:
    header = SectionHeader("Techniques", folded=True)
    qtbot.addWidget(header)
    with qtbot.waitSignal(header.folded, check_params_cb=lambda folded: not folded):
        header.button.click()
    with qtbot.assertNotEmitted(header.folded):
        header.show_folded(True)
    assert header.is_folded


def test_what_is_cut_off_can_be_read_in_full(qtbot: QtBot) -> None:
    text = ElidedLabel("Communication analysis: alternatives")
    qtbot.addWidget(text)
    text.show()
    text.resize(80, 20)
    assert text.text().endswith("…")
    assert text.toolTip() == "Communication analysis: alternatives"
    assert text.accessibleName() == text.toolTip()
    text.resize(600, 20)
    assert text.text() == "Communication analysis: alternatives"
    assert text.toolTip() == ""


def test_a_choice_is_taken_back_unless_it_is_firm(qtbot: QtBot) -> None:
    row = ChoiceRow([DeskChoice("low", "Low"), DeskChoice("high", "High")])
    qtbot.addWidget(row)
    with qtbot.waitSignal(row.choice_chosen, check_params_cb=lambda key: key == "high"):
        row.buttons["high"].click()
    assert not row.buttons["high"].isChecked()
    row.show_chosen("high")
    with qtbot.waitSignal(row.choice_withdrawn):
        row.buttons["high"].click()
    row.show_chosen("high", firm=True)
    with qtbot.assertNotEmitted(row.choice_withdrawn), qtbot.assertNotEmitted(row.choice_chosen):
        row.buttons["high"].click()
    assert row.buttons["high"].isChecked()


def test_choices_go_on_in_the_next_line(qtbot: QtBot, dressed: Theme) -> None:
    row = ChoiceRow([DeskChoice(str(n), f"A rather long answer {n}") for n in range(5)])
    qtbot.addWidget(row)
    assert row.heightForWidth(220) > 3 * row.heightForWidth(5000)


def test_icons_follow_the_look(qtbot: QtBot, dressed: Theme) -> None:
    buttons = [IconButton("flag", "Flag"), TextButton("Sign", "primary", icon_name="sign")]
    for button in buttons:
        qtbot.addWidget(button)
        button.show()
        light = button.icon().pixmap(24, 24).toImage()
        dressed.choose(ColourChoice.DARK)
        assert button.icon().pixmap(24, 24).toImage() != light
        dressed.choose(ColourChoice.LIGHT)
    assert buttons[0].accessibleName() == "Flag"
    assert buttons[0].toolTip() == "Flag"


def test_key_caps_are_for_eyes_only(qtbot: QtBot) -> None:
    hint = KeyHint("Space")
    qtbot.addWidget(hint)
    assert hint.sizeHint().width() > hint.fontMetrics().horizontalAdvance("Space")


def test_a_field_is_named_by_its_label(qtbot: QtBot) -> None:
    rows = FormRows()
    qtbot.addWidget(rows)
    field = TextButton("")
    shown = rows.add_row("Planned sessions", field, hint="Usually 12 to 20.")
    assert shown.buddy() is field
    assert field.accessibleName() == "Planned sessions"
    assert field.accessibleDescription() == "Usually 12 to 20."
