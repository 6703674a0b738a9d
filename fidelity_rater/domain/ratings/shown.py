"""Which items a rater sees for a phase, focal areas and form, what has fallen outside, and how far the rating is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from fidelity_rater.domain.ratings.sheet import Answer, Sheet, answer_to
from fidelity_rater.scales.model import Group, Item, RuleKind, Scale


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """The items under one heading, in the scale's order."""

    group: Group
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class ShownItems:
    """The rating desk's items.

    ``groups`` are always asked, ``on_demand`` is offered for what occurred. ``outside`` hold answers that were given
    before the phase, the focal area or the form changed: kept, listed, and in no mean.
    """

    groups: tuple[ShownGroup, ...]
    on_demand: tuple[ShownGroup, ...]
    outside: tuple[Item, ...]

    @property
    def asked(self) -> tuple[Item, ...]:
        """Every item that is always asked."""
        return tuple(item for shown in self.groups for item in shown.items)

    @property
    def offered(self) -> tuple[Item, ...]:
        """Every item that is offered on demand."""
        return tuple(item for shown in self.on_demand for item in shown.items)


@dataclass(frozen=True, slots=True)
class Progress:
    """``answered`` of ``asked`` items answered in full; ``partly`` more are begun. Items on demand count once begun."""

    answered: int
    partly: int
    asked: int


def items_shown(scale: Scale, sheet: Sheet, *, form: str) -> ShownItems:
    """The items that fit the sheet's phase and focal areas in a form, and the answered ones that no longer do."""
    asked = scale.items_for(form=form, phase=sheet.phase, focal_areas=sheet.focal_areas)
    offered = scale.items_on_demand(form=form, phase=sheet.phase, focal_areas=sheet.focal_areas)
    inside = {item.id for item in (*asked, *offered)}
    begun = sheet.begun()
    return ShownItems(
        groups=_by_group(scale, asked),
        on_demand=_by_group(scale, offered),
        outside=tuple(item for item in scale.items if item.id in begun and item.id not in inside),
    )


def counted_items(scale: Scale, sheet: Sheet, *, form: str) -> tuple[Item, ...]:
    """The items this rating is about: those always asked, and those on demand that hold an answer."""
    shown = items_shown(scale, sheet, form=form)
    begun = sheet.begun()
    return (*shown.asked, *(item for item in shown.offered if item.id in begun))


def progress(scale: Scale, sheet: Sheet, *, form: str) -> Progress:
    """How many of the rating's items are answered."""
    answers = [answer_to(scale, sheet, item) for item in counted_items(scale, sheet, form=form)]
    return Progress(answers.count(Answer.ANSWERED), answers.count(Answer.PARTLY), len(answers))


def proscribed_open(scale: Scale, sheet: Sheet, *, form: str) -> tuple[Item, ...]:
    """The proscribed items still to answer: what "none heard" answers, leaving those given one by one alone."""
    rule = scale.scoring.proscribed
    if rule is None:
        return ()
    return tuple(
        item
        for item in items_shown(scale, sheet, form=form).asked
        if item.rule_in(sheet.phase) is RuleKind.PROSCRIBED and (item.id, rule.dimension) not in sheet.scores
    )


def _by_group(scale: Scale, items: Iterable[Item]) -> tuple[ShownGroup, ...]:
    order = {group.id: place for place, group in enumerate(scale.groups)}
    ordered = sorted(items, key=lambda item: order[item.group])
    return tuple(
        ShownGroup(scale.groups[place], tuple(members))
        for place, members in groupby(ordered, key=lambda item: order[item.group])
    )
