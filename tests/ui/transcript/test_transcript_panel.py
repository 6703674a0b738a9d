"""The panel shows lines that follow the sound, says which one is to be heard or marked, and finds words."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QItemSelectionModel, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from fidelity_rater.app.evidence_models import TalkShare, TranscriptLine
from fidelity_rater.app.transcripts import ShownTranscript, TranscriptVoice
from fidelity_rater.ui.theme import Theme
from fidelity_rater.ui.transcript.transcript_panel import TranscriptPanel
from helpers.shown_texts import untranslated

WORDS = ("How have you been?", "Not so good. I stayed in bed.", "What do you miss about the Café?", "The people.")
VOICES = (TranscriptVoice("Anna", "", 2), TranscriptVoice("Ben", "", 2))
SHARES = (TalkShare("Therapist", "therapist", 4_000, 12, 0.4), TalkShare("Client", "client", 6_000, 11, 0.6))


def lines(count: int = 40, *, names: tuple[str, str] = ("Anna", "Ben")) -> tuple[TranscriptLine, ...]:
    """Lines of four seconds, one every five."""
    return tuple(TranscriptLine(n, n * 5000, n * 5000 + 4000, names[n % 2], "", WORDS[n % 4]) for n in range(count))


def shown(count: int = 40, **more: Any) -> ShownTranscript:
    return ShownTranscript("r1", lines(count, **more), VOICES, SHARES)


@pytest.fixture
def panel(dressed: Theme, qtbot: QtBot) -> TranscriptPanel:
    made = TranscriptPanel()
    qtbot.addWidget(made)
    made.resize(480, 600)
    made.show_transcript(shown())
    made.show()
    qtbot.waitExposed(made)
    return made


def click(qtbot: QtBot, panel: TranscriptPanel, row: int, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
    rect = panel.list.visualRect(panel.list.lines.index(row))
    assert panel.list.viewport().rect().contains(rect.center())
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, modifier, rect.center())


def in_sight(panel: TranscriptPanel, row: int) -> bool:
    return panel.list.viewport().rect().contains(panel.list.visualRect(panel.list.lines.index(row)))


def select(panel: TranscriptPanel, *rows: int) -> None:
    panel.list.selectionModel().clear()
    for row in rows:
        panel.list.selectionModel().select(panel.list.lines.index(row), QItemSelectionModel.SelectionFlag.Select)


# Hearing


def test_a_click_hears_the_line(panel: TranscriptPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.line_heard) as heard:
        click(qtbot, panel, 2)
    assert heard.args == [10_000, 14_000]


def test_a_click_with_a_key_held_only_selects(panel: TranscriptPanel, qtbot: QtBot) -> None:
    click(qtbot, panel, 1)
    with qtbot.assertNotEmitted(panel.line_heard):
        click(qtbot, panel, 3, Qt.KeyboardModifier.ShiftModifier)
    assert panel.list.chosen_rows == [1, 2, 3]


def test_enter_hears_the_chosen_line_and_arrows_choose_another(panel: TranscriptPanel, qtbot: QtBot) -> None:
    panel.focus_lines()
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    with qtbot.waitSignal(panel.line_heard) as heard:
        qtbot.keyClick(panel.list, Qt.Key.Key_Return)
    assert heard.args == [5_000, 9_000]


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_3, Qt.Key.Key_M, Qt.Key.Key_Left, Qt.Key.Key_Escape])
def test_keys_of_the_desk_go_on_to_the_desk(panel: TranscriptPanel, qtbot: QtBot, key: Qt.Key) -> None:
    panel.focus_lines()
    before = panel.list.chosen_rows
    passed = []
    panel.keyPressEvent = lambda event: passed.append(event.key())  # type: ignore[method-assign]
    qtbot.keyClick(panel.list, key)
    assert passed == [key]
    assert panel.list.chosen_rows == before


# Following


def test_the_line_being_said_is_known_and_kept_in_sight(panel: TranscriptPanel) -> None:
    panel.show_position(0)
    assert panel.list.lines.now == 0
    panel.show_position(4_500)  # the pause after a line is still that line's
    assert panel.list.lines.now == 0
    panel.show_position(151_000)
    assert panel.list.lines.now == 30
    assert in_sight(panel, 30)


def test_lines_that_come_while_it_plays_begin_at_what_is_being_said(panel: TranscriptPanel) -> None:
    panel.clear()
    panel.show_position(151_000)
    panel.show_transcript(shown(39))
    assert panel.list.lines.now == 30
    panel.focus_lines()
    assert panel.list.currentIndex().row() == 30


def test_nothing_is_being_said_before_the_first_line(panel: TranscriptPanel) -> None:
    later = tuple(TranscriptLine(n, 5000 + n * 5000, 9000 + n * 5000, "Anna", "", "x") for n in range(3))
    panel.show_transcript(ShownTranscript("r2", later))
    panel.show_position(100)
    assert panel.list.lines.now == -1


def test_scrolling_ends_following_until_it_is_wanted_again(panel: TranscriptPanel, qtbot: QtBot) -> None:
    assert not panel.following.isVisible()
    at = QPointF(panel.list.viewport().rect().center())
    wheel = QWheelEvent(
        at, panel.list.viewport().mapToGlobal(at), QPoint(), QPoint(0, -240), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(panel.list.viewport(), wheel)
    assert panel.following.isVisible()
    before = panel.list.verticalScrollBar().value()
    panel.show_position(181_000)
    assert panel.list.verticalScrollBar().value() == before
    panel.following.click()
    assert not panel.following.isVisible()
    assert in_sight(panel, 36)


def test_the_list_keeps_its_place_while_its_width_changes(panel: TranscriptPanel, qtbot: QtBot) -> None:
    panel.list.follow(False)
    panel.list.go_to(20)
    assert in_sight(panel, 20)
    for width in (400, 700, 480):
        panel.resize(width, 600)
        qtbot.waitUntil(lambda width=width: panel.width() == width)
        tops = [panel.list.visualRect(panel.list.lines.index(row)) for row in range(40)]
        assert all(one.bottom() + 1 == other.top() for one, other in pairwise(tops))


def test_a_line_is_chosen_alone_whatever_key_was_held_last(panel: TranscriptPanel, qtbot: QtBot) -> None:
    click(qtbot, panel, 1)
    qtbot.keyClick(panel.list, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    panel.list.choose(4)
    assert panel.list.chosen_rows == [4]


def test_every_line_has_room_for_its_words(panel: TranscriptPanel, qtbot: QtBot) -> None:
    long = " ".join(["Donaudampfschifffahrtsgesellschaft and so on"] * 12)
    texts = (long, "x" * 400, "短" * 300, "a", "שלום עליכם " * 40)
    made = tuple(TranscriptLine(n, n, n + 1, "", "", text) for n, text in enumerate(texts))
    panel.show_transcript(ShownTranscript("r2", made))
    for row, text in enumerate(texts):
        rect = panel.list.visualRect(panel.list.lines.index(row))
        needed = panel.fontMetrics().boundingRect(
            0, 0, rect.width() - 90, 10**6, Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere, text
        )
        assert rect.height() >= needed.height() * 0.85, text[:20]


# Searching


def test_words_are_found_whatever_their_case_and_accents(panel: TranscriptPanel) -> None:
    panel.search.field.setText("cafe")
    assert panel.search.count.text() == "1 of 10"
    assert panel.list.chosen_rows == [2]
    assert not panel.list.following


def test_looking_goes_on_and_back_and_round(panel: TranscriptPanel, qtbot: QtBot) -> None:
    panel.search.field.setText("café")
    qtbot.keyClick(panel.search.field, Qt.Key.Key_Return)
    assert panel.list.chosen_rows == [6]
    qtbot.keyClick(panel.search.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(panel.search.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert panel.list.chosen_rows == [38]
    assert panel.search.count.text() == "10 of 10"


def test_looking_begins_at_what_is_being_said(panel: TranscriptPanel) -> None:
    panel.show_position(100_000)
    panel.search.field.setText("café")
    assert panel.list.chosen_rows == [22]


def test_what_is_not_there_is_said(panel: TranscriptPanel) -> None:
    panel.search.field.setText("cathedral")
    assert panel.search.count.text() == "not found"
    assert not panel.search.after.isEnabled()


def test_escape_ends_looking(panel: TranscriptPanel, qtbot: QtBot) -> None:
    panel.begin_search()
    panel.search.field.setText("café")
    with qtbot.waitSignal(panel.search_left):
        qtbot.keyClick(panel.search.field, Qt.Key.Key_Escape)
    assert panel.search.field.text() == ""
    assert panel.list.lines.wanted == ""


# Marking


@pytest.mark.parametrize(("ticked", "note"), [(False, ""), (True, f"{WORDS[1]} {WORDS[2]}")])
def test_selected_lines_are_marked_with_their_words_only_where_that_is_ticked(
    panel: TranscriptPanel, qtbot: QtBot, ticked: bool, note: str
) -> None:
    assert not panel.marks.isVisible()
    select(panel, 2, 1)
    assert panel.marks.isVisible()
    assert panel.marks.about.text() == "2 lines, 00:05.0 to 00:14.0"
    panel.marks.words.setChecked(ticked)
    with qtbot.waitSignal(panel.lines_marked) as marked:
        panel.marks.mark_against.click()
    assert marked.args == [5_000, 14_000, "against", note]


def test_a_signed_rating_takes_no_marks(panel: TranscriptPanel, qtbot: QtBot) -> None:
    panel.show_locked(True)
    select(panel, 1)
    with qtbot.assertNotEmitted(panel.lines_marked):
        panel.marks.mark_for.click()


# Voices and talk


def test_voices_are_named_and_unnamed(panel: TranscriptPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.speaker_named) as named:
        panel.voices.rows["Anna"].buttons["therapist"].click()
    assert named.args == ["Anna", "therapist"]
    panel.show_transcript(ShownTranscript("r1", lines(), (TranscriptVoice("Anna", "therapist", 2), VOICES[1])))
    with qtbot.waitSignal(panel.speaker_named) as named:
        panel.voices.rows["Anna"].buttons["therapist"].click()
    assert named.args == ["Anna", ""]


def test_naming_keeps_the_place_and_the_lines(panel: TranscriptPanel) -> None:
    panel.list.go_to(20)
    before = panel.list.visualRect(panel.list.lines.index(20))
    panel.show_transcript(shown(names=("Therapist", "Client")))
    assert panel.list.visualRect(panel.list.lines.index(20)) == before
    assert panel.list.chosen_rows == [20]
    assert panel.list.lines.lines[0].name == "Therapist"


def test_who_speaks_is_folded_once_both_are_named(panel: TranscriptPanel) -> None:
    assert not panel.voices.header.is_folded
    named = (TranscriptVoice("C", "therapist", 1), TranscriptVoice("D", "client", 1))
    panel.show_transcript(ShownTranscript("r2", lines(), named))
    assert panel.voices.header.is_folded
    assert panel.voices.header.aside.whole_text == "all named"


def test_shares_are_numbers_too(panel: TranscriptPanel) -> None:
    panel.show_talk(SHARES, "Over the case: more")
    assert "Therapist 40\N{NO-BREAK SPACE}%, 12 turns" in panel.talk.session.text()
    assert panel.talk.case.text() == "Over the case: more"
    assert "Client 60" in panel.talk.bar.accessibleName()
    panel.show_talk(())
    assert not panel.talk.isVisible()


def test_where_there_is_little_room_the_lines_have_it(panel: TranscriptPanel, dressed: Theme, qtbot: QtBot) -> None:
    panel.show_talk(SHARES, "Over the case: more")
    select(panel, 1)
    assert panel.talk.session.isVisible()
    panel.resize(480, 300)
    qtbot.waitUntil(lambda: not panel.talk.session.isVisible())
    assert panel.talk.bar.isVisible()
    assert panel.talk.bar.toolTip().endswith("Over the case: more")
    assert panel.marks.mark_for.isVisible()
    assert not panel.marks.about.isVisible()


# Empty, refused, asked


def test_without_a_transcript_it_says_what_to_do(panel: TranscriptPanel, qtbot: QtBot) -> None:
    panel.show_transcript(ShownTranscript("r1"))
    assert panel.empty.isVisible()
    with qtbot.waitSignal(panel.import_pressed):
        panel.empty.action.click()


def test_what_may_not_be_shown_says_why_and_offers_nothing(panel: TranscriptPanel) -> None:
    panel.show_transcript(ShownTranscript("r1", refusal="The transcript is not shown."))
    assert panel.empty.sentence.text() == "The transcript is not shown."
    assert not panel.empty.action.isVisible()


def test_clearing_leaves_no_word_behind(panel: TranscriptPanel) -> None:
    panel.search.field.setText("café")
    panel.clear()
    assert panel.list.lines.lines == ()
    assert panel.list.lines.wanted == ""
    assert not panel.empty.isVisible()
    panel.show_position(5_000)
    panel.begin_search()


@pytest.mark.parametrize("keep", [True, False])
def test_a_misfit_is_asked_about(panel: TranscriptPanel, qtbot: QtBot, keep: bool) -> None:
    panel.show_question(("It ends later.", "Is it of another recording?"))
    assert panel.question.isVisible()
    with qtbot.waitSignal(panel.fit_answered) as answered:
        (panel.question.keep if keep else panel.question.leave).click()
    assert answered.args == [keep]
    assert not panel.question.isVisible()


def test_a_notice_can_be_undone(panel: TranscriptPanel, qtbot: QtBot) -> None:
    panel.show_notice("The transcript was removed.", undo=True)
    with qtbot.waitSignal(panel.undo_pressed):
        panel.notice.action.click()
    panel.show_notice("Odd.")
    assert not panel.notice.action.isVisible()


@pytest.mark.parametrize(("name", "taken"), [("talk.vtt", True), ("TALK.SRT", True), ("tape.wav", False)])
def test_a_dropped_transcript_is_taken(
    panel: TranscriptPanel, qtbot: QtBot, name: str, taken: bool, tmp_path: Path
) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / name))])
    buttons, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(5, 5), Qt.DropAction.CopyAction, data, buttons, keys)
    enter.ignore()
    panel.dragEnterEvent(enter)
    assert enter.isAccepted() == taken
    dropped: list[Path] = []
    panel.file_dropped.connect(dropped.append)
    panel.dropEvent(QDropEvent(QPointF(5, 5), Qt.DropAction.CopyAction, data, buttons, keys))
    assert dropped == ([tmp_path / name] if taken else [])


# Speed, speech and looks


def test_five_thousand_lines_are_shown_and_measured_at_once(panel: TranscriptPanel, qtbot: QtBot) -> None:
    panel.show_transcript(shown(5000))
    panel.show_position(4000 * 5000)
    assert panel.list.lines.now == 4000
    assert in_sight(panel, 4000)
    panel.resize(400, 600)
    assert in_sight(panel, 4000)


def test_a_screen_reader_hears_time_speaker_and_words(panel: TranscriptPanel) -> None:
    index = panel.list.lines.index(1)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == f"00:05, Ben: {WORDS[1]}"


def test_everything_is_painted_in_both_looks_and_sizes(panel: TranscriptPanel, dressed: Theme) -> None:
    panel.show_talk(SHARES)
    panel.search.field.setText("café")
    select(panel, 1, 2)
    panel.show_position(12_000)
    for text in (100, 150):
        dressed.scale_text(text)
        picture = panel.grab().toImage()
        assert len({picture.pixel(x, y) for x in range(0, 480, 7) for y in range(0, picture.height(), 7)}) > 5
    dressed.scale_text(100)


@pytest.mark.usefixtures("pseudo_locale")
def test_every_sentence_is_translated(dressed: Theme, qtbot: QtBot) -> None:
    panel = TranscriptPanel()
    qtbot.addWidget(panel)
    panel.show_transcript(shown())
    panel.show_talk(SHARES)
    panel.search.field.setText("nowhere")
    assert untranslated(panel, data=("Anna", "Ben", "nowhere", "Over the case: more")) == []
