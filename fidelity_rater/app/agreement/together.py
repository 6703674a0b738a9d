"""Variance parted by target, rater and item, and what other designs would give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from fidelity_rater.app.agreement.models import Asked, Component, Decision, Generalizability, Refused, Scores, Spread

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from fidelity_rater.domain.reliability.generalizability import Decision as Decided
    from fidelity_rater.domain.reliability.generalizability import Facet, GStudy

RATERS: Final = (1, 2, 3, 4, 5)
RECORDINGS: Final = (1, 2, 3, 4, 6, 8, 12, 16, 20)
NAME: Final = "generalizability"
_PERSON: Final = "person"


def items_together(asked: Asked) -> Generalizability | Refused | None:
    """Targets x raters x items; items are those of the scale, and no others are meant."""
    from fidelity_rater.domain.reliability.generalizability import Facet
    from fidelity_rater.domain.reliability.gstudy import crossed_study
    from fidelity_rater.domain.reliability.models import NotEnoughRatings
    from fidelity_rater.domain.reliability.rows import cube_of

    numbers = [block.scores for block in asked.items if block.spread is not Spread.NOMINAL]
    if len(numbers) < 2:
        return None
    try:
        study = crossed_study(cube_of(numbers), (Facet.RATER, Facet.ITEM))
        return _told(study, {Facet.RATER: RATERS}, fixed=frozenset({Facet.ITEM}))
    except NotEnoughRatings as error:
        return Refused(NAME, error.message, error.remedy)


def raters_study(scores: Scores, clusters: Sequence[str]) -> Generalizability | Refused:
    """Targets x raters; where targets lie within clusters, (targets : clusters) x raters, so that more of either shows.

    The latter needs clusters with several targets each; else it is the former.
    """
    from fidelity_rater.domain.reliability.generalizability import Facet
    from fidelity_rater.domain.reliability.gstudy import nested_study, one_facet_study
    from fidelity_rater.domain.reliability.models import NotEnoughRatings
    from fidelity_rater.domain.reliability.rows import array_of, numbered

    try:
        if 1 < len(set(clusters)) < len(clusters):
            study = nested_study(array_of(scores), numbered(clusters))
            return _told(study, {Facet.RECORDING: RECORDINGS, Facet.RATER: (1, 2, 3)}, measured="cluster")
        return _told(one_facet_study(array_of(scores)), {Facet.RATER: RATERS})
    except NotEnoughRatings as error:
        return Refused(NAME, error.message, error.remedy)


def _told(
    study: GStudy,
    sizes: Mapping[Facet, Sequence[float]],
    *,
    fixed: frozenset[Facet] = frozenset(),
    measured: str = "target",
) -> Generalizability:
    """The study in this room's words: what is measured is a target, or the cluster that targets lie within."""
    from fidelity_rater.domain.reliability.generalizability import d_study, decide

    return Generalizability(
        design=study.design.replace(_PERSON, measured),
        components=tuple(
            Component(one.name.replace(_PERSON, measured), one.value, one.share) for one in study.components
        ),
        own=_decision(decide(study, fixed=fixed)),
        others=tuple(_decision(one) for one in d_study(study, sizes, fixed=fixed)),
        notes=study.notes,
    )


def _decision(one: Decided) -> Decision:
    return Decision(tuple((str(facet), size) for facet, size in one.sizes), one.erho2, one.phi)
