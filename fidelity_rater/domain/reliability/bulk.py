"""All coefficients of many items at once, each with its interval from the same resampled targets.

The coefficients depend on targets only through sums over them (levels given, coincidences, agreeing pairs, squares):
each item is taken apart once into what every target adds, and a block of resamples is one product of matrices, how
often each target was drawn by what it adds. Items go through in groups and resamples in blocks, so that memory stays
bounded however many targets there are. Values are those of the single functions; the intervals here are always
resampled, so that they hold where targets are nested, too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from fidelity_rater.domain.reliability.alpha import Metric
from fidelity_rater.domain.reliability.answering import answer
from fidelity_rater.domain.reliability.bootstrap import (
    Interval,
    Resampling,
    Summed,
    Units,
    intervals_of,
    resampled,
    units_of,
)
from fidelity_rater.domain.reliability.counting import FloatArray, constant
from fidelity_rater.domain.reliability.families import OF_ONE_RATING, Measure, Prepared, prepared
from fidelity_rater.domain.reliability.icc import possible
from fidelity_rater.domain.reliability.models import LEVEL, Coefficient, IntervalBy, NotEnoughRatings

_GROUP_CELLS: Final = 12_000_000
_NARROW: Final = 200

Progress = Callable[[float], None]
"""Told how much is done, 0 to 1; may raise to stop the work."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """How an item's scores are to be read: ``categories`` are the scale's levels, None where any number may be.

    ``measures``: which coefficients are wanted (:class:`families.Measure`), None for all that apply.
    """

    metric: Metric = "ordinal"
    categories: tuple[float, ...] | None = None
    measures: Collection[str] | None = None


@dataclass(frozen=True, slots=True)
class ItemAgreement:
    """The coefficients of one item that could be told, and why the others could not."""

    found: Mapping[Measure, Coefficient]
    refused: Mapping[Measure, NotEnoughRatings]


def agreement_of_items(
    cube: npt.ArrayLike,
    dimensions: Sequence[Dimension],
    *,
    level: float = LEVEL,
    resampling: Resampling | None = None,
    progress: Progress | None = None,
) -> tuple[ItemAgreement, ...]:
    """All coefficients that apply to each item of ``cube`` (targets by raters by items, NaN where nobody rated).

    Totals are items like others, of Dimension("interval"): see :func:`with_totals`. Formulas, sources and edge cases:
    the single functions. Which apply: :func:`families.prepared`. The same resamples serve all items; with
    ``resampling.clusters`` whole clusters are drawn.

    A refusal is not raised but kept with its item. ``progress`` is called many times a second.
    """
    table = np.asarray(cube, dtype=np.float64)
    if table.ndim != 3 or table.shape[2] != len(dimensions):
        raise ValueError("the cube is targets by raters by items, with one dimension for each item")
    drawing, tell = resampling or Resampling(), progress or _silently
    units = units_of(drawing.clusters, table.shape[0])
    done: list[ItemAgreement] = []
    for group in _groups(table, dimensions, tell):
        first = len(done)
        for share, item in _through(group, units, drawing, level):
            tell((first + share * len(group)) / len(dimensions))
            done.extend(item)
    tell(1.0)
    return tuple(done)


def with_totals(cube: npt.ArrayLike, groups: Sequence[Sequence[int]], *, share: float = 1.0) -> FloatArray:
    """The cube with one more item per group: each rater's mean of the group's items for each target.

    A rater has a total where they scored at least ``share`` of the group's items that anybody scored for the target:
    items that do not apply to a recording count against nobody, items that one rater left out do.
    """
    table = np.asarray(cube, dtype=np.float64)
    totals = []
    for group in groups:
        scores = table[:, :, list(group)]
        given = ~np.isnan(scores)
        asked, count = given.any(axis=1).sum(axis=1), given.sum(axis=2)
        enough = (count > 0) & (count >= share * asked[:, None] - 1e-9)
        total = np.where(given, scores, 0.0).sum(axis=2) / np.maximum(count, 1)
        totals.append(np.where(enough, total, np.nan)[:, :, None])
    return np.concatenate([table, *totals], axis=2)


def _silently(_share: float) -> None:
    pass


def _groups(table: FloatArray, dimensions: Sequence[Dimension], tell: Progress) -> Iterator[list[Prepared]]:
    """Items taken apart, as many at a time as memory should hold."""
    group: list[Prepared] = []
    begun = 0
    for index, dimension in enumerate(dimensions):
        tell(begun / len(dimensions))
        group.append(prepared(table[:, :, index], dimension.metric, dimension.categories, dimension.measures))
        if sum(item.cells for item in group) > _GROUP_CELLS:
            yield group
            group, begun = [], index + 1
    if group:
        yield group


def _through(
    group: list[Prepared], units: Units, drawing: Resampling, level: float
) -> Iterator[tuple[float, tuple[ItemAgreement, ...]]]:
    """How much of a group is done, again and again, and its items' agreement with the last of it."""
    drawn: list[list[FloatArray]] = [[] for _ in group]
    made = 0
    for weights in resampled(drawing, units.targets):
        for index, values in enumerate(_weighed(group, weights)):
            drawn[index].append(values)
            yield (made + len(weights) * index / len(group)) / drawing.resamples, ()
        made += len(weights)
    for item, blocks in zip(group, drawn, strict=True):
        yield 1.0, (_answered(item, np.concatenate(blocks) if blocks else None, units, drawing, level),)


def _weighed(group: list[Prepared], weights: FloatArray) -> Iterator[FloatArray]:
    """Each item's values; narrow items go through one product together, which takes hardly longer than one of them."""
    bundle: list[Summed] = []
    for item in group:
        joined = item.joined
        if isinstance(joined, Summed) and joined.parts.shape[1] < _NARROW:
            bundle.append(joined)
            if sum(one.parts.shape[1] for one in bundle) >= _NARROW:
                yield from _together(bundle, weights)
                bundle = []
        else:
            yield from _together(bundle, weights)
            bundle = []
            yield joined(weights)
    yield from _together(bundle, weights)


def _together(bundle: Sequence[Summed], weights: FloatArray) -> Iterator[FloatArray]:
    if bundle:
        sums = weights @ np.concatenate([one.parts for one in bundle], axis=1)
        ends = np.cumsum([one.parts.shape[1] for one in bundle])
        for one, own in zip(bundle, np.split(sums, ends[:-1], axis=1), strict=True):
            yield one.of_sums(own)


def _answered(
    item: Prepared, drawn: FloatArray | None, units: Units, drawing: Resampling, level: float
) -> ItemAgreement:
    found: dict[Measure, Coefficient] = {}
    refused = dict(item.refused)
    values = item.joined(np.ones((1, item.targets)))[0]
    doubts = iter(intervals_of(item.joined, drawn, units, drawing, level))
    places = iter(values)
    for family in item.families:
        for name in family.names:
            value, interval = float(next(places)), next(doubts)
            if np.isnan(value):
                refused[name.measure] = constant()
                continue
            if name.measure in OF_ONE_RATING:
                interval = _possible(interval, value, family.used)
            found[name.measure] = answer(
                name.name,
                value,
                family.used,
                interval,
                by=IntervalBy.BOOTSTRAP,
                level=level,
                also=name.also,
                notes=family.notes,
            )
    return ItemAgreement(found, refused)


def _possible(interval: Interval, value: float, used: FloatArray) -> Interval:
    """The interval of an ICC of a single rating, as far as one can go."""
    low, high, notes = possible(interval.low, interval.high, value=value, table=used)
    return Interval(low, high, interval.notes + notes)
