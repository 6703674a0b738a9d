"""Strengths and gaps in words, each with the ratings that it stands on; counts, no verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from fidelity_rater.app.competence_models import CompetenceChart
from fidelity_rater.app.development.answers import (
    Given,
    chosen_kin,
    dimensions_of,
    given,
    grounds_of,
    grounds_on,
    in_order,
    sheets_of,
)
from fidelity_rater.app.development.models import Choice, Exhibit, Ground, Grounds, no_grounds
from fidelity_rater.app.ports.queries import RatedSheet
from fidelity_rater.app.ports.tables import Table
from fidelity_rater.domain.course import phase_of
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.scales.model import Dimension, Item, RuleKind

FEWEST: Final = 3
"""Fewer ratings than these tell neither a strength nor a gap."""
STRONG: Final = 0.75
WEAK: Final = 0.5


@dataclass(frozen=True, slots=True)
class Suggested:
    """A suggestion that was sent and is open, as the library's documents tell it."""

    text: str
    items: tuple[str, ...]
    rating_uid: str
    said: str
    """Where it was said."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what kind, of what, and how it stands."""

    kind: str
    what: str
    code: str
    said: str
    ratings: int
    grounds: Grounds


def strengths_and_gaps(chart: CompetenceChart, choice: Choice, suggested: Sequence[Suggested] = ()) -> Exhibit:
    """Every finding, the gaps first: there are fewer of them, and they are what is worked on."""
    kin = chosen_kin(chart, choice)
    if kin is None:
        return Exhibit("", Table("", (), ()), empty=tr("Nothing is rated here yet."))
    sheets = sheets_of(chart, kin)
    strong, weak = _by_level(chart, sheets)
    found = [
        *_departures(chart, sheets),
        *weak,
        *_open(suggested, chart),
        *_never_seen(chart, sheets),
        *_never_rated(chart, sheets),
        *strong,
    ]
    ratings = tr_n("{whose}: {n} rating.", "{whose}: {n} ratings.", len(sheets), whose=kin.name)
    rule = tr(
        "A strength: competent or better in three of four ratings or more; a gap: below in half of them or more; "
        "both from {n} ratings on. What lies between, or has fewer, is in the profile.",
        n=FEWEST,
    )
    return Exhibit(
        intro=tr("{ratings} {rule}", ratings=ratings, rule=rule),
        table=Table(
            tr("Strengths and gaps"),
            (tr("Kind"), tr("Item"), tr("What is seen"), tr("Code")),
            tuple((one.kind, one.what, one.said, one.code) for one in found),
            notes=(kin.name, rule, chart.scale_notice),
        ),
        grounds=tuple(one.grounds for one in found),
        empty="" if found else tr("No item has been rated often enough to tell a strength or a gap."),
    )


def _by_level(chart: CompetenceChart, sheets: tuple[RatedSheet, ...]) -> tuple[list[Finding], list[Finding]]:
    """Strengths, and what is below."""
    strong: list[tuple[float, Finding]] = []
    weak: list[tuple[float, Finding]] = []
    for dimension in dimensions_of(chart.basis.scale):
        level = dimension.competent
        if level is None:
            continue
        for item, _ in in_order(chart.basis.scale):
            numbers = tuple(given(sheets, item, dimension))
            below = sum(one.value < level for one in numbers)
            if len(numbers) < FEWEST:
                continue
            share = below / len(numbers)
            if share >= WEAK:
                weak.append((-share, _below(chart, item, dimension, numbers=numbers, below=below)))
            elif 1 - share >= STRONG:
                strong.append((share, _above(chart, item, dimension, numbers=numbers, above=len(numbers) - below)))
    return _ordered(strong), _ordered(weak)


def _ordered(found: list[tuple[float, Finding]]) -> list[Finding]:
    """The clearest first, of equals those that stand on more."""
    return [one for _, one in sorted(found, key=lambda each: (each[0], -each[1].ratings))]


def _above(
    chart: CompetenceChart, item: Item, dimension: Dimension, *, numbers: tuple[Given, ...], above: int
) -> Finding:
    said = tr("competent or better in {k} of {n}", k=above, n=len(numbers))
    return _finding(chart, tr("Strength"), item, said=said, numbers=numbers, dimension=dimension)


def _below(
    chart: CompetenceChart, item: Item, dimension: Dimension, *, numbers: tuple[Given, ...], below: int
) -> Finding:
    said = tr("below competent in {k} of {n}", k=below, n=len(numbers))
    return _finding(chart, tr("Below competent"), item, said=said, numbers=numbers, dimension=dimension)


def _finding(
    chart: CompetenceChart, kind: str, item: Item, *, said: str, numbers: tuple[Given, ...], dimension: Dimension
) -> Finding:
    words = tr("{dimension}: {said}", dimension=dimension.name, said=said)
    return Finding(kind, item.label, item.id, words, len(numbers), grounds_of(chart, numbers, dimension))


def _never_seen(chart: CompetenceChart, sheets: tuple[RatedSheet, ...]) -> Iterator[Finding]:
    """Expected behaviour that every rating says was not there."""
    scale = chart.basis.scale
    locks = {dimension.locked_while for dimension in scale.dimensions if dimension.locked_while}
    wanted = (RuleKind.EXPECTED, RuleKind.COVERAGE)
    for item, _ in in_order(scale):
        for dimension_id, none in sorted(locks):
            numbers = tuple(given(sheets, item, scale.dimension(dimension_id)))
            due = item.rule in wanted or any(rule in wanted for rule in item.rules_by_phase.values())
            if due and numbers and all(one.value == none for one in numbers):
                said = tr_n(
                    "never seen: absent in the one rating that judged it",
                    "never seen: absent in all {n} ratings that judged it",
                    len(numbers),
                )
                dimension = scale.dimension(dimension_id)
                grounds = grounds_of(chart, numbers, dimension)
                yield Finding(tr("Never seen"), item.label, item.id, said, len(numbers), grounds)


def _never_rated(chart: CompetenceChart, sheets: tuple[RatedSheet, ...]) -> Iterator[Finding]:
    """Items that fit a session that was held, and hold no answer in any rating."""
    scale = chart.basis.scale
    answered = {item for sheet in sheets for item, _ in sheet.scores}
    fitting = [(s.phase, s.focal_areas) for s in sheets] + list(_held(chart))
    for item, _ in in_order(scale):
        if item.id in answered or not scale.dimensions_of(item, ""):
            continue
        sessions = sum(item.fits(*one) for one in dict.fromkeys(fitting))
        if sessions:
            yield Finding(
                tr("Never rated"), item.label, item.id, tr("never rated: nobody has scored it yet"), 0, no_grounds
            )


def _held(chart: CompetenceChart) -> Iterator[tuple[str, tuple[str, ...]]]:
    cases = {case.uid: case for case in chart.basis.cases}
    for session in chart.basis.held:
        case = cases.get(session.case_uid)
        if case is not None:
            areas = case.focus_on(session.held_on) if session.held_on else ()
            yield str(phase_of(session, case)), tuple(str(area) for area in areas)


def _departures(chart: CompetenceChart, sheets: tuple[RatedSheet, ...]) -> Iterator[Finding]:
    """Proscribed behaviour that was heard, and raised harm flags."""
    scale, rule = chart.basis.scale, chart.basis.scale.scoring.proscribed
    shown = {sheet.rating.uid: sheet for sheet in sheets}
    dots = [dot for dot in chart.dots if dot.rating.uid in shown]
    for item in scale.items:
        heard = [(dot, departure) for dot in dots for departure in dot.departures if departure.item == item.id]
        if not heard:
            continue
        judged = sum(any(key[0] == item.id for key in sheet.scores) for sheet in sheets)
        said = tr("heard in {k} of {n}", k=len(heard), n=judged)
        if any(departure.harm for _, departure in heard):
            said = tr("{said}; harm flag raised", said=said)
        extents = [
            (dot.rating.uid, item.id, _extent(scale.dimension(rule.dimension), departure.extent) if rule else "")
            for dot, departure in heard
        ]
        yield Finding(tr("Not IPT, or harm"), item.label, item.id, said, judged, grounds_on(chart, extents))


def _extent(dimension: Dimension, value: int | None) -> str:
    return "" if value is None else tr("{dimension} {value}", dimension=dimension.name, value=value)


def _open(suggested: Sequence[Suggested], chart: CompetenceChart) -> Iterator[Finding]:
    scale = chart.basis.scale
    for one in suggested:
        known: Iterable[str] = [scale.item(item).label for item in one.items if scale.has_item(item)]
        ground = Ground(one.rating_uid, next(iter(one.items), ""), one.said)
        yield Finding(tr("Suggestion open"), ", ".join(known), ", ".join(one.items), one.text, 1, _only(ground))


def _only(ground: Ground) -> Grounds:
    return lambda: (ground,)
