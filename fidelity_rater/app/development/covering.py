"""Coverage: what is expected once in a case, and whether its rated recordings show it, case by case."""

from __future__ import annotations

from fidelity_rater.app.competence_models import CompetenceChart, CoverageLine
from fidelity_rater.app.development.answers import grounds_on, level_words
from fidelity_rater.app.development.models import Exhibit, Grounds
from fidelity_rater.app.ports.tables import Table
from fidelity_rater.domain.people import Role
from fidelity_rater.i18n import tr


def coverage(chart: CompetenceChart) -> Exhibit:
    """One column per case, one row per item that is expected once."""
    by_case = dict(chart.coverage)
    names = {line.item: line.label for lines in by_case.values() for line in lines}
    found = {(case, line.item): line for case, lines in by_case.items() for line in lines}
    rows = tuple((name, *(_said(found.get((case, item))) for case in by_case)) for item, name in names.items())
    return Exhibit(
        intro=tr(
            "Items expected once in their phase or focal area, judged over all of a case's recordings. "
            "“Not covered” is said only where every session of the phase was rated."
        ),
        table=Table(tr("Coverage"), (tr("Item"), *by_case), rows, notes=(chart.scale_notice,)),
        grounds=tuple(_grounds(chart, item) for item in names),
        empty="" if names else tr("No case here has ratings of items that are expected once."),
    )


def _grounds(chart: CompetenceChart, item: str) -> Grounds:
    rule = chart.basis.scale.scoring.coverage
    said = []
    for sheet in chart.basis.sheets:
        score = sheet.scores.get((item, rule.dimension)) if rule is not None else None
        if rule is None or score is None or sheet.rating.role is Role.TRAINEE:
            continue
        dimension = chart.basis.scale.dimension(rule.dimension)
        words = chart.state_names[score.state or ""] if score.value is None else level_words(dimension, score.value)
        said.append((sheet.rating.uid, item, words))
    return grounds_on(chart, said)


def _said(line: CoverageLine | None) -> str:
    if line is None:
        return ""
    match line.coverage:
        case "seen":
            return tr("✓ seen in {n} of {rated} rated", n=line.seen_in, rated=line.rated)
        case "not_covered":
            return tr("✗ not covered ({rated} of {held} rated)", rated=line.rated, held=line.held)
        case _:
            return tr("– not seen in {rated} of {held}", rated=line.rated, held=line.held)
