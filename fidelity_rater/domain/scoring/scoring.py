"""Score one rating, exactly as the scale's scoring rules say: summaries, breakdowns, trends, tallies, departures."""

from __future__ import annotations

from dataclasses import replace

from fidelity_rater.domain.ratings.fold import RatingState
from fidelity_rater.domain.ratings.sheet import Sheet
from fidelity_rater.domain.scoring.entries import Asked, Entry, asked_items, entries_of
from fidelity_rater.domain.scoring.lists import departures, tallies
from fidelity_rater.domain.scoring.results import RatingResult, SummaryScore
from fidelity_rater.domain.scoring.summaries import summarise
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import Scale, Summary


def score_rating(scale: Scale, state: RatingState, *, form: str, adaptation: str = "standard") -> RatingResult:
    """Score a folded rating, see :func:`score_sheet`."""
    return score_sheet(scale, Sheet.of(state), form=form, adaptation=adaptation)


def score_sheet(scale: Scale, sheet: Sheet, *, form: str, adaptation: str = "standard") -> RatingResult:
    """Score a rating's standing answers, see :meth:`Scorer.score`."""
    return Scorer(scale).score(sheet, form=form, adaptation=adaptation)


class Scorer:
    """Scores many ratings made on one scale; what the scale asks in a phase and focus is worked out once."""

    def __init__(self, scale: Scale) -> None:
        self._scale = scale
        self._asked: dict[tuple[str, str, tuple[str, ...]], tuple[Asked, ...]] = {}

    def score(self, sheet: Sheet, *, form: str, adaptation: str = "standard", breakdowns: bool = True) -> RatingResult:
        """Score a rating's standing answers; without breakdowns and tallies for a chart of many ratings.

        Items that no longer fit the sheet's phase, focal areas or form take part in nothing but the harm list. A
        session of an adaptation that the scale is not meant for gets its lists and tallies, and no number.
        """
        scale, rules = self._scale, self._scale.scoring.summaries
        entries = entries_of(self._asked_in(form, sheet), sheet)
        common = [entry for entry in entries if entry.common]
        result = RatingResult(
            summaries=tuple(summarise(scale, entries, summary=rule) for rule in rules),
            breakdowns=tuple(part for rule in rules for part in _parts(scale, entries, rule)) if breakdowns else (),
            tallies=tallies(scale, sheet, entries) if breakdowns else (),
            departures=departures(scale, sheet, entries),
            trends=tuple(summarise(scale, common, summary=rule) for rule in rules if rule.trend),
        )
        if self._outside(adaptation):
            return _outside_scope(result)
        return result

    def summaries(self, sheet: Sheet, *, form: str, adaptation: str = "standard") -> tuple[SummaryScore, ...]:
        """The summaries of :meth:`score` alone, for a table of thousands of ratings."""
        entries = entries_of(self._asked_in(form, sheet), sheet)
        found = tuple(summarise(self._scale, entries, summary=rule) for rule in self._scale.scoring.summaries)
        return _blank(found) if self._outside(adaptation) else found

    def _outside(self, adaptation: str) -> bool:
        return bool(self._scale.scope_adaptations) and adaptation not in self._scale.scope_adaptations

    def _asked_in(self, form: str, sheet: Sheet) -> tuple[Asked, ...]:
        key = (form, sheet.phase, sheet.focal_areas)
        found = self._asked.get(key)
        if found is None:
            found = asked_items(self._scale, form=form, phase=sheet.phase, focal_areas=sheet.focal_areas)
            self._asked[key] = found
        return found


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
    return replace(
        result,
        summaries=_blank(result.summaries),
        breakdowns=_blank(result.breakdowns),
        trends=_blank(result.trends),
        outside_scope=True,
    )


def _blank(scores: tuple[SummaryScore, ...]) -> tuple[SummaryScore, ...]:
    why = tr("not computed: this adaptation is outside the scale's scope")
    return tuple(
        replace(score, value=None, share_of_maximum=None, prorated=False, not_computed=why) for score in scores
    )
