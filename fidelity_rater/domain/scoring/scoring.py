"""Score one rating, exactly as the scale's scoring rules say: summaries, breakdowns, trends, tallies, departures."""

from __future__ import annotations

from dataclasses import replace

from fidelity_rater.domain.ratings.fold import RatingState
from fidelity_rater.domain.ratings.sheet import Sheet
from fidelity_rater.domain.scoring.entries import Entry, entries_of
from fidelity_rater.domain.scoring.lists import departures, tallies
from fidelity_rater.domain.scoring.results import RatingResult, SummaryScore
from fidelity_rater.domain.scoring.summaries import summarise
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import Scale, Summary


def score_rating(scale: Scale, state: RatingState, *, form: str, adaptation: str = "standard") -> RatingResult:
    """Score a folded rating, see :func:`score_sheet`."""
    return score_sheet(scale, Sheet.of(state), form=form, adaptation=adaptation)


def score_sheet(
    scale: Scale, sheet: Sheet, *, form: str, adaptation: str = "standard", breakdowns: bool = True
) -> RatingResult:
    """Score a rating's standing answers; without ``breakdowns`` for a chart of many ratings, in half the time.

    Items that no longer fit the sheet's phase, focal areas or form take part in nothing but the harm list. A session of
    an adaptation that the scale is not meant for gets its lists and tallies, and no number.
    """
    entries = entries_of(scale, sheet, form=form)
    common = [entry for entry in entries if entry.common]
    rules = scale.scoring.summaries
    result = RatingResult(
        summaries=tuple(summarise(scale, entries, summary=rule) for rule in rules),
        breakdowns=tuple(part for rule in rules for part in _parts(scale, entries, rule)) if breakdowns else (),
        tallies=tallies(scale, sheet, entries),
        departures=departures(scale, sheet, entries),
        trends=tuple(summarise(scale, common, summary=rule) for rule in rules if rule.trend),
    )
    if scale.scope_adaptations and adaptation not in scale.scope_adaptations:
        return _outside_scope(result)
    return result


def _parts(scale: Scale, entries: list[Entry], rule: Summary) -> list[SummaryScore]:
    """The summary again for every group and every domain that it is broken down by, in the scale's order."""
    members: dict[str, list[Entry]] = {}
    if "group" in rule.breakdown:
        members |= {group.id: [] for group in scale.groups}
        for entry in entries:
            members[entry.item.group].append(entry)
    if "domain" in rule.breakdown:
        members |= {competence.domain: [] for competence in scale.competences}
        for entry in entries:
            for domain in entry.domains:
                members[domain].append(entry)
    parts = (summarise(scale, those, summary=rule, part=part) for part, those in members.items() if those)
    return [part for part in parts if part.asked or part.still_open or part.expected]


def _outside_scope(result: RatingResult) -> RatingResult:
    def blank(scores: tuple[SummaryScore, ...]) -> tuple[SummaryScore, ...]:
        why = tr("not computed: this adaptation is outside the scale's scope")
        return tuple(
            replace(score, value=None, share_of_maximum=None, prorated=False, not_computed=why) for score in scores
        )

    return replace(
        result,
        summaries=blank(result.summaries),
        breakdowns=blank(result.breakdowns),
        trends=blank(result.trends),
        outside_scope=True,
    )
