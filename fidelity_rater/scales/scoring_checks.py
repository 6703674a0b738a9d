"""What a scale file's scoring rules ask of its items and dimensions."""

from __future__ import annotations

from collections.abc import Iterable

from fidelity_rater.i18n import tr
from fidelity_rater.scales.checks import (
    Draft,
    check_references,
    no_such_level,
    not_a_dimension,
    not_a_group,
    permits,
    rules_of,
)
from fidelity_rater.scales.model import DimensionKind, RuleKind
from fidelity_rater.scales.reading import FaultList
from fidelity_rater.scales.schema import DimensionEntry, SummaryEntry


def check_scoring(draft: Draft, faults: FaultList) -> None:
    """Check that every summary and list can be made from the items there are."""
    for key, summary in draft.summaries:
        _check_summary(f"{key}", summary, draft, faults)
    if draft.coverage is not None:
        key = "scoring.coverage"
        _check_rules(f"{key}.rules", draft.coverage.rules, draft, faults)
        answered = _answered_on(draft, draft.coverage.rules)
        _check_value(key, draft.coverage.dimension, ("seen_at", draft.coverage.seen_at), draft, faults, answered)
    if draft.proscribed is not None:
        key = "scoring.proscribed"
        threshold = ("present_from", draft.proscribed.present_from)
        _check_value(key, draft.proscribed.dimension, threshold, draft, faults, _answered_on(draft, RuleKind))


def _check_summary(key: str, summary: SummaryEntry, draft: Draft, faults: FaultList) -> None:
    _check_rules(f"{key}.rules", summary.rules, draft, faults)
    check_references(f"{key}.groups", summary.groups, draft.groups.ids, not_a_group, faults)
    if RuleKind.PROSCRIBED in summary.rules and set(summary.rules) != {RuleKind.PROSCRIBED}:
        faults.add(f"{key}.rules", tr("proscribed items are never put together with others in one number"))
    if summary.dimension not in draft.dimensions.ids:
        faults.add(f"{key}.dimension", not_a_dimension(summary.dimension))
        return
    if draft.answers_known and not _has_items(summary, draft):
        faults.add(f"{key}.dimension", tr("no item of these rules and groups is scored on it"))
    dimension = draft.dimension(summary.dimension)
    if dimension is not None:
        _check_against_dimension(key, summary, dimension, faults)


def _has_items(summary: SummaryEntry, draft: Draft) -> bool:
    return any(
        summary.dimension in draft.dimensions_of(item, summary.rules)
        for _, item in draft.items
        if not summary.groups or item.group in summary.groups
    )


def _check_against_dimension(key: str, summary: SummaryEntry, dimension: DimensionEntry, faults: FaultList) -> None:
    if dimension.kind is DimensionKind.FLAG:
        faults.add(f"{key}.dimension", tr("a flag is never part of a mean or a sum"))
    if summary.only_done and dimension.locked_while is None:
        faults.add(f"{key}.only_done", tr("nothing says whether an item was done: the dimension has no locked_while"))
    if summary.share_of_maximum and dimension.kind is DimensionKind.COUNT and dimension.maximum is None:
        faults.add(f"{key}.share_of_maximum", tr("the dimension has no maximum"))


def _check_rules(key: str, rules: Iterable[RuleKind], draft: Draft, faults: FaultList) -> None:
    used = {rule for _, item in draft.items for rule in rules_of(item)}
    seen: set[RuleKind] = set()
    for index, rule in enumerate(rules):
        if draft.answers_known and rule not in used:
            faults.add(f"{key}[{index}]", tr('no item has the rule "{value}"', value=rule))
        elif rule in seen:
            faults.add(f"{key}[{index}]", tr('"{value}" is named twice', value=rule))
        seen.add(rule)


def _answered_on(draft: Draft, rules: Iterable[RuleKind]) -> set[str]:
    return {name for _, item in draft.items for name in draft.dimensions_of(item, tuple(rules))}


def _check_value(
    key: str, dimension_id: str, threshold: tuple[str, int], draft: Draft, faults: FaultList, answered: set[str]
) -> None:
    name, value = threshold
    if dimension_id not in draft.dimensions.ids:
        faults.add(f"{key}.dimension", not_a_dimension(dimension_id))
    elif draft.answers_known and answered and dimension_id not in answered:
        faults.add(f"{key}.dimension", tr("no item that this is about is scored on it"))
    dimension = draft.dimension(dimension_id)
    if dimension is not None and not permits(dimension, value):
        faults.add(f"{key}.{name}", no_such_level(value, dimension_id))
