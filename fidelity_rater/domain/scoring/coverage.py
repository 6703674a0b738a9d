"""Items expected once in a phase, judged over all of a case's rated recordings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from fidelity_rater.domain.ratings.sheet import Sheet
from fidelity_rater.domain.scoring.results import Coverage, ItemCoverage
from fidelity_rater.scales.model import CoverageRule, Item, RuleKind, Scale


@dataclass(frozen=True, slots=True)
class RatedSession:
    """One rating of one of the case's sessions; its sheet brings phase and focal areas. Several may share a session."""

    session_uid: str
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class HeldSession:
    """One session that took place, rated or not, with its phase and the focal areas declared on its day."""

    session_uid: str
    phase: str
    focal_areas: tuple[str, ...]


def coverage_of_case(
    scale: Scale, rated: Sequence[RatedSession], held: Iterable[HeldSession]
) -> tuple[ItemCoverage, ...]:
    """Tell, for each item expected once, whether it was seen in the case; one due in no session is left out.

    A session counts as rated for an item only where the item was judged: one left open, or that the recording did not
    allow to be judged, says nothing about it. Two ratings of one session count once. The rating's phase holds over the
    session's.
    """
    rule = scale.scoring.coverage
    if rule is None:
        return ()
    sessions = tuple(held)
    found = (_of_item(scale, rule, item, rated=rated, held=sessions) for item in scale.items)
    return tuple(coverage for coverage in found if coverage is not None)


def _of_item(
    scale: Scale, rule: CoverageRule, item: Item, *, rated: Sequence[RatedSession], held: Sequence[HeldSession]
) -> ItemCoverage | None:
    due = [r for r in rated if _is_due(rule, item, r.sheet.phase, r.sheet.focal_areas)]
    elsewhere = {r.session_uid for r in rated}
    took_place = {r.session_uid for r in due}
    took_place |= {
        h.session_uid for h in held if h.session_uid not in elsewhere and _is_due(rule, item, h.phase, h.focal_areas)
    }
    if not took_place:
        return None
    judged = {r.session_uid for r in due if _was_judged(scale, r.sheet, item, rule.dimension)}
    seen = {r.session_uid for r in due if (r.sheet.value(item.id, rule.dimension) or 0) >= rule.seen_at}
    if seen:
        coverage = Coverage.SEEN
    else:
        coverage = Coverage.NOT_COVERED if judged == took_place else Coverage.NOT_SEEN
    return ItemCoverage(item.id, coverage, seen_in=len(seen), rated=len(judged), held=len(took_place))


def _is_due(rule: CoverageRule, item: Item, phase: str, focal_areas: tuple[str, ...]) -> bool:
    return item.rule_in(phase) in rule.rules and item.fits(phase, focal_areas)


def _was_judged(scale: Scale, sheet: Sheet, item: Item, dimension: str) -> bool:
    """Whether there is a number or a state about the behaviour.

    Nothing excuses an expected item, so a state that even such an item allows speaks of the recording instead.
    """
    score = sheet.scores.get((item.id, dimension))
    if score is None:
        return False
    of_recording = next((r.states for r in scale.rules if r.kind is RuleKind.EXPECTED), ())
    return score.state is None or score.state not in of_recording
