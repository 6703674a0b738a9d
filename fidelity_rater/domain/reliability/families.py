"""An item's scores taken apart once, so that any resample of its targets gives all its coefficients together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from fidelity_rater.domain.reliability.alpha import Metric, alpha_parts
from fidelity_rater.domain.reliability.bootstrap import Summed, Weighed
from fidelity_rater.domain.reliability.counting import (
    FloatArray,
    WeightsName,
    demand,
    levels_of,
    pairable,
    weight_matrix,
)
from fidelity_rater.domain.reliability.gwet import ALSO as ALSO_GWET
from fidelity_rater.domain.reliability.gwet import demand_levels, gwet_chance
from fidelity_rater.domain.reliability.icc import IccForm, share
from fidelity_rater.domain.reliability.kappa import ALSO_FLEISS, fleiss_chance, left_out_pairs, lights_parts
from fidelity_rater.domain.reliability.mean_squares import features, one_way, two_way, usual_ratings
from fidelity_rater.domain.reliability.models import NotEnoughRatings
from fidelity_rater.domain.reliability.observed import observed
from fidelity_rater.domain.reliability.simple import agreement_parts


class Measure(StrEnum):
    """Which coefficient, as machines name it."""

    EXACT = "exact"
    WITHIN_ONE = "within_one"
    KAPPA = "kappa"
    KAPPA_LINEAR = "kappa_linear"
    KAPPA_QUADRATIC = "kappa_quadratic"
    FLEISS = "fleiss"
    FLEISS_LINEAR = "fleiss_linear"
    FLEISS_QUADRATIC = "fleiss_quadratic"
    AC1 = "ac1"
    AC2_LINEAR = "ac2_linear"
    AC2_QUADRATIC = "ac2_quadratic"
    ALPHA_NOMINAL = "alpha_nominal"
    ALPHA_ORDINAL = "alpha_ordinal"
    ALPHA_INTERVAL = "alpha_interval"
    ALPHA_RATIO = "alpha_ratio"
    ICC_1_1 = "icc_1_1"
    ICC_2_1 = "icc_2_1"
    ICC_3_1 = "icc_3_1"
    ICC_1_K = "icc_1_k"
    ICC_2_K = "icc_2_k"
    ICC_3_K = "icc_3_k"


@dataclass(frozen=True, slots=True)
class Name:
    """A coefficient for machines and as the literature writes it."""

    measure: Measure
    name: str
    also: str = ""
    weights: WeightsName = "none"


@dataclass(frozen=True, slots=True)
class Family:
    """Coefficients that come from the same sums: one column of values for each name."""

    names: tuple[Name, ...]
    values: Weighed
    used: FloatArray
    """The scores that count in them, the others NaN."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """An item taken apart."""

    targets: int
    families: tuple[Family, ...]
    refused: dict[Measure, NotEnoughRatings]
    joined: Weighed
    cells: int
    """How many numbers it holds, for whoever bounds memory."""


_WEIGHTS: Final[tuple[WeightsName, ...]] = ("none", "linear", "quadratic")
_FORMS: Final = {
    Measure.ICC_1_1: IccForm.ONE_WAY,
    Measure.ICC_2_1: IccForm.AGREEMENT,
    Measure.ICC_3_1: IccForm.CONSISTENCY,
    Measure.ICC_1_K: IccForm.ONE_WAY_MEAN,
    Measure.ICC_2_K: IccForm.AGREEMENT_MEAN,
    Measure.ICC_3_K: IccForm.CONSISTENCY_MEAN,
}
OF_ONE_RATING: Final = frozenset(measure for measure, form in _FORMS.items() if not form.of_mean)
"""The ICC that are about a single rating."""


def prepared(
    scores: FloatArray,
    metric: Metric,
    categories: Sequence[float] | None = None,
    measures: Collection[str] | None = None,
) -> Prepared:
    """Take one item's scores apart, for the coefficients that apply to it; ``measures``: for these of them alone.

    Nominal: exact agreement, the unweighted kappas, AC1, nominal alpha. Ordinal, and interval or ratio with named
    categories: these and agreement within 1, the weighted kappas, AC2, ordinal and interval alpha, the six ICC.
    Interval or ratio without categories (totals): agreement within 1, interval alpha, the ICC. Ratio alpha: ratio.
    """
    table = scores[:, np.asarray((~np.isnan(scores)).any(axis=0))]
    levels = levels_of(table, categories)
    families: list[Family] = []
    refused: dict[Measure, NotEnoughRatings] = {}
    for every, build in _asked(metric, named=categories is not None, raters=table.shape[1]):
        names = tuple(name for name in every if measures is None or name.measure in measures)
        if not names:
            continue
        try:
            families.append(build(table, levels, names))
        except NotEnoughRatings as why:
            refused.update((name.measure, why) for name in names)
    # What cannot be summed comes last: the columns of values follow the families' order.
    families.sort(key=lambda family: not isinstance(family.values, Summed))
    joined = _joined([family.values for family in families], len(table))
    cells = sum(family.values.parts.size for family in families if isinstance(family.values, Summed))
    return Prepared(len(table), tuple(families), refused, joined, cells + scores.size)


Build = Callable[[FloatArray, FloatArray, tuple[Name, ...]], Family]


def _asked(metric: Metric, *, named: bool, raters: int) -> list[tuple[tuple[Name, ...], Build]]:
    numbers, few = metric != "nominal", named or metric in {"nominal", "ordinal"}
    weights = len(_WEIGHTS) if numbers else 1
    asked: list[tuple[tuple[Name, ...], Build]] = []
    if few:
        pairs = "Cohen's kappa" if raters == 2 else "Light's kappa"
        asked.append(((Name(Measure.EXACT, "exact agreement"),), _simple(0.0)))
        asked.append(
            (_weighted((Measure.KAPPA, Measure.KAPPA_LINEAR, Measure.KAPPA_QUADRATIC), pairs)[:weights], _pairs)
        )
        fleiss = (Measure.FLEISS, Measure.FLEISS_LINEAR, Measure.FLEISS_QUADRATIC)
        asked.append((_weighted(fleiss, "Fleiss' kappa", ALSO_FLEISS)[:weights], _fleiss))
        asked.append((_gwet_names()[:weights], _gwet))
        asked.append(_alpha_asked("nominal"))
    if numbers:
        asked.append(((Name(Measure.WITHIN_ONE, "agreement within 1"),), _simple(1.0)))
        if few:
            asked.append(_alpha_asked("ordinal"))
        asked.append(_alpha_asked("interval"))
        if metric == "ratio":
            asked.append(_alpha_asked("ratio"))
        asked.append((tuple(Name(measure, form.value, form.also) for measure, form in _FORMS.items()), _iccs))
    return asked


def _weighted(measures: tuple[Measure, ...], name: str, also: str = "") -> tuple[Name, ...]:
    named = [name, *(f"{name}, {weights} weights" for weights in _WEIGHTS[1:])]
    return tuple(
        Name(measure, each, also, weights) for measure, each, weights in zip(measures, named, _WEIGHTS, strict=True)
    )


def _gwet_names() -> tuple[Name, ...]:
    return (
        Name(Measure.AC1, "AC1", ALSO_GWET),
        Name(Measure.AC2_LINEAR, "AC2, linear weights", ALSO_GWET, "linear"),
        Name(Measure.AC2_QUADRATIC, "AC2, quadratic weights", ALSO_GWET, "quadratic"),
    )


def _alpha_asked(metric: Metric) -> tuple[tuple[Name, ...], Build]:
    def build(table: FloatArray, _levels: FloatArray, names: tuple[Name, ...]) -> Family:
        demand(table)
        used = pairable(table)
        return Family(names, alpha_parts(used, metric), used)

    return (Name(Measure(f"alpha_{metric}"), f"Krippendorff's alpha, {metric}"),), build


def _simple(step: float) -> Build:
    def build(table: FloatArray, _levels: FloatArray, names: tuple[Name, ...]) -> Family:
        demand(table, targets=1)
        used = pairable(table)
        return Family(names, agreement_parts(used, step), used)

    return build


def _pairs(table: FloatArray, levels: FloatArray, names: tuple[Name, ...]) -> Family:
    demand(table)
    values = lights_parts(table, levels, _matrices(levels, names))
    return Family(names, values, pairable(table), left_out_pairs(table, levels, weight_matrix("none", levels)))


def _fleiss(table: FloatArray, levels: FloatArray, names: tuple[Name, ...]) -> Family:
    demand(table)
    seen = observed(table, levels, _matrices(levels, names))
    return Family(names, Summed(seen.parts, lambda sums: seen.corrected(sums, fleiss_chance)), table)


def _gwet(table: FloatArray, levels: FloatArray, names: tuple[Name, ...]) -> Family:
    demand(table)
    demand_levels(levels)
    seen = observed(table, levels, _matrices(levels, names))
    return Family(names, Summed(seen.parts, lambda sums: seen.corrected(sums, gwet_chance)), table)


def _iccs(table: FloatArray, _levels: FloatArray, names: tuple[Name, ...]) -> Family:
    demand(table, targets=1)
    raters, every = table.shape[1], list(_FORMS)
    asked = [every.index(name.measure) for name in names]
    return Family(names, Summed(features(table), lambda totals: _icc_values(totals, raters)[..., asked]), table)


def _icc_values(totals: FloatArray, raters: int) -> FloatArray:
    """The six forms in the order of their measures, from mean squares worked out once (formulas: :mod:`icc`)."""
    one, two, means = one_way(totals), two_way(totals, raters=raters), usual_ratings(totals)
    with np.errstate(divide="ignore", invalid="ignore"):
        differing = (two.ms_targets - two.ms_error) / two.per_target
        forms = (
            ((one.ms_between - one.ms_within) / one.per_target, one.ms_within),
            (differing, (two.ms_raters + (two.per_rater - 1) * two.ms_error) / two.per_rater),
            (differing, two.ms_error),
        )
        columns = [share(k * s, noise) for k in (1.0, means) for s, noise in forms]
    return np.stack(columns, axis=-1)


def _matrices(levels: FloatArray, names: tuple[Name, ...]) -> tuple[FloatArray, ...]:
    return tuple(weight_matrix(name.weights, levels) for name in names)


def _joined(families: list[Weighed], targets: int) -> Weighed:
    """All families' values side by side; what is summed is summed for all of them in one product."""
    summed = [family for family in families if isinstance(family, Summed)]
    parts = np.concatenate([np.empty((targets, 0)), *(family.parts for family in summed)], axis=1)
    ends = np.cumsum([family.parts.shape[1] for family in summed])

    def of_sums(sums: FloatArray) -> FloatArray:
        if not summed:
            return sums
        each = np.split(sums, ends[:-1], axis=-1)
        return np.concatenate([family.of_sums(own) for family, own in zip(summed, each, strict=True)], axis=-1)

    joined = Summed(parts, of_sums)
    rest = [family for family in families if not isinstance(family, Summed)]
    if not rest:
        return joined
    return lambda weights: np.concatenate([joined(weights), *(family(weights) for family in rest)], axis=1)
