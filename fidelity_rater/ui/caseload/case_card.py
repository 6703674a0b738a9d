"""One case: what the work is about and how it runs, its suitability sheet, its sessions."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from fidelity_rater.app import labels
from fidelity_rater.app.caseload_models import Attendance, Case, CaseRow
from fidelity_rater.app.transcripts import CaseTalk
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.caseload.session_table import SessionTable, Told
from fidelity_rater.ui.caseload.suitability import questions
from fidelity_rater.ui.caseload.talk_section import TalkSection
from fidelity_rater.ui.caseload.wanted import Wanted
from fidelity_rater.ui.forms.days import spoken_day
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import Card, SectionHeader
from fidelity_rater.ui.widgets.flow_layout import FlowLayout
from fidelity_rater.ui.widgets.text import label


class CaseCard(Card):
    """A case that folds; its table is made when it is first unfolded.

    Signals:
        asked: something is wanted of the case or of what is in it (:class:`Wanted`, uid).
        folded: the case's uid, and whether it is folded now.
    """

    asked = Signal(str, str)
    folded = Signal(str, bool)

    def __init__(
        self, row: CaseRow, *, today: date, names: bool = False, archived: bool = False, folded: bool = False
    ) -> None:
        super().__init__()
        self.row, self._today, self._archived = row, today, archived
        case = row.case
        title = f"{case.code} · {row.name}" if names and row.name else case.code
        self.header = SectionHeader(title, folded=folded)
        self.header.show_aside(summary(row))
        self.header.folded.connect(self.on_folded)
        self.table: SessionTable | None = None
        self._faults: Mapping[str, str] = {}
        self._forks: Mapping[str, int] = {}
        self._blindness: Mapping[str, Told] = {}
        self.sheet: QWidget | None = None
        self.body.addWidget(self.header)
        self._inside = QWidget()
        self.talk = TalkSection(self._inside)
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(8, 0, 8, 4)
        self._column.setSpacing(12)
        self.body.addWidget(self._inside)
        self._inside.setVisible(not folded)
        if not folded:
            self._unfold()

    def on_folded(self, folded: bool) -> None:
        if not folded and self.table is None:
            self._unfold()
        self._inside.setVisible(not folded)
        self.folded.emit(self.row.case.uid, folded)

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Say what is wrong with the sound of these recordings (uids), now or when it is unfolded."""
        self._faults = faults
        if self.table is not None:
            self.table.show_faults(faults)

    def show_forks(self, forks: Mapping[str, int]) -> None:
        """Say of which ratings (uids) other histories are kept aside, now or when it is unfolded."""
        self._forks = forks
        if self.table is not None:
            self.table.show_forks(forks)

    def show_blindness(self, told: Mapping[str, Told]) -> None:
        """Say of which ratings (uids) whether they were made blind, now or when it is unfolded."""
        self._blindness = told
        if self.table is not None:
            self.table.show_blindness(told)

    def show_talk(self, told: CaseTalk) -> None:
        """Say how the talk was shared, where sessions have transcripts."""
        self.talk.show_talk(told)

    def _unfold(self) -> None:
        case = self.row.case
        if case.presenting_problem:
            self._column.addWidget(label(case.presenting_problem, wrap=True))
        story = QVBoxLayout()
        story.setSpacing(4)
        for words in focus_story(case):
            story.addWidget(label(words, "muted", wrap=True))
        self._column.addLayout(story)
        self._column.addWidget(self._acts())
        self._add_suitability()
        self._column.addWidget(self.talk)
        self.table = SessionTable()
        self.table.asked.connect(self.asked)
        if self.row.sessions:
            self.table.show_sessions(case, self.row.sessions, today=self._today, archived=self._archived)
            self.table.show_faults(self._faults)
            self.table.show_forks(self._forks)
            self.table.show_blindness(self._blindness)
        else:
            self._column.addWidget(label(tr("No session yet. Drop a recording on the window, or add one."), "muted"))
        self._column.addWidget(self.table)

    def _acts(self) -> QWidget:
        box = QWidget()
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        box.setSizePolicy(policy)
        flow = FlowLayout(box, spacing=4)
        bring = tr("Bring back") if self.row.case.archived else tr("Archive")
        for text, wanted, icon in (
            (tr("Add session …"), Wanted.ADD_SESSION, "plus"),
            (tr("Focal area …"), Wanted.SET_FOCUS, "edit"),
            (tr("Edit case …"), Wanted.EDIT_CASE, "edit"),
            (tr("Symptom measures …"), Wanted.MEASURES, "chart"),
            (tr("Report …"), Wanted.CASE_REPORT, "export"),
            (bring, Wanted.ARCHIVE_CASE, "archive"),
        ):
            button = TextButton(text, "flat", icon_name=icon)
            button.setAccessibleDescription(tr("Case {code}", code=self.row.case.code))
            button.clicked.connect(lambda _=False, w=wanted: self.asked.emit(w, self.row.case.uid))
            flow.addWidget(button)
        return box

    def _add_suitability(self) -> None:
        if not any(self.row.case.suitability.values()):
            return
        header = SectionHeader(tr("Suitability"), folded=True)
        header.show_aside(self.row.case.suitability.get("conclusion", ""))
        sheet = self.sheet = QWidget()
        grid = QGridLayout(sheet)
        grid.setContentsMargins(24, 0, 0, 8)
        grid.setHorizontalSpacing(16)
        grid.setColumnStretch(1, 1)
        for at, (key, question, _) in enumerate(questions()):
            grid.addWidget(label(question, "muted"), at, 0)
            grid.addWidget(label(self.row.case.suitability.get(key, "") or tr("not told"), wrap=True), at, 1)
        sheet.hide()
        header.folded.connect(sheet.setHidden)
        row = QHBoxLayout()
        row.addWidget(header)
        self._column.addLayout(row)
        self._column.addWidget(sheet)


def summary(row: CaseRow) -> str:
    """A case in one line: focus, plan, and how far it has come."""
    case = row.case
    areas = case.focus_history[-1].areas if case.focus_history else ()
    held = sum(1 for s in row.sessions if s.session.attendance is Attendance.ATTENDED and not s.session.archived)
    parts = [
        labels.focal_areas(areas),
        tr("{n} of {planned} sessions held", n=held, planned=case.planned_sessions),
        labels.adaptation(case.adaptation) if case.adaptation != "standard" else "",
        tr_n("{n} recording", "{n} recordings", sum(len(s.recordings) for s in row.sessions)),
        tr("archived") if case.archived else "",
    ]
    return " · ".join(part for part in parts if part)


def focus_story(case: Case) -> tuple[str, ...]:
    """The focal area's history, one line for each entry."""
    lines = []
    for entry in case.focus_history:
        since = tr("From {day}: {areas}", day=spoken_day(entry.since), areas=labels.focal_areas(entry.areas))
        lines.append(tr("{since}. {reason}", since=since, reason=entry.reason) if entry.reason else f"{since}.")
    return tuple(lines)
