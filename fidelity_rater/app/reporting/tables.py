"""Tables over many ratings: sessions with their figures, means with n and spread, items over time, coverage."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import groupby

from fidelity_rater.app import labels
from fidelity_rater.app.competence import sheet_of
from fidelity_rater.app.competence_models import CompetenceChart, CoverageLine, Dot
from fidelity_rater.app.ports import tables as ports
from fidelity_rater.app.ports.queries import RatedSheet
from fidelity_rater.app.report_models import Block, Column, Table, Words
from fidelity_rater.app.reporting.wording import Mean, day, figure
from fidelity_rater.app.tables import shown
from fidelity_rater.domain.caseload import Attendance, Case, Phase, Session
from fidelity_rater.domain.course import phase_of
from fidelity_rater.domain.people import Purpose, Role
from fidelity_rater.domain.scoring.results import Coverage, SummaryScore
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.scales.model import Dimension, Scale

Kind = tuple[Purpose, bool]
"""Purpose, and whether it is a self-rating: what is never put into one mean."""


def kind_of(dot: Dot | RatedSheet) -> Kind:
    return dot.rating.purpose, dot.rating.role is Role.TRAINEE


def kind_name(kind: Kind) -> str:
    purpose, own = kind
    if own:
        return tr("{purpose}, self-ratings", purpose=labels.purpose(purpose))
    return labels.purpose(purpose)


def sessions_table(case: Case, held: Iterable[Session], chart: CompetenceChart | None) -> Table:
    """Every session with each of its ratings and their figures; a session without a rating says so."""
    dots: dict[str, list[Dot]] = defaultdict(list)
    for dot in chart.dots if chart else ():
        dots[dot.rating.session_uid].append(dot)
    axes = chart.axes if chart else ()
    rows: list[tuple[str, ...]] = []
    for session in sorted(held, key=lambda s: s.scheduled):
        first = (str(session.scheduled), day(session.held_on))
        found = dots.get(session.uid, [])
        rows.extend(
            (
                *first,
                labels.phase(dot.phase),
                _rater(dot),
                *(_with_n(dot.summary(axis.summary)) for axis in axes),
                _departed(dot),
            )
            for dot in found
        )
        if not found:
            rows.append((*first, _phase(session, case), _unrated(session), *("–" for _ in axes), "–"))
    columns = (
        Column(tr("Session"), number=True),
        Column(tr("Held on")),
        Column(tr("Phase")),
        Column(tr("Rated by"), wide=True),
        *(Column(tr("{figure} (items)", figure=axis.name), number=True) for axis in axes),
        Column(tr("Departures")),
    )
    return Table(tr("Sessions and their ratings"), columns, tuple(rows))


def _rater(dot: Dot) -> str:
    rating = dot.rating
    return tr(
        "{who}, {role}, {purpose}",
        who=rating.rater_initials,
        role=labels.role(rating.role).lower(),
        purpose=labels.purpose(rating.purpose).lower(),
    )


def _phase(session: Session, case: Case) -> str:
    return labels.phase(phase_of(session, case)) if session.attended is not None else "–"


def _unrated(session: Session) -> str:
    return tr("not rated") if session.attendance is Attendance.ATTENDED else labels.attendance(session.attendance)


def _with_n(score: SummaryScore | None) -> str:
    if score is None or score.value is None:
        return "–"
    return tr("{value} ({n})", value=figure(score.value), n=score.scored)


def _departed(dot: Dot) -> str:
    harm = sum(1 for departure in dot.departures if departure.harm)
    heard = sum(1 for departure in dot.departures if departure.extent)
    words = [tr_n("{n} heard", "{n} heard", heard)] if heard else []
    if harm:
        words.append(tr_n("{n} harm flag", "{n} harm flags", harm))
    return ", ".join(words) or tr("none")


def means_table(chart: CompetenceChart) -> Table:
    """Means over ratings, all in all and by phase and focal area; what must not be mixed stands in rows of its own."""
    rows: list[tuple[str, ...]] = []
    for kind in sorted({kind_of(dot) for dot in chart.dots}):
        dots = [dot for dot in chart.dots if kind_of(dot) == kind]
        for part, members in _parts(dots):
            for axis in chart.axes:
                values = tuple(v for d in members if (s := d.summary(axis.summary)) and (v := s.value) is not None)
                rows.append((part, kind_name(kind), axis.name, *Mean(values).cells))
    columns = (
        Column(tr("Sessions")),
        Column(tr("Purpose")),
        Column(tr("Figure"), wide=True),
        *_mean_columns(tr("Ratings")),
    )
    return Table(tr("Means over ratings"), columns, tuple(rows))


def _mean_columns(counted: str) -> tuple[Column, ...]:
    return (
        Column(counted, number=True),
        Column(tr("Mean"), number=True),
        Column(tr("SD"), number=True),
        Column(tr("Lowest to highest"), number=True),
    )


def _parts(dots: list[Dot]) -> list[tuple[str, list[Dot]]]:
    found = [(tr("All sessions"), dots)]
    for phase in Phase:
        members = [dot for dot in dots if dot.phase == phase]
        if members:
            found.append((labels.phase(phase), members))
    areas = sorted({area for dot in dots for area in dot.focal_areas})
    return found + [(labels.focal_area(area), [dot for dot in dots if area in dot.focal_areas]) for area in areas]


def items_tables(scale: Scale, sheets: Iterable[RatedSheet]) -> tuple[Table, ...]:
    """Each item over all ratings but self-ratings, purposes apart, with how often it fell below competent."""
    dimension = next((d for d in scale.dimensions if d.competent is not None), None)
    if dimension is None:
        return ()
    rated = sorted((s for s in sheets if s.rating.role is not Role.TRAINEE), key=lambda s: s.rating.purpose)
    return tuple(
        _items_table(scale, dimension, purpose, list(of_purpose))
        for purpose, of_purpose in groupby(rated, key=lambda s: s.rating.purpose)
    )


def _items_table(scale: Scale, dimension: Dimension, purpose: Purpose, sheets: list[RatedSheet]) -> Table:
    level = dimension.competent or 0
    rows = []
    for item in scale.items:
        values = [v for s in sheets if (v := sheet_of(s).value(item.id, dimension.id)) is not None]
        if values:
            below = sum(value < level for value in values)
            told = tr("{n} of {all}", n=below, all=len(values)) if below else tr("never")
            rows.append((below / len(values), (item.label, *Mean(tuple(map(float, values))).cells, told)))
    rows.sort(key=lambda row: (-row[0], row[1]))
    columns = (
        Column(tr("Item"), wide=True),
        *_mean_columns(tr("Times")),
        Column(tr("Below competent"), number=True),
    )
    named = labels.purpose(purpose).lower()
    caption = tr("{dimension} by item, {purpose} ratings", dimension=dimension.name, purpose=named)
    return Table(caption, columns, tuple(row for _, row in rows))


def shown_table(table: ports.Table, *, caption: str) -> Table:
    """A table of the results screen as a report holds it; its last column is the widest."""
    last = len(table.columns) - 1
    columns = tuple(Column(title, wide=place == last) for place, title in enumerate(table.columns))
    return Table(caption, columns, tuple(tuple(shown(value) for value in row) for row in table.rows))


def coverage_blocks(chart: CompetenceChart) -> tuple[Block, ...]:
    """What each case's rated recordings say about the items that a case should hold once."""
    found: list[Block] = []
    for code, lines in chart.coverage:
        if lines:
            found.append(_coverage_table(code, lines))
    return tuple(found) or (Words(tr("The scale has no items that are judged over a whole case.")),)


def _coverage_table(code: str, lines: tuple[CoverageLine, ...]) -> Table:
    names = {
        Coverage.SEEN: tr("seen"),
        Coverage.NOT_SEEN: tr("not seen"),
        Coverage.NOT_COVERED: tr("no recording of its phase was rated"),
    }
    order = list(names)
    rows = tuple(
        (line.label, names[Coverage(line.coverage)], str(line.seen_in), str(line.rated), str(line.held))
        for line in sorted(lines, key=lambda line: -order.index(Coverage(line.coverage)))
    )
    columns = (
        Column(tr("Item"), wide=True),
        Column(tr("Coverage")),
        Column(tr("Seen in"), number=True),
        Column(tr("Sessions rated"), number=True),
        Column(tr("Sessions held"), number=True),
    )
    return Table(tr("Coverage of case {case}", case=code), columns, rows)


def coverage_in_short(chart: CompetenceChart) -> Table:
    """How much of each case was seen, and by name what was not."""
    rows = tuple(
        (
            code,
            tr("{n} of {all}", n=len(_lines(lines, Coverage.SEEN)), all=len(lines)),
            "; ".join(line.label for line in _lines(lines, Coverage.NOT_SEEN)) or "–",
            "; ".join(line.label for line in _lines(lines, Coverage.NOT_COVERED)) or "–",
        )
        for code, lines in chart.coverage
        if lines
    )
    columns = (
        Column(tr("Case")),
        Column(tr("Seen"), number=True),
        Column(tr("Not seen"), wide=True),
        Column(tr("No recording of its phase was rated"), wide=True),
    )
    return Table(tr("What each case's rated sessions hold"), columns, rows)


def _lines(lines: tuple[CoverageLine, ...], coverage: Coverage) -> list[CoverageLine]:
    return [line for line in lines if line.coverage == coverage]


def measures_table(sessions: Mapping[str, int], values: Iterable[tuple[str, str, float]]) -> Table | None:
    """Symptom scores by session and measure; None where there are none."""
    by_session: dict[int, dict[str, float]] = defaultdict(dict)
    measures: dict[str, None] = {}
    for session_uid, measure, value in values:
        measures[measure] = None
        by_session[sessions[session_uid]][measure] = value
    if not measures:
        return None
    rows = tuple(
        (str(number), *(f"{found[m]:g}" if m in found else "–" for m in measures))
        for number, found in sorted(by_session.items())
    )
    columns = (Column(tr("Session"), number=True), *(Column(m, number=True) for m in measures))
    return Table(tr("What the client reported"), columns, rows)
