"""The competence chart's read model: one therapist, all cases on one axis, every dot one rating."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from functools import partial
from operator import itemgetter

from fidelity_rater.app.competence_models import (
    Axis,
    Basis,
    CaseSpan,
    CompetenceChart,
    CoverageLine,
    Dot,
    FilterChoices,
    Filters,
    MapCell,
    MapRow,
    PhaseBand,
    Place,
    TrendLine,
)
from fidelity_rater.app.ports.queries import RatedSheet, TrajectoryRows
from fidelity_rater.domain.caseload import Case, Session
from fidelity_rater.domain.course import phase_of
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.ratings.events import Score
from fidelity_rater.domain.ratings.sheet import Sheet
from fidelity_rater.domain.scoring.coverage import HeldSession, RatedSession, coverage_of_case
from fidelity_rater.domain.scoring.results import ItemCoverage
from fidelity_rater.domain.scoring.scoring import Scorer
from fidelity_rater.scales.editions import same_measure
from fidelity_rater.scales.model import Scale

Editions = dict[str, Scale]
"""Scales that measure the same, by their hashes; the one that was taken up last comes last."""


def competence_chart(
    rows: TrajectoryRows, *, filters: Filters, scale_of: Callable[[str], Scale]
) -> CompetenceChart | None:
    """Make the chart of one therapist, or None where nothing is rated yet."""
    sheets = [s for s in rows.sheets if filters.with_drafts or s.rating.signed_at is not None]
    if not sheets:
        return None
    rated_on = _rated_on(sheets, scale_of)
    if filters.scale_sha256:
        asked = {filters.scale_sha256: scale_of(filters.scale_sha256)}
        editions = _alike(asked, rated_on) or asked
    else:
        editions = _most_used(rated_on, sheets)
    sha256, scale = next(reversed(editions.items()))
    of_scale = [s for s in sheets if s.rating.scale_sha256 in editions]
    shown = [s for s in of_scale if _passes(s, filters)]
    cases = [c for c in rows.cases if not filters.cases or c.uid in filters.cases]
    places = _places(cases, rows.held)
    at = {place.session_uid: place for place in places}
    scorer = Scorer(scale)
    dots = tuple(_dot(scorer, s, at[s.session.uid].x) for s in shown if s.session.uid in at)
    return CompetenceChart(
        therapist_uid=rows.therapist.uid,
        therapist_code=rows.therapist.code,
        scale_name=scale.name,
        scale_notice=scale.notice,
        scale_sha256=sha256,
        axes=_axes(scale),
        places=places,
        cases=_case_spans(cases, places),
        bands=_bands(places),
        dots=dots,
        trends=_trends(scale, dots, at),
        map_rows=_map_rows(scale, shown),
        make_cells=partial(_map_cells, shown, at),
        basis=Basis(scale, tuple(s for s in shown if s.session.uid in at), tuple(cases), rows.held),
        make_coverage=partial(_coverage, scale, cases, of_scale, rows.held),
        dimension_names={dimension.id: dimension.name for dimension in scale.dimensions},
        state_names={state.id: state.label for state in scale.states},
        choices=_choices(rows, sheets, rated_on),
        filters=filters,
        hidden=len(sheets) - len(dots),
    )


def _rated_on(sheets: list[RatedSheet], scale_of: Callable[[str], Scale]) -> list[Editions]:
    """The scales rated on. An edition that changes no score goes with those before it, or a course would break off."""
    found: list[Editions] = []
    for sha256 in dict.fromkeys(s.rating.scale_sha256 for s in sorted(sheets, key=lambda s: s.rating.created_at)):
        edition = {sha256: scale_of(sha256)}
        before = _alike(edition, found)
        found = [{**known, **edition} if known is before else known for known in found]
        if before is None:
            found.append(edition)
    return found


def _alike(asked: Editions, rated_on: list[Editions]) -> Editions | None:
    """The scales among those rated on that measure the same."""
    one = _latest(asked)
    return next((editions for editions in rated_on if same_measure(one, _latest(editions))), None)


def _latest(editions: Editions) -> Scale:
    return next(reversed(editions.values()))


def _most_used(rated_on: list[Editions], sheets: list[RatedSheet]) -> Editions:
    counts = Counter(s.rating.scale_sha256 for s in sheets)
    return max(rated_on, key=lambda editions: (sum(counts[sha256] for sha256 in editions), max(editions)))


def _passes(sheet: RatedSheet, filters: Filters) -> bool:
    return (
        (not filters.phases or sheet.phase in filters.phases)
        and (not filters.focal_areas or bool(filters.focal_areas.intersection(sheet.focal_areas)))
        and (not filters.raters or sheet.rating.person_uid in filters.raters)
        and (not filters.purposes or str(sheet.rating.purpose) in filters.purposes)
    )


def _places(cases: Iterable[Case], held: tuple[Session, ...]) -> tuple[Place, ...]:
    places: list[Place] = []
    x = 0
    for case in cases:
        for session in sorted((s for s in held if s.case_uid == case.uid), key=lambda s: s.scheduled):
            phase = str(phase_of(session, case))
            places.append(Place(x, session.uid, case.uid, session.scheduled, session.attended, session.held_on, phase))
            x += 1
        x += 1
    return tuple(places)


def _dot(scorer: Scorer, sheet: RatedSheet, x: int) -> Dot:
    result = scorer.score(sheet_of(sheet), form=sheet.rating.form, adaptation=sheet.adaptation, breakdowns=False)
    return Dot(
        x=x,
        rating=sheet.rating,
        case_code=sheet.case_code,
        session_number=sheet.session.scheduled,
        phase=sheet.phase,
        focal_areas=sheet.focal_areas,
        summaries=result.summaries,
        trends=result.trends,
        departures=result.departures,
        outside_scope=result.outside_scope,
    )


def sheet_of(row: RatedSheet) -> Sheet:
    """The library's projection of a rating as scoring takes it."""
    return Sheet(row.phase, row.focal_areas, row.scores, row.harm_actions)


def _axes(scale: Scale) -> tuple[Axis, ...]:
    axes = []
    for summary in scale.scoring.summaries:
        dimension = scale.dimension(summary.dimension)
        values = [level.value for level in dimension.levels] or [dimension.minimum, dimension.maximum or 1]
        per_item = len([i for i in scale.items if i.rule in summary.rules]) if summary.statistic == "sum" else 1
        axes.append(
            Axis(
                summary.id,
                summary.name,
                dimension.hue,
                min(values) * per_item,
                max(values) * per_item,
                dimension.competent if summary.statistic == "mean" else None,
            )
        )
    return tuple(axes)


def _case_spans(cases: Iterable[Case], places: tuple[Place, ...]) -> tuple[CaseSpan, ...]:
    spans = []
    for case in cases:
        xs = [place.x for place in places if place.case_uid == case.uid]
        if xs:
            last = max((e for e in case.focus_history if e.areas), key=lambda e: e.since, default=None)
            areas = tuple(str(area) for area in last.areas) if last else ()
            spans.append(CaseSpan(case.uid, case.code, areas, min(xs), max(xs)))
    return tuple(spans)


def _bands(places: tuple[Place, ...]) -> tuple[PhaseBand, ...]:
    bands: list[PhaseBand] = []
    for place in places:
        if bands and (bands[-1].case_uid, bands[-1].phase) == (place.case_uid, place.phase):
            bands[-1] = PhaseBand(place.case_uid, place.phase, bands[-1].first_x, place.x)
        else:
            bands.append(PhaseBand(place.case_uid, place.phase, place.x, place.x))
    return tuple(bands)


def _trends(scale: Scale, dots: tuple[Dot, ...], at: dict[str, Place]) -> tuple[TrendLine, ...]:
    values: dict[tuple[str, Purpose, str, str], dict[int, list[float]]] = {}
    for dot in dots:
        for trend in dot.trends:
            if trend.value is not None:
                key = (trend.summary, dot.rating.purpose, dot.kind, at[dot.rating.session_uid].case_uid)
                values.setdefault(key, defaultdict(list))[dot.x].append(trend.value)
    return tuple(
        TrendLine(
            summary,
            purpose,
            kind,
            case_uid,
            tuple((x, sum(found) / len(found), len(found)) for x, found in sorted(by_x.items())),
        )
        for (summary, purpose, kind, case_uid), by_x in values.items()
    )


def _map_rows(scale: Scale, shown: list[RatedSheet]) -> tuple[MapRow, ...]:
    scored = {item for sheet in shown for item, _ in sheet.scores}
    order = {group.id: place for place, group in enumerate(scale.groups)}
    names = {group.id: group.name for group in scale.groups}
    items = sorted((i for i in scale.items if i.id in scored), key=lambda i: order[i.group])
    return tuple(MapRow(i.id, i.label, names[i.group], scale.dimensions_of(i, "")[0].hue) for i in items)


def _map_cells(shown: list[RatedSheet], at: dict[str, Place]) -> tuple[MapCell, ...]:
    cells: list[MapCell] = []
    for sheet in shown:
        if sheet.session.uid not in at:
            continue
        by_item: dict[str, list[tuple[str, Score]]] = defaultdict(list)
        for (item, dimension), score in sheet.scores.items():
            by_item[item].append((dimension, score))
        x, uid = at[sheet.session.uid].x, sheet.rating.uid
        cells.extend(MapCell(x, item, uid, _by_dimension(scores)) for item, scores in by_item.items())
    return tuple(cells)


def _by_dimension(scores: list[tuple[str, Score]]) -> tuple[tuple[str, Score], ...]:
    if len(scores) > 1:
        scores.sort(key=itemgetter(0))
    return tuple(scores)


def _coverage(
    scale: Scale, cases: list[Case], sheets: list[RatedSheet], held: tuple[Session, ...]
) -> tuple[tuple[str, tuple[CoverageLine, ...]], ...]:
    found = []
    for case in cases:
        rated = [
            RatedSession(s.session.uid, sheet_of(s))
            for s in sheets
            if s.case_uid == case.uid and s.rating.role is not Role.TRAINEE
        ]
        sessions = [
            HeldSession(s.uid, str(phase_of(s, case)), _declared(case, s))
            for s in held
            if s.case_uid == case.uid and s.attended is not None
        ]
        if rated:
            lines = coverage_of_case(scale, rated, sessions)
            found.append((case.code, tuple(_coverage_line(scale, line) for line in lines)))
    return tuple(found)


def _coverage_line(scale: Scale, found: ItemCoverage) -> CoverageLine:
    label = scale.item(found.item).label
    return CoverageLine(found.item, label, str(found.coverage), found.seen_in, found.rated, found.held)


def _declared(case: Case, session: Session) -> tuple[str, ...]:
    return tuple(str(area) for area in case.focus_on(session.held_on)) if session.held_on else ()


def _choices(rows: TrajectoryRows, sheets: list[RatedSheet], rated_on: list[Editions]) -> FilterChoices:
    return FilterChoices(
        phases=tuple(dict.fromkeys(s.phase for s in sheets)),
        focal_areas=tuple(sorted({area for s in sheets for area in s.focal_areas})),
        raters=tuple(sorted({(s.rating.person_uid, s.rating.rater_initials) for s in sheets}, key=lambda r: r[1])),
        purposes=tuple(sorted({str(s.rating.purpose) for s in sheets})),
        cases=tuple((case.uid, case.code) for case in rows.cases),
        scales=tuple(sorted((next(reversed(editions)), _called(editions)) for editions in rated_on)),
    )


def _called(editions: Editions) -> str:
    return f"{_latest(editions).name} {', '.join(scale.version for scale in editions.values())}"
