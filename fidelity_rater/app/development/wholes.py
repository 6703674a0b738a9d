"""Everything that a chart stands on as tables for other programs: long, one row an answer; wide, one row a rating."""

from __future__ import annotations

from fidelity_rater.app.competence_models import CompetenceChart
from fidelity_rater.app.ports.queries import RatedSheet
from fidelity_rater.app.ports.tables import Table, Value
from fidelity_rater.i18n import tr

RATED = (
    "therapist",
    "case",
    "session",
    "held_on",
    "phase",
    "focal_areas",
    "rating",
    "rater",
    "role",
    "purpose",
    "form",
    "signed_at",
)
LONG = (*RATED, "item", "label", "group", "dimension", "value", "state", "scale", "scale_sha256")


def long_table(chart: CompetenceChart) -> Table:
    """One row for each standing answer. Reasons stay out: people write them in their own words."""
    scale = chart.basis.scale
    groups = {group.id: group.name for group in scale.groups}
    rows = [
        (*_rated(chart, sheet), item, scale.item(item).label, groups[scale.item(item).group], dimension, score.value,
         score.state, chart.scale_name, sheet.rating.scale_sha256)
        for sheet in chart.basis.sheets
        for (item, dimension), score in sorted(sheet.scores.items())
        if scale.has_item(item)
    ]  # fmt: skip
    return Table(tr("Answers, long"), LONG, tuple(rows), notes=(chart.scale_notice,))


def wide_table(chart: CompetenceChart) -> Table:
    """One row for each rating, one column for each item and dimension that anybody has answered."""
    answered = {key for sheet in chart.basis.sheets for key in sheet.scores}
    scale = chart.basis.scale
    keys = [(i.id, d.id) for i in scale.items for d in scale.dimensions if (i.id, d.id) in answered]
    rows = []
    for sheet in chart.basis.sheets:
        scores = [sheet.scores.get(key) for key in keys]
        answers: list[Value] = [None if s is None else s.state if s.value is None else s.value for s in scores]
        rows.append((*_rated(chart, sheet), sheet.rating.scale_sha256, *answers))
    columns = (*RATED, "scale_sha256", *(f"{item}.{dimension}" for item, dimension in keys))
    return Table(tr("Answers, wide"), columns, tuple(rows), notes=(chart.scale_notice,))


def _rated(chart: CompetenceChart, sheet: RatedSheet) -> tuple[Value, ...]:
    return (
        chart.therapist_code,
        sheet.case_code,
        sheet.session.scheduled,
        sheet.session.held_on,
        sheet.phase,
        " ".join(sheet.focal_areas),
        sheet.rating.uid,
        sheet.rating.rater_initials,
        str(sheet.rating.role),
        str(sheet.rating.purpose),
        sheet.rating.form,
        sheet.rating.signed_at,
    )
