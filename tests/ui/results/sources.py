"""Results of made-up lives for the screen: charts, tabs, a cohort in memory, and tables that are saved."""

from __future__ import annotations

from types import MappingProxyType

from fidelity_rater.app.cohort.models import CohortChoices, CohortFilters, CohortView
from fidelity_rater.app.competence import competence_chart
from fidelity_rater.app.competence_models import CompetenceChart, Filters
from fidelity_rater.app.development.comparing import self_beside_supervisor
from fidelity_rater.app.development.domains import DOMAINS, domain_profile
from fidelity_rater.app.development.gaps import strengths_and_gaps
from fidelity_rater.app.development.models import OTHERS, Choice, Exhibit, Kin
from fidelity_rater.app.development.profile import item_profile
from fidelity_rater.app.ports.cohort import CohortCounts, CohortTherapist
from fidelity_rater.app.settings import Settings
from fidelity_rater.app.tables import SavedTables
from fidelity_rater.domain.people import Purpose
from fidelity_rater.exchange.spreadsheets import Workbooks
from helpers.trajectories import SMALL, Life


class Source:
    """Charts of made-up lives; remembers what it was asked."""

    def __init__(self) -> None:
        self.lives: dict[str, Life] = {}
        self.asked: list[tuple[str, Filters]] = []
        self.error: Exception | None = None

    def chart(self, therapist_uid: str, filters: Filters | None = None) -> CompetenceChart | None:
        filters = filters or Filters()
        self.asked.append((therapist_uid, filters))
        if self.error is not None:
            raise self.error
        return competence_chart(self.lives[therapist_uid].rows(), filters=filters, scale_of=lambda sha256: SMALL)

    def profile(self, chart: CompetenceChart, choice: Choice) -> Exhibit:
        return domain_profile(chart, choice) if choice.by == DOMAINS else item_profile(chart, choice)

    def strengths_and_gaps(self, chart: CompetenceChart, choice: Choice) -> Exhibit:
        return strengths_and_gaps(chart, choice)

    def self_and_supervisor(self, chart: CompetenceChart, choice: Choice) -> Exhibit:
        return self_beside_supervisor(chart, choice, {})


def small_view(filters: CohortFilters | None = None) -> CohortView:
    """Three therapists' numbers on one item; the third rates badly."""
    cells = (("E1", "adherence"), ("E1", "quality"), ("P1", "extent"))
    therapists = tuple(
        CohortTherapist(f"t{n}", f"T0{n}", 4, (4, 4, 4), (12, total, heard))
        for n, total, heard in ((1, 16, 0), (2, 12, 0), (3, 6, 3))
    )
    counts = CohortCounts(12, 10, therapists, ({3: 12}, {1: 2, 2: 2, 3: 4, 4: 4}, {0: 9, 1: 3}), (2, 2, 0), (0, 3, 0))
    kin = Kin(OTHERS, Purpose.FORMATIVE)
    choices = CohortChoices(((SMALL.sha256, "Small 1"),), (kin,), ("middle",), ("grief",))
    places = MappingProxyType({key: place for place, key in enumerate(cells)})
    return CohortView(filters or CohortFilters(), kin, choices, counts, SMALL, places)


class Cohort:
    """One cohort; remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[CohortFilters | None] = []
        self.warmed = 0

    def warm(self) -> None:
        self.warmed += 1

    def view(self, filters: CohortFilters | None = None) -> CohortView | None:
        self.asked.append(filters)
        return small_view(filters)


class KeptSettings:
    """Settings in memory."""

    def __init__(self, settings: Settings | None = None) -> None:
        self._settings = settings or Settings()

    def load(self) -> Settings:
        return self._settings

    def save(self, settings: Settings) -> None:
        self._settings = settings


def saved_tables(settings: Settings | None = None) -> SavedTables:
    return SavedTables(KeptSettings(settings), Workbooks())
