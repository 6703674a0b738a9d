"""What the rating on the desk amounts to so far, in words: each number with what it stands on, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass

from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.domain.scoring.results import SummaryScore
from fidelity_rater.domain.scoring.scoring import score_sheet
from fidelity_rater.i18n import tr, tr_n


@dataclass(frozen=True, slots=True)
class OutcomeLine:
    """One summary. ``value`` is empty where there is no number; ``basis`` then says why."""

    name: str
    hue: str
    value: str
    basis: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """The summaries, what was heard that does not belong to the therapy, and what must be said beside them."""

    lines: tuple[OutcomeLine, ...]
    departures: tuple[str, ...]
    notice: str


def outcome(desk: RatingDesk) -> Outcome:
    """Score the standing answers."""
    scale = desk.scale
    result = score_sheet(scale, desk.sheet, form=desk.form, adaptation=desk.rating.case.adaptation)
    rules = {rule.id: rule for rule in scale.scoring.summaries}
    lines = tuple(
        OutcomeLine(
            name=rules[score.summary].name,
            hue=scale.dimension(score.dimension).hue,
            value="" if score.value is None else f"{score.value:.2f}",
            basis=_basis(score),
        )
        for score in result.summaries
    )
    departures = tuple(
        tr("{item} (harm flag)", item=scale.item(d.item).label) if d.harm else scale.item(d.item).label
        for d in result.departures
    )
    return Outcome(lines, departures, scale.notice)


def _basis(score: SummaryScore) -> str:
    if score.not_computed:
        return score.not_computed
    words = [
        tr("of {maximum}", maximum=f"{score.maximum:g}"),
        tr_n("{n} of {asked} item scored", "{n} of {asked} items scored", score.scored, asked=score.asked),
    ]
    if score.done is not None and score.expected is not None:
        words.append(tr("done {n} of {m} expected", n=score.done, m=score.expected))
    return ", ".join(words)
