"""Joins the picture of the sound with its recording: reads or makes it in a job, fills it in while it is made."""

from __future__ import annotations

import time
from typing import Final

from PySide6.QtCore import QObject, Qt, Signal, Slot

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.errors import NotAllowed, UserFacingError
from fidelity_rater.app.evidence_models import HeardBand, Span
from fidelity_rater.app.ports.jobs import JobRunner, Progress, RunningJob
from fidelity_rater.app.ports.waveform import Waveform
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.i18n import tr
from fidelity_rater.ui.desk.desk_view import DeskView
from fidelity_rater.ui.rating.sound_control import SoundControl

LANE: Final = "picture"
GROWS_EVERY_S: Final = 0.2
HEARD_EVERY_MS: Final = 1000


class WaveformControl(QObject):
    """The picture of the part that is loaded. The sound plays on whatever becomes of its picture.

    Signals:
        waveform_ready: the whole picture of the part is known (a :class:`Waveform`).
        busy_changed: a picture is being made for the desk, or no longer.
    """

    waveform_ready = Signal(object)
    busy_changed = Signal(bool)
    _grown = Signal(int, object)

    def __init__(self, work: Workplace, jobs: JobRunner, view: DeskView, sound: SoundControl) -> None:
        super().__init__(view)
        self._work, self._jobs, self._view, self._sound = work, jobs, view, sound
        self._desk: RatingDesk | None = None
        self._job: RunningJob | None = None
        self._turn = 0
        """Counts the parts that were shown: what is told of an earlier one is forgotten."""
        self._part = ""
        self._making = self._busy = False
        self._whole: Waveform | None = None
        self._heard_at = 0
        self._grown.connect(self.on_grown, Qt.ConnectionType.QueuedConnection)
        sound.part_loaded.connect(self.on_part_loaded)
        sound.heard_changed.connect(self.show_heard)
        sound.loop_changed.connect(self.on_loop_changed)
        sound.position_ticked.connect(self.on_ticked)

    def take(self, desk: RatingDesk, *, part: str = "") -> None:
        """Show pictures for this rating from now on: what consent allows depends on it.

        ``part`` is the one that will most likely be loaded: its picture is fetched while the desk is still built.
        """
        self.leave()
        self._desk = desk
        if part:
            self._show_part(part)

    def on_part_loaded(self, recording_uid: str) -> None:
        """Show the picture of a part: the kept one at once, else one that fills in while it is made."""
        if recording_uid != self._part or not (self._making or self._whole):
            self._show_part(recording_uid)
        self.show_heard()
        if self._whole is not None:
            self._sound.show_speech(self._part, self._whole.speech, self._whole.known_ms)

    def _show_part(self, recording_uid: str) -> None:
        self._begin_turn(recording_uid)
        desk, turn = self._desk, self._turn
        if desk is None:
            return
        head, heard_for, pictures = desk.rating.head, desk.rating.heard_for, self._work.pictures
        told_at = float("-inf")

        def grown(waveform: Waveform) -> None:
            nonlocal told_at
            now = time.monotonic()
            if now - told_at >= GROWS_EVERY_S:
                told_at = now
                self._grown.emit(turn, waveform)

        def work(progress: Progress) -> Waveform:
            return pictures.shown(recording_uid, purpose=heard_for, role=head.role, progress=progress, grown=grown)

        self._making = True
        self._job = self._jobs.start(
            work,
            done=lambda waveform: self._on_whole(turn, waveform),
            failed=lambda error: self._on_failed(turn, error),
            progress=lambda done, total: self._on_progress(turn, done, total),
            lane=LANE,
        )

    def _begin_turn(self, recording_uid: str) -> None:
        if self._job is not None:
            self._job.cancel()
            self._job = None
        self._turn += 1
        self._part, self._making, self._whole = recording_uid, False, None
        self._show_busy(False)
        self._view.sound.show_waveform(None)
        self._view.sound.show_progress("")
        self._view.sound.show_heard(HeardBand(()))
        self._view.sound.show_skipped(())

    @Slot(int, object)
    def on_grown(self, turn: int, waveform: Waveform) -> None:
        """Show as much as is known by now."""
        if turn != self._turn or not self._making:
            return  # of another part, or later than the whole
        self._view.sound.show_waveform(waveform)
        self._sound.show_speech(self._part, waveform.speech, waveform.speech_known_ms)
        self._on_progress(turn, waveform.known_ms, waveform.duration_ms)

    def _on_progress(self, turn: int, done: int, total: int) -> None:
        if turn == self._turn and self._making:
            percent = min(99, done * 100 // max(1, total))
            self._view.sound.show_progress(tr("Drawing the sound … {percent} %", percent=percent))
            self._show_busy(True)

    def _on_whole(self, turn: int, waveform: Waveform) -> None:
        if turn != self._turn:
            return
        self._end()
        self._whole = waveform
        self._view.sound.show_progress("")
        self._view.sound.show_waveform(waveform)
        self._sound.show_speech(self._part, waveform.speech, waveform.speech_known_ms)
        self.waveform_ready.emit(waveform)

    def _on_failed(self, turn: int, error: Exception) -> None:
        if turn != self._turn:
            return
        self._end()
        if not isinstance(error, UserFacingError):
            raise error
        if isinstance(error, NotAllowed) or self._sound.part != self._part:
            self._view.sound.show_waveform(None)
            self._view.sound.show_progress(str(error))
        else:
            self._view.sound.show_progress(tr("This sound cannot be drawn any further; you can still play it."))

    def _end(self) -> None:
        self._making = False
        self._show_busy(False)

    def _show_busy(self, busy: bool) -> None:
        if busy != self._busy:
            self._busy = busy
            self.busy_changed.emit(busy)

    # What was heard, and what is played

    def show_heard(self) -> None:
        """Tint what has been heard, and mark what was passed over."""
        if self._part:
            self._view.sound.show_heard(HeardBand(self._sound.heard_spans(self._part)))
            self._view.sound.show_skipped(self._sound.skipped_spans(self._part))

    def on_ticked(self, media_ms: int) -> None:
        """Move on with the sound; what was heard follows once a second."""
        self._view.show_position(media_ms)
        if abs(media_ms - self._heard_at) >= HEARD_EVERY_MS:
            self._heard_at = media_ms
            self.show_heard()

    def on_loop_changed(self, loop: Span | None) -> None:
        self._view.sound.show_loop(loop)

    def leave(self) -> None:
        """Stop what is being made, and show nothing of the recording any more."""
        self._begin_turn("")
        self._view.sound.show_loop(None)
        self._view.sound.show_selection(None)
        self._desk = None
