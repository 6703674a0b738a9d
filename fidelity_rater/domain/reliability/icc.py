"""Intraclass correlations: the six forms of Shrout & Fleiss, with the names of McGraw & Wong and their intervals.

Every form is one ratio of variances. With q = var(targets) / noise and k ratings in a mean (1 for a single rating),
ICC = k q / (1 + k q). The forms differ in what counts as noise:

    ICC(1,1), ICC(1,k)  all that differs within a target: each was rated by people of its own
    ICC(2,1), ICC(2,k)  raters' severity and error: absolute agreement of raters who stand for others
    ICC(3,1), ICC(3,k)  error alone: consistency of just these raters

Sources: Shrout & Fleiss 1979, Psychological Bulletin 86, 420-428; McGraw & Wong 1996, Psychological Methods 1, 30-46.
Bartko 1966, Psychological Reports 19, 3-11, for values below zero.

Missing cells. Mean squares are those of an unbalanced table (:mod:`fidelity_rater.domain.reliability.mean_squares`):
no target and no rating is dropped, and nothing is filled in. Chosen because it equals the textbook where no cell is
missing, is unbiased where cells are missing at random, and keeps values below zero, which restricted maximum
likelihood cuts off; dropping incomplete targets throws away most of a study in which each recording goes to two
raters out of five; the iterated correction for rater means with the degrees of freedom of a complete table (Brückl
2011) lacks the unbiasedness. In the forms for a mean, k is the harmonic mean of the ratings per target (Putka, Le,
McCloy & Diaz 2008, Journal of Applied Psychology 93, 959-981, for raters who overlap in part), so that they tell what
the means at hand are worth. The intervals put the unbalanced multipliers in the place of k and n: exact without
missing cells (ICC(2,.): Satterthwaite's approximation), approximate with: in simulations of 30 to 100 targets with 30
to 60 of 100 cells missing, 94 to 95 of 100 intervals of ICC(2,1) and ICC(3,1) held the truth. Cells missing BECAUSE
of the score (a rater skips poor recordings) bias every form.

Lowest values. m ratings of a target cannot correlate below -1 / (m - 1) with each other (Bartko 1966; Giraudeau 1996,
Journal of Clinical Epidemiology 49, 1205-1206). The limits of ICC(1,1) and ICC(3,1) never pass it in a full table;
those of ICC(2,1) do where targets hardly differ, and those of any form where cells are missing. There the interval
ends at that value, m being the most ratings of a target: what is cut off holds no possible truth, so that it covers as
often as before. The value itself is the textbook's, and has no interval where it lies below.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np
from scipy import special

from fidelity_rater.domain.reliability.mean_squares import (
    Floats,
    OneWay,
    TwoWay,
    features,
    one_way,
    rated_part,
    two_way,
    usual_ratings,
)
from fidelity_rater.domain.reliability.models import LEVEL, Coefficient, IntervalBy, NotEnoughRatings
from fidelity_rater.i18n import tr


class IccForm(StrEnum):
    """A form of the intraclass correlation, by its name in Shrout & Fleiss."""

    ONE_WAY = "ICC(1,1)"
    AGREEMENT = "ICC(2,1)"
    CONSISTENCY = "ICC(3,1)"
    ONE_WAY_MEAN = "ICC(1,k)"
    AGREEMENT_MEAN = "ICC(2,k)"
    CONSISTENCY_MEAN = "ICC(3,k)"

    @property
    def also(self) -> str:
        """Its name in McGraw & Wong."""
        return _ALSO[self]

    @property
    def of_mean(self) -> bool:
        """Whether it is about the mean of all ratings of a target, not about a single one."""
        return self.value.endswith("k)")

    @property
    def is_one_way(self) -> bool:
        """Whether it takes no heed of who rated."""
        return self in {IccForm.ONE_WAY, IccForm.ONE_WAY_MEAN}

    @property
    def is_absolute(self) -> bool:
        """Whether a rater's severity counts as noise, told apart from error."""
        return self in {IccForm.AGREEMENT, IccForm.AGREEMENT_MEAN}


_ALSO: Final = {
    IccForm.ONE_WAY: "ICC(1)",
    IccForm.AGREEMENT: "ICC(A,1), case 2",
    IccForm.CONSISTENCY: "ICC(C,1), case 3",
    IccForm.ONE_WAY_MEAN: "ICC(k)",
    IccForm.AGREEMENT_MEAN: "ICC(A,k), case 2",
    IccForm.CONSISTENCY_MEAN: "ICC(C,k), case 3",
}


_ROUNDING: Final = 1e-9


@dataclass(frozen=True, slots=True)
class _Parts:
    """What a form is made of: variance of targets, noise, and how many ratings are in a mean."""

    signal: Floats
    noise: Floats
    ratings: Floats


def icc(scores: Floats, form: IccForm, *, level: float = LEVEL) -> Coefficient:
    """Return one form of the intraclass correlation with its interval.

    Formula, source and missing cells: see this module. Interval: from F as in Shrout & Fleiss, pp. 424-426 (McGraw &
    Wong, tables 7 and 8); for ICC(2,.) with Satterthwaite's degrees of freedom, ICC(2,k) being the interval of ICC(2,1)
    stepped up.

    Edge cases: fewer than two targets or raters, no target rated twice, scores that are all the same, a denominator of
    nothing: NotEnoughRatings. A value below zero is returned as it is, with a note. Raters who agree exactly have 1 and
    targets that do not differ their lowest value, both without an interval; so has ICC(2,.) far below zero, where
    Satterthwaite's degrees of freedom fall below one. A lower limit that no correlation can have is cut at the lowest
    that it can, with a note.
    """
    table = rated_part(np.asarray(scores, dtype=np.float64))
    refuse_too_little(table)
    totals = features(table).sum(axis=0)
    raters = table.shape[1]
    value = float(icc_of_totals(totals, form, raters=raters))
    if not math.isfinite(value):
        raise NotEnoughRatings(
            tr("These scores leave {name} undefined: targets and raters differ too little.", name=form.value),
            tr("Have more recordings rated, or ones that differ more."),
        )
    interval = _interval(totals, form, raters=raters, level=level)
    low, high = interval or (None, None)
    low, high, cut = (low, high, ()) if form.of_mean else possible(low, high, value=value, table=table)
    return Coefficient(
        name=form.value,
        value=value,
        low=low,
        high=high,
        level=level,
        interval_by=IntervalBy.NONE if low is None else IntervalBy.F,
        targets=table.shape[0],
        raters=raters,
        ratings=int(totals[1]),
        also=form.also,
        notes=_notes(totals, form, table=table, value=value, has_interval=interval is not None) + cut,
    )


def all_iccs(scores: Floats, *, level: float = LEVEL) -> tuple[Coefficient, ...]:
    """Return the six forms, as :func:`icc` gives each."""
    return tuple(icc(scores, form, level=level) for form in IccForm)


def icc_values(scores: Floats, form: IccForm) -> Floats:
    """Return a form's value alone for each table of ``[..., n, k]``; NaN where it is undefined."""
    return icc_of_totals(features(scores).sum(axis=-2), form, raters=scores.shape[-1])


def icc_of_totals(totals: Floats, form: IccForm, *, raters: int) -> Floats:
    """Return a form's values from summed features, as a bootstrap has them; NaN where it is undefined."""
    parts = _parts(totals, form, raters=raters)
    return share(parts.ratings * parts.signal, parts.noise)


def variances(scores: Floats, form: IccForm) -> tuple[float, float]:
    """Return the variance of targets and the noise that a form weighs, of a single rating or of a mean of k."""
    table = rated_part(np.asarray(scores, dtype=np.float64))
    parts = _parts(features(table).sum(axis=0), form, raters=table.shape[1])
    return float(parts.signal), float(parts.noise / parts.ratings)


def icc_from_mean_squares(
    form: IccForm, ms_targets: Floats, *, ms_raters: Floats, ms_error: Floats, targets: float, raters: float
) -> Floats:
    """Return a form's values from the mean squares of complete tables, as the textbooks print them."""
    n, k = targets, raters
    if form.is_one_way:
        within = (ms_raters + (n - 1) * ms_error) / n
        signal, noise = (ms_targets - within) / k, within
    else:
        signal = (ms_targets - ms_error) / k
        noise = (ms_raters + (n - 1) * ms_error) / n if form.is_absolute else ms_error
    return share((k if form.of_mean else 1.0) * signal, noise)


def refuse_too_little(table: Floats) -> None:
    """Raise NotEnoughRatings where no coefficient of this family can be worked out."""
    targets, raters = table.shape
    if targets < 2:
        raise NotEnoughRatings(
            tr("Agreement needs at least two rated targets; here there are {targets}.", targets=targets),
            tr("Have more recordings rated."),
        )
    if raters < 2:
        raise NotEnoughRatings(
            tr("Agreement needs at least two raters; here there are {raters}.", raters=raters),
            tr("Have the same recordings rated by a second person."),
        )
    rated = ~np.isnan(table)
    if (rated.sum(axis=1) > 1).sum() == 0:
        raise NotEnoughRatings(
            tr("No target was rated by two people, so there is nothing to compare."),
            tr("Have the same recordings rated by a second person."),
        )
    if np.ptp(table[rated]) == 0:
        raise NotEnoughRatings(
            tr("All scores are the same, so targets cannot be told apart, however well the raters agree."),
            tr("Look at exact agreement instead, or have recordings rated that differ more."),
        )


def _parts(totals: Floats, form: IccForm, *, raters: int) -> _Parts:
    ratings = usual_ratings(totals) if form.of_mean else np.ones(totals.shape[:-1])
    with np.errstate(divide="ignore", invalid="ignore"):
        if form.is_one_way:
            one = one_way(totals)
            return _Parts((one.ms_between - one.ms_within) / one.per_target, one.ms_within, ratings)
        two = two_way(totals, raters=raters)
        noise = _severity_and_error(two) if form.is_absolute else two.ms_error
        return _Parts((two.ms_targets - two.ms_error) / two.per_target, noise, ratings)


def share(signal: Floats, noise: Floats) -> Floats:
    """Return signal / (signal + noise), a form's value; NaN where they cancel out, to rounding, or worse."""
    whole = signal + noise
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(whole > _ROUNDING * (np.abs(signal) + noise), signal / whole, np.nan))


def _severity_and_error(two: TwoWay) -> Floats:
    """Return var(raters) + var(error), which the design keeps from falling below zero."""
    return np.asarray((two.ms_raters + (two.per_rater - 1) * two.ms_error) / two.per_rater)


def _interval(totals: Floats, form: IccForm, *, raters: int, level: float) -> tuple[float, float] | None:
    """Return the limits, or None where F has nothing to stand on."""
    ratings = float(usual_ratings(totals)) if form.of_mean else 1.0
    tail = (1 + level) / 2
    if form.is_one_way:
        limits = _one_way_limits(one_way(totals), tail)
    else:
        limits = _two_way_limits(two_way(totals, raters=raters), tail, absolute=form.is_absolute)
    stepped = [_stepped(q, ratings) for q in limits]
    return (stepped[0], stepped[1]) if len(stepped) == 2 and all(map(math.isfinite, stepped)) else None


def possible(
    low: float | None, high: float | None, *, value: float, table: Floats
) -> tuple[float | None, float | None, tuple[str, ...]]:
    """Return the limits of a form for a single rating as far as a correlation can go, and what there is to say of it.

    The lowest that m ratings of a target can correlate is -1 / (m - 1); m is the most that a target of the table has.
    """
    lowest = -1.0 / float((~np.isnan(table)).sum(axis=1).max() - 1)
    if low is None or low >= lowest - _ROUNDING:
        return low, high, ()
    told = f"{lowest:.2f}"
    if value < lowest - _ROUNDING:
        return None, None, (tr("No interval: no value below {lowest} is possible in the long run.", lowest=told),)
    return min(lowest, value), high, (tr("The interval ends at {lowest}: no lower value is possible.", lowest=told),)


def _one_way_limits(one: OneWay, tail: float) -> tuple[float, ...]:
    if not (one.ms_between > 0 and one.ms_within > 0):
        return ()
    ratio = float(one.ms_between / one.ms_within)
    return _limits_of_ratio(ratio, 1.0, (float(one.df_between), float(one.df_within)), tail, float(one.per_target))


def _two_way_limits(two: TwoWay, tail: float, *, absolute: bool) -> tuple[float, ...]:
    ms_targets, ms_raters, ms_error = float(two.ms_targets), float(two.ms_raters), float(two.ms_error)
    k, df_targets, df_error = float(two.per_target), float(two.df_targets), float(two.df_error)
    if not absolute:
        if not (ms_targets > 0 and ms_error > 0):
            return ()
        return _limits_of_ratio(ms_targets / ms_error, 1.0, (df_targets, df_error), tail, k)
    noise = float(_severity_and_error(two))
    if not (ms_targets > 0 and noise > 0):
        return ()
    n, q = float(two.per_rater), (ms_targets - ms_error) / (k * noise)
    # The mean square of targets is compared with a mixture of two others, whose degrees of freedom are Satterthwaite's.
    severity, error = k * q / n * ms_raters, (1 + k * q * (n - 1) / n) * ms_error
    df = (severity + error) ** 2 / (severity**2 / float(two.df_raters) + error**2 / df_error)
    # Below one only where a value below zero makes the mixture a difference, for which the approximation is not meant.
    return (
        _limits_of_ratio(ms_targets / noise, ms_error / noise, (df_targets, df), tail, k) if df > 1 - _ROUNDING else ()
    )


def _limits_of_ratio(
    ratio: float, error: float, df: tuple[float, float], tail: float, per_target: float
) -> tuple[float, float]:
    """Return the limits of var(targets) / noise from the ratio of mean squares to the noise."""
    lower, upper = float(special.fdtri(df[0], df[1], tail)), float(special.fdtri(df[1], df[0], tail))
    return (ratio / lower - error) / per_target, (ratio * upper - error) / per_target


def _stepped(q: float, ratings: float) -> float:
    if math.isinf(q):
        return 1.0 if q > 0 else math.nan
    return float(share(np.asarray(ratings * q), np.asarray(1.0)))


def _notes(totals: Floats, form: IccForm, *, table: Floats, value: float, has_interval: bool) -> tuple[str, ...]:
    notes = []
    missing = table.size - int(totals[1])
    if missing:
        notes.append(
            tr(
                "{missing} of {cells} cells are missing. Nothing was filled in or left out.",
                missing=missing,
                cells=table.size,
            )
        )
        notes.append(
            tr("Mean squares are of an unbalanced one-way table (n0); the interval is approximate.")
            if form.is_one_way
            else tr("Mean squares are of an unbalanced table (Henderson's method 3); the interval is approximate.")
        )
        if form.of_mean:
            notes.append(
                tr("k is {k}, the harmonic mean of ratings per target.", k=f"{float(usual_ratings(totals)):.2f}")
            )
    groups = table.shape[1] - int(two_way(totals, raters=table.shape[1]).df_raters)
    if groups > 1 and not form.is_one_way:
        notes.append(
            tr(
                "The raters fall into {groups} groups that share no target: severity is compared within them.",
                groups=groups,
            )
        )
    if value < 0:
        notes.append(tr("Below zero: raters differ more about a target than targets differ. Read it as no agreement."))
    if not has_interval:
        notes.append(tr("No interval: these scores leave the F distribution nothing to stand on."))
    return tuple(notes)
