"""Variance components of generalizability studies: person x facet, person x rater x item, recordings within persons.

One facet: the mean squares of :mod:`fidelity_rater.domain.reliability.mean_squares` (Henderson's method 3 where cells
are missing), so that Erho2 and Phi are ICC(3,k) and ICC(2,k) of the same table, unless a component was negative.

Two facets: for every source of variance the term T = sum over its levels of (sum of scores)^2 / (number of scores),
and its expectation as a mixture of all components, which is then solved for them. In a complete crossed table these
are the classical expected mean squares (Cornfield & Tukey 1956; Brennan 2001, section 3.4); with missing cells, or
with numbers of recordings that differ, the analogous-ANOVA estimates (Brennan 2001, section 7.1; Henderson 1953,
Biometrics 9, 226, method 1). These are unbiased when every source is random and cells are missing at random; unlike
method 3 they suffer where severe raters got the poor recordings on purpose.

Edge cases: a facet with one condition, all scores the same, or a pattern of missing cells that leaves a source unseen:
NotEnoughRatings. Negative components are set to nothing AFTER all are worked out (Brennan 2001, section 3.4.3), with a
note; the raw estimate is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from fidelity_rater.domain.reliability.generalizability import Component, Facet, GStudy
from fidelity_rater.domain.reliability.icc import refuse_too_little
from fidelity_rater.domain.reliability.mean_squares import Floats, features, rated_part, two_way, usual_ratings
from fidelity_rater.domain.reliability.models import NotEnoughRatings
from fidelity_rater.i18n import tr

Codes = NDArray[np.int64]
Source = tuple[Facet, ...]


@dataclass(frozen=True, slots=True)
class _Long:
    """Scores as a list, with the condition of each facet that each was given under."""

    scores: Floats
    codes: dict[Facet, Codes]


def one_facet_study(scores: Floats, facet: Facet = Facet.RATER) -> GStudy:
    """Return the components of person x facet from a table of persons by conditions.

    var(residual) = MS(residual); var(person) = (MS(person) - MS(residual)) / n(facet), var(facet) likewise with the
    number of persons; Brennan 2001, section 2.1. With missing cells see this module.
    """
    table = rated_part(np.asarray(scores, dtype=np.float64))
    refuse_too_little(table)
    totals = features(table).sum(axis=0)
    two = two_way(totals, raters=table.shape[1])
    if min(two.df_targets, two.df_raters, two.df_error) < 1:
        raise _unseen()
    raw = {
        (Facet.PERSON,): float((two.ms_targets - two.ms_error) / two.per_target),
        (facet,): float((two.ms_raters - two.ms_error) / two.per_rater),
        (Facet.PERSON, facet): float(two.ms_error),
    }
    return _study(
        raw,
        design=f"{Facet.PERSON} x {facet}",
        sizes={facet: float(usual_ratings(totals))},
        persons=table.shape[0],
        ratings=int(totals[1]),
        missing=table.size - int(totals[1]),
    )


def crossed_study(scores: Floats, facets: tuple[Facet, Facet] = (Facet.RATER, Facet.ITEM)) -> GStudy:
    """Return the seven components of person x facet x facet from ``[persons, conditions, conditions]``.

    Complete: Brennan 2001, section 3.4, and its example with synthetic data set 3. With missing cells see this module.
    """
    array = np.asarray(scores, dtype=np.float64)
    if array.ndim != 3:
        raise ValueError("scores are persons by conditions by conditions")
    names = (Facet.PERSON, *facets)
    where = np.nonzero(~np.isnan(array))
    long = _Long(array[where], {name: _levels(index) for name, index in zip(names, where, strict=True)})
    _refuse_too_few(long, names)
    sources = [source for size in (1, 2, 3) for source in combinations(names, size)]
    levels = [int(long.codes[name].max()) + 1 for name in names]
    return _study(
        _components(long, sources),
        design=" x ".join(names),
        sizes=_sizes(long, facets),
        persons=levels[0],
        ratings=long.scores.size,
        missing=int(np.prod(levels)) - long.scores.size,
    )


def nested_study(scores: Floats, person_of: Codes) -> GStudy:
    """Return the components of (recordings within persons) x raters: what is needed to ask for more of either.

    ``scores`` is a table of recordings by raters, ``person_of`` the number of the person on each recording. Sources:
    person, recording within person, rater, person x rater, and the rest. Numbers of recordings may differ (Brennan
    2001, section 7.1). At least two persons, one of them with two recordings, and two raters.
    """
    table = np.asarray(scores, dtype=np.float64)
    rows, columns = np.nonzero(~np.isnan(table))
    person = np.asarray(person_of)[rows]
    long = _Long(
        table[rows, columns],
        {Facet.PERSON: _levels(person), Facet.RECORDING: _levels(rows), Facet.RATER: _levels(columns)},
    )
    _refuse_too_few(long, tuple(long.codes))
    p, s, r = Facet.PERSON, Facet.RECORDING, Facet.RATER
    sources: list[Source] = [(p,), (r,), (p, s), (p, r), (p, s, r)]
    cells = np.unique(rows).size * np.unique(columns).size
    return _study(
        _components(long, sources),
        design="(recording : person) x rater",
        sizes=_sizes(long, (s, r)),
        persons=np.unique(person).size,
        ratings=long.scores.size,
        missing=cells - long.scores.size,
    )


def _levels(index: NDArray[np.generic]) -> Codes:
    return np.asarray(np.unique(index, return_inverse=True)[1], dtype=np.int64)


def _refuse_too_few(long: _Long, names: tuple[Facet, ...]) -> None:
    for name in names:
        if long.scores.size == 0 or long.codes[name].max() < 1:
            raise NotEnoughRatings(
                tr(
                    "Each side of the study needs at least two conditions; there is only one {facet}.", facet=name.value
                ),
                tr("Have more recordings rated, by more raters or on more items."),
            )
    if np.ptp(long.scores) == 0:
        raise NotEnoughRatings(
            tr("All scores are the same, so there is no variance to take apart."),
            tr("Look at exact agreement instead, or have recordings rated that differ more."),
        )


def _unseen() -> NotEnoughRatings:
    return NotEnoughRatings(
        tr("The ratings overlap too little to tell the sources of variance apart."),
        tr("Have the same recordings rated by two or more people."),
    )


def _components(long: _Long, sources: list[Source]) -> dict[Source, float]:
    """Return each source's variance: T terms, their expectations, solved."""
    y = long.scores - long.scores.mean()
    levels = {source: _joined(long, source) for source in sources}
    counts = {source: np.bincount(codes).astype(np.float64) for source, codes in levels.items()}
    order = {frozenset(source): source for source in sources}
    size = len(sources) + 1
    expected, terms = np.zeros((size, size)), np.zeros(size)
    expected[:, 0] = y.size  # of the squared mean, in every term
    for column, source in enumerate(sources, start=1):
        expected[0, column] = (counts[source] ** 2).sum() / y.size
    terms[0] = y.sum() ** 2 / y.size
    for row, source in enumerate(sources, start=1):
        codes, count = levels[source], counts[source]
        terms[row] = (np.bincount(codes, weights=y) ** 2 / count).sum()
        for column, other in enumerate(sources, start=1):
            both = order[frozenset(source) | frozenset(other)]
            # Each joint level lies in one level of the row's source: its squared count is shared out over that level.
            within = np.zeros(counts[both].size, dtype=np.int64)
            within[levels[both]] = codes
            expected[row, column] = (counts[both] ** 2 / count[within]).sum()
    scaled = expected / y.size
    if np.linalg.matrix_rank(scaled, tol=1e-9) < size:
        raise _unseen()
    solved = np.linalg.solve(scaled, terms / y.size)
    return {source: float(solved[index]) for index, source in enumerate(sources, start=1)}


def _joined(long: _Long, source: Source) -> Codes:
    joined = long.codes[source[0]]
    for facet in source[1:]:
        joined = _levels(joined * (int(long.codes[facet].max()) + 1) + long.codes[facet])
    return joined


def _sizes(long: _Long, facets: tuple[Facet, ...]) -> dict[Facet, float]:
    """Return how many conditions of each facet a person met: the harmonic mean over persons."""
    sizes = {}
    for facet in facets:
        conditions = int(long.codes[facet].max()) + 1
        met = np.unique(long.codes[Facet.PERSON] * conditions + long.codes[facet])
        numbers = np.bincount(met // conditions)
        sizes[facet] = float(numbers.size / (1.0 / numbers).sum())
    return sizes


def _study(
    raw: dict[Source, float], *, design: str, sizes: dict[Facet, float], persons: int, ratings: int, missing: int
) -> GStudy:
    # A source whose estimate is rounding alone is none: it must not be told as negative.
    least = 1e-12 * sum(abs(value) for value in raw.values())
    raw = {source: value if abs(value) > least else 0.0 for source, value in raw.items()}
    kept = {source: max(value, 0.0) for source, value in raw.items()}
    whole = sum(kept.values())
    if not whole > 0:
        raise _unseen()
    notes = []
    if missing:
        notes.append(
            tr(
                "{missing} cells are missing: components are those of an unbalanced design, unbiased if at random.",
                missing=missing,
            )
        )
    components = tuple(Component(source, kept[source], raw[source], kept[source] / whole) for source in raw)
    notes.extend(
        tr("The variance of {source} came out below zero and is set to zero.", source=component.label)
        for component in components
        if component.raw < 0
    )
    return GStudy(design, components, tuple(sizes.items()), persons, ratings, tuple(notes))
