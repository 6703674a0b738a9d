"""Readiness: a rule set is chosen, with whom to check it is always said; then all therapists, or one of them."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from fidelity_rater.app.accreditation.models import Readiness, ReadinessRow, RuleSets
from fidelity_rater.app.accreditation.pass_marks import PassMarks
from fidelity_rater.app.accreditation.pass_models import PassProfile
from fidelity_rater.app.accreditation.written import stand_on_log
from fidelity_rater.app.application import Workplace
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.jobs import JobRunner, Progress
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.ui.forms.fields import ChoiceField
from fidelity_rater.ui.readiness.overview import Overview
from fidelity_rater.ui.readiness.pass_card import SiteLine
from fidelity_rater.ui.readiness.rules_line import RulesLine
from fidelity_rater.ui.readiness.therapist_view import TherapistReadiness
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.buttons import TextButton
from fidelity_rater.ui.widgets.empty_state import EmptyState
from fidelity_rater.ui.widgets.room import Room
from fidelity_rater.ui.widgets.text import label

SHOWS = (
    Changed.TRAINING | Changed.CASELOAD | Changed.RECORDINGS | Changed.RATINGS | Changed.SCORES | Changed.MEASURES
    | Changed.ASSIGNMENTS
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Read:
    """What a job hands over: the rule sets, and all therapists or one; ``rules_id`` is the one that was taken."""

    sets: RuleSets
    rules_id: str
    rows: tuple[ReadinessRow, ...] | None = None
    one: Readiness | None = None
    code: str = ""
    in_log: frozenset[str] = frozenset()
    cases: frozenset[str] = frozenset()
    elsewhere: tuple[str, ...] = ()
    """Codes of those who are asked for, and can only be judged by their portfolios."""


class ReadinessPage(Room):
    """How far therapists have come towards a rule set.

    Signals:
        session_wanted, case_wanted: go to what is missing (uid).
        log_wanted: go to this therapist's log (uid).
        rating_chosen: a rating that a mean stands on is to be opened (uid, item: none).
        therapist_chosen: one of the overview is looked at now (uid, code).
    """

    session_wanted = Signal(str)
    case_wanted = Signal(str)
    log_wanted = Signal(str)
    rating_chosen = Signal(str, str)
    therapist_chosen = Signal(str, str)

    def __init__(self, work: Workplace, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._work, self._jobs = work, jobs
        self._uid, self._code, self._rules_id = "", "", work.application.settings.load().rule_set
        self._stale, self._asked = True, 0
        self._cases: frozenset[str] = frozenset()
        self._build()
        self._lay_out()
        self._connect()

    def _build(self) -> None:
        self.rules = ChoiceField()
        self.rules.setAccessibleName(tr("Rule set"))
        self.everyone = TextButton(tr("All therapists"), icon_name="chevron-left")
        self.line = RulesLine()
        self.banner = Banner("danger", dismissable=True)
        self.banner.hide()
        self.unusable = Banner("warning", dismissable=True)
        self.unusable.hide()
        self.elsewhere = label("", "muted", wrap=True)
        self.elsewhere.hide()
        self.overview = Overview()
        self.one = TherapistReadiness()
        self.blank = QWidget()
        self.nobody = EmptyState("people", "")

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(8)
        name = label(tr("Rules"), "strong")
        name.setBuddy(self.rules)
        top.addWidget(name)
        top.addWidget(self.rules, 2)
        top.addStretch(1)
        top.addWidget(self.everyone)
        self.pages = QStackedWidget()
        for page in (self.blank, self.nobody, self.overview, self.one):
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(8)
        column.addLayout(top)
        for widget in (self.line, self.unusable, self.banner, self.elsewhere):
            column.addWidget(widget)
        column.addWidget(self.pages, 1)

    def _connect(self) -> None:
        self.rules.choice_made.connect(self.on_rules_chosen)
        self.everyone.clicked.connect(self.show_all)
        self.overview.therapist_chosen.connect(self.on_therapist_chosen)
        self.one.place_wanted.connect(self.on_place_wanted)
        self.one.rating_wanted.connect(lambda uid: self.rating_chosen.emit(uid, ""))
        self.one.log_wanted.connect(lambda: self.log_wanted.emit(self._uid))

    # What it shows

    @property
    def therapist_uid(self) -> str:
        """Who is shown; empty: all."""
        return self._uid

    def show_therapist(self, uid: str, code: str = "") -> None:
        """Show each requirement of one therapist."""
        if uid != self._uid:
            self.pages.setCurrentWidget(self.blank)  # never one therapist's standing under another's name
        self._uid, self._code = uid, code
        self.refresh()

    def show_all(self) -> None:
        """Show every therapist."""
        if self._uid:
            self.pages.setCurrentWidget(self.blank)
        self._uid, self._code = "", ""
        self.refresh()

    def on_rules_chosen(self, rules_id: str) -> None:
        self._rules_id = rules_id
        settings = self._work.application.settings
        settings.save(replace(settings.load(), rule_set=rules_id))
        self.refresh()

    def refresh(self) -> None:
        """Read again what is shown, away from the window."""
        self._stale = True
        if not self.isVisible():
            return
        self._stale = False
        self._asked += 1
        asked, uid, code, rules_id = self._asked, self._uid, self._code, self._rules_id
        self._jobs.start(
            lambda _: self._read(uid, code, rules_id), done=lambda read: self._on_read(asked, read),
            failed=self._on_failed,
        )  # fmt: skip

    def _read(self, uid: str, code: str, rules_id: str) -> _Read:
        """In a job."""
        accreditation = self._work.accreditation
        sets = accreditation.rule_sets()
        known = [card.id for card in sets.cards]
        rules_id = rules_id if rules_id in known else next(iter(known), "")
        if not rules_id:
            return _Read(sets, "")
        elsewhere = accreditation.told_elsewhere()
        if not uid:
            rows = accreditation.all_readiness(rules_id)
            return _Read(sets, rules_id, rows=rows, elsewhere=tuple(elsewhere.values()))
        if uid in elsewhere:
            return _Read(sets, rules_id, code=elsewhere[uid], elsewhere=(elsewhere[uid],))
        with self._work.library.read() as uow:
            code = code or uow.therapists.get(uid).code
            cases = frozenset(case.uid for case in uow.cases.of_therapist(uid))
        return _Read(
            sets, rules_id, one=accreditation.readiness(uid, rules_id), code=code,
            in_log=stand_on_log(self._work.application.rules, rules_id), cases=cases,
        )  # fmt: skip

    def _on_read(self, asked: int, read: _Read) -> None:
        if asked != self._asked:
            return  # something newer is on its way
        self.banner.show_message("")
        self._rules_id, self._cases = read.rules_id, read.cases
        self.rules.show_choices((card.id, card.name) for card in read.sets.cards)
        self.rules.show_key(read.rules_id)
        self.line.show_card(next((card for card in read.sets.cards if card.id == read.rules_id), None))
        faults = [each.faults[0] for each in read.sets.unusable]  # each names its file
        self.unusable.show_message("\n".join((tr("These rule files cannot be used:"), *faults)) if faults else "")
        self.elsewhere.setText(_told_elsewhere(read.elsewhere))
        self.elsewhere.setVisible(bool(read.elsewhere and read.rows))
        self.everyone.setVisible(bool(self._uid))
        if read.one is not None:
            self._code = read.code
            self.one.show_readiness(read.one, read.code, in_log=read.in_log)
            self.pages.setCurrentWidget(self.one)
            self._read_lines(asked, read.one.therapist_uid)
        elif read.rows:
            self.overview.show_rows(read.rows)
            self.pages.setCurrentWidget(self.overview)
        else:
            sentence = _told_elsewhere(read.elsewhere) or tr("No therapist yet")
            hint = "" if read.elsewhere else tr("Add one in the caseload; readiness follows from what is there.")
            self.nobody.show_sentence(sentence, hint=hint)
            self.pages.setCurrentWidget(self.nobody)

    def _read_lines(self, asked: int, uid: str) -> None:
        """Hold this therapist against the site's own lines, after the rest: all blind ratings are read for it."""

        def work(progress: Progress) -> tuple[SiteLine, ...]:
            marks = self._work.pass_marks
            found = marks.profiles()
            faults = [SiteLine(each.file, None, each.faults[0]) for each in found.unusable]
            return (*(_line(marks, uid, profile, progress) for profile in found.profiles), *faults)

        def show(lines: tuple[SiteLine, ...]) -> None:
            if asked == self._asked:
                self.one.show_lines(lines)

        self._jobs.start(work, done=show, failed=self._on_failed)

    def _on_failed(self, error: Exception) -> None:
        if not isinstance(error, UserFacingError):
            raise error
        self.banner.show_message(str(error), tone="danger")

    # Ways on

    def on_therapist_chosen(self, uid: str, code: str) -> None:
        self.show_therapist(uid, code)
        self.therapist_chosen.emit(uid, code)

    def on_place_wanted(self, uid: str) -> None:
        """A line speaks of a case or of one of its sessions."""
        (self.case_wanted if uid in self._cases else self.session_wanted).emit(uid)

    # News

    def on_changed(self, changed: Changed) -> None:
        if changed & SHOWS:
            self.refresh()

    def on_look_changed(self) -> None:
        self.overview.overview.paint_anew()
        self.overview.viewport().update()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._stale:
            self.refresh()


def _line(marks: PassMarks, uid: str, profile: PassProfile, progress: Progress) -> SiteLine:
    """A profile that does not fit its scale says so, and holds up no other."""
    try:
        return SiteLine(profile.name, marks.view(uid, profile.id, progress))
    except UserFacingError as fault:
        return SiteLine(profile.name, None, str(fault))


def _told_elsewhere(codes: tuple[str, ...]) -> str:
    if not codes:
        return ""
    return tr_n(
        "{codes} is here by a portfolio alone: its readiness is told there, under Portfolios and panel.",
        "{codes} are here by portfolios alone: their readiness is told there, under Portfolios and panel.",
        len(codes),
        codes=", ".join(codes),
    )
