"""The reports of one case and of one therapist: signed, current ratings, each figure with what it stands on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime

from fidelity_rater.app import labels
from fidelity_rater.app.competence import competence_chart
from fidelity_rater.app.competence_models import CompetenceChart, Filters
from fidelity_rater.app.development.answers import kins_of
from fidelity_rater.app.development.gaps import strengths_and_gaps
from fidelity_rater.app.development.models import SELF, Choice
from fidelity_rater.app.ports.library import Library, UnitOfWork
from fidelity_rater.app.ports.queries import TrajectoryRows
from fidelity_rater.app.report_models import (
    Block,
    CaseReport,
    Facts,
    Head,
    Picture,
    Point,
    Section,
    TherapistReport,
    Tone,
    Words,
)
from fidelity_rater.app.reporting.remarks import OpenSuggestion, next_level, open_suggestions
from fidelity_rater.app.reporting.tables import (
    coverage_blocks,
    coverage_in_short,
    items_tables,
    means_table,
    measures_table,
    sessions_table,
    shown_table,
)
from fidelity_rater.app.reporting.wording import day, head, instant, scale_section
from fidelity_rater.domain.caseload import Attendance, Case
from fidelity_rater.domain.measures import Measure, named_as_kept
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.scales.model import Scale

ScaleOf = Callable[[str], Scale]
WithErrors = Callable[[CompetenceChart], CompetenceChart]
NOTHING_YET = datetime(2000, 1, 1, tzinfo=UTC)
"""What a report is dated by that stands on no rating, so that it, too, is the same each time."""


def case_report(
    library: Library,
    case_uid: str,
    *,
    scale_of: ScaleOf,
    measure_of: Callable[[str], Measure] = named_as_kept,
    with_errors: WithErrors = lambda chart: chart,
) -> CaseReport:
    """The report of one case. ``with_errors`` adds to its chart what agreement between raters tells."""
    with library.read() as uow:
        case = uow.cases.get(case_uid)
    with library.queries() as queries:
        rows = _signed(queries.trajectory(case.therapist_uid), case_uid)
    telling = _Development(rows, scale_of, with_errors)
    with library.read() as uow:
        suggestions = telling.suggestions(uow)
        measured = _measures(uow, case, measure_of)
    subject = tr("{therapist} · {case}", therapist=rows.therapist.code, case=case.code)
    sections = [
        Section(tr("The case"), (Facts(_case_facts(case, rows)),)),
        suggestions,
        *telling.trajectory(),
        Section(tr("Sessions"), (sessions_table(case, rows.held, telling.chart), *telling.left_out())),
        *measured,
        *telling.coverage(),
        *telling.scales(),
    ]
    return CaseReport(telling.head(tr("Case report"), subject), tuple(sections))


def therapist_report(
    library: Library, therapist_uid: str, *, scale_of: ScaleOf, with_errors: WithErrors = lambda chart: chart
) -> TherapistReport:
    """The report of one therapist. ``with_errors`` adds to its chart what agreement between raters tells."""
    with library.queries() as queries:
        rows = _signed(queries.trajectory(therapist_uid))
    telling = _Development(rows, scale_of, with_errors)
    with library.read() as uow:
        suggestions = telling.suggestions(uow)
    sections = [
        Section(tr("The therapist"), (Facts(_therapist_facts(rows)),)),
        suggestions,
        *telling.trajectory(),
        *telling.means(),
        *telling.strengths(),
        *telling.items(),
        Section(
            tr("Cases and sessions"),
            tuple(_case_table(case, rows, telling.chart) for case in rows.cases) + telling.left_out(),
        ),
        *telling.coverage(in_short=True),
        *telling.scales(),
    ]
    return TherapistReport(telling.head(tr("Therapist report"), rows.therapist.code), tuple(sections))


def _case_table(case: Case, rows: TrajectoryRows, chart: CompetenceChart | None) -> Block:
    rated = {sheet.session.uid for sheet in rows.sheets}
    table = sessions_table(case, (s for s in rows.held if s.case_uid == case.uid and s.uid in rated), chart)
    return replace(table, caption=tr("Rated sessions of case {case}", case=case.code))


def _signed(rows: TrajectoryRows, case_uid: str = "") -> TrajectoryRows:
    """Signed ratings only, and of one case where one is asked for."""
    return replace(
        rows,
        cases=tuple(case for case in rows.cases if case_uid in {"", case.uid}),
        sheets=tuple(
            sheet for sheet in rows.sheets if sheet.rating.signed_at is not None and case_uid in {"", sheet.case_uid}
        ),
        held=tuple(session for session in rows.held if case_uid in {"", session.case_uid}),
    )


class _Development:
    """Many ratings, told together."""

    def __init__(self, rows: TrajectoryRows, scale_of: ScaleOf, with_errors: WithErrors) -> None:
        self._rows, self._scale_of = rows, scale_of
        chart = competence_chart(rows, filters=Filters(), scale_of=scale_of)
        self.chart = with_errors(chart) if chart is not None else None
        self.latest = max((s.rating.signed_at for s in rows.sheets if s.rating.signed_at), default=None)
        shown = {dot.rating.uid for dot in self.chart.dots} if self.chart else set()
        self._sheets = [sheet for sheet in rows.sheets if sheet.rating.uid in shown]

    def head(self, title: str, subject: str) -> Head:
        notices = tuple(scale.notice for scale in self._used() if scale.notice)
        return head(
            title,
            subject,
            scale_language=next((scale.language for scale in self._used()), "en"),
            at=self.latest or NOTHING_YET,
            notices=(self._stands_on(), *notices),
        )

    def _stands_on(self) -> str:
        if self.latest is None:
            return tr("No rating is signed yet.")
        return tr_n(
            "Stands on {n} signed rating, the latest of {time}. Drafts and superseded ratings are left out.",
            "Stands on {n} signed ratings, the latest of {time}. Drafts and superseded ratings are left out.",
            len(self._rows.sheets),
            time=instant(self.latest),
        )

    def _used(self) -> tuple[Scale, ...]:
        return tuple(self._scale_of(sha) for sha in dict.fromkeys(s.rating.scale_sha256 for s in self._sheets))

    def scales(self) -> tuple[Section, ...]:
        used = self._used()
        return (scale_section(used),) if used else ()

    def trajectory(self) -> tuple[Section, ...]:
        chart = self.chart
        if chart is None or not chart.dots:
            return ()
        alt = tr_n(
            "Chart of {n} rating over sessions. The same figures stand in the table of sessions.",
            "Chart of {n} ratings over sessions. The same figures stand in the table of sessions.",
            len(chart.dots),
        )
        why = tr("Formative and summative ratings are never averaged with each other, nor self-ratings with others.")
        picture = Picture(tr("Competence over sessions"), alt, chart)
        return (Section(tr("Course"), (picture, Words(why, Tone.QUIET))),)

    def left_out(self) -> tuple[Words, ...]:
        hidden = self.chart.hidden if self.chart else 0
        if not hidden:
            return ()
        words = tr_n(
            "{n} rating on another scale is not in these figures.",
            "{n} ratings on another scale are not in these figures.",
            hidden,
        )
        return (Words(words, Tone.CAUTION),)

    def means(self) -> tuple[Section, ...]:
        if self.chart is None:
            return ()
        doubt = tr("Ratings of one session by several raters count one by one. SD: standard deviation, from two on.")
        return (Section(tr("Means"), (means_table(self.chart), Words(doubt, Tone.QUIET))),)

    def strengths(self) -> tuple[Section, ...]:
        """The very findings of the results screen: strengths, gaps, what was never seen or never rated."""
        chart = self.chart
        if chart is None:
            return ()
        blocks: list[Block] = []
        for kin in (kin for kin in kins_of(chart) if kin.kind != SELF):
            exhibit = strengths_and_gaps(chart, Choice(kin=kin))
            blocks += [Words(exhibit.intro), shown_table(exhibit.table, caption=kin.name)]
        return (Section(tr("Strengths and gaps"), tuple(blocks)),)

    def items(self) -> tuple[Section, ...]:
        """Every item with its mean, weakest first."""
        if self.chart is None:
            return ()
        tables = items_tables(self._scale_of(self.chart.scale_sha256), self._sheets)
        if not tables:
            return ()
        why = Words(
            tr("Ordered by how often an item fell below the level that the scale calls competent; no pass mark."),
            Tone.QUIET,
        )
        return (Section(tr("Items over all ratings"), (why, *tables)),)

    def coverage(self, *, in_short: bool = False) -> tuple[Section, ...]:
        """Item by item for one case; for many, only what is missing in each."""
        if self.chart is None or not self.chart.coverage:
            return ()
        blocks = (coverage_in_short(self.chart),) if in_short else coverage_blocks(self.chart)
        return (Section(tr("Coverage"), blocks),)

    def suggestions(self, uow: UnitOfWork) -> Section:
        """What was suggested and is still open."""
        found = open_suggestions(uow, self._rows.cases)
        points: tuple[Block, ...] = tuple(self._point(n, each) for n, each in enumerate(found, start=1))
        return Section(tr("Suggestions still open"), points or (Words(tr("No suggestion is open.")),))

    def _point(self, number: int, suggestion: OpenSuggestion) -> Point:
        remark, session = suggestion.remark, suggestion.session
        scale = self._scale_of(suggestion.rating.scale_sha256)
        towards, anchor = next_level(scale, remark.towards) if remark.towards else ("", "")
        code = next(case.code for case in self._rows.cases if case.uid == session.case_uid)
        where = tr("{case}, session {n}", case=code, n=session.scheduled)
        about = tuple(scale.item(item).label for item in remark.items if scale.has_item(item))
        return Point(number, remark.text, (where, *about), (), towards, anchor)


def _case_facts(case: Case, rows: TrajectoryRows) -> tuple[tuple[str, str], ...]:
    history = "; ".join(
        tr("{areas} from {day}", areas=labels.focal_areas(tuple(entry.areas)), day=day(entry.since))
        for entry in sorted(case.focus_history, key=lambda e: e.since)
    )
    return (
        (tr("Therapist"), rows.therapist.code),
        (tr("Case"), case.code),
        (tr("Sessions planned"), str(case.planned_sessions)),
        (tr("Adaptation"), labels.adaptation(case.adaptation)),
        (tr("Focal area"), history or labels.focal_areas(())),
        *_counts(rows),
    )


def _therapist_facts(rows: TrajectoryRows) -> tuple[tuple[str, str], ...]:
    cases = ", ".join(case.code for case in rows.cases)
    return ((tr("Therapist"), rows.therapist.code), (tr("Cases"), cases or tr("none")), *_counts(rows))


def _counts(rows: TrajectoryRows) -> tuple[tuple[str, str], ...]:
    rated = {sheet.session.uid for sheet in rows.sheets}
    held = [s for s in rows.held if s.attendance is Attendance.ATTENDED]
    return (
        (tr("Sessions"), tr("{held} held, {rated} rated", held=len(held), rated=len(rated))),
        (tr("Signed ratings"), str(len(rows.sheets))),
        (tr("Rated by"), _raters(rows)),
    )


def _raters(rows: TrajectoryRows) -> str:
    found: dict[tuple[str, str], int] = {}
    for sheet in rows.sheets:
        key = (sheet.rating.rater_initials, labels.role(sheet.rating.role).lower())
        found[key] = found.get(key, 0) + 1
    told = (tr("{who}, {role} ({n})", who=who, role=role, n=n) for (who, role), n in sorted(found.items()))
    return "; ".join(told) or tr("nobody yet")


def _measures(uow: UnitOfWork, case: Case, measure_of: Callable[[str], Measure]) -> Iterable[Section]:
    numbers = {session.uid: session.scheduled for session in uow.sessions.of_case(case.uid)}
    kept = [m for m in uow.measures.of_case(case.uid) if m.session_uid in numbers]
    found = [(m.session_uid, measure_of(m.measure).name, m.value) for m in kept]
    table = measures_table(numbers, found)
    if table is None:
        return ()
    why = tr("Symptom scores stand beside the ratings. Neither is shown to be the cause of the other.")
    return (Section(tr("Symptoms"), (table, Words(why, Tone.QUIET))),)
