"""How often the resampled 95 % intervals of agreement hold the true value, by percentiles and corrected (BCa).

    python benchmarks/interval_coverage.py [--tables 400]

Tables are drawn of recordings that differ, raters who differ in severity, and chance, on five levels; the true value is
that of 200,000 such recordings. Of so many tables per study, each with an interval from 1,000 resamples: the share of
intervals that hold the true value (95 in 100 were promised), and those that lie wholly above or below it. This is what
the choice of BCa stands on; it promises no figure.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from fidelity_rater.domain.reliability.bootstrap import Interval, Method, Resampling, intervals_of, resampled, units_of
from fidelity_rater.domain.reliability.families import Measure, Prepared, prepared
from fidelity_rater.domain.reliability.models import LEVEL

LEVELS = (0.0, 1.0, 2.0, 3.0, 4.0)
SHOWN = (Measure.ALPHA_ORDINAL, Measure.ICC_2_1, Measure.KAPPA_QUADRATIC, Measure.FLEISS, Measure.AC2_QUADRATIC)
STUDIES = ((15, 2, 0.7), (30, 2, 0.7), (30, 3, 1.2), (60, 3, 0.7))
_MANY = 200_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=int, default=400)
    tables = parser.parse_args().tables
    draw = np.random.default_rng(5)
    print(
        f"{'targets':>7}{'raters':>7}  {'coefficient':18}{'true':>6}  by {'held':>16}{'above':>7}{'below':>7}"
        f"{'width':>7}"
    )
    for targets, raters, chance in STUDIES:
        whole = taken(draw, _MANY, raters, chance)
        true = dict(zip(measures(whole), whole.joined(np.ones((1, _MANY)))[0], strict=True))
        seen: dict[tuple[Measure, Method], list[Interval]] = {}
        for seed in range(tables):
            for method, measure, interval in told(taken(draw, targets, raters, chance), seed):
                seen.setdefault((measure, method), []).append(interval)
        for measure in SHOWN:
            for method in Method:
                show(targets, raters, measure, float(true[measure]), method, seen[measure, method])
    return 0


def taken(draw: np.random.Generator, targets: int, raters: int, chance: float) -> Prepared:
    severity = np.linspace(-0.3, 0.3, raters)
    scores: npt.NDArray[np.float64] = (
        2.3 + draw.normal(size=(targets, 1)) + severity + draw.normal(size=(targets, raters)) * chance
    )
    return prepared(np.clip(np.round(scores), 0, 4), "ordinal", LEVELS)


def measures(item: Prepared) -> list[Measure]:
    return [name.measure for family in item.families for name in family.names]


def told(item: Prepared, seed: int) -> Iterator[tuple[Method, Measure, Interval]]:
    for method in Method:
        drawing = Resampling(seed=seed, method=method)
        drawn = np.concatenate([item.joined(weights) for weights in resampled(drawing, item.targets)])
        for measure, interval in zip(
            measures(item), intervals_of(item.joined, drawn, units_of(None, item.targets), drawing, LEVEL), strict=True
        ):
            yield method, measure, interval


def show(targets: int, raters: int, measure: Measure, true: float, method: Method, seen: list[Interval]) -> None:
    bounds = [(one.low, one.high) for one in seen if one.low is not None and one.high is not None]
    above, below = (sum(true < low for low, _ in bounds), sum(true > high for _, high in bounds))
    width = sum(high - low for low, high in bounds) / len(bounds)
    held = 1 - (above + below) / len(bounds)
    print(
        f"{targets:7}{raters:7}  {measure.value:18}{true:6.2f}  {method.value:12}{held:7.1%}"
        f"{above / len(bounds):7.1%}{below / len(bounds):7.1%}{width:7.2f}"
    )


if __name__ == "__main__":
    sys.exit(main())
