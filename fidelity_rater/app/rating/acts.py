"""The desk's acts in the screen's terms: a flag raised, a state taken back, a cover field answered, by plain ids."""

from __future__ import annotations

from typing import Any

from fidelity_rater.app.rating.desk import RatingDesk
from fidelity_rater.domain.ratings.events import CoverField
from fidelity_rater.domain.ratings.sheet import answer_dimensions, is_harm_flag

RAISED = 1


def _harm_flag(desk: RatingDesk, item_id: str) -> str:
    item = desk.scale.item(item_id)
    return next(d.id for d in desk.scale.dimensions_of(item, desk.sheet.phase) if is_harm_flag(item, d))


def raise_harm(desk: RatingDesk, item: str) -> None:
    """Ask for somebody to look at this."""
    desk.give(item, _harm_flag(desk, item), RAISED)


def lower_harm(desk: RatingDesk, item: str) -> None:
    desk.withdraw(item, _harm_flag(desk, item))


def withdraw_state(desk: RatingDesk, item: str) -> None:
    """Take back the state that stands in place of a number."""
    first = answer_dimensions(desk.scale, desk.scale.item(item), desk.sheet.phase)[0]
    desk.withdraw(item, first.id)


def set_cover(desk: RatingDesk, field: str, value: Any) -> None:
    """Answer a field of the cover sheet by its name."""
    desk.set_cover(CoverField(field), value)
