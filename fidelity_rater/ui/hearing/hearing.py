"""Plays stretches of sound, one at a time; where nothing can be heard it says so."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Final, Protocol

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from fidelity_rater.app.application import Application
from fidelity_rater.app.clock import PlaybackClock
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.evidence_models import Play
from fidelity_rater.app.ports.jobs import JobRunner, Progress
from fidelity_rater.app.ports.sound import Player, PlayerFault, PlayerReport, PlayerState, SoundSource
from fidelity_rater.i18n import tr

LOOK_EVERY_MS: Final = 50


@dataclass(frozen=True, slots=True)
class Heard:
    """What the bar shows. ``position_ms`` counts from where the stretch begins; ``fault``: why nothing is heard."""

    play: Play | None = None
    playing: bool = False
    position_ms: int = 0
    fault: str = ""

    @property
    def length_ms(self) -> int:
        return self.play.end_ms - self.play.start_ms if self.play else 0

    @property
    def recording_ms(self) -> int:
        """Where this is on the recording's own time axis."""
        return self.play.offset_ms + self.play.start_ms + self.position_ms if self.play else 0


class HearingWork(Protocol):
    """What hearing needs of a workplace."""

    @property
    def application(self) -> Application: ...


class Hearing(QObject):
    """One player for a whole screen; nothing is loaded before somebody wants to hear it.

    Signals:
        changed: what is heard, or can be, is another now (:class:`Heard`); often, while it plays.
    """

    changed = Signal(object)

    def __init__(
        self,
        work: HearingWork,
        jobs: JobRunner,
        parent: QObject | None = None,
        *,
        open_sound: Callable[[Play], SoundSource],
    ) -> None:
        """``open_sound`` opens what is to be heard, as consent allows it here."""
        super().__init__(parent)
        self._work, self._jobs = work, jobs
        self._open_sound = open_sound
        self._player: Player | None = None
        self._starting = Lock()
        self._clock = PlaybackClock()
        self._report: PlayerReport | None = None
        self._loaded = ""
        self._play: Play | None = None
        self._refused = ""
        self._wanted = 0
        self._pausing = False
        self._looking = QTimer(self)
        self._looking.setTimerType(Qt.TimerType.PreciseTimer)
        self._looking.setInterval(LOOK_EVERY_MS)
        self._looking.timeout.connect(self.look)

    @property
    def playing(self) -> bool:
        return self._clock.state is PlayerState.PLAYING

    @property
    def heard(self) -> Heard:
        play = self._play
        if play is None:
            return Heard(fault=self._refused)
        position = min(max(0, self._clock.now().media_ms - play.start_ms), play.end_ms - play.start_ms)
        return Heard(play, self.playing, position, self._refused or self._fault())

    def start(self, play: Play) -> None:
        """Play this stretch from its beginning; the same one that plays pauses, one that was paused goes on."""
        if play == self._play and self._loaded == play.sound_uid and not self._refused:
            self.toggle()
            return
        self.pause()
        self._play, self._refused = play, ""
        self._wanted += 1
        if self._loaded == play.sound_uid and self._player is not None:
            self._begin(play)
            return
        self._loaded = ""
        wanted = self._wanted

        def work(progress: Progress) -> tuple[Player, SoundSource]:
            return self._engine(), self._open_sound(play)

        self._jobs.start(
            work,
            done=lambda ready: self._on_ready(wanted, play, *ready),
            failed=lambda error: self._on_failed(wanted, error),
        )
        self.changed.emit(self.heard)

    def _engine(self) -> Player:
        """Starting the engine is slow: it belongs in a job, once."""
        with self._starting:
            if self._player is None:
                player = self._work.application.open_player()
                player.on_report(self._on_report)
                player.set_volume(self._work.application.settings.load().volume)
                self._player = player
            return self._player

    def _on_report(self, report: PlayerReport) -> None:
        """May be called on any thread: only stores."""
        self._report = report
        self._clock.on_report(report)

    def _on_ready(self, wanted: int, play: Play, player: Player, sound: SoundSource) -> None:
        if wanted != self._wanted:
            return  # another moment was chosen meanwhile
        self._clock.load(play.duration_ms)
        self._report = None
        player.load(sound, duration_ms=play.duration_ms)
        self._loaded = play.sound_uid
        self._begin(play)

    def _on_failed(self, wanted: int, error: Exception) -> None:
        if not isinstance(error, UserFacingError):
            raise error
        if wanted == self._wanted:
            self._refused = str(error)
            self.changed.emit(self.heard)

    def _begin(self, play: Play) -> None:
        assert self._player is not None
        self._player.seek(play.start_ms)
        self._go()

    def _go(self) -> None:
        assert self._player is not None
        self._pausing = False
        self._player.play()
        self._looking.start()
        self.look()

    def toggle(self) -> None:
        """Pause, or go on; at the end, from the beginning."""
        play, player = self._play, self._player
        if play is None or player is None or not self._loaded:
            return
        if self.playing:
            self.pause()
            return
        if self._clock.now().media_ms >= play.end_ms - LOOK_EVERY_MS or self._clock.state is PlayerState.ENDED:
            player.seek(play.start_ms)
        self._go()

    def seek(self, position_ms: int) -> None:
        """Go there, counted from where the stretch begins."""
        if self._play is not None and self._player is not None and self._loaded:
            self._player.seek(min(self._play.start_ms + max(0, position_ms), self._play.end_ms))
            self.look()

    def pause(self) -> None:
        """An engine tells only later that it has stopped: until then it is looked after."""
        if self._player is not None and self._loaded and self.playing:
            self._pausing = True
            self._player.pause()
        if not self.playing:
            self._looking.stop()
        self.changed.emit(self.heard)

    def look(self) -> None:
        """Follow the sound; at the end of the stretch it pauses there."""
        play = self._play
        if play is not None and self.playing and not self._pausing and self._clock.guess_ms() >= play.end_ms:
            self.pause()
            return
        paused = self._pausing and not self.playing
        if paused or self._clock.state is PlayerState.ENDED or self._fault():
            self._looking.stop()
        self.changed.emit(self.heard)

    def _fault(self) -> str:
        return fault_words(self._report.fault if self._report else None)

    def retry(self) -> None:
        """Try again, with another engine."""
        play = self._play
        if self._player is not None:
            self._player.close()
            self._player = None
        self._loaded, self._play, self._report, self._refused = "", None, None, ""
        if play is not None:
            self.start(play)

    def forget(self) -> None:
        """Let go of what is loaded: another letter is shown."""
        self.pause()
        self._wanted += 1
        if self._player is not None and self._loaded:
            self._player.unload()
        self._loaded, self._play, self._refused, self._report = "", None, "", None
        self.changed.emit(self.heard)

    def close(self) -> None:
        """Give the player back."""
        self._looking.stop()
        self._wanted += 1
        if self._player is not None:
            self._player.close()
            self._player = None
        self._loaded, self._play = "", None


def fault_words(fault: PlayerFault | None) -> str:
    """Why nothing is heard; empty where there is no fault."""
    match fault:
        case None:
            return ""
        case PlayerFault.NO_ENGINE:
            return tr(
                "The sound engine VLC is not on this computer, so nothing can be heard. Install VLC, then try again. "
                "Everything can be read all the same."
            )
        case PlayerFault.NO_SOUND_DEVICE:
            return tr(
                "This computer has no sound output, so nothing can be heard. Connect headphones or loudspeakers, then "
                "try again."
            )
        case PlayerFault.UNPLAYABLE:
            return tr("The sound engine cannot play this sound.")
        case PlayerFault.SOURCE_FAILED:
            return tr("The sound could not be read from the library.")
