"""Asks the domain for every coefficient that applies to blocks of scores. Slow; belongs in a job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from fidelity_rater.app.agreement.choosing import Form, cautions, chosen_form, too_little
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

FEWEST_CLUSTERS: Final = 5
"""Fewer cannot be drawn from so that an interval means anything."""
_STEPS: Final = 1000
_MACHINE: Final = {
    Form.AC1: "ac1",
    Form.AC2: "ac2_linear",
    Form.AGREEMENT: "icc_2_1",
    Form.ONE_WAY: "icc_1_1",
}
_EXACT, _NEAR = "exact", "within_one"

Answers = dict[str, Answer]
"""By the coefficient's name for machines."""


def work_out(asked: Asked, wish: StudyWish, progress: Progress, *, whole: bool = False) -> Study:
    """The coefficients of every block, and what goes deeper of totals; ``whole``: of items too, also taken together."""
    clusters = len(set(asked.clusters))
    drawn = asked.clusters if clusters >= FEWEST_CLUSTERS else ()
    blocks = (*asked.totals, *asked.items)
    found = answers_of(blocks, drawn, wish, progress) if blocks else []
    studies = [_studied(block, answers) for block, answers in zip(blocks, found, strict=True)]
    totals, items = studies[: len(asked.totals)], studies[len(asked.totals) :]
    totals = [replace(one, depth=deep_study(one, asked, wish)) for one in totals]
    if whole:
        items = [replace(one, depth=deep_study(one, asked, wish)) for one in items]
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


def worst_first(items: Sequence[BlockStudy]) -> tuple[BlockStudy, ...]:
    """Items by their coefficient, the lowest first; then those without one, by how often raters gave the same score."""

    def place(one: BlockStudy) -> tuple[bool, float]:
        return (True, one.exact if one.exact is not None else 2.0) if one.value is None else (False, one.value)

    return tuple(sorted(items, key=place))


def answers_of(blocks: Sequence[Block], clusters: Sequence[str], wish: StudyWish, progress: Progress) -> list[Answers]:
    """Each block's coefficients, with intervals from the same resamples for all.

    Where nothing is nested, intraclass correlations have the intervals of their authors instead.
    """
    from fidelity_rater.domain.reliability.bootstrap import Resampling
    from fidelity_rater.domain.reliability.bulk import Dimension, agreement_of_items
    from fidelity_rater.domain.reliability.rows import cube_of

    def tell(share: float) -> None:
        progress.tell(round(share * _STEPS), _STEPS)

    found = agreement_of_items(
        cube_of([block.scores for block in blocks]),
        [Dimension(block.spread.value, block.levels or None) for block in blocks],
        level=wish.level,
        resampling=Resampling(wish.resamples, wish.seed, clusters or None),
        progress=tell,
    )
    answers: list[Answers] = []
    for block, one in zip(blocks, found, strict=True):
        made: Answers = {str(measure): coefficient for measure, coefficient in one.found.items()}
        made |= {str(measure): _refused(str(measure), error) for measure, error in one.refused.items()}
        answers.append(made if clusters else made | _iccs_by_f(block, made, wish))
    return answers


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


def _studied(block: Block, answers: Answers) -> BlockStudy:
    facts = Facts.of(block.scores)
    chosen = chosen_form(block, facts)
    main = too_little(facts, str(chosen.form)) or answers[_MACHINE[chosen.form]]
    enough = not isinstance(main, Refused) or too_little(facts, "") is None
    return BlockStudy(
        block=block,
        facts=facts,
        main=main,
        why=chosen.why,
        words=interval_words(main),
        exact=_share(answers, _EXACT),
        near=_share(answers, _NEAR),
        answers=tuple(answers.items()) if enough else _told_anyway(answers),
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
    alpha = answers.get("alpha_ordinal")
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
