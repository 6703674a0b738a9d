"""What is listed beside the numbers and never inside them: how each rule's items were answered, departures, harm."""

from __future__ import annotations

from collections import Counter

from fidelity_rater.domain.ratings.sheet import Sheet, harm_raised
from fidelity_rater.domain.scoring.entries import Entry
from fidelity_rater.domain.scoring.results import Departure, RuleTally
from fidelity_rater.scales.model import RuleKind, Scale


def tallies(scale: Scale, sheet: Sheet, entries: list[Entry]) -> tuple[RuleTally, ...]:
    """How the items of each rule were answered, rules in the scale's order."""
    return tuple(
        _tally(scale, sheet, rule.kind, [entry for entry in entries if entry.rule is rule.kind])
        for rule in scale.rules
        if any(entry.rule is rule.kind for entry in entries)
    )


def _tally(scale: Scale, sheet: Sheet, kind: RuleKind, entries: list[Entry]) -> RuleTally:
    counts: Counter[str] = Counter()
    states: Counter[str] = Counter()
    for entry in entries:
        score = sheet.scores.get((entry.item.id, entry.dimensions[0]))
        if score is None:
            counts["open"] += 1
        elif score.value is None:
            states[score.state or ""] += 1
        else:
            counts["none" if _is_none(scale, entry, score.value) else "done"] += 1
    in_order = tuple((state.id, states[state.id]) for state in scale.states if states[state.id])
    return RuleTally(kind, done=counts["done"], none=counts["none"], open=counts["open"], states=in_order)


def _is_none(scale: Scale, entry: Entry, value: int) -> bool:
    """Whether this answer on the item's first dimension says that the thing was not there at all."""
    if entry.rule is RuleKind.PROSCRIBED and scale.scoring.proscribed is not None:
        return value < scale.scoring.proscribed.present_from
    return any(dimension.locked_while == (entry.dimensions[0], value) for dimension in scale.dimensions)


def departures(scale: Scale, sheet: Sheet, entries: list[Entry]) -> tuple[Departure, ...]:
    """Proscribed items that were heard, and every raised harm flag, also of items that are now outside."""
    rule = scale.scoring.proscribed
    heard = set()
    if rule is not None:
        for entry in entries:
            extent = sheet.value(entry.item.id, rule.dimension)
            if entry.rule is RuleKind.PROSCRIBED and extent is not None and extent >= rule.present_from:
                heard.add(entry.item.id)
    begun = sheet.begun()
    harm = {item.id for item in scale.items if item.id in begun and harm_raised(scale, sheet, item)}
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
