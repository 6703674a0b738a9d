"""The items that take part in scoring one rating, each with what every rule asks about it, looked up once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

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


def entries_of(scale: Scale, sheet: Sheet, *, form: str) -> list[Entry]:
    """The items that the form always asks for the sheet's phase and focus, and those on demand that hold an answer."""
    chosen = scale.form(form)
    always, on_demand = frozenset(chosen.groups), frozenset(chosen.on_demand)
    in_every_form = frozenset.intersection(*(frozenset(each.groups) for each in scale.forms))
    domain_of = {competence.code: competence.domain for competence in scale.competences}
    begun = sheet.begun()
    dimensions_under = {rule.kind: rule.dimensions for rule in scale.rules}

    def entry(item: Item) -> Entry:
        rule = item.rule_in(sheet.phase)
        dimensions = dimensions_under[rule] if item.dimensions is None else item.dimensions
        return Entry(
            item=item,
            rule=rule,
            dimensions=dimensions,
            values={dimension: sheet.value(item.id, dimension) for dimension in dimensions},
            domains=frozenset(domain_of[code] for code in item.competences),
            begun=item.id in begun,
            on_demand=item.group not in always,
            common=item.group in in_every_form and _is_common(item),
        )

    return [
        entry(item)
        for item in scale.items
        if (item.group in always or (item.group in on_demand and item.id in begun))
        and item.fits(sheet.phase, sheet.focal_areas)
    ]


def _is_common(item: Item) -> bool:
    return item.rule is RuleKind.EXPECTED and not (item.rules_by_phase or item.phases or item.focal_areas)
