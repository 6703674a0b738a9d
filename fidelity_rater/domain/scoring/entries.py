"""The items that take part in scoring one rating, each with what every rule asks about it, looked up once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from fidelity_rater.domain.ratings.fold import ScoreKey
from fidelity_rater.domain.ratings.sheet import Sheet
from fidelity_rater.scales.model import Item, RuleKind, Scale


class Entry(NamedTuple):
    """One item in one rating.

    ``on_demand``: answered because it occurred, in a form that does not ask for it otherwise. ``common``: expected in
    every phase and focal area and asked by every form of the scale, so that sessions can be compared on it.
    """

    item: Item
    rule: RuleKind
    dimensions: tuple[str, ...]
    values: Mapping[str, int | None]
    """The numbers given, by dimension; None while it is open or a state stands there."""
    domains: frozenset[str]
    begun: bool
    on_demand: bool
    common: bool


class Asked(NamedTuple):
    """One item that a form may ask in a phase and focus, before anything is answered; see :class:`Entry`."""

    item: Item
    rule: RuleKind
    dimensions: tuple[str, ...]
    keys: tuple[tuple[str, ScoreKey], ...]
    """Each dimension with the key of its score."""
    domains: frozenset[str]
    on_demand: bool
    common: bool


def asked_items(scale: Scale, *, form: str, phase: str, focal_areas: tuple[str, ...]) -> tuple[Asked, ...]:
    """The items that the form asks for the phase and focus, always or on demand, in the scale's order."""
    chosen = scale.form(form)
    always, on_demand = frozenset(chosen.groups), frozenset(chosen.on_demand)
    in_every_form = frozenset.intersection(*(frozenset(each.groups) for each in scale.forms))
    domain_of = {competence.code: competence.domain for competence in scale.competences}
    dimensions_under = {rule.kind: rule.dimensions for rule in scale.rules}

    def asked(item: Item) -> Asked:
        rule = item.rule_in(phase)
        dimensions = dimensions_under[rule] if item.dimensions is None else item.dimensions
        return Asked(
            item=item,
            rule=rule,
            dimensions=dimensions,
            keys=tuple((dimension, (item.id, dimension)) for dimension in dimensions),
            domains=frozenset(domain_of[code] for code in item.competences),
            on_demand=item.group not in always,
            common=item.group in in_every_form and _is_common(item),
        )

    return tuple(
        asked(item)
        for item in scale.items
        if (item.group in always or item.group in on_demand) and item.fits(phase, focal_areas)
    )


def entries_of(asked: Iterable[Asked], sheet: Sheet) -> list[Entry]:
    """What the sheet answers to the items that are always asked, and to those on demand that hold an answer."""
    begun, score_of = sheet.begun(), sheet.scores.get
    return [
        # In the order of its fields: a chart of thousands of ratings makes hundreds of thousands of these.
        Entry(
            item,
            rule,
            dimensions,
            {dimension: None if (score := score_of(key)) is None else score.value for dimension, key in keys},
            domains,
            item.id in begun,
            on_demand,
            common,
        )
        for item, rule, dimensions, keys, domains, on_demand, common in asked
        if not on_demand or item.id in begun
    ]


def _is_common(item: Item) -> bool:
    return item.rule is RuleKind.EXPECTED and not (item.rules_by_phase or item.phases or item.focal_areas)
