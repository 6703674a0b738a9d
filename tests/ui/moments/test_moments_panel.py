"""The moments beside the items: what a press or key tells, what showing never tells, and that ten thousand are few."""

from __future__ import annotations

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fidelity_rater.app.commands import CommandId
from fidelity_rater.app.evidence_models import DeskMoment
from fidelity_rater.ui.moments.moment_filter import MomentFilter, Scope
from fidelity_rater.ui.moments.moments_panel import MomentsPanel
from fidelity_rater.ui.theme import Theme

Key = Qt.Key
PARTS = (("tape", "Part 1"), ("second", "Part 2"))


def moment(uid: str, start_ms: int, **more: object) -> DeskMoment:
    made = DeskMoment(uid, "core-1", "Warmth", start_ms, start_ms + 8000, "for", "", "tape")
    return replace(made, **more)  # type: ignore[arg-type]


MOMENTS = (
    moment("a", 10_000),
    moment("b", 20_000, bearing="against", note="misses the team"),
    moment("c", 30_000, item="", item_label=""),
    moment("d", 5_000, part="second", part_label="Part 2", item="core-2", item_label="Pace"),
)


@pytest.fixture
def panel(qtbot: QtBot, dressed: Theme) -> MomentsPanel:
    made = MomentsPanel()
    qtbot.addWidget(made)
    made.resize(480, 560)
    made.show_moments(MOMENTS, parts=PARTS)
    made.show()
    made.activateWindow()
    return made


def click(qtbot: QtBot, panel: MomentsPanel, row: int, x: int) -> None:
    centre = panel.list.visualRect(panel.model.index(row)).center()
    centre.setX(x)
    qtbot.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=centre)


def listed(panel: MomentsPanel) -> list[str]:
    return [panel.model.uid_at(row) for row in range(panel.model.rowCount())]


def test_one_press_on_the_glyph_plays_and_chooses(panel: MomentsPanel, qtbot: QtBot) -> None:
    told: list[tuple[str, str]] = []
    panel.moment_chosen.connect(lambda uid: told.append(("chosen", uid)))
    panel.moment_played.connect(lambda uid: told.append(("played", uid)))
    click(qtbot, panel, 1, 12)
    assert told == [("chosen", "b"), ("played", "b")]
    assert panel.editor.note.text() == "misses the team"


def test_a_press_on_the_row_only_chooses(panel: MomentsPanel, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(panel.moment_played), qtbot.waitSignal(panel.moment_chosen):
        click(qtbot, panel, 0, 200)


def test_enter_plays_delete_takes_away_and_letters_are_the_desks(panel: MomentsPanel, qtbot: QtBot) -> None:
    panel.list.setFocus()
    qtbot.keyClick(panel.list, Key.Key_Down)
    with qtbot.waitSignal(panel.moment_played) as played:
        qtbot.keyClick(panel.list, Key.Key_Return)
    with qtbot.waitSignal(panel.moment_deleted) as deleted:
        qtbot.keyClick(panel.list, Key.Key_Delete)
    assert played.args == deleted.args == [panel.chosen]
    before = panel.chosen
    qtbot.keyClicks(panel.list, "m7 w")
    assert panel.chosen == before


def test_showing_tells_nothing(panel: MomentsPanel, qtbot: QtBot) -> None:
    quiet = (panel.moment_chosen, panel.moment_played, panel.note_edited, panel.filter_changed)
    with (
        qtbot.assertNotEmitted(quiet[0]),
        qtbot.assertNotEmitted(quiet[1]),
        qtbot.assertNotEmitted(quiet[2]),
        qtbot.assertNotEmitted(quiet[3]),
    ):
        panel.show_chosen("b")
        panel.show_filter(MomentFilter(Scope.UNPLACED))
        panel.show_moment(moment("e", 1))
        panel.remove_moment("a")


@pytest.mark.parametrize(
    ("wanted", "uids"),
    [
        (MomentFilter(), ["a", "b", "c", "d"]),
        (MomentFilter(Scope.ITEM, item="core-1"), ["a", "b"]),
        (MomentFilter(Scope.UNPLACED), ["c"]),
        (MomentFilter(bearing="against"), ["b"]),
        (MomentFilter(part="second"), ["d"]),
    ],
)
def test_the_filter_says_how_many_it_shows(panel: MomentsPanel, wanted: MomentFilter, uids: list[str]) -> None:
    panel.on_filter_wanted(wanted)
    assert listed(panel) == uids
    if len(uids) < len(MOMENTS):
        assert panel.filter.count.text() == f"{len(uids)} of 4 moments"


def test_the_filter_is_told_by_its_buttons(panel: MomentsPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(panel.filter_changed):
        panel.filter.scope.buttons[Scope.UNPLACED].click()
    assert listed(panel) == ["c"]
    assert panel.filter.part.isVisible()


def test_a_chosen_moment_stays_chosen_when_it_moves(panel: MomentsPanel) -> None:
    panel.show_chosen("a")
    panel.show_moment(moment("a", 25_000))
    assert listed(panel) == ["b", "a", "c", "d"]
    assert panel.list.chosen == panel.chosen == "a"
    assert panel.editor.moment is not None
    assert panel.editor.moment.start_ms == 25_000


def test_the_note_is_kept_on_its_own_moment(panel: MomentsPanel, qtbot: QtBot) -> None:
    panel.show_chosen("a")
    panel.begin_note()
    qtbot.keyClicks(panel.editor.note, "asks twice")
    with qtbot.waitSignal(panel.note_edited) as told:
        panel.show_chosen("b")
    assert told.args == ["a", "asks twice"]
    assert panel.editor.note.text() == "misses the team"


def test_a_note_being_typed_is_left_alone_by_a_nudge(panel: MomentsPanel, qtbot: QtBot) -> None:
    panel.show_chosen("a")
    panel.begin_note()
    qtbot.keyClicks(panel.editor.note, "asks tw")
    panel.show_moment(moment("a", 10_250))
    assert panel.editor.note.text() == "asks tw"


def test_buttons_ask_for_their_commands(panel: MomentsPanel, qtbot: QtBot) -> None:
    panel.show_chosen("a")
    told: list[str] = []
    panel.command_pressed.connect(told.append)
    for button in (*panel.editor.buttons.values(), *panel.editor.nudges.values()):
        button.click()
    assert told == [*panel.editor.buttons, *panel.editor.nudges]


def test_a_signed_ratings_moments_are_heard_and_not_changed(panel: MomentsPanel, qtbot: QtBot) -> None:
    panel.show_locked(True)
    panel.show_chosen("b")
    shown = {command for command, button in panel.editor.buttons.items() if button.isVisible()}
    assert shown == {CommandId.PLAY_MOMENT, CommandId.LOOP}
    assert panel.editor.note.isReadOnly()
    assert panel.editor.note.isVisible()
    panel.show_chosen("a")
    assert not panel.editor.note.isVisible(), "nobody wrote one, and nobody can any more"
    assert not any(button.isVisible() for button in panel.editor.nudges.values())


def test_what_cannot_be_played_says_so_and_offers_no_play(panel: MomentsPanel) -> None:
    panel.show_moment(moment("a", 10_000, playable=False))
    panel.show_chosen("a")
    assert not panel.editor.buttons[CommandId.PLAY_MOMENT].isEnabled()
    spoken = panel.model.data(panel.model.index(panel.model.row_of("a") or 0))
    assert "cannot be played" in str(spoken)


def test_without_moments_it_says_how_to_mark(panel: MomentsPanel) -> None:
    panel.show_keys({CommandId.MARK_FOR: "M", CommandId.MARK_AGAINST: "N", CommandId.MARK_UNPLACED: "U"}.__getitem__)
    panel.show_moments(())
    assert panel.empty.isVisible()
    assert "M keeps the seconds just heard" in panel.empty.hint.text()
    panel.show_locked(True)
    assert not panel.empty.hint.isVisible()


def test_steps_walk_what_is_listed(panel: MomentsPanel) -> None:
    panel.step(1)
    assert panel.chosen == "a"
    panel.step(1)
    panel.step(-1)
    panel.step(-1)
    assert panel.chosen == "a"
    panel.show_chosen("")
    panel.step(-1)
    assert panel.chosen == "d"


def test_every_control_has_a_name(panel: MomentsPanel) -> None:
    panel.show_chosen("a")
    nameless = [
        type(w).__name__
        for w in panel.findChildren(QWidget)
        if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible() and not w.accessibleName()
    ]
    assert nameless == []


def test_ten_thousand_rows_are_shown_and_changed_without_walking_them(panel: MomentsPanel) -> None:
    panel.show_moments([moment(f"m{n}", n * 300) for n in range(10_000)], parts=PARTS)
    QApplication.processEvents()
    asked = 0
    place = panel.model._place

    def counted(each: DeskMoment) -> object:
        nonlocal asked
        asked += 1
        return place(each)

    panel.model._place = counted  # type: ignore[method-assign,assignment]
    start = time.perf_counter()
    for n in range(20):
        panel.show_moment(moment(f"new{n}", n * 150_000 + 1))
        panel.show_chosen(f"new{n}")
    assert asked < 400
    assert (time.perf_counter() - start) / 20 < 0.05
    assert panel.model.rowCount() == 10_020


def test_the_filter_is_one_line_where_there_is_room(panel: MomentsPanel, qtbot: QtBot) -> None:
    row = panel.filter
    for width, beside in ((480, True), (320, False), (480, True)):
        panel.resize(width, 600)
        qtbot.waitUntil(lambda beside=beside: (row.bearing.y() == row.scope.y()) is beside)
        assert row.bearing.isVisible()
        assert row.rect().contains(row.bearing.geometry())


def test_where_there_is_hardly_any_room_the_rows_have_it(panel: MomentsPanel, qtbot: QtBot) -> None:
    row = panel.filter
    row.resize(320, 80)
    row.show_cramped(True)
    assert not row.bearing.isVisible()
    panel.show_filter(MomentFilter(bearing="against"))
    row.show_cramped(True)
    assert row.bearing.isVisible(), "nobody wonders where the others are"
