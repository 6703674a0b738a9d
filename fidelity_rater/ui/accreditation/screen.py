"""What written rules ask and what is met, the log that it stands on, portfolios, and the panel that decides."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QSplitter, QWidget

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.caseload_models import TherapistRow
from fidelity_rater.app.changes import Changed
from fidelity_rater.app.errors import UserFacingError
from fidelity_rater.app.ports.jobs import JobRunner, Progress
from fidelity_rater.i18n import tr
from fidelity_rater.ui.caseload.therapist_list import TherapistList
from fidelity_rater.ui.panel.page import PanelPage
from fidelity_rater.ui.readiness.page import ReadinessPage
from fidelity_rater.ui.training.page import TrainingPage
from fidelity_rater.ui.widgets.banner import Banner
from fidelity_rater.ui.widgets.room import Room
from fidelity_rater.ui.widgets.tabbed_room import Tab, TabbedRoom

READINESS: Final = "readiness"
LOG: Final = "log"
PANEL: Final = "panel"

LISTED = Changed.CASELOAD | Changed.RATINGS | Changed.PEOPLE


class AccreditationScreen(TabbedRoom):
    """Signals:
    session_wanted, case_wanted: show it in the caseload (its uid).
    rating_chosen: open a rating (its uid, item id or empty).
    send_wanted: make a package of this (an order).
    report_wanted: ask how this report is to be saved (a wish).
    """

    session_wanted = Signal(str)
    case_wanted = Signal(str)
    rating_chosen = Signal(str, str)
    send_wanted = Signal(object)
    report_wanted = Signal(object)

    def __init__(self, work: Workplace, jobs: JobRunner, parent: QWidget | None = None) -> None:
        self._work, self._jobs = work, jobs
        self._stale = True
        self._codes: dict[str, str] = {}
        super().__init__(
            (
                Tab(READINESS, tr("Readiness"), self._make_readiness),
                Tab(LOG, tr("Log"), self._make_log),
                Tab(PANEL, tr("Portfolios and panel"), self._make_panel),
            ),
            name=tr("What is shown of the accreditation"),
            parent=parent,
        )
        self.banner = Banner("danger", dismissable=True)
        self.banner.hide()
        self.list = TherapistList(adding=False)
        if (inside := self.list.layout()) is not None:
            inside.setContentsMargins(0, 8, 8, 0)  # the room has its own edge
        self.list.therapist_chosen.connect(lambda uid: self.log.show_therapist(uid, self._codes.get(uid, "")))
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self.list)
        self.splitter.addWidget(self.pages)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setSizes([240, 1000])
        self.splitter.setChildrenCollapsible(False)
        self.column.insertWidget(1, self.banner)
        self.column.addWidget(self.splitter, 1)
        self.tab_shown.connect(lambda _: self._show_list())

    # Pages

    @property
    def readiness(self) -> ReadinessPage:
        page = self.page(READINESS)
        assert isinstance(page, ReadinessPage)
        return page

    @property
    def log(self) -> TrainingPage:
        page = self.page(LOG)
        assert isinstance(page, TrainingPage)
        return page

    @property
    def panel(self) -> PanelPage:
        page = self.page(PANEL)
        assert isinstance(page, PanelPage)
        return page

    def _make_readiness(self, parent: QWidget) -> Room:
        made = ReadinessPage(self._work, self._jobs, parent)
        made.session_wanted.connect(self.session_wanted)
        made.case_wanted.connect(self.case_wanted)
        made.rating_chosen.connect(self.rating_chosen)
        made.log_wanted.connect(self.show_log)
        return made

    def _make_log(self, parent: QWidget) -> Room:
        return TrainingPage(self._work, self._jobs, parent)

    def _make_panel(self, parent: QWidget) -> Room:
        made = PanelPage(self._work, self._jobs, parent)
        made.rating_chosen.connect(self.rating_chosen)
        made.send_wanted.connect(self.send_wanted)
        made.report_wanted.connect(self.report_wanted)
        return made

    # The therapists beside the log

    def show_log(self, therapist_uid: str) -> None:
        """Go to a therapist's log."""
        self.log.show_therapist(therapist_uid, self._codes.get(therapist_uid, ""))
        self.show_tab(LOG)
        with QSignalBlocker(self.list):
            self.list.show_chosen(therapist_uid)

    def show_panel(self, portfolio_uid: str = "") -> None:
        """Go to the portfolios; ``portfolio_uid``: open this one."""
        self.show_tab(PANEL)
        if portfolio_uid:
            self.panel.show_portfolio(portfolio_uid)

    def on_changed(self, changed: Changed) -> None:
        super().on_changed(changed)
        if changed & LISTED:
            self._stale = True
            self._show_list()

    def _show_list(self) -> None:
        """The therapists stand only beside the log: elsewhere the page says itself whom it shows."""
        self.list.setVisible(self.tab == LOG)
        if self._stale and self.tab == LOG and self.isVisible():
            self._stale = False
            self._jobs.start(self._read, done=self._on_read, failed=self._on_failed)

    def _read(self, progress: Progress) -> tuple[TherapistRow, ...]:
        with self._work.library.queries() as queries:
            return queries.caseload()

    def _on_read(self, rows: tuple[TherapistRow, ...]) -> None:
        self._codes = {row.therapist.uid: row.therapist.code for row in rows}
        standing = [row.therapist.uid for row in rows if not row.therapist.archived]
        wanted = self.log.therapist_uid or next(iter(standing), "")
        with QSignalBlocker(self.list):
            self.list.show_rows(rows)
            self.list.show_chosen(wanted)
        self.log.show_therapist(wanted, self._codes.get(wanted, ""))

    def _on_failed(self, error: Exception) -> None:
        self._stale = True
        if not isinstance(error, UserFacingError):
            raise error
        self.banner.show_message(str(error))
