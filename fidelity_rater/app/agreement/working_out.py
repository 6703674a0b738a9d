"""Asks the domain for every coefficient that applies to blocks of scores. Slow; belongs in a job."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from fidelity_rater.app.agreement.choosing import Chosen, Form, cautions, chosen_form, too_little
from fidelity_rater.app.agreement.deep import deep_study
from fidelity_rater.app.agreement.models import (
    Answer,
    Asked,
    Block,
    BlockStudy,
    Coefficient,
    Facts,
    Refused,
    Study,
    StudyWish,
)
from fidelity_rater.app.agreement.together import items_together
from fidelity_rater.app.agreement.wording import interval_words
from fidelity_rater.app.ports.jobs import Progress
from fidelity_rater.i18n import tr

if TYPE_CHECKING:
    from fidelity_rater.domain.reliability.bulk import ItemAgreement

FEWEST_CLUSTERS: Final = 5
"""Fewer cannot be drawn from so that an interval means anything."""
_STEPS: Final = 1000
_MACHINE: Final = {
    Form.AC1: "ac1",
    Form.AC2: "ac2_linear",
    Form.AGREEMENT: "icc_2_1",
    Form.ONE_WAY: "icc_1_1",
}
_EXACT, _NEAR, _APART = "exact", "within_one", "alpha_ordinal"
_BESIDE: Final = frozenset({_EXACT, _NEAR, _APART})
"""Of which a list of items shows the value, or what it says of the one that is named."""

Answers = dict[str, Answer]
"""By the coefficient's name for machines."""


def work_out(asked: Asked, wish: StudyWish, progress: Progress, *, whole: bool = False) -> Study:
    """The coefficients of every block, and what goes deeper of totals; ``whole``: of items too, also taken together.

    Else each item has the one coefficient that is named of it; :func:`worked_out` gives the rest when it is wanted.
    """
    clusters, drawn = len(set(asked.clusters)), _drawn(asked)
    begun = [_begun(block, whole=whole or place < len(asked.totals)) for place, block in enumerate(_blocks(asked))]
    studies = _studies(begun, drawn, wish, progress)
    studies = [replace(one, depth=deep_study(one, asked, wish)) if one.whole else one for one in studies]
    totals, items = studies[: len(asked.totals)], studies[len(asked.totals) :]
    return Study(
        targets=len(asked.targets),
        raters=asked.raters,
        wish=wish,
        totals=tuple(totals),
        items=worst_first(items),
        clusters=clusters,
        by_clusters=bool(drawn),
        together=items_together(asked) if whole and len(asked.items) > 1 else None,
        notes=_cluster_notes(clusters, drawn=bool(drawn)),
    )


def worked_out(one: BlockStudy, asked: Asked, wish: StudyWish, progress: Progress) -> BlockStudy:
    """The same block with every coefficient that applies, and what goes deeper."""
    if not one.whole:
        (one,) = _studies([_begun(one.block, whole=True)], _drawn(asked), wish, progress)
    return one if one.depth is not None else replace(one, depth=deep_study(one, asked, wish))


def worst_first(items: Sequence[BlockStudy]) -> tuple[BlockStudy, ...]:
    """Items by their coefficient, the lowest first; then those without one, by how often raters gave the same score."""

    def place(one: BlockStudy) -> tuple[bool, float]:
        return (True, one.exact if one.exact is not None else 2.0) if one.value is None else (False, one.value)

    return tuple(sorted(items, key=place))


@dataclass(frozen=True, slots=True)
class _Begun:
    """A block with what is to be worked out of it."""

    block: Block
    facts: Facts
    chosen: Chosen
    whole: bool

    @property
    def named(self) -> str:
        """The coefficient that is named, as machines call it."""
        return _MACHINE[self.chosen.form]

    @property
    def resampled(self) -> frozenset[str] | None:
        """What has an interval; None: everything."""
        return None if self.whole else frozenset({self.named})

    @property
    def counted(self) -> frozenset[str]:
        """What needs no interval."""
        return frozenset() if self.whole else _BESIDE - {self.named}


def _blocks(asked: Asked) -> tuple[Block, ...]:
    return (*asked.totals, *asked.items)


def _drawn(asked: Asked) -> tuple[str, ...]:
    """The clusters to draw; none where they are too few."""
    return asked.clusters if len(set(asked.clusters)) >= FEWEST_CLUSTERS else ()


def _begun(block: Block, *, whole: bool) -> _Begun:
    facts = Facts.of(block.scores)
    return _Begun(block, facts, chosen_form(block, facts), whole)


def _studies(begun: Sequence[_Begun], clusters: Sequence[str], wish: StudyWish, progress: Progress) -> list[BlockStudy]:
    """Each block's coefficients, with intervals from the same resamples for all.

    Where nothing is nested, intraclass correlations have the intervals of their authors instead.
    """
    from fidelity_rater.domain.reliability.bootstrap import Resampling
    from fidelity_rater.domain.reliability.bulk import Dimension, agreement_of_items
    from fidelity_rater.domain.reliability.rows import cube_of

    if not begun:
        return []
    cube = cube_of([one.block.scores for one in begun])

    def found(
        measures: Iterable[frozenset[str] | None], resampling: Resampling, tell: Callable[[float], None]
    ) -> Iterable[ItemAgreement]:
        dimensions = [
            Dimension(one.block.spread.value, one.block.levels or None, asked)
            for one, asked in zip(begun, measures, strict=True)
        ]
        return agreement_of_items(cube, dimensions, level=wish.level, resampling=resampling, progress=tell)

    counted = found((one.counted for one in begun), Resampling(resamples=0), lambda share: progress.check())
    drawing = Resampling(wish.resamples, wish.seed, clusters or None)
    resampled = found(
        (one.resampled for one in begun), drawing, lambda share: progress.tell(round(share * _STEPS), _STEPS)
    )
    studies = []
    for one, less, more in zip(begun, counted, resampled, strict=True):
        answers = _answers(less) | _answers(more)
        studies.append(_studied(one, answers if clusters else answers | _iccs_by_f(one.block, answers, wish)))
    return studies


def _answers(found: ItemAgreement) -> Answers:
    made: Answers = {str(measure): coefficient for measure, coefficient in found.found.items()}
    return made | {str(measure): _refused(str(measure), error) for measure, error in found.refused.items()}


def _iccs_by_f(block: Block, made: Answers, wish: StudyWish) -> Answers:
    from fidelity_rater.domain.reliability.icc import all_iccs
    from fidelity_rater.domain.reliability.models import NotEnoughRatings
    from fidelity_rater.domain.reliability.rows import array_of

    machine = [name for name in made if name.startswith("icc_")]
    if not machine or any(isinstance(made[name], Refused) for name in machine):
        return {}
    try:
        by_name = {one.name: one for one in all_iccs(array_of(block.scores), level=wish.level)}
    except NotEnoughRatings:
        return {}
    return {name: by_name.get(_answer_name(made[name]), made[name]) for name in machine}


def _answer_name(answer: Answer) -> str:
    return answer.name


def _refused(name: str, error: Exception) -> Refused:
    return Refused(name, getattr(error, "message", str(error)), getattr(error, "remedy", ""))


def _studied(begun: _Begun, answers: Answers) -> BlockStudy:
    block, facts, chosen = begun.block, begun.facts, begun.chosen
    main = too_little(facts, str(chosen.form)) or answers[begun.named]
    enough = not isinstance(main, Refused) or too_little(facts, "") is None
    if not begun.whole:
        told: tuple[tuple[str, Answer], ...] = ((begun.named, main),)
    else:
        told = tuple(answers.items()) if enough else _told_anyway(answers)
    return BlockStudy(
        block=block,
        facts=facts,
        main=main,
        why=chosen.why,
        words=interval_words(main),
        exact=_share(answers, _EXACT),
        near=_share(answers, _NEAR),
        answers=told,
        whole=begun.whole,
        notes=cautions(facts) + _paradox(main, answers),
    )


def _told_anyway(answers: Answers) -> tuple[tuple[str, Answer], ...]:
    """Of too few targets only what anybody can count."""
    return tuple((name, answers[name]) for name in (_EXACT, _NEAR) if name in answers)


def _share(answers: Answers, name: str) -> float | None:
    found = answers.get(name)
    return found.value if isinstance(found, Coefficient) else None


def _paradox(main: Answer, answers: Answers) -> tuple[str, ...]:
    """Raters who agree on scores that hardly vary: the coefficient is high, and tells sessions apart no better."""
    alpha = answers.get(_APART)
    if isinstance(main, Refused) or not main.name.startswith("AC2") or not isinstance(alpha, Coefficient):
        return ()
    if main.value < _AGREED or alpha.value > _TOLD_APART:
        return ()
    return (
        tr(
            "The raters agree because nearly all scores are on one level (Krippendorff's alpha is {alpha}): whether "
            "they would tell sessions apart, these scores cannot show.",
            alpha=f"{alpha.value:.2f}",
        ),
    )


_AGREED: Final = 0.75
_TOLD_APART: Final = 0.4


def _cluster_notes(clusters: int, *, drawn: bool) -> tuple[str, ...]:
    if not clusters:
        return ()
    if drawn:
        return (
            tr(
                "Targets lie within {n} clusters (therapists): whole clusters were drawn when resampling, since two "
                "targets of one are not independent.",
                n=clusters,
            ),
        )
    return (
        tr(
            "Targets lie within only {n} clusters (therapists), too few to draw from: targets were drawn one by one, "
            "so that intervals may be too narrow.",
            n=clusters,
        ),
    )
