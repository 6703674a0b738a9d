"""Errors of measurement in points of the scale: standard error, smallest reliable change, limits of agreement."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Final

import numpy as np
from scipy import special

from fidelity_rater.domain.reliability.icc import IccForm, icc, variances
from fidelity_rater.domain.reliability.mean_squares import Floats
from fidelity_rater.domain.reliability.models import LEVEL, Coefficient, IntervalBy, NotEnoughRatings
from fidelity_rater.i18n import tr

NORMAL: Final = 1.96
"""How many standard errors hold 95 of 100 scores, as the formulas print it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What two raters' scores differ by: the first's minus the second's, each figure with its interval.

    ``first`` and ``second`` are columns of the table.
    """

    first: int
    second: int
    targets: int
    bias: float
    bias_low: float
    bias_high: float
    sd: float
    lower: float
    lower_low: float
    lower_high: float
    upper: float
    upper_low: float
    upper_high: float
    level: float = LEVEL


def standard_error_of(sd: float, reliability: float) -> float:
    """Return SD sqrt(1 - reliability), for a published SD and coefficient; none where the coefficient is above 1.

    Source: Lord & Novick 1968, Statistical Theories of Mental Test Scores, section 3.8. A negative reliability gives
    more than the SD, as the formula has it.
    """
    if not (sd >= 0 and reliability <= 1):
        raise ValueError("an SD is not below zero and a reliability not above one")
    return sd * math.sqrt(1 - reliability)


def standard_error(scores: Floats, form: IccForm = IccForm.AGREEMENT, *, level: float = LEVEL) -> Coefficient:
    """Return the standard error of measurement in points of the scale, with an interval from that of the ICC.

    SD sqrt(1 - ICC), where SD^2 = var(targets) + noise is the variance the form itself works with, so that it equals
    sqrt(noise): raters' severity and error for ICC(2,.), error alone for ICC(3,.), each over k for the forms of a mean.
    Source: de Vet, Terwee, Knol & Bouter 2006, Journal of Clinical Epidemiology 59, 1033-1039 (agreement and
    consistency); Shrout & Fleiss 1979 for the variances. Interval: the ICC's limits put in, the SD held as it is, which
    leaves out the doubt about the SD itself.

    Edge cases: as :func:`fidelity_rater.domain.reliability.icc.icc`; without an interval of the ICC none here.
    """
    of = icc(scores, form, level=level)
    signal, noise = variances(scores, form)
    sd = math.sqrt(max(signal + noise, 0.0))
    has_interval = of.low is not None and of.high is not None
    return replace(
        of,
        name="SEM",
        also=tr("standard error of measurement, from {name}", name=of.name),
        value=math.sqrt(noise),
        low=standard_error_of(sd, of.high) if of.high is not None else None,
        high=standard_error_of(sd, of.low) if of.low is not None else None,
        interval_by=IntervalBy.F if has_interval else IntervalBy.NONE,
    )


def smallest_reliable_change(standard_error: Coefficient) -> Coefficient:
    """Return 1.96 sqrt(2) SEM: two scores of one person that differ by less may differ by error alone.

    Source: Jacobson & Truax 1991, Journal of Consulting and Clinical Psychology 59, 12-19; Weir 2005, Journal of
    Strength and Conditioning Research 19, 231-240 (as the minimal difference). The interval is the SEM's, times the
    same. An SEM of nothing gives nothing.
    """
    factor = NORMAL * math.sqrt(2)
    return replace(
        standard_error,
        name="SRC",
        also=tr("smallest reliable change"),
        value=factor * standard_error.value,
        low=None if standard_error.low is None else factor * standard_error.low,
        high=None if standard_error.high is None else factor * standard_error.high,
    )


def bland_altman(scores: Floats, *, level: float = LEVEL) -> tuple[Limits, ...]:
    """Return bias and limits of agreement for each pair of raters who share at least two targets.

    Bias = mean difference d, limits = d +- 1.96 s. Source: Bland & Altman 1986, Lancet i, 307-310; intervals by t with
    n - 1 degrees of freedom from the standard errors s / sqrt(n) of the bias and s sqrt(1 / n + 1.96^2 / (2 (n - 1)))
    of a limit: Bland & Altman 1999, Statistical Methods in Medical Research 8, 135-160, section 2 (1986 prints its
    large-sample form, s sqrt(3 / n)). Missing cells: the targets that both rated. Limits suppose that differences do
    not grow with the score; look at the plot.

    Edge cases: one rater, or no pair with two targets in common: NotEnoughRatings. Differences that are all the same
    give limits upon the bias.
    """
    table = np.asarray(scores, dtype=np.float64)
    found = []
    for first, second in combinations(range(table.shape[1]), 2):
        differences = table[:, first] - table[:, second]
        differences = differences[~np.isnan(differences)]
        if differences.size >= 2:
            found.append(_limits(differences, first, second, level))
    if not found:
        raise NotEnoughRatings(
            tr("No two raters share two targets, so their differences cannot be told."),
            tr("Have the same recordings rated by a second person."),
        )
    return tuple(found)


def _limits(differences: Floats, first: int, second: int, level: float) -> Limits:
    n = differences.size
    bias, sd = float(differences.mean()), float(differences.std(ddof=1))
    t = float(special.stdtrit(n - 1, (1 + level) / 2))
    of_bias = t * sd / math.sqrt(n)
    of_limit = t * sd * math.sqrt(1 / n + NORMAL**2 / (2 * (n - 1)))
    lower, upper = bias - NORMAL * sd, bias + NORMAL * sd
    return Limits(
        first=first,
        second=second,
        targets=n,
        bias=bias,
        bias_low=bias - of_bias,
        bias_high=bias + of_bias,
        sd=sd,
        lower=lower,
        lower_low=lower - of_limit,
        lower_high=lower + of_limit,
        upper=upper,
        upper_low=upper - of_limit,
        upper_high=upper + of_limit,
        level=level,
    )
