"""The tabs of one therapist beside chart and map: profile, strengths and gaps, coverage, self and supervisor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from PySide6.QtWidgets import QComboBox, QWidget

from fidelity_rater.app.competence_models import CompetenceChart
from fidelity_rater.app.development.answers import chosen_dimension, chosen_kin, dimensions_of, kins_of
from fidelity_rater.app.development.comparing import OVER_TIME
from fidelity_rater.app.development.covering import coverage
from fidelity_rater.app.development.domains import DOMAINS
from fidelity_rater.app.development.models import Choice, Exhibit, Kin
from fidelity_rater.app.development.profile import FOCAL_AREA, PHASE, WHOLE
from fidelity_rater.i18n import tr
from fidelity_rater.ui.results.exhibit_page import ExhibitPage, Shown
from fidelity_rater.ui.results.filter_column import fill
from fidelity_rater.ui.results.page import Maker


class TabSource(Protocol):
    """What makes the tabs' content of a chart."""

    def profile(self, chart: CompetenceChart, choice: Choice) -> Exhibit: ...
    def strengths_and_gaps(self, chart: CompetenceChart, choice: Choice) -> Exhibit: ...
    def self_and_supervisor(self, chart: CompetenceChart, choice: Choice) -> Exhibit: ...


@dataclass(frozen=True, slots=True)
class Made:
    """A tab's content, with what its boxes can be set to and are set to."""

    shown: Shown
    whose: str
    choice: Choice
    dimensions: tuple[tuple[str, str], ...]
    kins: tuple[Kin, ...]


class TherapistPage(ExhibitPage):
    """A tab with the boxes it wants: ``by`` what, which dimension, whose ratings."""

    def __init__(self, source: TabSource, *, decimal_comma: Callable[[], bool], parent: QWidget | None = None) -> None:
        super().__init__(decimal_comma=decimal_comma, parent=parent)
        self._source = source
        self._kins: tuple[Kin, ...] = ()
        self._choice = Choice()
        self.by: QComboBox | None = None
        self.dimension: QComboBox | None = None
        self.kin: QComboBox | None = None

    def offer_dimension(self) -> None:
        self.dimension = self.add_choice(tr("Dimension"), ())

    def offer_kin(self) -> None:
        self.kin = self.add_choice(tr("Ratings"), ())
        self.kin.setToolTip(tr("Self-ratings and ratings by others, for learning and for decisions, never mix."))

    def exhibit_of(self, chart: CompetenceChart, choice: Choice) -> Exhibit:
        raise NotImplementedError

    def maker(self, choice: Choice, *, as_table: bool) -> Maker:
        show, choice = self.shower(as_table=as_table), self._own(choice)

        def make(chart: CompetenceChart) -> Made:
            shown = show(self.exhibit_of(chart, choice))
            dimension = chosen_dimension(chart.basis.scale, choice)
            settled = replace(choice, dimension=dimension.id if dimension else "", kin=chosen_kin(chart, choice))
            dimensions = tuple((d.id, d.name) for d in dimensions_of(chart.basis.scale))
            return Made(shown, chart.therapist_code, settled, dimensions, kins_of(chart))

        return make

    def _own(self, choice: Choice) -> Choice:
        """Without a part that this tab does not know."""
        known = self.by is not None and self.by.findData(choice.by) >= 0
        return choice if known else replace(choice, by="")

    def show_made(self, made: Made) -> None:
        self.whose, self._kins, self._choice = made.whose, made.kins, made.choice
        if self.dimension is not None:
            fill(self.dimension, made.dimensions, made.choice.dimension)
        if self.kin is not None:
            keys = [(str(place), kin.name) for place, kin in enumerate(made.kins)]
            fill(self.kin, keys, str(made.kins.index(made.choice.kin)) if made.choice.kin in made.kins else "")
        if self.by is not None:
            self.by.setCurrentIndex(max(0, self.by.findData(made.choice.by)))
        self.show_exhibit(made.shown)

    def chosen(self) -> Choice:
        kin = self.kin.currentData() if self.kin is not None else None
        return Choice(
            dimension=self.dimension.currentData() if self.dimension is not None else self._choice.dimension,
            kin=self._kins[int(kin)] if kin else self._choice.kin,
            by=self.by.currentData() if self.by is not None else self._choice.by,
        )


class ProfilePage(TherapistPage):
    """Means by item, phase, focal area, or competence domain."""

    def __init__(self, source: TabSource, *, decimal_comma: Callable[[], bool], parent: QWidget | None = None) -> None:
        super().__init__(source, decimal_comma=decimal_comma, parent=parent)
        self.by = self.add_choice(
            tr("By"),
            (
                (WHOLE, tr("Item")),
                (PHASE, tr("Item and phase")),
                (FOCAL_AREA, tr("Item and focal area")),
                (DOMAINS, tr("Competence domain")),
            ),
        )
        self.offer_dimension()
        self.offer_kin()

    def exhibit_of(self, chart: CompetenceChart, choice: Choice) -> Exhibit:
        return self._source.profile(chart, choice)

    def row_name(self, cells: tuple[object, ...]) -> str:
        if self._choice.by == DOMAINS:
            return f"{cells[0]}: {cells[1]}"
        return f"{cells[0]}, {cells[1]}" if self._choice.by else str(cells[0])


class GapsPage(TherapistPage):
    """Findings in words."""

    pictured = False

    def __init__(self, source: TabSource, *, decimal_comma: Callable[[], bool], parent: QWidget | None = None) -> None:
        super().__init__(source, decimal_comma=decimal_comma, parent=parent)
        self.offer_kin()

    def exhibit_of(self, chart: CompetenceChart, choice: Choice) -> Exhibit:
        return self._source.strengths_and_gaps(chart, choice)

    def row_name(self, cells: tuple[object, ...]) -> str:
        return tr("{item}: {finding}", item=cells[1], finding=cells[2]) if cells[1] else str(cells[2])


class CoveragePage(TherapistPage):
    """What is expected once in a case."""

    pictured = False

    def exhibit_of(self, chart: CompetenceChart, choice: Choice) -> Exhibit:
        return coverage(chart)


class SelfPage(TherapistPage):
    """Oneself beside the supervisor."""

    def __init__(self, source: TabSource, *, decimal_comma: Callable[[], bool], parent: QWidget | None = None) -> None:
        super().__init__(source, decimal_comma=decimal_comma, parent=parent)
        self.by = self.add_choice(tr("By"), ((WHOLE, tr("Item")), (OVER_TIME, tr("Session, over time"))))
        self.offer_dimension()

    def exhibit_of(self, chart: CompetenceChart, choice: Choice) -> Exhibit:
        return self._source.self_and_supervisor(chart, replace(choice, kin=None))
