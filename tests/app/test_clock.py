"""The playback clock against hand-made reports and hand-turned time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fidelity_rater.app.clock import ClockReading, PlaybackClock
from fidelity_rater.app.ports.sound import PlayerReport, PlayerState
from fidelity_rater.domain.timecode import ClockQuality

DURATION_MS = 60_000


class Desk:
    """A clock, the hands of time, and short words for what a player says."""

    def __init__(self) -> None:
        self.s = 100.0
        self.rate = 1.0
        self.clock = PlaybackClock(lambda: self.s)
        self.clock.load(DURATION_MS)

    def wait(self, ms: float) -> None:
        self.s += ms / 1000

    def say(
        self,
        media_ms: float,
        state: PlayerState = PlayerState.PLAYING,
        *,
        echo: bool = False,
        spoken_ms: float = 0.0,
        approximate: bool = False,
    ) -> None:
        rate = self.rate if state is PlayerState.PLAYING else 0.0
        self.clock.on_report(
            PlayerReport(media_ms, self.s + spoken_ms / 1000, rate, state, approximate=approximate, echo=echo)
        )

    def playing_at(self, media_ms: float) -> None:
        """Bring the clock to where it trusts the player."""
        self.say(media_ms, echo=True)
        self.say(media_ms)

    @property
    def reading(self) -> ClockReading:
        return self.clock.now()


def test_nothing_loaded_reads_zero_and_says_so() -> None:
    assert PlaybackClock().now() == ClockReading(0, ClockQuality.NONE)


def test_time_runs_between_reports() -> None:
    desk = Desk()
    desk.playing_at(1000)
    desk.wait(123)
    assert desk.reading == ClockReading(1123, ClockQuality.OK)
    assert desk.clock.rate == 1.0


def test_time_runs_at_the_playing_speed() -> None:
    desk = Desk()
    desk.rate = 1.5
    desk.playing_at(1000)
    desk.wait(100)
    assert desk.reading.media_ms == 1150


def test_the_earliest_of_the_last_words_counts() -> None:
    desk = Desk()
    desk.playing_at(1000)
    desk.wait(300)
    desk.say(1300 - 40)
    assert desk.reading == ClockReading(1300, ClockQuality.OK)


def test_old_words_are_forgotten() -> None:
    desk = Desk()
    desk.playing_at(1030)
    for _ in range(8):
        desk.wait(300)
        desk.say(1000 + (desk.s - 100.0) * 1000)
    desk.wait(300)
    assert desk.reading.media_ms == 1000 + 9 * 300


def test_a_seek_holds_at_its_target_until_sound_from_there_is_reported() -> None:
    desk = Desk()
    desk.playing_at(1000)
    desk.say(30_000, echo=True)
    desk.wait(200)
    assert desk.reading == ClockReading(30_000, ClockQuality.SETTLING)
    desk.say(30_190)
    assert desk.reading == ClockReading(30_190, ClockQuality.OK)


def test_a_last_word_about_the_old_place_does_not_end_the_wait() -> None:
    desk = Desk()
    desk.playing_at(1000)
    desk.say(30_000, echo=True)
    desk.wait(5)
    desk.say(1005)
    assert desk.reading == ClockReading(30_000, ClockQuality.SETTLING)


def test_a_word_spoken_before_the_seek_is_ignored() -> None:
    desk = Desk()
    desk.playing_at(1000)
    desk.say(1200, echo=True)
    desk.say(990, spoken_ms=-10)
    assert desk.reading == ClockReading(1200, ClockQuality.SETTLING)


def test_the_wait_after_a_seek_ends_even_far_from_the_target() -> None:
    """A default demuxer lands seconds away; its word must count in the end."""
    desk = Desk()
    desk.playing_at(1000)
    desk.say(30_000, echo=True, approximate=True)
    desk.wait(1600)
    desk.say(37_000, approximate=True)
    assert desk.reading == ClockReading(37_000, ClockQuality.APPROXIMATE)


def test_a_pause_stops_on_the_line_not_on_the_players_old_word() -> None:
    desk = Desk()
    desk.playing_at(1000)
    desk.wait(280)
    desk.say(1000, PlayerState.PAUSED)
    desk.wait(5000)
    assert desk.reading == ClockReading(1280, ClockQuality.PAUSED)
    assert desk.clock.rate == 0.0


def test_a_seek_while_paused_is_exact_at_once() -> None:
    desk = Desk()
    desk.playing_at(1000)
    desk.say(1000, PlayerState.PAUSED)
    desk.say(45_000, PlayerState.PAUSED, echo=True)
    assert desk.reading == ClockReading(45_000, ClockQuality.PAUSED)


def test_resuming_runs_on_at_once_and_settles_with_the_first_word() -> None:
    desk = Desk()
    desk.say(5000, PlayerState.PAUSED)
    desk.say(5000, echo=True)
    desk.wait(100)
    assert desk.reading == ClockReading(5100, ClockQuality.SETTLING)
    desk.say(5090)
    assert desk.reading == ClockReading(5100, ClockQuality.OK), "never backwards while playing"
    desk.wait(20)
    assert desk.reading == ClockReading(5110, ClockQuality.OK)


def test_a_rate_change_settles_at_the_place_it_happened() -> None:
    desk = Desk()
    desk.playing_at(10_000)
    desk.wait(500)
    desk.rate = 2.0
    desk.say(10_500, echo=True)
    desk.wait(300)
    assert desk.reading == ClockReading(10_500, ClockQuality.SETTLING)
    desk.say(11_100)
    assert desk.reading == ClockReading(11_100, ClockQuality.OK)


def test_the_end_is_the_whole_length() -> None:
    desk = Desk()
    desk.playing_at(59_000)
    desk.say(DURATION_MS, PlayerState.ENDED)
    assert desk.reading == ClockReading(DURATION_MS, ClockQuality.PAUSED)


def test_silence_of_the_player_is_a_stall() -> None:
    desk = Desk()
    desk.playing_at(1000)
    desk.wait(2500)
    assert desk.reading == ClockReading(3000, ClockQuality.STALLED)
    desk.wait(10_000)
    assert desk.reading.media_ms == 3000, "time that nobody vouches for does not run on"


def test_a_gap_in_the_sound_holds_the_clock_until_truth_catches_up() -> None:
    desk = Desk()
    desk.playing_at(1000)
    desk.wait(300)
    assert desk.reading.media_ms == 1300
    for step in range(3):
        desk.wait(300)
        desk.say(800 + 300 * step)
    assert desk.reading == ClockReading(1400, ClockQuality.OK) or desk.reading.quality is ClockQuality.STALLED
    desk.wait(1000)
    assert desk.reading == ClockReading(2400, ClockQuality.OK)


def test_one_late_word_is_not_a_gap() -> None:
    desk = Desk()
    desk.playing_at(1000)
    desk.wait(800)
    desk.say(1300)
    assert desk.reading == ClockReading(1800, ClockQuality.OK)


def test_loading_another_recording_forgets_the_first() -> None:
    desk = Desk()
    desk.playing_at(50_000)
    desk.clock.load(10_000)
    assert desk.reading == ClockReading(0, ClockQuality.NONE)
    assert desk.clock.duration_ms == 10_000
    desk.say(0, PlayerState.PAUSED)
    assert desk.reading == ClockReading(0, ClockQuality.PAUSED)


def test_a_failure_stops_time_and_is_not_trusted() -> None:
    desk = Desk()
    desk.playing_at(5000)
    desk.say(5200, PlayerState.FAILED)
    desk.wait(1000)
    assert desk.reading == ClockReading(5200, ClockQuality.STALLED)


@pytest.mark.parametrize(("said", "read"), [(-99.0, 0), (DURATION_MS + 512.0, DURATION_MS)])
def test_no_reading_lies_outside_the_recording(said: float, read: int) -> None:
    desk = Desk()
    desk.playing_at(said)
    assert desk.reading.media_ms == read


steps = st.lists(
    st.tuples(
        st.sampled_from(["wait", "word", "late", "seek", "pause", "resume", "end", "rate"]),
        st.floats(min_value=0, max_value=1, allow_nan=False),
    ),
    max_size=60,
)


@given(steps)
def test_whatever_a_player_says_readings_are_whole_and_inside_the_recording(script: list[tuple[str, float]]) -> None:
    desk = Desk()
    true_ms, state = 0.0, PlayerState.PAUSED
    for verb, amount in script:
        if verb == "wait":
            desk.wait(amount * 3000)
            true_ms += amount * 3000 * (desk.rate if state is PlayerState.PLAYING else 0)
        elif verb in ("word", "late"):
            desk.say(true_ms - 20, state, spoken_ms=-200 * amount if verb == "late" else 0)
        elif verb == "seek":
            true_ms = amount * (DURATION_MS + 2000) - 1000
            desk.say(true_ms, state, echo=True)
        elif verb == "rate":
            desk.rate = 0.5 + amount * 1.5
            desk.say(true_ms, state, echo=True)
        else:
            state = {"pause": PlayerState.PAUSED, "resume": PlayerState.PLAYING, "end": PlayerState.ENDED}[verb]
            desk.say(true_ms, state)
        reading = desk.reading
        assert isinstance(reading.media_ms, int)
        assert 0 <= reading.media_ms <= DURATION_MS
        assert (reading.quality is ClockQuality.PAUSED) <= (state is not PlayerState.PLAYING)


@given(
    rate=st.sampled_from([0.5, 0.75, 1.0, 1.5, 2.0]),
    gaps=st.lists(st.integers(1, 600), min_size=1, max_size=60),
    delays=st.lists(st.floats(0, 90), min_size=60, max_size=60),
)
def test_playing_on_never_goes_back_and_stays_near_the_truth(rate: float, gaps: list[int], delays: list[float]) -> None:
    """Words reach the clock late, each by its own delay; one of any eight comes within 90 ms."""
    desk = Desk()
    desk.rate = rate
    desk.playing_at(100)
    began, last = desk.s, 0
    for gap, delay in zip(gaps, delays, strict=False):
        desk.wait(gap)
        true_ms = 100 + (desk.s - began) * 1000 * rate
        desk.say(true_ms - delay * rate)
        reading = desk.reading
        assert reading.media_ms >= last
        assert abs(reading.media_ms - min(true_ms, DURATION_MS)) <= 90 * rate + 1
        last = reading.media_ms
