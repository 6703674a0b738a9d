"""The import screen: what came in, where it belongs, what the client allows; then one after another, or stopped."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.caseload_models import TherapistPage, next_numbers
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.importing import Candidate, Imported, ImportPlace
from fidelity_rater.app.ports.jobs import JobRunner, Progress
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.forms.consent_form import ConsentForm
from fidelity_rater.ui.forms.fields import OpenChoiceField
from fidelity_rater.ui.forms.work import Work
from fidelity_rater.ui.importing.file_row import FileRow
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import Card, FormRows, scrolling
from fidelity_rater.ui.widgets.progress_line import ProgressLine
from fidelity_rater.ui.widgets.room import Room
from fidelity_rater.ui.widgets.text import label


@dataclass(frozen=True, slots=True)
class _Known:
    """The codes to choose from."""

    therapists: tuple[str, ...]
    cases: dict[str, int]
    """The cases of the therapist named, each with the number its next session would have."""


class ImportScreen(Room):
    """Signals:
    rate_wanted: rate this session (uid).
    left: back.
    """

    rate_wanted = Signal(str)
    left = Signal()

    def __init__(self, work: Workplace, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("screen")
        self._work, self._jobs = work, jobs
        self._last = ImportPlace()
        self._numbers: dict[str, int] = {}
        self._named_number: int | None = None
        self.rows: list[FileRow] = []
        self.therapist = OpenChoiceField()
        self.case = OpenChoiceField()
        self.consent = ConsentForm()
        self.banner = Banner("danger")
        self.banner.hide()
        self.progress = ProgressLine()
        self.start = TextButton(tr("Import"), "primary", icon_name="import")
        self.back = TextButton(tr("Back"))
        self._lay_out()
        self.work = Work(jobs, form=self._body, banner=self.banner, progress=self.progress)
        self.therapist.currentTextChanged.connect(self.on_therapist)
        self.case.currentTextChanged.connect(self.on_case)
        self.start.clicked.connect(self.on_start)
        self.back.clicked.connect(self.left)

    def _lay_out(self) -> None:
        self._files = QVBoxLayout()
        self._files.setSpacing(8)
        place = FormRows()
        place.add_row(tr("Therapist"), self.therapist, hint=tr("Choose a code, or type a new one to add a therapist."))
        place.add_row(tr("Case"), self.case, hint=tr("Choose a code, or type a new one to add a case."))
        self._where = Card(tr("Where it belongs"))
        self._where.body.addWidget(place)
        self._where.body.addStretch(1)
        self._allowed = Card(tr("What the client allows"))
        self._allowed.body.addWidget(self.consent)
        self._body = QWidget()
        grid = QGridLayout(self._body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(16)
        grid.addWidget(self._where, 0, 0)
        grid.addWidget(self._allowed, 0, 1)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        footer = QFrame()
        footer.setProperty("role", "footer")
        foot = QVBoxLayout(footer)
        foot.setContentsMargins(24, 10, 24, 10)
        foot.setSpacing(8)
        buttons = QHBoxLayout()
        buttons.addWidget(self.start)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        for widget in (self.banner, self.progress):
            foot.addWidget(widget)
        foot.addLayout(buttons)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 16, 24, 24)
        column.setSpacing(12)
        column.addWidget(label(tr("Import recordings"), "title"))
        explanation = tr("They are copied into the library, encrypted and verified. The originals are not touched.")
        column.addWidget(label(explanation, "muted", wrap=True))
        column.addLayout(self._files)
        column.addWidget(self._body)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(scrolling(page), 1)
        whole.addWidget(footer)

    # What came in

    def show_files(self, paths: Sequence[Path], place: ImportPlace) -> None:
        """Look at these files and propose where they belong; files that are here already are kept."""
        if all(row.imported is not None or not row.ready for row in self.rows):
            self._clear()
        proposed = place if place.therapist else self._last
        known = {row.path for row in self.rows}
        for path in paths:
            if path not in known:
                self._add(path)
        self._named_number = proposed.session
        self.therapist.show_text(proposed.therapist)
        self.case.show_text(proposed.case)
        self._show_asking(True)
        self.banner.show_message("")
        self.on_therapist(proposed.therapist)
        self._enable()
        self.start.setFocus(Qt.FocusReason.OtherFocusReason)

    def _clear(self) -> None:
        for row in self.rows:
            self._files.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []

    def _add(self, path: Path) -> None:
        row = FileRow(path)
        row.rate_pressed.connect(self.rate_wanted)
        row.original_unwanted.connect(self.on_original_unwanted)
        row.left_out.connect(self.on_left_out)
        self.rows.append(row)
        self._files.addWidget(row)

        def show(candidate: Candidate) -> None:
            row.show_candidate(candidate)
            self._number()
            self._enable()

        def refuse(error: Exception) -> None:
            if not isinstance(error, UserFacingError):
                raise error
            row.show_fault(str(error))
            self._number()
            self._enable()

        self._jobs.start(lambda progress: self._work.importing.look_at(path, progress), done=show, failed=refuse)

    def on_left_out(self, row: FileRow) -> None:
        self._files.removeWidget(row)
        self.rows.remove(row)
        row.hide()
        row.deleteLater()
        self._enable()
        if not self.rows:
            self.left.emit()

    # Where it belongs

    def on_therapist(self, code: str) -> None:
        """Offer this therapist's cases."""
        wanted = " ".join(code.split())

        def read(progress: Progress) -> _Known:
            with self._work.library.queries() as queries:
                rows = [row for row in queries.caseload() if not row.therapist.archived]
                named = next((row for row in rows if row.therapist.code == wanted), None)
                page = queries.therapist_page(named.therapist.uid) if named else None
            return _Known(tuple(row.therapist.code for row in rows), _next_numbers(page))

        self._jobs.start(read, done=lambda known: self._show_known(wanted, known), failed=self._on_failed)

    def _show_known(self, code: str, known: _Known) -> None:
        if " ".join(self.therapist.text.split()) != code:
            return  # typed on meanwhile
        self.therapist.show_choices(known.therapists)
        self._numbers = known.cases
        case = self.case.text
        self.case.show_choices(tuple(known.cases))
        if not case and known.cases:
            self.case.show_text(next(iter(known.cases)))
        self._number()
        self._enable()

    def on_case(self, code: str) -> None:
        self._named_number = None
        self._number()
        self._enable()

    def _number(self) -> None:
        """Propose session numbers: the one named, else those that come next, in the order of the files."""
        number = self._named_number or self._numbers.get(self.case.text, 1)
        for row in self.rows:
            if row.imported is not None or row.refused:
                continue
            if not row.numbered:
                row.number.show_number(number)
            if self._named_number is None:
                number = round(row.number.number) + 1

    def _enable(self) -> None:
        ready = [row for row in self.rows if row.ready]
        self.start.setEnabled(bool(ready and self.therapist.text and self.case.text))
        self.start.show_text(
            tr_n("Import {n} recording", "Import {n} recordings", len(ready)) if ready else tr("Import")
        )

    # Importing

    def on_start(self) -> None:
        """Import what is ready, one after another."""
        self._named_number = None
        self._next([row for row in self.rows if row.ready])

    def _next(self, rows: list[FileRow]) -> None:
        if not rows:
            self._finish()
            return
        row = rows[0]
        self.start.setEnabled(False)
        therapist, case, number, day = self.therapist.text, self.case.text, round(row.number.number), row.day.day
        consent, candidate = self.consent.consent, row.candidate or row.path

        def work(progress: Progress) -> tuple[Imported, str]:
            session = self._work.caseload.place(therapist, case, scheduled=number, held_on=day)
            return self._work.importing.bring_in(candidate, session.uid, consent, progress), session.uid

        def done(result: tuple[Imported, str]) -> None:
            row.show_imported(result[0], session_uid=result[1], playable=consent.recorded)
            self._last = ImportPlace(therapist, case)
            self._next(rows[1:])

        def failed(error: UserFacingError) -> None:
            # The file itself was found good: what failed (a code, a full disk) would fail the others too. They wait.
            told = tr("{file} is not imported yet. {fault}", file=row.path.name, fault=error)
            self.banner.show_message(told, tone="danger")
            self._enable()

        text = tr("Importing, encrypting and verifying: {file}", file=row.path.name)
        self.work.start(work, done=done, failed=failed, stopped=self._on_stopped, text=text, cancellable=True)

    def _on_stopped(self) -> None:
        self.banner.show_message(tr("Stopped. Nothing of the unfinished recording was kept."), tone="info")
        self._enable()

    def _finish(self) -> None:
        done = [row for row in self.rows if row.imported is not None]
        self._show_asking(any(row.ready for row in self.rows))
        self._enable()
        if done:
            done[0].rate.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_asking(self, asking: bool) -> None:
        for widget in (self._body, self.start):
            widget.setVisible(asking)
        self.back.show_text(tr("Back") if asking else tr("Done"))

    def on_original_unwanted(self, row: FileRow) -> None:
        """Delete a plain file, once what is in the library is proved to be the same."""
        imported = row.imported
        if imported is not None:
            self.work.start(
                lambda progress: self._work.importing.delete_original(imported, progress),
                done=lambda _: row.show_original_gone(),
                text=tr("Comparing with the library before deleting …"),
                cancellable=True,
            )

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, UserFacingError):
            raise error
        self.banner.show_message(str(error))


def _next_numbers(page: TherapistPage | None) -> dict[str, int]:
    """The cases that recordings can come to, the latest first, with the number of the next session."""
    if page is None:
        return {}
    rows = [row for row in page.cases if not row.case.archived]
    last = {row.case.code: max((s.session.held_on.isoformat() for s in row.sessions if s.session.held_on), default="")
            for row in rows}  # fmt: skip
    rows.sort(key=lambda row: last[row.case.code], reverse=True)
    return {row.case.code: next_numbers(s.session for s in row.sessions if not s.session.archived)[0] for row in rows}
