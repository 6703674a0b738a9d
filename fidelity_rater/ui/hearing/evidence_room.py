"""A page that tells moments of ratings: each is heard where it is told, in a bar at the foot of the page."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QWidget

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.evidence_models import Play
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.app.ports.sound import SoundSource
from fidelity_rater.app.rating.moment_sounds import MomentSounds, MomentWanted
from fidelity_rater.ui.hearing.hearing import Heard, Hearing, HearingWork
from fidelity_rater.ui.hearing.player_bar import PlayerBar
from fidelity_rater.ui.widgets.room import Room


class EvidenceWork(HearingWork, Protocol):
    """What it needs of a workplace."""

    @property
    def moment_sounds(self) -> MomentSounds: ...


class EvidenceBar(PlayerBar):
    """Finds a moment's sound in a job, plays it, and tells which one sounds.

    Signals:
        sounding_changed: another moment sounds (its uid); empty: none does.
    """

    sounding_changed = Signal(str)

    def __init__(self, work: EvidenceWork, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work, self._jobs = work, jobs
        self._asked = 0
        self._wanted: tuple[MomentWanted, str] | None = None
        self._unfound = False
        self.sounding = ""
        self.hearing = Hearing(work, jobs, self, open_sound=self._open)
        self.play_pressed.connect(self.hearing.toggle)
        self.position_chosen.connect(self.hearing.seek)
        self.retried.connect(self.on_retried)
        self.hearing.changed.connect(self.on_heard)

    def _open(self, play: Play) -> SoundSource:
        return self._work.moment_sounds.open(play)

    def hear(self, moment: MomentWanted, words: str) -> None:
        """Play this moment; the one that sounds pauses, one that was paused goes on. ``words`` name it."""
        self._asked += 1
        asked = self._asked

        def found(play: Play) -> None:
            if asked == self._asked:  # else another was chosen meanwhile, or the page was left
                self._wanted, self._unfound = (moment, words), False
                self.show_what(words)
                self.hearing.start(play)

        self._jobs.start(
            lambda progress: self._work.moment_sounds.find(moment),
            done=found,
            failed=lambda error: self._on_unfound(asked, moment, words, error),
        )

    def _on_unfound(self, asked: int, moment: MomentWanted, words: str, error: Exception) -> None:
        if not isinstance(error, UserFacingError):
            raise error
        if asked == self._asked:
            self.hearing.forget()
            self._wanted, self._unfound = (moment, words), True
            self.show_what(words)
            self.show_heard(Heard(fault=str(error)))

    def on_retried(self) -> None:
        if self._unfound and self._wanted is not None:
            self.hear(*self._wanted)
        else:
            self.hearing.retry()

    def on_heard(self, heard: Heard) -> None:
        self.show_heard(heard)
        sounding = self._wanted[0].uid if heard.playing and self._wanted is not None else ""
        if sounding != self.sounding:
            self.sounding = sounding
            self.sounding_changed.emit(sounding)

    def forget(self) -> None:
        """Let go of what is heard: what it belongs to is shown no more."""
        self._asked += 1
        self._wanted, self._unfound = None, False
        self.hearing.forget()


class EvidenceRoom(Room):
    """Lays out its bar itself; out of sight, it is silent."""

    def __init__(self, work: EvidenceWork, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = EvidenceBar(work, jobs, self)

    @property
    def playing(self) -> bool:
        return self.bar.hearing.playing

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.bar.hearing.pause()

    def rest(self) -> None:
        self.bar.hearing.pause()

    def close_sound(self) -> None:
        self.bar.hearing.close()
