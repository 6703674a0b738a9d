"""Where feedback goes from the desk: into a package to the therapist, or into a report. Dialogs load when wanted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.app.sharing.models import FeedbackOrder
from fidelity_rater.ui.rating.feedback_control import FeedbackControl
from fidelity_rater.ui.rating.selection_control import SelectionControl
from fidelity_rater.ui.rating.sound_control import SoundControl


class FeedbackWays(QObject):
    """Opens what sends and what saves, over the desk; the work goes on beside it."""

    def __init__(
        self,
        work: Workplace,
        jobs: JobRunner,
        host: QWidget,
        *,
        control: FeedbackControl,
        sound: SoundControl,
        selection: SelectionControl,
        about: Callable[[], str],
    ) -> None:
        """``about`` says in codes what is on the desk."""
        super().__init__(host)
        self._work, self._jobs, self._host, self._about = work, jobs, host, about
        self._control, self._sound, self._selection = control, sound, selection
        control.send_wanted.connect(self.send)
        control.report_wanted.connect(self.report)

    def send(self, feedback_uid: str) -> None:
        """Say what would go along, ask to whom, write it; then show that it was sent."""
        from fidelity_rater.ui.sending.dialog import SendDialog

        dialog = SendDialog(
            self._work,
            self._jobs,
            FeedbackOrder(feedback_uid),
            self._host,
            selection=self.selected,
            listen=self._sound.play_span,
        )

        dialog.sent.connect(lambda _: self._control.reload())
        dialog.show_over()

    def selected(self) -> tuple[str, int, int] | None:
        """What is selected in the sound, so that it can be covered before it leaves."""
        span = self._selection.span
        return (self._sound.part, *span) if span is not None and self._sound.part else None

    def report(self, rating_uid: str) -> None:
        from fidelity_rater.ui.reports.save_report import offer_report

        wish = self._work.reporting.session_wish(rating_uid, self._about())
        offer_report(self._work.reporting, self._jobs, wish, self._host)
