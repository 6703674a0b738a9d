"""Evidence by key and by press: every act reaches the desk as one event, is shown at once, and can be taken back."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fidelity_rater.app.caseload_models import Consent, ConsentPurpose
from fidelity_rater.app.commands import CommandId
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.playback.simulated import SimulatedPlayer
from fidelity_rater.ui.library_area import LibraryArea
from fidelity_rater.ui.moments.moment_filter import MomentFilter, Scope
from fidelity_rater.ui.rating.screen import RatingScreen
from fidelity_rater.ui.theme import Theme
from helpers.screens import begin_rating, enter_library, make_window
from helpers.sounds import wav_bytes
from helpers.window import PASSPHRASE

ALLOWED = Consent(frozenset({ConsentPurpose.SUPERVISION}), given_on=date(2026, 1, 1))
Key = Qt.Key


@pytest.fixture
def players() -> list[SimulatedPlayer]:
    return []


@pytest.fixture
def area(own_home: Path, dressed: Theme, qtbot: QtBot, players: list[SimulatedPlayer]) -> Iterator[LibraryArea]:
    window = make_window(own_home, dressed, qtbot, players)
    window.resize(1280, 800)
    yield enter_library(window)
    window.close()


def record(area: LibraryArea, folder: Path, consent: Consent = ALLOWED, *, seconds: int = 60) -> None:
    path = folder / f"tape{seconds}.wav"
    path.write_bytes(wav_bytes(seconds))
    placed = area.work.caseload.place("T07", "C2", scheduled=6)
    area.work.importing.bring_in(path, placed.uid, consent, SilentProgress())


@pytest.fixture
def screen(area: LibraryArea, tmp_path: Path) -> RatingScreen:
    record(area, tmp_path)
    begin_rating(area)
    made = area.rating
    made.view.activateWindow()
    made.view.focus_items()
    made.sound.look()
    return made


def press(qtbot: QtBot, key: Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focused = QApplication.focusWidget()
    assert focused is not None
    qtbot.keyClick(focused, key, modifier)


def moments(screen: RatingScreen) -> list[Any]:
    assert screen.desk is not None
    return list(screen.desk.moments.all())


def go(screen: RatingScreen, media_ms: int) -> None:
    screen.view.position_chosen.emit(media_ms)


def test_m_keeps_what_was_just_heard_for_the_chosen_item(screen: RatingScreen, qtbot: QtBot) -> None:
    item = screen.view.items.chosen_item
    go(screen, 30_000)
    press(qtbot, Key.Key_M)
    (moment,) = moments(screen)
    assert (moment.item, moment.bearing) == (item, "for")
    assert (moment.start_ms, moment.end_ms) == (22_000, 30_000)
    assert screen.view.moments.chosen == moment.uid
    assert "00:22.0–00:30.0" in screen.view.toast.message.text()
    assert screen.view.side.tabs.tabText(1) == "Moments (1)"
    assert screen.view.detail.evidence.lines[0].moment == moment


def test_the_toast_takes_the_mark_back(screen: RatingScreen, qtbot: QtBot) -> None:
    go(screen, 30_000)
    press(qtbot, Key.Key_M)
    screen.view.toast.action.click()
    assert moments(screen) == []
    assert screen.view.moments.model.rowCount() == 0
    assert screen.view.moments.chosen == ""


def test_against_and_without_an_item(screen: RatingScreen, qtbot: QtBot) -> None:
    go(screen, 20_000)
    press(qtbot, Key.Key_M, Qt.KeyboardModifier.ShiftModifier)
    go(screen, 40_000)
    press(qtbot, Key.Key_U)
    assert [(m.bearing, bool(m.item)) for m in moments(screen)] == [("against", True), ("for", False)]
    press(qtbot, Key.Key_G)
    assert moments(screen)[1].item == screen.view.items.chosen_item


def test_a_selection_is_kept_exactly(screen: RatingScreen, qtbot: QtBot) -> None:
    go(screen, 10_000)
    qtbot.keyClicks(QApplication.focusWidget(), "(")
    go(screen, 13_500)
    qtbot.keyClicks(QApplication.focusWidget(), ")")
    go(screen, 50_000)
    press(qtbot, Key.Key_M)
    (moment,) = moments(screen)
    assert (moment.start_ms, moment.end_ms) == (10_000, 13_500)
    assert screen.view.sound.selection is None


def test_nudges_are_shown_at_once_and_kept_as_one_act(screen: RatingScreen, qtbot: QtBot) -> None:
    go(screen, 30_000)
    press(qtbot, Key.Key_M)
    seq = screen.desk.state.head_seq
    for _ in range(3):
        press(qtbot, Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    shown = screen.view.moments.model.moment(screen.view.moments.chosen)
    assert (shown.start_ms, shown.end_ms) == (21_250, 30_250)
    assert screen.desk.state.head_seq == seq
    qtbot.waitUntil(lambda: screen.desk.state.head_seq == seq + 1)
    assert (moments(screen)[0].start_ms, moments(screen)[0].end_ms) == (21_250, 30_250)


def test_nudges_are_kept_before_another_act_and_undone_after_it(screen: RatingScreen, qtbot: QtBot) -> None:
    go(screen, 30_000)
    press(qtbot, Key.Key_M)
    press(qtbot, Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, Key.Key_B)
    assert (moments(screen)[0].start_ms, moments(screen)[0].bearing) == (21_750, "against")
    screen.undo()
    screen.undo()
    assert (moments(screen)[0].start_ms, moments(screen)[0].bearing) == (22_000, "for")
    shown = screen.view.moments.model.moment(screen.view.moments.chosen)
    assert shown == moments(screen)[0]


def test_a_moment_stays_within_its_recording(screen: RatingScreen, qtbot: QtBot) -> None:
    go(screen, 8_100)
    press(qtbot, Key.Key_M)
    for _ in range(4):
        press(qtbot, Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    screen.moments.settle()
    assert moments(screen)[0].start_ms == 0


def test_a_moment_plays_its_seconds_and_stops(screen: RatingScreen, qtbot: QtBot) -> None:
    go(screen, 30_000)
    press(qtbot, Key.Key_M)
    go(screen, 50_000)
    press(qtbot, Key.Key_P)
    assert screen.sound.playing
    assert 22_000 <= screen.sound._listening.look().reading.media_ms < 23_000
    screen.sound.pause()
    press(qtbot, Key.Key_L)
    assert screen.sound.loop_span == (22_000, 30_000)
    assert screen.view.moments.editor.buttons[CommandId.LOOP].isChecked()
    press(qtbot, Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert screen.sound.loop_span == (21_750, 30_000)
    press(qtbot, Key.Key_L)
    assert screen.sound.loop_span is None


def test_a_moment_is_copied_to_another_item(screen: RatingScreen, qtbot: QtBot) -> None:
    go(screen, 30_000)
    press(qtbot, Key.Key_M)
    press(qtbot, Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    press(qtbot, Key.Key_Down)
    press(qtbot, Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    first, second = moments(screen)
    assert first.item != second.item
    assert second.item == screen.view.items.chosen_item or first.item == screen.view.items.chosen_item
    assert (first.start_ms, first.end_ms) == (second.start_ms, second.end_ms)


def test_deleting_needs_no_question_and_chooses_the_next(screen: RatingScreen, qtbot: QtBot) -> None:
    for at in (20_000, 30_000, 40_000):
        go(screen, at)
        press(qtbot, Key.Key_M)
    press(qtbot, Key.Key_Comma)
    middle = screen.view.moments.chosen
    press(qtbot, Key.Key_D)
    assert [m.end_ms for m in moments(screen)] == [20_000, 40_000]
    assert screen.view.moments.chosen == moments(screen)[1].uid
    screen.undo()
    assert screen.view.moments.chosen == middle


def test_a_note_on_a_moment_takes_every_key(screen: RatingScreen, qtbot: QtBot) -> None:
    go(screen, 30_000)
    press(qtbot, Key.Key_M)
    press(qtbot, Key.Key_W)
    note = screen.view.moments.editor.note
    assert note.hasFocus()
    qtbot.keyClicks(note, "m misses 3 d")
    press(qtbot, Key.Key_Return)
    assert [m.note for m in moments(screen)] == ["m misses 3 d"]
    assert screen.view.items.hasFocus()


def test_dragged_edges_are_one_act(screen: RatingScreen, qtbot: QtBot) -> None:
    go(screen, 30_000)
    press(qtbot, Key.Key_M)
    screen.view.sound.moment_moved.emit(moments(screen)[0].uid, 15_000, 18_000)
    assert (moments(screen)[0].start_ms, moments(screen)[0].end_ms) == (15_000, 18_000)


def test_one_press_on_a_row_plays_it(screen: RatingScreen, qtbot: QtBot) -> None:
    go(screen, 30_000)
    press(qtbot, Key.Key_M)
    press(qtbot, Key.Key_V)
    rows = screen.view.moments.list
    assert rows.isVisible()
    centre = rows.visualRect(screen.view.moments.model.index(0)).center()
    centre.setX(12)
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    assert screen.sound.playing


def test_the_row_of_the_moment_that_is_heard_says_so_until_it_ends(
    screen: RatingScreen, players: list[SimulatedPlayer], qtbot: QtBot
) -> None:
    for at in (30_000, 40_000):
        go(screen, at)
        press(qtbot, Key.Key_M)
    panel, (first, second) = screen.view.moments, (moment.uid for moment in moments(screen))
    drawing = panel.list.drawing
    panel.moment_played.emit(first)
    assert drawing.playing == first
    panel.moment_played.emit(second)
    assert drawing.playing == second
    panel.moment_played.emit(second)
    assert (drawing.playing, screen.sound.playing) == ("", False), "its sign showed a pause"
    panel.moment_played.emit(second)
    assert (drawing.playing, screen.sound.playing) == (second, True)
    players[-1].advance(9000)
    screen.sound.look()
    assert (drawing.playing, screen.sound.playing) == ("", False)
    panel.show_chosen(first)
    press(qtbot, Key.Key_L)
    assert drawing.playing == first
    go(screen, 55_000)
    assert (drawing.playing, screen.sound.playing) == ("", True), "one has gone elsewhere"
    panel.moment_played.emit(first)
    screen.leave()
    assert drawing.playing == ""


def test_without_a_recording_marking_says_why(area: LibraryArea, qtbot: QtBot) -> None:
    begin_rating(area)
    area.rating.view.activateWindow()
    area.rating.view.focus_items()
    press(qtbot, Key.Key_M)
    assert moments(area.rating) == []
    assert "No recording is loaded" in area.rating.view.toast.message.text()


def test_withdrawn_consent_leaves_times_and_notes_and_nothing_to_hear(
    screen: RatingScreen, area: LibraryArea, qtbot: QtBot
) -> None:
    item, dimension = screen.view.items.chosen_item, screen.view.items.chosen_dimension
    go(screen, 30_000)
    press(qtbot, Key.Key_M)
    screen.view.score_chosen.emit(item, dimension, 3)
    uid, recording = screen.desk.rating.head.uid, screen.desk.rating.recordings[0].uid
    area.show_caseload()
    withdrawn = Consent(ALLOWED.purposes, given_on=date(2026, 1, 1), withdrawn_on=date(2026, 2, 1))
    area.work.recordings.set_consent(recording, withdrawn)
    area.open_rating(uid)
    panel = screen.view.moments
    (moment,) = moments(screen)
    assert not moment.playable
    assert panel.model.rowCount() == 1
    assert "cannot be played" in panel.silence.text()
    press(qtbot, Key.Key_Period)
    press(qtbot, Key.Key_P)
    assert not screen.sound.playing
    screen.view.items.choose(item)
    assert not any(section.hear.isVisible() for section in screen.view.detail.sections)


def test_a_signed_ratings_moments_are_heard_and_nothing_is_changed(screen: RatingScreen, qtbot: QtBot) -> None:
    item, dimension = screen.view.items.chosen_item, screen.view.items.chosen_dimension
    go(screen, 30_000)
    press(qtbot, Key.Key_M)
    screen.view.score_chosen.emit(item, dimension, 3)
    screen.view.passphrase_given.emit(PASSPHRASE)
    assert screen.desk.locked
    screen.view.focus_items()
    before = moments(screen)
    press(qtbot, Key.Key_Period)
    for key in (Key.Key_M, Key.Key_D, Key.Key_B, Key.Key_W):
        press(qtbot, key)
    press(qtbot, Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    screen.moments.settle()
    assert moments(screen) == before
    press(qtbot, Key.Key_P)
    assert screen.sound.playing
    screen.view.open_record()
    assert screen.view.record.ledger.lines


def test_a_rating_opened_for_an_item_has_its_moments_at_hand(
    screen: RatingScreen, area: LibraryArea, qtbot: QtBot
) -> None:
    press(qtbot, Key.Key_Down)
    item = screen.view.items.chosen_item
    go(screen, 30_000)
    press(qtbot, Key.Key_M)
    uid = screen.desk.rating.head.uid
    screen.view.side.show_tab(screen.view.moments)
    area.show_caseload()
    screen.open(uid, item=item)
    assert screen.view.side.current is screen.view.detail
    line = screen.view.detail.evidence.lines[0]
    assert line.moment == moments(screen)[0]
    line.play.click()
    assert screen.sound.playing


def test_a_moment_of_another_part_brings_its_part(area: LibraryArea, tmp_path: Path, qtbot: QtBot) -> None:
    record(area, tmp_path, seconds=40)
    record(area, tmp_path, seconds=60)
    begin_rating(area)
    screen = area.rating
    screen.view.activateWindow()
    screen.view.focus_items()
    first = screen.sound.part
    go(screen, 30_000)
    press(qtbot, Key.Key_M)
    other = next(r.uid for r in screen.desk.rating.recordings if r.uid != first)
    screen.view.part_chosen.emit(other)
    go(screen, 20_000)
    press(qtbot, Key.Key_M)
    assert {m.part for m in moments(screen)} == {first, other}
    assert all(m.part_label for m in moments(screen))
    uid = next(m.uid for m in moments(screen) if m.part == first)
    screen.view.moments.moment_played.emit(uid)
    assert screen.sound.part == first
    assert screen.sound.playing


def test_the_filter_follows_the_chosen_item(screen: RatingScreen, qtbot: QtBot) -> None:
    go(screen, 30_000)
    press(qtbot, Key.Key_M)
    press(qtbot, Key.Key_Down)
    go(screen, 40_000)
    press(qtbot, Key.Key_M)
    panel = screen.view.moments
    panel.on_filter_wanted(MomentFilter(Scope.ITEM, item=screen.view.items.chosen_item))
    assert [panel.model.uid_at(r) for r in range(panel.model.rowCount())] == [moments(screen)[1].uid]
    press(qtbot, Key.Key_Up)
    assert [panel.model.uid_at(r) for r in range(panel.model.rowCount())] == [moments(screen)[0].uid]


def test_every_command_does_something_on_the_desk(screen: RatingScreen) -> None:
    assert set(CommandId) - screen.view.commands.bound == set()
