"""The log of one therapist: a section at a time as a table, its sums above, the chosen entry beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.desk_models import DeskChoice
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.app.rating.saver import LANE
from fidelity_rater.app.training.log_file import LogLook
from fidelity_rater.app.training.models import (
    KnownForm,
    Paper,
    PaperKind,
    Record,
    ResultElsewhere,
    SupervisionContact,
    TherapistLog,
    Training,
    TrainingKind,
)
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.dialog import FormDialog
from fidelity_rater.ui.results.data_table import DataTable
from fidelity_rater.ui.scans.scan_acts import ScanActs
from fidelity_rater.ui.training import facts, sections
from fidelity_rater.ui.training.dialogs import ContactDialog, PaperDialog, TrainingDialog
from fidelity_rater.ui.training.entry_card import EntryCard
from fidelity_rater.ui.training.file_dialog import FileDialog
from fidelity_rater.ui.training.result_dialog import ResultDialog
from fidelity_rater.ui.training.sections import Section, SectionKey
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.choice_row import ChoiceRow
from fidelity_rater.ui.widgets.empty_state import EmptyState
from fidelity_rater.ui.widgets.room import Room
from fidelity_rater.ui.widgets.text import label
from fidelity_rater.ui.widgets.toast import Toast

SHOWS = Changed.TRAINING | Changed.CASELOAD
USUAL_MINUTES = 60


class TrainingPage(Room):
    """What one therapist has done towards accreditation, as far as it is not rated here."""

    def __init__(self, work: Workplace, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work, self._jobs = work, jobs
        self._uid, self._stale, self._asked = "", False, 0
        self._key, self._wanted = SectionKey.SUPERVISION, ""
        self._log: TherapistLog | None = None
        self._section: Section | None = None
        self.dialog: FormDialog | None = None
        self._build()
        self._lay_out()
        self.toast = Toast(self)
        self.scan_acts = ScanActs(work.training.scans, jobs, self)
        self._connect()

    def _build(self) -> None:
        self.title = label("", "title")
        self.add = TextButton("", "primary", icon_name="plus", key="Ctrl+Shift+A")
        self.from_file = TextButton(tr("From a file …"), icon_name="import")
        self.banner = Banner("danger", dismissable=True)
        self.banner.hide()
        self.choice = ChoiceRow(name=tr("Section of the log"))
        self.sums = label("", "strong", wrap=True)
        self.by_case = label("", "muted", wrap=True)
        self.note = label("", "muted", wrap=True)
        self.table = DataTable(decimal_comma=lambda: self._work.tables.decimal_comma)
        self.table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        self.card = EntryCard()
        self.empty = EmptyState("clock", "")
        self.nobody = EmptyState(
            "person",
            tr("No therapist is chosen"),
            hint=tr("Choose one on the left; therapists are added in the caseload."),
        )

    def _lay_out(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(self.card)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setSizes([760, 340])
        self.splitter.setChildrenCollapsible(False)
        self.entries = QStackedWidget()
        self.entries.addWidget(self.empty)
        self.entries.addWidget(self.splitter)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self.title)
        top.addWidget(self.choice, 1)
        top.addWidget(self.from_file)
        top.addWidget(self.add)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 8, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        for widget in (self.banner, self.sums, self.by_case, self.note):
            column.addWidget(widget)
        column.addWidget(self.entries, 1)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.nobody)
        self.pages.addWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.pages)
        self._page = page

    def _connect(self) -> None:
        self.choice.choice_chosen.connect(lambda key: self.show_section(SectionKey(key)))
        self.add.clicked.connect(self.add_entry)
        self.from_file.clicked.connect(self.choose_file)
        self.empty.action_pressed.connect(self.add_entry)
        QShortcut(QKeySequence("Ctrl+Shift+A"), self).activated.connect(self.add_entry)
        self.table.row_chosen.connect(lambda _: self._show_entry())
        self.table.activated.connect(lambda _: self.edit())
        remove = QShortcut(QKeySequence(Qt.Key.Key_Delete), self.table)
        remove.setContext(Qt.ShortcutContext.WidgetShortcut)
        remove.activated.connect(self.card.on_remove)
        self.card.edit_wanted.connect(self.edit)
        self.card.removed.connect(self.on_removed)
        self.card.scans.add_wanted.connect(self.scan_acts.choose_scan)
        self.card.scans.look_wanted.connect(self.scan_acts.look_at)
        self.card.scans.save_wanted.connect(self.scan_acts.choose_copy)
        self.card.scans.removed.connect(self.scan_acts.remove)
        self.scan_acts.done.connect(self._on_scan_act)
        self.scan_acts.failed.connect(self._on_failed)
        self.toast.action_pressed.connect(self.undo)

    # What it shows

    @property
    def therapist_uid(self) -> str:
        return self._uid

    @property
    def section(self) -> Section | None:
        """The section that is shown."""
        return self._section

    @property
    def today(self) -> date:
        return self._work.application.wall_clock.now().astimezone().date()

    def show_therapist(self, uid: str, code: str = "") -> None:
        """Show this one's log; an empty uid: nobody's."""
        if uid != self._uid:
            self._log, self._section, self._wanted = None, None, ""
            self.banner.show_message("")
        self._uid = uid
        self.title.setText(code)
        self.refresh()

    def refresh(self) -> None:
        """Read the log again, away from the window."""
        if not self._uid:
            self.pages.setCurrentWidget(self.nobody)
            return
        if not self.isVisible():
            self._stale = True
            return
        self._stale = False
        self._asked += 1
        asked, uid, training = self._asked, self._uid, self._work.training
        self._jobs.start(
            lambda _: training.of_therapist(uid), done=lambda log: self._on_read(asked, log), failed=self._on_failed
        )

    def on_changed(self, changed: Changed) -> None:
        if changed & SHOWS:
            self._stale = True
            if self.isVisible():
                self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def _on_read(self, asked: int, log: TherapistLog) -> None:
        if asked != self._asked:
            return  # something newer is on its way
        self._log = log
        self.title.setText(log.code)
        self.pages.setCurrentWidget(self._page)
        self.show_section(self._key)

    def show_section(self, key: SectionKey) -> None:
        """Show one of the four sections; the entry that was chosen stays so."""
        self._key = key
        if self._log is None:
            return
        log = self._log
        shown = self._section = sections.section(log, key, today=self.today)
        self.choice.show_choices(
            DeskChoice(str(each), tr("{title} · {n}", title=sections.title(each), n=sections.count(log, each)))
            for each in SectionKey
        )
        self.choice.show_chosen(str(key), firm=True)
        self.add.show_text(shown.add)
        self.from_file.setVisible(key is SectionKey.SUPERVISION)
        self.add.setVisible(bool(shown.records))  # where nothing is, the button stands in the middle
        for widget, text in zip((self.sums, self.by_case), (*shown.lines, "", ""), strict=False):
            widget.setText(text)
            widget.setVisible(bool(text))
        self.note.setText(shown.note if shown.records else "")
        self.note.setVisible(bool(self.note.text()))
        self.table.show_table(shown.table)
        self._show_entries(shown)

    def _show_entries(self, shown: Section) -> None:
        if shown.records:
            uids = [record.uid for record in shown.records]
            self.entries.setCurrentWidget(self.splitter)
            self.table.choose_row(uids.index(self._wanted) if self._wanted in uids else 0)
            self._show_entry()
        else:
            self.empty.show_sentence(shown.empty, hint=shown.hint)
            self.empty.action.show_text(shown.add)
            self.empty.action.show()
            self.entries.setCurrentWidget(self.empty)

    @property
    def chosen(self) -> Record | None:
        """The entry that the person is on."""
        row = self.table.currentIndex().row()
        if self._section is None or not 0 <= row < len(self._section.records):
            return None
        return self._section.records[row]

    def _show_entry(self) -> None:
        record, log = self.chosen, self._log
        if record is None or log is None:
            return
        self._wanted = record.uid
        self.scan_acts.show_entry(record.uid)
        self.card.show_entry(
            facts.heading(record),
            facts.facts(log, record, today=self.today),
            log.scans.get(record.uid, ()),
            fixed=record.uid in log.fixed,
        )

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, UserFacingError):
            raise error
        self.banner.show_message(str(error), tone="danger")

    def _on_scan_act(self, words: str) -> None:
        self.banner.show_message("")
        self.refresh()
        if words:
            self.toast.show_message(words)

    # Entries

    def edit(self) -> None:
        """Open the form of the chosen entry."""
        record = self.chosen
        if record is not None and self._log is not None and record.uid not in self._log.fixed:
            self.open_form(record)

    def add_entry(self) -> None:
        """Open the form of a new entry of this section."""
        self.open_form(self._blank())

    def open_form(self, record: Record) -> None:
        """Open the form of an entry; for a result, once it is read which forms the rules know."""
        if isinstance(record, ResultElsewhere):
            self._jobs.start(
                lambda _: self._work.training.known_forms(),
                done=lambda forms: self._open_form(record, forms),
                failed=self._on_failed,
            )
        else:
            self._open_form(record, ())

    def _open_form(self, record: Record, forms: Sequence[KnownForm]) -> None:
        log = self._log
        if log is None or log.therapist_uid != record.therapist_uid:
            return  # another therapist was chosen meanwhile
        keep, done = self._work.training.keep, self._on_kept
        form: FormDialog
        match record:
            case SupervisionContact():
                form = ContactDialog(self, jobs=self._jobs, log=log, contact=record, keep=keep, done=done)
            case Training():
                form = TrainingDialog(self, jobs=self._jobs, log=log, training=record, keep=keep, done=done)
            case Paper():
                form = PaperDialog(self, jobs=self._jobs, log=log, paper=record, keep=keep, done=done)
            case ResultElsewhere():
                form = ResultDialog(self, jobs=self._jobs, log=log, forms=forms, result=record, keep=keep, done=done)
        self.dialog = form
        form.show_over()

    def _blank(self) -> Record:
        """A new entry; a contact begins as the last one was, since they come in rows."""
        uid, today = self._uid, self.today
        match self._key:
            case SectionKey.SUPERVISION:
                last = self._log.supervision[0] if self._log and self._log.supervision else None
                if last is None:
                    return SupervisionContact("", uid, today, USUAL_MINUTES)
                return SupervisionContact(
                    "", uid, today, last.minutes, last.mode, last.group_size,
                    supervisor_uid=last.supervisor_uid, supervisor=last.supervisor,
                    supervisor_accredited=last.supervisor_accredited,
                )  # fmt: skip
            case SectionKey.TRAINING:
                return Training("", uid, TrainingKind.COURSE, "", today)
            case SectionKey.PAPERS:
                return Paper("", uid, PaperKind.REGISTRATION, "", today)
            case SectionKey.RESULTS:
                return ResultElsewhere("", uid, "", "", "", today)

    def choose_file(self) -> None:
        """Ask for a table of contacts, and look at it."""
        endings = " ".join(f"*{ending}" for ending in self._work.training.endings)
        kinds = tr("Tables ({endings})", endings=endings)
        path, _ = QFileDialog.getOpenFileName(self, tr("A CSV file of supervision contacts"), str(Path.home()), kinds)
        if path:
            self.look_at(Path(path))

    def look_at(self, path: Path) -> None:
        """Show what taking a table in would do; nothing is kept yet."""
        uid, training = self._uid, self._work.training
        self.banner.show_message("")
        self._jobs.start(lambda _: training.look(uid, path), done=self._show_look, failed=self._on_failed)

    def _show_look(self, look: LogLook) -> None:
        if look.therapist_uid != self._uid:
            return  # another therapist was chosen meanwhile
        self.dialog = FileDialog(
            self, jobs=self._jobs, look=look, take=lambda: self._work.training.take_in(look), done=self._on_taken
        )
        self.dialog.show_over()

    def _on_taken(self, count: int) -> None:
        self.refresh()
        if count:
            self._tell_last(undoable=True)

    def _on_kept(self, record: Record) -> None:
        self._wanted = record.uid
        self.refresh()
        self._tell_last(undoable=True)

    def on_removed(self) -> None:
        record = self.chosen
        if record is not None:
            self._do(lambda: self._work.training.remove(record.uid), self._on_gone)

    def _on_gone(self, undoable: bool) -> None:
        self.refresh()
        if undoable:
            self._tell_last(undoable=True)
        else:
            self.toast.show_message(tr("The entry and its scans are gone"))

    def _tell_last(self, *, undoable: bool) -> None:
        self.banner.show_message("")
        what = self._work.caseload.undo_label
        self.toast.show_message(tr("Done: {what}", what=what) if what else "", action=tr("Undo") if undoable else "")

    def undo(self) -> None:
        """Take back the last edit."""
        if self._work.caseload.undo_label:
            self._do(self._work.caseload.undo, lambda _: self.refresh())

    def _do(self, act: Callable[[], Any], done: Callable[[Any], None]) -> None:
        self._jobs.start(lambda _: act(), done=done, failed=self._on_failed, lane=LANE)
