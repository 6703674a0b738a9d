"""Makes the pictures that are missing, one after another in the background, and steps aside for the desk."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, Signal

from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.jobs import JobRunner, Progress, RunningJob
from fidelity_rater.app.waveforms import Pictures

LANE: Final = "peaks"


class PictureMaking(QObject):
    """One job at a time; what it cannot draw is left to the desk, which says why.

    Signals:
        made: a picture is kept now (the recording's uid).
    """

    made = Signal(str)

    def __init__(self, pictures: Pictures, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures, self._jobs = pictures, jobs
        self._job: RunningJob | None = None
        self._given_up: set[str] = set()
        self._held: set[str] = set()
        self._wanted = self._working = False

    def look(self) -> None:
        """See whether pictures are missing, now or once what is under way has ended."""
        self._wanted = True
        self._go_on()

    def hold(self, why: str, held: bool) -> None:
        """Step aside, and go on once no reason to do so is left."""
        if not held:
            self._held.discard(why)
        elif why not in self._held:
            self._held.add(why)
            if self._working and self._job is not None:
                self._job.cancel()
                self._wanted = True
        self._go_on()

    def _go_on(self) -> None:
        if self._held or self._working or not self._wanted:
            return
        self._wanted, self._working = False, True
        given_up = frozenset(self._given_up)
        making: list[str] = []

        def work(progress: Progress) -> str:
            missing = next((uid for uid in self._pictures.missing() if uid not in given_up), "")
            if missing:
                making.append(missing)
                self._pictures.make(missing, progress)
            return missing

        self._job = self._jobs.start(
            work,
            done=self._on_made,
            failed=lambda error: self._on_failed(error, making),
            cancelled=self._on_cancelled,
            lane=LANE,
        )

    def _on_made(self, uid: str) -> None:
        self._working = False
        if uid:
            self._wanted = True
            self.made.emit(uid)
        self._go_on()

    def _on_failed(self, error: Exception, making: list[str]) -> None:
        self._working = False
        if not isinstance(error, UserFacingError):
            raise error
        if making:
            self._given_up.update(making)
            self._wanted = True
        self._go_on()

    def _on_cancelled(self) -> None:
        self._working = False
        self._go_on()
