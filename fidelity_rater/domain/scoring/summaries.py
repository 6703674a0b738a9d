"""One number from many scores: means and prorated sums, or the sentence that says why there is none."""

from __future__ import annotations

from math import inf

from fidelity_rater.domain.scoring.entries import Entry
from fidelity_rater.domain.scoring.results import SummaryScore
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import Dimension, DimensionKind, RuleKind, Scale, Statistic, Summary


def summarise(scale: Scale, entries: list[Entry], *, summary: Summary, part: str = "") -> SummaryScore:
    """Apply one summary rule to these items.

    A mean stands on the numbers given; a sum with items missing is prorated, i.e. the mean times the items asked. A
    state is never a number. What is offered only where it occurred counts in a summary of what was done and in no
    other: answered only when present, it could only raise the figure. A number over what was done also needs the
    minimum fraction of the expected items to be known as done or not, or a sheet hardly begun would have one.
    """
    dimension = scale.dimension(summary.dimension)
    candidates = [
        entry
        for entry in entries
        if entry.rule in summary.rules
        and (not summary.groups or entry.item.group in summary.groups)
        and dimension.id in entry.dimensions
        and (summary.only_done or not entry.on_demand)
    ]
    asked = [entry for entry in candidates if not summary.only_done or _counts_as_done(entry, dimension)]
    values = [value for entry in asked if (value := entry.values[dimension.id]) is not None]
    bounds = _bounds(dimension)
    done = known = expected = 0
    if summary.only_done or summary.done_beside:
        done, known, expected = _expected(entries, dimension=dimension, none=bounds[0], groups=summary.groups)
    scale_up = len(asked) if summary.statistic is Statistic.SUM else 1
    least, most = (bound * scale_up if scale_up else 0 for bound in bounds)
    why = _why_not(summary, scored=len(values), asked=len(asked))
    if not why and summary.only_done and _too_few(summary, known, expected):
        why = tr("not computed: {scored} of {asked} expected items scored", scored=known, asked=expected)
    result = None if why else sum(values) * scale_up / len(values)
    return SummaryScore(
        summary=summary.id,
        dimension=dimension.id,
        value=result,
        scored=len(values),
        asked=len(asked),
        minimum=least,
        maximum=most,
        share_of_maximum=_share(summary, result, most),
        done=done if summary.done_beside else None,
        expected=expected if summary.done_beside else None,
        prorated=result is not None and summary.statistic is Statistic.SUM and len(values) < len(asked),
        part=part,
        still_open=sum([not entry.begun for entry in candidates]),
        not_computed=why,
    )


def _counts_as_done(entry: Entry, dimension: Dimension) -> bool:
    """Whether what locks the dimension shows that the item was done; an item without it is simply asked."""
    if dimension.locked_while is None or dimension.locked_while[0] not in entry.dimensions:
        return True
    other, none = dimension.locked_while
    value = entry.values[other]
    return value is not None and value != none


def _expected(
    entries: list[Entry], *, dimension: Dimension, none: float, groups: tuple[str, ...]
) -> tuple[int, int, int]:
    """Of the expected items that are always asked: how many were done, are known to be done or not, and are there."""
    by, not_done = dimension.locked_while or (dimension.id, none)
    values = [
        entry.values[by]
        for entry in entries
        if entry.rule is RuleKind.EXPECTED
        and not entry.on_demand
        and by in entry.dimensions
        and (not groups or entry.item.group in groups)
    ]
    known = [value for value in values if value is not None]
    return sum(value != not_done for value in known), len(known), len(values)


def _bounds(dimension: Dimension) -> tuple[float, float]:
    """The smallest and largest number that the dimension allows; a count may have no largest."""
    if dimension.kind is DimensionKind.ORDINAL:
        values = [level.value for level in dimension.levels]
        return min(values), max(values)
    if dimension.kind is DimensionKind.FLAG:
        return 0, 1
    return dimension.minimum, inf if dimension.maximum is None else dimension.maximum


def _why_not(summary: Summary, *, scored: int, asked: int) -> str:
    if not asked:
        return (
            tr("not computed: nothing that it stands on was done")
            if summary.only_done
            else tr("not computed: no item to stand on")
        )
    if not scored or _too_few(summary, scored, asked):
        if summary.rules == (RuleKind.EXPECTED,):
            return tr("not computed: {scored} of {asked} expected items scored", scored=scored, asked=asked)
        return tr("not computed: {scored} of {asked} items scored", scored=scored, asked=asked)
    return ""


def _too_few(summary: Summary, scored: int, asked: int) -> bool:
    return bool(asked) and scored / asked < summary.minimum_fraction


def _share(summary: Summary, value: float | None, most: float) -> float | None:
    if value is None or not summary.share_of_maximum or most <= 0 or most == inf:
        return None
    return value / most
