"""What is listed beside the numbers and never inside them: how each rule's items were answered, departures, harm."""

from __future__ import annotations

from collections import Counter

from fidelity_rater.domain.ratings.sheet import Sheet, harm_raised
from fidelity_rater.domain.scoring.entries import Entry
from fidelity_rater.domain.scoring.results import Departure, RuleTally
from fidelity_rater.scales.model import RuleKind, Scale


def tallies(scale: Scale, sheet: Sheet, entries: list[Entry]) -> tuple[RuleTally, ...]:
    """How the items of each rule were answered, rules in the scale's order."""
    under: dict[RuleKind, list[Entry]] = {rule.kind: [] for rule in scale.rules}
    for entry in entries:
        under[entry.rule].append(entry)
    return tuple(_tally(scale, sheet, kind, of_rule) for kind, of_rule in under.items() if of_rule)


def _tally(scale: Scale, sheet: Sheet, kind: RuleKind, entries: list[Entry]) -> RuleTally:
    """Count by the items' first dimension, where a state stands for the item as a whole."""
    nothing = {dimension.locked_while for dimension in scale.dimensions}
    present_from = scale.scoring.proscribed.present_from if scale.scoring.proscribed else None
    proscribed = kind is RuleKind.PROSCRIBED and present_from is not None
    done = none = still_open = 0
    states: Counter[str] = Counter()
    for entry in entries:
        first = entry.dimensions[0]
        value = entry.values[first]
        if value is not None:
            absent = value < (present_from or 0) if proscribed else (first, value) in nothing
            none, done = none + absent, done + (not absent)
        elif state := sheet.state_of(entry.item.id, first):
            states[state] += 1
        else:
            still_open += 1
    in_order = tuple((state.id, states[state.id]) for state in scale.states if states[state.id]) if states else ()
    return RuleTally(kind, done=done, none=none, open=still_open, states=in_order)


def departures(scale: Scale, sheet: Sheet, entries: list[Entry]) -> tuple[Departure, ...]:
    """Proscribed items that were heard, and every raised harm flag, also of items that are now outside."""
    rule = scale.scoring.proscribed
    heard = set()
    if rule is not None:
        for entry in entries:
            extent = entry.values.get(rule.dimension)
            if entry.rule is RuleKind.PROSCRIBED and extent is not None and extent >= rule.present_from:
                heard.add(entry.item.id)
    begun, may_harm = sheet.begun(), frozenset(scale.scoring.harm_items)
    answered = (item for item in scale.items if (item.harm or item.id in may_harm) and item.id in begun)
    harm = {item.id for item in answered if harm_raised(scale, sheet, item)}
    if not heard and not harm:
        return ()
    return tuple(
        Departure(
            item=item.id,
            extent=sheet.value(item.id, rule.dimension) if rule else None,
            harm=item.id in harm,
            action=sheet.harm_actions.get(item.id, ""),
        )
        for item in scale.items
        if item.id in heard or item.id in harm
    )
