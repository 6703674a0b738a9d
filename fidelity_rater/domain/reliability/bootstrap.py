"""Intervals from resampled targets, so made that anyone can repeat them.

A resample draws as many targets as there are, with replacement, and is written as how often each was drawn. Where
targets are nested (recordings within therapists), whole clusters are drawn and bring all their targets along: two
recordings of one therapist are not two independent targets, and an interval that took them for such would be too
narrow (Davison & Hinkley 1997, Bootstrap Methods, section 3.8; Field & Welsh 2007, JRSS B 69, 369). Raters are never
drawn: the interval tells of other targets, not of other raters.

How the draws repeat: unit number ``floor(u * n)`` of n units (targets in their order, or clusters in the order of
their sorted labels), u = (r >> 11) / 2^53 with r the raw 64-bit outputs of PCG64 seeded with ``Resampling.seed``,
taken in turn, n for each resample. The raw outputs are what numpy promises never to change. The same seed gives every
item of a study the same resamples, so that their intervals go together.

Intervals are bias-corrected and accelerated (BCa, Efron & Tibshirani 1993, chapter 14), plain percentiles (chapter
13) where the correction is not defined. Why: of 400 simulated tables each (15, 30 and 60 targets, 2 or 3 raters, five
levels), nominal 95 % intervals of AC2 held the true value in 82 to 91 % as percentiles and in 91 to 95 % as BCa,
those of unweighted kappa in 88 to 92 and 91 to 97 %; ordinal alpha and ICC(2,1) were alike by both (89 to 95 %). With
15 targets an interval is too short by either. (``benchmarks/interval_coverage.py``)
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
from scipy.special import ndtr, ndtri

from fidelity_rater.domain.reliability.counting import FloatArray, IntArray
from fidelity_rater.domain.reliability.models import LEVEL
from fidelity_rater.i18n import tr

RESAMPLES: Final = 1000
SEED: Final = 1979
_BLOCK_CELLS: Final = 2_000_000
_GROUPS: Final = 400
_WIDE: Final = 100
_THIN: Final = 0.08
_MOSTLY: Final = 0.95
_FEW: Final = 10
_ROUNDING: Final = 1e-10


class Method(StrEnum):
    """How an interval is read off the resampled values."""

    PERCENTILE = "percentile"
    BCA = "bca"


@dataclass(frozen=True, slots=True)
class Resampling:
    """What is drawn how often. ``clusters`` names each target's cluster, in the order of the targets."""

    resamples: int = RESAMPLES
    seed: int = SEED
    clusters: Sequence[object] | None = None
    method: Method = Method.BCA


@dataclass(frozen=True, slots=True)
class Interval:
    """Two bounds, or None with the reason among the notes."""

    low: float | None
    high: float | None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Summed:
    """Coefficients that depend on targets only through sums over them.

    ``parts`` holds what each target adds, ``of_sums`` turns summed parts (..., parts) into coefficients (...,
    values), NaN where one is not defined. A thousand resamples are then one product of matrices.
    """

    parts: FloatArray
    of_sums: Callable[[FloatArray], FloatArray]

    def __call__(self, weights: FloatArray) -> FloatArray:
        """The coefficients when targets count so often: resamples by targets in, resamples by values out."""
        thin, sparse = self._thin if len(weights) >= _WIDE else (None, None)
        if thin is None or sparse is None:
            return self.of_sums(weights @ self.parts)
        sums = np.empty((len(weights), self.parts.shape[1]))
        sums[:, ~thin] = weights @ self.parts[:, ~thin]
        sums[:, thin] = (sparse @ weights.T).T
        return self.of_sums(sums)

    @cached_property
    def _thin(self) -> tuple[npt.NDArray[np.bool_], Any]:
        """Which parts are nearly all nothing, and these: any two of many raters share few targets."""
        thin = np.zeros(self.parts.shape[1], dtype=np.bool_)
        if thin.size >= _WIDE:
            thin = np.count_nonzero(self.parts, axis=0) < _THIN * len(self.parts)
        if thin.sum() < _WIDE:
            return thin, None
        from scipy.sparse import csr_array

        return thin, csr_array(self.parts[:, thin].T)


Weighed = Callable[[FloatArray], FloatArray]
"""Coefficients (resamples by values) of targets that count so often (resamples by targets), as :class:`Summed`."""


Shift: TypeAlias = tuple[float, float]
"""Bias and acceleration of BCa."""


@dataclass(frozen=True)
class Units:
    """What is drawn: targets, or the clusters that they lie in. ``of_target`` None: each target is its own."""

    targets: int
    count: int
    of_target: IntArray | None = None

    @property
    def groups(self) -> int:
        """How many are left out in turn: single units, or groups of many; unit u is of group u modulo these."""
        return min(self.count, _GROUPS)

    @cached_property
    def by_group(self) -> IntArray:
        """The group of each target."""
        return (np.arange(self.targets) if self.of_target is None else self.of_target) % self.groups

    @cached_property
    def ordered(self) -> tuple[IntArray, IntArray]:
        """Targets group by group, and where each group begins."""
        order = np.argsort(self.by_group, kind="stable")
        return order, np.searchsorted(self.by_group[order], np.arange(self.groups))


def units_of(clusters: Sequence[object] | None, targets: int) -> Units:
    """Which unit each target belongs to; worth keeping, for names of clusters are slow to sort."""
    if clusters is None:
        return Units(targets, targets)
    if len(clusters) != targets:
        raise ValueError("each target has one cluster")
    labels, unit = np.unique(np.asarray([str(cluster) for cluster in clusters]), return_inverse=True)
    return Units(targets, labels.size, unit.astype(np.int64))


def resampled(resampling: Resampling, targets: int) -> Iterator[FloatArray]:
    """How often each target counts in each resample, some resamples (rows) at a time so that memory stays bounded."""
    found = units_of(resampling.clusters, targets)
    unit, units = found.of_target, found.count
    if units == 0:
        return
    bits = np.random.PCG64(resampling.seed)
    block = max(1, _BLOCK_CELLS // max(units, targets))
    for start in range(0, resampling.resamples, block):
        rows = min(block, resampling.resamples - start)
        shares = (bits.random_raw(rows * units) >> np.uint64(11)).astype(np.float64) * 2.0**-53
        drawn = (shares * units).astype(np.int64).reshape(rows, units) + np.arange(rows)[:, None] * units
        often = np.bincount(drawn.ravel(), minlength=rows * units).reshape(rows, units)
        yield (often if unit is None else often[:, unit]).astype(np.float64)


def interval_of(values: Weighed, targets: int, resampling: Resampling, level: float = LEVEL) -> Interval:
    """The interval of one coefficient."""
    blocks = [values(weights) for weights in resampled(resampling, targets)]
    units = units_of(resampling.clusters, targets)
    return intervals_of(values, np.concatenate(blocks) if blocks else None, units, resampling, level)[0]


def intervals_of(
    values: Weighed, drawn: FloatArray | None, units: Units, resampling: Resampling, level: float
) -> list[Interval]:
    """One interval per column of ``drawn``, resampled values; where one is not defined it is left out and counted."""
    if drawn is None or units.count < 2:
        width = values(np.ones((1, units.targets))).shape[1]
        why = tr("Nothing was resampled, so there is no interval.")
        return [Interval(None, None, (why,))] * width
    ordered = np.sort(drawn.T)  # NaN sorts last
    shifts: list[Shift | None] = [None] * len(ordered)
    if resampling.method is Method.BCA:
        whole, left_out = values(np.ones((1, units.targets)))[0], _left_out(values, units)
        shifts = [_bca_shift(row, whole[i], left_out[:, i]) for i, row in enumerate(ordered)]
    defined = ordered.shape[1] - np.isnan(ordered).sum(axis=1)
    kept = [row[:count] for row, count in zip(ordered, defined, strict=True)]
    return [_read(row, len(drawn), level, units.count, shift) for row, shift in zip(kept, shifts, strict=True)]


def _read(values: FloatArray, out_of: int, level: float, units: int, shift: Shift | None) -> Interval:
    if values.size < max(2, out_of // 2):
        return Interval(None, None, (tr("In most resamples this is not defined, so there is no interval."),))
    if values[-1] - values[0] <= _ROUNDING:
        return Interval(None, None, (tr("Every resample gave the same value, so there is no interval."),))
    notes = []
    if values.size < _MOSTLY * out_of:
        left = out_of - values.size
        notes.append(
            tr("In {left} of {all} resamples this was not defined; they were left out.", left=left, all=out_of)
        )
    if units < _FEW:
        notes.append(tr("Only {count} units could be resampled: the interval is a rough one.", count=units))
    low, high = (_quantile(values, share) for share in _shares(level, shift))
    return Interval(low, high, tuple(notes))


def _shares(level: float, shift: Shift | None) -> tuple[float, float]:
    """Between which shares of the resampled values the interval lies (Efron & Tibshirani 1993, 14.10)."""
    tail = (1 - level) / 2
    if shift is None:
        return tail, 1 - tail
    bias, acceleration = shift
    shares = []
    for z in (ndtri(tail), ndtri(1 - tail)):
        room = 1 - acceleration * (bias + z)
        if room <= 0:
            return tail, 1 - tail
        shares.append(float(ndtr(bias + (bias + z) / room)))
    return shares[0], shares[1]


def _quantile(ordered: FloatArray, share: float) -> float:
    """The value below which this share lies, between neighbours in proportion (as numpy's default)."""
    place = share * (ordered.size - 1)
    below = min(int(place), ordered.size - 2)
    return float(ordered[below] + (place - below) * (ordered[below + 1] - ordered[below]))


def _left_out(values: Weighed, units: Units) -> FloatArray:
    """The coefficients without each unit in turn; of many units, without each of 400 groups of them."""
    groups = units.groups
    if isinstance(values, Summed):
        return values.of_sums(values.parts.sum(axis=0) - _grouped(values.parts, units))
    block = max(1, _BLOCK_CELLS // units.targets)
    out = [np.arange(start, min(start + block, groups)) for start in range(0, groups, block)]
    return np.concatenate([values((units.by_group[None, :] != some[:, None]).astype(np.float64)) for some in out])


def _grouped(parts: FloatArray, units: Units) -> FloatArray:
    """The sums of parts over the targets of each group."""
    groups = units.groups
    if units.of_target is None:
        sums = parts[:groups].copy()
        for start in range(groups, len(parts), groups):
            more = parts[start : start + groups]
            sums[: len(more)] += more
        return sums
    order, starts = units.ordered
    return np.add.reduceat(parts[order], starts)


def _bca_shift(drawn: FloatArray, whole: float, left_out: FloatArray) -> Shift | None:
    """Bias z0 and acceleration a (Efron & Tibshirani 1993, 14.14 and 14.15); None where they are not defined."""
    drawn, left_out = drawn[~np.isnan(drawn)], left_out[~np.isnan(left_out)]
    if drawn.size == 0 or left_out.size == 0:
        return None
    # Resamples that equal the whole but for rounding count half, so that rounding does not decide the bias.
    below = float(((drawn < whole - _ROUNDING).sum() + (np.abs(drawn - whole) <= _ROUNDING).sum() / 2) / drawn.size)
    apart = left_out.mean() - left_out
    if not 0 < below < 1 or np.abs(apart).max() <= _ROUNDING:
        return None
    return float(ndtri(below)), float((apart**3).sum() / (6 * float((apart**2).sum()) ** 1.5))
