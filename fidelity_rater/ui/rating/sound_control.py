"""Joins the sound of a rating with its transport: loads, follows the clock while it is seen, keeps what was heard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from threading import Lock
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.caseload_models import Recording
from fidelity_rater.app.clock import PlaybackClock
from fidelity_rater.app.desk_models import SoundPart, SoundStatus
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.evidence_models import Span
from fidelity_rater.app.ports.jobs import JobRunner, Progress
from fidelity_rater.app.ports.sound import Channel, Player, PlayerFault, PlayerReport, PlayerState
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.app.rating.listening import Listened, Listening
from fidelity_rater.app.rating.saver import LANE
from fidelity_rater.i18n import tr
from fidelity_rater.ui.desk.desk_view import DeskView
from fidelity_rater.ui.rating.sound_words import fault_sentence

LOOK_EVERY_MS: Final = 100
KEEP_EVERY_MS: Final = 10_000
HEARD_EVERY_MS: Final = 1000
TICK_EVERY_MS: Final = 33
DUE_SOON_MS: Final = 2 * LOOK_EVERY_MS
_UNREADY = (PlayerState.EMPTY, PlayerState.LOADING)


class SoundControl(QObject):
    """The sound of the rating on the desk; nothing plays that consent does not allow.

    Signals:
        sound_known: whether any recording of the session is here.
        part_loaded: this part of the session (its recording's uid) is ready to be played.
        heard_changed: how much was heard, or skipped, may have changed.
        loop_changed: a stretch is played again and again from now on, as (start, end), or None.
        stretch_changed: of the part that is loaded this stretch sounds now, once or repeated, or None: it has ended, or
            is paused, or one has gone elsewhere.
        position_ticked: where the sound is, some thirty times a second while it plays and is seen.
        engine_wanted: there was no sound engine, and the person wants it looked for again.
    """

    part_loaded = Signal(str)
    sound_known = Signal(bool)
    heard_changed = Signal()
    loop_changed = Signal(object)
    stretch_changed = Signal(object)
    position_ticked = Signal(int)
    engine_wanted = Signal()

    def __init__(self, work: Workplace, jobs: JobRunner, view: DeskView) -> None:
        super().__init__(view)
        self._work, self._jobs, self._view = work, jobs, view
        self._player: Player | None = None
        self._starting = Lock()
        self._listening: Listening | None = None
        self._parts: tuple[Recording, ...] = ()
        self._refusal = ""
        self._fault: PlayerFault | None = None
        self._loading = self._play_wanted = False
        self._shown: SoundStatus | None = None
        self._settings = work.application.settings.load()
        self._volume = self._settings.volume
        self._loop: Span | None = None
        self._stretch: Span | None = None
        self._channel = Channel.BOTH
        self._loaded_uid = ""
        self._looking = self._timer(LOOK_EVERY_MS, self.look)
        self._hearing = self._timer(HEARD_EVERY_MS, self.heard_changed.emit)
        self._ticking = self._timer(TICK_EVERY_MS, self._tick)
        self._due = self._timer(0, self.look)
        self._due.setSingleShot(True)
        self._keeping = self._timer(KEEP_EVERY_MS, self.keep)
        view.play_pressed.connect(self.on_play)
        view.skipped.connect(self.on_skipped)
        view.position_chosen.connect(self.on_position)
        view.hear_pressed.connect(self.on_hear)
        view.rate_chosen.connect(self.on_rate)
        view.volume_chosen.connect(self.on_volume)
        view.part_chosen.connect(self.on_part)
        view.fault_retried.connect(self.on_retried)
        hearing = view.sound.transport.hearing
        hearing.skipping_chosen.connect(self.on_skip_silences)
        hearing.levelling_chosen.connect(self.on_levelled)
        hearing.channel_chosen.connect(self.on_channel)

    def _timer(self, every_ms: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setTimerType(Qt.TimerType.PreciseTimer if every_ms < LOOK_EVERY_MS else Qt.TimerType.CoarseTimer)
        timer.setInterval(every_ms)
        timer.timeout.connect(act)
        return timer

    @property
    def duration_ms(self) -> int:
        """Of all parts together."""
        return sum(part.duration_ms for part in self._parts)

    @property
    def heard_ms(self) -> int:
        return self._listening.heard_ms() if self._listening else 0

    @property
    def playing(self) -> bool:
        return self._listening is not None and self._listening.playing

    @property
    def part(self) -> str:
        """The recording that is loaded; empty where none is ready."""
        return self._loaded_uid

    @property
    def loop_span(self) -> Span | None:
        return self._loop

    def heard_spans(self, part_uid: str) -> tuple[Span, ...]:
        """What of a part was heard, merged, in order."""
        return self._listening.heard_spans(part_uid) if self._listening else ()

    def skipped_spans(self, part_uid: str) -> tuple[Span, ...]:
        """The silences of a part that were skipped and not heard."""
        return self._listening.skipped(part_uid) if self._listening else ()

    # Loading

    def prepare(self, desk: RatingDesk) -> Listening:
        """Make the sound of a desk ready; slow, so it belongs in the job that opens the desk."""
        return self._work.listening(desk, player=self.warm(), clock=PlaybackClock())

    def warm(self) -> Player:
        """Start the sound engine where that has not been done yet; slow, so it belongs in a job."""
        with self._starting:
            if self._player is None:
                player = self._work.application.open_player()
                player.on_report(self._on_report)
                player.set_volume(self._volume)
                self._player = player
            return self._player

    def take(self, listening: Listening) -> None:
        """Begin with a desk's sound, where this rater stopped."""
        self._listening, self._parts, self._shown, self._refusal = listening, (), None, ""
        self._settings = self._work.application.settings.load()
        listening.set_skip_silences(self._settings.skip_silences)
        listening.set_levelled(self._settings.level_voice)
        listening.set_channel(self._channel)
        self._load(listening.resume)

    def _load(self, load: Callable[[], object]) -> None:
        listening = self._listening
        if listening is None:
            return
        self._loading, self._play_wanted, self._loaded_uid = True, False, ""

        def work(progress: Progress) -> tuple[tuple[Recording, ...], str]:
            parts = listening.parts()
            refusals = [why for part in parts if (why := listening.why_silent(part))]
            load()
            return parts, refusals[0] if parts and len(refusals) == len(parts) else ""

        self._jobs.start(
            work,
            done=lambda loaded: self._on_loaded(listening, loaded),
            failed=lambda error: self._on_load_failed(listening, error),
        )

    def _on_loaded(self, listening: Listening, loaded: tuple[tuple[Recording, ...], str]) -> None:
        if listening is not self._listening:
            return  # the rater has left, or gone on to another rating
        self._loading = False
        self._parts, self._refusal = loaded
        if not self._parts:
            self._refusal = tr("This session has no recording here. You can score it all the same.")
        self.sound_known.emit(bool(self._parts))
        self._looking.start()
        if self._play_wanted:
            self._play_wanted = False
            self.on_play()
        self.look()
        self._loaded_uid = listening.look().recording_uid or ""
        if self._loaded_uid:
            self.part_loaded.emit(self._loaded_uid)
        self.heard_changed.emit()

    def _on_load_failed(self, listening: Listening, error: Exception) -> None:
        if not isinstance(error, UserFacingError):
            raise error
        if listening is not self._listening:
            return
        self._loading = self._play_wanted = False
        self._refusal = str(error)
        self.sound_known.emit(True)  # what is wrong with it is said where it would be
        self.look()

    def _on_report(self, report: PlayerReport) -> None:
        """Any thread: only hand on."""
        listening = self._listening
        if listening is not None:
            listening.on_report(report)

    # Following

    def look(self) -> None:
        """Show where the sound is, and have what is due done in time; reads no file and no library."""
        if self._listening is None:
            return
        listened = self._listening.look()
        if listened.due_ms is not None and listened.due_ms < DUE_SOON_MS:
            self._due.start(listened.due_ms)
        if listened.loop != self._loop:
            self._loop = listened.loop
            self.loop_changed.emit(self._loop)
        if listened.stretch != self._stretch:
            self._stretch = listened.stretch
            self.stretch_changed.emit(self._stretch)
        if not self._view.isVisible():
            return
        self._fault = listened.fault
        status = self._status(listened)
        if status != self._shown:
            was_playing = bool(self._shown and self._shown.playing)
            self._shown = status
            self._view.show_sound(status)
            if status.playing and not self._keeping.isActive():
                self._keeping.start()
                self._hearing.start()
                self._ticking.start()
            elif was_playing and not status.playing:
                self._keeping.stop()
                self._hearing.stop()
                self._ticking.stop()
                self.keep()
        self._view.show_position(listened.reading.media_ms)

    def _tick(self) -> None:
        """Tell where the sound is now; the clock alone is read."""
        if self._listening is not None and self._view.isVisible():
            self.position_ticked.emit(self._listening.now_ms)

    def _status(self, listened: Listened) -> SoundStatus:
        return SoundStatus(
            duration_ms=listened.duration_ms,
            playing=listened.state is PlayerState.PLAYING,
            rate=listened.rate,
            volume=self._volume,
            parts=tuple(SoundPart(p.uid, tr("Part {n}", n=p.part)) for p in self._parts),
            part=listened.recording_uid or "",
            skip_ms=self._settings.skip_ms,
            approximate=listened.reading.quality == "approximate",
            fault=self._refusal or fault_sentence(listened.fault),
            ready=listened.state not in _UNREADY,
            skips_silences=self._settings.skip_silences,
            saved_ms=self._listening.saved_ms if self._listening else 0,
            levelled=self._settings.level_voice,
            can_level=self._player is not None and self._player.can_level,
            channel=self._channel,
            stereo=any(p.uid == listened.recording_uid and p.channels == 2 for p in self._parts),
            looping=listened.loop is not None,
        )

    # What the rater wants

    def on_play(self) -> None:
        """Play or pause; what is still being made ready plays as soon as it is."""
        if self._loading:
            self._play_wanted = not self._play_wanted
        elif self._listening is not None:
            self._listening.toggle(rewind_ms=self._settings.rewind_on_resume_ms)
            self.look()

    def on_skipped(self, by_ms: int) -> None:
        if self._listening is not None:
            self._listening.skip(by_ms)
            self.look()

    def on_position(self, media_ms: int) -> None:
        if self._listening is not None:
            self._listening.seek(media_ms)
            self.look()

    def on_hear(self, uid: str, media_ms: int) -> None:
        """Play what led to a score, in the part where it was given."""
        self._in_part(uid, lambda listening: listening.hear(media_ms))

    def play_from(self, part_uid: str, media_ms: int) -> None:
        """Play a part on from here, such as from a line of its transcript."""
        self._in_part(part_uid, lambda listening: listening.play_from(media_ms))

    def play_span(self, part_uid: str, start_ms: int, end_ms: int) -> None:
        """Play this stretch of a part and pause at its end."""
        self._in_part(part_uid, lambda listening: listening.play_span(start_ms, end_ms))

    def loop(self, span: Span | None) -> None:
        """Play this stretch of the part that is loaded again and again; None: play on from now on."""
        if self._listening is not None and not self._loading:
            self._listening.loop(span)
            self.look()

    def _in_part(self, uid: str, act: Callable[[Listening], None]) -> None:
        """Do this in a part, which is loaded first where another one is."""
        listening = self._listening
        part = next((part for part in self._parts if part.uid == uid), None)
        if listening is None or part is None:
            return
        if self._loaded_uid == uid:
            act(listening)
            self.look()
            return

        def load() -> None:
            listening.load(part)
            act(listening)

        self.keep()
        self._load(load)

    def on_rate(self, rate: float) -> None:
        if self._listening is not None:
            self._listening.set_rate(rate)
            self.look()

    def on_volume(self, percent: int) -> None:
        self._volume = percent
        if self._listening is not None:
            self._listening.set_volume(percent)
        self.look()

    # Silences, channels, loudness

    def show_speech(self, part_uid: str, speech: Sequence[Span], known_ms: int) -> None:
        """Tell where somebody speaks in a part, as far as it is known; what is silent there can be skipped."""
        if self._listening is not None and part_uid == self._loaded_uid:
            self._listening.set_speech(speech, known_ms)
            self.look()

    def on_skip_silences(self, on: bool) -> None:
        self._settings = replace(self._settings, skip_silences=on)
        if self._listening is not None:
            self._listening.set_skip_silences(on)
        self._keep_settings()
        self.look()

    def on_levelled(self, on: bool) -> None:
        self._settings = replace(self._settings, level_voice=on)
        if self._listening is not None:
            self._listening.set_levelled(on)
        self._keep_settings()
        self.look()

    def on_channel(self, channel: str) -> None:
        self._channel = Channel(channel)
        if self._listening is not None:
            self._listening.set_channel(self._channel)
        self.look()

    # Parts

    def on_part(self, uid: str) -> None:
        chosen = next((part for part in self._parts if part.uid == uid), None)
        listening = self._listening
        if chosen is not None and listening is not None:
            self.keep()
            self._load(lambda: listening.load(chosen))

    def on_retried(self) -> None:
        """Try the sound again, with another engine where there was none."""
        if self._listening is None:
            return
        if self._fault is PlayerFault.NO_ENGINE and self._player is not None:
            self._player.close()
            self._player = None
            self.engine_wanted.emit()
        else:
            self._load(self._listening.resume)

    # Keeping

    def keep(self) -> None:
        """Have what was heard written down, in a job."""
        work = self._listening.keep() if self._listening else None
        if work is not None:
            self._jobs.start(
                lambda _: work(), done=lambda _: self.heard_changed.emit(), failed=self._on_not_kept, lane=LANE
            )

    def _on_not_kept(self, error: Exception) -> None:
        """The ledger takes back what it could not write; a full disk is told where clicks are saved."""
        if not isinstance(error, UserFacingError):
            raise error

    def pause(self) -> None:
        if self._listening is not None and self._listening.playing:
            self._listening.toggle()

    def leave(self) -> None:
        """Stop following, and let go of the recording."""
        self._loading = self._play_wanted = False
        self._loaded_uid, self._loop, self._stretch = "", None, None
        for timer in (self._looking, self._keeping, self._hearing, self._ticking, self._due):
            timer.stop()
        if self._listening is not None:
            self.pause()
            self.keep()
            self._listening.close()
            self._listening = None
        self._keep_settings()

    def _keep_settings(self) -> None:
        """Write down how the person listens, over whatever else the settings have become meanwhile."""
        store, mine = self._work.application.settings, self._settings
        kept = store.load()
        now = replace(kept, volume=self._volume, skip_silences=mine.skip_silences, level_voice=mine.level_voice)
        if now != kept:
            store.save(now)

    def settle(self) -> None:
        """Write down here and now what was heard. Raises ``UserFacingError`` where that cannot be."""
        self.pause()
        work = self._listening.keep() if self._listening else None
        if work is not None:
            work()

    def close(self) -> None:
        """Give the player back."""
        for timer in (self._looking, self._keeping, self._hearing, self._ticking, self._due):
            timer.stop()
        self._listening = None
        if self._player is not None:
            self._player.close()
            self._player = None
