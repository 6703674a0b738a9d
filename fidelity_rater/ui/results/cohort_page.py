"""All therapists side by side: items, domains, where training is needed, and the therapists themselves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Protocol

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QWidget

from fidelity_rater.app import labels
from fidelity_rater.app.cohort.exhibits import DOMAINS, ITEMS, NEEDS, THERAPISTS, cohort_exhibit
from fidelity_rater.app.cohort.models import CohortFilters, CohortView
from fidelity_rater.app.competence_models import CompetenceChart
from fidelity_rater.app.development.answers import chosen_dimension, dimensions_of
from fidelity_rater.app.development.models import Choice, Exhibit, Kin
from fidelity_rater.app.ports.tables import Table
from fidelity_rater.i18n import tr
from fidelity_rater.ui.results.exhibit_page import ExhibitPage, Shown
from fidelity_rater.ui.results.filter_column import FilterColumn, fill
from fidelity_rater.ui.results.page import Maker

MONTHS = (3, 6, 12, 24)
_DAYS_A_MONTH = 30.44


class CohortSource(Protocol):
    """Where the cohort comes from."""

    def warm(self) -> None: ...
    def view(self, filters: CohortFilters | None = None) -> CohortView | None: ...


@dataclass(frozen=True, slots=True)
class Made:
    """A cohort with what is shown of it; ``view`` None where nothing is signed."""

    view: CohortView | None
    shown: Shown
    choice: Choice
    dimensions: tuple[tuple[str, str], ...]


class CohortFilterBar(FilterColumn):
    """What the cohort is narrowed to.

    Signals:
        filters_chosen: another cohort is wanted (:class:`CohortFilters`).
    """

    filters_chosen = Signal(CohortFilters)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kins: tuple[Kin, ...] = ()
        self.scale = self._add(tr("Scale"))
        self.kin = self._add(tr("Ratings"))
        self.kin.setToolTip(tr("Self-ratings and ratings by others, for learning and for decisions, never mix."))
        self.phase = self._add(tr("Phase"))
        self.focal_area = self._add(tr("Focal area"))
        self.held = self._add(tr("Sessions held"))
        fill(self.held, [("", tr("All")), *((str(n), tr("in the last {n} months", n=n)) for n in MONTHS)], "")
        self._column.addStretch(1)

    def show_choices(self, view: CohortView | None) -> None:
        """Offer what there is, with the choices in force."""
        if view is None:
            return
        self._kins = view.choices.kins
        every = ("", tr("All"))
        fill(self.scale, view.choices.scales, view.scale.sha256)
        fill(self.kin, [(str(n), kin.name) for n, kin in enumerate(self._kins)], str(self._kins.index(view.kin)))
        fill(self.phase, [every, *((p, labels.phase(p)) for p in view.choices.phases)], view.filters.phase)
        areas = [(area, labels.focal_area(area)) for area in view.choices.focal_areas]
        fill(self.focal_area, [every, *areas], view.filters.focal_area)

    @property
    def chosen_kin(self) -> Kin | None:
        kin = self.kin.currentData()
        return self._kins[int(kin)] if kin else None

    def on_chosen(self) -> None:
        months = self.held.currentData()
        self.filters_chosen.emit(
            CohortFilters(
                scale_sha256=self.scale.currentData() or "",
                kin=self.chosen_kin,
                phase=self.phase.currentData() or "",
                focal_area=self.focal_area.currentData() or "",
                since=_months_ago(int(months)) if months else None,
            )
        )


class CohortPage(ExhibitPage):
    """Every row leads to the therapists it stands on, and they to their results."""

    of_therapist = False

    def __init__(
        self, source: CohortSource, *, decimal_comma: Callable[[], bool], parent: QWidget | None = None
    ) -> None:
        super().__init__(decimal_comma=decimal_comma, parent=parent)
        self._source = source
        self._choice = Choice()
        self.view_of: CohortView | None = None
        self.filter_bar = CohortFilterBar()
        self.filters = CohortFilters()
        self.by = self.add_choice(
            tr("Show"),
            (
                (ITEMS, tr("Items")),
                (DOMAINS, tr("Competence domains")),
                (NEEDS, tr("Where training is needed")),
                (THERAPISTS, tr("Therapists side by side")),
            ),
        )
        self.dimension = self.add_choice(tr("Dimension"), ())
        self.filter_bar.filters_chosen.connect(self.on_filters_chosen)

    @property
    def shown_for(self) -> str:
        return f"{super().shown_for} {self.filters} {self.by.currentData()}"

    def maker(self, choice: Choice, *, as_table: bool) -> Maker:
        show, filters = self.shower(as_table=as_table), self.filters
        settled = replace(choice, by=self.by.currentData() or "")

        def make(_chart: CompetenceChart | None) -> Made:
            view = self._source.view(filters)
            if view is None:
                nothing = Exhibit("", Table("", (), ()), empty=tr("Nothing is rated and signed yet."))
                return Made(None, show(nothing), settled, ())
            dimension = chosen_dimension(view.scale, settled)
            made = replace(settled, dimension=dimension.id if dimension else "")
            dimensions = tuple((d.id, d.name) for d in dimensions_of(view.scale))
            return Made(view, show(cohort_exhibit(view, made)), made, dimensions)

        return make

    def show_made(self, made: Made) -> None:
        self.view_of, self._choice = made.view, made.choice
        self.filter_bar.show_choices(made.view)
        fill(self.dimension, made.dimensions, made.choice.dimension)
        with QSignalBlocker(self.by):
            self.by.setCurrentIndex(max(0, self.by.findData(made.choice.by)))
        self.show_exhibit(made.shown)

    def chosen(self) -> Choice:
        return replace(self._choice, dimension=self.dimension.currentData() or "")

    def on_filters_chosen(self, filters: CohortFilters) -> None:
        self.filters = filters
        self.choice_changed.emit(self.chosen())

    def row_name(self, cells: tuple[object, ...]) -> str:
        return str(cells[1]) if self._choice.by == NEEDS else str(cells[0])


def _months_ago(months: int) -> date:
    return datetime.now(UTC).date() - timedelta(days=round(months * _DAYS_A_MONTH))
