"""Listening to a session while rating it: its parts, where one stopped, stretches, silences, and what was heard."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from threading import Lock

from fidelity_rater.app.clock import ClockReading, PlaybackClock
from fidelity_rater.app.evidence_models import Span
from fidelity_rater.app.ports.library import HeardSpan, Library
from fidelity_rater.app.ports.sound import Channel, Player, PlayerFault, PlayerReport, PlayerState
from fidelity_rater.app.rating.ledger import Ledger
from fidelity_rater.app.rating.silences import Silences
from fidelity_rater.app.recordings import Recordings
from fidelity_rater.domain.caseload import Recording
from fidelity_rater.domain.consent import HeardFor
from fidelity_rater.domain.heard import HeardSoFar
from fidelity_rater.domain.people import Role
from fidelity_rater.domain.timecode import ClockQuality

SLOWEST, FASTEST, STEP = 0.5, 2.0, 0.05
LEAD_MS = 10_000
"""A score is given after what it answers: hearing it begins this much earlier."""
AT_END_MS = 250
"""Stopped this near the end, there is nothing left to play: it begins anew."""
LONGEST_STRIDE_MS = 3000
"""Two looks at the clock further apart than this, at normal speed, do not prove that all between them was heard."""
LEAD_IN_MS: Mapping[str, int] = {"mp3": 160, "flac": 50}
"""So much earlier than a stretch its playing begins, by codec: after a jump an MP3 decoder stays mute for 60 to 200 ms
(``benchmarks/spans.py``), a FLAC goes on at its next frame, and the stretch's first word would be lost."""
HAIR_MS = 1
"""So near the end of a stretch it is over: nothing is woken for less."""
_MOVING = (PlayerState.PLAYING, PlayerState.ENDED)


@dataclass(frozen=True, slots=True)
class Listened:
    """What the transport shows."""

    reading: ClockReading
    state: PlayerState
    rate: float
    fault: PlayerFault | None
    duration_ms: int
    recording_uid: str | None
    loop: Span | None = None
    stretch: Span | None = None
    """What is played instead of playing on, once or again and again, while it sounds."""
    due_ms: int | None = None
    """How soon, on the clock on the wall, a stretch ends or a silence is to be skipped: look again by then."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """What is played instead of playing on: once, or again and again."""

    start_ms: int
    end_ms: int
    again: bool

    @property
    def span(self) -> Span:
        return self.start_ms, self.end_ms

    def holds(self, media_ms: int) -> bool:
        return self.start_ms <= media_ms < self.end_ms


class Listening:
    """Plays a session's recordings for one rating and keeps the ledger of what was really heard.

    The window calls :meth:`look` several times a second while it shows the transport, and :meth:`keep` now and then
    and before it closes, in a job.
    """

    def __init__(
        self,
        *,
        rating_uid: str,
        purpose: HeardFor,
        role: Role,
        player: Player,
        clock: PlaybackClock,
        library: Library,
        recordings: Recordings,
        ledger: bool = True,
    ) -> None:
        """``ledger`` False for a signed rating, whose record of what was heard is closed."""
        self._keeps_ledger = ledger
        self._rating_uid, self._purpose, self._role = rating_uid, purpose, role
        self._player, self._clock, self._library, self._recordings = player, clock, library, recordings
        self._coming_and_going = Lock()
        self._closed = False
        self._recording: Recording | None = None
        self._rate = 1.0
        self._report: PlayerReport | None = None
        self._last: int | None = None
        """Where the last look found it, at the speed it has now; None where nothing may be counted from there."""
        self._ledger = Ledger()
        self._parts: tuple[Recording, ...] = ()
        self._stretch: _Stretch | None = None
        self._silences = Silences()
        self._skips_silences = False
        self._let_be: Span | None = None
        """A silence that the rater went into: it is heard, or there would be no way back over it."""

    # Parts

    def parts(self) -> tuple[Recording, ...]:
        """The session's recordings in order, deleted ones left out."""
        with self._library.read() as uow:
            session_uid = uow.ratings.get(self._rating_uid).session_uid
            self._parts = tuple(r for r in uow.recordings.of_session(session_uid) if r.deleted_at is None)
            return self._parts

    def why_silent(self, recording: Recording) -> str | None:
        """Why this part may not be played, or None."""
        return self._recordings.why_not(recording, purpose=self._purpose, role=self._role)

    def resume(self) -> Recording | None:
        """Load the part where this rater stopped, there; else the first part that may be played."""
        with self._library.read() as uow:
            place = uow.ratings.place(self._rating_uid)
            self._ledger.begin(uow.ratings.heard(self._rating_uid))
        playable = [r for r in self.parts() if self.why_silent(r) is None]
        if not playable:
            return None
        chosen = next((r for r in playable if place and r.uid == place[0]), playable[0])
        self.load(chosen, at_ms=place[1] if place and place[0] == chosen.uid else 0)
        return chosen

    def load(self, recording: Recording, *, at_ms: int = 0) -> None:
        """Make a part ready. Raises ``NotAllowed`` where consent does not cover it."""
        sound = self._recordings.sound(recording.uid, purpose=self._purpose, role=self._role)
        with self._coming_and_going:
            if self._closed:
                return  # the rater left while the recording was being opened
            if self._recording is None or self._recording.uid != recording.uid:
                self._silences = Silences()
            self._recording, self._last, self._report = recording, None, None
            self._stretch = self._let_be = None
            self._clock.load(recording.duration_ms)
            self._player.load(sound, duration_ms=recording.duration_ms)
            self._player.set_rate(self._rate)
            if at_ms:
                self._player.seek(at_ms)

    def on_report(self, report: PlayerReport) -> None:
        """Take in the player's word; may be called on any thread."""
        self._report = report
        self._clock.on_report(report)

    # Playing

    @property
    def playing(self) -> bool:
        return self._clock.state is PlayerState.PLAYING

    def toggle(self, *, rewind_ms: int = 0) -> None:
        """Play or pause; going on after a pause starts a little earlier."""
        if self._recording is None:
            return
        if self.playing:
            self.look()
            self._player.pause()
            return
        now = self._clock.now().media_ms
        if self._clock.state is PlayerState.ENDED or now >= self._clock.duration_ms - AT_END_MS:
            self._go(self._beginning(self._stretch) if self._stretch else 0)
        elif rewind_ms and now > 0:
            self._go(max(self._stretch.start_ms if self._stretch else 0, now - rewind_ms))
            self._let_be = self._silences.around(self._clock.now().media_ms)
        self._play()

    def seek(self, media_ms: int) -> None:
        """Go there; away from a stretch that is being played, that ends."""
        self.look()
        target = min(max(0, media_ms), self._clock.duration_ms)
        if self._stretch is not None and not self._stretch.holds(target):
            self._stretch = None
        self._let_be = self._silences.around(target)
        self._go(target)

    def hear(self, media_ms: int) -> None:
        """Play what led to a click here: it came after what it answers."""
        self.play_from(media_ms - LEAD_MS)

    def play_from(self, media_ms: int) -> None:
        """Play on from exactly here."""
        if self._recording is not None:
            self._stretch = None
            self.seek(media_ms)
            self._play()

    def play_span(self, start_ms: int, end_ms: int) -> None:
        """Play this stretch and pause at its end."""
        self._begin(start_ms, end_ms, again=False)
        if self._stretch is not None:
            self._go(self._beginning(self._stretch))
            self._play()

    def loop(self, span: Span | None) -> None:
        """Play this stretch again and again, from here where the sound is in it; None: play on from now on."""
        if span is None:
            self._stretch = None
            return
        self._begin(*span, again=True)
        if self._stretch is not None:
            if not self._stretch.holds(self._clock.now().media_ms):
                self._go(self._beginning(self._stretch))
            if not self.playing:
                self._play()

    def _begin(self, start_ms: int, end_ms: int, *, again: bool) -> None:
        self.look()
        start, end = max(0, start_ms), min(end_ms, self._clock.duration_ms)
        there = self._recording is not None and end > start
        self._stretch = _Stretch(start, end, again) if there else None

    def _beginning(self, stretch: _Stretch) -> int:
        """Where to jump so that the stretch is heard from its first word on."""
        lead_ms = LEAD_IN_MS.get(self._recording.codec, 0) if self._recording is not None else 0
        return max(0, stretch.start_ms - lead_ms)

    def _go(self, media_ms: int) -> None:
        """Jump; what sounds next begins there."""
        self._player.seek(media_ms)
        self._last = media_ms if self.playing else None

    def _play(self) -> None:
        self._last = self._clock.now().media_ms
        self._player.play()

    def skip(self, by_ms: int) -> None:
        self.seek(self._clock.now().media_ms + by_ms)

    def set_rate(self, rate: float) -> float:
        """Set the speed, kept within its bounds; return it."""
        self.look()
        self._rate = round(min(max(rate, SLOWEST), FASTEST), 2)
        self._player.set_rate(self._rate)
        self._last = self._clock.now().media_ms if self.playing else None
        return self._rate

    def set_volume(self, percent: int) -> None:
        self._player.set_volume(percent)

    def set_channel(self, channel: Channel) -> None:
        self._player.set_channel(channel)

    def set_levelled(self, on: bool) -> None:
        """Lift a quiet voice towards a loud one, or not."""
        self.look()
        self._player.set_levelled(on)

    # Silences

    def set_speech(self, speech: Sequence[Span], known_ms: int) -> None:
        """Tell where somebody speaks in this part, as far as that is known."""
        self._silences = Silences.between(speech, known_ms)

    def set_skip_silences(self, on: bool) -> None:
        self._skips_silences = on

    @property
    def saved_ms(self) -> int:
        """How much shorter skipping silences makes this part."""
        return self._silences.saved_ms

    def skipped(self, recording_uid: str) -> tuple[Span, ...]:
        """The silences that were jumped over and never heard, since this rating was opened."""
        return self._ledger.skipped(recording_uid)

    # Time

    @property
    def now_ms(self) -> int:
        """Where the sound is, for drawing; nothing is counted or ended."""
        return self._clock.now().media_ms

    def stamp(self) -> tuple[int | None, ClockQuality, str | None]:
        """What is being heard, for a rating event."""
        if self._recording is None:
            return None, ClockQuality.NONE, None
        reading = self._clock.now()
        return reading.media_ms, reading.quality, self._recording.uid

    def look(self) -> Listened:
        """Read the clock, write what was heard since the last look into the ledger, and end or skip what is due."""
        reading = self._clock.now()
        self._hear(reading)
        if self._follow(reading):
            reading = self._clock.now()
        report, stretch = self._report, self._stretch
        return Listened(
            reading,
            self._clock.state,
            self._rate,
            report.fault if report else None,
            self._clock.duration_ms,
            self._recording.uid if self._recording else None,
            stretch.span if stretch is not None and stretch.again else None,
            stretch.span if stretch is not None and self.playing else None,
            self._due_ms(),
        )

    def _hear(self, reading: ClockReading) -> None:
        """Count what lies between the last look and this one; from a jump's target on, once sound is heard of."""
        start, self._last = self._last, None
        recording, report, state = self._recording, self._report, self._clock.state
        if recording is None or report is None or report.fault is not None or state not in _MOVING:
            self._ledger.drop()
            return
        if reading.quality is ClockQuality.STALLED:
            return
        if reading.quality is ClockQuality.SETTLING:
            self._last = start
            return
        longest_ms = LONGEST_STRIDE_MS if state is PlayerState.PLAYING else AT_END_MS
        if start is not None and 0 < reading.media_ms - start <= longest_ms * self._rate:
            self._ledger.hold(recording.uid, HeardSpan(start, reading.media_ms, self._rate))
        if report.sounding:
            self._ledger.confirm()
        self._last = reading.media_ms if state is PlayerState.PLAYING else None

    def _follow(self, reading: ClockReading) -> bool:
        """End a stretch, or leave a silence, where that is due; tell whether anything was done."""
        if self._stretch is not None:
            return self._follow_stretch(self._stretch)
        if self._recording is None or not self._may_skip(reading):
            return False
        target = self._silences.goes_on_at(reading.media_ms)
        if target is None or self._silences.around(reading.media_ms) == self._let_be:
            return False
        self._ledger.skip(self._recording.uid, (reading.media_ms, target))
        self._go(target)
        return True

    def _follow_stretch(self, stretch: _Stretch) -> bool:
        ended = self._clock.state is PlayerState.ENDED
        if not ended and (not self.playing or self._clock.guess_ms() < stretch.end_ms - HAIR_MS):
            return False
        if stretch.again and (self._report is None or self._report.fault is None):
            self._go(self._beginning(stretch))
            if ended:
                self._play()
            return True
        self._stretch = None
        if not ended:
            self._player.pause()
            self._go(stretch.end_ms)
        return True

    def _may_skip(self, reading: ClockReading) -> bool:
        return self._skips_silences and self.playing and reading.quality is ClockQuality.OK

    def _due_ms(self) -> int | None:
        if not self.playing:
            return None
        now_ms = self._clock.guess_ms()
        if self._stretch is not None:
            at_ms: float | None = self._stretch.end_ms
        else:
            at_ms = self._silences.next_after(int(now_ms)) if self._skips_silences else None
        return None if at_ms is None else max(0, ceil((at_ms - HAIR_MS - now_ms) / self._rate))

    def so_far(self) -> HeardSoFar:
        """How far the session has been heard up to now."""
        return self._ledger.so_far(self._parts)

    def all_heard(self) -> Mapping[str, tuple[HeardSpan, ...]]:
        """Everything that was heard up to now, by recording, at its speed."""
        return self._ledger.all()

    def heard_spans(self, recording_uid: str) -> tuple[Span, ...]:
        """What of one part was heard at least once, merged, in order."""
        return self._ledger.spans(recording_uid)

    def heard_ms(self) -> int:
        """How much of all parts was heard at least once, in milliseconds of recording."""
        return self._ledger.heard_ms()

    def keep(self) -> Callable[[], None] | None:
        """Hand over what is not in the library yet, as work for a job; None where there is nothing.

        Work that fails gives it back, to be handed over again.
        """
        if not self._keeps_ledger or (self._recording is None and not self._ledger.anything_new):
            return None
        place = (self._recording.uid, self._clock.now().media_ms) if self._recording is not None else None
        spans = self._ledger.take()

        def work() -> None:
            try:
                with self._library.work() as uow:
                    if place is not None:
                        uow.ratings.set_place(self._rating_uid, *place)
                    for uid, kept in spans.items():
                        uow.ratings.add_heard(self._rating_uid, uid, kept)
                    uow.commit()
            except BaseException:
                self._ledger.give_back(spans)
                raise

        return work

    def close(self) -> None:
        """Let go of the recording, and load none any more."""
        with self._coming_and_going:
            self._closed = True
            self._player.unload()
            self._recording = None
