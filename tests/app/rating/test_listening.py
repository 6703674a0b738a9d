"""Listening: where one stopped, a little earlier on resume, and only what really sounded counts as heard."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.worlds import CONSENT, World
from fidelity_rater.app.clock import PlaybackClock
from fidelity_rater.app.errors import DiskFull, NotAllowed
from fidelity_rater.app.ports.library import HeardSpan
from fidelity_rater.app.ports.sound import Channel, PlayerFault, PlayerState
from fidelity_rater.app.rating.listening import Listening
from fidelity_rater.domain.caseload import Recording
from fidelity_rater.domain.heard import HeardSoFar
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.timecode import ClockQuality
from fidelity_rater.playback.simulated import SimulatedPlayer


class Room:
    """A rater with a player; ``hear`` lets time pass as the window does, looking ten times a second."""

    def __init__(self, world: World, rating_uid: str = "", *, ledger: bool = True, sound_device: bool = True) -> None:
        self.world = world
        self.rating_uid = rating_uid or world.begin()
        self.player = SimulatedPlayer(sound_device=sound_device)
        self.clock = PlaybackClock(self.player.time)
        self.listening = Listening(
            rating_uid=self.rating_uid,
            purpose=Purpose.FORMATIVE,
            role=Role.SUPERVISOR,
            player=self.player,
            clock=self.clock,
            library=world.library,
            recordings=world.recordings,
            ledger=ledger,
        )
        self.player.on_report(self.listening.on_report)

    def hear(self, ms: float) -> None:
        while ms > 0:
            self.player.advance(min(100, ms))
            self.listening.look()
            ms -= 100

    def hear_closely(self, ms: float) -> None:
        """The same with the looks that are asked for in between."""
        while ms > 0:
            due = self.listening.look().due_ms
            step = min(100 if due is None else max(1, due), 100, ms)
            self.player.advance(step)
            ms -= step
        self.listening.look()

    def keep(self) -> None:
        work = self.listening.keep()
        assert work is not None
        work()

    def kept(self, recording: Recording) -> tuple[HeardSpan, ...]:
        with self.world.library.read() as uow:
            found: tuple[HeardSpan, ...] = uow.ratings.heard(self.rating_uid).get(recording.uid, ())
        return found

    @property
    def now(self) -> int:
        return self.clock.now().media_ms


@pytest.fixture
def recording(world: World) -> Recording:
    return world.recording()


@pytest.fixture
def room(world: World, recording: Recording) -> Room:
    room = Room(world)
    room.listening.resume()
    return room


def test_the_first_time_begins_at_the_beginning(room: Room, recording: Recording) -> None:
    assert (room.now, room.clock.state) == (0, PlayerState.PAUSED)
    assert room.listening.look().recording_uid == recording.uid
    assert room.listening.heard_ms() == 0


def test_it_opens_where_this_rater_stopped(world: World, room: Room) -> None:
    room.listening.toggle()
    room.hear(5000)
    room.listening.toggle()
    stopped = room.now
    room.keep()
    again = Room(world, room.rating_uid)
    again.listening.resume()
    assert again.now == stopped == pytest.approx(5000, abs=50)
    assert again.listening.heard_ms() == pytest.approx(5000, abs=400)


def test_going_on_after_a_pause_starts_a_little_earlier(room: Room) -> None:
    room.listening.toggle(rewind_ms=2000)
    assert room.now == 0
    room.hear(5000)
    room.listening.toggle(rewind_ms=2000)
    room.listening.toggle(rewind_ms=2000)
    assert room.now == pytest.approx(3000, abs=50)
    room.hear(3000)
    assert room.listening.heard_ms() == pytest.approx(6000, abs=500)


def test_after_the_end_it_begins_anew(room: Room) -> None:
    room.listening.seek(59_000)
    room.listening.toggle()
    room.hear(1500)
    assert room.clock.state is PlayerState.ENDED
    room.listening.toggle(rewind_ms=2000)
    assert (room.listening.playing, room.now) == (True, 0)


def test_stopped_at_the_end_it_begins_anew(room: Room) -> None:
    room.listening.seek(60_000)
    room.listening.toggle(rewind_ms=2000)
    assert (room.listening.playing, room.now) == (True, 0)


def test_what_led_to_a_score_is_heard_from_a_little_before_it(room: Room) -> None:
    room.listening.hear(25_000)
    assert (room.listening.playing, room.now) == (True, 15_000)
    room.listening.hear(3_000)
    assert room.now == 0


def test_a_jump_is_not_heard(room: Room, recording: Recording) -> None:
    room.listening.toggle()
    room.hear(3000)
    room.listening.seek(40_000)
    room.hear(3000)
    room.listening.skip(-5000)
    room.hear(1000)
    room.keep()
    spans = room.kept(recording)
    assert all((s.start_ms >= 0 and s.end_ms <= 3100) or 37_000 <= s.start_ms <= s.end_ms <= 43_100 for s in spans)
    assert room.listening.heard_ms() == pytest.approx(6000, abs=1000)


def test_what_is_heard_twice_counts_once(room: Room) -> None:
    room.listening.toggle()
    room.hear(4000)
    once = room.listening.heard_ms()
    room.listening.seek(0)
    room.hear(4000)
    assert room.listening.heard_ms() == pytest.approx(once, abs=150)


def test_the_speed_at_which_it_was_heard_is_kept(room: Room, recording: Recording) -> None:
    room.listening.toggle()
    room.hear(3000)
    assert room.listening.set_rate(5) == 2.0
    room.hear(3000)
    room.keep()
    by_rate = {span.rate: span.end_ms - span.start_ms for span in room.kept(recording)}
    assert by_rate == {1.0: pytest.approx(3000, abs=400), 2.0: pytest.approx(6000, abs=1300)}


def test_without_a_sound_device_nothing_is_heard(world: World, recording: Recording) -> None:
    room = Room(world, sound_device=False)
    room.listening.resume()
    room.listening.toggle()
    room.hear(6000)
    assert room.listening.look().fault is PlayerFault.NO_SOUND_DEVICE
    assert room.listening.heard_ms() == 0


def test_what_a_frozen_window_did_not_see_is_not_claimed(room: Room) -> None:
    room.listening.toggle()
    room.hear(2000)
    before = room.listening.heard_ms()
    room.player.advance(20_000)
    room.listening.look()
    assert room.listening.heard_ms() == before


def test_a_stamp_tells_what_is_heard(room: Room, recording: Recording) -> None:
    room.listening.toggle()
    room.hear(2000)
    media_ms, quality, uid = room.listening.stamp()
    assert (media_ms, quality, uid) == (room.now, ClockQuality.OK, recording.uid)
    room.listening.close()
    assert room.listening.stamp() == (None, ClockQuality.NONE, None)


def test_the_parts_of_a_session_keep_apart_what_was_heard(world: World, room: Room, recording: Recording) -> None:
    second = world.recording(name="b.ogg", duration_ms=30_000)
    assert [r.uid for r in room.listening.parts()] == [recording.uid, second.uid]
    room.listening.toggle()
    room.hear(3000)
    room.listening.load(second)
    room.listening.toggle()
    room.hear(2000)
    assert room.listening.heard_ms() == pytest.approx(5000, abs=700)
    room.keep()
    assert [s.end_ms for s in room.kept(recording)] == [pytest.approx(3000, abs=100)]
    assert [s.end_ms for s in room.kept(second)] == [pytest.approx(2000, abs=100)]
    again = Room(world, room.rating_uid)
    resumed = again.listening.resume()
    assert resumed is not None
    assert resumed.uid == second.uid
    world.recordings.delete(second.uid)
    assert [r.uid for r in again.listening.parts()] == [recording.uid]
    last = Room(world, room.rating_uid)
    assert last.listening.resume() == recording
    assert last.now == 0


def test_what_could_not_be_kept_is_kept_the_next_time(world: World, room: Room, recording: Recording) -> None:
    room.listening.toggle()
    room.hear(3000)
    before = room.listening.heard_ms()
    world.refusing(DiskFull("full"))
    with pytest.raises(DiskFull):
        room.keep()
    world.refusing(None)
    assert room.listening.heard_ms() == before
    room.keep()
    assert [s.end_ms for s in room.kept(recording)] == [pytest.approx(3000, abs=100)]


def test_a_signed_ratings_ledger_is_closed(world: World, recording: Recording) -> None:
    desk = world.signed()
    room = Room(world, desk.rating.head.uid, ledger=False)
    room.listening.resume()
    room.listening.toggle()
    room.hear(2000)
    assert room.listening.keep() is None


def test_without_consent_there_is_silence_and_a_reason(world: World) -> None:
    recording = world.recording(consent=replace(CONSENT, withdrawn_on=date(2026, 3, 1)))
    room = Room(world)
    assert room.listening.resume() is None
    assert room.listening.keep() is None
    assert "withdrawn" in (room.listening.why_silent(recording) or "")
    with pytest.raises(NotAllowed, match="withdrawn"):
        room.listening.load(recording)
    room.listening.toggle()
    assert not room.listening.playing


def test_the_speed_stays_from_part_to_part_and_the_volume_reaches_the_player(world: World, room: Room) -> None:
    room.listening.set_rate(1.25)
    room.listening.set_volume(150)
    room.listening.load(world.recording(name="b.ogg"))
    assert (room.player.rate, room.player.volume) == (1.25, 150)


def test_a_part_that_is_ready_only_after_leaving_is_not_loaded(room: Room, recording: Recording) -> None:
    """Opening it takes a job's time; nothing decrypted is held for a rater who has gone."""
    room.listening.close()
    room.listening.load(recording)
    assert room.player.state is PlayerState.EMPTY
    assert room.listening.stamp() == (None, ClockQuality.NONE, None)


# Stretches


def test_a_stretch_plays_and_stops_at_its_end(room: Room, recording: Recording) -> None:
    room.listening.play_span(20_000, 23_000)
    assert (room.listening.playing, room.now) == (True, 20_000)
    room.hear_closely(5000)
    assert (room.listening.playing, room.now) == (False, 23_000)
    assert room.listening.heard_spans(recording.uid) == ((20_000, pytest.approx(23_000, abs=15)),)
    room.listening.toggle()
    room.hear(1000)
    assert room.now == pytest.approx(24_000, abs=50), "then it plays on"


def test_looking_is_asked_for_when_a_stretch_ends(room: Room) -> None:
    room.listening.set_rate(2.0)
    room.listening.play_span(20_000, 23_000)
    room.hear(1000)
    due = room.listening.look().due_ms
    assert due is not None
    assert due == pytest.approx((23_000 - room.now) / 2, abs=30)
    room.listening.loop(None)
    assert room.listening.look().due_ms is None


def test_a_loop_begins_again_and_again_until_it_is_let_go(room: Room, recording: Recording) -> None:
    room.listening.loop((20_000, 22_000))
    assert (room.listening.playing, room.now) == (True, 20_000)
    room.hear_closely(7000)
    assert room.listening.look().loop == (20_000, 22_000)
    assert room.listening.heard_spans(recording.uid) == ((20_000, pytest.approx(22_000, abs=15)),)
    room.listening.loop(None)
    room.hear(3000)
    assert room.now > 22_000


def test_a_loop_to_the_very_end_goes_on(room: Room) -> None:
    room.listening.loop((58_000, 60_000))
    room.hear_closely(5000)
    assert room.listening.playing
    assert 58_000 <= room.now <= 60_000


def test_a_loop_takes_up_what_is_being_heard(room: Room) -> None:
    room.listening.seek(21_000)
    room.listening.toggle()
    room.hear(400)
    room.listening.loop((20_000, 23_000))
    assert room.now >= 21_000, "no jump back where one is in it already"


def test_seeking_elsewhere_ends_a_loop_and_within_it_does_not(room: Room) -> None:
    room.listening.loop((20_000, 23_000))
    room.hear(500)
    room.listening.seek(21_000)
    assert room.listening.look().loop is not None
    room.listening.seek(40_000)
    assert room.listening.look().loop is None
    room.hear(4000)
    assert room.now > 43_000


def test_going_on_in_a_loop_rewinds_to_its_start_at_most(room: Room) -> None:
    room.listening.loop((20_000, 23_000))
    room.hear(500)
    room.listening.toggle()
    room.listening.toggle(rewind_ms=2000)
    assert (room.listening.playing, room.now) == (True, 20_000)


def test_another_part_ends_a_loop(world: World, room: Room) -> None:
    room.listening.loop((20_000, 23_000))
    room.listening.load(world.recording(name="b.ogg"))
    assert room.listening.look().loop is None


def test_what_sounds_of_a_stretch_is_told_while_it_sounds(room: Room) -> None:
    room.listening.play_span(20_000, 23_000)
    assert room.listening.look().stretch == (20_000, 23_000)
    room.listening.toggle()
    assert room.listening.look().stretch is None
    room.listening.toggle()
    assert room.listening.look().stretch == (20_000, 23_000)
    room.hear_closely(4000)
    assert room.listening.look().stretch is None
    assert room.now == 23_000
    room.listening.loop((20_000, 23_000))
    assert room.listening.look().stretch == (20_000, 23_000)
    room.listening.seek(40_000)
    assert room.listening.look().stretch is None


@pytest.mark.parametrize(("codec", "lead_ms"), [("mp3", 160), ("flac", 50), ("opus", 0), ("pcm_s16le", 0)])
def test_a_stretch_begins_so_much_earlier_as_its_decoder_stays_mute(
    world: World, recording: Recording, codec: str, lead_ms: int
) -> None:
    room = Room(world)
    room.listening.load(replace(recording, codec=codec))
    room.listening.play_span(20_000, 23_000)
    assert room.now == 20_000 - lead_ms
    room.hear_closely(4000)
    assert room.now == 23_000, "its end is as exact as ever"
    room.listening.loop((30_000, 31_000))
    assert room.now == 30_000 - lead_ms
    room.listening.loop((40, 1000))
    assert room.now == max(0, 40 - lead_ms)
    room.hear_closely(1100 + lead_ms)
    assert 0 <= room.now < 1000
    room.listening.play_from(20_000)
    assert room.now == 20_000, "playing on from a place is no stretch"


def test_a_stretch_that_is_none_plays_nothing(room: Room) -> None:
    room.listening.play_span(23_000, 20_000)
    assert not room.listening.playing
    room.listening.loop((90_000, 95_000))
    assert not room.listening.playing


# Silences

SPEECH = ((0, 5000), (15_000, 20_000), (50_000, 60_000))


def skipping(room: Room) -> Room:
    room.listening.set_speech(SPEECH, 60_000)
    room.listening.set_skip_silences(True)
    return room


def test_silences_are_skipped_and_not_claimed_as_heard(room: Room, recording: Recording) -> None:
    skipping(room).listening.toggle()
    room.hear_closely(18_000)
    heard = room.listening.heard_spans(recording.uid)
    skipped = room.listening.skipped(recording.uid)
    assert [(round(s, -2), round(e, -2)) for s, e in skipped] == [(5400, 14_600), (20_400, 49_600)]
    assert all(not (s < he and hs < e) for s, e in skipped for hs, he in heard)
    assert all(any(hs <= s and min(e, room.now) <= he + 60 for hs, he in heard) for s, e in SPEECH)
    assert room.listening.saved_ms == 9200 + 29_200


def test_a_silence_that_was_skipped_and_then_heard_is_heard(room: Room, recording: Recording) -> None:
    skipping(room).listening.toggle()
    room.hear_closely(7000)
    room.listening.set_skip_silences(False)
    room.listening.seek(5000)
    room.hear(11_000)
    assert room.listening.skipped(recording.uid) == ()


def test_going_back_into_a_silence_hears_it(room: Room) -> None:
    skipping(room).listening.toggle()
    room.hear_closely(7000)
    assert room.now > 15_000
    room.listening.skip(-5000)
    into = room.now
    room.hear(1000)
    assert into < room.now < 14_600, "or there would be no way back over it"


def test_nothing_is_skipped_in_a_loop_nor_where_speech_is_unknown(room: Room) -> None:
    skipping(room).listening.loop((4000, 16_000))
    room.hear(4000)
    assert 7000 < room.now < 9000
    room.listening.loop(None)
    room.listening.set_speech(SPEECH, 5000)
    room.listening.seek(4000)
    room.hear(4000)
    assert 7000 < room.now < 9000


def test_another_part_has_silences_of_its_own(world: World, room: Room) -> None:
    skipping(room)
    room.listening.load(world.recording(name="b.ogg"))
    assert room.listening.saved_ms == 0


# The ledger


def test_it_tells_how_far_the_session_was_heard(world: World, room: Room, recording: Recording) -> None:
    second = world.recording(name="b.ogg", duration_ms=30_000)
    assert room.listening.parts() == (recording, second)
    assert room.listening.so_far() == HeardSoFar(0, 0)
    room.listening.toggle()
    room.hear(3000)
    room.listening.load(second)
    room.listening.seek(10_000)
    room.listening.toggle()
    room.hear(2000)
    so_far = room.listening.so_far()
    assert (so_far.ms, so_far.to) == (pytest.approx(5000, abs=700), pytest.approx(72_000, abs=100))


def test_headphones_pulled_out_stop_it_and_what_nobody_heard_is_not_claimed(room: Room, recording: Recording) -> None:
    room.listening.toggle()
    room.hear(3000)
    room.player.lose_device()
    room.hear(3000)
    assert room.listening.look().fault is PlayerFault.NO_SOUND_DEVICE
    assert room.listening.heard_spans(recording.uid) == ((0, pytest.approx(3000, abs=200)),)


def test_what_follows_a_jump_is_heard_from_its_target_on(room: Room, recording: Recording) -> None:
    room.listening.toggle()
    room.hear(1000)
    room.listening.seek(30_000)
    room.hear(1000)
    assert room.listening.heard_spans(recording.uid)[-1][0] == 30_000


def test_the_whole_recording_can_be_heard(room: Room, recording: Recording) -> None:
    room.listening.toggle()
    room.hear(61_000)
    assert room.clock.state is PlayerState.ENDED
    assert room.listening.heard_ms() == recording.duration_ms


def test_channel_and_levelling_reach_the_player(room: Room) -> None:
    room.listening.set_channel(Channel.LEFT)
    room.listening.set_levelled(True)
    assert (room.player.channel, room.player.levelled) == (Channel.LEFT, True)
