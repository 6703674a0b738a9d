"""Where a score stands and where it could lead: the level reached, and the anchor of a level above it."""

from __future__ import annotations

from collections.abc import Iterator

from fidelity_rater.app.feedback.models import Aim
from fidelity_rater.domain.feedback import Level
from fidelity_rater.domain.ratings.sheet import Sheet, locked_by
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import Dimension, DimensionKind, Item, RuleKind, Scale


def graded(scale: Scale, item: Item, phase: str) -> Iterator[Dimension]:
    """The dimensions on which more is better; what tells how well it was done comes first."""
    if item.rule_in(phase) is RuleKind.PROSCRIBED:
        return
    asked = [d for d in scale.dimensions_of(item, phase) if d.kind is DimensionKind.ORDINAL]
    yield from (dimension for dimension in asked if dimension.competent is not None)
    yield from (dimension for dimension in asked if dimension.competent is None)


def reached(scale: Scale, sheet: Sheet, item: Item) -> tuple[Dimension, int] | None:
    """The score that says most of how the item was done."""
    for dimension in graded(scale, item, sheet.phase):
        value = sheet.value(item.id, dimension.id)
        if value is not None and not locked_by(sheet, item.id, dimension):
            return dimension, value
    return None


def next_up(scale: Scale, sheet: Sheet, item: Item) -> Level | None:
    """The level that a suggestion leads towards: the next one up from where the item stands.

    An anchor far down describes what falls short, and nobody is asked to fall short: so it is never below the scale's
    competent level, nor, where the scale names none, below the lowest level that would have to be shown by a moment.
    """
    found = reached(scale, sheet, item)
    if found is None:
        return None
    dimension, value = found
    worth = dimension.competent if dimension.competent is not None else min(dimension.evidence_asked_at, default=0)
    above = [level.value for level in dimension.levels if level.value > value]
    sought = [level for level in above if level >= worth] or above
    return Level(item.id, dimension.id, min(sought)) if sought else None


def aim_of(scale: Scale, level: Level | None) -> Aim | None:
    """The level in the scale's own words; None where this scale does not have it."""
    if level is None or not scale.has_item(level.item) or all(d.id != level.dimension for d in scale.dimensions):
        return None
    dimension = scale.dimension(level.dimension)
    anchors = scale.anchors_of(scale.item(level.item), dimension)
    found = next((anchor for anchor in anchors if anchor.value == level.value), None)
    return Aim(dimension.name, found.value, found.label, found.anchor) if found else None


def quoted(aim: Aim) -> str:
    """The anchor as a quotation that says where it comes from."""
    return tr(
        "{dimension} {value} ({label}) in the scale's words: “{anchor}”",
        dimension=aim.dimension,
        value=aim.value,
        label=aim.label,
        anchor=aim.anchor,
    )


def score_words(dimension: Dimension, value: int) -> str:
    """A score with what its level is called: "Quality 4 (Good)"."""
    label = next((level.label for level in dimension.levels if level.value == value), "")
    if not label:
        return tr("{dimension} {value}", dimension=dimension.name, value=value)
    return tr("{dimension} {value} ({label})", dimension=dimension.name, value=value, label=label)
