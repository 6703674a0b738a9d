"""What a block tells beyond coefficients: errors in points, differences of pairs, forecasts, variance components."""

from __future__ import annotations

from typing import Final

from fidelity_rater.app.agreement.choosing import too_little
from fidelity_rater.app.agreement.models import (
    Answer,
    Asked,
    BlockStudy,
    Coefficient,
    Depth,
    Design,
    Differences,
    Forecast,
    Refused,
    Spread,
    StudyWish,
)
from fidelity_rater.app.agreement.together import NAME, raters_study
from fidelity_rater.i18n import tr

AIM: Final = 0.8
_SEM, _CHANGE, _FORECAST = "SEM", "SRC", "forecast"


def deep_study(one: BlockStudy, asked: Asked, wish: StudyWish) -> Depth:
    """The rest about one block; parts that cannot be told say why."""
    refused = _refusal(one)
    if refused is not None:
        why, remedy = refused.why, refused.remedy
        return Depth(
            Refused(_SEM, why, remedy),
            Refused(_CHANGE, why, remedy),
            Refused(_FORECAST, why, remedy),
            Refused(NAME, why, remedy),
        )
    sem, change = _errors(one, wish)
    return Depth(
        sem=sem,
        change=change,
        forecast=_forecast(one),
        generalizability=raters_study(one.block.scores, asked.clusters),
        differences=_differences(one, asked.raters, wish),
    )


def _refusal(one: BlockStudy) -> Refused | None:
    if one.block.spread is Spread.NOMINAL:
        return Refused("", tr("Categories without an order have no distances to reckon with."))
    return too_little(one.facts, "")


def _errors(one: BlockStudy, wish: StudyWish) -> tuple[Answer, Answer]:
    from fidelity_rater.domain.reliability.icc import IccForm
    from fidelity_rater.domain.reliability.measurement import smallest_reliable_change, standard_error
    from fidelity_rater.domain.reliability.models import NotEnoughRatings
    from fidelity_rater.domain.reliability.rows import array_of

    form = IccForm.ONE_WAY if one.facts.design is Design.NESTED else IccForm.AGREEMENT
    try:
        sem = standard_error(array_of(one.block.scores), form, level=wish.level)
    except NotEnoughRatings as error:
        return Refused(_SEM, error.message, error.remedy), Refused(_CHANGE, error.message, error.remedy)
    return sem, smallest_reliable_change(sem)


def _forecast(one: BlockStudy) -> Forecast | Refused:
    from fidelity_rater.domain.reliability.forecast import forecast
    from fidelity_rater.domain.reliability.models import NotEnoughRatings

    answers = dict(one.answers)
    single = answers.get("icc_1_1" if one.facts.design is Design.NESTED else "icc_2_1")
    if not isinstance(single, Coefficient):
        return Refused(_FORECAST, tr("There is no coefficient of a single rating to forecast from."))
    try:
        found = forecast(single, aim=AIM)
    except NotEnoughRatings as error:
        return Refused(_FORECAST, error.message, error.remedy)
    return Forecast(single.name, found.aim, found.single, found.needed, found.fewest, found.most, found.curve)


def _differences(one: BlockStudy, raters: tuple[str, ...], wish: StudyWish) -> tuple[Differences, ...]:
    from fidelity_rater.domain.reliability.measurement import bland_altman
    from fidelity_rater.domain.reliability.models import NotEnoughRatings
    from fidelity_rater.domain.reliability.rows import array_of

    try:
        pairs = bland_altman(array_of(one.block.scores), level=wish.level)
    except NotEnoughRatings:
        return ()
    return tuple(
        Differences(
            first=raters[pair.first],
            second=raters[pair.second],
            targets=pair.targets,
            bias=pair.bias,
            bias_low=pair.bias_low,
            bias_high=pair.bias_high,
            lower=pair.lower,
            upper=pair.upper,
        )
        for pair in pairs
    )
