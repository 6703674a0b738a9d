"""What a cohort shows: items and domains over all ratings, where training is needed, therapists side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from fidelity_rater.app.cohort.models import CohortView
from fidelity_rater.app.development.answers import chosen_dimension, in_order
from fidelity_rater.app.development.models import (
    Choice,
    Exhibit,
    Ground,
    Grounds,
    Line,
    Mark,
    Share,
    SharePicture,
)
from fidelity_rater.app.development.profile import picture_of
from fidelity_rater.app.ports.cohort import CohortTherapist
from fidelity_rater.app.ports.tables import Table, Value
from fidelity_rater.domain.scoring.packed import LEAST
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.scales.model import Dimension, Item, RuleKind

ITEMS, DOMAINS, NEEDS, THERAPISTS = "", "domains", "needs", "therapists"
FEWEST: Final = 5
"""Fewer ratings than these say too little of a group."""
MOST_PICTURED: Final = 60


@dataclass(frozen=True, slots=True)
class Counted:
    """One item on one dimension, or several items taken together."""

    label: str
    group: str
    places: tuple[int, ...]
    levels: tuple[int, ...]
    """How many answers stand on each level."""
    without: int
    """Answers that are no number."""
    therapists: int
    therapists_below: int
    apart: float | None
    compared: int

    @property
    def n(self) -> int:
        return sum(self.levels)


def cohort_exhibit(view: CohortView, choice: Choice) -> Exhibit:
    """The cohort as the person wants to look at it."""
    made = {DOMAINS: _domains, NEEDS: _needs, THERAPISTS: _therapists}.get(choice.by, _items)
    dimension = chosen_dimension(view.scale, choice)
    if dimension is None or not view.counts.ratings:
        return Exhibit("", Table("", (), ()), empty=tr("No signed rating fits these filters."))
    return made(view, dimension)


def _items(view: CohortView, dimension: Dimension) -> Exhibit:
    found = [
        counted
        for item, group in in_order(view.scale)
        if (counted := _counted(view, [item], dimension, label=item.label, group=group)).n
    ]
    return _shares(view, dimension, found, name=tr("Items, {dimension}", dimension=dimension.name.lower()))


def _domains(view: CohortView, dimension: Dimension) -> Exhibit:
    rules = {rule for summary in view.scale.scoring.summaries if summary.dimension == dimension.id
             for rule in summary.rules}  # fmt: skip
    found = []
    domain_of = {competence.code: competence.domain for competence in view.scale.competences}
    for domain in dict.fromkeys(domain_of.values()):
        items = [i for i in view.scale.items
                 if i.rule in rules and any(domain_of.get(code) == domain for code in i.competences)]  # fmt: skip
        counted = _counted(view, items, dimension, label=domain, group="")
        if counted.n:
            found.append(counted)
    return _shares(view, dimension, found, name=tr("Domains, {dimension}", dimension=dimension.name.lower()))


def _shares(view: CohortView, dimension: Dimension, found: list[Counted], *, name: str) -> Exhibit:
    levels = tuple(level.value for level in dimension.levels)
    rows = tuple(_row(one, dimension) for one in found)
    return Exhibit(
        intro=_intro(view),
        table=Table(name, _columns(dimension), rows, notes=(view.kin.name, view.notice)),
        grounds=tuple(_grounds(view, one, dimension) for one in found),
        picture=SharePicture(
            axis=dimension.name,
            hue=dimension.hue,
            levels=levels,
            level_names=tuple(level.label for level in dimension.levels),
            competent=dimension.competent,
            lines=tuple(Share(one.label, one.group, one.levels, _told(one, dimension)) for one in found),
            note=tr(
                "In each part: percent of the numbers on that level. On the right: how many numbers, and their mean."
            ),
        ),
        picture_rows=tuple(range(len(found))),
        empty="" if found else tr("No item has a number on {dimension} here.", dimension=dimension.name.lower()),
    )


def _needs(view: CohortView, dimension: Dimension) -> Exhibit:
    """Items by the share below competent, the largest first; then what should not be heard at all."""
    if dimension.competent is None:
        return Exhibit(
            "",
            Table("", (), ()),
            empty=tr("{dimension} has no level called competent. Choose another dimension.", dimension=dimension.name),
        )
    found = [_counted(view, [item], dimension, label=item.label, group=group) for item, group in in_order(view.scale)]
    found = [one for one in found if one.n]
    enough = sorted((one for one in found if one.n >= FEWEST), key=lambda one: (-_share(one, dimension), -one.n))
    few = [one for one in found if one.n < FEWEST]
    rows: list[tuple[Value, ...]] = [_need(one, dimension, tr("Below competent")) for one in enough]
    rows += [_need(one, dimension, tr("Too few ratings")) for one in few]
    grounds = [_grounds(view, one, dimension) for one in (*enough, *few)]
    for said, ground in _departures(view):
        rows.append(said)
        grounds.append(ground)
    return Exhibit(
        intro=tr(
            "{intro} Items by the share of ratings below this scale's competent level, which is no pass mark; "
            "from {n} ratings on.",
            intro=_intro(view),
            n=FEWEST,
        ),
        table=Table(
            tr("Training needs"),
            (tr("Kind"), tr("Item"), tr("Share"), tr("Below or heard"), tr("Ratings"), tr("Therapists"),
             tr("Of these, mean below"), tr("Group")),
            tuple(rows),
            notes=(view.kin.name, view.notice),
        ),
        grounds=tuple(grounds),
    )  # fmt: skip


def _need(one: Counted, dimension: Dimension, kind: str) -> tuple[Value, ...]:
    below, share = _below(one, dimension), _share(one, dimension)
    shown = share if one.n >= FEWEST else None
    return kind, one.label, _percent(shown), below, one.n, one.therapists, one.therapists_below, one.group


def _departures(view: CohortView) -> Iterable[tuple[tuple[Value, ...], Grounds]]:
    scale, rule = view.scale, view.scale.scoring.proscribed
    if rule is None:
        return
    dimension, groups = scale.dimension(rule.dimension), {group.id: group.name for group in scale.groups}
    found = []
    for item in scale.items:
        if item.rule is RuleKind.PROSCRIBED and (item.id, dimension.id) in view.places:
            one = _counted(view, [item], dimension, label=item.label, group=groups[item.group])
            heard = sum(
                count for level, count in zip(dimension.levels, one.levels, strict=True)
                if level.value >= rule.present_from
            )  # fmt: skip
            if heard:
                found.append((heard / one.n, heard, one))
    for share, heard, one in sorted(found, key=lambda each: (-each[0], -each[1])):
        cells = (tr("Not IPT, heard"), one.label, _percent(share), heard, one.n, one.therapists, None, one.group)
        yield cells, partial(_by_therapist, view, one, highest_first=True)


def _therapists(view: CohortView, dimension: Dimension) -> Exhibit:
    scale = view.scale
    items = [item for item, _ in in_order(scale)]
    domain_of = {competence.code: competence.domain for competence in scale.competences}
    domains = tuple(dict.fromkeys(domain_of.values()))
    whole = _found_places(view, items, dimension)
    parts = [
        _found_places(view, [i for i in items if any(domain_of.get(c) == domain for c in i.competences)], dimension)
        for domain in domains
    ]
    rows, lines, grounds = [], [], []
    for one in view.counts.therapists:
        mean, n = _mean(one, whole)
        rows.append((one.code, one.ratings, mean, n, *(_mean(one, places)[0] for places in parts)))
        told = tr("{code}: {mean} on {n} numbers of {k} ratings", code=one.code, mean=_two(mean), n=n, k=one.ratings)
        grounds.append(partial(_therapist_ground, one.uid, told))
        if mean is not None:
            lines.append(Line(one.code, "", (Mark(0, mean, n, mean, mean, told),)))
    pictured = 0 < len(lines) <= MOST_PICTURED
    return Exhibit(
        intro=tr("{intro} A mean here is over all numbers of a therapist's ratings.", intro=_intro(view)),
        table=Table(
            tr("Therapists, {dimension}", dimension=dimension.name.lower()),
            (tr("Therapist"), tr("Ratings"), tr("Mean"), tr("Numbers"), *domains),
            tuple(rows),
            notes=(view.kin.name, view.notice),
        ),
        grounds=tuple(grounds),
        picture=picture_of(
            dimension, [tr("Mean")], lines, note=tr("The number beside a mark: how many numbers it stands on.")
        )
        if pictured
        else None,
        picture_rows=tuple(place for place, row in enumerate(rows) if row[2] is not None) if pictured else (),
    )


def _therapist_ground(uid: str, told: str) -> tuple[Ground, ...]:
    return (Ground("", "", told, therapist_uid=uid),)


def _found_places(view: CohortView, items: Sequence[Item], dimension: Dimension) -> tuple[int, ...]:
    return tuple(view.places[item.id, dimension.id] for item in items if (item.id, dimension.id) in view.places)


def _counted(view: CohortView, items: Sequence[Item], dimension: Dimension, *, label: str, group: str) -> Counted:
    places, counts = _found_places(view, items, dimension), view.counts
    levels = tuple(sum(counts.answers[p].get(level.value, 0) for p in places) for level in dimension.levels)
    without = sum(n for p in places for value, n in counts.answers[p].items() if value < LEAST)
    means = [mean for one in counts.therapists if (mean := _mean(one, places)[0]) is not None]
    compared = sum(counts.compared[p] for p in places)
    apart = sum(counts.apart[p] for p in places)
    return Counted(
        label=label,
        group=group,
        places=places,
        levels=levels,
        without=without,
        therapists=len(means),
        therapists_below=sum(mean < dimension.competent for mean in means) if dimension.competent is not None else 0,
        apart=apart / compared if compared else None,
        compared=compared,
    )


def _mean(one: CohortTherapist, places: tuple[int, ...]) -> tuple[float | None, int]:
    if len(places) == 1:
        n, total = one.numbers[places[0]], one.sums[places[0]]
    else:
        n, total = sum(one.numbers[p] for p in places), sum(one.sums[p] for p in places)
    return (total / n if n else None), n


def _columns(dimension: Dimension) -> tuple[str, ...]:
    return (
        tr("Item"),
        tr("Group"),
        *(f"{level.value} {level.label}" for level in dimension.levels),
        tr("No number"),
        tr("Numbers"),
        tr("Mean"),
        tr("Below competent"),
        tr("Therapists"),
        tr("Two raters apart"),
        tr("Compared"),
    )


def _row(one: Counted, dimension: Dimension) -> tuple[Value, ...]:
    below = _percent(_share(one, dimension)) if dimension.competent is not None else None
    apart = (one.apart, one.compared or None)
    return (one.label, one.group, *one.levels, one.without, one.n, _level_mean(one, dimension), below, one.therapists,
            *apart)  # fmt: skip


def _level_mean(one: Counted, dimension: Dimension) -> float:
    return sum(level.value * n for level, n in zip(dimension.levels, one.levels, strict=True)) / one.n


def _below(one: Counted, dimension: Dimension) -> int:
    competent = dimension.competent
    pairs = zip(dimension.levels, one.levels, strict=True)
    return sum(n for level, n in pairs if competent is not None and level.value < competent)


def _share(one: Counted, dimension: Dimension) -> float:
    return _below(one, dimension) / one.n


def _percent(share: float | None) -> Value:
    return None if share is None else tr("{percent} %", percent=round(share * 100))


def _told(one: Counted, dimension: Dimension) -> str:
    told = tr("{item}: {mean} on {n} numbers", item=one.label, mean=_two(_level_mean(one, dimension)), n=one.n)
    if dimension.competent is not None:
        told = tr("{told}; {k} below competent", told=told, k=_below(one, dimension))
    return told


def _two(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _grounds(view: CohortView, one: Counted, dimension: Dimension) -> Grounds:
    return partial(_by_therapist, view, one, highest_first=dimension.hue == "proscribed")


def _by_therapist(view: CohortView, one: Counted, *, highest_first: bool) -> tuple[Ground, ...]:
    """The therapists that a figure stands on, those first who need most to be looked at."""
    found = [(*_mean(each, one.places), each) for each in view.counts.therapists]
    known = [(mean, n, each) for mean, n, each in found if mean is not None]
    known.sort(key=lambda one: (-one[0] if highest_first else one[0], one[2].code))
    return tuple(
        Ground(
            "", "", tr("{code}: {mean} on {n} numbers", code=each.code, mean=_two(mean), n=n), therapist_uid=each.uid
        )
        for mean, n, each in known
    )


def _intro(view: CohortView) -> str:
    counts = view.counts
    ratings = tr_n("{n} signed rating", "{n} signed ratings", counts.ratings)
    sessions = tr_n("{n} session", "{n} sessions", counts.sessions)
    therapists = tr_n("{n} therapist", "{n} therapists", len(counts.therapists))
    return tr(
        "{whose}: {ratings} of {sessions}, {therapists}.",
        whose=view.kin.name,
        ratings=ratings,
        sessions=sessions,
        therapists=therapists,
    )
