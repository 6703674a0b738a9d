"""The transcript on the desk: added, replaced, named, followed, heard, marked from; shown where consent allows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from fidelity_rater.app.caseload_models import Consent, ConsentPurpose
from fidelity_rater.app.commands import CommandId
from fidelity_rater.app.silent import SilentProgress
from fidelity_rater.playback.simulated import SimulatedPlayer
from fidelity_rater.ui.library_area import LibraryArea
from fidelity_rater.ui.rating.screen import RatingScreen
from fidelity_rater.ui.theme import Theme
from helpers.screens import begin_rating, enter_library, make_window
from helpers.sounds import wav_bytes

ALLOWED = Consent(frozenset({ConsentPurpose.SUPERVISION}), given_on=date(2026, 1, 1))
TALK = (
    "WEBVTT\n\n00:01.000 --> 00:10.000\n<v Anna Berg>How have you been?</v>\n\n"
    "00:10.000 --> 00:37.000\n<v Ben>Not so good.</v>\n\n00:37.000 --> 00:58.000\n<v Anna Berg>I see.</v>\n"
)


@pytest.fixture
def area(own_home: Path, dressed: Theme, qtbot: QtBot) -> Iterator[LibraryArea]:
    window = make_window(own_home, dressed, qtbot, list[SimulatedPlayer]())
    window.resize(1280, 800)
    yield enter_library(window)
    window.close()


def record(area: LibraryArea, folder: Path, *, seconds: int = 60) -> str:
    path = folder / f"tape{seconds}.wav"
    path.write_bytes(wav_bytes(seconds))
    placed = area.work.caseload.place("T07", "C2", scheduled=6)
    return area.work.importing.bring_in(path, placed.uid, ALLOWED, SilentProgress()).recording.uid


@pytest.fixture
def screen(area: LibraryArea, tmp_path: Path) -> RatingScreen:
    record(area, tmp_path)
    begin_rating(area)
    area.rating.sound.look()
    return area.rating


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "talk.vtt"
    path.write_text(TALK, encoding="utf-8")
    return path


def texts(screen: RatingScreen) -> list[str]:
    return [line.text for line in screen.transcript.panel.list.lines.lines]


def test_the_desk_offers_to_add_one_and_shows_it(
    screen: RatingScreen, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = screen.transcript.panel
    screen.view.side.show_tab(panel)
    assert panel.empty.action.isVisible()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_, **__: (str(file), ""))
    panel.empty.action.click()
    assert texts(screen) == ["How have you been?", "Not so good.", "I see."]
    assert file.read_text(encoding="utf-8") == TALK
    assert not panel.notice.isVisible()


def test_what_is_no_transcript_is_said_and_nothing_is_kept(screen: RatingScreen, file: Path) -> None:
    file.write_text("hello", encoding="utf-8")
    screen.transcript.add(file)
    assert "no times" in screen.transcript.panel.notice.message.text()
    assert texts(screen) == []


@pytest.mark.parametrize("keep", [True, False])
def test_one_of_another_recording_is_kept_only_when_that_is_wanted(
    screen: RatingScreen, file: Path, keep: bool
) -> None:
    file.write_text(TALK.replace("00:58.000", "01:58.000"), encoding="utf-8")
    screen.transcript.add(file)
    panel = screen.transcript.panel
    assert "ends at 01:58, but the recording lasts 01:00" in panel.question.sentence.text()
    assert texts(screen) == []
    (panel.question.keep if keep else panel.question.leave).click()
    assert len(texts(screen)) == (3 if keep else 0)


def test_replacing_and_removing_are_undone_in_place(screen: RatingScreen, file: Path) -> None:
    panel = screen.transcript.panel
    screen.transcript.add(file)
    file.write_text(TALK.replace("Not so good.", "Better."), encoding="utf-8")
    screen.transcript.add(file)
    assert texts(screen)[1] == "Better."
    panel.notice.action.click()
    assert texts(screen)[1] == "Not so good."
    panel.remove.click()
    assert texts(screen) == []
    panel.notice.action.click()
    assert len(texts(screen)) == 3


def test_the_lines_follow_the_sound_and_a_click_plays_from_there(screen: RatingScreen, file: Path) -> None:
    screen.transcript.add(file)
    panel = screen.transcript.panel
    screen.view.position_chosen.emit(20_000)
    assert panel.list.lines.now == 1
    panel.on_line_chosen(2)
    assert screen.sound.playing
    screen.sound.look()
    assert panel.list.lines.now == 2


def test_lines_are_marked_as_evidence_of_the_chosen_item(screen: RatingScreen, file: Path) -> None:
    screen.transcript.add(file)
    panel = screen.transcript.panel
    panel.list.selectAll()
    panel.marks.mark_for.click()
    assert screen.desk is not None
    (moment,) = screen.desk.moments.all()
    assert (moment.start_ms, moment.end_ms, moment.note) == (1_000, 58_000, "")
    assert moment.item == screen.view.items.chosen_item


def test_the_marking_key_marks_several_selected_lines(screen: RatingScreen, file: Path, qtbot: QtBot) -> None:
    screen.transcript.add(file)
    panel = screen.transcript.panel
    screen.view.activateWindow()
    panel.focus_lines()
    assert screen.view.sound.selection is None
    qtbot.keyClick(panel.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert screen.view.sound.selection == (1_000, 37_000)
    qtbot.keyClick(panel.list, Qt.Key.Key_Up)
    assert screen.view.sound.selection is None
    qtbot.keyClick(panel.list, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    screen.view.commands.do(CommandId.MARK_AGAINST)
    assert screen.desk is not None
    (moment,) = screen.desk.moments.all()
    assert (moment.start_ms, moment.end_ms, moment.bearing) == (1_000, 37_000, "against")


def test_a_mark_ends_where_the_recording_ends(screen: RatingScreen, file: Path) -> None:
    late = "\n00:59.000 --> 01:01.500\n<v Ben>Late.</v>\n\n01:01.500 --> 01:02.000\n<v Ben>Later.</v>\n"
    file.write_text(TALK + late, encoding="utf-8")
    screen.transcript.add(file)
    panel = screen.transcript.panel
    assert screen.desk is not None
    for row, marked in ((3, 1), (4, 1)):
        panel.list.choose(row)
        panel.marks.mark_for.click()
        assert len(screen.desk.moments.all()) == marked
    assert screen.desk.moments.all()[0].end_ms == 60_000
    assert "after the recording" in screen.view.toast.message.text()


def test_naming_shows_the_words_and_the_shares(
    area: LibraryArea, screen: RatingScreen, file: Path, qtbot: QtBot
) -> None:
    screen.transcript.add(file)
    panel = screen.transcript.panel
    panel.voices.rows["Anna Berg"].buttons["therapist"].click()
    panel.voices.rows["Ben"].buttons["client"].click()
    assert [line.name for line in panel.list.lines.lines] == ["Therapist", "Client", "Therapist"]
    assert "Therapist 53\N{NO-BREAK SPACE}%, 2 turns" in panel.talk.session.text()
    assert not panel.talk.case.isVisible()
    area.show_caseload()
    qtbot.waitUntil(lambda: len(area.caseload.view.cards) == 1)
    card = area.caseload.view.cards[0]
    assert card.talk.isVisible()
    assert card.talk.header.aside.whole_text.startswith("Therapist 53")


def test_the_part_that_plays_has_its_own(area: LibraryArea, file: Path, tmp_path: Path) -> None:
    first, second = record(area, tmp_path), record(area, tmp_path, seconds=61)
    begin_rating(area)
    screen = area.rating
    screen.transcript.add(file)
    assert len(texts(screen)) == 3
    screen.view.part_chosen.emit(second)
    assert texts(screen) == []
    screen.view.part_chosen.emit(first)
    assert len(texts(screen)) == 3


def test_without_consent_no_word_is_shown(area: LibraryArea, screen: RatingScreen, file: Path) -> None:
    screen.transcript.add(file)
    assert screen.desk is not None
    uid = screen.desk.rating.recordings[0].uid
    area.work.recordings.set_consent(uid, replace(ALLOWED, withdrawn_on=date(2026, 1, 2)))
    screen.open(screen.desk.rating.head.uid)
    panel = screen.transcript.panel
    assert texts(screen) == []
    assert "withdrawn consent" in panel.empty.sentence.text()
    assert not panel.talk.bar.accessibleName() or not panel.talk.isVisible()


def test_leaving_the_desk_leaves_no_word_behind(screen: RatingScreen, file: Path) -> None:
    screen.transcript.add(file)
    assert screen.leave()
    assert texts(screen) == []
    assert screen.transcript.panel.voices.rows == {}


def test_ctrl_f_looks_for_words(screen: RatingScreen, file: Path, qtbot: QtBot) -> None:
    screen.transcript.add(file)
    screen.view.activateWindow()
    screen.view.focus_items()
    qtbot.keyClick(screen.view.items, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.focusWidget() is screen.transcript.panel.search.field


def test_a_transcript_dropped_anywhere_on_the_desk_is_added(screen: RatingScreen, file: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(screen.view, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(screen.view, QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))
    assert len(texts(screen)) == 3
    data.setUrls([QUrl.fromLocalFile(str(file.with_suffix(".wav")))])
    other = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, buttons, keys)
    QApplication.sendEvent(screen.view, other)
    assert screen.transcript.panel.notice.isHidden()


def test_a_transcript_is_added_by_keys_alone(
    screen: RatingScreen, file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    screen.view.focus_items()
    for key in (Qt.Key.Key_T, Qt.Key.Key_F6):
        qtbot.keyClick(QApplication.focusWidget(), key)
    assert screen.transcript.panel.empty.action.hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(screen.transcript.panel.list.lines.lines) == 3)
    assert screen.transcript.panel.list.hasFocus(), "one reads on where one was"
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_F6):
        qtbot.keyClick(QApplication.focusWidget(), key)
    assert screen.transcript.panel.list.hasFocus()
    assert screen.transcript.panel.list.currentIndex().row() == 0
