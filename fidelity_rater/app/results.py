"""The results of one therapist: the chart, what each tab shows of it, and the tables behind it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from fidelity_rater.app.competence import competence_chart
from fidelity_rater.app.competence_models import CompetenceChart, Dot, Filters, MeasurePanel, MeasurePoint
from fidelity_rater.app.development.comparing import self_beside_supervisor
from fidelity_rater.app.development.domains import DOMAINS, domain_profile
from fidelity_rater.app.development.error_words import errors_in_words
from fidelity_rater.app.development.gaps import strengths_and_gaps
from fidelity_rater.app.development.models import Choice, Exhibit
from fidelity_rater.app.development.profile import item_profile
from fidelity_rater.app.development.suggestions import open_suggestions
from fidelity_rater.app.ports.library import Library, UnitOfWork
from fidelity_rater.app.ports.tables import Table, Value
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.self_rating import SEEN_OTHER, order_of, seen_when
from fidelity_rater.domain.measures import Measure, Measurement, named_as_kept
from fidelity_rater.domain.people import Role
from fidelity_rater.domain.scoring.results import SummaryScore
from fidelity_rater.i18n import tr

CHART_COLUMNS: Final = (
    "therapist",
    "case",
    "session",
    "phase",
    "focal_areas",
    "rating",
    "rater",
    "role",
    "purpose",
    "signed_at",
    "summary",
    "value",
    "items_scored",
    "items_asked",
    "share_of_maximum",
    "expected_done",
    "expected",
    "common_core_value",
    "common_core_items",
    "standard_error",
    "band_low",
    "band_high",
    "not_computed",
    "scale",
    "scale_sha256",
)


class Results:
    """Reads a therapist's ratings and says what they amount to."""

    def __init__(
        self, library: Library, *, scales: ScaleShelf, measure_of: Callable[[str], Measure] = named_as_kept
    ) -> None:
        self._library, self._scales, self._measure_of = library, scales, measure_of

    def chart(self, therapist_uid: str, filters: Filters | None = None) -> CompetenceChart | None:
        """The competence chart, or None where nothing is rated yet."""
        with self._library.queries() as queries:
            rows = queries.trajectory(therapist_uid)
        chart = competence_chart(
            rows, filters=filters or Filters(), scale_of=lambda sha256: self._scales.kept_in(self._library, sha256)
        )
        if chart is None:
            return None
        with self._library.read() as uow:
            return replace(chart, measures=_measures(uow, chart, self._measure_of))

    def profile(self, chart: CompetenceChart, choice: Choice) -> Exhibit:
        """The items, or the domains of the competence framework."""
        return domain_profile(chart, choice) if choice.by == DOMAINS else item_profile(chart, choice)

    def strengths_and_gaps(self, chart: CompetenceChart, choice: Choice) -> Exhibit:
        """Findings in words, with the suggestions that are open."""
        with self._library.read() as uow:
            suggested = open_suggestions(uow, chart.therapist_uid)
        return strengths_and_gaps(chart, choice, suggested)

    def self_and_supervisor(self, chart: CompetenceChart, choice: Choice) -> Exhibit:
        """The therapist's own ratings beside the supervisor's."""
        own = [sheet.rating for sheet in chart.basis.sheets if sheet.rating.role is Role.TRAINEE]
        with self._library.queries() as queries:
            openings = {opening.rating_uid: opening for opening in queries.openings(chart.therapist_uid)}
        with self._library.read() as uow:
            shown = seen_when(uow, openings.keys())
        first: dict[str, datetime] = {}
        for uid, at in shown.items():
            session_uid = openings[uid].session_uid
            first[session_uid] = min(at, first.get(session_uid, at))
        said = {uid: opening.data.get(SEEN_OTHER) for uid, opening in openings.items()}
        orders = {
            rating.uid: order_of(
                said.get(rating.uid), signed_at=rating.signed_at, seen_at=first.get(rating.session_uid)
            )
            for rating in own
        }
        return self_beside_supervisor(chart, choice, orders)


def _measures(
    uow: UnitOfWork, chart: CompetenceChart, measure_of: Callable[[str], Measure]
) -> tuple[MeasurePanel, ...]:
    """What clients reported of their symptoms in the sessions shown."""
    places = {place.session_uid: place for place in chart.places}
    found: dict[str, list[tuple[MeasurePoint, ...]]] = {}
    values: dict[str, list[float]] = {}
    for case in chart.cases:
        of_case: dict[str, list[Measurement]] = {}
        for one in uow.measures.of_case(case.case_uid):
            if one.session_uid in places:
                of_case.setdefault(one.measure, []).append(one)
        for measure, those in of_case.items():
            name = measure_of(measure).name
            points = sorted(
                (
                    MeasurePoint(
                        places[one.session_uid].x,
                        one.value,
                        tr(
                            "{case}, session {n}: {measure} {value}",
                            case=case.code,
                            n=places[one.session_uid].scheduled,
                            measure=name,
                            value=f"{one.value:g}",
                        ),
                    )
                    for one in those
                ),
                key=lambda point: point.x,
            )
            found.setdefault(measure, []).append(tuple(points))
            values.setdefault(measure, []).extend(one.value for one in those)
    return tuple(_panel(measure_of(measure), tuple(lines), values[measure]) for measure, lines in sorted(found.items()))


def _panel(measure: Measure, lines: tuple[tuple[MeasurePoint, ...], ...], values: list[float]) -> MeasurePanel:
    least = measure.minimum if measure.minimum is not None else min(0.0, *values)
    most = measure.maximum if measure.maximum is not None else max(values)
    return MeasurePanel(measure.id, measure.name, least, most if most > least else least + 1, lines)


def chart_table(chart: CompetenceChart) -> Table:
    """The numbers behind the chart's dots, one row per rating and summary."""
    rows: list[tuple[Value, ...]] = []
    for dot in chart.dots:
        trends = {trend.summary: trend for trend in dot.trends}
        for summary in dot.summaries:
            row = {
                **_rated(chart, dot),
                **_summed(summary, trends.get(summary.summary)),
                **_banded(chart, dot, summary),
            }
            rows.append(tuple(row[column] for column in CHART_COLUMNS))
    notes = (*errors_in_words(chart), chart.scale_notice)
    return Table(tr("Competence"), CHART_COLUMNS, tuple(rows), notes=notes)


def measures_table(chart: CompetenceChart) -> Table:
    """The symptom scores under the chart."""
    places = {place.x: place for place in chart.places}
    codes = {case.case_uid: case.code for case in chart.cases}
    rows = [
        (codes[places[point.x].case_uid], places[point.x].scheduled, places[point.x].held_on, panel.name, point.value)
        for panel in chart.measures
        for line in panel.lines
        for point in line
    ]
    return Table(tr("Symptom scores"), ("case", "session", "held_on", "measure", "value"), tuple(rows))


def _rated(chart: CompetenceChart, dot: Dot) -> dict[str, Value]:
    return {
        "therapist": chart.therapist_code,
        "case": dot.case_code,
        "session": dot.session_number,
        "phase": dot.phase,
        "focal_areas": " ".join(dot.focal_areas),
        "rating": dot.rating.uid,
        "rater": dot.rating.rater_initials,
        "role": str(dot.rating.role),
        "purpose": str(dot.rating.purpose),
        "signed_at": dot.rating.signed_at,
        "scale": chart.scale_name,
        "scale_sha256": dot.rating.scale_sha256,
    }


def _summed(summary: SummaryScore, trend: SummaryScore | None) -> dict[str, Value]:
    return {
        "summary": summary.summary,
        "value": summary.value,
        "items_scored": summary.scored,
        "items_asked": summary.asked,
        "share_of_maximum": summary.share_of_maximum,
        "expected_done": summary.done,
        "expected": summary.expected,
        "common_core_value": trend.value if trend else None,
        "common_core_items": trend.scored if trend else None,
        "not_computed": summary.not_computed,
    }


def _banded(chart: CompetenceChart, dot: Dot, summary: SummaryScore) -> dict[str, Value]:
    error, band = chart.error_of(dot, summary.summary), chart.band_of(dot, summary)
    return {
        "standard_error": error.sem if error is not None else None,
        "band_low": band[0] if band is not None else None,
        "band_high": band[1] if band is not None else None,
    }
