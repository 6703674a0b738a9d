"""Joins the sound of a rating with its transport: loads, follows the clock while it is seen, keeps what was heard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.caseload_models import Recording
from fidelity_rater.app.clock import PlaybackClock
from fidelity_rater.app.desk_models import SoundPart, SoundStatus
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.jobs import JobRunner, Progress
from fidelity_rater.app.ports.sound import Player, PlayerFault, PlayerReport, PlayerState
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.app.rating.listening import Listened, Listening
from fidelity_rater.app.rating.saver import LANE
from fidelity_rater.i18n import tr
from fidelity_rater.ui.desk.desk_view import DeskView
from fidelity_rater.ui.rating.sound_words import fault_sentence

LOOK_EVERY_MS: Final = 100
KEEP_EVERY_MS: Final = 10_000
_UNREADY = (PlayerState.EMPTY, PlayerState.LOADING)


class SoundControl(QObject):
    """The sound of the rating on the desk; nothing plays that consent does not allow.

    Signals:
        heard_changed: how much was heard may have changed.
        engine_wanted: there was no sound engine, and the person wants it looked for again.
    """

    heard_changed = Signal()
    engine_wanted = Signal()

    def __init__(self, work: Workplace, jobs: JobRunner, view: DeskView) -> None:
        super().__init__(view)
        self._work, self._jobs, self._view = work, jobs, view
        self._player: Player | None = None
        self._listening: Listening | None = None
        self._parts: tuple[Recording, ...] = ()
        self._refusal = ""
        self._fault: PlayerFault | None = None
        self._loading = self._play_wanted = False
        self._shown: SoundStatus | None = None
        self._settings = work.application.settings.load()
        self._volume = self._settings.volume
        self._looking = self._timer(LOOK_EVERY_MS, self.look)
        self._keeping = self._timer(KEEP_EVERY_MS, self.keep)
        view.play_pressed.connect(self.on_play)
        view.skipped.connect(self.on_skipped)
        view.position_chosen.connect(self.on_position)
        view.hear_pressed.connect(self.on_hear)
        view.rate_chosen.connect(self.on_rate)
        view.volume_chosen.connect(self.on_volume)
        view.part_chosen.connect(self.on_part)
        view.fault_retried.connect(self.on_retried)

    def _timer(self, every_ms: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
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

    # Loading

    def prepare(self, desk: RatingDesk) -> Listening:
        """Make the sound of a desk ready; slow, so it belongs in the job that opens the desk."""
        if self._player is None:
            self._player = self._work.application.open_player()
            self._player.on_report(self._on_report)
            self._player.set_volume(self._volume)
        return self._work.listening(desk, player=self._player, clock=PlaybackClock())

    def take(self, listening: Listening) -> None:
        """Begin with a desk's sound, where this rater stopped."""
        self._listening, self._parts, self._shown, self._refusal = listening, (), None, ""
        self._settings = self._work.application.settings.load()
        self._load(listening.resume)

    def _load(self, load: Callable[[], object]) -> None:
        listening = self._listening
        if listening is None:
            return
        self._loading, self._play_wanted = True, False

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
        self._looking.start()
        if self._play_wanted:
            self._play_wanted = False
            self.on_play()
        self.look()
        self.heard_changed.emit()

    def _on_load_failed(self, listening: Listening, error: Exception) -> None:
        if not isinstance(error, UserFacingError):
            raise error
        if listening is not self._listening:
            return
        self._loading = self._play_wanted = False
        self._refusal = str(error)
        self.look()

    def _on_report(self, report: PlayerReport) -> None:
        """Any thread: only hand on."""
        listening = self._listening
        if listening is not None:
            listening.on_report(report)

    # Following

    def look(self) -> None:
        """Show where the sound is; reads no file and no library."""
        if self._listening is None or not self._view.isVisible():
            return
        listened = self._listening.look()
        self._fault = listened.fault
        status = self._status(listened)
        if status != self._shown:
            was_playing = bool(self._shown and self._shown.playing)
            self._shown = status
            self._view.show_sound(status)
            if status.playing and not self._keeping.isActive():
                self._keeping.start()
            elif was_playing and not status.playing:
                self._keeping.stop()
                self.keep()
        self._view.show_position(listened.reading.media_ms)

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
        listening = self._listening
        part = next((part for part in self._parts if part.uid == uid), None)
        if listening is None or part is None:
            return
        if self._shown is not None and self._shown.part == uid:
            listening.hear(media_ms)
            self.look()
            return

        def load() -> None:
            listening.load(part)
            listening.hear(media_ms)

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
        for timer in (self._looking, self._keeping):
            timer.stop()
        if self._listening is not None:
            self.pause()
            self.keep()
            self._listening.close()
            self._listening = None
        if self._volume != self._settings.volume:
            settings = self._work.application.settings
            settings.save(replace(settings.load(), volume=self._volume))

    def settle(self) -> None:
        """Write down here and now what was heard. Raises ``UserFacingError`` where that cannot be."""
        self.pause()
        work = self._listening.keep() if self._listening else None
        if work is not None:
            work()

    def close(self) -> None:
        """Give the player back."""
        for timer in (self._looking, self._keeping):
            timer.stop()
        self._listening = None
        if self._player is not None:
            self._player.close()
            self._player = None
