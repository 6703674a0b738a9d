"""Listening to a session while rating it: its parts, where one stopped, rewinding on resume, and what was heard."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock

from fidelity_rater.app.clock import ClockReading, PlaybackClock
from fidelity_rater.app.ports.library import HeardSpan, Library
from fidelity_rater.app.ports.sound import Player, PlayerFault, PlayerReport, PlayerState
from fidelity_rater.app.recordings import Recordings
from fidelity_rater.domain.caseload import Recording
from fidelity_rater.domain.heard import heard_ms, joined
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.timecode import ClockQuality

SLOWEST, FASTEST, STEP = 0.5, 2.0, 0.05
LEAD_MS = 10_000
"""A score is given after what it answers: hearing it begins this much earlier."""
AT_END_MS = 250
"""Stopped this near the end, there is nothing left to play: it begins anew."""
LONGEST_STRIDE_MS = 3000
"""Two looks at the clock further apart than this, at normal speed, do not prove that all between them was heard."""


@dataclass(frozen=True, slots=True)
class Listened:
    """What the transport shows."""

    reading: ClockReading
    state: PlayerState
    rate: float
    fault: PlayerFault | None
    duration_ms: int
    recording_uid: str | None


class Listening:
    """Plays a session's recordings for one rating and keeps the ledger of what was really heard.

    The window calls :meth:`look` several times a second while it shows the transport, and :meth:`keep` now and then
    and before it closes, in a job.
    """

    def __init__(
        self,
        *,
        rating_uid: str,
        purpose: Purpose,
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
        self._new: dict[str, list[HeardSpan]] = {}
        """Heard and not yet handed over, by recording."""
        self._ledger: dict[str, tuple[HeardSpan, ...]] = {}

    # Parts

    def parts(self) -> tuple[Recording, ...]:
        """The session's recordings in order, deleted ones left out."""
        with self._library.read() as uow:
            session_uid = uow.ratings.get(self._rating_uid).session_uid
            return tuple(r for r in uow.recordings.of_session(session_uid) if r.deleted_at is None)

    def why_silent(self, recording: Recording) -> str | None:
        """Why this part may not be played, or None."""
        return self._recordings.why_not(recording, purpose=self._purpose, role=self._role)

    def resume(self) -> Recording | None:
        """Load the part where this rater stopped, there; else the first part that may be played."""
        with self._library.read() as uow:
            place = uow.ratings.place(self._rating_uid)
            self._ledger = dict(uow.ratings.heard(self._rating_uid))
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
            self._recording, self._last, self._report = recording, None, None
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
        self._last = None
        now = self._clock.now().media_ms
        if self._clock.state is PlayerState.ENDED or now >= self._clock.duration_ms - AT_END_MS:
            self._player.seek(0)
        elif rewind_ms and now > 0:
            self._player.seek(max(0, now - rewind_ms))
        self._player.play()

    def seek(self, media_ms: int) -> None:
        self.look()
        self._last = None
        self._player.seek(min(max(0, media_ms), self._clock.duration_ms))

    def hear(self, media_ms: int) -> None:
        """Play what led to a click here: it came after what it answers."""
        if self._recording is not None:
            self.seek(media_ms - LEAD_MS)
            self._player.play()

    def skip(self, by_ms: int) -> None:
        self.seek(self._clock.now().media_ms + by_ms)

    def set_rate(self, rate: float) -> float:
        """Set the speed, kept within its bounds; return it."""
        self.look()
        self._last = None
        self._rate = round(min(max(rate, SLOWEST), FASTEST), 2)
        self._player.set_rate(self._rate)
        return self._rate

    def set_volume(self, percent: int) -> None:
        self._player.set_volume(percent)

    # Time

    def stamp(self) -> tuple[int | None, ClockQuality, str | None]:
        """What is being heard, for a rating event."""
        if self._recording is None:
            return None, ClockQuality.NONE, None
        reading = self._clock.now()
        return reading.media_ms, reading.quality, self._recording.uid

    def look(self) -> Listened:
        """Read the clock, and write what was heard since the last look into the ledger."""
        reading = self._clock.now()
        self._hear(reading)
        report = self._report
        return Listened(
            reading,
            self._clock.state,
            self._rate,
            report.fault if report else None,
            self._clock.duration_ms,
            self._recording.uid if self._recording else None,
        )

    def _hear(self, reading: ClockReading) -> None:
        trusted = reading.quality in (ClockQuality.OK, ClockQuality.APPROXIMATE)
        silent = self._report is not None and self._report.fault is not None
        if not self.playing or not trusted or silent or self._recording is None:
            self._last = None
            return
        start = self._last
        if start is not None and 0 < reading.media_ms - start <= LONGEST_STRIDE_MS * self._rate:
            self._new.setdefault(self._recording.uid, []).append(HeardSpan(start, reading.media_ms, self._rate))
        self._last = reading.media_ms

    def heard_ms(self) -> int:
        """How much of all parts was heard at least once, in milliseconds of recording."""
        recordings = {*self._ledger, *self._new}
        return sum(
            heard_ms((s.start_ms, s.end_ms) for s in (*self._ledger.get(uid, ()), *self._new.get(uid, ())))
            for uid in recordings
        )

    def keep(self) -> Callable[[], None] | None:
        """Hand over what is not in the library yet, as work for a job; None where there is nothing.

        Work that fails gives it back, to be handed over again.
        """
        if not self._keeps_ledger or (self._recording is None and not self._new):
            return None
        place = (self._recording.uid, self._clock.now().media_ms) if self._recording is not None else None
        taken, self._new = self._new, {}
        spans = {uid: _joined(new) for uid, new in taken.items()}
        for uid, kept in spans.items():
            self._ledger[uid] = (*self._ledger.get(uid, ()), *kept)

        def work() -> None:
            try:
                with self._library.work() as uow:
                    if place is not None:
                        uow.ratings.set_place(self._rating_uid, *place)
                    for uid, kept in spans.items():
                        uow.ratings.add_heard(self._rating_uid, uid, kept)
                    uow.commit()
            except BaseException:
                for uid, new in taken.items():
                    self._new.setdefault(uid, []).extend(new)
                raise

        return work

    def close(self) -> None:
        """Let go of the recording, and load none any more."""
        with self._coming_and_going:
            self._closed = True
            self._player.unload()
            self._recording = None


def _joined(spans: Iterable[HeardSpan]) -> tuple[HeardSpan, ...]:
    return tuple(HeardSpan(*span) for span in joined((s.start_ms, s.end_ms, s.rate) for s in spans))
