"""Where a time lies on a picture, which stretch is in sight, and which moments lie in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fidelity_rater.app.evidence_models import DeskMoment
from fidelity_rater.ui.waveform.axis import SHORTEST_MS, Axis, fitted, ticks, zoomed
from fidelity_rater.ui.waveform.brush import runs
from fidelity_rater.ui.waveform.moment_index import Kind, MomentIndex
from fidelity_rater.ui.waveform.sight import Sight

HOUR = 3_600_000
DURATIONS = st.integers(1, 48 * HOUR)


@given(DURATIONS, st.floats(0, 1), st.floats(0.01, 100), st.floats(0, 1))
def test_a_stretch_never_leaves_the_recording(duration: int, start: float, factor: float, at: float) -> None:
    window = fitted(start * duration, 30_000, duration)
    for _ in range(3):
        window = zoomed(window, factor, window[0] + at * (window[1] - window[0]), duration_ms=duration)
        assert 0 <= window[0] <= window[1] <= duration
        assert window[1] - window[0] >= min(SHORTEST_MS, duration) - 1


def test_what_is_under_the_pointer_stays_there_while_zooming() -> None:
    axis = Axis(600_000, 630_000, 1000)
    at = axis.time(250)
    start, end = zoomed((600_000, 630_000), 2.0, at, duration_ms=HOUR)
    assert end - start == 15_000
    assert abs(Axis(start, end, 1000).x(at) - 250) < 0.1


@given(st.integers(0, 1919), st.integers(0, HOUR), st.integers(2000, HOUR))
def test_a_pixel_and_its_time_belong_together(x: int, start: int, span: int) -> None:
    axis = Axis(start, start + span, 1920)
    assert abs(axis.x(axis.time(x)) - x) <= max(0.51 * axis.px_per_ms, 0.01)


def test_an_axis_of_nothing_has_no_times() -> None:
    axis = Axis(0, 0, 100)
    assert axis.time(50) == 0
    assert axis.x(10) == 0


@given(DURATIONS, st.integers(200, 4000))
def test_the_ruler_has_room_for_its_labels(span: int, width: int) -> None:
    axis = Axis(0, span, width)
    step, times = ticks(axis, room=80)
    assert len(times) <= width / 80 + 1 or step >= 43_200_000
    assert all(at % step == 0 for at in times)


def test_spans_that_touch_on_the_picture_are_drawn_as_one() -> None:
    spans = tuple((at, at + 90) for at in range(0, 10_000, 100))
    assert runs(spans, Axis(0, 10_000, 100)) == [(0, 99.9)]
    assert len(runs(spans, Axis(0, 1000, 1000))) == 10


def test_the_page_is_turned_while_the_sound_plays_and_holds_still_in_between() -> None:
    sight = Sight()
    sight.show_duration(HOUR)
    sight.show_position(0, playing=True)
    pages = set()
    for now in range(0, 120_000, 100):
        sight.show_position(now, playing=True)
        assert sight.window[0] <= now <= sight.window[1]
        pages.add(sight.window)
    assert len(pages) <= 6


def test_a_look_elsewhere_is_left_in_peace_until_play_or_seek() -> None:
    sight = Sight()
    sight.show_duration(HOUR)
    sight.show_position(1000, playing=True)
    sight.pan_to(600_000)
    sight.show_position(1100, playing=True)
    assert sight.window == (600_000, 630_000)
    sight.show_position(1100, playing=False)
    assert sight.window == (600_000, 630_000)
    sight.show_position(1150, playing=True)
    assert sight.window[0] <= 1150 <= sight.window[1]
    sight.pan_to(600_000)
    sight.show_position(2_000_000, playing=True)
    assert sight.window[0] <= 2_000_000 <= sight.window[1]


def test_a_recording_of_a_tenth_of_a_second_is_shown_whole() -> None:
    sight = Sight()
    sight.show_duration(100)
    sight.zoom(8)
    assert sight.window == (0, 100)


MOMENTS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 30), st.sampled_from(("", "a")), st.sampled_from(("for", "against"))),
    max_size=12,
)


def _moment(uid: int, start: int, length: int, item: str, bearing: str) -> DeskMoment:
    return DeskMoment(str(uid), item, item, start, start + length, bearing, "", "p")


@given(MOMENTS, MOMENTS, st.lists(st.integers(0, 12), max_size=6), st.integers(0, 90), st.integers(1, 40))
def test_those_of_a_stretch_are_found_whatever_was_added_and_taken_away(
    shown: list[tuple[int, int, str, str]],
    put: list[tuple[int, int, str, str]],
    removed: list[int],
    start: int,
    span: int,
) -> None:
    index = MomentIndex()
    known = {str(n): _moment(n, *each) for n, each in enumerate(shown)}
    index.show(known.values())
    for n, each in enumerate(put):
        known[str(n)] = _moment(n, *each)
        index.put(known[str(n)])
    for n in removed:
        known.pop(str(n), None)
        index.remove(str(n))
    found = {m.uid for m in index.between(start, start + span)}
    assert found == {m.uid for m in known.values() if m.start_ms < start + span and m.end_ms > start}
    starts = {m.start_ms for m in known.values() if not m.item}
    assert set(index.apart(Kind.UNPLACED, 0, 100, least_ms=0)) == starts
    assert len(index) == len(known)
