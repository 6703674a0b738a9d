"""Clips beside the desk's own sound: a moment is heard whose recording is not here."""

from __future__ import annotations

from PySide6.QtCore import QObject

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.evidence_models import Play
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.i18n import tr
from fidelity_rater.ui.hearing.hearing import Hearing
from fidelity_rater.ui.hearing.player_bar import PlayerBar
from fidelity_rater.ui.rating.sound_control import SoundControl


class ClipControl(QObject):
    """Only one of the two sounds at a time; nothing is loaded before a clip is wanted."""

    def __init__(self, work: Workplace, jobs: JobRunner, sound: SoundControl, bar: PlayerBar) -> None:
        super().__init__(bar)
        self._sound, self.bar = sound, bar
        self.hearing = Hearing(work, jobs, self, open_sound=work.panel.sounds.open)
        bar.play_pressed.connect(self.hearing.toggle)
        bar.position_chosen.connect(self.hearing.seek)
        bar.retried.connect(self.hearing.retry)
        self.hearing.changed.connect(bar.show_heard)

    def offer(self) -> None:
        """Say that only clips are here, where nothing is heard yet."""
        if self.hearing.heard.play is None:
            self.bar.show_offer(tr("Only clips of this session are here: play a moment to hear it."))

    def hear(self, play: Play, words: str) -> None:
        """Play this clip from its beginning, or pause it."""
        self._sound.pause()
        self.bar.show_what(words)
        self.hearing.start(play)

    def forget(self) -> None:
        """Another rating is on the desk: the bar goes with the clip."""
        self.hearing.forget()

    @property
    def playing(self) -> bool:
        return self.hearing.playing

    def pause(self) -> None:
        self.hearing.pause()

    def close(self) -> None:
        self.hearing.close()
