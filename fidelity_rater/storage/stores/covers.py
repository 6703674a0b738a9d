"""What lists and charts need of a cover sheet, kept beside the events: form, phase, focal areas, harm actions.

It is folded anew whenever an event touches it, which is rare; a score or a moment never does, nor its undo.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from fidelity_rater.app.ports.library import ScoreRow
from fidelity_rater.domain.ratings.events import EventKind, RatingEvent
from fidelity_rater.domain.ratings.fold import fold

_FIELDS: Final = frozenset({"form", "phase", "focal_areas"})
_STEPS: Final = frozenset({EventKind.UNDONE, EventKind.REDONE})
_ACTS: Final = frozenset({EventKind.COVER_SET, EventKind.HARM_ACTION_TOLD})


def moves_cover(
    event: RatingEvent, scores: Sequence[ScoreRow], *, backwards: Callable[[], Iterable[EventKind]]
) -> bool:
    """Whether the event may change what is kept. A step that moves scores moves nothing else.

    ``backwards`` gives the kinds of the rating's events from this one back, for a step that may have moved anything.
    """
    if event.kind in _STEPS:
        return not scores and stepped(backwards()) in _ACTS
    if event.kind is EventKind.COVER_SET:
        return event.data["field"] in _FIELDS
    return event.kind in (EventKind.OPENED, EventKind.HARM_ACTION_TOLD)


def may_move_cover(events: Iterable[RatingEvent]) -> bool:
    """Whether any of many events may change what is kept."""
    return any(event.kind in _STEPS or event.kind in _ACTS or event.kind is EventKind.OPENED for event in events)


def stepped(backwards: Iterable[EventKind]) -> EventKind | None:
    """The kind of the act that the latest event, an undo or redo, has moved: a few events back, however many there are.

    An undo moves the act that stood last before it; a redo makes one stand last.
    """
    kinds = iter(backwards)
    to_skip = 0 if next(kinds) is EventKind.UNDONE else -1
    for kind in kinds:
        if kind is EventKind.UNDONE:
            to_skip += 1
        elif kind is EventKind.REDONE or to_skip:
            to_skip -= 1
        else:
            return kind
    return None


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
