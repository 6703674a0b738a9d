"""The answers that a tab's figures stand on: of ratings that may stand in one mean, item by item."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from statistics import stdev

from fidelity_rater.app import labels
from fidelity_rater.app.competence_models import CompetenceChart, Dot
from fidelity_rater.app.development.models import OTHERS, SELF, Choice, Ground, Grounds, Kin
from fidelity_rater.app.ports.queries import RatedSheet
from fidelity_rater.domain.people import Role
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import Dimension, DimensionKind, Item, RuleKind, Scale


@dataclass(frozen=True, slots=True)
class Given:
    """One number in one rating."""

    rating_uid: str
    session_uid: str
    item: str
    value: int


@dataclass(frozen=True, slots=True)
class Figure:
    """A mean with what it stands on.

    ``spread`` is the standard deviation over the numbers. ``apart``: how far, on average, the ratings of one session
    lie from each other, over the ``compared`` sessions that have several. None where there is too little.
    """

    mean: float
    n: int
    sessions: int
    low: float
    high: float
    spread: float | None
    apart: float | None
    compared: int


def kins_of(chart: CompetenceChart) -> tuple[Kin, ...]:
    """What may stand in one mean here: ratings by others first, then what there is most of."""
    counts = Counter(kin_of(sheet) for sheet in chart.basis.sheets)
    return tuple(sorted(counts, key=lambda kin: (kin.kind == SELF, -counts[kin], str(kin.purpose))))


def kin_of(sheet: RatedSheet) -> Kin:
    return Kin(SELF if sheet.rating.role is Role.TRAINEE else OTHERS, sheet.rating.purpose)


def chosen_kin(chart: CompetenceChart, choice: Choice) -> Kin | None:
    kins = kins_of(chart)
    return choice.kin if choice.kin in kins else next(iter(kins), None)


def dimensions_of(scale: Scale) -> tuple[Dimension, ...]:
    """The dimensions that say how much or how well; the one with a level called competent first."""
    shown = [d for d in scale.dimensions if d.kind is DimensionKind.ORDINAL and d.hue != "proscribed"]
    return tuple(sorted(shown, key=lambda dimension: dimension.competent is None))


def chosen_dimension(scale: Scale, choice: Choice) -> Dimension | None:
    offered = dimensions_of(scale)
    return next((d for d in offered if d.id == choice.dimension), next(iter(offered), None))


def sheets_of(chart: CompetenceChart, kin: Kin) -> tuple[RatedSheet, ...]:
    """The ratings of a kin that scoring counts: those of therapies that the scale is not meant for have no numbers."""
    outside = {dot.rating.uid for dot in chart.dots if dot.outside_scope}
    return tuple(s for s in chart.basis.sheets if kin_of(s) == kin and s.rating.uid not in outside)


def given(sheets: Iterable[RatedSheet], item: Item, dimension: Dimension) -> Iterator[Given]:
    """The numbers on an item, where it belongs to the rating's phase and focal areas."""
    for sheet in sheets:
        score = sheet.scores.get((item.id, dimension.id))
        if score is not None and score.value is not None and item.fits(sheet.phase, sheet.focal_areas):
            yield Given(sheet.rating.uid, sheet.rating.session_uid, item.id, score.value)


def figure(values: Iterable[tuple[str, float]]) -> Figure | None:
    """The mean of numbers, each with the session it is of; None of none."""
    pairs = list(values)
    if not pairs:
        return None
    numbers = [value for _, value in pairs]
    by_session: dict[str, list[float]] = defaultdict(list)
    for session, value in pairs:
        by_session[session].append(value)
    spans = [max(found) - min(found) for found in by_session.values() if len(found) > 1]
    return Figure(
        mean=sum(numbers) / len(numbers),
        n=len(numbers),
        sessions=len(by_session),
        low=min(numbers),
        high=max(numbers),
        spread=stdev(numbers) if len(numbers) > 1 else None,
        apart=sum(spans) / len(spans) if spans else None,
        compared=len(spans),
    )


def in_order(scale: Scale) -> tuple[tuple[Item, str], ...]:
    """The items in the order of their groups, each with its group's name; without what is proscribed."""
    order = {group.id: (place, group.name) for place, group in enumerate(scale.groups)}
    items = [item for item in scale.items if item.rule is not RuleKind.PROSCRIBED]
    return tuple((item, order[item.group][1]) for item in sorted(items, key=lambda item: order[item.group][0]))


def grounds_on(chart: CompetenceChart, answers: Iterable[tuple[str, str, str]]) -> Grounds:
    """Ratings as grounds: rating uid, item, and what it says there."""
    return partial(_grounds, chart, tuple(answers))


def grounds_of(chart: CompetenceChart, numbers: Iterable[Given], dimension: Dimension) -> Grounds:
    """The numbers themselves as grounds."""
    said = ((one.rating_uid, one.item, level_words(dimension, one.value)) for one in numbers)
    return grounds_on(chart, said)


def _grounds(chart: CompetenceChart, answers: tuple[tuple[str, str, str], ...]) -> tuple[Ground, ...]:
    dots: Mapping[str, Dot] = {dot.rating.uid: dot for dot in chart.dots}
    found = [(dots[uid], item, said) for uid, item, said in answers if uid in dots]
    found.sort(key=lambda one: (one[0].x, one[0].rating.created_at))
    items = {item for _, item, _ in found}
    many = len(items) > 1
    scale = chart.basis.scale
    return tuple(
        Ground(dot.rating.uid, item, _told(dot, said, scale.item(item).label if many and item else ""))
        for dot, item, said in found
    )


def _told(dot: Dot, said: str, item: str) -> str:
    if not said:
        return dot.told
    first = tr("{item}: {answer}", item=item, answer=said) if item else said
    return f"{first}\n{dot.told}"


def level_words(dimension: Dimension, value: int) -> str:
    """A number with what its level is called."""
    level = next((level for level in dimension.levels if level.value == value), None)
    told = tr("{dimension} {value}", dimension=dimension.name, value=value)
    return tr("{score} ({level})", score=told, level=level.label) if level else told


def by_labels(by: str, key: str) -> str:
    """What a part of a split is called."""
    return labels.phase(key) if by == "phase" else labels.focal_area(key)


def figure_words(name: str, found: Figure) -> str:
    """A mean in words, with its doubt."""
    told = tr("{name}: {mean} on {n} ratings", name=name, mean=f"{found.mean:.2f}", n=found.n)
    if found.low != found.high:
        told = tr("{told}, from {low} to {high}", told=told, low=f"{found.low:g}", high=f"{found.high:g}")
    if found.apart is not None:
        told = tr(
            "{told}; raters of one session {apart} apart on average ({n} sessions)",
            told=told,
            apart=f"{found.apart:.1f}",
            n=found.compared,
        )
    return told
