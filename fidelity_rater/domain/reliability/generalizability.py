"""What a generalizability study found, and what it says about designs not tried yet. Pure arithmetic, no arrays.

Words and rules: Brennan 2001, Generalizability Theory, chapters 2 to 4; Shavelson & Webb 1991, Generalizability Theory:
A Primer. How the variances are estimated is in :mod:`fidelity_rater.domain.reliability.gstudy`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from math import prod
from typing import TYPE_CHECKING

from fidelity_rater.domain.reliability.models import Coefficient, NotEnoughRatings
from fidelity_rater.i18n import tr

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Facet(StrEnum):
    """A side of the measurement. PERSON is what is measured: a therapist, or one recording."""

    PERSON = "person"
    RECORDING = "recording"
    RATER = "rater"
    ITEM = "item"

    @property
    def label(self) -> str:
        """Its name in a sentence."""
        return {
            Facet.PERSON: tr("person"),
            Facet.RECORDING: tr("recording"),
            Facet.RATER: tr("rater"),
            Facet.ITEM: tr("item"),
        }[self]


@dataclass(frozen=True, slots=True)
class Component:
    """The variance of one source: ``raw`` as estimated, ``value`` with nothing in the place of a negative one."""

    source: tuple[Facet, ...]
    value: float
    raw: float
    share: float
    """Of all variance of a single rating, 0..1."""

    @property
    def name(self) -> str:
        """As the literature writes it: ``person x rater``."""
        return " x ".join(self.source)

    @property
    def label(self) -> str:
        """The same in the language of the reader."""
        return " × ".join(facet.label for facet in self.source)


@dataclass(frozen=True, slots=True)
class Decision:
    """How dependable a design would be: the D-study's answer for these numbers of conditions."""

    sizes: tuple[tuple[Facet, float], ...]
    erho2: float
    """Generalizability: for comparing persons who are rated under the same conditions."""
    phi: float
    """Dependability: for holding a person to a fixed line."""
    universe: float
    relative_error: float
    absolute_error: float


@dataclass(frozen=True, slots=True)
class GStudy:
    """Variance components of a design; ``sizes`` are its own numbers of conditions per person (harmonic means)."""

    design: str
    components: tuple[Component, ...]
    sizes: tuple[tuple[Facet, float], ...]
    persons: int
    ratings: int
    notes: tuple[str, ...] = ()


def decide(
    study: GStudy, sizes: Mapping[Facet, float] | None = None, *, fixed: frozenset[Facet] = frozenset()
) -> Decision:
    """Return Erho2 and Phi of a design with these numbers of conditions (a facet left out keeps the study's own).

    Each component is divided by the numbers of conditions it is averaged over. Universe score: the person's variance,
    and its interaction with fixed facets alone. Relative error (small delta): all else that holds the person. Absolute
    error (capital delta): also the other sources, but for those of fixed facets alone. Erho2 = universe / (universe +
    relative error), Phi = universe / (universe + absolute error).

    Source: Brennan 2001, rules 4.3.1 to 4.3.4 for any design; Cronbach, Gleser, Nanda & Rajaratnam 1972. Negative
    components count as nothing. Items of a scale are best taken for fixed where no other items are meant. Where there
    is neither universe nor error, NotEnoughRatings.
    """
    own = dict(study.sizes)
    chosen = {facet: float((sizes or {}).get(facet, size)) for facet, size in own.items()}
    if any(not size > 0 for size in chosen.values()):
        raise ValueError("a design has at least one condition of each facet")
    chosen |= {facet: own[facet] for facet in fixed & own.keys()}
    universe = relative = absolute = 0.0
    for component in study.components:
        facets = set(component.source) - {Facet.PERSON}
        share = component.value / prod(chosen[facet] for facet in facets)
        about_person = Facet.PERSON in component.source
        if facets <= fixed:
            universe += share if about_person else 0.0
            continue
        relative += share if about_person else 0.0
        absolute += share
    if not universe + relative > 0:
        raise NotEnoughRatings(
            tr("The scores do not differ between the persons, so they cannot be told apart."),
            tr("Have recordings rated that differ more."),
        )
    return Decision(
        sizes=tuple(chosen.items()),
        erho2=universe / (universe + relative),
        phi=universe / (universe + absolute),
        universe=universe,
        relative_error=relative,
        absolute_error=absolute,
    )


def d_study(
    study: GStudy, sizes: Mapping[Facet, Sequence[float]], *, fixed: frozenset[Facet] = frozenset()
) -> tuple[Decision, ...]:
    """Return a decision for every combination of these numbers of conditions, in the order given."""
    facets = tuple(sizes)
    return tuple(
        decide(study, dict(zip(facets, numbers, strict=True)), fixed=fixed)
        for numbers in product(*(sizes[facet] for facet in facets))
    )


def study_coefficients(study: GStudy, *, fixed: frozenset[Facet] = frozenset()) -> tuple[Coefficient, Coefficient]:
    """Return Erho2 and Phi of the study as it was done, as coefficients; they have no interval."""
    decision = decide(study, fixed=fixed)
    raters = round(dict(study.sizes).get(Facet.RATER, 1))
    notes = (*study.notes, tr("No interval: none is in general use for this coefficient."))
    erho2, phi = (
        Coefficient(
            name=name, value=value, targets=study.persons, raters=raters, ratings=study.ratings, also=also, notes=notes
        )
        for name, value, also in (
            ("Erho2", decision.erho2, "generalizability coefficient"),
            ("Phi", decision.phi, "index of dependability"),
        )
    )
    return erho2, phi
