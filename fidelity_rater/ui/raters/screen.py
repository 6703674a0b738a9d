"""Who rates what, what raters agreed on, how far they agree, and how each is calibrated."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from fidelity_rater.app.application import Workplace
from fidelity_rater.app.ports.jobs import JobRunner
from fidelity_rater.i18n import tr
from fidelity_rater.ui.widgets.room import Room
from fidelity_rater.ui.widgets.tabbed_room import Tab, TabbedRoom

ASSIGNMENTS: Final = "assignments"
CONSENSUS: Final = "consensus"
AGREEMENT: Final = "agreement"
CALIBRATION: Final = "calibration"


class RatersScreen(TabbedRoom):
    """Signals:
    rate_wanted: rate what one was assigned (uids of the session and the assignment).
    rating_chosen: open a rating (its uid, item id or empty).
    send_wanted: make a package of this (an order).
    """

    rate_wanted = Signal(str, str)
    rating_chosen = Signal(str, str)
    send_wanted = Signal(object)

    def __init__(self, work: Workplace, jobs: JobRunner, parent: QWidget | None = None) -> None:
        self._work, self._jobs = work, jobs
        super().__init__(
            (
                Tab(ASSIGNMENTS, tr("Assignments"), self._make_assignments),
                Tab(AGREEMENT, tr("Agreement"), self._make_agreement),
                Tab(CONSENSUS, tr("Consensus"), self._make_consensus),
                Tab(CALIBRATION, tr("Calibration"), self._make_calibration),
            ),
            name=tr("What is shown of the raters"),
            parent=parent,
        )

    def show_calibration(self) -> None:
        """Go to the references."""
        self.show_tab(CALIBRATION)

    def _make_assignments(self, parent: QWidget) -> Room:
        from fidelity_rater.ui.assignments.page import AssignmentsPage

        made = AssignmentsPage(self._work, self._jobs, parent)
        made.rate_wanted.connect(self.rate_wanted)
        made.rating_chosen.connect(self.rating_chosen)
        made.send_wanted.connect(self.send_wanted)
        return made

    def _make_agreement(self, parent: QWidget) -> Room:
        from fidelity_rater.ui.agreement.page import AgreementPage

        made = AgreementPage(self._work, self._jobs, parent)
        made.rating_chosen.connect(self.rating_chosen)
        return made

    def _make_consensus(self, parent: QWidget) -> Room:
        from fidelity_rater.ui.consensus.page import ConsensusPage

        made = ConsensusPage(self._work, self._jobs, parent)
        made.rating_chosen.connect(self.rating_chosen)
        return made

    def _make_calibration(self, parent: QWidget) -> Room:
        from fidelity_rater.ui.calibration.page import CalibrationPage

        made = CalibrationPage(self._work, self._jobs, parent)
        made.rating_chosen.connect(self.rating_chosen)
        made.send_wanted.connect(self.send_wanted)
        return made
