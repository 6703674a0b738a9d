"""How many more recordings or raters for a reliability that suffices. Pure arithmetic, no arrays.

Two ways. Spearman-Brown knows one reliability and takes every further rating for the same kind as the first. A study
of variance components (:mod:`fidelity_rater.domain.reliability.generalizability`) tells recordings from raters, and
knows what no number of raters alone can reach.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from fidelity_rater.domain.reliability.generalizability import Decision, Facet, GStudy, decide
from fidelity_rater.domain.reliability.models import NotEnoughRatings
from fidelity_rater.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fidelity_rater.domain.reliability.models import Coefficient

ENOUGH: Final = 0.80
MOST: Final = 1000
"""More conditions than anybody would ask for: beyond it a forecast says that the aim is out of reach."""
_ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True)
class Forecast:
    """How many ratings of the kind observed reach the aim, and the road there.

    ``fewest`` and ``most`` are the numbers at the ends of the interval of the reliability; ``most`` is None where its
    lower end is no better than chance, or there is no interval.
    """

    aim: float
    single: float
    exact: float
    needed: int
    fewest: int | None
    most: int | None
    curve: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Design:
    """The smallest number of one facet that reaches the aim, with the others as they are; None where none does."""

    raters: int
    needed: int | None
    decision: Decision | None
    ceiling: float
    """What the coefficient comes to with ever more of the facet."""


def stepped_up(reliability: float, times: float) -> float:
    """Return the reliability of a measurement made ``times`` as long.

    m r / (1 + (m - 1) r). Source: Spearman 1910, British Journal of Psychology 3, 271; Brown 1910, the same, 296. Parts
    of a rating count too (times below 1: what a single rating is worth, from that of a mean). A reliability so far
    below zero that the denominator is gone: NotEnoughRatings.
    """
    if not times > 0:
        raise ValueError("a measurement has some length")
    whole = 1 + (times - 1) * reliability
    if not whole > 0:
        raise _hopeless()
    return times * reliability / whole


def ratings_needed(reliability: float, *, aim: float = ENOUGH) -> float:
    """Return how many times as long a measurement must be to reach the aim: aim (1 - r) / (r (1 - aim)).

    Source: Spearman-Brown, solved for the length. A reliability of zero or less never gets there: NotEnoughRatings.
    Perfect reliability needs none: 0.
    """
    if not 0 < aim < 1:
        raise ValueError("the aim lies between 0 and 1")
    if not reliability > 0:
        raise _hopeless()
    return aim * max(1 - reliability, 0.0) / (reliability * (1 - aim))


def forecast(single: Coefficient | float, *, aim: float = ENOUGH) -> Forecast:
    """Return how many ratings a mean needs, from the reliability of a single one (ICC(2,1), say), with the curve.

    The curve goes from one rating to a little past the number needed. Rounded up, at least one. NotEnoughRatings where
    the reliability is zero or less.
    """
    value, low, high = (
        (single, None, None) if isinstance(single, float | int) else (single.value, single.low, single.high)
    )
    exact = ratings_needed(value, aim=aim)
    needed = _whole(exact)
    last = min(max(needed + 2, math.ceil(needed * 1.25)), max(needed, MOST))
    return Forecast(
        aim=aim,
        single=value,
        exact=exact,
        needed=needed,
        fewest=_whole(ratings_needed(high, aim=aim)) if high is not None and high > 0 else None,
        most=_whole(ratings_needed(low, aim=aim)) if low is not None and low > 0 else None,
        curve=tuple((times, stepped_up(value, times)) for times in _steps(last)),
    )


def conditions_needed(
    study: GStudy,
    facet: Facet,
    *,
    aim: float = ENOUGH,
    raters: int | None = None,
    absolute: bool = True,
    fixed: frozenset[Facet] = frozenset(),
) -> Design:
    """Return the fewest conditions of a facet (recordings, raters) that bring Phi to the aim (Erho2 if not absolute).

    All other facets keep the study's own numbers, but for ``raters``. Source: D-study, Brennan 2001, section 4.1.
    ``needed`` is None where even :data:`MOST` do not suffice. A study in which persons do not differ: NotEnoughRatings.
    """
    own = dict(study.sizes)
    if facet not in own or facet in fixed:
        raise ValueError("the study has no such random facet")
    held = {} if raters is None or facet is Facet.RATER else {Facet.RATER: float(raters)}

    def reached(number: float) -> tuple[float, Decision]:
        decision = decide(study, {**held, facet: number}, fixed=fixed)
        return (decision.phi if absolute else decision.erho2) + _ROUNDING, decision

    if not decide(study, held, fixed=fixed).universe > 0:
        raise _hopeless()
    ceiling = reached(1e12)[0] - _ROUNDING
    count = raters if raters is not None else max(round(own.get(Facet.RATER, 1)), 1)
    if reached(MOST)[0] < aim:
        return Design(raters=count, needed=None, decision=None, ceiling=ceiling)
    low, high = 0, MOST
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if reached(middle)[0] >= aim else (middle, high)
    return Design(
        raters=high if facet is Facet.RATER else count, needed=high, decision=reached(high)[1], ceiling=ceiling
    )


def recordings_needed(
    study: GStudy, *, raters: Sequence[int] = (1, 2, 3, 4, 5), aim: float = ENOUGH, absolute: bool = True
) -> tuple[Design, ...]:
    """Return, for each number of raters per recording, how many recordings of a therapist reach the aim.

    From a nested study (recordings within therapists, crossed with raters).
    """
    return tuple(
        conditions_needed(study, Facet.RECORDING, aim=aim, raters=number, absolute=absolute) for number in raters
    )


def _whole(exact: float) -> int:
    return max(math.ceil(exact - _ROUNDING * max(exact, 1.0)), 1)


def _steps(last: int) -> list[int]:
    """Return the numbers to draw a curve at: each one, or some sixty of many."""
    stride = max(last // 60, 1)
    return sorted({1, *range(stride, last + 1, stride), last})


def _hopeless() -> NotEnoughRatings:
    return NotEnoughRatings(
        tr("The reliability observed is zero or less: no number of further ratings can be forecast from it."),
        tr("Train the raters together, or have recordings rated that differ more, then look again."),
    )
