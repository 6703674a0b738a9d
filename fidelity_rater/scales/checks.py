"""What the entries of a scale file say of one another: every name known, every level real, nothing out of reach.

What scoring asks of the items is checked in ``scoring_checks``.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import DimensionKind, RuleKind
from fidelity_rater.scales.reading import FaultList, Section
from fidelity_rater.scales.schema import (
    CompetenceEntry,
    CoverageEntry,
    DimensionEntry,
    EvidenceEntry,
    FormEntry,
    GroupEntry,
    IdentityEntry,
    ItemEntry,
    ListEntry,
    LockEntry,
    RuleEntry,
    StateEntry,
    SummaryEntry,
)

KNOWN_PHASES: Final = ("initial", "middle", "termination", "maintenance")
KNOWN_FOCAL_AREAS: Final = ("grief", "role_dispute", "role_transition", "interpersonal_sensitivities")


@dataclass(frozen=True)
class Draft:
    """A scale file whose entries have been read, and not yet held against one another."""

    identity: IdentityEntry | None
    dimensions: Section[DimensionEntry]
    states: Section[StateEntry]
    rules: Section[RuleEntry]
    groups: Section[GroupEntry]
    competences: Section[CompetenceEntry]
    items: Section[ItemEntry]
    forms: Section[FormEntry]
    summaries: Section[SummaryEntry]
    coverage: CoverageEntry | None
    proscribed: ListEntry | None
    evidence: EvidenceEntry | None

    def dimension(self, dimension_id: str) -> DimensionEntry | None:
        return next((entry for _, entry in self.dimensions if entry.id == dimension_id), None)

    @property
    def answers_known(self) -> bool:
        """Whether it is certain what every item is scored on, so that scoring can be held against it."""
        named = {name for _, rule in self.rules for name in rule.dimensions}
        named |= {name for _, item in self.items for name in item.dimensions or ()}
        used = {rule for _, item in self.items for rule in rules_of(item)}
        complete = self.items.complete and self.rules.complete
        return (
            complete
            and all(name in self.dimensions.ids for name in named)
            and all(rule in self.rules.ids for rule in used)
        )

    def dimensions_of(self, item: ItemEntry, rules: Collection[RuleKind] = tuple(RuleKind)) -> set[str]:
        """The dimensions on which the item is answered under any of these rules."""
        own = rules_of(item) & set(rules)
        if item.dimensions is not None:
            return set(item.dimensions) if own else set()
        return {name for _, rule in self.rules if rule.kind in own for name in rule.dimensions}


def rules_of(item: ItemEntry) -> set[RuleKind]:
    """The rules that hold for the item in one phase or another."""
    return {item.rule, *item.rules_by_phase.values()}


def permits(dimension: DimensionEntry, value: int) -> bool:
    """Whether the value is one of the dimension's."""
    if dimension.kind is DimensionKind.ORDINAL:
        return any(level.value == value for level in dimension.levels)
    if dimension.kind is DimensionKind.FLAG:
        return value in (0, 1)
    return value >= (dimension.minimum or 0) and (dimension.maximum is None or value <= dimension.maximum)


def check_references(
    key: str, values: Iterable[str], known: Container[str], unknown: Callable[[str], str], faults: FaultList
) -> None:
    """Check that a list names known things, each once."""
    seen: set[str] = set()
    for index, value in enumerate(values):
        if value not in known:
            faults.add(f"{key}[{index}]", unknown(value))
        elif value in seen:
            faults.add(f"{key}[{index}]", tr('"{value}" is named twice', value=value))
        seen.add(value)


def not_a_dimension(value: str) -> str:
    return tr('"{value}" is not a dimension of this scale', value=value)


def not_a_group(value: str) -> str:
    return tr('"{value}" is not a group of this scale', value=value)


def not_a_rule(value: str) -> str:
    return tr('"{value}" is not a rule of this scale; describe it under [[rules]]', value=value)


def no_such_level(value: int, dimension: str) -> str:
    return tr("{value} is not a value of {dimension}", value=value, dimension=dimension)


def check_draft(draft: Draft, faults: FaultList) -> None:
    """Check everything but scoring."""
    for key, dimension in draft.dimensions:
        _check_dimension(key, dimension, draft, faults)
    _check_lock_cycles(draft, faults)
    for key, state in draft.states:
        _check_twice(f"{key}.reasons", [reason.id for reason in state.reasons], faults)
    for key, rule in draft.rules:
        check_references(f"{key}.dimensions", rule.dimensions, draft.dimensions.ids, not_a_dimension, faults)
        check_references(f"{key}.states", rule.states, draft.states.ids, _not_a_state, faults)
    for key, item in draft.items:
        _check_item(key, item, draft, faults)
    _check_forms(draft, faults)


def _not_a_state(value: str) -> str:
    return tr('"{value}" is not a state of this scale', value=value)


def _not_a_competence(value: str) -> str:
    return tr('"{value}" is not a competence of this scale', value=value)


def _not_a_phase(value: str) -> str:
    known = ", ".join(KNOWN_PHASES)
    return tr('"{value}" is not a phase: {known}, or one named in scale.phases', value=value, known=known)


def _not_a_focal_area(value: str) -> str:
    known = ", ".join(KNOWN_FOCAL_AREAS)
    return tr('"{value}" is not a focal area: {known}, or one named in scale.focal_areas', value=value, known=known)


def _check_twice(key: str, values: list[str], faults: FaultList) -> None:
    check_references(key, values, values, str, faults)


def _check_dimension(key: str, dimension: DimensionEntry, draft: Draft, faults: FaultList) -> None:
    if dimension.kind is DimensionKind.ORDINAL:
        _check_levels(key, dimension, faults)
    elif dimension.levels:
        faults.add(f"{key}.levels", tr("only an ordinal dimension has levels"))
    _check_bounds(key, dimension, faults)
    if dimension.competent is not None and not any(x.value == dimension.competent for x in dimension.levels):
        faults.add(f"{key}.competent", tr("{value} is not a level of this dimension", value=dimension.competent))
    _check_evidence(key, dimension, faults)
    if dimension.locked_while is not None:
        _check_lock(key, dimension.locked_while, draft, faults)


def _check_evidence(key: str, dimension: DimensionEntry, faults: FaultList) -> None:
    contradicted = dimension.contradicted_by
    lists = {
        "evidence_asked_at": dimension.evidence_asked_at,
        "no_evidence_at": dimension.no_evidence_at or (),
        "contradicted_by.for": contradicted.supporting if contradicted else (),
        "contradicted_by.against": contradicted.opposing if contradicted else (),
    }
    for name, values in lists.items():
        for index, value in enumerate(values):
            if not permits(dimension, value):
                faults.add(f"{key}.{name}[{index}]", no_such_level(value, dimension.id))
    pairs = (("no_evidence_at", "evidence_asked_at"), ("contradicted_by.against", "contradicted_by.for"))
    for name, other in pairs:
        for index, value in enumerate(lists[name]):
            if value in lists[other]:
                message = tr("{value} stands under {other} as well", value=value, other=other)
                faults.add(f"{key}.{name}[{index}]", message)


def _check_lock(key: str, lock: LockEntry, draft: Draft, faults: FaultList) -> None:
    if lock.dimension not in draft.dimensions.ids:
        faults.add(f"{key}.locked_while.dimension", not_a_dimension(lock.dimension))
    locking = draft.dimension(lock.dimension)
    if locking is not None and not permits(locking, lock.value):
        faults.add(f"{key}.locked_while.value", no_such_level(lock.value, locking.id))


def _check_bounds(key: str, dimension: DimensionEntry, faults: FaultList) -> None:
    if dimension.kind is not DimensionKind.COUNT:
        for name in ("minimum", "maximum"):
            if getattr(dimension, name) is not None:
                faults.add(f"{key}.{name}", tr("only a count has a minimum and a maximum"))
    elif dimension.maximum is not None and dimension.maximum <= (dimension.minimum or 0):
        faults.add(f"{key}.maximum", tr("must be more than the minimum"))


def _check_levels(key: str, dimension: DimensionEntry, faults: FaultList) -> None:
    if len(dimension.levels) < 2:
        faults.add(f"{key}.levels", tr("an ordinal dimension needs two levels or more"))
    for index, (lower, upper) in enumerate(pairwise(dimension.levels), start=1):
        if upper.value <= lower.value:
            message = tr("levels must rise: {value} comes after {before}", value=upper.value, before=lower.value)
            faults.add(f"{key}.levels[{index}].value", message)


def _check_lock_cycles(draft: Draft, faults: FaultList) -> None:
    locks = {entry.id: entry.locked_while.dimension for _, entry in draft.dimensions if entry.locked_while}
    for key, dimension in draft.dimensions:
        seen: set[str] = set()
        step = dimension.id
        while step in locks and step not in seen:
            seen.add(step)
            step = locks[step]
        if step == dimension.id and seen:
            faults.add(f"{key}.locked_while", tr("the dimensions lock one another in a circle"))


def _check_item(key: str, item: ItemEntry, draft: Draft, faults: FaultList) -> None:
    phases = {*KNOWN_PHASES, *(draft.identity.phases if draft.identity else ())}
    areas = {*KNOWN_FOCAL_AREAS, *(draft.identity.focal_areas if draft.identity else ())}
    # Where the head of the file is unsound, its own phases and focal areas are not known to be missing.
    if draft.identity is not None:
        check_references(f"{key}.phases", item.phases, phases, _not_a_phase, faults)
        check_references(f"{key}.focal_areas", item.focal_areas, areas, _not_a_focal_area, faults)
    if item.group not in draft.groups.ids:
        faults.add(f"{key}.group", not_a_group(item.group))
    if item.rule not in draft.rules.ids:
        faults.add(f"{key}.rule", not_a_rule(item.rule))
    for phase, rule in item.rules_by_phase.items():
        if draft.identity is not None and phase not in phases:
            faults.add(f"{key}.rules_by_phase.{phase}", _not_a_phase(phase))
        elif item.phases and phase not in item.phases:
            message = tr('"{value}" is not one of the phases of this item', value=phase)
            faults.add(f"{key}.rules_by_phase.{phase}", message)
        if rule not in draft.rules.ids:
            faults.add(f"{key}.rules_by_phase.{phase}", not_a_rule(rule))
    check_references(f"{key}.competences", item.competences, draft.competences.ids, _not_a_competence, faults)
    check_references(f"{key}.dimensions", item.dimensions or (), draft.dimensions.ids, not_a_dimension, faults)
    _check_anchors(key, item, draft, faults)


def _check_anchors(key: str, item: ItemEntry, draft: Draft, faults: FaultList) -> None:
    answered_on = draft.dimensions_of(item)
    # A rule that names an unknown dimension has been told; every item's anchors need not tell it again.
    told = not answered_on or not all(name in draft.dimensions.ids for name in answered_on)
    for name, anchors in item.anchors.items():
        where = f"{key}.anchors.{name}"
        dimension = draft.dimension(name)
        if name not in draft.dimensions.ids:
            faults.add(where, not_a_dimension(name))
        elif not told and name not in answered_on:
            faults.add(where, tr('this item is not scored on "{dimension}"', dimension=name))
        elif dimension is not None:
            levels = {level.value for level in dimension.levels}
            for value in anchors:
                if int(value) not in levels:
                    faults.add(f"{where}.{value}", no_such_level(int(value), name))


def _check_forms(draft: Draft, faults: FaultList) -> None:
    shown: set[str] = set()
    for key, form in draft.forms:
        check_references(f"{key}.groups", form.groups, draft.groups.ids, not_a_group, faults)
        check_references(f"{key}.on_demand", form.on_demand, draft.groups.ids, not_a_group, faults)
        for group in set(form.groups) & set(form.on_demand):
            message = tr('"{value}" is always shown by this form and cannot be on demand as well', value=group)
            faults.add(f"{key}.on_demand", message)
        shown |= {*form.groups, *form.on_demand}
    for key in [key for key, form in draft.forms if form.default][1:]:
        faults.add(f"{key}.default", tr("only one form can be the default"))
    if not draft.forms.entries or not draft.forms.complete or not all(group in draft.groups.ids for group in shown):
        return
    for key, item in draft.items:
        if item.group in draft.groups.ids and item.group not in shown:
            faults.add(f"{key}.group", tr('no form shows the group "{value}"', value=item.group))
