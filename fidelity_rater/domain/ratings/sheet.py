"""A rating's standing answers, wherever they were read from: the fold of its events, or the library's projection.

Scoring, coverage and the rating desk all work on a sheet, so that a chart of hundreds of ratings needs no event.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from fidelity_rater.domain.ratings.events import Score
from fidelity_rater.domain.ratings.fold import RatingState, ScoreKey
from fidelity_rater.scales.model import Dimension, DimensionKind, Item, Scale


class Answer(StrEnum):
    """How far an item is answered."""

    OPEN = "open"
    PARTLY = "partly"
    ANSWERED = "answered"


@dataclass(frozen=True)
class Sheet:
    """The standing scores of one rating under its confirmed phase and declared focal areas.

    ``harm_actions`` tells, by item id, what was done about a raised harm flag.
    """

    phase: str
    focal_areas: tuple[str, ...]
    scores: Mapping[ScoreKey, Score]
    harm_actions: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, state: RatingState) -> Sheet:
        """What a folded rating says."""
        return cls(
            phase=state.phase,
            focal_areas=state.focal_areas,
            scores={key: standing.score for key, standing in state.scores().items()},
            harm_actions={item: action["done"] for item, action in state.harm_actions().items()},
        )

    def value(self, item_id: str, dimension_id: str) -> int | None:
        """The number given, or None where there is none or a state stands in its place."""
        score = self.scores.get((item_id, dimension_id))
        return score.value if score else None

    def state_of(self, item_id: str, dimension_id: str) -> str | None:
        """The id of the state that stands in place of a number."""
        score = self.scores.get((item_id, dimension_id))
        return score.state if score else None

    def begun(self) -> frozenset[str]:
        """Ids of the items that hold any answer."""
        return frozenset({item for item, _ in self.scores})


def is_harm_flag(item: Item, dimension: Dimension) -> bool:
    """Whether this is the flag beside a harm item's other answers: raised or left alone, never owed."""
    return item.harm and dimension.kind is DimensionKind.FLAG


def answer_dimensions(scale: Scale, item: Item, phase: str) -> tuple[Dimension, ...]:
    """The dimensions that an answer to the item is owed on in a phase: all of them but a harm flag.

    A state answers the item as a whole and is kept on the first of these.
    """
    asked = scale.dimensions_of(item, phase)
    return tuple(d for d in asked if not is_harm_flag(item, d)) or asked


def locked_by(sheet: Sheet, item_id: str, dimension: Dimension) -> bool:
    """Whether the item's answer on another dimension rules this one out (quality while adherence is none)."""
    if dimension.locked_while is None:
        return False
    other, value = dimension.locked_while
    return sheet.value(item_id, other) == value


def answer_to(scale: Scale, sheet: Sheet, item: Item) -> Answer:
    """How far the item is answered under the sheet's phase."""
    first, *others = answer_dimensions(scale, item, sheet.phase)
    given = sheet.scores.get((item.id, first.id))
    if given is not None and given.state is not None:
        return Answer.ANSWERED
    answered = [d for d in (first, *others) if sheet.value(item.id, d.id) is not None]
    owed = [d for d in (first, *others) if not locked_by(sheet, item.id, d)]
    if not answered:
        return Answer.OPEN
    return Answer.ANSWERED if all(d in answered for d in owed) else Answer.PARTLY


def harm_raised(scale: Scale, sheet: Sheet, item: Item) -> bool:
    """Whether the item asks for human review: its harm flag is up, or it is proscribed harm and was heard at all.

    The phase does not matter: a flag never disappears because a cover field changed.
    """
    if not (item.harm or item.id in scale.scoring.harm_items):
        return False
    flags = (d.id for d in scale.dimensions if d.kind is DimensionKind.FLAG)
    if any(sheet.value(item.id, flag) == 1 for flag in flags):
        return True
    rule = scale.scoring.proscribed
    extent = sheet.value(item.id, rule.dimension) if rule else None
    return rule is not None and extent is not None and extent >= rule.present_from
