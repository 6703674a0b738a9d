"""The results of one therapist, for screens, pictures and the chart's data as CSV."""

from __future__ import annotations

import csv
from typing import TextIO

from fidelity_rater.app.competence import competence_chart
from fidelity_rater.app.competence_models import CompetenceChart, Dot, Filters
from fidelity_rater.app.ports.library import Library
from fidelity_rater.app.scale_shelf import ScaleShelf
from fidelity_rater.app.spreadsheets import cell
from fidelity_rater.domain.scoring.results import SummaryScore

CHART_COLUMNS = (
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
    "not_computed",
    "scale",
    "scale_sha256",
)


class Results:
    """Reads a therapist's ratings and says what they amount to."""

    def __init__(self, library: Library, *, scales: ScaleShelf) -> None:
        self._library, self._scales = library, scales

    def chart(self, therapist_uid: str, filters: Filters | None = None) -> CompetenceChart | None:
        """The competence chart, or None where nothing is rated yet."""
        with self._library.queries() as queries:
            rows = queries.trajectory(therapist_uid)
        return competence_chart(
            rows, filters=filters or Filters(), scale_of=lambda sha256: self._scales.kept_in(self._library, sha256)
        )


def write_chart_csv(chart: CompetenceChart, out: TextIO) -> None:
    """The numbers behind the chart's dots, one row per rating and summary."""
    writer = csv.DictWriter(out, CHART_COLUMNS, lineterminator="\n")
    writer.writeheader()
    for dot in chart.dots:
        trends = {trend.summary: trend for trend in dot.trends}
        for summary in dot.summaries:
            row = {**_rated(chart, dot), **_summed(summary, trends.get(summary.summary))}
            writer.writerow({column: cell(value) for column, value in row.items()})


def _rated(chart: CompetenceChart, dot: Dot) -> dict[str, object]:
    return {
        "therapist": chart.therapist_code,
        "case": dot.case_code,
        "session": dot.session_number,
        "phase": dot.phase,
        "focal_areas": dot.focal_areas,
        "rating": dot.rating.uid,
        "rater": dot.rating.rater_initials,
        "role": str(dot.rating.role),
        "purpose": str(dot.rating.purpose),
        "signed_at": dot.rating.signed_at.isoformat() if dot.rating.signed_at else None,
        "scale": chart.scale_name,
        "scale_sha256": dot.rating.scale_sha256,
    }


def _summed(summary: SummaryScore, trend: SummaryScore | None) -> dict[str, object]:
    return {
        "summary": summary.summary,
        "value": _number(summary.value),
        "items_scored": summary.scored,
        "items_asked": summary.asked,
        "share_of_maximum": _number(summary.share_of_maximum),
        "expected_done": summary.done,
        "expected": summary.expected,
        "common_core_value": _number(trend.value) if trend else None,
        "common_core_items": trend.scored if trend else None,
        "not_computed": summary.not_computed,
    }


def _number(value: float | None) -> str | None:
    return None if value is None else f"{value:.4f}"
