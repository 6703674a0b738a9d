"""What the scores propose to be said: candidates with their why. The words are the supervisor's to find."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fidelity_rater.app import labels
from fidelity_rater.app.feedback.aims import aim_of, next_up, reached, score_words
from fidelity_rater.app.feedback.models import Candidate
from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.domain.ratings.events import CoverField
from fidelity_rater.domain.ratings.moments import Weight
from fidelity_rater.domain.ratings.sheet import harm_raised
from fidelity_rater.domain.ratings.shown import counted_items
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.scales.model import Dimension, Item, RuleKind

MOST_CANDIDATES: Final = 5
"""More are not read; every other item can be chosen where it stands in the list."""


@dataclass(frozen=True, slots=True)
class Proposals:
    """Candidates, the weightiest first."""

    strengths: tuple[Candidate, ...]
    suggestions: tuple[Candidate, ...]


_Ranked = tuple[tuple[int, ...], Candidate]


def propose(desk: RatingDesk) -> Proposals:
    """What was done best, and what would be worth working on, each with why it is proposed."""
    items = counted_items(desk.scale, desk.sheet, form=desk.form)
    single = [item for item in items if item.rule_in(desk.sheet.phase) is not RuleKind.GLOBAL]
    strengths = sorted(_strengths(desk, single), key=lambda ranked: ranked[0])
    suggestions = sorted(_suggestions(desk, single), key=lambda ranked: ranked[0])
    return Proposals(
        tuple(candidate for _, candidate in strengths[:MOST_CANDIDATES]),
        tuple(candidate for _, candidate in suggestions[:MOST_CANDIDATES]),
    )


def _line(dimension: Dimension) -> int:
    """From where on a level is a strength: the scale's competent one, else the upper half."""
    if dimension.competent is not None:
        return dimension.competent
    return dimension.levels[(len(dimension.levels) + 1) // 2].value


def _strengths(desk: RatingDesk, items: list[Item]) -> Iterator[_Ranked]:
    for item in items:
        found = reached(desk.scale, desk.sheet, item)
        if found is None or found[1] < _line(found[0]):
            continue
        if found[0].competent is None and any(d.competent is not None for d in desk.scale.dimensions):
            continue  # how much was done is no praise where the scale also says how well
        weight = desk.state.weight_of(item.id)
        why = tr("{score}, {moments}", score=score_words(*found), moments=moments_words(weight))
        yield (-found[1], -min(weight.supporting, 1), -weight.supporting), Candidate(item.id, item.label, why)


def _suggestions(desk: RatingDesk, items: list[Item]) -> Iterator[_Ranked]:
    scale, sheet = desk.scale, desk.sheet
    for item in items:
        weight = desk.state.weight_of(item.id)
        aim = aim_of(scale, next_up(scale, sheet, item))
        if departed := departure_words(desk, item):
            yield (0, -weight.moments), Candidate(item.id, item.label, departed)
        elif _expected_and_none(desk, item):
            yield (2, 0, -weight.moments), Candidate(item.id, item.label, tr("Expected in this phase, not heard"), aim)
        else:
            found = reached(scale, sheet, item)
            if found is not None and found[0].competent is not None and found[1] < found[0].competent:
                why = tr("{score}, {moments}", score=score_words(*found), moments=moments_words(weight))
                yield (1, found[1], -weight.moments), Candidate(item.id, item.label, why, aim)


def departure_words(desk: RatingDesk, item: Item) -> str:
    """Why an item is a departure: harm, or something proscribed that was heard; empty where it is none."""
    scale, sheet, rule = desk.scale, desk.sheet, desk.scale.scoring.proscribed
    if harm_raised(scale, sheet, item):
        return tr("A harm flag is up")
    if rule is None or item.rule_in(sheet.phase) is not RuleKind.PROSCRIBED:
        return ""
    extent = sheet.value(item.id, rule.dimension)
    if extent is None or extent < rule.present_from:
        return ""
    name = scale.rule(RuleKind.PROSCRIBED).name
    return tr("{rule}: {score}", rule=name, score=score_words(scale.dimension(rule.dimension), extent))


def _expected_and_none(desk: RatingDesk, item: Item) -> bool:
    """Whether it should have been there and was not: nothing else of it can be scored, then."""
    if item.rule_in(desk.sheet.phase) is not RuleKind.EXPECTED:
        return False
    nothing = (d.locked_while for d in desk.scale.dimensions_of(item, desk.sheet.phase) if d.locked_while is not None)
    return any(desk.sheet.value(item.id, dimension) == value for dimension, value in nothing)


def how_scored(desk: RatingDesk, item: Item) -> str:
    """How an item stands, for whoever wants to say something of it."""
    if departed := departure_words(desk, item):
        return departed
    found = reached(desk.scale, desk.sheet, item)
    if found is None:
        return tr("No score that leads anywhere")
    weight = desk.state.weight_of(item.id)
    return tr("{score}, {moments}", score=score_words(*found), moments=moments_words(weight))


def moments_words(weight: Weight) -> str:
    if not weight.moments:
        return tr("no moment")
    if not weight.opposing:
        return tr_n("{n} moment for it", "{n} moments for it", weight.supporting)
    if not weight.supporting:
        return tr_n("{n} moment against it", "{n} moments against it", weight.opposing)
    for_it = tr_n("{n} moment for it", "{n} moments for it", weight.supporting)
    return tr("{moments}, {n} against it", moments=for_it, n=weight.opposing)


def proposed_context(desk: RatingDesk) -> str:
    """What the cover sheet says of the session, as the start of a sentence or two."""
    state, session, case = desk.state, desk.rating.session, desk.rating.case
    number = labels.session(session.scheduled, session.attended, planned=case.planned_sessions)
    first = ", ".join((number, labels.phase(state.phase), labels.focal_areas(state.focal_areas)))
    sentences = [tr("{session}.", session=first)]
    if difficulty := state.cover(CoverField.DIFFICULTY):
        reason = str(state.cover(CoverField.DIFFICULTY_REASON) or "").strip().rstrip(".")
        named = labels.difficulty(difficulty)
        sentences.append(
            tr("How difficult the work was: {difficulty} ({reason}).", difficulty=named.lower(), reason=reason)
            if reason
            else tr("How difficult the work was: {difficulty}.", difficulty=named.lower())
        )
    if audio := state.cover(CoverField.AUDIO_QUALITY):
        lost = str(state.cover(CoverField.INAUDIBLE_PARTS) or "").strip().rstrip(".")
        heard = labels.audio_quality(audio).lower()
        sentences.append(
            tr("Sound: {quality}; not heard: {parts}.", quality=heard, parts=lost)
            if lost
            else tr("Sound: {quality}.", quality=heard)
        )
    return " ".join(sentences)
