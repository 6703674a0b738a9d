"""The strip through hands and keys, and what its pixels mean."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from fidelity_rater.app.evidence_models import HeardBand
from fidelity_rater.app.look import LIGHT
from fidelity_rater.ui.theme import ColourChoice, Theme
from fidelity_rater.ui.waveform.strip import Strip
from helpers.waves import MadeWaveform
from ui.waveform.conftest import HOUR, WIDTH, differing, inked, moment, painted

Listen = Callable[[QWidget], list[tuple[object, ...]]]
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
SOUND = (LIGHT.control, LIGHT.muted)
MS_PER_PX = 30_000 / WIDTH


def at(ms: int, y: int = 60) -> QPoint:
    """A place on a strip that shows the first half minute."""
    return QPoint(round(ms / MS_PER_PX), y)


def drag(strip: Strip, start: QPoint, end: QPoint, *, keys: Qt.KeyboardModifier = NONE, drop: bool = True) -> None:
    """Press, move in two steps, and let go."""
    kinds = [(QEvent.Type.MouseButtonPress, start), (QEvent.Type.MouseMove, (start + end) / 2)]
    kinds += [(QEvent.Type.MouseMove, end)] + ([(QEvent.Type.MouseButtonRelease, end)] if drop else [])
    for kind, place in kinds:
        button = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseMove else LEFT
        held = Qt.MouseButton.NoButton if kind is QEvent.Type.MouseButtonRelease else LEFT
        everywhere = QPointF(strip.mapToGlobal(place))
        QApplication.sendEvent(strip, QMouseEvent(kind, QPointF(place), everywhere, button, held, keys))


def wheel(strip: Strip, x: int, *, by: QPoint, keys: Qt.KeyboardModifier = NONE) -> None:
    place = QPointF(x, 40)
    everywhere = QPointF(strip.mapToGlobal(QPoint(x, 40)))
    phase = Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(place, everywhere, QPoint(), by, Qt.MouseButton.NoButton, keys, phase, False)
    QApplication.sendEvent(strip, event)


def test_a_click_goes_there(strip: Strip, qtbot: QtBot, heard: Listen) -> None:
    told = heard(strip)
    qtbot.mouseClick(strip, LEFT, pos=at(12_000))
    assert told == [("position_chosen", 12_000)]


def test_a_drag_selects_and_a_click_beside_it_lets_go(strip: Strip, qtbot: QtBot, heard: Listen) -> None:
    told = heard(strip)
    drag(strip, at(15_000), at(6000))
    assert strip.selection == (6000, 15_000)
    assert {name for name, *_ in told} == {"selection_changed"}
    qtbot.mouseClick(strip, LEFT, pos=at(9000))
    assert strip.selection == (6000, 15_000), "within it one only seeks"
    qtbot.mouseClick(strip, LEFT, pos=at(21_000))
    assert strip.selection is None
    assert told[-2:] == [("selection_changed", None), ("position_chosen", 21_000)]


def test_the_selections_edges_can_be_moved(strip: Strip) -> None:
    strip.show_selection((6000, 15_000))
    drag(strip, at(15_000), at(18_000))
    assert strip.selection == (6000, 18_000)
    drag(strip, at(6000), at(21_000))
    assert strip.selection == (18_000, 21_000), "an edge may be drawn over the other"


def test_shift_and_a_click_stretch_the_selection_from_now(strip: Strip, qtbot: QtBot, heard: Listen) -> None:
    strip.show_position(6000, playing=False)
    told = heard(strip)
    qtbot.mouseClick(strip, LEFT, Qt.KeyboardModifier.ShiftModifier, at(12_000))
    assert strip.selection == (6000, 12_000)
    qtbot.mouseClick(strip, LEFT, Qt.KeyboardModifier.ShiftModifier, at(3000))
    assert strip.selection == (3000, 12_000)
    assert all(name == "selection_changed" for name, *_ in told)


def test_showing_is_silent(strip: Strip, heard: Listen) -> None:
    told = heard(strip)
    strip.show_selection((1000, 2000))
    strip.show_position(1500, playing=True)
    strip.show_moments([moment("m", 1000, 2000)])
    strip.show_chosen("m")
    assert told == []


def test_an_edge_of_a_moment_is_told_where_the_hand_lets_go(strip: Strip, heard: Listen) -> None:
    strip.show_moments([moment("m", 6000, 12_000)])
    told = heard(strip)
    drag(strip, at(12_000), at(15_000), drop=False)
    assert told == []
    drag(strip, at(12_000), at(15_000))
    assert told == [("moment_moved", "m", 6000, 15_000)]
    drag(strip, at(6000), at(29_000))
    assert told[-1] == ("moment_moved", "m", 11_900, 12_000), "its ends never cross"
    assert strip.selection is None


def test_alt_moves_a_whole_moment_within_the_recording(strip: Strip, heard: Listen) -> None:
    strip.show_moments([moment("m", 6000, 12_000)])
    told = heard(strip)
    drag(strip, at(9000), at(12_000), keys=Qt.KeyboardModifier.AltModifier)
    assert told == [("moment_moved", "m", 9000, 15_000)]
    drag(strip, at(11_000), at(0), keys=Qt.KeyboardModifier.AltModifier)
    assert told[-1] == ("moment_moved", "m", 0, 6000)


def test_a_signed_ratings_moments_stay_where_they_are(strip: Strip, heard: Listen) -> None:
    strip.show_moments([moment("m", 6000, 12_000)])
    strip.show_locked(True)
    told = heard(strip)
    drag(strip, at(12_000), at(15_000))
    assert all(name == "selection_changed" for name, *_ in told)


def test_of_two_edges_at_one_place_the_chosen_moments_is_taken(strip: Strip, heard: Listen) -> None:
    strip.show_moments([moment("one", 3000, 12_000), moment("two", 6000, 12_000)])
    told = heard(strip)
    for uid in ("one", "two"):
        strip.show_chosen(uid)
        drag(strip, at(12_000), at(15_000))
        assert told[-1][1] == uid


def test_a_moments_tag_chooses_it(strip: Strip, qtbot: QtBot, heard: Listen) -> None:
    strip.show_moments([moment("m", 6000, 12_000)])
    told = heard(strip)
    qtbot.mouseClick(strip, LEFT, pos=at(9000, y=20))
    assert told == [("moment_chosen", "m")]


def test_the_cursor_tells_what_can_be_taken_hold_of(strip: Strip, qtbot: QtBot) -> None:
    strip.show_moments([moment("m", 6000, 12_000)])
    for place, shape in (
        (at(12_000), Qt.CursorShape.SizeHorCursor),
        (at(9000), Qt.CursorShape.ArrowCursor),
        (at(9000, y=20), Qt.CursorShape.PointingHandCursor),
    ):
        qtbot.mouseMove(strip, place)
        assert strip.cursor().shape() == shape


def test_the_wheel_zooms_at_the_pointer_and_moves_along(strip: Strip) -> None:
    strip.show_window(600_000)
    wheel(strip, 250, by=QPoint(0, 120))
    start, end = strip.window_ms
    assert end - start < 30_000
    assert abs(start + (end - start) * 0.25 - 607_500) <= 20
    wheel(strip, 250, by=QPoint(-120, 0))
    assert strip.window_ms[0] > start
    wheel(strip, 250, by=QPoint(0, 240), keys=Qt.KeyboardModifier.ShiftModifier)
    assert strip.window_ms[0] < start


def test_zoom_goes_from_two_seconds_to_the_whole(strip: Strip, qtbot: QtBot) -> None:
    strip.show_position(600_000, playing=False)
    for _ in range(10):
        strip.zoom_in()
    assert strip.window_ms[1] - strip.window_ms[0] == 2000
    with qtbot.waitSignal(strip.window_changed):
        strip.zoom_out()
    for _ in range(14):
        strip.zoom_out()
    assert strip.window_ms == (0, HOUR)


def test_keys_move_select_seek_and_let_go(strip: Strip, qtbot: QtBot, heard: Listen) -> None:
    strip.show_position(6000, playing=False)
    told = heard(strip)
    qtbot.keyClick(strip, Qt.Key.Key_Right)
    assert told == [], "moving about is not yet seeking"
    qtbot.keyClick(strip, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(strip, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert strip.selection == (6300, 6900)
    assert "06.3" in strip.accessibleDescription()
    qtbot.keyClick(strip, Qt.Key.Key_Return)
    assert told[-1] == ("position_chosen", 6900)
    qtbot.keyClick(strip, Qt.Key.Key_Escape)
    assert strip.selection is None
    assert told[-1] == ("selection_changed", None)


def test_keys_that_it_does_not_know_go_on_to_the_desk(strip: Strip, qtbot: QtBot) -> None:
    passed: list[int] = []

    class Desk(QWidget):
        def keyPressEvent(self, event: object) -> None:
            passed.append(event.key())  # type: ignore[attr-defined]

    desk = Desk()
    qtbot.addWidget(desk)
    strip.setParent(desk)
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_M, Qt.Key.Key_Space):
        qtbot.keyClick(strip, key)
    strip.setParent(None)
    assert passed == [Qt.Key.Key_Escape, Qt.Key.Key_M, Qt.Key.Key_Space]


def test_the_line_of_now_is_where_the_sound_is(strip: Strip) -> None:
    strip.show_waveform(MadeWaveform(HOUR, level=lambda ms: 0.1))
    strip.show_position(3000, playing=False)
    before = painted(strip)
    strip.show_position(4200, playing=True)
    changed = differing(before, painted(strip))
    assert set(changed) <= {*range(94, 107), *range(134, 147)}
    assert {100, 140} <= set(changed)


def test_a_loud_second_is_taller_than_a_soft_one_and_silence_is_not_the_unknown(strip: Strip) -> None:
    def level(ms: float) -> float:
        return 0.8 if ms < 10_000 else 0.2 if ms < 15_000 else 0.0

    strip.show_position(29_000, playing=False)
    strip.show_waveform(MadeWaveform(HOUR, level=level, known=20_000))
    image = painted(strip)
    loud, soft, silent, unknown = (inked(image, x, *SOUND) for x in (200, 450, 600, 800))
    assert loud > 2 * soft > 0
    assert silent < soft
    plain = [image.pixel(600, y) for y in range(40, 80)]
    assert [image.pixel(x, y) for x in (800,) for y in range(40, 80)] != plain
    assert inked(image, 800, LIGHT.sunken) > 10
    assert inked(image, 600, LIGHT.sunken) == 0
    assert unknown < silent + 2


def test_quiet_sound_is_drawn_larger_of_itself_and_says_how_much(strip: Strip, qtbot: QtBot) -> None:
    strip.show_position(29_000, playing=False)
    quiet = MadeWaveform(HOUR, level=lambda ms: 0.04)
    with qtbot.waitSignal(strip.drawing_changed):
        strip.show_waveform(quiet)
    assert strip.gain == 24
    tall = inked(painted(strip), 300, *SOUND)
    strip.show_larger(False)
    assert strip.gain == 1
    assert inked(painted(strip), 300, *SOUND) < tall / 4


def test_left_and_right_stand_apart_where_asked(strip: Strip) -> None:
    strip.show_position(29_000, playing=False)
    strip.show_waveform(MadeWaveform(HOUR, level=lambda ms: 0.9, right=lambda ms: 0.0))
    together = painted(strip)
    strip.show_apart(True)
    image = painted(strip)
    rows = [y for y in range(image.height()) if image.pixelColor(300, y).name() in SOUND]
    assert max(rows) - min(rows) > 10
    assert inked(image, 300, *SOUND) < inked(together, 300, *SOUND)
    strip.show_waveform(MadeWaveform(HOUR))
    assert not strip.apart, "one lane cannot stand apart"


def test_a_moment_lies_at_its_time_and_bearing_changes_its_shape(strip: Strip) -> None:
    strip.show_position(29_000, playing=False)
    bare = painted(strip)
    strip.show_moment(moment("m", 6000, 12_000))
    speaks_for = painted(strip)
    assert set(differing(bare, speaks_for)) <= set(range(198, 403))
    assert len(differing(bare, speaks_for)) > 190
    strip.show_moment(moment("m", 6000, 12_000, bearing="against"))
    against = painted(strip)
    assert _grey(speaks_for) != _grey(against), "also without colour"
    strip.remove_moment("m")
    assert differing(bare, painted(strip)) == []


def _grey(image: object) -> list[bool]:
    """Dark and light alone, around the mark of a tag that begins at 200."""
    return [image.pixelColor(x, y).lightness() < 160 for x in range(203, 214) for y in range(14, 30)]  # type: ignore[attr-defined]


def test_of_a_crowd_marks_are_drawn_and_the_chosen_ones_box(strip: Strip, heard: Listen) -> None:
    strip.show_moments([moment(f"m{n}", n * 300, n * 300 + 6000) for n in range(200)])
    strip.show_chosen("m50")
    told = heard(strip)
    drag(strip, at(21_000), at(24_000))
    assert told == [("moment_moved", "m50", 15_000, 24_000)]


def test_heard_and_loop_and_skipped_show(strip: Strip) -> None:
    strip.show_position(29_000, playing=False)
    strip.show_waveform(MadeWaveform(HOUR, level=lambda ms: 0.5))
    for show in (
        lambda: strip.show_heard(HeardBand(((3000, 6000),))),
        lambda: strip.show_loop((3000, 6000)),
        lambda: strip.show_skipped(((3000, 6000),)),
    ):
        before = painted(strip)
        show()
        changed = set(differing(before, painted(strip)))
        assert {110, 190} <= changed
        assert changed <= set(range(97, 204))


@pytest.mark.parametrize("duration", [0, 1, 100, 48 * HOUR])
def test_every_length_can_be_looked_at(strip: Strip, qtbot: QtBot, duration: int) -> None:
    strip.show_duration(duration)
    strip.show_waveform(MadeWaveform(duration, speech=((0, duration),)) if duration else None)
    strip.show_moments([moment("m", 0, duration)])
    strip.show_progress("Drawing")
    for act in (strip.zoom_in, strip.zoom_out, lambda: drag(strip, QPoint(3, 60), QPoint(400, 60))):
        act()
        strip.show_position(duration, playing=True)
        painted(strip)
        assert 0 <= strip.window_ms[0] <= strip.window_ms[1] <= duration


def test_size_look_and_letters_may_change(strip: Strip, dressed: Theme) -> None:
    strip.show_waveform(MadeWaveform(HOUR, level=lambda ms: 0.5))
    light = painted(strip)
    dressed.choose(ColourChoice.DARK)
    dark = painted(strip)
    assert dark.pixelColor(700, 35).lightness() < light.pixelColor(700, 35).lightness()
    strip.resize(400, 140)
    assert painted(strip).width() == 400
    dressed.scale_text(150)
    assert strip.sizeHint().height() > 86
    painted(strip)
    dressed.scale_text(100)
    dressed.choose(ColourChoice.LIGHT)


def test_what_is_drawn_finer_is_drawn_at_the_same_place(strip: Strip) -> None:
    """As on a screen with two pixels to the point."""
    from PySide6.QtGui import QImage

    def level(ms: float) -> float:
        return 0.9 if 9000 < ms < 12_000 else 0.0

    strip.show_waveform(MadeWaveform(HOUR, level=level))
    strip.show_position(29_000, playing=False)
    image = QImage(WIDTH * 2, 180, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(2)
    strip.render(image, QPoint())
    tall = [x for x in range(image.width()) if inked(image, x, *SOUND) > 30]
    assert 598 <= min(tall) <= 604
    assert 796 <= max(tall) <= 802


def test_a_moment_that_was_shown_changed_is_found_by_its_new_edges(strip: Strip, heard: Listen) -> None:
    strip.show_moments([moment("m", 6000, 12_000)])
    strip.show_moment(replace(moment("m", 6000, 12_000), start_ms=15_000, end_ms=18_000))
    told = heard(strip)
    drag(strip, at(18_000), at(21_000))
    assert told == [("moment_moved", "m", 15_000, 21_000)]
