"""The table behind the chart, in words for whoever reads it; what is saved keeps its keys (``app.results``)."""

from __future__ import annotations

from fidelity_rater.app import labels
from fidelity_rater.app.competence_models import CompetenceChart, Dot
from fidelity_rater.app.development.error_words import errors_in_words
from fidelity_rater.app.ports.tables import Table, Value
from fidelity_rater.domain.scoring.results import SummaryScore
from fidelity_rater.i18n import tr


def chart_in_words(chart: CompetenceChart) -> Table:
    """One row per rating and summary, in the order of the chart's dots and their summaries."""
    names = {axis.summary: axis.name for axis in chart.axes}
    rows = tuple(
        _row(chart, dot, summary, names.get(summary.summary, summary.summary))
        for dot in chart.dots
        for summary in dot.summaries
    )
    return Table(tr("Competence"), _columns(), rows, notes=(*errors_in_words(chart), chart.scale_notice))


def _columns() -> tuple[str, ...]:
    return (
        tr("Case"),
        tr("Session"),
        tr("Result"),
        tr("Value"),
        tr("Likely band"),
        tr("Items scored"),
        tr("Expected items done"),
        tr("Over the common core"),
        tr("Rater"),
        tr("Role"),
        tr("Purpose"),
        tr("Phase"),
        tr("Focal area"),
        tr("Signed"),
        tr("Why there is no value"),
    )


def _trend(dot: Dot, summary: SummaryScore) -> SummaryScore | None:
    return next((trend for trend in dot.trends if trend.summary == summary.summary), None)


def _row(chart: CompetenceChart, dot: Dot, summary: SummaryScore, name: str) -> tuple[Value, ...]:
    rating, trend, band = dot.rating, _trend(dot, summary), chart.band_of(dot, summary)
    return (
        dot.case_code,
        dot.session_number,
        name,
        summary.value,
        tr("{low} to {high}", low=f"{band[0]:.2f}", high=f"{band[1]:.2f}") if band is not None else "",
        tr("{n} of {all}", n=summary.scored, all=summary.asked),
        tr("{n} of {all}", n=summary.done, all=summary.expected) if summary.expected is not None else "",
        trend.value if trend is not None else None,
        rating.rater_initials,
        labels.role(rating.role),
        labels.purpose(rating.purpose),
        labels.phase(dot.phase),
        labels.focal_areas(dot.focal_areas),
        rating.signed_at.astimezone().date() if rating.signed_at is not None else tr("draft"),
        summary.not_computed,
    )
