"""Slow work that was asked for from a menu: a small window with its progress, and then how it ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.ports.jobs import JobRunner, Progress
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.work import Work
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.progress_line import ProgressLine
from fidelity_rater.ui.widgets.text import label

T = TypeVar("T")


class TaskDialog(QDialog, Generic[T]):
    """Does one thing; can be stopped while it does."""

    def __init__(
        self, parent: QWidget, *, jobs: JobRunner, text: str, work: Callable[[Progress], T], told: Callable[[T], str]
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(text)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._text, self._do, self._told = text, work, told
        self.banner = Banner("danger")
        self.banner.hide()
        self.outcome = label("", wrap=True)
        self.progress = ProgressLine()
        self.close_button = TextButton(tr("Close"), "primary")
        self.close_button.setDefault(True)
        self.close_button.clicked.connect(self.accept)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(text, "heading"))
        for widget in (self.banner, self.outcome, self.progress):
            column.addWidget(widget)
        column.addLayout(buttons)
        self.setMinimumWidth(480)
        self._form = QWidget(self)
        self.work = Work(jobs, form=self._form, banner=self.banner, progress=self.progress)

    def begin(self) -> None:
        """Open, and do it."""
        self.open()
        self.close_button.setEnabled(False)
        self.work.start(
            self._do,
            done=self._on_done,
            failed=lambda _: self.close_button.setEnabled(True),
            stopped=self.accept,
            text=self._text,
            cancellable=True,
        )

    def reject(self) -> None:
        """Escape stops what runs first."""
        if self.work.busy:
            self.work.cancel()
        else:
            super().reject()

    def _on_done(self, result: T) -> None:
        self.outcome.setText(self._told(result))
        self.close_button.setEnabled(True)
        self.close_button.setFocus()
