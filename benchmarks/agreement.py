"""All coefficients of agreement with intervals by resampling: 1,000 recordings, 3 raters, 40 items and two totals.

    python benchmarks/agreement.py [--rounds 5]

Four studies: every cell rated; 15 in 100 cells missing; the same nested, ten recordings to a therapist; and each
recording rated by two of ten raters. Each is reckoned with its intervals and, turn about, without (values alone); the
ratio of the medians says what a thousand resamples cost beside one look at the scores. The longest wait is the
longest time between two calls of the progress, within which a click on Stop is heard. Scores are drawn from a fixed
seed: recordings that differ, raters who differ in severity, and chance.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from fidelity_rater.domain.reliability.bootstrap import Resampling
from fidelity_rater.domain.reliability.bulk import Dimension, ItemAgreement, agreement_of_items, with_totals

LIMIT_S = 3.0
RECORDINGS, RATERS, ITEMS, THERAPISTS = 1000, 3, 40, 100
LEVELS = (0.0, 1.0, 2.0, 3.0, 4.0)
Cube = npt.NDArray[np.float64]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    rounds = parser.parse_args().rounds
    draw = np.random.default_rng(20)
    whole = scores(draw, RATERS)
    gappy = np.where(draw.random(whole.shape) < 0.15, np.nan, whole)
    pool = two_of(scores(draw, 10), draw)
    therapists = [f"T{number // (RECORDINGS // THERAPISTS)}" for number in range(RECORDINGS)]
    load = ", ".join(f"{figure:.1f}" for figure in os.getloadavg())
    print(f"{RECORDINGS} recordings x {ITEMS} items and 2 totals; {os.cpu_count()} processors, load {load}")
    print(f"{'':34}{'elapsed':>9}{'processor':>11}{'values alone':>14}{'ratio':>7}{'longest wait':>14}")
    slowest = max(
        measure("3 raters, every cell", whole, Resampling(), rounds),
        measure("3 raters, 15 in 100 cells missing", gappy, Resampling(), rounds),
        measure("the same, nested in therapists", gappy, Resampling(clusters=therapists), rounds),
    )
    measure("2 of 10 raters each", pool, Resampling(), rounds)
    print(f"most memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    print(f"slowest of three raters: {slowest:.2f} s (limit {LIMIT_S:.0f} s)")
    return 0 if slowest <= LIMIT_S else 1


def scores(draw: np.random.Generator, raters: int) -> Cube:
    """Whole scores from 0 to 4."""
    recordings = draw.normal(size=(RECORDINGS, 1, ITEMS)) + draw.normal(size=(RECORDINGS, 1, 1)) * 0.5
    severity, chance = draw.normal(size=(1, raters, ITEMS)) * 0.3, draw.normal(size=(RECORDINGS, raters, ITEMS)) * 0.7
    return np.clip(np.round(2 + recordings + severity + chance), 0, 4)


def two_of(cube: Cube, draw: np.random.Generator) -> Cube:
    """The scores of two raters of each recording, drawn."""
    places = np.argsort(draw.random(cube.shape[:2]), axis=1)
    return np.where((places < 2)[:, :, None], cube, np.nan)


def measure(name: str, cube: Cube, resampling: Resampling, rounds: int) -> float:
    table = with_totals(cube, [range(ITEMS // 2), range(ITEMS // 2, ITEMS)], share=0.8)
    dimensions = [*[Dimension("ordinal", LEVELS)] * ITEMS, *[Dimension("interval")] * 2]
    called: list[float] = []

    def reckon(drawing: Resampling) -> tuple[ItemAgreement, ...]:
        called.append(time.perf_counter())
        return agreement_of_items(
            table, dimensions, resampling=drawing, progress=lambda _share: called.append(time.perf_counter())
        )

    times: list[tuple[float, float]] = []
    alone: list[float] = []
    waits: list[float] = []
    for _ in range(rounds + 1):
        alone.append(timed(lambda: reckon(Resampling(resamples=0)))[0])
        called.clear()
        times.append(timed(lambda: reckon(resampling)))
        waits.append(max(after - before for before, after in pairwise(called)))
    told = reckon(resampling)
    assert all(item.found for item in told)
    # The first round warms up.
    elapsed, processor = (statistics.median(column) for column in zip(*times[1:], strict=True))
    values = statistics.median(alone[1:])
    print(
        f"{name:34}{elapsed:8.2f}s{processor:10.2f}s{values * 1000:11.0f} ms{elapsed / values:7.1f}"
        f"{max(waits[1:]) * 1000:11.0f} ms"
    )
    return elapsed


def timed(work: Callable[[], object]) -> tuple[float, float]:
    began, worked = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - worked


if __name__ == "__main__":
    sys.exit(main())
