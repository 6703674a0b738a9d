"""How scores stand with the moments kept for their items: borne, bare, or contradicted. The scale says what is wanted.

A moment belongs to an item and not to one of its dimensions. Where one dimension of an item agrees with the moments
(quality low, all of them against), they do not contradict another (adherence high): they show it done, and done badly.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fidelity_rater.domain.ratings.moments import Weight
from fidelity_rater.domain.ratings.sheet import Sheet, is_harm_flag
from fidelity_rater.scales.model import Dimension, Item, RuleKind, Scale, Strictness


class Support(StrEnum):
    """How a score stands with its item's moments."""

    UNASKED = "unasked"
    """None, and none is wanted: nothing is scored, or what cannot be heard in one place."""
    BARE = "bare"
    CONTRARY = "contrary"
    BORNE = "borne"


@dataclass(frozen=True, slots=True)
class Stance:
    """One score and its evidence. ``asked``: the scale asks for a moment here; ``required``: signing waits for it.

    ``departure``: it says that something proscribed was heard, which wants a moment whatever the purpose.
    """

    support: Support
    value: int | None = None
    asked: bool = False
    required: bool = False
    departure: bool = False

    @property
    def lacking(self) -> bool:
        return self.support in (Support.BARE, Support.CONTRARY)


UNASKED = Stance(Support.UNASKED)


def stances(scale: Scale, sheet: Sheet, item: Item, *, weight: Weight, purpose: str) -> dict[str, Stance]:
    """How the item's score on each of its dimensions stands, by dimension id."""
    dimensions = [d for d in scale.dimensions_of(item, sheet.phase) if not is_harm_flag(item, d)]
    scored = [(d, value) for d in dimensions if (value := sheet.value(item.id, d.id)) is not None]
    found = {dimension.id: UNASKED for dimension in dimensions}
    for dimension, value in scored:
        asks = _asks(scale, sheet, item, dimension, value=value, purpose=purpose)
        found[dimension.id] = _judged(asks, weight, contrary=_contradicted(dimension, value, scored, weight=weight))
    return found


@dataclass(frozen=True, slots=True)
class _Asks:
    value: int
    wanted: bool
    asked: bool
    required: bool
    departure: bool


def _asks(scale: Scale, sheet: Sheet, item: Item, dimension: Dimension, *, value: int, purpose: str) -> _Asks:
    strictness = scale.evidence.strictness(purpose)
    rule = item.rule_in(sheet.phase)
    proscribed = scale.scoring.proscribed
    departure = (
        rule is RuleKind.PROSCRIBED
        and proscribed is not None
        and dimension.id == proscribed.dimension
        and value >= proscribed.present_from
    )
    fitting = scale.rule(rule).evidence and value not in dimension.no_evidence_at
    asked = departure or (
        fitting and value in dimension.evidence_asked_at and strictness in (Strictness.ASKED, Strictness.REQUIRED)
    )
    return _Asks(
        value,
        wanted=departure or (fitting and strictness is not Strictness.OFF),
        asked=asked,
        required=asked and strictness is Strictness.REQUIRED,
        departure=departure,
    )


def _judged(asks: _Asks, weight: Weight, *, contrary: bool) -> Stance:
    if contrary:
        support = Support.CONTRARY
    elif weight.moments:
        support = Support.BORNE
    else:
        support = Support.BARE if asks.wanted else Support.UNASKED
    return Stance(support, asks.value, asked=asks.asked, required=asks.required, departure=asks.departure)


def _contradicted(dimension: Dimension, value: int, scored: list[tuple[Dimension, int]], *, weight: Weight) -> bool:
    if bool(weight.supporting) == bool(weight.opposing):
        return False
    one_sided_for = bool(weight.supporting)

    def disagrees(d: Dimension, v: int) -> bool:
        return v in (d.contrary_to_for if one_sided_for else d.contrary_to_against)

    def agrees(d: Dimension, v: int) -> bool:
        return v in (d.contrary_to_against if one_sided_for else d.contrary_to_for)

    return disagrees(dimension, value) and not any(agrees(d, v) for d, v in scored if d.id != dimension.id)
