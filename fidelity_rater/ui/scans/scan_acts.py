"""What is done with scans: a file is taken in, looked at from memory, saved again where a person asks, or removed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from fidelity_rater.app.ports.jobs import JobRunner, Progress
from fidelity_rater.app.rating.saver import LANE
from fidelity_rater.app.training.models import Attachment
from fidelity_rater.app.training.scans import Scans, suggested_name
from fidelity_rater.i18n import tr
from fidelity_rater.ui.scans.scan_view import ScanView, picture_of


class ScanActs(QObject):
    """Acts on the scans of the entry that is shown.

    Signals:
        done: it is done (what to say of it, or nothing).
        failed: it cannot be done (the error).
    """

    done = Signal(str)
    failed = Signal(object)

    def __init__(self, scans: Scans, jobs: JobRunner, over: QWidget) -> None:
        super().__init__(over)
        self._scans, self._jobs, self._over = scans, jobs, over
        self._entry = ""
        self.view: ScanView | None = None

    def show_entry(self, uid: str) -> None:
        """What is taken in from now on hangs on this entry."""
        self._entry = uid

    def choose_scan(self) -> None:
        """Ask for a file, and hang it on the entry."""
        kinds = tr("Scans (*.pdf *.png *.jpg *.jpeg)")
        path, _ = QFileDialog.getOpenFileName(self._over, tr("A scan of this entry"), str(Path.home()), kinds)
        if path:
            self.attach(Path(path))

    def attach(self, path: Path) -> None:
        """Hang a file on the entry."""
        uid = self._entry
        words = tr("The scan is kept, encrypted. The original file stays where it is.")
        self._start(lambda progress: self._scans.attach(uid, path, progress), words=words, lane=LANE)

    def look_at(self, scan: Attachment) -> None:
        """Show a picture from memory."""
        self._jobs.start(
            lambda _: picture_of(self._scans.bytes_of(scan.uid)),
            done=lambda picture: self._show_picture(scan, picture),
            failed=self.failed.emit,
        )

    def _show_picture(self, scan: Attachment, picture: Any) -> None:
        view = self.view = ScanView(scan, picture, self._over)
        view.save_wanted.connect(self.choose_copy)
        view.show_over()

    def choose_copy(self, scan: Attachment) -> None:
        """Ask where a copy goes, and save it there."""
        suggested = str(Path.home() / suggested_name(scan))
        path, _ = QFileDialog.getSaveFileName(self._over, tr("Save a copy of this scan"), suggested)
        if path:
            self.save_copy(scan, Path(path))

    def save_copy(self, scan: Attachment, path: Path) -> None:
        """Write a scan out, in the clear, where the person asked for it."""
        words = tr("A copy is saved. It is not encrypted.")
        self._start(lambda _: self._scans.save_copy(scan.uid, path), words=words)

    def remove(self, uid: str) -> None:
        """Destroy a scan."""
        self._start(lambda _: self._scans.remove(uid), words=tr("The scan is gone for good"), lane=LANE)

    def _start(self, act: Callable[[Progress], object], *, words: str, lane: str | None = None) -> None:
        self._jobs.start(act, done=lambda _: self.done.emit(words), failed=self.failed.emit, lane=lane)
