"""Calibration, as a page: references, one's own results, all raters, and making a reference."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.calibration.models import AttemptResult, CalibrationOverview, Evidence
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.consensus.models import EvidenceLine
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.jobs import JobRunner, Progress
from fidelity_rater.app.rating.moment_sounds import MomentWanted
from fidelity_rater.app.rating.saver import LANE
from fidelity_rater.app.sharing.models import ReferenceOrder
from fidelity_rater.i18n import tr
from fidelity_rater.ui.calibration.reference_list import ReferenceForm, ReferenceList
from fidelity_rater.ui.calibration.result_view import ResultView
from fidelity_rater.ui.calibration.standing_section import StandingSection
from fidelity_rater.ui.calibration.tables import rater_table
from fidelity_rater.ui.hearing.evidence_room import EvidenceRoom
from fidelity_rater.ui.results.data_table import DataTable
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.card import line, scrolling
from fidelity_rater.ui.widgets.text import label

RELEVANT = Changed.RATINGS | Changed.ASSIGNMENTS | Changed.RECORDINGS | Changed.PEOPLE
MARGIN = 48
"""Of the page, and of the card around the picture."""
REDRAWN_MS = 150
MOST_RATERS_SHOWN = 12


class CalibrationPage(EvidenceRoom):
    """Signals:
    rating_chosen: a rating is to be opened (uid, item or empty); also one that was just begun.
    send_wanted: make a package of this (an order).
    """

    rating_chosen = Signal(str, str)
    send_wanted = Signal(object)

    def __init__(self, work: Workplace, jobs: JobRunner, parent: QWidget | None = None) -> None:
        super().__init__(work, jobs, parent)
        self._work, self._jobs = work, jobs
        self._overview: CalibrationOverview | None = None
        self._shown_rater = ""
        self._asked = self._drawn = self._heard = 0

        def comma() -> bool:
            return work.tables.decimal_comma

        self.banner = Banner("danger", dismissable=True)
        self.banner.hide()
        self.references, self.form = ReferenceList(), ReferenceForm()
        self.standing = StandingSection(decimal_comma=comma)
        self.raters = DataTable(decimal_comma=comma)
        self.gate = label("", "muted", wrap=True)
        self.result = ResultView(decimal_comma=comma)
        self.places = QStackedWidget()
        self.page = self._page()
        self.area = scrolling(self.page, tr("Calibration"))
        self.places.addWidget(self.area)
        self.places.addWidget(self.result)
        self._redraw = QTimer(self)
        self._redraw.setSingleShot(True)
        self._redraw.setInterval(REDRAWN_MS)
        self._redraw.timeout.connect(self._draw)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.addWidget(self.banner)
        column.addWidget(self.places, 1)
        column.addWidget(self.bar)
        self._connect()

    def _page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(8)
        column.addWidget(
            label(
                tr(
                    "Rate a reference without seeing its consensus; after you have signed, both stand beside each "
                    "other. What you rate here counts as no rating of the therapist. One reference is rated once: a "
                    "session that one knows tells nothing new."
                ),
                "muted",
                wrap=True,
            )
        )
        self.results_title = label(tr("Your results"), "heading")
        for title, part in (
            (label(tr("References"), "heading"), self.references),
            (self.results_title, self.standing),
            (label(tr("All raters"), "heading"), self.raters),
            (None, self.gate),
        ):
            if title is not None:
                column.addWidget(title)
            column.addWidget(part)
        column.addWidget(line())
        column.addWidget(label(tr("Make a reference"), "heading"))
        column.addWidget(self.form)
        column.addStretch(1)
        return page

    def _connect(self) -> None:
        self.references.begin_wanted.connect(self.on_begin_wanted)
        self.references.rating_wanted.connect(lambda uid: self.rating_chosen.emit(uid, ""))
        self.references.result_wanted.connect(self.show_result)
        self.references.retire_wanted.connect(self.on_retire_wanted)
        self.references.send_wanted.connect(lambda uid: self.send_wanted.emit(ReferenceOrder((uid,))))
        self.references.return_wanted.connect(self.on_return_wanted)
        self.form.make_wanted.connect(self.on_make_wanted)
        self.standing.result_wanted.connect(self.show_result)
        self.raters.row_chosen.connect(self.on_rater_chosen)
        self.result.left.connect(self.on_left)
        self.result.item_chosen.connect(self.on_item_chosen)
        self.result.rating_chosen.connect(self.rating_chosen)
        self.result.moment_heard.connect(self.on_moment_heard)
        self.bar.sounding_changed.connect(self.result.show_sounding)

    # The overview

    def refresh(self) -> None:
        """Read everything again, in a job."""
        self._asked += 1
        asked = self._asked

        def done(overview: CalibrationOverview) -> None:
            if asked == self._asked:
                self.show_overview(overview)

        self._jobs.start(lambda progress: self._work.calibration.overview(), done=done, failed=self.on_failed)

    def show_overview(self, overview: CalibrationOverview) -> None:
        self._overview = overview
        self.references.show_references(overview.references)
        self.form.show_candidates(overview.candidates)
        self.raters.show_table(rater_table(overview.raters))
        self.raters.setVisible(bool(overview.raters))
        rows = min(len(overview.raters), MOST_RATERS_SHOWN)
        height = self.raters.verticalHeader().defaultSectionSize() * rows
        self.raters.setFixedHeight(height + self.raters.horizontalHeader().sizeHint().height() + 24)
        self.gate.setText(overview.gate_fault or tr("What is asked of raters. {gate}", gate=overview.gate))
        self._show_rater(self._shown_rater or overview.own_uid)

    def _show_rater(self, person_uid: str) -> None:
        overview = self._overview
        if overview is None:
            return
        found = next((rater for rater in overview.raters if rater.person_uid == person_uid), None)
        own = person_uid == overview.own_uid
        self.results_title.setText(tr("Your results") if own or found is None else _results_of(found.initials))
        self.standing.show_standing(found)
        self._draw()

    def on_rater_chosen(self, row: int) -> None:
        """Somebody's row: their results are shown above."""
        if self._overview is not None and 0 <= row < len(self._overview.raters):
            self._shown_rater = self._overview.raters[row].person_uid
            self._show_rater(self._shown_rater)

    def _draw(self) -> None:
        """Draw the picture in a job, for the room that there is now."""
        most = self._overview.most_bias if self._overview is not None else None
        paint = self.standing.painter(self.area.viewport().width() - MARGIN, most)
        self._drawn += 1
        drawn = self._drawn
        if paint is None:
            return

        def done(picture: Any) -> None:
            if drawn == self._drawn:
                self.standing.show_picture(picture)

        self._jobs.start(lambda progress: paint(), done=done, failed=self.on_failed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._overview is not None and event.size().width() != event.oldSize().width():
            self._redraw.start()

    def on_changed(self, changed: Changed) -> None:
        if changed & RELEVANT and self.isVisible():
            self.refresh()

    def on_look_changed(self) -> None:
        self._draw()

    # What a person wants

    def on_begin_wanted(self, reference_uid: str) -> None:
        self._write(
            lambda: self._work.calibration.begin(reference_uid), done=lambda uid: self.rating_chosen.emit(uid, "")
        )

    def on_retire_wanted(self, reference_uid: str, retired: bool) -> None:
        self._write(
            lambda: self._work.calibration.retire(reference_uid, retired=retired), done=lambda _: self.refresh()
        )

    def on_return_wanted(self, reference_uid: str) -> None:
        """Lay one's attempts together for whoever sent this reference."""
        self._jobs.start(
            lambda progress: self._work.calibration.to_return(reference_uid),
            done=self.send_wanted.emit,
            failed=self.on_failed,
        )

    def on_make_wanted(self, consensus_uid: str, title: str, purpose: str) -> None:
        def done(uid: str) -> None:
            self.form.clear()
            self.refresh()

        self._write(lambda: self._work.calibration.make(consensus_uid, title=title, purpose=purpose), done=done)

    def _write(self, act: Callable[[], Any], *, done: Callable[[Any], None]) -> None:
        self.banner.show_message("")
        self._jobs.start(lambda progress: act(), done=done, failed=self.on_failed, lane=LANE)

    # One attempt

    def show_result(self, rating_uid: str) -> None:
        """Show a signed attempt beside its consensus."""

        def done(result: AttemptResult) -> None:
            self.places.setCurrentWidget(self.result)
            self.result.show_result(result)
            self.result.table.setFocus()

        self._jobs.start(lambda progress: self._work.calibration.result(rating_uid), done=done, failed=self.on_failed)

    def on_item_chosen(self, rating_uid: str, item: str) -> None:
        self._heard += 1
        heard = self._heard

        def work(progress: Progress) -> Evidence:
            return self._work.calibration.evidence(rating_uid, item)

        def done(evidence: Evidence) -> None:
            if heard == self._heard:
                self.result.show_evidence(evidence)

        self._jobs.start(work, done=done, failed=self.on_failed)

    def on_moment_heard(self, line: EvidenceLine, words: str) -> None:
        self.bar.hear(MomentWanted(line.uid, line.rating_uid, line.part, line.start_ms, line.end_ms), words)

    def on_left(self) -> None:
        self.bar.forget()
        self.places.setCurrentWidget(self.area)
        self._draw()

    def on_failed(self, error: Exception) -> None:
        if not isinstance(error, UserFacingError):
            raise error
        self.banner.show_message(str(error))


def _results_of(initials: str) -> str:
    return tr("Results of {rater}", rater=initials)
