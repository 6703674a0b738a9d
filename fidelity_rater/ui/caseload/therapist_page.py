"""One therapist: profile, and cases as cards."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.caseload_models import CaseRow, TherapistPage, TherapistProfile
from fidelity_rater.app.commands import MENU
from fidelity_rater.app.transcripts import CaseTalk
from fidelity_rater.i18n import tr
from fidelity_rater.ui.caseload.case_card import CaseCard
from fidelity_rater.ui.caseload.session_table import Told
from fidelity_rater.ui.caseload.wanted import Wanted
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.card import scrolling
from fidelity_rater.ui.widgets.empty_state import EmptyState
from fidelity_rater.ui.widgets.text import label


class TherapistView(QWidget):
    """The right side of the caseload.

    Signals:
        asked: something is wanted of what is shown here (:class:`Wanted`, uid).
    """

    asked = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page: TherapistPage | None = None
        self.cards: list[CaseCard] = []
        self._folded: dict[str, bool] = {}
        self.title = label("", "title")
        self.profile = label("", "muted", wrap=True)
        self.results = TextButton(tr("Results"), "primary", icon_name="chart", command=MENU + "results")
        self.report = TextButton(tr("Report …"), icon_name="export")
        self.add_case = TextButton(tr("Add case …"), icon_name="plus")
        self.edit = TextButton(tr("Edit …"), icon_name="edit")
        self.archive = TextButton(tr("Archive"), icon_name="archive")
        self.empty = EmptyState("people", tr("No case yet"), hint=tr("Add a case, or drop a recording on the window."))
        self._lay_out()
        for button, wanted in (
            (self.results, Wanted.RESULTS),
            (self.report, Wanted.THERAPIST_REPORT),
            (self.add_case, Wanted.ADD_CASE),
            (self.edit, Wanted.EDIT_THERAPIST),
            (self.archive, Wanted.ARCHIVE_THERAPIST),
        ):
            button.clicked.connect(lambda _=False, w=wanted: self._ask(w))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.title, 1)
        for button in (self.results, self.report, self.add_case, self.edit, self.archive):
            top.addWidget(button)
        self._column = QVBoxLayout()
        self._column.setSpacing(12)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 16, 24, 24)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.profile)
        column.addSpacing(8)
        column.addLayout(self._column)
        column.addWidget(self.empty)
        column.addStretch(1)
        self.area = scrolling(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)

    def show_page(self, page: TherapistPage, *, today: date, names: bool, archived: bool) -> None:
        """Show a therapist; what a person folded stays folded, and the page stays where it was."""
        same = self.page is not None and self.page.therapist.uid == page.therapist.uid
        at = self.area.verticalScrollBar().value() if same else 0
        self.page = page
        therapist = page.therapist
        self.title.setText(f"{therapist.code} · {page.name}" if names and page.name else therapist.code)
        self.profile.setText(profile_line(therapist.profile))
        self.archive.show_text(tr("Bring back") if therapist.archived else tr("Archive"))
        self._show_cases(page.cases, today=today, names=names, archived=archived)
        self.area.verticalScrollBar().setValue(at)

    def _show_cases(self, cases: Sequence[CaseRow], *, today: date, names: bool, archived: bool) -> None:
        rows = [row for row in cases if archived or not row.case.archived]
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = []
        latest = max(rows, key=_last_day).case.uid if rows else ""
        for row in sorted(rows, key=_last_day, reverse=True):
            folded = self._folded.get(row.case.uid, row.case.uid != latest)
            card = CaseCard(row, today=today, names=names, archived=archived, folded=folded)
            card.asked.connect(self.asked)
            card.folded.connect(self._folded.__setitem__)
            self._column.addWidget(card)
            self.cards.append(card)
        self.empty.setVisible(not rows)

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Say what is wrong with the sound of these recordings (uids)."""
        for card in self.cards:
            card.show_faults(faults)

    def show_forks(self, forks: Mapping[str, int]) -> None:
        """Say of which ratings (uids) other histories are kept aside."""
        for card in self.cards:
            card.show_forks(forks)

    def show_blindness(self, told: Mapping[str, Told]) -> None:
        """Say of these ratings (uids) whether they were made blind."""
        for card in self.cards:
            card.show_blindness(told)

    def show_talk(self, told: Mapping[str, CaseTalk]) -> None:
        """Say how the talk was shared in these cases (by uid)."""
        for card in self.cards:
            card.show_talk(told.get(card.row.case.uid, CaseTalk()))

    def card_of(self, case_uid: str) -> CaseCard:
        return next(card for card in self.cards if card.row.case.uid == case_uid)

    def _ask(self, wanted: Wanted) -> None:
        if self.page is not None:
            self.asked.emit(wanted, self.page.therapist.uid)


def _last_day(row: CaseRow) -> date:
    return max((s.session.held_on for s in row.sessions if s.session.held_on), default=date.min)


def profile_line(profile: TherapistProfile) -> str:
    """What is known of a therapist's training and supervision, in one line."""
    supervision = " · ".join(part for part in (profile.supervision_kind, profile.supervision_frequency) if part)
    parts = [
        profile.occupation,
        tr("qualified {year}", year=profile.year_qualified) if profile.year_qualified else "",
        profile.route_to_skill,
        tr("Supervision: {how}", how=supervision) if supervision else "",
    ]
    return " · ".join(part for part in parts if part) or tr("No profile yet.")
