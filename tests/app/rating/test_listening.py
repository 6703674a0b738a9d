"""Listening: where one stopped, a little earlier on resume, and only what really sounded counts as heard."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.worlds import CONSENT, World
from fidelity_rater.app.clock import PlaybackClock
from fidelity_rater.app.errors import DiskFull, NotAllowed
from fidelity_rater.app.ports.library import HeardSpan
from fidelity_rater.app.ports.sound import PlayerFault, PlayerState
from fidelity_rater.app.rating.listening import Listening
from fidelity_rater.domain.caseload import Recording
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
    assert room.listening.heard_ms() < 1000


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
