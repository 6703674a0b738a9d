"""What the rating on the desk amounts to so far, in one line of words."""

from __future__ import annotations

from fidelity_rater.domain.scoring.results import RatingResult, SummaryScore
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.scales.model import Scale


def amounts(scale: Scale, result: RatingResult) -> str:
    """Every summary with the items it stands on, or why there is no number."""
    names = {summary.id: summary.name for summary in scale.scoring.summaries}
    return "  ·  ".join(_amount(names[score.summary], score) for score in result.summaries)


def _amount(name: str, score: SummaryScore) -> str:
    if score.value is None:
        return tr("{name} {why}", name=name, why=score.not_computed)
    text = tr_n(
        "{name} {value} on {n} item", "{name} {value} on {n} items", score.scored, name=name, value=_number(score)
    )
    if score.share_of_maximum is not None:
        text += tr(" ({percent} % of the maximum)", percent=round(score.share_of_maximum * 100))
    if score.done is not None and score.expected is not None:
        text += tr(", expected items done {done} of {expected}", done=score.done, expected=score.expected)
    return text


def _number(score: SummaryScore) -> str:
    text = f"{score.value:.2f}" if score.value is not None else ""
    return tr("{value} (prorated)", value=text) if score.prorated else text
