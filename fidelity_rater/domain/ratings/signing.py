"""What a rating still lacks before it is signed, as a list that the screen can jump along."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fidelity_rater.domain.caseload import Phase
from fidelity_rater.domain.ratings.events import CoverField
from fidelity_rater.domain.ratings.evidence import Stance, Support, stances
from fidelity_rater.domain.ratings.fold import RatingState
from fidelity_rater.domain.ratings.sheet import Answer, Sheet, answer_dimensions, answer_to, harm_raised
from fidelity_rater.domain.ratings.shown import counted_items, proscribed_open
from fidelity_rater.i18n import tr, tr_n
from fidelity_rater.scales.model import Item, RuleKind, Scale


class MissingKind(StrEnum):
    """What is missing."""

    COVER = "cover"
    NOTHING_SCORED = "nothing_scored"
    HARM_ACTION = "harm_action"
    PROSCRIBED_BLOCK = "proscribed_block"
    ITEM_OPEN = "item_open"
    ITEM_PARTLY = "item_partly"
    STATE_MISFIT = "state_misfit"
    EVIDENCE_CONTRARY = "evidence_contrary"
    EVIDENCE_ASKED = "evidence_asked"
    EVIDENCE_ENCOURAGED = "evidence_encouraged"
    DEPARTURE_BARE = "departure_bare"
    MOMENTS_UNPLACED = "moments_unplaced"


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to see to: a sentence, where to jump (an item or a cover field), and whether signing waits for it."""

    kind: MissingKind
    message: str
    blocking: bool = False
    item: str = ""
    field: str = ""


def missing_before_signing(scale: Scale, state: RatingState, *, form: str) -> tuple[Missing, ...]:
    """Everything still missing, what blocks first.

    Phase and purpose decide what the numbers mean, and a harm flag without its action is a danger left lying: these
    block. An open item does not: the rating says that it is open. Evidence blocks where the scale requires it.
    """
    sheet = Sheet.of(state)
    found = [
        *_cover(state),
        *_harm(scale, state, sheet),
        *_items(scale, sheet, form=form),
        *_evidence(scale, state, sheet, form=form),
        *_unplaced(state),
    ]
    return tuple(sorted(found, key=lambda missing: not missing.blocking))


def _cover(state: RatingState) -> list[Missing]:
    wanted = (
        (CoverField.PURPOSE, tr("The purpose of the rating is not set."), True),
        (CoverField.PHASE, tr("The phase of the session is not confirmed."), True),
        (CoverField.FOCAL_AREAS, tr("No focal area is given."), False),
        (CoverField.DIFFICULTY, tr("How difficult the client was to work with is not told."), False),
        (CoverField.AUDIO_QUALITY, tr("The quality of the sound is not told."), False),
    )
    return [
        Missing(MissingKind.COVER, message, blocking=blocking, field=field)
        for field, message, blocking in wanted
        if not state.cover(field) and not (field is CoverField.FOCAL_AREAS and state.phase == Phase.INITIAL)
    ]


def _harm(scale: Scale, state: RatingState, sheet: Sheet) -> list[Missing]:
    return [
        Missing(
            MissingKind.HARM_ACTION,
            tr("A harm flag is raised on “{item}”: what was done about it, and who was told?", item=item.label),
            blocking=True,
            item=item.id,
        )
        for item in scale.items
        if harm_raised(scale, sheet, item) and not _is_told(state, item)
    ]


def _is_told(state: RatingState, item: Item) -> bool:
    action = state.harm_action(item.id)
    return action is not None and all(action[answer].strip() for answer in ("done", "told", "when"))


def _items(scale: Scale, sheet: Sheet, *, form: str) -> list[Missing]:
    counted = counted_items(scale, sheet, form=form)
    if not any((item.id in sheet.begun()) for item in counted):
        return [Missing(MissingKind.NOTHING_SCORED, tr("No item is scored yet."), blocking=True)]
    found = _proscribed_block(scale, sheet, form=form)
    for item in counted:
        if _misfits(scale, sheet, item):
            message = tr("“{item}” cannot be answered so in this phase.", item=item.label)
            found.append(Missing(MissingKind.STATE_MISFIT, message, item=item.id))
        given = answer_to(scale, sheet, item)
        if given is Answer.OPEN and item.rule_in(sheet.phase) is not RuleKind.PROSCRIBED:
            found.append(Missing(MissingKind.ITEM_OPEN, tr("“{item}” is not scored.", item=item.label), item=item.id))
        elif given is Answer.PARTLY:
            message = tr("“{item}” is scored only in part.", item=item.label)
            found.append(Missing(MissingKind.ITEM_PARTLY, message, item=item.id))
    return found


def _evidence(scale: Scale, state: RatingState, sheet: Sheet, *, form: str) -> list[Missing]:
    purpose = str(state.cover(CoverField.PURPOSE) or "")
    found: list[Missing] = []
    bare: list[Item] = []
    for item in counted_items(scale, sheet, form=form):
        by_dimension = stances(scale, sheet, item, weight=state.weight_of(item.id), purpose=purpose)
        lacking = [(dimension, stance) for dimension, stance in by_dimension.items() if stance.lacking]
        told = [_lacking(scale, item, dimension, stance) for dimension, stance in lacking if _is_named(stance)]
        if told:
            found.append(max(told, key=lambda missing: missing.blocking))
        elif lacking:
            bare.append(item)
    if bare:
        message = tr_n("{n} scored item has no moment.", "{n} scored items have no moment.", len(bare))
        found.append(Missing(MissingKind.EVIDENCE_ENCOURAGED, message, item=bare[0].id))
    return found


def _is_named(stance: Stance) -> bool:
    """Whether it is told by its item, and not only counted among what is merely encouraged."""
    return stance.asked or stance.support is Support.CONTRARY


def _lacking(scale: Scale, item: Item, dimension: str, stance: Stance) -> Missing:
    """The one line about an item's evidence; a moment that mends it counts for every dimension."""
    words = {"item": item.label, "dimension": scale.dimension(dimension).name.lower(), "value": stance.value}
    if stance.support is Support.CONTRARY:
        kind = MissingKind.EVIDENCE_CONTRARY
        if stance.value in scale.dimension(dimension).contrary_to_for:
            message = tr("“{item}”: {dimension} {value}, but every moment kept for it says that it was done.", **words)
        else:
            message = tr("“{item}”: {dimension} {value}, but every moment kept for it speaks against it.", **words)
    elif stance.departure:
        kind = MissingKind.DEPARTURE_BARE
        message = tr("“{item}” was heard ({dimension} {value}), and no moment shows where.", **words)
    else:
        kind = MissingKind.EVIDENCE_ASKED
        message = tr("“{item}”: {dimension} {value} asks for a moment and has none.", **words)
    return Missing(kind, message, blocking=stance.required, item=item.id)


def _unplaced(state: RatingState) -> list[Missing]:
    waiting = state.weight_of("").moments
    if not waiting:
        return []
    message = tr_n("{n} moment is not placed on an item yet.", "{n} moments are not placed on an item yet.", waiting)
    return [Missing(MissingKind.MOMENTS_UNPLACED, message)]


def _proscribed_block(scale: Scale, sheet: Sheet, *, form: str) -> list[Missing]:
    still_open = proscribed_open(scale, sheet, form=form)
    if not still_open:
        return []
    message = tr_n("{n} proscribed item is not answered.", "{n} proscribed items are not answered.", len(still_open))
    return [Missing(MissingKind.PROSCRIBED_BLOCK, message, item=still_open[0].id)]


def _misfits(scale: Scale, sheet: Sheet, item: Item) -> bool:
    """Whether the item holds a state that its rule no longer allows since the phase changed."""
    state = sheet.state_of(item.id, answer_dimensions(scale, item, sheet.phase)[0].id)
    return state is not None and state not in (s.id for s in scale.states_of(item, sheet.phase))
