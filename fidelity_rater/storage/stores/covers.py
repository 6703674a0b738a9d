"""What lists and charts need of a cover sheet, kept beside the events: form, phase, focal areas, harm actions.

It is folded anew whenever an event touches it, which is rare; a score never does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from fidelity_rater.app.ports.library import ScoreRow
from fidelity_rater.domain.ratings.events import EventKind, RatingEvent
from fidelity_rater.domain.ratings.fold import fold

_FIELDS: Final = frozenset({"form", "phase", "focal_areas"})
_STEPS: Final = frozenset({EventKind.UNDONE, EventKind.REDONE})


def moves_cover(event: RatingEvent, scores: Sequence[ScoreRow]) -> bool:
    """Whether the event may change what is kept. A step that moves scores moves nothing else."""
    if event.kind in _STEPS:
        return not scores
    if event.kind is EventKind.COVER_SET:
        return event.data["field"] in _FIELDS
    return event.kind in (EventKind.OPENED, EventKind.HARM_ACTION_TOLD)


def cover_values(events: Sequence[RatingEvent]) -> dict[str, Any]:
    """The columns, from all events. ``form`` only where an event told it: a rating may be opened with its own."""
    state = fold(events)
    values: dict[str, Any] = {
        "phase": state.phase,
        "focal_areas": list(state.focal_areas),
        "harm_actions": {item: action["done"] for item, action in state.harm_actions().items()},
    }
    if form := state.cover("form"):
        values["form"] = str(form)
    return values
