"""What may be answered where, and what an answer makes void: the rules of the rating desk."""

from __future__ import annotations

from fidelity_rater.domain.errors import NotAllowed
from fidelity_rater.domain.ratings.events import Draft, Score, none_heard, score_given
from fidelity_rater.domain.ratings.sheet import Sheet, answer_dimensions, is_harm_flag, locked_by
from fidelity_rater.domain.ratings.shown import proscribed_open
from fidelity_rater.i18n import tr
from fidelity_rater.scales.model import Dimension, Item, Scale


class NotPermitted(NotAllowed):
    """The scale does not allow this answer here."""


def answer(scale: Scale, sheet: Sheet, *, item: str, dimension: str, score: Score) -> Draft:
    """The one event of giving an answer: checked, and with the other answers that it makes void.

    Raises ``NotPermitted``, see :func:`check_score`.
    """
    check_score(scale, sheet, item=item, dimension=dimension, score=score)
    void = made_void(scale, sheet, item=item, dimension=dimension, score=score)
    return score_given(item, dimension, score, withdraws=void)


def none_heard_answer(scale: Scale, sheet: Sheet, *, form: str) -> Draft | None:
    """The one event of "none heard" over the proscribed items still open, or None where none is."""
    items = proscribed_open(scale, sheet, form=form)
    if not items or scale.scoring.proscribed is None:
        return None
    return none_heard(tuple(item.id for item in items), scale.scoring.proscribed.dimension)


def check_score(scale: Scale, sheet: Sheet, *, item: str, dimension: str, score: Score) -> None:
    """Raise ``NotPermitted`` unless the scale's rule for the item, in the sheet's phase, allows this answer."""
    if not scale.has_item(item):
        raise NotPermitted(tr("This scale has no item {item}.", item=item))
    found = scale.item(item)
    if not found.fits(sheet.phase, sheet.focal_areas):
        raise NotPermitted(
            tr("“{item}” does not belong to this phase and focal area.", item=found.label),
            tr("Change the phase or the focal area on the cover sheet if they are wrong."),
        )
    asked = next((d for d in scale.dimensions_of(found, sheet.phase) if d.id == dimension), None)
    if asked is None:
        raise NotPermitted(tr("“{item}” is not answered on this dimension.", item=found.label))
    if score.state is not None:
        _check_state(scale, sheet, found, asked, score)
    else:
        _check_value(scale, sheet, found, asked, score)


def made_void(scale: Scale, sheet: Sheet, *, item: str, dimension: str, score: Score) -> tuple[str, ...]:
    """Ids of the item's other dimensions whose standing answers this one takes away.

    A state answers the item as a whole; a number takes away what it locks. A harm flag always stays.
    """
    found = scale.item(item)
    others = [d for d in scale.dimensions if d.id != dimension and (item, d.id) in sheet.scores]
    if score.state is not None:
        return tuple(d.id for d in others if not is_harm_flag(found, d))
    return tuple(d.id for d in others if d.locked_while == (dimension, score.value))


def _check_state(scale: Scale, sheet: Sheet, item: Item, dimension: Dimension, score: Score) -> None:
    if dimension.id != answer_dimensions(scale, item, sheet.phase)[0].id:
        raise NotPermitted(tr("Such an answer stands for “{item}” as a whole.", item=item.label))
    state = next((s for s in scale.states_of(item, sheet.phase) if s.id == score.state), None)
    if state is None:
        raise NotPermitted(tr("“{item}” cannot be answered so in this phase.", item=item.label))
    if state.needs_reason and not score.reason.strip():
        raise NotPermitted(tr("“{state}” needs a reason.", state=state.label), tr("Choose or write one."))
    if not state.free_reason and score.reason and score.reason not in (reason for reason, _ in state.reasons):
        raise NotPermitted(tr("This is not one of the reasons offered for “{state}”.", state=state.label))


def _check_value(scale: Scale, sheet: Sheet, item: Item, dimension: Dimension, score: Score) -> None:
    if score.value is None or not dimension.permits(score.value):
        raise NotPermitted(tr("{value} is no level of {dimension}.", value=score.value, dimension=dimension.name))
    if is_harm_flag(item, dimension):
        return
    first = answer_dimensions(scale, item, sheet.phase)[0]
    state = sheet.state_of(item.id, first.id)
    if dimension.id != first.id and state is not None:
        raise NotPermitted(
            tr("“{item}” is answered “{state}”.", item=item.label, state=scale.state(state).label),
            tr("Score its {dimension} first.", dimension=first.name),
        )
    if locked_by(sheet, item.id, dimension):
        raise NotPermitted(
            tr("{dimension} cannot be scored on what was not done.", dimension=dimension.name),
            tr("Score “{item}” above none first.", item=item.label),
        )
