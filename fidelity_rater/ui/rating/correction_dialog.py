"""Why a signed rating is corrected."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.dialog import FormDialog
from fidelity_rater.ui.forms.fields import LinesField


class CorrectionDialog(FormDialog):
    """Asks for the reason; the correction begins with every score of what it corrects."""

    def __init__(
        self, parent: QWidget, *, jobs: JobRunner, correct: Callable[[str], str], done: Callable[[str], None]
    ) -> None:
        super().__init__(
            parent,
            jobs=jobs,
            title=tr("Correct this rating"),
            explanation=tr(
                "The signed rating stays as it is. A new one begins with its scores, and takes its place once signed."
            ),
            accept_text=tr("Begin the correction"),
        )
        self._correct, self._done = correct, done
        self.reason = LinesField()
        self.rows.add_row(tr("What was wrong"), self.reason, hint=tr("Kept with both ratings."))

    def on_accepted(self) -> None:
        reason = self.reason.text
        self.save(lambda: self._correct(reason), done=self._done)
