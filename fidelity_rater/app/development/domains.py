"""The profile over the domains and activities of the competence framework that the scale's items map to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from fidelity_rater.app.competence_models import CompetenceChart
from fidelity_rater.app.development.answers import (
    Given,
    chosen_dimension,
    chosen_kin,
    figure,
    given,
    grounds_of,
    grounds_on,
    sheets_of,
)
from fidelity_rater.app.development.models import Choice, Exhibit, Grounds, Line, no_grounds
from fidelity_rater.app.development.profile import figure_cells, figure_columns, mark, picture_of
from fidelity_rater.app.ports.queries import RatedSheet
from fidelity_rater.app.ports.tables import Table, Value
from fidelity_rater.domain.ratings.sheet import Sheet
from fidelity_rater.domain.scoring.scoring import Scorer
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import Competence, Dimension, Item, RuleKind, Scale

DOMAINS = "domains"
Scores = dict[str, list[tuple[str, str, float]]]


def domain_profile(chart: CompetenceChart, choice: Choice) -> Exhibit:
    """Domains as the scale's scoring rules sum them up rating by rating, and under each its activities."""
    scale = chart.basis.scale
    kin, dimension = chosen_kin(chart, choice), chosen_dimension(scale, choice)
    if kin is None or dimension is None or not scale.competences:
        return Exhibit("", Table("", (), ()), empty=tr("This scale names no competences, or nothing is rated here."))
    sheets = sheets_of(chart, kin)
    scores = _domain_scores(scale, sheets, dimension)
    rows: list[tuple[Value, ...]] = []
    grounds: list[Grounds] = []
    lines, line_rows = [], []
    for domain, activities in _by_domain(scale).items():
        entries = [_whole(chart, domain, scores.get(domain, []), dimension)]
        entries += [_activity(chart, sheets, activity, dimension=dimension) for activity in activities]
        for line, cells, ground in entries:
            if line.marks:
                lines.append(line)
                line_rows.append(len(rows))
            rows.append(cells)
            grounds.append(ground)
    return Exhibit(
        intro=tr(
            "A domain is summed up rating by rating by the scale's own rule; an activity is each rating's mean over "
            "the items that rate it. Where there is no mean, nobody has scored it yet, or too few of its items."
        ),
        table=Table(
            tr("Competence domains, {dimension}", dimension=dimension.name.lower()),
            (tr("Domain"), tr("Activity"), *figure_columns(), tr("Items")),
            tuple(rows),
            notes=(kin.name, chart.scale_notice),
        ),
        grounds=tuple(grounds),
        picture=picture_of(dimension, [tr("Mean")], lines),
        picture_rows=tuple(line_rows),
    )


def _by_domain(scale: Scale) -> dict[str, list[Competence]]:
    found: dict[str, list[Competence]] = defaultdict(list)
    for competence in scale.competences:
        found[competence.domain].append(competence)
    return found


def _domain_scores(scale: Scale, sheets: tuple[RatedSheet, ...], dimension: Dimension) -> Scores:
    """By domain: rating, session, and what the scale's rule makes of the domain's items in it."""
    scorer = Scorer(scale)
    domains = {competence.domain for competence in scale.competences}
    summaries = [s.id for s in scale.scoring.summaries if s.dimension == dimension.id and "domain" in s.breakdown]
    found: Scores = defaultdict(list)
    for sheet in sheets:
        held = Sheet(sheet.phase, sheet.focal_areas, sheet.scores, sheet.harm_actions)
        result = scorer.score(held, form=sheet.rating.form, adaptation=sheet.adaptation)
        for part in result.breakdowns:
            if part.value is not None and part.part in domains and part.summary in summaries[:1]:
                found[part.part].append((sheet.rating.uid, sheet.rating.session_uid, part.value))
    return found


def _whole(
    chart: CompetenceChart, domain: str, scores: list[tuple[str, str, float]], dimension: Dimension
) -> tuple[Line, tuple[Value, ...], Grounds]:
    found = figure((session, value) for _, session, value in scores)
    if found is None:
        return Line(domain, domain, ()), (domain, tr("Not computed"), *[None] * len(figure_columns()), None), no_grounds
    said = [
        (uid, "", tr("{dimension} {value}", dimension=dimension.name, value=f"{value:.2f}")) for uid, _, value in scores
    ]
    line = Line(tr("{domain}: whole", domain=domain), domain, (mark(0, domain, found),))
    return line, (domain, tr("Whole domain"), *figure_cells(found), None), grounds_on(chart, said)


def _activity(
    chart: CompetenceChart, sheets: tuple[RatedSheet, ...], activity: Competence, *, dimension: Dimension
) -> tuple[Line, tuple[Value, ...], Grounds]:
    scale = chart.basis.scale
    items = [item for item in scale.items if activity.code in item.competences and _counts(item)]
    numbers: list[Given] = [one for item in items for one in given(sheets, item, dimension)]
    found = figure(_by_rating(numbers))
    codes = ", ".join(item.id for item in items)
    if found is None:
        nothing: tuple[Value, ...] = (None, 0, *[None] * (len(figure_columns()) - 2))
        cells: tuple[Value, ...] = (activity.domain, activity.name, *nothing, codes or None)
        return Line(activity.name, activity.domain, ()), cells, no_grounds
    line = Line(activity.name, activity.domain, (mark(0, activity.name, found),))
    cells = (activity.domain, activity.name, *figure_cells(found), codes)
    return line, cells, grounds_of(chart, numbers, dimension)


def _by_rating(numbers: list[Given]) -> Iterator[tuple[str, float]]:
    """Each rating's mean over its numbers, with its session: a rating with more items weighs no more."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    for one in numbers:
        found[one.rating_uid, one.session_uid].append(one.value)
    for (_, session), values in found.items():
        yield session, sum(values) / len(values)


def _counts(item: Item) -> bool:
    return item.rule is not RuleKind.PROSCRIBED
