"""One therapist against one rule set: every requirement in the rules' own order, or only what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from fidelity_rater.app.accreditation.models import Readiness, RequirementStanding, Standing
from fidelity_rater.i18n import tr
from fidelity_rater.ui.forms.days import spoken_day
from fidelity_rater.ui.readiness.pass_card import PassCard, SiteLine
from fidelity_rater.ui.readiness.requirement_card import RequirementCard
from fidelity_rater.ui.readiness.standing_mark import StandingMark, counts
from fidelity_rater.ui.widgets.card import scrolling
from fidelity_rater.ui.widgets.emptying import empty
from fidelity_rater.ui.widgets.text import label


class TherapistReadiness(QWidget):
    """Signals:
    place_wanted: go to what a line speaks of (uid of a session or a case).
    log_wanted: go to this therapist's log.
    rating_wanted: open a rating that a mean stands on (uid).
    """

    place_wanted = Signal(str)
    log_wanted = Signal()
    rating_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: list[RequirementCard] = []
        self.lines: list[PassCard] = []
        self._readiness: Readiness | None = None
        self._in_log: frozenset[str] = frozenset()
        self.heading = label("", "heading", wrap=True)
        self.mark = StandingMark(Standing.UNKNOWN)
        self.counted = label("", "muted", wrap=True)
        self.missing = QCheckBox(tr("Only what is not met or not known"))
        self.missing.toggled.connect(lambda _: self._show_cards())
        self._above = QVBoxLayout()
        self._above.setSpacing(12)
        self._column = QVBoxLayout()
        self._column.setSpacing(12)
        self._lay_out()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self.heading, 1)
        top.addWidget(self.missing)
        summary = QHBoxLayout()
        summary.setSpacing(16)
        summary.addWidget(self.mark)
        summary.addWidget(self.counted, 1)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 16)
        column.setSpacing(12)
        column.addLayout(self._above)
        column.addLayout(self._column)
        column.addStretch(1)
        self.area = scrolling(page, tr("Requirements"))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(top)
        whole.addLayout(summary)
        whole.addWidget(self.area, 1)

    def show_readiness(self, readiness: Readiness, code: str, *, in_log: frozenset[str]) -> None:
        """Show how far this one has come; ``in_log``: requirements that entries of the log count towards."""
        before = self._readiness
        same = before is not None and before.therapist_uid == readiness.therapist_uid
        same = same and before is not None and before.rules_id == readiness.rules_id
        at = self.area.verticalScrollBar().value() if same else 0
        if before is not None and before.therapist_uid != readiness.therapist_uid:
            self.show_lines(())  # never one therapist's mean under another's name
        self._readiness, self._in_log = readiness, in_log
        self.heading.setText(tr("{therapist} · {rules}", therapist=code, rules=readiness.rules_name))
        self.mark.show_standing(readiness.standing)
        self.counted.setText(
            tr("{counts} · as of {when}", counts=counts(readiness), when=spoken_day(readiness.at.astimezone().date()))
        )
        self._show_cards()
        self.area.verticalScrollBar().setValue(at)

    def show_lines(self, lines: Sequence[SiteLine]) -> None:
        """Show this therapist beside the site's own lines."""
        empty(self._above)
        self.lines = [PassCard(line, self) for line in lines]
        for card in self.lines:
            card.rating_wanted.connect(self.rating_wanted)
            self._above.addWidget(card)

    def _show_cards(self) -> None:
        if self._readiness is None:
            return
        empty(self._column)
        shown = [each for each in self._readiness.requirements if self._wanted(each)]
        self.cards = [RequirementCard(each, in_log=each.id in self._in_log, parent=self) for each in shown]
        for card in self.cards:
            card.place_wanted.connect(self.place_wanted)
            card.log_wanted.connect(self.log_wanted)
            self._column.addWidget(card)

    def _wanted(self, found: RequirementStanding) -> bool:
        return not self.missing.isChecked() or found.standing is not Standing.MET
