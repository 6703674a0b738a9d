"""The small window that saves a report: as what, with what, and then where it lies."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.ports.jobs import JobRunner, Progress
from fidelity_rater.app.reporting.reporting import Reporting
from fidelity_rater.app.reporting.wishes import FEEDBACK, MOMENTS, NOTES, Choices, ReportWish
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.dialog import FormDialog
from fidelity_rater.ui.forms.fields import ChoiceField
from fidelity_rater.ui.forms.work import Work
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.progress_line import ProgressLine
from fidelity_rater.ui.widgets.text import label

PDF, HTML = "pdf", "html"


class SaveReportDialog(FormDialog):
    """Asks as little as there is to choose; stays open to say where the report is, and opens it if one likes."""

    def __init__(self, reporting: Reporting, jobs: JobRunner, wish: ReportWish, parent: QWidget) -> None:
        why = tr("{about}. Codes only; pseudonymised, so keep it as you would a clinical record.", about=wish.about)
        super().__init__(parent, jobs=jobs, title=wish.title, explanation=why, accept_text=tr("Save …"))
        self._reporting, self._wish = reporting, wish
        self.saved: Path | None = None
        self.kind = ChoiceField(
            [(PDF, tr("PDF, to print and file")), (HTML, tr("Web page, to read and to have read aloud"))]
        )
        self.rows.add_row(tr("Save as"), self.kind)
        self.ticks = {name: self._tick(name) for name in (FEEDBACK, MOMENTS, NOTES) if name in wish.offers}
        self.outcome = label("", wrap=True)
        self.open_file = TextButton(tr("Open the report"))
        self.open_folder = TextButton(tr("Open its folder"))
        self._add_outcome()
        self.progress = ProgressLine()
        layout = self.layout()
        assert layout is not None
        layout.addWidget(self.progress)
        self.work = Work(jobs, form=self._form, banner=self.banner, progress=self.progress)
        self.kind.currentIndexChanged.connect(lambda _: self.outcome_box.hide())

    def _tick(self, name: str) -> QCheckBox:
        texts = {
            FEEDBACK: tr("The feedback, where some is written"),
            MOMENTS: tr("When the moments were heard"),
            NOTES: tr("Notes and reasons in the rater's own words"),
        }
        tick = QCheckBox(texts[name])
        tick.setChecked(name != NOTES)
        row = QVBoxLayout()
        row.setSpacing(2)
        row.addWidget(tick)
        if name == NOTES:
            hint = tr("They may name people or places: read them once more before the report leaves your hands.")
            row.addWidget(label(hint, "muted", wrap=True))
            tick.setAccessibleDescription(hint)
        self.rows.add_layout(row)
        return tick

    def _add_outcome(self) -> None:
        self.outcome_box = QWidget()
        buttons = QHBoxLayout()
        for button, act in ((self.open_file, self.on_open_file), (self.open_folder, self.on_open_folder)):
            button.clicked.connect(act)
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self.outcome_box)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.outcome)
        column.addLayout(buttons)
        self.outcome_box.hide()
        row = QVBoxLayout()
        row.addWidget(self.outcome_box)
        self.rows.add_layout(row)

    @property
    def choices(self) -> Choices:
        ticked = {name: tick.isChecked() for name, tick in self.ticks.items()}
        return Choices(
            notes=ticked.get(NOTES, False), moments=ticked.get(MOMENTS, True), feedback=ticked.get(FEEDBACK, True)
        )

    def on_accepted(self) -> None:
        kind = self.kind.key
        kinds = tr("Web page (*.html)") if kind == HTML else tr("PDF document (*.pdf)")
        name = f"{self._wish.file_stem}.{kind}"
        chosen, _ = QFileDialog.getSaveFileName(self, self._wish.title, str(Path.home() / name), kinds)
        if chosen:
            self.save_to(Path(chosen))

    def save_to(self, path: Path) -> None:
        """Make the report and put it there."""
        suffix = f".{self.kind.key}"
        # Appended, never put in place of what looks like an ending: codes may hold dots.
        place = path if path.suffix.lower() == suffix else path.with_name(path.name + suffix)
        choices, wish = self.choices, self._wish
        self.outcome_box.hide()

        def make(progress: Progress) -> Path:
            progress.tell(0, 3)
            return self._reporting.save(wish.make(choices), place, progress)

        self.work.start(make, done=self._on_saved, text=tr("Making the report …"), cancellable=True)

    def _on_saved(self, path: Path) -> None:
        self.saved = path
        self.outcome.setText(tr("Saved as {name} in {folder}.", name=path.name, folder=str(path.parent)))
        self.outcome_box.show()
        self.cancel_button.show_text(tr("Close"))
        self.fit()
        self.open_file.setFocus()

    def reject(self) -> None:
        """Escape stops what runs first."""
        if self.work.busy:
            self.work.cancel()
        else:
            super().reject()

    def on_open_file(self) -> None:
        if self.saved is not None:
            self._open(self.saved)

    def on_open_folder(self) -> None:
        if self.saved is not None:
            self._open(self.saved.parent)

    def _open(self, path: Path) -> None:
        """Hand it to the system; it is a file of this computer's own."""
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.banner.show_message(tr("Nothing on this computer opens it. It is saved all the same."), tone="warning")


def offer_report(reporting: Reporting, jobs: JobRunner, wish: ReportWish, over: QWidget) -> SaveReportDialog:
    """Open the window over another one."""
    dialog = SaveReportDialog(reporting, jobs, wish, over)
    dialog.show_over()
    return dialog
