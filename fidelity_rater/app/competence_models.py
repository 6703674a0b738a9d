"""The results screen's read models: frozen values that charts draw and tables show."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final, NamedTuple

from fidelity_rater.app import labels
from fidelity_rater.app.ports.queries import RatedSheet, RatingRow
from fidelity_rater.domain.caseload import Case, Session
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.ratings.events import Score
from fidelity_rater.domain.scoring.results import Departure, SummaryScore
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import Scale

LIKELY: Final = 1.96
"""How many standard errors to either side hold 95 of 100."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the chart is narrowed to; an empty choice narrows nothing. ``scale_sha256`` empty: the most used scale.

    Editions of one scale that measure the same are shown together, whichever of them is asked for.
    """

    phases: frozenset[str] = frozenset()
    focal_areas: frozenset[str] = frozenset()
    raters: frozenset[str] = frozenset()
    purposes: frozenset[str] = frozenset()
    cases: frozenset[str] = frozenset()
    scale_sha256: str = ""
    with_drafts: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """One session's place on the axis; ``x`` counts from 0 with a gap of one between cases."""

    x: int
    session_uid: str
    case_uid: str
    scheduled: int
    attended: int | None
    held_on: date | None
    phase: str


@dataclass(frozen=True, slots=True)
class Dot:
    """One rating on the chart."""

    x: int
    rating: RatingRow
    case_code: str
    session_number: int
    phase: str
    focal_areas: tuple[str, ...]
    summaries: tuple[SummaryScore, ...]
    trends: tuple[SummaryScore, ...]
    departures: tuple[Departure, ...]
    outside_scope: bool

    def summary(self, summary_id: str) -> SummaryScore | None:
        return next((s for s in self.summaries if s.summary == summary_id), None)

    @property
    def told(self) -> str:
        """Which rating of which session it is, in words."""
        return tr(
            "{case}, session {n} · {phase} · {rater} ({role}, {purpose})",
            case=self.case_code,
            n=self.session_number,
            phase=labels.phase(self.phase),
            rater=self.rating.rater_initials,
            role=labels.role(self.rating.role),
            purpose=labels.purpose(self.rating.purpose).lower(),
        )

    @property
    def kind(self) -> str:
        """Which marker it gets: ``self`` for a self-rating, else ``rater``."""
        return "self" if self.rating.role is Role.TRAINEE else "rater"


@dataclass(frozen=True, slots=True)
class PhaseBand:
    """A stretch of a case's sessions of one phase, both ends included."""

    case_uid: str
    phase: str
    first_x: int
    last_x: int


@dataclass(frozen=True, slots=True)
class CaseSpan:
    """One case's stretch of the axis."""

    case_uid: str
    code: str
    focal_areas: tuple[str, ...]
    first_x: int
    last_x: int


@dataclass(frozen=True, slots=True)
class TrendLine:
    """Progress on one summary over the common core items: one scale, one purpose, one case, self-ratings apart.

    Points are (x, value, number of ratings); several raters of one session are averaged here and told by the number.
    """

    summary: str
    purpose: Purpose
    kind: str
    case_uid: str
    points: tuple[tuple[int, float, int], ...]


@dataclass(frozen=True, slots=True)
class Axis:
    """One panel of the chart: a summary's name and bounds, and the scale's "competent" level, which is no pass mark."""

    summary: str
    name: str
    hue: str
    minimum: float
    maximum: float
    competent: int | None


@dataclass(frozen=True, slots=True)
class RatingError:
    """How far one rating's result lies off for want of agreement, as sessions that several have rated show it.

    In points of the result, with its interval; ``sem`` None: not known, and ``why`` says so. ``not_blind`` counts the
    sessions of which not all ratings are known to have been made blind of each other.
    """

    summary: str
    purpose: Purpose
    sem: float | None = None
    low: float | None = None
    high: float | None = None
    sessions: int = 0
    raters: int = 0
    not_blind: int = 0
    why: str = ""

    def band(self, value: float, axis: Axis) -> tuple[float, float] | None:
        """Where the mean of many raters would likely lie: :data:`LIKELY` standard errors, no further than the scale."""
        if self.sem is None:
            return None
        half = LIKELY * self.sem
        return max(value - half, min(axis.minimum, value)), min(value + half, max(axis.maximum, value))


class MapCell(NamedTuple):
    """One item in one rating: the answer on each of its dimensions. There are thousands, so it is a light tuple."""

    x: int
    item: str
    rating_uid: str
    scores: tuple[tuple[str, Score], ...]


@dataclass(frozen=True, slots=True)
class MapRow:
    """One item's line of the item-by-session map."""

    item: str
    label: str
    group: str
    hue: str


@dataclass(frozen=True, slots=True)
class CoverageLine:
    """What a case's rated recordings say about one item; ``coverage`` is ``seen``, ``not_seen`` or ``not_covered``."""

    item: str
    label: str
    coverage: str
    seen_in: int
    rated: int
    held: int


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """What the filters can be set to here: pairs of value and label."""

    phases: tuple[str, ...]
    focal_areas: tuple[str, ...]
    raters: tuple[tuple[str, str], ...]
    purposes: tuple[str, ...]
    cases: tuple[tuple[str, str], ...]
    scales: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class MeasurePoint:
    """One total of a client's measure at a session."""

    x: int
    value: float
    told: str


@dataclass(frozen=True, slots=True)
class MeasurePanel:
    """One measure of symptoms over the sessions of each case: it stands under the ratings and explains none of them."""

    measure: str
    name: str
    minimum: float
    maximum: float
    lines: tuple[tuple[MeasurePoint, ...], ...]
    """One for each case that has any."""


@dataclass(frozen=True, slots=True)
class Basis:
    """What a chart was made of: the ratings shown, their scale, and what it is about."""

    scale: Scale
    sheets: tuple[RatedSheet, ...]
    cases: tuple[Case, ...]
    held: tuple[Session, ...]


@dataclass(frozen=True)
class CompetenceChart:
    """Everything that the results screen shows of one therapist. ``scale_notice`` must be shown with it.

    The map's cells, thousands of them, and the coverage are made when first looked at: most who come see the chart and
    go.
    """

    therapist_uid: str
    therapist_code: str
    scale_name: str
    scale_notice: str
    scale_sha256: str
    axes: tuple[Axis, ...]
    places: tuple[Place, ...]
    cases: tuple[CaseSpan, ...]
    bands: tuple[PhaseBand, ...]
    dots: tuple[Dot, ...]
    trends: tuple[TrendLine, ...]
    map_rows: tuple[MapRow, ...]
    make_cells: Callable[[], tuple[MapCell, ...]] = field(repr=False, compare=False)
    basis: Basis = field(repr=False, compare=False)
    make_coverage: Callable[[], tuple[tuple[str, tuple[CoverageLine, ...]], ...]] = field(repr=False, compare=False)
    dimension_names: Mapping[str, str]
    state_names: Mapping[str, str]
    choices: FilterChoices
    filters: Filters
    hidden: int
    """Ratings that the filters leave out."""
    measures: tuple[MeasurePanel, ...] = ()
    errors: tuple[RatingError, ...] | None = None
    """What agreement between raters tells of each result; None: not looked at yet."""

    @cached_property
    def map_cells(self) -> tuple[MapCell, ...]:
        return self.make_cells()

    @cached_property
    def coverage(self) -> tuple[tuple[str, tuple[CoverageLine, ...]], ...]:
        """By case code."""
        return self.make_coverage()

    def band_of(self, dot: Dot, summary: SummaryScore) -> tuple[float, float] | None:
        """The likely band of one result; None of a self-rating, which has no other rater, and where none is known."""
        error = self.error_of(dot, summary.summary)
        if error is None or error.sem is None or summary.value is None:
            return None
        return error.band(summary.value, self._axis_of[summary.summary])

    def error_of(self, dot: Dot, summary_id: str) -> RatingError | None:
        """What is known of one result's error, or why it is not; None before it was looked at."""
        return None if dot.kind == "self" else self._error_of.get((summary_id, dot.rating.purpose))

    @cached_property
    def _axis_of(self) -> dict[str, Axis]:
        return {axis.summary: axis for axis in self.axes}

    @cached_property
    def _error_of(self) -> dict[tuple[str, Purpose], RatingError]:
        return {(error.summary, error.purpose): error for error in self.errors or ()}

    def dot_of(self, rating_uid: str) -> Dot | None:
        return next((dot for dot in self.dots if dot.rating.uid == rating_uid), None)
